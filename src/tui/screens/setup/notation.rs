//! What people type for weekly times and for what a rule gives, and how it is written back.

use crate::base::{ClockTime, Say, plain_digits};
use crate::desk::register::{RuleValue, WeeklyTime};
use crate::say;
use crate::tui::app::Look;

/// Weekly times as they are typed: `周六 14:00-15:30; 周三 18:00-19:30`.
pub fn write_times(times: &[WeeklyTime], look: &Look) -> String {
    let one = |time: &WeeklyTime| {
        format!("{} {}-{}", look.lang.weekday(u32::from(time.weekday)), time.from, time.until)
    };
    times.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Reads weekly times in either language. A day may have several: `周六 9:00-10:30 14:00-15:30`.
///
/// # Errors
/// Names the piece that can't be read.
pub fn read_times(text: &str) -> Result<Vec<WeeklyTime>, Say> {
    let mut times = Vec::new();
    for part in text.split([';', '；', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let bad = || say!("setup-bad-time", text = part);
        let (weekday, rest) = weekday(part).ok_or_else(bad)?;
        let spans = read_spans(rest).map_err(|_| bad())?;
        if spans.is_empty() {
            return Err(bad());
        }
        times.extend(spans.into_iter().map(|(from, until)| WeeklyTime { weekday, from, until, room: None }));
    }
    Ok(times)
}

/// Spans of one day: `09:00-12:00 13:30-18:00`; nothing is closed.
///
/// # Errors
/// Names the piece that can't be read.
pub fn read_spans(text: &str) -> Result<Vec<(ClockTime, ClockTime)>, Say> {
    let mut plain = plain_digits(text);
    for dash in ["–", "—", "~", "至", "到", " - ", "- ", " -"] {
        plain = plain.replace(dash, "-");
    }
    let mut spans = Vec::new();
    for part in plain.split([' ', ',']).filter(|part| !part.is_empty()) {
        let bad = || say!("setup-bad-span", text = part);
        let (from, until) = part.split_once('-').ok_or_else(bad)?;
        let from: ClockTime = from.parse().map_err(|_| bad())?;
        let until: ClockTime = until.parse().map_err(|_| bad())?;
        if from >= until {
            return Err(bad());
        }
        spans.push((from, until));
    }
    Ok(spans)
}

/// The weekday that a text begins with, 1 Monday to 7 Sunday, and what follows it.
fn weekday(text: &str) -> Option<(u8, &str)> {
    const HAN: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
    const LATIN: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let bare = ["星期", "礼拜", "周"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    for (n, name) in (1u8..).zip(HAN) {
        if let Some(rest) = bare.strip_prefix(name) {
            return Some((n, rest));
        }
    }
    if let Some(rest) = bare.strip_prefix('天') {
        return Some((7, rest));
    }
    let letters = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at(letters);
    let word = word.to_ascii_lowercase();
    let found = (1u8..).zip(LATIN).find(|(_, name)| word.starts_with(name));
    found.map(|(n, _)| (n, rest.strip_prefix('.').unwrap_or(rest)))
}

/// What a rule gives, as it is typed: `3`, `3-5`, `3-5/4` where a plain key gives 4.
pub fn write_value(value: RuleValue) -> String {
    match value {
        RuleValue::Fixed(points) => points.to_string(),
        RuleValue::Range(from, to, usual) if usual == from => format!("{from}-{to}"),
        RuleValue::Range(from, to, usual) => format!("{from}-{to}/{usual}"),
    }
}

/// Reads what a rule gives.
///
/// # Errors
/// When it is no number and no range.
pub fn read_value(text: &str) -> Result<RuleValue, Say> {
    let bad = || say!("setup-bad-value");
    let plain: String = plain_digits(text).chars().filter(|c| *c != ' ').collect();
    let plain = plain.replace(['−', '–', '—'], "-").replace(['~', '至', '到'], "-").replace('+', "");
    let (range, usual) = match plain.split_once('/') {
        Some((range, usual)) => (range, Some(usual.parse::<i64>().map_err(|_| bad())?)),
        None => (plain.as_str(), None),
    };
    // A dash that is not the first sign divides.
    let at = range.char_indices().skip(1).find(|(_, c)| *c == '-').map(|(at, _)| at);
    match at {
        None => range.parse().map(RuleValue::Fixed).map_err(|_| bad()),
        Some(at) => {
            let from: i64 = range[..at].parse().map_err(|_| bad())?;
            let to: i64 = range[at + 1..].parse().map_err(|_| bad())?;
            let (from, to) = (from.min(to), from.max(to));
            let usual = usual.unwrap_or(from);
            if (from..=to).contains(&usual) { Ok(RuleValue::Range(from, to, usual)) } else { Err(bad()) }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lang::Tongue;
    use crate::tui::driver::test_look;

    #[test]
    fn weekly_times_read_in_both_languages() {
        let saturday =
            WeeklyTime { weekday: 6, from: ClockTime::hm(14, 0), until: ClockTime::hm(15, 30), room: None };
        for text in [
            "周六 14:00-15:30",
            "Sat 14:00-15:30",
            "星期六14：00～15：30",
            "saturday 14:00 – 15:30",
            "六 14.00至15.30",
        ] {
            assert_eq!(read_times(text), Ok(vec![saturday.clone()]), "{text}");
        }
        let three = read_times("周日 9:00-10:00 10:00-11:00；周三 18:00-19:30;").unwrap();
        assert_eq!(three.iter().map(|t| t.weekday).collect::<Vec<_>>(), [7, 7, 3]);
        for wrong in
            ["14:00-15:30", "周八 14:00-15:30", "周六", "周六 15:30-14:00", "Sat 25:00-26:00", "Satan"]
        {
            assert!(read_times(wrong).is_err(), "{wrong}");
        }
        for tongue in Tongue::ALL {
            let look = test_look(tongue);
            assert_eq!(read_times(&write_times(&three, &look)).unwrap(), three);
        }
    }

    #[test]
    fn values_read_as_they_are_written() {
        for value in [
            RuleValue::Fixed(3),
            RuleValue::Fixed(-1),
            RuleValue::Range(3, 5, 4),
            RuleValue::Range(-5, -1, -5),
        ] {
            assert_eq!(read_value(&write_value(value)), Ok(value));
        }
        assert_eq!(read_value("３～５"), Ok(RuleValue::Range(3, 5, 3)));
        for wrong in ["", "x", "3-", "3-5/9"] {
            assert!(read_value(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics_the_readers(text in ".{0,30}") {
            let _ = (read_times(&text), read_spans(&text), read_value(&text));
        }
    }
}

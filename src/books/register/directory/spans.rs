//! Which parts of a shown name a typed text was found by.

use std::collections::HashSet;
use std::ops::Range;

use crate::books::register::pinyin::{self, Unit};

/// In bytes of the name, in order, not touching; none if the text was found by phone or number.
/// The text is in [`pinyin::plain`] form.
pub fn spans(name: &str, typed: &str) -> Vec<Range<usize>> {
    let places: Vec<usize> = pinyin::counted(name).map(|(at, _)| at).collect();
    let plain = pinyin::plain(name);
    if let Some(at) = plain.find(typed) {
        let from = plain[..at].chars().count();
        return merged(name, places.into_iter().skip(from).take(typed.chars().count()));
    }
    let units = pinyin::units(name);
    let mut walk = Walk { units: &units, typed, marks: Vec::new(), dead: HashSet::new() };
    let found = (0..units.len()).any(|from| walk.unit_by_unit(from, 0));
    let marks = if found { walk.marks.into_iter().rev().collect() } else { scattered(&units, typed) };
    merged(name, marks.into_iter().flat_map(|(unit, letters)| shown(name, &units[unit], letters)))
}

struct Walk<'a> {
    units: &'a [Unit],
    typed: &'a str,
    /// Units that took part and how many letters they took, the last first.
    marks: Vec<(usize, usize)>,
    /// Pairs of unit and place in the text from which there is no way to the end.
    dead: HashSet<(usize, usize)>,
}

impl Walk<'_> {
    fn unit_by_unit(&mut self, at_unit: usize, at: usize) -> bool {
        let Some(rest) = self.typed.get(at..).filter(|rest| !rest.is_empty()) else { return true };
        let units = self.units;
        let Some(unit) = units.get(at_unit).filter(|_| !self.dead.contains(&(at_unit, at))) else {
            return false;
        };
        let literal = Some(unit.text.as_str()).filter(|text| rest.starts_with(text)).map(str::len);
        let readings = unit.readings.iter().flat_map(|reading| (1..=common(reading, rest)).rev());
        for taken in literal.into_iter().chain(readings) {
            if self.typed.is_char_boundary(at + taken) && self.unit_by_unit(at_unit + 1, at + taken) {
                self.marks.push((at_unit, taken));
                return true;
            }
        }
        if unit.readings.is_empty() && self.unit_by_unit(at_unit + 1, at) {
            return true;
        }
        self.dead.insert((at_unit, at));
        false
    }
}

fn common(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count()
}

/// Letters found in their order with others between: each unit takes as many as it can.
fn scattered(units: &[Unit], typed: &str) -> Vec<(usize, usize)> {
    let mut rest = typed.as_bytes();
    let mut marks = Vec::new();
    for (at, unit) in units.iter().enumerate() {
        let taken = unit.readings.iter().map(|reading| in_order(reading, rest)).max().unwrap_or(0);
        rest = &rest[taken..];
        if taken > 0 {
            marks.push((at, usize::MAX));
        }
    }
    if rest.is_empty() { marks } else { Vec::new() }
}

fn in_order(reading: &str, letters: &[u8]) -> usize {
    let mut taken = 0;
    for b in reading.bytes() {
        taken += usize::from(letters.get(taken) == Some(&b));
    }
    taken
}

/// A character shows whole, of a word the letters that were typed.
fn shown<'a>(name: &'a str, unit: &Unit, letters: usize) -> impl Iterator<Item = usize> + 'a {
    let start = unit.span.start;
    let most = if unit.is_word() { letters } else { 1 };
    pinyin::counted(&name[unit.span.clone()]).map(move |(at, _)| start + at).take(most)
}

fn merged(name: &str, places: impl Iterator<Item = usize>) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    for at in places {
        let end = at + name[at..].chars().next().map_or(0, char::len_utf8);
        match spans.last_mut() {
            Some(last) if last.end >= at => last.end = last.end.max(end),
            _ => spans.push(at..end),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(name: &str, typed: &str) -> String {
        spans(name, &pinyin::plain(typed)).into_iter().map(|span| format!("[{}]", &name[span])).collect()
    }

    #[test]
    fn a_name_shows_what_it_was_found_by() {
        for (name, typed, shown) in [
            ("张三丰", "张s", "[张三]"),
            ("张三丰", "zf", "[张][丰]"),
            ("张三丰", "sf", "[三丰]"),
            ("张三丰", "zhangsf", "[张三丰]"),
            ("欧阳震华", "oyzh", "[欧阳震]"),
            ("O'Brien Ruby", "rub", "[Rub]"),
            ("O'Brien Ruby", "obr", "[O][Br]"),
            ("O'Brien Ruby", "or", "[O][R]"),
            ("张三", "ang", "[张]"),
            ("张三", "13800", ""),
            ("王·小明", "王小", "[王][小]"),
        ] {
            assert_eq!(marked(name, typed), shown, "{typed} in {name}");
        }
    }

    proptest! {
        #[test]
        fn spans_are_parts_of_the_name(name in ".{0,12}|[张三a' ]{0,40}", typed in ".{1,6}|[zhangs]{1,40}") {
            for span in spans(&name, &pinyin::plain(&typed)) {
                prop_assert!(name.get(span).is_some());
            }
        }
    }
}

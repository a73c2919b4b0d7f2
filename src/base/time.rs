//! Instants are UTC; days are the school's own.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::plain_digits;

/// A moment, in UTC.
pub type Instant = chrono::DateTime<Utc>;
/// A calendar day in the school's own zone.
pub type Day = NaiveDate;

/// The school's time zone, an IANA name such as `Asia/Shanghai`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Zone(pub chrono_tz::Tz);

impl Zone {
    /// The zone of that IANA name.
    pub fn named(name: &str) -> Option<Zone> {
        name.trim().parse().ok().map(Zone)
    }

    /// The school day that an instant falls on.
    pub fn day(&self, at: Instant) -> Day {
        at.with_timezone(&self.0).date_naive()
    }

    /// The wall-clock time of an instant.
    pub fn clock(&self, at: Instant) -> ClockTime {
        use chrono::Timelike;
        let local = at.with_timezone(&self.0);
        ClockTime((local.hour() * 60 + local.minute()) as u16)
    }

    /// The instant at which a school day reaches a time. Where a clock change skips that time, the
    /// first instant after the gap; where it comes twice, the first.
    pub fn instant(&self, day: Day, time: ClockTime) -> Instant {
        let naive = NaiveDateTime::new(day, NaiveTime::MIN) + chrono::Duration::minutes(i64::from(time.0));
        let mut probe = naive;
        for _ in 0..8 {
            if let Some(found) = self.0.from_local_datetime(&probe).earliest() {
                return found.with_timezone(&Utc);
            }
            probe += chrono::Duration::minutes(30);
        }
        Utc.from_utc_datetime(&naive)
    }
}

impl Default for Zone {
    fn default() -> Self {
        Zone(chrono_tz::Asia::Shanghai)
    }
}

impl JsonSchema for Zone {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Zone".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "description": "IANA time zone name" })
    }
}

/// So many weeks in a row, the last one last: what trends are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weeks<const N: usize> {
    /// The first day of the first.
    pub first: Day,
}

impl<const N: usize> Weeks<N> {
    /// The weeks that end with a day.
    pub fn until(last: Day) -> Weeks<N> {
        let before = chrono::Days::new((7 * N as u64).saturating_sub(1));
        Weeks { first: last.checked_sub_days(before).unwrap_or(last) }
    }

    /// Which of them holds a day.
    pub fn of(&self, day: Day) -> Option<usize> {
        let week = (day - self.first).num_days().div_euclid(7);
        usize::try_from(week).ok().filter(|week| *week < N)
    }
}

/// Whether a day lies between two, both counted; where one is not given, there is no end on that side.
pub fn within(from: Option<Day>, until: Option<Day>, day: Day) -> bool {
    from.is_none_or(|first| first <= day) && until.is_none_or(|last| day <= last)
}

/// A time of day in minutes after midnight, 0 to 1440; written `14:05`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime(pub u16);

impl ClockTime {
    /// `hm(14, 5)` is 14:05.
    pub const fn hm(hour: u16, minute: u16) -> ClockTime {
        ClockTime(hour * 60 + minute)
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for ClockTime {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "expected a time such as 14:05";
        let plain = plain_digits(text);
        let (hour, minute) = plain.trim().split_once([':', '.']).ok_or(WRONG)?;
        let hour: u16 = hour.trim().parse().map_err(|_| WRONG)?;
        let minute: u16 = minute.trim().parse().map_err(|_| WRONG)?;
        let within = hour < 24 && minute < 60 || hour == 24 && minute == 0;
        within.then_some(ClockTime::hm(hour, minute)).ok_or(WRONG)
    }
}

impl Serialize for ClockTime {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ClockTime {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for ClockTime {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ClockTime".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$" })
    }
}

/// Reads a day as offices write it: `2026-09-03`, `2026/9/3`, `2026.9.3`, `2026年9月3日`, `20260903`,
/// each with or without a time behind it, full-width digits included. Years 1900 to 2199.
pub fn parse_day(text: &str) -> Option<Day> {
    let plain = plain_digits(text);
    let plain = plain.trim();
    let date = plain.split(['T', ' ']).next().unwrap_or(plain);
    let joined;
    // "2026 年 9 月 3 日" has blanks inside: the marks say where it ends, not the blanks.
    let date = if plain.contains('年') {
        joined = plain.split('日').next().unwrap_or(plain).replace(' ', "");
        joined.as_str()
    } else {
        date
    };
    let parts: Vec<&str> = date.split(['-', '/', '.', '年', '月', '日']).filter(|p| !p.is_empty()).collect();
    let number = |s: &str| s.parse::<u32>().ok().filter(|_| s.bytes().all(|b| b.is_ascii_digit()));
    let (year, month, day) = match parts.as_slice() {
        [y, m, d] if y.len() == 4 => (number(y)?, number(m)?, number(d)?),
        [all] if all.len() == 8 && all.is_ascii() => {
            (number(&all[..4])?, number(&all[4..6])?, number(&all[6..])?)
        }
        _ => return None,
    };
    let day = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    (1900..2200).contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_read_in_five_notations() {
        let day = NaiveDate::from_ymd_opt(2026, 9, 3);
        for text in [
            "2026-09-03",
            "2026/9/3",
            "2026.9.3",
            "2026年9月3日",
            "20260903",
            "２０２６－０９－０３",
            "2026-09-03 00:00:00",
            "2026 年 9 月 3 日",
        ] {
            assert_eq!(parse_day(text), day, "{text}");
        }
        for wrong in ["2026-13-01", "2026-02-30", "09/03/2026", "26-9-3", "", "tomorrow", "2026年"] {
            assert_eq!(parse_day(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_school_day_begins_at_its_own_midnight() {
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let at = zone.instant(NaiveDate::from_ymd_opt(2026, 9, 3).unwrap(), ClockTime::hm(0, 30));
        assert_eq!(at.to_rfc3339(), "2026-09-02T16:30:00+00:00");
        assert_eq!(zone.day(at), NaiveDate::from_ymd_opt(2026, 9, 3).unwrap());
        assert_eq!(zone.clock(at), ClockTime::hm(0, 30));
    }

    #[test]
    fn a_time_that_the_clock_change_skips_is_the_first_after_the_gap() {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 3, 29).unwrap();
        assert_eq!(zone.clock(zone.instant(day, ClockTime::hm(2, 30))), ClockTime::hm(3, 0));
    }

    proptest! {
        #[test]
        fn no_text_panics_the_reader(text in ".{0,30}") {
            let _ = parse_day(&text);
            let _ = text.parse::<ClockTime>();
        }
    }
}

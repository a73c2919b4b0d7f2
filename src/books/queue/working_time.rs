//! Working time: minutes that pass only while the school is open. Opening hours are wall-clock times in
//! the school's zone (a weekday may stand twice: a midday break), holidays are days without any.
//!
//! A school without opening hours works around the clock, holidays too: a deadline then is plain time.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, Duration};

use crate::base::{ClockTime, Day, Instant, Zone};
use crate::books::register::School;

/// The furthest that a deadline is looked for, in days: no list of holidays keeps it searching for ever.
const FURTHEST_DAYS: usize = 20_000;
const MINUTE_MS: i64 = 60_000;

/// When the school is open, ready to reckon with.
#[derive(Clone, Debug)]
pub struct WorkingTime {
    zone: Zone,
    /// Spans of a week's days, Monday first, in order and without overlaps.
    week: [Vec<(ClockTime, ClockTime)>; 7],
    holidays: BTreeSet<Day>,
}

impl WorkingTime {
    /// The working time of these settings.
    pub fn of(school: &School) -> WorkingTime {
        let mut week: [Vec<(ClockTime, ClockTime)>; 7] = Default::default();
        for open in &school.hours {
            let index = usize::from(open.weekday.wrapping_sub(1));
            if let Some(day) = week.get_mut(index).filter(|_| open.from < open.until) {
                day.push((open.from, open.until));
            }
        }
        for day in &mut week {
            day.sort_unstable();
            day.dedup_by(|next, before| {
                let joins = next.0 <= before.1;
                if joins {
                    before.1 = before.1.max(next.1);
                }
                joins
            });
        }
        WorkingTime { zone: school.zone, week, holidays: school.holidays.iter().copied().collect() }
    }

    fn around_the_clock(&self) -> bool {
        self.week.iter().all(Vec::is_empty)
    }

    /// The spans of one day, as instants. A clock change makes a span shorter or longer, as it is.
    fn spans(&self, day: Day) -> impl Iterator<Item = (Instant, Instant)> + '_ {
        let closed = self.holidays.contains(&day);
        let index = day.weekday().num_days_from_monday() as usize;
        let spans = if closed { &[][..] } else { self.week[index].as_slice() };
        spans.iter().map(move |(from, until)| (self.zone.instant(day, *from), self.zone.instant(day, *until)))
    }

    fn days_from(&self, at: Instant) -> impl Iterator<Item = Day> {
        // A zone's midnight is at most a day off: begin one earlier, spans before `at` count nothing.
        let first = self.zone.day(at).pred_opt().unwrap_or(Day::MIN);
        first.iter_days().take(FURTHEST_DAYS)
    }

    /// The instant at which so many working minutes have passed since `from`; `from` itself for none. Where the
    /// school is open so seldom that they don't pass within [`FURTHEST_DAYS`], its last closing by then.
    pub fn add(&self, from: Instant, minutes: u32) -> Instant {
        self.add_millis(from, i64::from(minutes) * MINUTE_MS)
    }

    /// The instant at which `millis` working milliseconds have passed since `from`; `from` itself for none.
    pub(super) fn add_millis(&self, from: Instant, millis: i64) -> Instant {
        let mut left = Duration::milliseconds(millis.max(0));
        if self.around_the_clock() || left.is_zero() {
            return from.checked_add_signed(left).unwrap_or(from);
        }
        let mut last = from;
        for day in self.days_from(from) {
            for (opens, closes) in self.spans(day) {
                let begins = opens.max(from);
                let length = closes - begins;
                if length <= Duration::zero() {
                    continue;
                }
                if length >= left {
                    return begins + left;
                }
                left -= length;
                last = closes;
            }
        }
        last
    }

    /// Whole working minutes from `from` to `until`; none when `until` is not later.
    pub fn between(&self, from: Instant, until: Instant) -> u32 {
        u32::try_from(self.millis(from, until) / MINUTE_MS).unwrap_or(u32::MAX)
    }

    /// Working milliseconds from `from` to `until`: what several stretches are summed in, so that no
    /// stretch loses its part of a minute.
    pub fn millis(&self, from: Instant, until: Instant) -> i64 {
        if until <= from {
            return 0;
        }
        if self.around_the_clock() {
            return (until - from).num_milliseconds();
        }
        let end = self.zone.day(until).checked_add_days(Days::new(1)).unwrap_or(Day::MAX);
        let days = self.days_from(from).take_while(|day| *day <= end);
        let spent = days.flat_map(|day| self.spans(day).collect::<Vec<_>>());
        spent.map(|(opens, closes)| (closes.min(until) - opens.max(from)).num_milliseconds().max(0)).sum()
    }

    /// Working minutes left until `due`; negative once it has passed.
    pub fn left(&self, now: Instant, due: Instant) -> i64 {
        if now <= due { i64::from(self.between(now, due)) } else { -i64::from(self.between(due, now)) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::books::register::OpenHours;

    fn at(text: &str) -> Instant {
        let (day, time) = text.split_once(' ').unwrap();
        Zone::default().instant(day.parse().unwrap(), time.parse().unwrap())
    }

    fn usual() -> School {
        School { holidays: vec!["2026-10-01".parse().unwrap()], ..School::default() }
    }

    #[test]
    fn lunch_night_and_holiday_do_not_count() {
        let time = WorkingTime::of(&usual());
        for (from, minutes, due) in [
            ("2026-09-28 11:30", 60, "2026-09-28 14:00"),
            ("2026-09-28 12:30", 30, "2026-09-28 14:00"),
            ("2026-09-28 17:30", 60, "2026-09-29 09:30"),
            ("2026-09-30 17:00", 120, "2026-10-02 10:00"),
            ("2026-09-28 09:00", 450, "2026-09-28 18:00"),
            ("2026-09-28 20:00", 0, "2026-09-28 20:00"),
        ] {
            assert_eq!(time.add(at(from), minutes), at(due), "{from} + {minutes}");
            assert_eq!(time.between(at(from), at(due)), minutes, "{from} to {due}");
        }
        assert_eq!(time.left(at("2026-09-28 14:30"), at("2026-09-28 12:00")), -60);
    }

    #[test]
    fn a_weekend_without_hours_is_passed_over() {
        let mut school = School::default();
        school.hours.retain(|open| open.weekday <= 5);
        let time = WorkingTime::of(&school);
        // Friday evening to Monday morning.
        assert_eq!(time.add(at("2026-09-25 17:50"), 20), at("2026-09-28 09:10"));
    }

    #[test]
    fn a_school_without_hours_works_around_the_clock_and_one_that_never_opens_ends() {
        let none = WorkingTime::of(&School { hours: vec![], ..usual() });
        assert_eq!(none.add(at("2026-09-30 23:00"), 120), at("2026-10-01 01:00"));
        let sunday = OpenHours { weekday: 7, from: ClockTime::hm(9, 0), until: ClockTime::hm(10, 0) };
        let sundays = at("2026-09-28 00:00").date_naive().iter_days().take(30_000);
        let closed = School { hours: vec![sunday], holidays: sundays.collect(), ..usual() };
        let from = at("2026-09-28 09:00");
        assert_eq!(WorkingTime::of(&closed).add(from, 60), from);
    }

    /// Opened Mondays from 00:00 to 00:01, 2,858 minutes take 2,858 weeks: further than is looked.
    #[test]
    fn what_does_not_pass_within_the_furthest_days_is_due_at_the_last_closing_by_then() {
        let monday = OpenHours { weekday: 1, from: ClockTime(0), until: ClockTime(1) };
        let time = WorkingTime::of(&School { hours: vec![monday], ..School::default() });
        let from = march().and_time(chrono::NaiveTime::MIN).and_utc();
        let weeks = 2_857;
        let last = at("2026-03-02 00:01") + Duration::weeks(weeks - 1);
        assert_eq!((time.add(from, 2_857), time.between(from, last)), (last, 2_857));
        assert_eq!(time.add(from, 2_858), last);
        assert_eq!(time.add(from, 2_856), last - Duration::weeks(1));
    }

    #[test]
    fn a_part_of_a_minute_goes_over_a_closing_too() {
        let night = OpenHours { weekday: 4, from: ClockTime(1_075), until: ClockTime(1_440) };
        let time = WorkingTime::of(&School { hours: vec![night], ..School::default() });
        let from = at("2026-10-22 23:39") + Duration::seconds(1);
        let due = time.add_millis(from, 1_265_000);
        assert_eq!(due, at("2026-10-29 17:55") + Duration::seconds(6));
        assert_eq!(time.millis(from, due), 1_265_000);
    }

    fn schools() -> impl Strategy<Value = School> {
        let open = (1u8..8, 0u16..24 * 60, 1u16..600).prop_map(|(weekday, from, length)| OpenHours {
            weekday,
            from: ClockTime(from),
            until: ClockTime((from + length).min(1440)),
        });
        let zones = prop::sample::select(vec!["Asia/Shanghai", "Europe/Berlin", "America/New_York"]);
        let holidays = prop::collection::vec(0u64..60, 0..8);
        (prop::collection::vec(open, 0..12), zones, holidays).prop_map(|(hours, zone, holidays)| School {
            hours,
            zone: Zone::named(zone).unwrap(),
            holidays: holidays.into_iter().map(|n| march() + Days::new(n)).collect(),
            ..School::default()
        })
    }

    /// Both clock changes of Europe and America lie within the hundred days from here, or from October.
    fn march() -> Day {
        "2026-03-01".parse().unwrap()
    }

    fn moments() -> impl Strategy<Value = Instant> {
        let autumn = prop_oneof![Just(0i64), Just(214)];
        (autumn, 0i64..60 * 24 * 3600).prop_map(|(days, seconds)| {
            march().and_time(chrono::NaiveTime::MIN).and_utc()
                + Duration::days(days)
                + Duration::seconds(seconds)
        })
    }

    proptest! {
        #[test]
        fn what_is_added_lies_between(school in schools(), from in moments(), minutes in 0u32..5_000) {
            let time = WorkingTime::of(&school);
            let due = time.add(from, minutes);
            prop_assert!(due >= from);
            // A school open for a minute a week: 2,858 of them don't pass within the days that are looked at.
            if due < from + Duration::days(FURTHEST_DAYS as i64 - 32) {
                prop_assert_eq!(time.between(from, due), minutes);
            } else {
                prop_assert!(time.between(from, due) <= minutes);
            }
        }

        #[test]
        fn more_minutes_are_never_due_earlier(school in schools(), from in moments(), later in 0i64..100_000,
                                              minutes in 0u32..3_000, more in 0u32..500) {
            let time = WorkingTime::of(&school);
            prop_assert!(time.add(from, minutes + more) >= time.add(from, minutes));
            prop_assert!(time.add(from + Duration::seconds(later), minutes) >= time.add(from, minutes));
        }

        #[test]
        fn stretches_sum_up(school in schools(), a in moments(), b in moments(), c in moments()) {
            let mut order = [a, b, c];
            order.sort_unstable();
            let [a, b, c] = order;
            let time = WorkingTime::of(&school);
            prop_assert_eq!(time.millis(a, b) + time.millis(b, c), time.millis(a, c));
            prop_assert_eq!(time.millis(a, time.add_millis(a, 1_234_567)), 1_234_567);
        }
    }
}

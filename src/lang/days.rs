//! How a day is said: near ones as words, the rest as short dates.

use chrono::Datelike;
use fluent_bundle::FluentArgs;

use super::{Lang, Shown};
use crate::base::Day;

pub(super) fn near(lang: &Lang, day: Day, shown: &Shown) -> String {
    match (day - shown.today).num_days() {
        -1 => lang.text("time-yesterday").into_owned(),
        0 => lang.text("time-today").into_owned(),
        1 => lang.text("time-tomorrow").into_owned(),
        2..=6 => lang.weekday(day.weekday().number_from_monday()),
        _ => plain(lang, day, shown),
    }
}

pub(super) fn plain(lang: &Lang, day: Day, shown: &Shown) -> String {
    let mut args = FluentArgs::with_capacity(5);
    args.set("year", day.year().to_string());
    args.set("m", i64::from(day.month()));
    args.set("month", format!("{:02}", day.month()));
    args.set("day", format!("{:02}", day.day()));
    args.set("d", i64::from(day.day()));
    let key = if day.year() == shown.today.year() { "time-month-day" } else { "time-year-month-day" };
    lang.format(key, Some(&args)).into_owned()
}

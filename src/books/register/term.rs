//! Terms.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::catalogue::catalogue;
use crate::base::{Day, Refused, Say, TermId, Text};
use crate::books::Books;

/// A term 学期.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Term {
    /// What it is called.
    pub name: Text,
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub until: Day,
    /// No longer shown.
    #[serde(default)]
    pub retired: bool,
}

catalogue!(Term: TermId, TERMS "terms", Term, "term.save", "term.list", "noun-term", check check;
    example Term { name: "2026 秋".into(), from: day(2026, 9, 1), until: day(2027, 1, 17), retired: false });

fn day(year: i32, month: u32, day: u32) -> Day {
    Day::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn check(term: &Term, _: Option<TermId>, _: &Books<'_>) -> Result<(), Refused> {
    if term.from > term.until {
        return Err(Refused::input(Say::new("register-days-wrong")));
    }
    Ok(())
}

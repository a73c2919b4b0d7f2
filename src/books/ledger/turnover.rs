//! Turnovers: what went into and out of an account in a span of days.

use chrono::{Datelike, Months, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Account, BY_DATE, BY_TAG, DATE_ROWS, TAG_ROWS, WHOLE, month_of, total};
use crate::base::{Day, Refused};
use crate::store::{Direction, Key, Read, Stored};

/// What went in and what went out. A reversal lowers the side on which the reversed one stood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Turnover {
    /// Into the account: points earned, money taken, credits granted.
    #[serde(rename = "in")]
    pub into: i64,
    /// Out of the account: points redeemed, money given, credits used.
    pub out: i64,
}

impl Turnover {
    /// What is left.
    pub const fn balance(self) -> i64 {
        self.into - self.out
    }

    /// With an amount more on one side; `None` past what can be counted.
    pub fn plus(self, into: bool, amount: i64) -> Option<Turnover> {
        let next = if into {
            Turnover { into: self.into.checked_add(amount)?, ..self }
        } else {
            Turnover { out: self.out.checked_add(amount)?, ..self }
        };
        next.into.checked_sub(next.out).map(|_| next)
    }

    /// Two spans together.
    pub fn and(self, other: Turnover) -> Turnover {
        Turnover { into: self.into.saturating_add(other.into), out: self.out.saturating_add(other.out) }
    }
}

const VERSION: u8 = 1;

impl Stored for Turnover {
    fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(17);
        out.push(VERSION);
        (self.into, self.out).write(&mut out);
        out
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (version, mut rest) = bytes.split_first()?;
        let (into, out) = Key::read(&mut rest)?;
        (*version == VERSION && rest.is_empty()).then_some(Turnover { into, out })
    }
}

/// A span of school days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// All time.
    All,
    /// From the first day to the last, both counted.
    Days(Day, Day),
}

impl Span {
    /// The week, Monday to Sunday, that holds the day.
    pub fn week(day: Day) -> Span {
        let week = day.week(chrono::Weekday::Mon);
        Span::Days(week.first_day(), week.last_day())
    }

    /// The calendar month that holds the day.
    pub fn month(day: Day) -> Span {
        let first = day.with_day(1).unwrap_or(day);
        Span::Days(first, end_of_month(first))
    }
}

fn end_of_month(first: Day) -> Day {
    first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(first)
}

/// The account's turnover in a span, of one tag or (`None`) of all.
///
/// # Errors
/// When the store fails.
pub fn turnover(
    from: &dyn Read,
    account: Account,
    span: Span,
    tag: Option<u64>,
) -> Result<Turnover, Refused> {
    let of_tag = |found: Vec<(u64, Turnover)>| {
        let mine = found.into_iter().filter(|(t, _)| tag.is_none_or(|wanted| wanted == *t));
        mine.fold(Turnover::default(), |sum, (_, t)| sum.and(t))
    };
    turnovers(from, account, span).map(of_tag)
}

/// The account's turnover in a span by tag: whole months from the month rows, the days at the edges
/// from the day rows, so that a term costs some dozen rows and a week one scan.
///
/// # Errors
/// When the store fails.
pub fn turnovers(from: &dyn Read, account: Account, span: Span) -> Result<Vec<(u64, Turnover)>, Refused> {
    let mut by_tag: Vec<(u64, Turnover)> = Vec::new();
    let mut add = |tag: u64, t: Turnover| match by_tag.iter_mut().find(|(found, _)| *found == tag) {
        Some((_, sum)) => *sum = sum.and(t),
        None => by_tag.push((tag, t)),
    };
    match span {
        Span::All => {
            let mut untagged = total(from, account)?;
            for ((_, _, tag), t) in TAG_ROWS.all(from, &(account, BY_TAG))? {
                untagged = Turnover { into: untagged.into - t.into, out: untagged.out - t.out };
                add(tag, t);
            }
            add(0, untagged);
        }
        Span::Days(first, last) => {
            for (low, high) in edges(first, last) {
                daily(from, account, low, high)?.into_iter().for_each(|(_, tag, t)| add(tag, t));
            }
            if let Some((low, high)) = whole_months(first, last) {
                for month in low..=high {
                    let rows = DATE_ROWS.all(from, &(account, BY_DATE, (month, WHOLE)))?;
                    rows.into_iter().for_each(|((_, _, _, tag), t)| add(tag, t));
                }
            }
        }
    }
    Ok(by_tag)
}

/// The account's turnover day by day and by tag, from the first day to the last; days on which nothing
/// was moved are left out.
///
/// # Errors
/// When the store fails.
pub fn daily(
    from: &dyn Read,
    account: Account,
    first: Day,
    last: Day,
) -> Result<Vec<(Day, u64, Turnover)>, Refused> {
    let key = |day: Day, after: u8| (account, BY_DATE, (month_of(day), day.day() as u8 + after));
    let rows = DATE_ROWS.range(from, &key(first, 0), &key(last, 1), Direction::Up, usize::MAX)?;
    let day = |month: i32, day: u8| {
        NaiveDate::from_ymd_opt(month.div_euclid(12), month.rem_euclid(12) as u32 + 1, day.into())
    };
    // A month's own row stands among its days, and is no day.
    let of_day = |((_, _, (m, d), tag), t)| Some((day(m, d)?, tag, t));
    Ok(rows.into_iter().filter_map(of_day).collect())
}

/// The first and the last month that lie whole within the days.
fn whole_months(first: Day, last: Day) -> Option<(i32, i32)> {
    let low = if first.day() == 1 { month_of(first) } else { month_of(first) + 1 };
    let ends_whole = last == end_of_month(last.with_day(1)?);
    let high = if ends_whole { month_of(last) } else { month_of(last) - 1 };
    (low <= high).then_some((low, high))
}

/// The spans of days that no whole month covers.
fn edges(first: Day, last: Day) -> Vec<(Day, Day)> {
    let first_of =
        |month: i32| NaiveDate::from_ymd_opt(month.div_euclid(12), month.rem_euclid(12) as u32 + 1, 1);
    let Some((low, high)) = whole_months(first, last) else { return vec![(first, last)] };
    let (Some(inner), Some(outer)) = (first_of(low), first_of(high + 1)) else { return vec![(first, last)] };
    let mut edges = Vec::new();
    if let Some(before) = inner.pred_opt().filter(|before| *before >= first) {
        edges.push((first, before));
    }
    if outer <= last {
        edges.push((outer, last));
    }
    edges
}

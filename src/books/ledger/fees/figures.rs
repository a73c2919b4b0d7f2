//! A manager's figures: what was received and earned on a day and in its month, what is owed and still to be
//! taught, and the income statement month by month. Sums of turnovers, so that no entry is read.

use std::collections::BTreeMap;

use chrono::{Datelike, Months};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Movement, owed_all};
use crate::base::{CourseId, Day, Money, Refused, Text};
use crate::books::ledger::{Account, AccountKind, Span, accounts, balance, turnover, turnovers};
use crate::books::register::{Course, name_of};
use crate::books::{Ask, View};
use crate::store::Read;

/// What lowers or raises the result of a month, in the order of the statement.
const STATEMENT: [AccountKind; 6] = [
    AccountKind::Income,
    AccountKind::Breakage,
    AccountKind::OtherIncome,
    AccountKind::WrittenOff,
    AccountKind::CashOver,
    AccountKind::Petty,
];

/// Months that are told at the most.
const MONTHS_MAX: u8 = 24;

/// Asks for the figures of a day and its month.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FeeFigures {
    /// Which day; today when not given.
    #[serde(default)]
    pub day: Option<Day>,
    /// How many months of the income statement, the day's own the last; 24 at the most.
    #[serde(default = "half_a_year")]
    pub months: u8,
}

fn half_a_year() -> u8 {
    6
}

/// What came in and was earned in a span.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanFigures {
    /// Taken by all methods, what was voided taken off.
    pub taken: Money,
    /// Paid back by all methods.
    pub refunded: Money,
    /// Earned: lessons taught, lapsed credits, other charges.
    pub income: Money,
}

/// A line of the income statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CourseIncome {
    /// The account: income from a course, from lapsed credits, other, or a cost (differences of drawers are one).
    pub account: Account,
    /// The course's name; empty for none.
    pub course: Text,
    /// By month; below zero for what lowers the result.
    pub amounts: Vec<Money>,
}

/// The figures of a day and its month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FiguresAnswer {
    /// The day.
    pub day: Day,
    /// That day.
    pub today: SpanFigures,
    /// Its month until that day.
    pub month: SpanFigures,
    /// The whole month before.
    pub before: SpanFigures,
    /// What families owe now.
    pub owed: Money,
    /// What they paid ahead, now.
    pub ahead: Money,
    /// What is paid or charged and still to be taught, now: a liability.
    pub deferred: Money,
    /// The first days of the months of the statement, the day's own the last.
    pub months: Vec<Day>,
    /// The statement; lines that are zero throughout are left out.
    pub lines: Vec<CourseIncome>,
    /// The result by month: the sum of the lines.
    pub result: Vec<Money>,
}

/// What is kept at hand or in tills, and what is earned, in a span.
fn figures(read: &dyn Read, span: Span) -> Result<SpanFigures, Refused> {
    let mut sum = SpanFigures::default();
    for kind in [AccountKind::Cash, AccountKind::Till] {
        for (account, _) in accounts(read, kind)? {
            for (tag, turned) in turnovers(read, account, span)? {
                match tag {
                    tag if tag == Movement::Payment as u64 => sum.taken.0 += turned.balance(),
                    tag if tag == Movement::Refund as u64 => sum.refunded.0 -= turned.balance(),
                    _ => {}
                }
            }
        }
    }
    for kind in [AccountKind::Income, AccountKind::Breakage, AccountKind::OtherIncome] {
        for (account, _) in accounts(read, kind)? {
            sum.income.0 -= turnover(read, account, span, None)?.balance();
        }
    }
    Ok(sum)
}

/// The account that an account is told under: whose drawer was off is no line of its own.
fn line_of(account: Account) -> Account {
    match account.kind {
        AccountKind::CashOver => Account::new(account.kind, 0, 0),
        _ => account,
    }
}

fn statement(read: &dyn Read, months: &[Day]) -> Result<Vec<CourseIncome>, Refused> {
    let mut found: Vec<CourseIncome> = Vec::new();
    for kind in STATEMENT {
        let mut sums: BTreeMap<Account, Vec<i64>> = BTreeMap::new();
        for (account, _) in accounts(read, kind)? {
            let row = sums.entry(line_of(account)).or_insert_with(|| vec![0; months.len()]);
            for (sum, month) in row.iter_mut().zip(months) {
                *sum -= turnover(read, account, Span::month(*month), None)?.balance();
            }
        }
        for (account, row) in sums.into_iter().filter(|(_, row)| row.iter().any(|sum| *sum != 0)) {
            let course = match account.a {
                0 => Text::default(),
                id => name_of::<Course>(read, CourseId(id))?,
            };
            found.push(CourseIncome { account, course, amounts: row.into_iter().map(Money).collect() });
        }
    }
    Ok(found)
}

impl Ask for FeeFigures {
    const NAME: &'static str = "fee.figures";
    type Answer = FiguresAnswer;

    fn answer(&self, view: &View<'_>) -> Result<FiguresAnswer, Refused> {
        let (read, day) = (view.read, self.day.unwrap_or_else(|| view.today()));
        let first = day.with_day(1).unwrap_or(day);
        let back = |months: u32| first.checked_sub_months(Months::new(months));
        let months: Vec<Day> =
            (0..u32::from(self.months.clamp(1, MONTHS_MAX))).rev().filter_map(back).collect();
        let lines = statement(read, &months)?;
        let result = (0..months.len())
            .map(|at| Money(lines.iter().map(|line| line.amounts.get(at).map_or(0, |sum| sum.0)).sum()))
            .collect();
        let mut ahead = 0;
        for (account, _) in accounts(read, AccountKind::Receivable)? {
            ahead += (-balance(read, account)?).max(0);
        }
        let deferred = accounts(read, AccountKind::Deferred)?.iter().map(|(_, total)| -total.balance()).sum();
        Ok(FiguresAnswer {
            day,
            today: figures(read, Span::Days(day, day))?,
            month: figures(read, Span::Days(first, day))?,
            before: figures(read, Span::month(back(1).unwrap_or(first)))?,
            owed: Money(owed_all(read)?.iter().map(|(_, owed)| owed.open.0).sum()),
            ahead: Money(ahead),
            deferred: Money(deferred),
            months,
            lines,
            result,
        })
    }

    fn example() -> Self {
        FeeFigures { day: None, months: half_a_year() }
    }
}

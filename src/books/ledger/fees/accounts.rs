//! The money ledger as accountants read it: trial balance, income by month, and the journal of money.

use std::collections::BTreeMap;

use chrono::{Datelike, Months};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::{CourseId, Day, Money, Refused, Say, Text};
use crate::books::ledger::{Account, AccountKind, Span, Unit, accounts, entries, turnover};
use crate::books::register::{Course, name_of};
use crate::books::{Ask, View};
use crate::store::{Read, journal};

fn money_kinds() -> impl Iterator<Item = AccountKind> {
    AccountKind::ALL.iter().copied().filter(|kind| kind.unit() == Unit::Money)
}

/// Every day until one.
fn until(day: Option<Day>) -> Span {
    day.map_or(Span::All, |day| Span::Days(Day::from_ymd_opt(1900, 1, 1).unwrap_or(day), day))
}

/// Asks for the trial balance of the money ledger.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct FeeTrialBalance {
    /// At the end of which day; of all that is booked when not given.
    #[serde(default)]
    pub until: Option<Day>,
}

/// The trial balance: what families owe and own is summed, the rest stands account by account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrialAnswer {
    /// Accounts whose balance is not zero.
    pub rows: Vec<TrialRow>,
    /// The sum of the balances above zero; those below sum to as much.
    pub total: Money,
}

/// A line of the trial balance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrialRow {
    /// The account; without the ids over which it is summed.
    pub account: Account,
    /// Above zero debit, below zero credit.
    pub balance: Money,
}

/// The account that an account is summed under.
fn group(account: Account) -> Account {
    match account.kind {
        AccountKind::Receivable | AccountKind::Charge | AccountKind::Deferred => {
            Account::new(account.kind, 0, 0)
        }
        AccountKind::Till => Account::new(account.kind, account.a, 0),
        _ => account,
    }
}

impl Ask for FeeTrialBalance {
    const NAME: &'static str = "fee.trial_balance";
    type Answer = TrialAnswer;

    fn answer(&self, view: &View<'_>) -> Result<TrialAnswer, Refused> {
        let mut sums: BTreeMap<Account, i64> = BTreeMap::new();
        for kind in money_kinds() {
            for (account, total) in accounts(view.read, kind)? {
                let turned = match self.until {
                    None => total,
                    day => turnover(view.read, account, until(day), None)?,
                };
                *sums.entry(group(account)).or_default() += turned.balance();
            }
        }
        let rows = sums.into_iter().filter(|(_, sum)| *sum != 0);
        let rows: Vec<_> = rows.map(|(account, sum)| TrialRow { account, balance: Money(sum) }).collect();
        let total = Money(rows.iter().map(|row| row.balance.0.max(0)).sum());
        Ok(TrialAnswer { rows, total })
    }

    fn example() -> Self {
        FeeTrialBalance::default()
    }
}

/// Asks for income by month and course.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FeeIncome {
    /// A day in the first month.
    pub from: Day,
    /// A day in the last month.
    pub until: Day,
}

/// Income of one kind in one month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncomeRow {
    /// The month's first day.
    pub month: Day,
    /// The account: teaching, lapsed credits, other.
    pub account: Account,
    /// The course's name; empty for none.
    pub course: Text,
    /// How much.
    pub amount: Money,
}

/// Months that one question spans at the most.
const MONTHS_MAX: u32 = 240;

impl Ask for FeeIncome {
    const NAME: &'static str = "fee.income";
    type Answer = Vec<IncomeRow>;

    fn answer(&self, view: &View<'_>) -> Result<Vec<IncomeRow>, Refused> {
        let mut rows = Vec::new();
        let first = self.from.with_day(1).unwrap_or(self.from);
        let months = (0..MONTHS_MAX).map_while(|n| first.checked_add_months(Months::new(n)));
        for month in months.take_while(|month| *month <= self.until) {
            for kind in [AccountKind::Income, AccountKind::Breakage, AccountKind::OtherIncome] {
                for (account, _) in accounts(view.read, kind)? {
                    let amount = -turnover(view.read, account, Span::month(month), None)?.balance();
                    if amount != 0 {
                        let course = course_name(view.read, account)?;
                        rows.push(IncomeRow { month, account, course, amount: Money(amount) });
                    }
                }
            }
        }
        Ok(rows)
    }

    fn example() -> Self {
        let day = |month| Day::from_ymd_opt(2026, month, 1).unwrap_or_default();
        FeeIncome { from: day(9), until: day(12) }
    }
}

fn course_name(read: &dyn Read, account: Account) -> Result<Text, Refused> {
    match account.a {
        0 => Ok(Text::default()),
        id => name_of::<Course>(read, CourseId(id)),
    }
}

/// Asks for all money that was moved, entry by entry of the journal: what exports are made of.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct FeeJournal {
    /// From this day on.
    #[serde(default)]
    pub from: Option<Day>,
    /// Until this day.
    #[serde(default)]
    pub until: Option<Day>,
}

/// What one entry of the journal moved on one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MoneyEntry {
    /// The journal entry.
    pub seq: u64,
    /// The day that it counts for.
    pub day: Day,
    /// What it did.
    pub said: Vec<Say>,
    /// What was moved.
    pub legs: Vec<Leg>,
}

/// Money from one account to another.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Leg {
    /// Where it came from.
    pub from: Account,
    /// Where it went.
    pub to: Account,
    /// How much; below zero for what takes back.
    pub amount: Money,
}

impl Ask for FeeJournal {
    const NAME: &'static str = "fee.journal";
    type Answer = Vec<MoneyEntry>;

    fn answer(&self, view: &View<'_>) -> Result<Vec<MoneyEntry>, Refused> {
        let mut found: BTreeMap<(Day, u64), Vec<Leg>> = BTreeMap::new();
        for kind in money_kinds().filter(|kind| kind.keeps_entries()) {
            for (account, _) in accounts(view.read, kind)? {
                for (_, entry) in entries(view.read, account, None, usize::MAX)? {
                    let early = self.from.is_some_and(|from| entry.day < from);
                    let late = self.until.is_some_and(|until| entry.day > until);
                    // Where both sides keep entries, the side that it came from tells it.
                    let told = entry.into && entry.contra.kind.keeps_entries();
                    if early || late || told {
                        continue;
                    }
                    let (from, to) =
                        if entry.into { (entry.contra, account) } else { (account, entry.contra) };
                    let leg = Leg { from, to, amount: Money(entry.amount) };
                    found.entry((entry.day, entry.tx)).or_default().push(leg);
                }
            }
        }
        let mut entries = Vec::new();
        for ((day, seq), legs) in found {
            let said = journal::entry(view.read, seq)?.map(|entry| entry.said).unwrap_or_default();
            entries.push(MoneyEntry { seq, day, said, legs });
        }
        Ok(entries)
    }

    fn example() -> Self {
        FeeJournal::default()
    }
}

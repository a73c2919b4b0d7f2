//! Counts of the safe 盘点, and the bank held against its statement 对账. They go as the drawer's do: nothing says
//! before what should be there, what was counted is noted whatever it comes to, and a difference is booked when it
//! is named.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::safe::{BANK, SAFE};
use super::{Count, Move, Movement, shift};
use crate::base::{Instant, Kind, Money, Prose, Refused, Say, StaffId, Text};
use crate::books::ledger::{Account, AccountKind, Why, balance};
use crate::books::register::{Role, Staff, name_of};
use crate::books::{Act, Books, Done, View, tables};
use crate::store::{Direction, Newest, Read, Table, versioned};

/// Counts by account, newest first: by the number of their journal entry.
const COUNTS: Table<(Account, Newest), Counted> = Table::new(tables::COUNTS, "counts");

/// A count that was noted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Counted {
    count: Count,
    by: StaffId,
    /// What the difference comes from; it is booked then.
    reason: Prose,
}

versioned!(Counted = 1);

/// Where the house keeps money that is in no drawer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// The safe.
    #[default]
    Safe,
    /// The school's account at the bank.
    Bank,
}

impl Keep {
    /// The account that says what should be there.
    pub(super) fn account(self) -> Account {
        match self {
            Keep::Safe => SAFE,
            Keep::Bank => BANK,
        }
    }

    /// Where a difference goes. What moved at the bank beside the cash from the safe (fees, interest, what the
    /// payment services transferred) is no loss and no gain.
    fn odd(self) -> Account {
        match self {
            Keep::Safe => Account::new(AccountKind::CashOver, 0, 0),
            Keep::Bank => Account::new(AccountKind::BankOther, 0, 0),
        }
    }

    pub(super) fn is_safe(&self) -> bool {
        *self == Keep::Safe
    }
}

/// Notes what was counted in the safe, or what the bank's statement says. What should be there is not said before; a
/// difference is booked when its reason is given.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CountSafe {
    /// The safe, or the bank.
    #[serde(default)]
    pub of: Keep,
    /// What was counted; the last count when not given.
    #[serde(default)]
    pub counted: Option<Money>,
    /// What a difference comes from.
    #[serde(default)]
    pub reason: Prose,
}

impl Act for CountSafe {
    const NAME: &'static str = "safe.count";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let (account, odd) = (self.of.account(), self.of.odd());
        let count = match self.counted {
            Some(counted) => Count::of(books, account, counted)?,
            None => {
                let last = last(&books.draft, self.of)?.map(|last| last.count);
                let count = last.filter(|count| count.holds(books, account).unwrap_or(false));
                let count = count.ok_or_else(|| {
                    Refused::new(Kind::Conflict, Say::new("safe-count-first"))
                        .hint(Say::new("safe-count-first-hint"))
                })?;
                count.named(&self.reason)?;
                count
            }
        };
        let over = count.over();
        let booked = over.0 != 0 && !self.reason.is_empty();
        if booked {
            let (from, to) = if over.0 > 0 { (odd, account) } else { (account, odd) };
            let (amount, day, tag) = (over.0.abs(), books.today(), Movement::Variance as u64);
            shift(books, Move { from, to, amount, day, why: Why::Variance, subject: 0, tag })?;
        }
        let key = match (self.of, over.0, booked) {
            (Keep::Safe, 0, _) => "safe-counted-right",
            (Keep::Bank, 0, _) => "safe-compared-right",
            (Keep::Safe, _, false) => "safe-counted-off",
            (Keep::Bank, _, false) => "safe-compared-off",
            (Keep::Safe, _, true) => "safe-counted-booked",
            (Keep::Bank, _, true) => "safe-compared-booked",
        };
        let say = Say::new(key).with("counted", count.counted);
        let say = if over.0 == 0 { say } else { say.with("over", over) };
        let reason = if booked { self.reason.clone() } else { Prose::default() };
        let row = Counted { count, by: books.cx.operator, reason };
        COUNTS.put(&mut books.draft, &(account, Newest(books.cx.seq)), &row);
        Ok(Done::said(say))
    }

    fn example() -> Self {
        CountSafe { of: Keep::Safe, counted: Some(Money(320_000)), reason: Prose::default() }
    }
}

fn last(read: &dyn Read, of: Keep) -> Result<Option<Counted>, Refused> {
    Ok(COUNTS.scan(read, &(of.account(),), Direction::Up, 1)?.pop().map(|(_, row)| row))
}

/// The last count of the safe, or the last statement of the bank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountLine {
    /// When, UTC.
    pub at: Instant,
    /// Who counted.
    pub by: Text,
    /// What was counted.
    pub counted: Money,
    /// What was over; below zero: missing.
    pub over: Money,
    /// What that comes from; empty when nothing was over, or it was not booked.
    pub reason: Prose,
}

/// The last count.
pub(super) fn last_line(read: &dyn Read, of: Keep) -> Result<Option<CountLine>, Refused> {
    let Some(Counted { count, by, reason }) = last(read, of)? else { return Ok(None) };
    let (by, over) = (name_of::<Staff>(read, by)?, count.over());
    Ok(Some(CountLine { at: count.at, by, counted: count.counted, over, reason }))
}

/// Whether the asker is not told what should be in the safe: who has still to count it, or to count it again since
/// something moved. A senior is always told.
pub(super) fn is_blind(view: &View<'_>) -> Result<bool, Refused> {
    let now = Money(balance(view.read, SAFE)?);
    let told = last(view.read, Keep::Safe)?.is_some_and(|row| {
        let after = if row.reason.is_empty() { row.count.expected } else { row.count.counted };
        after == now
    });
    Ok(!told && !view.holds(&[Role::Manager, Role::Supervisor]))
}

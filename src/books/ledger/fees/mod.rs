//! The money side of the ledger: what is sold and charged, paid, refunded, counted at the day-end.
//!
//! It is a part of the ledger and not a book of its own: whatever is open, paid ahead, in a drawer or
//! still to be taught is a balance. A charge is an account that holds what is open of it; the rows
//! beside it ([`Charge`], [`Receipt`], [`Drawer`]) say only what a balance can't: for what, until when,
//! under which number.

mod accounts;
mod ask;
mod charge;
mod counted;
mod day;
mod drawer;
mod dunning;
mod figures;
mod lifetime;
mod lots;
mod pay;
mod quote;
mod receipt;
mod refund;
mod safe;
mod sell;
mod statement;
mod value;
mod vouchers;

#[cfg(test)]
mod tests;

pub use accounts::{
    FeeIncome, FeeJournal, FeeTrialBalance, IncomeRow, Leg, MoneyEntry, TrialAnswer, TrialRow,
};
pub use ask::{
    AccountAnswer, ArrearsRow, ChargeState, FeeAccount, FeeArrears, FeeQuote, LotState, ReceiptState,
};
use charge::paid_for;
pub use charge::{CHARGES, Charge, ChargeOther, Line, Owed, WriteOff, charge, owed, owed_all};
pub use counted::{CountLine, CountSafe, Keep};
pub use day::{DayReport, DrawerDay, DrawerFigures, FeeDay, MethodDay, VoidLine};
pub use drawer::{
    CloseDrawer, Closing, Count, CountDrawer, Drawer, DrawerAnswer, DrawerState, MoveCash, MoveWith,
    OpenDrawer,
};
pub use dunning::{Arrear, Step, arrear, arrears, dunning, not_blocked};
pub use figures::{CourseIncome, FeeFigures, FiguresAnswer, SpanFigures};
pub use lifetime::{FeeLifetime, LifetimeAnswer, LifetimeRow};
pub use lots::{LapseCredits, MoveCredits};
pub use pay::{Method, Part, Pay};
pub use quote::{Facts, Quote, quote};
pub use receipt::{CopyReceipt, GetReceipt, Receipt, ReceiptAnswer, ReceiptNo, Series, gaps};
pub use refund::{FeeReckon, LotShare, Reckoning, RefundCharge, RefundFees, RefundLot};
pub use safe::{BankCash, OpenSafe, SafeAnswer, SafeDay, SafeState, SlipLine};
pub(in crate::books) use sell::sell;
pub use sell::{Offer, Sell};
pub use statement::{FeeStatement, FeeStatementAnswer, FeeStatementRow};
pub use value::ValueLot;
pub use vouchers::{GiveVoucher, VoucherState, vouchers};

use std::collections::BTreeMap;

use super::{Account, AccountKind, Transfer, Why, balance, entry, post};
use crate::base::{ChargeId, Day, Kind, Money, Refused, Say, StaffId, StudentId};
use crate::books::{Act, Books};
use crate::store::Key;
use crate::store::journal::Entry;

/// What the turnovers of drawers, tills and the safe are divided by, so that a day-end is a handful of totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
enum Movement {
    Payment = 1,
    Refund = 2,
    Float = 3,
    Moved = 4,
    Variance = 5,
    Banked = 6,
    Opening = 7,
    Bank = 8,
}

/// Refuses an amount that is not above zero, or past what one amount may be.
fn above_zero(amount: Money) -> Result<(), Refused> {
    match amount {
        Money(..=0) => Err(Refused::input(Say::new("fee-not-positive"))),
        amount if amount > Money::MOST => Err(Refused::input(Say::new("error-too-large"))),
        _ => Ok(()),
    }
}

/// Money from one account to another on a day; nothing where the amount is zero.
struct Move {
    from: Account,
    to: Account,
    amount: i64,
    day: Day,
    why: Why,
    subject: u64,
    tag: u64,
}

fn shift(books: &mut Books<'_>, step: Move) -> Result<(), Refused> {
    let Move { from, to, amount, day, why, subject, tag } = step;
    if amount == 0 {
        return Ok(());
    }
    post(books, &Transfer { from, to, amount, day, tag, why, subject, lesson: None })
}

/// Why an entry of the fee desk may not be taken back: its day was closed, or what it charged was paid.
pub(in crate::books) fn may_be_undone(books: &Books<'_>, undo: &Entry) -> Result<(), Refused> {
    if undo.act == OpenDrawer::NAME {
        drawer::untouched(books, undo.operator, books.zone().day(undo.at))?;
    }
    // By charge: a refund of what was paid for one goes by way of it, and leaves it as it was.
    let mut charged: BTreeMap<Account, (i64, i64)> = BTreeMap::new();
    for (account, number) in &undo.posted {
        let Some(account) = Account::read(&mut account.as_slice()) else { continue };
        let Some(posted) = entry(&books.draft, account, *number)? else { continue };
        let effect = posted.effect();
        for (side, effect) in [(account, effect), (posted.contra, -effect)] {
            match side.kind {
                AccountKind::Cash => day_is_open(books, StaffId(side.a), posted.day)?,
                AccountKind::Till => day_is_open(books, StaffId(side.b), posted.day)?,
                AccountKind::Charge => {
                    let (net, paid) = charged.entry(side).or_default();
                    *net += effect;
                    *paid -= if posted.why == Why::Payment { effect } else { 0 };
                }
                _ => {}
            }
        }
    }
    for (account, (net, paid)) in charged {
        let no = |key, hint| Err(Refused::new(Kind::Conflict, Say::new(key)).hint(Say::new(hint)));
        if net > balance(&books.draft, account)? {
            return no("fee-undo-paid", "fee-undo-paid-hint");
        }
        if paid > 0 && paid > paid_for(&books.draft, StudentId(account.a), ChargeId(account.b))?.0 {
            return no("fee-undo-given-back", "fee-undo-given-back-hint");
        }
    }
    Ok(())
}

fn day_is_open(books: &Books<'_>, cashier: StaffId, day: Day) -> Result<(), Refused> {
    if !drawer::is_closed(&books.draft, cashier, day)? {
        return Ok(());
    }
    Err(Refused::new(Kind::Conflict, Say::new("drawer-undo-closed").with("day", day))
        .hint(Say::new("drawer-undo-closed-hint")))
}

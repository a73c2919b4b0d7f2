//! The money side of the ledger: what is sold and charged, paid, refunded, counted at the day-end.
//!
//! It is a part of the ledger and not a book of its own: whatever is open, paid ahead, in a drawer or
//! still to be taught is a balance. A charge is an account that holds what is open of it; the rows
//! beside it ([`Charge`], [`Receipt`], [`Drawer`]) say only what a balance can't: for what, until when,
//! under which number.

mod accounts;
mod ask;
mod audit;
mod charge;
mod counted;
mod day;
mod drawer;
mod dunning;
mod figures;
mod guard;
mod lifetime;
mod lots;
mod origin;
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
pub use audit::unsound;
pub use charge::{CHARGES, Charge, ChargeOther, Line, Owed, WriteOff, charge, owed, owed_all};
pub use counted::{CountLine, CountSafe, Keep};
pub use day::{DayReport, DrawerDay, DrawerFigures, FeeDay, MethodDay, VoidLine};
pub use drawer::{
    CloseDrawer, Closing, Count, CountDrawer, Drawer, DrawerAnswer, DrawerState, MoveCash, MoveWith,
    OpenDrawer, handled_money, has_open_drawer, is_used,
};
pub use dunning::{Arrear, Step, arrear, arrears, dunning, not_blocked};
pub use figures::{CourseIncome, FeeFigures, FiguresAnswer, SpanFigures};
pub(in crate::books) use guard::may_be_undone;
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

use super::{Account, Transfer, Why, post};
use crate::base::{Day, Money, Refused, Say};
use crate::books::Books;

/// The first version of the rules by which what was never paid is not paid out, whichever lot it is behind; vouchers are
/// taken once, and what settles an opening debt is said to.
const ONLY_PAID: u16 = 2;

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

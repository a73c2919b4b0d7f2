//! What becomes of lessons that were owed and settled, when they turn out not to be owed: a mark is put right, or
//! taken back, after a package was sold. They go back to the lots that settled them, each with its part of the
//! price, so that they can be taught, moved and refunded like any other.

use super::credits::{LOTS, Lot, owed, share};
use super::{Account, AccountKind, Transfer, Why, balance, entries, post};
use crate::base::{CourseId, Kind, LotId, Refused, Say, StudentId};
use crate::books::Books;
use crate::store::Read;

/// The first version of the rules by which they go back.
const SINCE: u16 = 2;

/// Gives what a student has settled and doesn't owe back to the lots that settled it, the last one first.
///
/// # Errors
/// When the store fails.
pub fn give_back(books: &mut Books<'_>, who: StudentId) -> Result<(), Refused> {
    let mut over = balance(&books.draft, owed(who))?;
    if books.cx.rules < SINCE || over <= 0 {
        return Ok(());
    }
    let mut lots: Vec<LotId> = Vec::new();
    for (_, entry) in entries(&books.draft, owed(who), None, usize::MAX)? {
        let lot = LotId(entry.subject);
        if entry.why == Why::Settled && !lots.contains(&lot) {
            lots.push(lot);
        }
    }
    for lot in lots {
        let settled = -by_settling(&books.draft, Account::lot(who, lot))?;
        let amount = over.min(settled);
        if amount > 0 {
            let value = by_settling(&books.draft, Account::deferred(who, lot))?;
            let course = LOTS.get(&books.draft, &(who, lot))?.and_then(|lot| lot.course);
            settle(books, (who, lot, course), -amount, -share(value, amount, settled))?;
            over -= amount;
        }
    }
    Ok(())
}

/// Empties a lot whose sale was taken back: what was given back to it is owed, as it was before the sale.
///
/// # Errors
/// A conflict when something else has used it since; or when the store fails.
pub fn take_back(books: &mut Books<'_>, who: StudentId, lot: LotId, was: &Lot) -> Result<(), Refused> {
    let left = balance(&books.draft, Account::lot(who, lot))?;
    // A lesson may have taken just what was given back: then the balance alone doesn't show it.
    if !books.cx.replayed && by_settling(&books.draft, Account::lot(who, lot))? != left {
        return Err(Refused::new(Kind::Conflict, Say::new("undo-used-since"))
            .hint(Say::new("undo-changed-since-hint")));
    }
    if books.cx.rules < SINCE || left <= 0 {
        return Ok(());
    }
    let value = -balance(&books.draft, Account::deferred(who, lot))?;
    settle(books, (who, lot, was.course), left, value)
}

/// Lets a lot that is used up be worth nothing, and no lot less than nothing. What is brought back (the redo of a lesson,
/// of a refund) takes the part of the price that it took at first, and the lot may be worth another by now: a fen more or
/// less by rounding, or what the office has stated since.
///
/// # Errors
/// When the store fails.
pub fn level(books: &mut Books<'_>, who: StudentId, lot: LotId) -> Result<(), Refused> {
    let left = balance(&books.draft, Account::lot(who, lot))?;
    let value = -balance(&books.draft, Account::deferred(who, lot))?;
    if books.cx.rules < SINCE || value == 0 || (left > 0 && value > 0) {
        return Ok(());
    }
    let course = LOTS.get(&books.draft, &(who, lot))?.and_then(|lot| lot.course);
    earn(books, (who, lot, course), value, Why::Taught)
}

/// What an account holds by settling what was owed.
fn by_settling(read: &dyn Read, account: Account) -> Result<i64, Refused> {
    let all = entries(read, account, None, usize::MAX)?.into_iter();
    Ok(all.filter(|(_, entry)| entry.why == Why::Settled).map(|(_, entry)| entry.effect()).sum())
}

/// Settles so many credits from a lot, which earns so much of its price; below zero the other way.
fn settle(
    books: &mut Books<'_>,
    (who, lot, course): (StudentId, LotId, Option<CourseId>),
    credits: i64,
    value: i64,
) -> Result<(), Refused> {
    move_between(books, (Account::lot(who, lot), owed(who)), credits, (lot, Why::Settled))?;
    earn(books, (who, lot, course), value, Why::Settled)
}

/// Turns so much of a lot's price from deferred into income; below zero the other way.
fn earn(
    books: &mut Books<'_>,
    (who, lot, course): (StudentId, LotId, Option<CourseId>),
    value: i64,
    why: Why,
) -> Result<(), Refused> {
    let income = Account::new(AccountKind::Income, course.map_or(0, |course| course.0), 0);
    move_between(books, (income, Account::deferred(who, lot)), value, (lot, why))
}

fn move_between(
    books: &mut Books<'_>,
    (from, to): (Account, Account),
    amount: i64,
    (lot, why): (LotId, Why),
) -> Result<(), Refused> {
    if amount == 0 {
        return Ok(());
    }
    let (from, to) = if amount > 0 { (from, to) } else { (to, from) };
    let (amount, day, subject) = (amount.abs(), books.today(), lot.0);
    post(books, &Transfer { from, to, amount, day, tag: 0, why, subject, lesson: None })
}

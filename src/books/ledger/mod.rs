//! The ledger: how much. Points, money, lesson credits and stock in one double-entry kernel.
//!
//! The primitive is a [`Transfer`] between two accounts of one unit, so that each unit sums to zero by
//! construction; what needs more legs is several transfers of one command, which stand or fall
//! together. Nothing is edited: a reversal is the same transfer with the amount negated (红字冲销), so
//! that it also leaves every turnover as if neither had been.
//!
//! One account's rows stand together, in this order: turnover by date (a month's days, then the month
//! itself), in all by tag, the head (running totals), then its entries newest first. What a posting touches
//! is one run of neighbours: this month's last rows, the tags, the head, the newest entry. So an award costs
//! a page or two here, a statement is one scan, and no screen sums years.

mod account;
mod audit;
pub mod credits;
mod entry;
pub mod fees;
mod list;
pub mod owed;
pub mod points;
mod turnover;

#[cfg(test)]
mod tests;

pub use account::{Account, AccountKind, Unit};
pub use entry::{Entry, Why};
pub use list::{
    AccountLine, ListAccounts, ListPoints, ListTransfers, PointsLine, RankLine, RankPoints, TransferLine,
};
pub use turnover::{Span, Turnover, daily, turnover, turnovers};

use chrono::Datelike;

use crate::base::{Day, LessonId, Refused, Say};
use crate::books::Books;
use crate::store::{Direction, Key, Newest, Read, Table};

const BY_DATE: u8 = 1;
const BY_TAG: u8 = 3;
const HEAD: u8 = 4;
const ENTRY: u8 = 5;

use crate::books::tables::{LEDGER, OPEN};

const TAG_ROWS: Table<(Account, u8, u64), Turnover> = Table::new(LEDGER, "ledger by tag");
/// By month and day of the month; behind a month's days its own row, of day [`WHOLE`].
const DATE_ROWS: Table<(Account, u8, (i32, u8), u64), Turnover> = Table::new(LEDGER, "ledger by date");
/// The day that stands for a whole month: behind its last.
const WHOLE: u8 = 32;
const HEAD_ROWS: Table<(Account, u8), entry::Head> = Table::new(LEDGER, "ledger heads");
const ENTRY_ROWS: Table<(Account, u8, Newest), Entry> = Table::new(LEDGER, "ledger entries");
/// The accounts of listed kinds that hold something.
const OPEN_ROWS: Table<Account, ()> = Table::new(OPEN, "open");

/// Something moved from one account to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Transfer {
    /// Where it comes from.
    pub from: Account,
    /// Where it goes.
    pub to: Account,
    /// How much: points, minor units of money, hundredths of a lesson, pieces. Negative for what takes
    /// back (a deduction is a negative award, so that it also lowers what was earned).
    pub amount: i64,
    /// The school day that it counts for.
    pub day: Day,
    /// What the turnovers are divided by: the class for points, the course for income; 0 for nothing.
    pub tag: u64,
    /// Why.
    pub why: Why,
    /// The rule, lot, charge or whatever `why` speaks of; 0 for none.
    pub subject: u64,
    /// The lesson in which it happened, if in one.
    pub lesson: Option<LessonId>,
}

/// Posts a transfer.
///
/// # Errors
/// When it would take an account below zero that may not go there, or past what can be counted.
pub fn post(books: &mut Books<'_>, transfer: &Transfer) -> Result<(), Refused> {
    post_linked(books, transfer, 0)
}

fn post_linked(books: &mut Books<'_>, transfer: &Transfer, reverses: u64) -> Result<(), Refused> {
    let Transfer { from, to, amount, .. } = transfer;
    if *amount == 0 || from == to || from.kind.unit() != to.kind.unit() {
        return Err(Refused::new(crate::base::Kind::Ours, Say::new("ledger-bad-transfer")));
    }
    let reverses_from = if from.kind.keeps_entries() { reverses } else { 0 };
    let reverses_to = if from.kind.keeps_entries() && reverses != 0 {
        // The twin of a reversed entry on the other side.
        twin(books, *from, *to, reverses)?
    } else {
        reverses
    };
    // Both are asked before either is written: a command may go on without what one student can't give.
    let (giver, taker) = (afford(books, transfer, false)?, afford(books, transfer, true)?);
    let of = leg(books, transfer, giver, false, reverses_from)?;
    let on = leg(books, transfer, taker, true, reverses_to)?;
    match of.or(on) {
        Some((account, number)) => books.posted.push((account.bytes(), number)),
        None => return Err(Refused::new(crate::base::Kind::Ours, Say::new("ledger-bad-transfer"))),
    }
    Ok(())
}

/// The number, on the other account, of the entry that was posted together with `number` on `from`.
fn twin(books: &Books<'_>, from: Account, to: Account, number: u64) -> Result<u64, Refused> {
    if !to.kind.keeps_entries() {
        return Ok(0);
    }
    match ENTRY_ROWS.get(&books.draft, &(from, ENTRY, Newest(number)))? {
        Some(entry) => Ok(entry.twin),
        None => Err(Refused::missing("noun-entry", number)),
    }
}

fn too_much() -> Refused {
    Refused::input(Say::new("ledger-too-much"))
}

/// One side's head before a transfer, when it can bear it.
fn afford(books: &Books<'_>, transfer: &Transfer, into: bool) -> Result<entry::Head, Refused> {
    let account = if into { transfer.to } else { transfer.from };
    let head = HEAD_ROWS.get(&books.draft, &(account, HEAD))?.unwrap_or_default();
    let before = head.total.balance();
    let balance = head.total.plus(into, transfer.amount).ok_or_else(too_much)?.balance();
    if account.kind.has_floor() && balance < 0 && balance < before {
        return Err(below_zero(account, before, before - balance));
    }
    Ok(head)
}

/// Writes one side of a transfer; gives the entry's number where the account keeps entries.
fn leg(
    books: &mut Books<'_>,
    transfer: &Transfer,
    mut head: entry::Head,
    into: bool,
    reverses: u64,
) -> Result<Option<(Account, u64)>, Refused> {
    let (account, contra) = if into { (transfer.to, transfer.from) } else { (transfer.from, transfer.to) };
    let before = head.total.balance();
    head.total = head.total.plus(into, transfer.amount).ok_or_else(too_much)?;
    let balance = head.total.balance();
    let month = month_of(transfer.day);
    let day_key = (account, BY_DATE, (month, transfer.day.day() as u8), transfer.tag);
    let month_key = (account, BY_DATE, (month, WHOLE), transfer.tag);
    let tag_key = (account, BY_TAG, transfer.tag);
    let draft = &mut books.draft;
    let more =
        |row: Option<Turnover>| row.unwrap_or_default().plus(into, transfer.amount).ok_or_else(too_much);
    let (day, month) = (more(DATE_ROWS.get(draft, &day_key)?)?, more(DATE_ROWS.get(draft, &month_key)?)?);
    DATE_ROWS.put(draft, &day_key, &day);
    DATE_ROWS.put(draft, &month_key, &month);
    if transfer.tag != 0 {
        let tag = more(TAG_ROWS.get(draft, &tag_key)?)?;
        TAG_ROWS.put(draft, &tag_key, &tag);
    }
    let mut written = None;
    if account.kind.keeps_entries() {
        head.count += 1;
        // Both sides are written one after the other: the other side's next number is its count, plus
        // one while it is still to be written.
        let twin = if contra.kind.keeps_entries() {
            let there = HEAD_ROWS.get(draft, &(contra, HEAD))?.unwrap_or_default().count;
            if into { there } else { there + 1 }
        } else {
            0
        };
        let entry = Entry {
            tx: books.cx.seq,
            at: books.cx.at,
            day: transfer.day,
            operator: books.cx.operator,
            into,
            amount: transfer.amount,
            contra,
            tag: transfer.tag,
            why: transfer.why,
            subject: transfer.subject,
            lesson: transfer.lesson,
            reverses,
            twin,
            balance,
        };
        ENTRY_ROWS.put(draft, &(account, ENTRY, Newest(head.count)), &entry);
        written = Some((account, head.count));
    }
    HEAD_ROWS.put(draft, &(account, HEAD), &head);
    if account.kind.is_listed() && (before == 0) != (balance == 0) {
        match balance {
            0 => OPEN_ROWS.delete(draft, &account),
            _ => OPEN_ROWS.put(draft, &account, &()),
        }
    }
    Ok(written)
}

fn below_zero(account: Account, have: i64, need: i64) -> Refused {
    use crate::base::{Arg, Credits, Money};
    let arg = |n: i64| match account.kind.unit() {
        Unit::Money => Arg::Money(Money(n)),
        Unit::Credits => Arg::Credits(Credits(n)),
        Unit::Vouchers => Arg::Money(Money(n)),
        Unit::Points | Unit::Stock | Unit::Uses => Arg::Int(n),
    };
    let key = match account.kind.unit() {
        Unit::Money => "ledger-short-money",
        Unit::Credits => "ledger-short-credits",
        Unit::Points => "ledger-short-points",
        Unit::Stock | Unit::Uses => "ledger-short-stock",
        Unit::Vouchers => "ledger-short-vouchers",
    };
    Refused::input(Say::new(key).with("have", arg(have)).with("need", arg(need)))
}

/// Posts the reverse of an entry, linked to it; it counts for the same day.
///
/// # Errors
/// When there is no such entry, or the reverse would take an account below zero.
pub fn reverse(books: &mut Books<'_>, account: Account, number: u64) -> Result<(), Refused> {
    let entry = ENTRY_ROWS
        .get(&books.draft, &(account, ENTRY, Newest(number)))?
        .ok_or_else(|| Refused::missing("noun-entry", number))?;
    let (from, to) = if entry.into { (entry.contra, account) } else { (account, entry.contra) };
    let transfer = Transfer {
        from,
        to,
        amount: -entry.amount,
        day: entry.day,
        tag: entry.tag,
        why: entry.why,
        subject: entry.subject,
        lesson: entry.lesson,
    };
    post_linked(books, &transfer, number)
}

/// Whether nothing was ever posted.
///
/// # Errors
/// When the store fails.
pub fn is_empty(from: &dyn Read) -> Result<bool, Refused> {
    Ok(from.scan(LEDGER, &[], &[], Direction::Up, 1)?.is_empty())
}

/// Months since year 0.
fn month_of(day: Day) -> i32 {
    day.year() * 12 + day.month0() as i32
}

/// An account's running totals: all that ever went in and out.
///
/// # Errors
/// When the store fails.
pub fn total(from: &dyn Read, account: Account) -> Result<Turnover, Refused> {
    Ok(HEAD_ROWS.get(from, &(account, HEAD))?.unwrap_or_default().total)
}

/// What an account holds now.
///
/// # Errors
/// When the store fails.
pub fn balance(from: &dyn Read, account: Account) -> Result<i64, Refused> {
    total(from, account).map(Turnover::balance)
}

/// At most `limit` entries of an account, newest first, from number `before` (exclusive; `None` for
/// the newest) back, with their numbers.
///
/// # Errors
/// When the store fails.
pub fn entries(
    from: &dyn Read,
    account: Account,
    before: Option<u64>,
    limit: usize,
) -> Result<Vec<(u64, Entry)>, Refused> {
    let low = (account, ENTRY, Newest(before.map_or(u64::MAX, |n| n.saturating_sub(1))));
    let rows = ENTRY_ROWS.range(from, &low, &(account, ENTRY + 1), Direction::Up, limit)?;
    Ok(rows.into_iter().map(|((_, _, number), entry)| (number.0, entry)).collect())
}

/// The entry of that number on an account.
///
/// # Errors
/// When the store fails.
pub fn entry(from: &dyn Read, account: Account, number: u64) -> Result<Option<Entry>, Refused> {
    Ok(ENTRY_ROWS.get(from, &(account, ENTRY, Newest(number)))?)
}

/// What a listed kind's accounts hold that hold something, in order; of one first id, or of all.
///
/// # Errors
/// When the store fails.
pub fn open(from: &dyn Read, kind: AccountKind, a: Option<u64>) -> Result<Vec<(Account, i64)>, Refused> {
    let rows = match a {
        Some(a) => OPEN_ROWS.all(from, &(kind as u8, a))?,
        None => OPEN_ROWS.all(from, &(kind as u8,))?,
    };
    rows.into_iter().map(|(account, ())| Ok((account, balance(from, account)?))).collect()
}

/// Every account of a kind with its totals, in order; for reports.
///
/// # Errors
/// When the store fails.
pub fn accounts(from: &dyn Read, kind: AccountKind) -> Result<Vec<(Account, Turnover)>, Refused> {
    within(from, (kind as u8).bytes(), &(kind as u8 + 1).bytes())
}

/// The accounts of a kind that have that first id, with their totals, in order.
///
/// # Errors
/// When the store fails.
pub fn accounts_of(from: &dyn Read, kind: AccountKind, a: u64) -> Result<Vec<(Account, Turnover)>, Refused> {
    let prefix = (kind as u8, a).bytes();
    within(from, prefix.clone(), &crate::store::successor(&prefix))
}

fn within(from: &dyn Read, mut low: Vec<u8>, end: &[u8]) -> Result<Vec<(Account, Turnover)>, Refused> {
    let mut found = Vec::new();
    // Steps from account to account: a scan over everything would read each entry.
    while let Some((key, _)) = from.scan(LEDGER, &low, end, Direction::Up, 1)?.pop() {
        let Some(account) = Account::read(&mut key.as_slice()) else { break };
        found.push((account, total(from, account)?));
        low = crate::store::successor(&account.bytes());
        if low.is_empty() {
            break;
        }
    }
    Ok(found)
}

/// What does not hold in the ledger: a total that is not the sum of its entries, a turnover that is
/// not the sum of its days, a unit that does not sum to zero. Empty when all is well.
///
/// # Errors
/// When the store fails or a row is damaged.
pub fn unsound(from: &dyn Read) -> Result<Vec<Say>, Refused> {
    audit::unsound(from)
}

//! What rests on what. An undo puts rows back one by one, and must not leave a mark of a lesson that is gone, or
//! credits of a student whom nobody has ever heard of.

use super::calendar::{GUESTS, Lesson, MARKS, lesson, mark_of};
use super::ledger::credits::{LOTS, owed};
use super::ledger::fees::{CHARGES, handled_money, is_used, vouchers};
use super::ledger::{Account, AccountKind, balance, entry};
use super::register::{Listed, PLACES, Staff, Team, can_close, need_manager};
use super::{Books, queue, tables};
use crate::base::{ClassId, Day, Kind, LessonId, LotId, Refused, Say, StaffId, StudentId};
use crate::store::{Direction, Key, Read, Stored};

/// A row: its table, its key.
pub type RowOf = (u8, Vec<u8>);

/// Refuses when something that stands names a row that is gone, or a row that is back names what is not there.
///
/// # Errors
/// A conflict; or when the store fails.
pub fn check(books: &Books<'_>, gone: &[(RowOf, Vec<u8>)], back: &[RowOf]) -> Result<(), Refused> {
    for ((table, key), value) in gone {
        if is_rested_on(books, *table, key, value)? {
            return Err(Refused::new(Kind::Conflict, Say::new("undo-used-since"))
                .hint(Say::new("undo-changed-since-hint")));
        }
    }
    no_lot_is_gone(books)?;
    if back.iter().any(|(table, _)| *table == tables::STAFF)
        || gone.iter().any(|((table, _), _)| *table == tables::STAFF)
    {
        let staff = Staff::TABLE.all(&books.draft, &())?;
        need_manager(staff.iter().map(|(_, staff)| staff))?;
        staff.iter().try_for_each(|(id, staff)| can_close(&books.draft, *id, staff))?;
    }
    for (table, key) in back {
        if !queue::goes_by_what_is_there(&books.draft, *table, key)? {
            return Err(rests_on_nothing());
        }
    }
    let posted = books.posted.iter().filter_map(|(account, _)| Account::read(&mut account.as_slice()));
    let named = back.iter().flat_map(|(table, key)| names(*table, key)).chain(posted.filter_map(holder));
    for (table, key) in named {
        let goes_too = gone.iter().any(|((gone, at), _)| (*gone, at) == (table, &key));
        if !goes_too && books.draft.get(table, &key)?.is_none() {
            return Err(rests_on_nothing());
        }
    }
    Ok(())
}

/// Refuses when what was posted leaves credits in a lot that is gone.
fn no_lot_is_gone(books: &Books<'_>) -> Result<(), Refused> {
    for (account, number) in &books.posted {
        let Some(account) = Account::read(&mut account.as_slice()) else { continue };
        let contra = entry(&books.draft, account, *number)?.map(|entry| entry.contra);
        for lot in contra.into_iter().chain([account]).filter(|side| side.kind == AccountKind::Lot) {
            let row = (StudentId(lot.a), LotId(lot.b));
            if balance(&books.draft, lot)? != 0 && LOTS.get(&books.draft, &row)?.is_none() {
                return Err(rests_on_nothing());
            }
        }
    }
    Ok(())
}

fn rests_on_nothing() -> Refused {
    Refused::new(Kind::Conflict, Say::new("undo-rests-on-nothing"))
        .hint(Say::new("undo-rests-on-nothing-hint"))
}

fn student(id: StudentId) -> RowOf {
    (tables::STUDENTS, id.bytes())
}

/// Whose account it is, where it is a student's.
fn holder(account: Account) -> Option<RowOf> {
    use AccountKind::{Charge, CreditsOwed, Deferred, Lot, Points, Receivable, Voucher};
    matches!(account.kind, Points | Lot | CreditsOwed | Receivable | Deferred | Charge | Voucher)
        .then(|| student(StudentId(account.a)))
}

/// The rows that a row names by its key.
fn names(table: u8, key: &[u8]) -> Vec<RowOf> {
    fn read<K: Key>(mut key: &[u8]) -> Option<K> {
        K::read(&mut key)
    }
    let class = |id: ClassId| (tables::CLASSES, id.bytes());
    let lesson = |id: LessonId| (tables::LESSONS, id.bytes());
    let named = match table {
        tables::PLACES => read::<(ClassId, StudentId)>(key).map(|(c, s)| vec![class(c), student(s)]),
        tables::GUESTS => read::<(LessonId, StudentId)>(key).map(|(l, s)| vec![lesson(l), student(s)]),
        tables::MARKS => read::<(StudentId, Day, LessonId)>(key).map(|(s, _, l)| vec![student(s), lesson(l)]),
        tables::CLASS_LESSONS => read::<ClassId>(key).map(|c| vec![class(c)]),
        tables::LOTS | tables::CHARGES | tables::TICKETS_OF_STUDENT => {
            read::<StudentId>(key).map(|s| vec![student(s)])
        }
        _ => None,
    };
    named.unwrap_or_default()
}

/// Whether something that stands names that row, which is gone and was `value`.
fn is_rested_on(books: &Books<'_>, table: u8, key: &[u8], value: &[u8]) -> Result<bool, Refused> {
    let read: &dyn Read = &books.draft;
    let mut key = key;
    Ok(match table {
        tables::STUDENTS => match StudentId::read(&mut key) {
            Some(who) => is_known(books, who)?,
            None => false,
        },
        tables::CLASSES => {
            any(read, tables::PLACES, key)? || any(read, tables::CLASS_LESSONS, key)? || has_team(books, key)?
        }
        tables::LESSONS => match (LessonId::read(&mut key), Lesson::decode(value)) {
            (Some(id), Some(was)) => is_attended(read, id, &was)?,
            _ => false,
        },
        tables::LOTS => match <(StudentId, LotId)>::read(&mut key) {
            Some((who, lot)) => balance(read, Account::lot(who, lot))? != 0,
            _ => false,
        },
        tables::STAFF => match StaffId::read(&mut key) {
            Some(who) => handled_money(read, who)?,
            None => false,
        },
        // Also where the undo of an undo had opened it again.
        tables::DRAWERS => match <(StaffId, Day)>::read(&mut key) {
            Some((cashier, day)) => is_used(read, cashier, day)?,
            None => false,
        },
        tables::PLACES => match <(ClassId, StudentId)>::read(&mut key) {
            Some((class, who)) => was_marked(read, class, who)?,
            None => false,
        },
        tables::SOPS | tables::RUBRICS | tables::TICKETS => queue::is_gone_by(read, table, key)?,
        _ => false,
    })
}

fn any(read: &dyn Read, table: u8, prefix: &[u8]) -> Result<bool, Refused> {
    Ok(!read.scan(table, prefix, &crate::store::successor(prefix), Direction::Up, 1)?.is_empty())
}

/// Whether anything is kept of a student.
fn is_known(books: &Books<'_>, who: StudentId) -> Result<bool, Refused> {
    let read: &dyn Read = &books.draft;
    let key = who.bytes();
    let rows = [tables::PLACES_OF, MARKS.id, LOTS.id, CHARGES.id, tables::TICKETS_OF_STUDENT];
    for table in rows {
        if any(read, table, &key)? {
            return Ok(true);
        }
    }
    for account in [Account::points(who), owed(who), Account::receivable(who)] {
        if balance(read, account)? != 0 {
            return Ok(true);
        }
    }
    Ok(GUESTS.all(read, &())?.iter().any(|((_, guest), _)| *guest == who)
        || !vouchers(read, who, books.today())?.is_empty())
}

fn has_team(books: &Books<'_>, class: &[u8]) -> Result<bool, Refused> {
    Ok(Team::TABLE.all(&books.draft, &())?.iter().any(|(_, team)| team.class.bytes() == class))
}

/// Whether anyone sits in on a lesson or is marked in it.
fn is_attended(read: &dyn Read, id: LessonId, was: &Lesson) -> Result<bool, Refused> {
    if any(read, tables::GUESTS, &id.bytes())? {
        return Ok(true);
    }
    for ((_, who), _) in PLACES.all(read, &(was.class,))? {
        if mark_of(read, who, was.day, id)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a student is marked in a lesson of a class without sitting in on it.
fn was_marked(read: &dyn Read, class: ClassId, who: StudentId) -> Result<bool, Refused> {
    for ((_, _, id), _) in MARKS.all(read, &(who,))? {
        if lesson(read, id)?.class == class && GUESTS.get(read, &(id, who))?.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
}

//! Counters that only go forward: ids, and numbers in a series. They belong to the campus whose store
//! this is; nothing counts across campuses.

use super::Books;
use crate::base::Refused;
use crate::store::Table;

const COUNTERS: Table<u8, u64> = Table::new(super::tables::COUNTERS, "counters");

/// What is counted. The byte is part of the store's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Counter {
    Student = 1,
    Staff = 2,
    Course = 3,
    Class = 4,
    Room = 5,
    Lesson = 6,
    Rule = 7,
    Reward = 8,
    Team = 9,
    Term = 10,
    Lot = 11,
    Ticket = 12,
    Price = 13,
    Charge = 14,
    Discount = 20,
    Trigger = 24,
    Words = 25,
}

/// The next number, from 1. A refused command's draft is dropped, and with it the number: what is
/// counted has no gaps.
///
/// # Errors
/// When the store fails.
pub fn next_number(books: &mut Books<'_>, counter: Counter) -> Result<u64, Refused> {
    let next = COUNTERS.get(&books.draft, &(counter as u8))?.unwrap_or(0) + 1;
    COUNTERS.put(&mut books.draft, &(counter as u8), &next);
    Ok(next)
}

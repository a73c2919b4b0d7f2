//! Every table of the store in one list: its byte, its name, how it takes part in undo, and which
//! area of the books a screen must ask again for when it changes.

use serde::{Deserialize, Serialize};

use crate::store::Keeping;
use crate::store::Keeping::{Forward, Ledger, Record};

/// A part of the books that screens watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Area {
    /// Students and their places.
    Students,
    /// Everything else in the register.
    Setup,
    /// Lessons and marks.
    Calendar,
    /// Points, money, credits, stock.
    Ledger,
    /// Tickets.
    Queue,
    /// The journal itself.
    Journal,
    /// No table: the time, by which deadlines and the lesson that is on go. Whoever shows them moves it.
    Clock,
}

/// A set of areas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Areas(u8);

impl Areas {
    /// Every area.
    pub const ALL: Areas = Areas(u8::MAX);

    /// The areas with one more.
    pub const fn with(self, area: Area) -> Areas {
        Areas(self.0 | 1 << area as u8)
    }
    /// Whether the set holds any of these.
    pub fn any(self, of: &[Area]) -> bool {
        of.iter().any(|area| self.0 & (1 << *area as u8) != 0)
    }
    /// Both sets together.
    pub const fn and(self, other: Areas) -> Areas {
        Areas(self.0 | other.0)
    }
}

/// What is known of a table.
pub struct TableInfo {
    /// The byte that names it in the store.
    pub id: u8,
    /// Its name in messages and docs.
    pub name: &'static str,
    /// How it takes part in undo.
    pub keeping: Keeping,
    /// Which area it belongs to.
    pub area: Area,
}

macro_rules! tables {
    ($($const:ident = $id:literal $name:literal $keeping:ident $area:ident,)*) => {
        // The journal's own tables are declared in the store, beneath the books.
        $(#[allow(dead_code)] pub(crate) const $const: u8 = $id;)*
        const ALL: &[TableInfo] = &[
            $(TableInfo { id: $id, name: $name, keeping: $keeping, area: Area::$area },)*
        ];
    };
}

// A byte is never given to another table, also after the table is gone.
tables! {
    JOURNAL = 1 "journal" Forward Journal,
    REQUESTS = 2 "requests" Forward Journal,
    UNDONE = 3 "undone" Forward Journal,
    COUNTERS = 4 "counters" Forward Journal,
    SCHOOL = 16 "school" Record Setup,
    STAFF = 17 "staff" Record Setup,
    COURSES = 18 "courses" Record Setup,
    ROOMS = 19 "rooms" Record Setup,
    CLASSES = 20 "classes" Record Setup,
    RULES = 21 "rules" Record Setup,
    REWARDS = 22 "rewards" Record Setup,
    TEAMS = 23 "teams" Record Setup,
    TERMS = 24 "terms" Record Setup,
    STUDENTS = 32 "students" Record Students,
    NUMBERS = 33 "numbers" Record Students,
    BIRTHDAYS = 36 "birthdays" Record Students,
    PLACES = 34 "places" Record Students,
    PLACES_OF = 35 "places_of" Record Students,
    LESSONS = 48 "lessons" Record Calendar,
    LESSON_DAYS = 49 "lesson_days" Record Calendar,
    CLASS_LESSONS = 50 "class_lessons" Record Calendar,
    MARKS = 51 "marks" Record Calendar,
    GUESTS = 52 "guests" Record Calendar,
    PICKS = 53 "picks" Record Calendar,
    LEDGER = 64 "ledger" Ledger Ledger,
    LOTS = 65 "lots" Record Ledger,
    OPEN = 96 "open" Ledger Ledger,
    PRICES = 97 "prices" Record Setup,
    DISCOUNTS = 98 "discounts" Record Setup,
    CHARGES = 99 "charges" Record Ledger,
    RECEIPTS = 100 "receipts" Forward Ledger,
    COPIES = 101 "copies" Forward Ledger,
    DRAWERS = 102 "drawers" Record Ledger,
    RECEIPTS_OF = 103 "receipts_of" Forward Ledger,
    COUNTS = 104 "counts" Record Ledger,
    TICKETS = 80 "tickets" Record Queue,
    TICKET_EVENTS = 81 "ticket_events" Record Queue,
    OPEN_TICKETS = 82 "open_tickets" Record Queue,
    TICKETS_OF_OWNER = 83 "tickets_of_owner" Record Queue,
    TICKETS_OF_STUDENT = 84 "tickets_of_student" Record Queue,
    TICKETS_OPENED = 85 "tickets_opened" Record Queue,
    SOPS = 86 "sops" Record Queue,
    TRIGGERS = 87 "triggers" Record Queue,
    WORDS = 88 "words" Record Queue,
    FIRED = 89 "fired" Record Queue,
    SWEPT = 90 "swept" Record Queue,
    RUBRICS = 91 "rubrics" Record Queue,
    CHECKS = 92 "checks" Record Queue,
}

/// Every table, by its byte.
pub fn tables() -> &'static [TableInfo] {
    ALL
}

/// What is known of the table that this byte names.
pub fn info(id: u8) -> Option<&'static TableInfo> {
    ALL.iter().find(|table| table.id == id)
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_two_tables_share_a_byte() {
        let mut ids: Vec<u8> = super::tables().iter().map(|t| t.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), super::tables().len());
    }
}

//! Finding a student of the class by typed initials; as soon as only one is left, that one it is.

use crate::base::StudentId;
use crate::desk::calendar::{Presence, SheetRow};
use crate::tui::input::{Action, Context};
use crate::tui::widgets::{Edit, Filter};

/// What is typed, and what is to be done with whoever it finds.
pub struct Find {
    /// The mark to give; none only selects.
    pub verb: Option<Presence>,
    edit: Edit,
}

/// What a key came to.
pub enum Found {
    /// Nobody yet.
    Not,
    /// Given up.
    Gone,
    /// That one, to be marked so.
    One(StudentId, Option<Presence>),
}

/// What was typed until only one was left. Whoever knows the name types on, or ends with Enter: neither is a command.
pub struct Tail {
    typed: String,
}

impl Tail {
    /// Whether a character goes on with the name of the one who was found.
    pub fn on_text(&mut self, c: char, row: &SheetRow) -> bool {
        self.typed.extend(c.to_lowercase());
        let goes_on = row.typed.iter().any(|way| way.starts_with(&self.typed));
        goes_on || row.name.to_lowercase().contains(&self.typed)
    }
}

impl Find {
    pub const CONTEXTS: &[Context] = Filter::CONTEXTS;

    pub fn new(verb: Option<Presence>) -> Find {
        Find { verb, edit: Edit::default() }
    }

    /// What is typed so far.
    pub fn typed(&self) -> &str {
        self.edit.value()
    }

    pub fn on_text(&mut self, c: char, rows: &[SheetRow]) -> Found {
        self.edit.push(c);
        match self.matches(rows).as_slice() {
            // A first letter that is one student's alone may still be a slip: two are always taken.
            [one] if self.typed().chars().count() > 1 => Found::One(one.student, self.verb),
            _ => Found::Not,
        }
    }

    /// What remains of it once the one is found.
    pub fn tail(&self) -> Tail {
        Tail { typed: self.typed().trim().to_lowercase() }
    }

    pub fn on_action(&mut self, action: Action, rows: &[SheetRow]) -> Found {
        match action {
            Action::PickerTake => match self.matches(rows).first() {
                Some(row) => Found::One(row.student, self.verb),
                None => Found::Not,
            },
            Action::PickerCancel | Action::Back => Found::Gone,
            action => {
                self.edit.on_action(action);
                Found::Not
            }
        }
    }

    /// Who fits: whole initials first, then the beginnings of initials or readings, then a part of the name
    /// or the seat.
    pub fn matches<'r>(&self, rows: &'r [SheetRow]) -> Vec<&'r SheetRow> {
        let typed = self.typed().trim().to_lowercase();
        if typed.is_empty() {
            return Vec::new();
        }
        let rank = |row: &SheetRow| {
            let seat = typed.parse::<u16>().is_ok_and(|seat| seat == row.seat && seat > 0);
            if seat || row.typed.contains(&typed) {
                return Some(0);
            }
            let begins = row.typed.iter().any(|way| way.starts_with(&typed));
            (begins || row.name.to_lowercase().contains(&typed)).then_some(1)
        };
        let mut found: Vec<(u8, &SheetRow)> = rows.iter().filter_map(|row| Some((rank(row)?, row))).collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, row)| row).collect()
    }
}

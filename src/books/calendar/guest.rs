//! Who belongs in a lesson: those with a place in its class, and guests, who have none.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lesson::{Lesson, LessonState, lesson};
use super::make_up;
use crate::base::{Kind, LessonId, Refused, Say, StudentId, Text};
use crate::books::register::{Standing, place, roll, student};
use crate::books::{Act, Books, Done, tables};
use crate::store::{Read, Table, versioned};

/// Who sits in on a lesson without a place in its class.
pub const GUESTS: Table<(LessonId, StudentId), Guest> = Table::new(tables::GUESTS, "guests");

/// Why someone without a place is in the lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GuestKind {
    /// Makes up a lesson missed elsewhere 补课; takes credits.
    MakeUp,
    /// Tries the course 体验; takes none.
    Trial,
    /// Came along; takes credits.
    DropIn,
}

/// A guest in a lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Guest {
    /// Why.
    pub kind: GuestKind,
}

versioned!(Guest = 1);

/// One who belongs in a lesson.
pub(super) struct Participant {
    pub who: StudentId,
    pub standing: Standing,
    /// Why they are there without a place.
    pub guest: Option<GuestKind>,
}

/// Who belongs in a lesson: those with a place on its day, then its guests.
pub(super) fn participants(
    read: &dyn Read,
    id: LessonId,
    lesson: &Lesson,
) -> Result<Vec<Participant>, Refused> {
    let placed = roll(read, lesson.class, lesson.day)?.into_iter();
    let mut found: Vec<_> =
        placed.map(|row| Participant { who: row.student, standing: row.standing, guest: None }).collect();
    for ((_, who), row) in GUESTS.all(read, &(id,))? {
        if !found.iter().any(|one| one.who == who) {
            found.push(Participant { who, standing: Standing::Active, guest: Some(row.kind) });
        }
    }
    Ok(found)
}

/// Lets someone without a place sit in on a lesson that takes place. Where a ticket grants a make-up, the lesson is to
/// come, and the student has missed one with leave that may still be made up by then.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Invite {
    /// Which lesson.
    pub lesson: LessonId,
    /// Who.
    pub student: StudentId,
    /// Why.
    pub kind: GuestKind,
}

impl Invite {
    fn check(&self, books: &Books<'_>, found: &Lesson, name: &Text) -> Result<(), Refused> {
        if found.state == LessonState::Cancelled {
            return Err(Refused::new(Kind::Conflict, Say::new("mark-lesson-cancelled")));
        }
        if books.grant.is_none() || self.kind != GuestKind::MakeUp {
            return Ok(());
        }
        if found.day < books.today() {
            return Err(Refused::new(Kind::Conflict, Say::new("mark-make-up-past").with("day", found.day)));
        }
        if !make_up::is_open(&books.draft, self.student, found.day)? {
            let say = Say::new("mark-make-up-none").with("name", name).with("day", found.day);
            return Err(Refused::new(Kind::Conflict, say).hint(Say::new("mark-make-up-none-hint")));
        }
        Ok(())
    }
}

impl Act for Invite {
    const NAME: &'static str = "lesson.invite";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let found = lesson(&books.draft, self.lesson)?;
        let name = student(&books.draft, self.student)?.name;
        let standing = place(&books.draft, found.class, self.student)?.map(|p| p.standing(found.day));
        if standing == Some(Standing::Active)
            || GUESTS.get(&books.draft, &(self.lesson, self.student))?.is_some()
        {
            return Err(Refused::new(Kind::Conflict, Say::new("mark-here-already").with("name", &name)));
        }
        if !books.cx.replayed {
            self.check(books, &found, &name)?;
        }
        GUESTS.put(&mut books.draft, &(self.lesson, self.student), &Guest { kind: self.kind });
        Ok(Done::said(Say::new("mark-invited").with("name", &name)))
    }

    fn example() -> Self {
        Invite { lesson: LessonId(99), student: StudentId(7), kind: GuestKind::MakeUp }
    }
}

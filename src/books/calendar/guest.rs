//! Who belongs in a lesson: those with a place in its class, and guests, who have none.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lesson::{Lesson, lesson};
use crate::base::{Kind, LessonId, Refused, Say, StudentId};
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

/// Lets someone without a place sit in on a lesson.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Invite {
    /// Which lesson.
    pub lesson: LessonId,
    /// Who.
    pub student: StudentId,
    /// Why.
    pub kind: GuestKind,
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
        GUESTS.put(&mut books.draft, &(self.lesson, self.student), &Guest { kind: self.kind });
        Ok(Done::said(Say::new("mark-invited").with("name", &name)))
    }

    fn example() -> Self {
        Invite { lesson: LessonId(99), student: StudentId(7), kind: GuestKind::MakeUp }
    }
}

//! The roster as a list: what an office's spreadsheet holds, with the balances of the ledger.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lines::owing;
use super::place::{Spell, Standing, classes_of};
use super::{Class, Listed, STUDENTS, Sex, Student};
use crate::base::{ClassId, Credits, Day, Money, Prose, Refused, StudentId, Text};
use crate::books::ledger::credits::credits_left;
use crate::books::{Ask, View};

/// Asks for every student with classes and balances, by id.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ExportRoster {
    /// Also students who have left.
    #[serde(default)]
    pub left: bool,
}

/// A student as a list shows them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RosterLine {
    /// Their id.
    pub id: StudentId,
    /// The school's own number; empty where it gives none.
    pub number: Text,
    /// Name.
    pub name: Text,
    /// Sex.
    pub sex: Option<Sex>,
    /// Born on.
    pub born: Option<Day>,
    /// How to reach the family first.
    pub phone: Text,
    /// The first guardian's name.
    pub guardian: Text,
    /// The classes in which they have a place now, by name.
    pub classes: Vec<Text>,
    /// Every place that they have or had.
    pub places: Vec<PlaceLine>,
    /// With the school since.
    pub joined: Option<Day>,
    /// Left the school on.
    pub left: Option<Day>,
    /// Lesson credits left, less what is owed, in hundredths.
    pub lessons_left: Credits,
    /// Money owing, in minor units; below zero when paid ahead.
    pub owing: Money,
    /// The school that the child goes to.
    pub school: Text,
    /// The year there.
    pub grade: Text,
    /// What one should know.
    pub note: Prose,
}

/// A span in which a student held a place in a class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceLine {
    /// The class.
    pub class: ClassId,
    /// When.
    pub spell: Spell,
}

impl Ask for ExportRoster {
    const NAME: &'static str = "roster.export";
    type Answer = Vec<RosterLine>;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let today = view.today();
        let classes: BTreeMap<ClassId, Text> =
            Class::TABLE.all(view.read, &())?.into_iter().map(|(id, class)| (id, class.name)).collect();
        let here = |student: &Student| self.left || student.left.is_none_or(|left| left >= today);
        let students = STUDENTS.all(view.read, &())?.into_iter().filter(|(_, student)| here(student));
        students.map(|(id, student)| line(view, &classes, id, student)).collect()
    }

    fn example() -> Self {
        ExportRoster { left: false }
    }
}

fn line(
    view: &View<'_>,
    names: &BTreeMap<ClassId, Text>,
    id: StudentId,
    student: Student,
) -> Result<RosterLine, Refused> {
    let today = view.today();
    let held = classes_of(view.read, id)?;
    let now = held.iter().filter(|(_, place)| place.standing(today) != Standing::Gone);
    let spells = held.iter().flat_map(|(class, place)| {
        place.spells.iter().map(|spell| PlaceLine { class: *class, spell: *spell })
    });
    Ok(RosterLine {
        id,
        classes: now.filter_map(|(class, _)| names.get(class).cloned()).collect(),
        places: spells.collect(),
        lessons_left: credits_left(view.read, id, today)?,
        owing: owing(view.read, id)?,
        guardian: student.guardians.into_iter().next().map(|guardian| guardian.name).unwrap_or_default(),
        number: student.number,
        name: student.name,
        sex: student.sex,
        born: student.born,
        phone: student.phone,
        joined: student.joined,
        left: student.left,
        school: student.school,
        grade: student.grade,
        note: student.note,
    })
}

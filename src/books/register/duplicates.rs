//! Whether someone who is being typed in is in the books already.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::directory::Likeness;
use super::student::STUDENTS;
use crate::base::{Day, Refused, StudentId, Text};
use crate::books::{Ask, View};

/// Asks for students who may be the one that is being typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CheckDuplicates {
    /// The name so far.
    pub name: Text,
    /// The phone so far.
    pub phone: Text,
    /// The day of birth, once it is known.
    pub born: Option<Day>,
    /// The student that is being changed, who is no duplicate.
    pub except: Option<StudentId>,
}

/// A student who may be the same person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Duplicate {
    /// Who.
    pub id: StudentId,
    /// Name.
    pub name: Text,
    /// The school's own number.
    pub number: Text,
    /// Phone.
    pub phone: Text,
    /// What gives it away.
    pub likeness: Likeness,
}

/// More than these help nobody.
const SHOWN_MAX: usize = 5;

impl Ask for CheckDuplicates {
    const NAME: &'static str = "duplicates.check";
    type Answer = Vec<Duplicate>;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let mut found: Vec<Duplicate> = Vec::new();
        for (id, likeness) in view.index.similar(view.read, &self.name, &self.phone, self.born)? {
            if Some(id) == self.except || found.iter().any(|one| one.id == id) {
                continue;
            }
            if found.len() == SHOWN_MAX {
                break;
            }
            if let Some(student) = STUDENTS.get(view.read, &id)? {
                let (name, number, phone) = (student.name, student.number, student.phone);
                found.push(Duplicate { id, name, number, phone, likeness });
            }
        }
        Ok(found)
    }

    fn example() -> Self {
        CheckDuplicates {
            name: "董涵雯".into(), phone: "13612310077".into(), ..CheckDuplicates::default()
        }
    }
}

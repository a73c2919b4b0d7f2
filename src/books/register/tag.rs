//! Labels on students, many at a time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{put_student, student};
use crate::base::{Refused, Say, StudentId, Text};
use crate::books::{Act, Books, Done};

/// Puts labels on students, or takes them off.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TagStudents {
    /// Whom.
    pub students: Vec<StudentId>,
    /// Labels to put on.
    #[serde(default)]
    pub add: Vec<Text>,
    /// Labels to take off.
    #[serde(default)]
    pub remove: Vec<Text>,
}

impl Act for TagStudents {
    const NAME: &'static str = "student.tag";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        if self.students.is_empty() || (self.add.is_empty() && self.remove.is_empty()) {
            return Err(Refused::input(Say::new("register-tag-nothing")));
        }
        for id in &self.students {
            let mut found = student(&books.draft, *id)?;
            found.tags.retain(|tag| !self.remove.contains(tag));
            for tag in self.add.iter().filter(|tag| !tag.is_empty()) {
                if !found.tags.contains(tag) {
                    found.tags.push(tag.clone());
                }
            }
            put_student(books, *id, &found)?;
        }
        Ok(Done::said(Say::new("register-tagged").with("count", self.students.len())))
    }

    fn example() -> Self {
        TagStudents { students: vec![StudentId(3)], add: vec!["集训".into()], remove: vec![] }
    }
}

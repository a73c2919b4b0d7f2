//! What a OneRoster set tells: plain records, the same for all versions.

use std::collections::BTreeMap;

use super::manifest::Mode;
use super::schema::{Table, Version};
use crate::base::{Day, Text};

/// Columns of one's own (`metadata.…`) with their values; blank ones are left out.
pub type Metadata = BTreeMap<Text, Text>;

/// A school, or what it belongs to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Org {
    /// Its id.
    pub id: Text,
    /// Whether the set says that it is gone (delta files only).
    pub deleted: bool,
    /// Its name.
    pub name: Text,
    /// `school`, `district` and the like.
    pub kind: Text,
    /// A number that people know it by.
    pub identifier: Text,
    /// The org that it belongs to.
    pub parent: Option<Text>,
    /// Columns of one's own.
    pub metadata: Metadata,
}

/// A school year or a part of one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Session {
    /// Its id.
    pub id: Text,
    /// Whether the set says that it is gone (delta files only).
    pub deleted: bool,
    /// Its name.
    pub title: Text,
    /// `schoolYear`, `semester`, `term`, `gradingPeriod`.
    pub kind: Text,
    /// The first day.
    pub start: Day,
    /// The day after the last.
    pub end: Day,
    /// The session that it is part of.
    pub parent: Option<Text>,
    /// The year in which the school year ends; blank in 1.0.
    pub school_year: Text,
    /// Columns of one's own.
    pub metadata: Metadata,
}

/// A course.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// Its id.
    pub id: Text,
    /// Whether the set says that it is gone (delta files only).
    pub deleted: bool,
    /// The school year.
    pub school_year: Option<Text>,
    /// Its name.
    pub title: Text,
    /// A code that people know it by.
    pub code: Text,
    /// Grades that it is for.
    pub grades: Vec<Text>,
    /// The org that offers it.
    pub org: Text,
    /// Subjects.
    pub subjects: Vec<Text>,
    /// Their codes.
    pub subject_codes: Vec<Text>,
    /// Columns of one's own.
    pub metadata: Metadata,
}

/// A class.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Class {
    /// Its id.
    pub id: Text,
    /// Whether the set says that it is gone (delta files only).
    pub deleted: bool,
    /// Its name.
    pub title: Text,
    /// Grades that it is for.
    pub grades: Vec<Text>,
    /// The course that it takes.
    pub course: Text,
    /// A code that people know it by.
    pub code: Text,
    /// `homeroom` or `scheduled`.
    pub kind: Text,
    /// The room.
    pub location: Text,
    /// The school.
    pub school: Text,
    /// The sessions in which it meets.
    pub terms: Vec<Text>,
    /// Subjects.
    pub subjects: Vec<Text>,
    /// Their codes.
    pub subject_codes: Vec<Text>,
    /// The periods of the day.
    pub periods: Vec<Text>,
    /// Columns of one's own.
    pub metadata: Metadata,
}

/// A person. Passwords are never taken over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct User {
    /// Their id.
    pub id: Text,
    /// Whether the set says that they are gone (delta files only).
    pub deleted: bool,
    /// Whether they may use the system.
    pub enabled: bool,
    /// What they are, and where. Before 1.2 one role at every org, the first being the primary one.
    pub roles: Vec<Role>,
    /// The name they sign in by.
    pub username: Text,
    /// Ids elsewhere, as `{kind:id}`.
    pub user_ids: Vec<Text>,
    /// Given name.
    pub given: Text,
    /// Family name.
    pub family: Text,
    /// Middle names.
    pub middle: Text,
    /// A number that people know them by.
    pub identifier: Text,
    /// E-mail.
    pub email: Text,
    /// Number for short messages.
    pub sms: Text,
    /// Telephone.
    pub phone: Text,
    /// Parents and others who act for them.
    pub agents: Vec<Text>,
    /// Grades that they are in.
    pub grades: Vec<Text>,
    /// What came with 1.2, by the column's name: preferred names, pronouns, primary org.
    pub since_1_2: BTreeMap<&'static str, Text>,
    /// Columns of one's own.
    pub metadata: Metadata,
}

/// What a person is at an org.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Role {
    /// Its id. Before 1.2 it is made of the person's and the org's.
    pub id: Text,
    /// `student`, `teacher`, `guardian` and the like.
    pub role: Text,
    /// Whether it is their main role.
    pub primary: bool,
    /// The org.
    pub org: Text,
    /// The first day.
    pub begin: Option<Day>,
    /// The day after the last.
    pub end: Option<Day>,
}

/// A person's place in a class.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Enrollment {
    /// Its id.
    pub id: Text,
    /// Whether the set says that it is gone (delta files only).
    pub deleted: bool,
    /// The class.
    pub class: Text,
    /// The school.
    pub school: Text,
    /// The person.
    pub user: Text,
    /// `student`, `teacher` and the like.
    pub role: Text,
    /// Whether they are the main teacher.
    pub primary: Option<bool>,
    /// The first day.
    pub begin: Option<Day>,
    /// The day after the last.
    pub end: Option<Day>,
    /// Columns of one's own.
    pub metadata: Metadata,
}

/// Birth and the like of a person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Demographics {
    /// The person's id.
    pub user: Text,
    /// Whether the set says that it is gone (delta files only).
    pub deleted: bool,
    /// Day of birth.
    pub born: Option<Day>,
    /// `male`, `female`; since 1.2 also `other`, `unspecified`.
    pub sex: Text,
    /// The other columns of the table by name; blank ones are left out.
    pub others: BTreeMap<&'static str, Text>,
    /// Columns of one's own.
    pub metadata: Metadata,
}

/// A whole set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Set {
    /// The version that it was written in.
    pub version: Version,
    /// Which tables it brings, and whether whole or as changes.
    pub modes: BTreeMap<Table, Mode>,
    /// Schools and what they belong to.
    pub orgs: Vec<Org>,
    /// School years and their parts.
    pub sessions: Vec<Session>,
    /// Courses.
    pub courses: Vec<Course>,
    /// Classes.
    pub classes: Vec<Class>,
    /// People.
    pub users: Vec<User>,
    /// Who is in which class.
    pub enrollments: Vec<Enrollment>,
    /// Births and the like.
    pub demographics: Vec<Demographics>,
}

impl Set {
    /// How many records say of themselves that they are gone.
    pub fn gone(&self) -> usize {
        let mut count = 0;
        let mut add = |gone: bool| count += usize::from(gone);
        self.orgs.iter().for_each(|one| add(one.deleted));
        self.sessions.iter().for_each(|one| add(one.deleted));
        self.courses.iter().for_each(|one| add(one.deleted));
        self.classes.iter().for_each(|one| add(one.deleted));
        self.users.iter().for_each(|one| add(one.deleted));
        self.enrollments.iter().for_each(|one| add(one.deleted));
        self.demographics.iter().for_each(|one| add(one.deleted));
        count
    }
}

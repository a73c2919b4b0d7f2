//! Students and their guardians.

use chrono::Datelike;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::catalogue::check_unchanged;
use super::place::enrol_one;
use crate::base::{ClassId, Day, Kind, Prose, Refused, Say, StaffId, StudentId, Text};
use crate::books::{Act, Books, Counter, Done, next_number, tables};
use crate::store::{Read, Stored, Table, versioned};

/// Students by id.
pub const STUDENTS: Table<StudentId, Student> = Table::new(tables::STUDENTS, "students");
/// Students by the number 学号 that the school gave them.
pub const NUMBERS: Table<String, StudentId> = Table::new(tables::NUMBERS, "numbers");

/// Students by the month and day on which they were born.
const BIRTHDAYS: Table<(u8, u8, StudentId), ()> = Table::new(tables::BIRTHDAYS, "birthdays");

/// Whose birthday is on that day of that month.
///
/// # Errors
/// When the store fails.
pub fn born_on(read: &dyn Read, month: u32, day: u32) -> Result<Vec<StudentId>, Refused> {
    let rows = BIRTHDAYS.all(read, &(month as u8, day as u8))?;
    Ok(rows.into_iter().map(|((_, _, id), ())| id).collect())
}

impl Stored for StudentId {
    fn encode(&self) -> Vec<u8> {
        self.0.encode()
    }
    fn decode(bytes: &[u8]) -> Option<Self> {
        u64::decode(bytes).map(StudentId)
    }
}

/// Sex, as the file says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 女.
    Female,
    /// 男.
    Male,
}

/// The stage of a student's time with the school (docs/requirements.md L1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 意向探索.
    Enquiry,
    /// 报名融入.
    Enrolment,
    /// 学习进行.
    #[default]
    Learning,
    /// 考核转化.
    Graduation,
    /// 就业发展.
    Employment,
    /// 忠诚传播.
    Advocacy,
}

/// Someone to call.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Guardian {
    /// What they are called.
    #[serde(default)]
    pub name: Text,
    /// Mother, father, grandmother …
    #[serde(default)]
    pub relation: Text,
    /// How to reach them.
    #[serde(default)]
    pub phone: Text,
}

/// What is known of a student.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Student {
    /// The school's own number 学号; empty where it gives none.
    pub number: Text,
    /// Name.
    pub name: Text,
    /// Sex.
    pub sex: Option<Sex>,
    /// Born on.
    pub born: Option<Day>,
    /// How to reach the family first.
    pub phone: Text,
    /// Whom else to call.
    pub guardians: Vec<Guardian>,
    /// With the school since.
    pub joined: Option<Day>,
    /// Stage of the student's time with the school.
    pub stage: Stage,
    /// Core actions of the stages that were done: their keys.
    pub done: Vec<Text>,
    /// The school that the child goes to.
    pub school: Text,
    /// The year there.
    pub grade: Text,
    /// Labels.
    pub tags: Vec<Text>,
    /// How they came here.
    pub channel: Text,
    /// Who brought them.
    pub referrer: Option<StudentId>,
    /// The advisor who looks after them.
    pub advisor: Option<StaffId>,
    /// What one should know.
    pub note: Prose,
    /// Left the school on.
    pub left: Option<Day>,
    /// Lessons left as last brought in from a file, in hundredths; so that the same file twice changes nothing.
    pub opening_lessons: Option<i64>,
    /// Owed as last brought in from a file, minor units.
    pub opening_owing: Option<i64>,
}

versioned!(Student = 1);

/// The fields of a student that a form or a script gives.
pub type StudentFields = Student;

/// The student of that id.
///
/// # Errors
/// When there is none, or the store fails.
pub fn student(read: &dyn Read, id: StudentId) -> Result<Student, Refused> {
    STUDENTS.get(read, &id)?.ok_or_else(|| Refused::missing("noun-student", id))
}

/// Puts a student's row and keeps the numbers in step.
///
/// # Errors
/// When the number is another student's, or there is no name.
pub fn put_student(books: &mut Books<'_>, id: StudentId, student: &Student) -> Result<(), Refused> {
    if student.name.is_empty() {
        return Err(Refused::input(Say::new("register-needs-name")));
    }
    let known = STUDENTS.get(&books.draft, &id)?;
    let birthday = |born: Day| (born.month() as u8, born.day() as u8, id);
    if let Some(born) = known.as_ref().and_then(|known| known.born) {
        BIRTHDAYS.delete(&mut books.draft, &birthday(born));
    }
    if let Some(born) = student.born {
        BIRTHDAYS.put(&mut books.draft, &birthday(born), &());
    }
    let before = known.map(|known| known.number).unwrap_or_default();
    if before != student.number {
        if !before.is_empty() {
            NUMBERS.delete(&mut books.draft, &before.to_string());
        }
        if !student.number.is_empty() {
            let number = student.number.to_string();
            if let Some(other) = NUMBERS.get(&books.draft, &number)? {
                let say = Say::new("register-number-taken").with("number", number).with("id", other);
                return Err(Refused::new(Kind::Conflict, say));
            }
            NUMBERS.put(&mut books.draft, &number, &id);
        }
    }
    STUDENTS.put(&mut books.draft, &id, student);
    Ok(())
}

/// Makes the file of a new student, who joins today unless the file says when.
///
/// # Errors
/// As [`put_student`].
pub(super) fn add_one(books: &mut Books<'_>, file: &Student) -> Result<(StudentId, Day), Refused> {
    let id = StudentId(next_number(books, Counter::Student)?);
    let joined = file.joined.unwrap_or_else(|| books.today());
    put_student(books, id, &Student { joined: Some(joined), ..file.clone() })?;
    Ok((id, joined))
}

/// Adds a student, with a place in these classes.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AddStudent {
    /// Classes to give a place in, from the day of joining (today when not given).
    #[serde(default)]
    pub classes: Vec<ClassId>,
    /// What is known.
    #[serde(flatten)]
    pub student: StudentFields,
}

impl Act for AddStudent {
    const NAME: &'static str = "student.add";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let (id, joined) = add_one(books, &self.student)?;
        for class in &self.classes {
            enrol_one(books, *class, id, joined)?;
        }
        let name = &self.student.name;
        Ok(Done::said(Say::new("register-student-added").with("name", name).with("id", id)).made(id))
    }

    fn example() -> Self {
        let student = Student { name: "董涵雯".into(), phone: "13612310077".into(), ..Student::default() };
        AddStudent { classes: vec![ClassId(1)], student }
    }
}

/// Changes what is known of a student; all fields are given.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EditStudent {
    /// The student.
    pub id: StudentId,
    /// The print of what the change was made on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<u64>,
    /// What is known.
    #[serde(flatten)]
    pub student: StudentFields,
}

impl Act for EditStudent {
    const NAME: &'static str = "student.edit";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let now = student(&books.draft, self.id)?;
        check_unchanged(self.expect, &now.encode())?;
        put_student(books, self.id, &self.student)?;
        let say = Say::new("register-student-changed").with("name", &self.student.name);
        Ok(Done::said(say.with("id", self.id)))
    }

    fn example() -> Self {
        let student = Student { name: "董涵雯".into(), ..Student::default() };
        EditStudent { id: StudentId(3), expect: None, student }
    }
}

/// The word for a sex.
pub fn sex(sex: Sex) -> Say {
    Say::new(match sex {
        Sex::Female => "roster-sex-female",
        Sex::Male => "roster-sex-male",
    })
}

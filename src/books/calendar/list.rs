//! Attendance as a list.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Numbers;
use super::lesson::lesson;
use super::mark::{MARKS, Presence};
use crate::base::{ClassId, Credits, Day, LessonId, Prose, Refused, StudentId, Text, within};
use crate::books::register::{Class, name_of, student};
use crate::books::{Ask, View};

/// Asks for the marks of some days, by day, lesson and student.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListAttendance {
    /// First day; from the beginning when not given.
    pub from: Option<Day>,
    /// Last day; to the end when not given.
    pub until: Option<Day>,
    /// Of this class only.
    pub class: Option<ClassId>,
    /// Of this student only.
    pub student: Option<StudentId>,
}

/// A mark with the names that go with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttendanceLine {
    /// The lesson's day.
    pub day: Day,
    /// The lesson.
    pub lesson: LessonId,
    /// Its number within the class.
    pub no: u32,
    /// The class's name.
    pub class: Text,
    /// The student.
    pub student: StudentId,
    /// The school's own number for them.
    pub number: Text,
    /// Their name.
    pub name: Text,
    /// How they attended.
    pub presence: Presence,
    /// How late, in minutes.
    pub minutes: u16,
    /// Credits that it took, in hundredths.
    pub credits: Credits,
    /// Why it was corrected after the day.
    pub reason: Prose,
}

impl Ask for ListAttendance {
    const NAME: &'static str = "attendance.list";
    type Answer = Vec<AttendanceLine>;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let rows = match self.student {
            Some(student) => MARKS.all(view.read, &(student,))?,
            None => MARKS.all(view.read, &())?,
        };
        let mut lines = Vec::new();
        let mut numbers = Numbers::default();
        for ((who, day, id), mark) in
            rows.into_iter().filter(|((_, day, _), _)| within(self.from, self.until, *day))
        {
            let found = lesson(view.read, id)?;
            if self.class.is_some_and(|class| class != found.class) {
                continue;
            }
            let student = student(view.read, who)?;
            lines.push(AttendanceLine {
                day,
                lesson: id,
                no: numbers.of(view.read, id, found.class)?,
                class: name_of::<Class>(view.read, found.class)?,
                student: who,
                number: student.number,
                name: student.name,
                presence: mark.presence,
                minutes: mark.minutes,
                credits: mark.credits,
                reason: mark.reason,
            });
        }
        lines.sort_by_key(|line| (line.day, line.lesson, line.student));
        Ok(lines)
    }

    fn example() -> Self {
        ListAttendance { class: Some(ClassId(1)), ..ListAttendance::default() }
    }
}

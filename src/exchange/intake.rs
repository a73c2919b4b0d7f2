//! From what a file says to the command that brings it in.

use super::clean;
use super::roster::{RosterRow, RosterSheet};
use crate::base::Text;
use crate::books::register::{ImportRoster, ImportRow, Sex};

/// The import that a sheet of students asks for.
pub fn of_sheet(source: &str, sheet: &RosterSheet) -> ImportRoster {
    let rows = sheet.students.iter().map(row).collect();
    ImportRoster { source: Text::new(source), rows, ..ImportRoster::default() }
}

fn row(student: &RosterRow) -> ImportRow {
    let student = student.clone();
    ImportRow {
        row: student.row,
        number: student.number.unwrap_or_default(),
        name: student.name,
        sex: student.sex.map(|sex| match sex {
            clean::Sex::Female => Sex::Female,
            clean::Sex::Male => Sex::Male,
        }),
        born: student.born,
        phone: student.phone.unwrap_or_default(),
        guardian: student.guardian.unwrap_or_default(),
        classes: student.classes,
        places: Vec::new(),
        courses: student.courses,
        joined: student.joined,
        lessons_left: student.lessons_left,
        owing: student.owing,
        school: student.school.unwrap_or_default(),
        grade: student.grade.unwrap_or_default(),
        note: student.note.unwrap_or_default(),
    }
}

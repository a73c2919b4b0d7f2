//! A grid as students: rows cleaned field by field, and those refused that can't be right.

use std::collections::HashMap;

use super::clean::{self, Cleaned, Sex};
use super::columns::{Field, Mapping, squeeze};
use super::synonyms::FOOTERS;
use super::table::{Cell, Row, Sheet};
use crate::base::{Credits, Day, Money, Prose, Say, Text, plain_digits};

/// A student as a row of the file tells of them.
#[derive(Clone, Debug, PartialEq)]
pub struct RosterRow {
    /// The row in the file, from 1.
    pub row: u32,
    /// Student number.
    pub number: Option<Text>,
    /// Name.
    pub name: Text,
    /// English name or nickname.
    pub other_name: Option<Text>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Day of birth.
    pub born: Option<Day>,
    /// The guardian's name.
    pub guardian: Option<Text>,
    /// Telephone: digits, with `+` and the country for foreign ones.
    pub phone: Option<Text>,
    /// Classes by name; mostly one.
    pub classes: Vec<Text>,
    /// Courses by name.
    pub courses: Vec<Text>,
    /// Day of enrolment.
    pub joined: Option<Day>,
    /// Lesson credits left; `None` if the file says nothing of them.
    pub lessons_left: Option<Credits>,
    /// Money owing; `None` if the file says nothing of it.
    pub owing: Option<Money>,
    /// The day school.
    pub school: Option<Text>,
    /// The grade there.
    pub grade: Option<Text>,
    /// Remarks.
    pub note: Option<Prose>,
}

/// A row that can't be right: the first cell of it that is wrong, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct RefusedRow {
    /// The row in the file, from 1.
    pub row: u32,
    /// The column's name in the file; its field's key where the file has no such column.
    pub column: Text,
    /// What stands there.
    pub value: Text,
    /// What is wrong with it.
    pub reason: Say,
}

/// A row that holds something but no student, such as a sum under the table.
#[derive(Clone, Debug, PartialEq)]
pub struct SkippedRow {
    /// The row in the file, from 1.
    pub row: u32,
    /// What it was taken for.
    pub reason: Say,
}

/// What a sheet says about students.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RosterSheet {
    /// The rows that are good.
    pub students: Vec<RosterRow>,
    /// The rows that are refused.
    pub refused: Vec<RefusedRow>,
    /// The rows that are no students.
    pub skipped: Vec<SkippedRow>,
}

/// Reads the rows under the header. `digits` is the currency's count of decimals.
pub fn read(sheet: &Sheet, mapping: &Mapping, digits: u8) -> RosterSheet {
    let mut out = RosterSheet::default();
    let mut seen = Seen::default();
    for row in sheet.rows.iter().filter(|row| row.number > mapping.header_row) {
        if let Some(reason) = no_student(row, mapping) {
            if !row.is_blank() {
                out.skipped.push(SkippedRow { row: row.number, reason });
            }
            continue;
        }
        let reader = RowReader { row, mapping, digits };
        match reader.student().and_then(|student| seen.check(&reader, student)) {
            Ok(student) => out.students.push(student),
            Err(refused) => out.refused.push(*refused),
        }
    }
    out
}

/// Why a row is no student: blank where it matters, a header again, a sum, a remark underneath.
fn no_student(row: &Row, mapping: &Mapping) -> Option<Say> {
    let mapped = |field: Field| mapping.column(field).map(|c| row.cell(c.index));
    if mapping.columns.values().all(|c| clean::says_nothing(row.cell(c.index))) {
        return Some(Say::new("import-skip-blank"));
    }
    let again = mapping.columns.values().filter(|c| row.cell(c.index).shown() == c.title).count();
    if again >= 2 && again * 2 > mapping.columns.len() {
        return Some(Say::new("import-skip-header"));
    }
    let (first_at, first) = row.cells.iter().enumerate().find(|(_, cell)| !cell.is_blank())?;
    let name_at = mapping.column(Field::Name).or(mapping.column(Field::GivenName)).map(|c| c.index);
    let nameless = [Field::Name, Field::GivenName, Field::FamilyName]
        .into_iter()
        .all(|field| mapped(field).is_none_or(clean::says_nothing));
    if (nameless || name_at == Some(first_at)) && is_footer(first) {
        return Some(Say::new("import-skip-footer"));
    }
    let alone = row.cells.iter().filter(|cell| !cell.is_blank()).count() == 1;
    let words = matches!(first, Cell::Text(text) if !text.chars().any(char::is_numeric));
    (nameless && alone && words && mapping.columns.len() > 1).then(|| Say::new("import-skip-footer"))
}

fn is_footer(cell: &Cell) -> bool {
    let Cell::Text(text) = cell else { return false };
    let plain: String = plain_digits(text).to_lowercase().split_whitespace().collect();
    let word = squeeze(text);
    FOOTERS.iter().any(|footer| {
        let rest = if footer.ends_with(':') { plain.strip_prefix(footer) } else { word.strip_prefix(footer) };
        // A sum is its word alone or with a count; a longer text may be anybody's name.
        rest.is_some_and(|rest| {
            rest.is_empty()
                || footer.ends_with(':')
                || plain.contains(':')
                || rest.chars().any(char::is_numeric)
        })
    })
}

type Refusal = Box<RefusedRow>;

struct RowReader<'a> {
    row: &'a Row,
    mapping: &'a Mapping,
    digits: u8,
}

impl RowReader<'_> {
    fn student(&self) -> Result<RosterRow, Refusal> {
        let number = self.read(Field::Number, clean::number)?;
        let name = self.name()?;
        Ok(RosterRow {
            row: self.row.number,
            number,
            name,
            other_name: self.read(Field::OtherName, clean::name)?,
            sex: self.read(Field::Sex, clean::sex)?,
            born: self.read(Field::Born, clean::day)?,
            guardian: self.read(Field::Guardian, clean::name)?,
            phone: self.read(Field::Phone, clean::phone)?,
            classes: self.read(Field::Class, |cell| clean::names(cell).map(Some))?.unwrap_or_default(),
            courses: self.read(Field::Course, |cell| clean::names(cell).map(Some))?.unwrap_or_default(),
            joined: self.read(Field::Joined, clean::day)?,
            lessons_left: self.read(Field::LessonsLeft, clean::credits)?,
            owing: self.read(Field::Owing, |cell| clean::money(cell, self.digits))?,
            school: self.read(Field::School, clean::line)?,
            grade: self.read(Field::Grade, clean::line)?,
            note: self.read(Field::Note, clean::prose)?,
        })
    }

    /// The name, from its column or from its two halves: 王 + 小明, Ada + Lovelace.
    fn name(&self) -> Result<Text, Refusal> {
        if let Some(name) = self.read(Field::Name, clean::name)? {
            return Ok(name);
        }
        let family = self.read(Field::FamilyName, clean::name)?;
        let given = self.read(Field::GivenName, clean::name)?;
        match (family, given) {
            (Some(family), Some(given)) if family.chars().all(clean::is_han) => {
                Ok(Text::new(format!("{family}{given}")))
            }
            (Some(family), Some(given)) => Ok(Text::new(format!("{given} {family}"))),
            (Some(one), None) | (None, Some(one)) => Ok(one),
            (None, None) => Err(self.refuse(Field::Name, Say::new("import-no-name"))),
        }
    }

    fn read<T>(&self, field: Field, clean: impl Fn(&Cell) -> Cleaned<T>) -> Result<Option<T>, Refusal> {
        match self.mapping.column(field) {
            Some(column) => clean(self.row.cell(column.index)).map_err(|reason| self.refuse(field, reason)),
            None => Ok(None),
        }
    }

    fn refuse(&self, field: Field, reason: Say) -> Refusal {
        let column = self.mapping.column(field);
        Box::new(RefusedRow {
            row: self.row.number,
            column: column.map_or_else(|| Text::new(field.say().key), |c| c.title.clone()),
            value: column.map(|c| self.row.cell(c.index).shown()).unwrap_or_default(),
            reason,
        })
    }
}

/// What tells students apart: their number, or without one their name, telephone and birth.
#[derive(Default)]
struct Seen {
    numbers: HashMap<Text, u32>,
    people: HashMap<(Text, Option<Text>, Option<Day>), u32>,
}

impl Seen {
    fn check(&mut self, reader: &RowReader, student: RosterRow) -> Result<RosterRow, Refusal> {
        let row = student.row;
        let (field, earlier) = match &student.number {
            Some(number) => (Field::Number, *self.numbers.entry(number.clone()).or_insert(row)),
            None => {
                let person = (student.name.clone(), student.phone.clone(), student.born);
                (Field::Name, *self.people.entry(person).or_insert(row))
            }
        };
        match earlier == row {
            true => Ok(student),
            false => Err(reader.refuse(field, Say::new("import-twice").with("row", earlier))),
        }
    }
}

#[cfg(test)]
#[path = "roster_tests.rs"]
mod tests;

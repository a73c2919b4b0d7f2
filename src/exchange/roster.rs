//! A grid as students: rows cleaned field by field, and those refused that can't be right.

use std::collections::HashMap;

use super::clean::{self, Cleaned, Orders, Sex};
use super::columns::{Column, Field, Mapping, names, squeeze};
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
    /// The column's name in the file.
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
    let days = Days::of(sheet, mapping);
    for row in sheet.rows.iter().filter(|row| row.number > mapping.header_row) {
        if let Some(reason) = no_student(row, mapping) {
            if !row.is_blank() {
                out.skipped.push(SkippedRow { row: row.number, reason });
            }
            continue;
        }
        let reader = RowReader { row, mapping, digits, days: &days };
        match reader.student().and_then(|student| seen.check(&reader, student, &mut out.students)) {
            Ok(()) => {}
            Err(refused) => out.refused.push(*refused),
        }
    }
    out
}

/// Why a row is no student: blank where it matters, a header again, a sum, a remark underneath.
fn no_student(row: &Row, mapping: &Mapping) -> Option<Say> {
    let cells = |fields: &[Field]| -> Vec<&Cell> {
        fields.iter().filter_map(|field| mapping.column(*field)).map(|c| row.cell(c.index)).collect()
    };
    let silent = |fields: &[Field]| cells(fields).into_iter().all(clean::says_nothing);
    if silent(&Field::ALL) {
        return Some(Say::new("import-skip-blank"));
    }
    let is_title = |(field, column): (&Field, &Column)| {
        let cell = row.cell(column.index);
        cell.shown() == column.title || names(*field, cell)
    };
    let again = mapping.columns.iter().filter(|column| is_title(*column)).count();
    if again >= 2 && again * 2 > mapping.columns.len() {
        return Some(Say::new("import-skip-header"));
    }
    let (first_at, first) = row.cells.iter().enumerate().find(|(_, cell)| !cell.is_blank())?;
    let name_at = mapping.column(Field::Name).or(mapping.column(Field::GivenName)).map(|c| c.index);
    let nameless = silent(&[Field::Name, Field::GivenName, Field::FamilyName]);
    let footer = match nameless || name_at == Some(first_at) {
        true => is_footer(first, true),
        // "Total | 60 students": no number of a student is such a word.
        false => is_footer(first, false),
    };
    let alone = row.cells.iter().filter(|cell| !cell.is_blank()).count() == 1;
    let remark = alone && mapping.columns.len() > 1 && is_remark(first);
    // Sums that nothing introduces: amounts, and nobody whose they are.
    let amounts = |field: &Field| matches!(field, Field::LessonsLeft | Field::Owing);
    let others: Vec<Field> = Field::ALL.into_iter().filter(|field| !amounts(field)).collect();
    (footer || nameless && (remark || silent(&others))).then(|| Say::new("import-skip-footer"))
}

/// A sentence under the table: words rather than a number.
fn is_remark(cell: &Cell) -> bool {
    let Cell::Text(text) = cell else { return false };
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 6 || !text.chars().any(char::is_numeric)
}

/// Whether a row that begins with this cell is a sum or stands under the table. A word with a count
/// behind it may as well be a class (统计1班), which only a row without a name can settle: `counted`.
fn is_footer(cell: &Cell, counted: bool) -> bool {
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
                || counted && rest.chars().any(char::is_numeric)
        })
    })
}

type Refusal = Box<RefusedRow>;

/// How the columns of days are written, judged by all their cells.
struct Days {
    born: Orders,
    joined: Orders,
}

impl Days {
    fn of(sheet: &Sheet, mapping: &Mapping) -> Days {
        let orders = |field| match mapping.column(field) {
            Some(Column { index, title }) => {
                let below = sheet.rows.iter().filter(|row| row.number > mapping.header_row);
                Orders::of(title, below.map(|row| row.cell(*index)))
            }
            None => Orders::default(),
        };
        let (born, joined) = (orders(Field::Born), orders(Field::Joined));
        Days { born: born.clone().like(&joined), joined: joined.like(&born) }
    }
}

struct RowReader<'a> {
    row: &'a Row,
    mapping: &'a Mapping,
    digits: u8,
    days: &'a Days,
}

impl RowReader<'_> {
    fn student(&self) -> Result<RosterRow, Refusal> {
        let number = self.read(Field::Number, clean::number)?;
        let name = self.name()?;
        let several = |field| self.read(field, |cell| clean::names(cell).map(Some));
        let courses = several(Field::Course)?.unwrap_or_default();
        let classes = several(Field::Class)?.unwrap_or_default();
        let phones = self.read(Field::Phone, |cell| clean::phones(cell).map(Some))?.unwrap_or_default();
        let note = self.read(Field::Note, clean::prose)?;
        Ok(RosterRow {
            row: self.row.number,
            number,
            name,
            other_name: self.read(Field::OtherName, clean::name)?,
            sex: self.read(Field::Sex, clean::sex)?,
            born: self.read(Field::Born, |cell| clean::day(cell, &self.days.born))?,
            guardian: self.read(Field::Guardian, clean::name)?,
            // A sheet without classes teaches each course in one.
            classes: if self.mapping.column(Field::Class).is_none() { courses.clone() } else { classes },
            courses,
            joined: self.read(Field::Joined, |cell| clean::day(cell, &self.days.joined))?,
            lessons_left: self.read(Field::LessonsLeft, clean::credits)?,
            owing: self.read(Field::Owing, |cell| clean::money(cell, self.digits))?,
            school: self.read(Field::School, clean::line)?,
            grade: self.read(Field::Grade, clean::line)?,
            note: if phones.len() > 1 { self.with_phones(note) } else { note },
            phone: phones.into_iter().next(),
        })
    }

    /// The remark with what the telephone's cell says in full: there is one place for a number, and no
    /// other number is lost.
    fn with_phones(&self, note: Option<Prose>) -> Option<Prose> {
        let column = self.mapping.column(Field::Phone)?;
        let told =
            format!("{}: {}", column.title, self.row.cell(column.index).raw().replace(['\r', '\n'], " "));
        Some(Prose::new(note.map_or(told.clone(), |note| format!("{note}\n{told}"))))
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
        // A name may stand in two columns.
        let others = [field, Field::GivenName, Field::FamilyName];
        let column = others.into_iter().find_map(|field| self.mapping.column(field));
        Box::new(RefusedRow {
            row: self.row.number,
            column: column.map(|c| c.title.clone()).unwrap_or_default(),
            value: column.map(|c| self.row.cell(c.index).shown()).unwrap_or_default(),
            reason,
        })
    }
}

/// What tells students apart: their number, or without one their name, telephone and birth.
#[derive(Default)]
struct Seen {
    /// Where in the list of students a number stands.
    numbers: HashMap<Text, usize>,
    people: HashMap<(Text, Option<Text>, Option<Day>), usize>,
}

impl Seen {
    /// Adds a student, or the further classes of one who stands above. The same student again is refused.
    fn check(
        &mut self,
        reader: &RowReader,
        student: RosterRow,
        students: &mut Vec<RosterRow>,
    ) -> Result<(), Refusal> {
        let next = students.len();
        let (field, at) = match &student.number {
            Some(number) => (Field::Number, *self.numbers.entry(number.clone()).or_insert(next)),
            None => {
                let person = (student.name.clone(), student.phone.clone(), student.born);
                (Field::Name, *self.people.entry(person).or_insert(next))
            }
        };
        match students.get_mut(at) {
            None => students.push(student),
            Some(earlier) if earlier.goes_on_in(&student) => {
                earlier.classes.extend(student.classes);
                let new = student.courses.into_iter().filter(|c| !earlier.courses.contains(c));
                let new: Vec<Text> = new.collect();
                earlier.courses.extend(new);
            }
            Some(earlier) => {
                return Err(reader.refuse(field, Say::new("import-twice").with("row", earlier.row)));
            }
        }
        Ok(())
    }
}

impl RosterRow {
    /// Whether another row tells only that the same student is in further classes: some offices write a
    /// row for each.
    fn goes_on_in(&self, other: &RosterRow) -> bool {
        let further = !other.classes.is_empty() && other.classes.iter().all(|c| !self.classes.contains(c));
        let rest = RosterRow {
            row: self.row,
            classes: self.classes.clone(),
            courses: self.courses.clone(),
            ..other.clone()
        };
        further && rest.or(self) == *self
    }

    /// This row, with what it leaves blank taken from another.
    fn or(self, other: &RosterRow) -> RosterRow {
        let other = other.clone();
        RosterRow {
            other_name: self.other_name.or(other.other_name),
            sex: self.sex.or(other.sex),
            born: self.born.or(other.born),
            guardian: self.guardian.or(other.guardian),
            phone: self.phone.or(other.phone),
            joined: self.joined.or(other.joined),
            lessons_left: self.lessons_left.or(other.lessons_left),
            owing: self.owing.or(other.owing),
            school: self.school.or(other.school),
            grade: self.grade.or(other.grade),
            note: self.note.or(other.note),
            ..self
        }
    }
}

#[cfg(test)]
#[path = "roster_tests.rs"]
mod tests;

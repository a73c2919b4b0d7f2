//! From what a file says to the command that brings it in, for the command line and the screen alike: a file is
//! opened once, planned (which sheet, which column is what), taken, and compared with the books.

mod kept;
mod saved;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::columns::{Column, Field, Mapping};
use super::kind::{self, Source as FileKind};
use super::oneroster::{self, Reading};
use super::roster::{RosterRow, SkippedRow};
use super::table::{self, Cell, Sheet};
use super::{ReadError, clean, roster, sets};
use crate::base::{Refused, Say, Text};
use crate::books::register::{CompareRoster, Comparison, ImportRoster, ImportRow, RefusedImport, Sex};
use crate::desk::Session;
use crate::say;

pub use kept::{beside, keep};
pub use saved::{Saved, SavedMappings, read_mapping};

/// A file that was opened, whole.
#[derive(Debug)]
pub struct Opened {
    /// Where it is.
    pub path: PathBuf,
    /// What it holds.
    pub content: Content,
}

/// What a file holds.
#[derive(Debug)]
pub enum Content {
    /// The sheets of a workbook that hold something, or the one grid of a text file.
    Sheets(Vec<Sheet>),
    /// A OneRoster set with its faults.
    Set(Box<Reading>),
}

/// Where the meaning of columns is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// From what offices call their columns.
    Recognised,
    /// From a mapping that was saved under that name for a file with the same header.
    Saved(Text),
    /// From whoever imports: by hand, or a mapping's file.
    Given,
    /// From nowhere: no row names the students, so that someone has to say which column does.
    Unknown,
}

/// Which sheet of a file is read, and what its columns hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The sheet's place in the file.
    pub sheet: usize,
    /// What its columns hold.
    pub mapping: Mapping,
    /// Who says so.
    pub origin: Origin,
}

/// A row, or a line of a set, that is wrong, with the cell that is to blame.
#[derive(Clone, Debug, PartialEq)]
pub struct RefusedRow {
    /// The file of a set; empty for a file of its own.
    pub file: Text,
    /// The row in the file, from 1; 0 for the file as a whole.
    pub row: u32,
    /// The column's name; empty for the row as a whole.
    pub column: Text,
    /// What stands there.
    pub value: Text,
    /// Why it can't go in.
    pub reason: Say,
    /// Whether the whole row is left out for it; else only the value is, or nothing.
    pub dropped: bool,
}

impl RefusedRow {
    /// The column, for a set with its file before it.
    pub fn place(&self) -> Text {
        Text::new(format!("{} {}", self.file, self.column))
    }
}

/// The good rows of a file as a command, and the ones that are refused.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// What goes in.
    pub import: ImportRoster,
    /// What does not, by file and row.
    pub refused: Vec<RefusedRow>,
    /// Rows that are no students: sums, remarks.
    pub skipped: Vec<SkippedRow>,
    /// What of the file stays behind: other sheets with students, columns that mean nothing to us, records of a
    /// set that are marked as deleted.
    pub passed_over: Vec<Say>,
    /// The file and the column that the books' own refusals are told of.
    named: (Text, Text),
}

/// Reads a file whole, judging by its content what it is.
///
/// # Errors
/// When it can't be read or is nothing that can be imported.
pub fn open(path: &Path) -> Result<Opened, ReadError> {
    let content = match kind::judge(path)? {
        FileKind::OneRoster => Content::Set(Box::new(oneroster::read(path)?)),
        FileKind::Workbook | FileKind::Delimited => Content::Sheets(table::read(path)?),
    };
    Ok(Opened { path: path.to_owned(), content })
}

/// Rows at the top among which a header is looked for.
const HEADER_WITHIN: usize = 50;

impl Opened {
    /// The file's own name.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy().into_owned()
    }

    /// Its sheets; a set has none.
    pub fn sheets(&self) -> &[Sheet] {
        match &self.content {
            Content::Sheets(sheets) => sheets,
            Content::Set(_) => &[],
        }
    }

    /// The place of the sheet of that name.
    ///
    /// # Errors
    /// When there is none; the hint names those that there are.
    pub fn sheet_named(&self, name: &str) -> Result<usize, Refused> {
        let wanted = Text::new(name);
        let found = self.sheets().iter().position(|sheet| sheet.name == wanted);
        found.ok_or_else(|| {
            let names: Vec<&str> = self.sheets().iter().map(|sheet| sheet.name.as_str()).collect();
            let names = names.join(" · ");
            let hint = match names.is_empty() {
                true => say!("import-hint-no-sheets"),
                false => say!("import-hint-sheets", sheets = names),
            };
            Refused::input(say!("import-no-sheet", sheet = &wanted)).hint(hint)
        })
    }

    /// Finds out what is read, in that sheet or in the one that tells most: by a mapping saved for the same
    /// header, else by what offices call their columns. A set needs no plan.
    ///
    /// # Errors
    /// [`ReadError::NoHeader`] when no row names the students.
    pub fn plan(&self, sheet: Option<usize>, saved: &[Saved]) -> Result<Option<Plan>, ReadError> {
        let Content::Sheets(sheets) = &self.content else { return Ok(None) };
        let among = |at: &usize| sheet.is_none_or(|only| only == *at);
        for at in (0..sheets.len()).filter(among) {
            let headers = headers(&sheets[at]);
            if let Some((name, mapping)) = saved::same_header(saved, &headers) {
                return Ok(Some(Plan { sheet: at, mapping, origin: Origin::Saved(name) }));
            }
        }
        let (at, mapping) = match sheet {
            Some(at) => (at, Mapping::find(sheets.get(at).ok_or(ReadError::NoHeader)?)?),
            None => Mapping::find_sheet(sheets)?,
        };
        Ok(Some(Plan { sheet: at, mapping, origin: Origin::Recognised }))
    }

    /// The plan for a file whose columns nobody knows: the row with most names is taken for the header, and
    /// someone has to say what its columns hold.
    pub fn guess(&self, sheet: Option<usize>) -> Option<Plan> {
        let at = sheet.unwrap_or(0);
        let header = headers(self.sheets().get(at)?).into_iter();
        // Of equals the first.
        let (header_row, titles) = header.rev().max_by_key(|(_, titles)| titles.len())?;
        let mapping = Mapping { header_row, columns: Default::default(), unmapped: titles };
        Some(Plan { sheet: at, mapping, origin: Origin::Unknown })
    }

    /// Fits a mapping to the file by the names of its columns.
    ///
    /// # Errors
    /// When no sheet names all of them.
    pub fn fit(&self, mapping: &Mapping, sheet: Option<usize>) -> Result<Option<Plan>, ReadError> {
        let Content::Sheets(sheets) = &self.content else { return Ok(None) };
        let mut failed = None;
        for at in (0..sheets.len()).filter(|at| sheet.is_none_or(|only| only == *at)) {
            match mapping.fit(&sheets[at]) {
                Ok(mapping) => return Ok(Some(Plan { sheet: at, mapping, origin: Origin::Given })),
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        Err(failed.unwrap_or(ReadError::NoHeader))
    }

    /// What the file asks to be brought in. `digits` is the currency's count of decimals.
    pub fn take(&self, plan: Option<&Plan>, digits: u8) -> Source {
        match (&self.content, plan) {
            (Content::Set(reading), _) => self.take_set(reading),
            (Content::Sheets(sheets), Some(plan)) => match sheets.get(plan.sheet) {
                Some(sheet) => self.take_sheet(sheet, &plan.mapping, digits),
                None => Source::default(),
            },
            (Content::Sheets(_), None) => Source::default(),
        }
    }

    /// Every fault of a set is told: nothing goes in before the user says so.
    fn take_set(&self, reading: &Reading) -> Source {
        let refused = reading.faults.iter().map(|fault| RefusedRow {
            file: fault.file.clone(),
            row: fault.line,
            column: fault.column.clone(),
            value: fault.value.clone(),
            reason: fault.reason.clone(),
            dropped: fault.dropped,
        });
        let gone = reading.set.gone();
        Source {
            import: sets::of_set(&self.name(), &reading.set),
            refused: refused.collect(),
            skipped: Vec::new(),
            passed_over: (gone > 0).then(|| say!("import-deleted", count = gone)).into_iter().collect(),
            named: ("users.csv".into(), Text::default()),
        }
    }

    fn take_sheet(&self, sheet: &Sheet, mapping: &Mapping, digits: u8) -> Source {
        let read = roster::read(sheet, mapping, digits);
        let refused = read.refused.into_iter().map(|no| RefusedRow {
            file: Text::default(),
            row: no.row,
            column: no.column,
            value: no.value,
            reason: no.reason,
            dropped: true,
        });
        let name = mapping.column(Field::Name).or(mapping.column(Field::GivenName));
        Source {
            refused: refused.collect(),
            skipped: read.skipped,
            passed_over: self.passed_over(sheet, mapping),
            import: ImportRoster {
                source: Text::new(self.name()),
                rows: read.students.into_iter().map(row).collect(),
                ..ImportRoster::default()
            },
            named: (Text::default(), name.map(|column| column.title.clone()).unwrap_or_default()),
        }
    }
}

impl Opened {
    fn passed_over(&self, read: &Sheet, mapping: &Mapping) -> Vec<Say> {
        let others = self.sheets().iter().filter(|sheet| !std::ptr::eq(*sheet, read)).filter(|sheet| {
            Mapping::find(sheet).is_ok_and(|other| {
                other.columns.len() > 1 && sheet.rows.iter().any(|row| row.number > other.header_row)
            })
        });
        let others: Vec<&str> = others.map(|sheet| sheet.name.as_str()).collect();
        let columns: Vec<&str> = mapping.unmapped.iter().map(|column| column.title.as_str()).collect();
        let listed = |names: &[&str]| names.join(", ");
        let mut said = Vec::new();
        if !others.is_empty() {
            said.push(say!("import-other-sheets", sheet = &read.name, others = listed(&others)));
        }
        if !columns.is_empty() {
            said.push(say!("import-unread", columns = listed(&columns)));
        }
        said
    }
}

/// The rows at the top as headers, the one that is recognised (which may have two storeys) first.
fn headers(sheet: &Sheet) -> Vec<(u32, Vec<Column>)> {
    let found = Mapping::find(sheet).ok().map(|found| (found.header_row, saved::titles(&found)));
    let plain = sheet.rows.iter().take(HEADER_WITHIN).map(|row| {
        let cells = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank());
        (row.number, cells.map(|(index, cell)| Column { index, title: cell.shown() }).collect())
    });
    found.into_iter().chain(plain).collect()
}

/// The first values that stand under a column, as they are.
pub fn samples(sheet: &Sheet, mapping: &Mapping, column: usize, most: usize) -> Vec<Text> {
    let below = sheet.rows.iter().filter(|row| row.number > mapping.header_row);
    below.map(|row| row.cell(column)).filter(|cell| !cell.is_blank()).take(most).map(Cell::shown).collect()
}

/// Tries a source on the books, and moves the rows that they refuse to the other refused ones, until all that is
/// left can go in.
///
/// # Errors
/// When the operator may not ask, or the store fails.
pub fn compare(session: &Session, source: &mut Source) -> Result<Comparison, Refused> {
    loop {
        let question = CompareRoster { import: std::mem::take(&mut source.import) };
        let found = session.ask(&question);
        source.import = question.import;
        let mut found = found?;
        if found.refused.is_empty() {
            source.refused.sort_by(|a, b| (&a.file, a.row).cmp(&(&b.file, b.row)));
            return Ok(found);
        }
        source.refuse(std::mem::take(&mut found.refused));
    }
}

impl Source {
    fn refuse(&mut self, refused: Vec<RefusedImport>) {
        let mut reasons: HashMap<u32, Say> =
            refused.into_iter().map(|no| (no.row, no.refused.reason)).collect();
        let (file, column) = self.named.clone();
        let rows = std::mem::take(&mut self.import.rows);
        for one in rows {
            match reasons.remove(&one.row) {
                Some(reason) => self.refused.push(RefusedRow {
                    file: file.clone(),
                    row: one.row,
                    column: column.clone(),
                    value: one.name,
                    reason,
                    dropped: true,
                }),
                None => self.import.rows.push(one),
            }
        }
    }
}

fn row(student: RosterRow) -> ImportRow {
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

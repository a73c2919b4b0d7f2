//! What is imported: the good rows of a file as a command, and the ones that are refused.

use std::collections::BTreeMap;
use std::path::Path;

use crate::base::{Refused, Say, Text};
use crate::books::register::{ImportRoster, RefusedImport};
use crate::exchange::columns::{Field, Mapping};
use crate::exchange::kind::{self, Source as Kind};
use crate::exchange::table::{self, Row, Sheet};
use crate::exchange::{ReadError, intake, oneroster, roster, sets};
use crate::say;

/// A file that was read.
pub struct Source {
    /// What goes in.
    pub import: ImportRoster,
    /// What does not.
    pub refused: Vec<RefusedCell>,
    /// The rows as they stand in the file, for the file of refused ones; the first is the header.
    pub lines: BTreeMap<u32, Row>,
    /// What the columns are called, by place.
    pub titles: BTreeMap<usize, Text>,
    /// What of the file was passed over.
    pub passed_over: Vec<Say>,
    name_column: Text,
}

/// A row that does not go in, with the cell that is to blame.
pub struct RefusedCell {
    /// The row in the file, from 1.
    pub row: u32,
    /// The column's name.
    pub column: Text,
    /// What stands there.
    pub value: Text,
    /// Why it can't go in.
    pub reason: Say,
}

impl RefusedCell {
    /// The refusal in one sentence.
    pub fn say(&self) -> Say {
        let say = say!("cli-import-refused", row = self.row, column = &self.column, value = &self.value);
        say.with("reason", self.reason.clone())
    }
}

impl Source {
    /// Moves the rows that the books refuse to the refused ones.
    pub fn refuse(&mut self, refused: Vec<RefusedImport>) {
        for RefusedImport { row, refused } in refused {
            let at = self.import.rows.iter().position(|one| one.row == row);
            let value = at.map(|at| self.import.rows.remove(at).name).unwrap_or_default();
            let column = self.name_column.clone();
            self.refused.push(RefusedCell { row, column, value, reason: refused.reason });
        }
    }
}

/// Reads a file. `digits` is the currency's count of decimals.
///
/// # Errors
/// When the file, or the mapping's, can't be read; what is wrong with single rows is in the answer.
pub fn read(file: &Path, mapping: Option<&Path>, digits: u8) -> Result<Source, Refused> {
    let kind = kind::judge(file).map_err(|error| in_file(file, error.into()))?;
    match kind {
        Kind::OneRoster => read_set(file),
        Kind::Workbook | Kind::Delimited => read_sheet(file, mapping, digits),
    }
}

/// Reads a OneRoster set. Every fault of it is a refusal: nothing goes in before the user says so.
fn read_set(path: &Path) -> Result<Source, Refused> {
    let reading = oneroster::read(path).map_err(|error| in_file(path, error.into()))?;
    let gone = reading.set.gone();
    let refused = reading.faults.into_iter().map(|fault| RefusedCell {
        row: fault.line,
        column: Text::new(format!("{} {}", fault.file, fault.column)),
        value: fault.value,
        reason: fault.reason,
    });
    Ok(Source {
        import: sets::of_set(&file_name(path), &reading.set),
        refused: refused.collect(),
        lines: BTreeMap::new(),
        titles: BTreeMap::new(),
        passed_over: if gone > 0 { vec![say!("cli-import-deleted", count = gone)] } else { Vec::new() },
        name_column: "users.csv".into(),
    })
}

fn read_sheet(file: &Path, mapping: Option<&Path>, digits: u8) -> Result<Source, Refused> {
    let named = |error: ReadError| in_file(file, error.into());
    let sheets = table::read(file).map_err(named)?;
    let (sheet, mapping) = match mapping {
        None => Mapping::find_sheet(&sheets).map(|(at, mapping)| (&sheets[at], mapping)),
        Some(saved) => {
            let saved = saved_mapping(saved)?;
            let fits: Vec<_> = sheets.iter().map(|sheet| (sheet, saved.fit(sheet))).collect();
            let found = fits.iter().find_map(|(sheet, fit)| Some((*sheet, fit.clone().ok()?)));
            let error = fits.into_iter().find_map(|(_, fit)| fit.err());
            found.ok_or(error.unwrap_or(ReadError::NoHeader))
        }
    }
    .map_err(named)?;
    let students = roster::read(sheet, &mapping, digits);
    let import = intake::of_sheet(&file_name(file), &students);
    let refused = students.refused.into_iter();
    let name = mapping.column(Field::Name).or(mapping.column(Field::GivenName));
    Ok(Source {
        import,
        refused: refused
            .map(|r| RefusedCell { row: r.row, column: r.column, value: r.value, reason: r.reason })
            .collect(),
        lines: sheet.rows.iter().map(|row| (row.number, row.clone())).collect(),
        name_column: name.map(|column| column.title.clone()).unwrap_or_default(),
        passed_over: passed_over(&sheets, sheet, &mapping),
        titles: mapping
            .columns
            .into_values()
            .chain(mapping.unmapped)
            .map(|column| (column.index, column.title))
            .collect(),
    })
}

/// The sheets that hold students as well, and the columns that mean nothing to us: who imports should
/// know what stayed behind.
fn passed_over(sheets: &[Sheet], read: &Sheet, mapping: &Mapping) -> Vec<Say> {
    let listed = |names: Vec<&str>| names.join(", ");
    let others = sheets.iter().filter(|sheet| !std::ptr::eq(*sheet, read)).filter(|sheet| {
        Mapping::find(sheet).is_ok_and(|other| {
            other.columns.len() > 1 && sheet.rows.iter().any(|row| row.number > other.header_row)
        })
    });
    let others: Vec<&str> = others.map(|sheet| sheet.name.as_str()).collect();
    let columns: Vec<&str> = mapping.unmapped.iter().map(|column| column.title.as_str()).collect();
    let mut said = Vec::new();
    if !others.is_empty() {
        said.push(say!("cli-import-sheets", sheet = &read.name, others = listed(others)));
    }
    if !columns.is_empty() {
        said.push(say!("cli-import-unread", columns = listed(columns)));
    }
    said
}

/// The file's own name.
pub fn file_name(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

/// A refusal that names the file it speaks of.
pub fn in_file(file: &Path, refused: Refused) -> Refused {
    let reason = say!("cli-in-file", file = file.display().to_string(), reason = refused.reason);
    Refused { reason, ..refused }
}

fn saved_mapping(file: &Path) -> Result<Mapping, Refused> {
    let bytes = crate::exchange::kind::load(file).map_err(|error| in_file(file, error.into()))?;
    serde_json::from_slice(&bytes).map_err(|error| {
        let bad =
            Refused::new(crate::base::Kind::Config, say!("cli-bad-mapping", detail = error.to_string()));
        in_file(file, bad.hint(say!("cli-bad-mapping-hint")))
    })
}

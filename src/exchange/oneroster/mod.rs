//! OneRoster sets (1EdTech): csv files of orgs, sessions, courses, classes, people and enrolments.
//!
//! [`read`] takes 1.0, 1.1 and 1.2 from a folder or a zip, lists every fault by file, line and
//! column, and gives what can be had in spite of them; nothing faulty is taken without being listed.
//! [`write`] gives 1.1 and 1.2 sets (bulk) that read back the same. The tables' columns stand in
//! [`schema`], and nowhere else.

mod check;
mod entity;
mod files;
mod manifest;
mod model;
mod parse;
mod schema;
mod write;

#[cfg(test)]
mod tests;

use std::path::Path;

pub use files::{Files, from_folder, from_zip};
pub use manifest::Mode;
pub use model::{Class, Course, Demographics, Enrollment, Org, Role, Session, Set, User};
pub use schema::{Table, Version};
pub use write::{Origin, files, zip};

use crate::base::{Say, Text};
use crate::exchange::ReadError;

/// The most faults that are listed; a set that has more is no set.
const FAULTS_MAX: usize = 10_000;

/// Something in a set that breaks the rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The file's name.
    pub file: Text,
    /// The line in the file, from 1; 0 for the file as a whole.
    pub line: u32,
    /// The column's name; empty for the line as a whole.
    pub column: Text,
    /// What stands there.
    pub value: Text,
    /// What is wrong.
    pub reason: Say,
    /// Whether the record (or the file) is left out for it; else only the value is, or nothing.
    pub dropped: bool,
}

/// What a set holds, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// What can be had.
    pub set: Set,
    /// Every fault, by file and line.
    pub faults: Vec<Fault>,
    /// Files of the set that we have no use for: grades, resources.
    pub unread: Vec<String>,
}

/// Faults as they are found, up to a bound.
#[derive(Default)]
struct Faults {
    list: Vec<Fault>,
}

impl Faults {
    fn add(&mut self, file: &str, line: u32, column: &str, value: &str, reason: Say, dropped: bool) {
        if self.list.len() < FAULTS_MAX {
            let [file, column] = [file, column].map(Text::new);
            // A fault is shown in a line: the beginning of a long value is enough.
            let value = Text::new(value.chars().take(120).collect::<String>());
            self.list.push(Fault { file, line, column, value, reason, dropped });
        }
    }
}

/// Reads a set from a folder or a zip.
///
/// # Errors
/// When it is neither, or beyond the limits. Faults inside are listed, not returned as errors.
pub fn read(path: &Path) -> Result<Reading, ReadError> {
    let files = match path.is_dir() {
        true => from_folder(path)?,
        false => from_zip(&crate::exchange::kind::load(path)?)?,
    };
    Ok(read_files(&files))
}

/// Reads a set from its files.
pub fn read_files(files: &Files) -> Reading {
    let mut faults = Faults::default();
    let manifest = manifest::read(files, &mut faults);
    let mut tables = parse::Tables::new();
    for table in Table::ALL {
        if let Some(mode) = manifest.mode_of(table)
            && let Some(bytes) = files.get(&table.file_name())
        {
            tables.insert(table, parse::table(table, manifest.version, mode, bytes, &mut faults));
        }
    }
    check::references(&mut tables, &manifest, &mut faults);
    let set = entity::build(&tables, &manifest);
    let mut faults = faults.list;
    faults.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    Reading { set, faults, unread: manifest.unread }
}

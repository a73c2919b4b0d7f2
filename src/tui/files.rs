//! What the screens need of files, and don't do themselves: whoever starts the program brings it along, so that no
//! screen knows how a spreadsheet is read.

use crate::base::{Refused, Say, Text};
use crate::desk::register::{ImportRoster, InitSchool};
use crate::desk::{Receipt, Session};
use crate::lang::Lang;

/// Reads files, and opens a school with what ships for it.
pub trait Files {
    /// Files and folders whose path begins so, for completion; folders end with a slash.
    fn complete(&self, typed: &str) -> Vec<String>;

    /// Reads a roster. `chosen` gives for each field the column to take it from, in the order of
    /// [`RosterFile::fields`]; without it the columns are found by their names. `digits` is the currency's count
    /// of decimals.
    ///
    /// # Errors
    /// When the file can't be read; rows that can't be right stand in the answer.
    fn read(&self, path: &str, chosen: Option<&[Option<usize>]>, digits: u8) -> Result<RosterFile, Refused>;

    /// Opens the books of a new school with the rules and tiers that ship in that language.
    ///
    /// # Errors
    /// When a school is there already, or the store fails.
    fn open_school(&self, session: &Session, init: InitSchool, lang: &Lang) -> Result<Receipt, Refused>;
}

/// A roster as a file tells it.
#[derive(Clone, Debug, Default)]
pub struct RosterFile {
    /// What would go in.
    pub import: ImportRoster,
    /// The fields that a roster may have, and the column that each is taken from.
    pub fields: Vec<(Say, Option<usize>)>,
    /// The file's columns: their place, and what they are called there.
    pub columns: Vec<(usize, Text)>,
    /// Rows that can't be right.
    pub refused: Vec<RefusedRow>,
}

/// A row that can't go in.
#[derive(Clone, Debug, PartialEq)]
pub struct RefusedRow {
    /// The row in the file, from 1.
    pub row: u32,
    /// The column's name there.
    pub column: Text,
    /// What stands in it.
    pub value: Text,
    /// What is wrong.
    pub reason: Say,
}

/// No files: for whoever draws or drives the program without a disk. A school opened so has no rules yet.
pub struct NoFiles;

impl Files for NoFiles {
    fn complete(&self, _: &str) -> Vec<String> {
        Vec::new()
    }

    fn read(&self, _: &str, _: Option<&[Option<usize>]>, _: u8) -> Result<RosterFile, Refused> {
        Err(Refused::input(Say::new("import-not-found")))
    }

    fn open_school(&self, session: &Session, init: InitSchool, _: &Lang) -> Result<Receipt, Refused> {
        session.submit(init)
    }
}

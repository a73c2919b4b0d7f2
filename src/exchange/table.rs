//! A file as a plain grid: rows of cells, with the row numbers that its owner sees.

use std::path::Path;

use chrono::NaiveDateTime;

use super::kind::{self, Source};
use super::{ReadError, delimited, workbook};
use crate::base::Text;

/// The most rows that a sheet may have, counted to the last one that holds something.
pub const ROWS_MAX: u32 = 200_000;
/// The most columns that a sheet may have.
pub const COLUMNS_MAX: usize = 256;
/// The longest text that a cell may hold, in bytes: Excel's 32,767 characters of three bytes each.
pub const CELL_BYTES_MAX: usize = 98_301;
/// The most cells of one file, blank ones between included.
const CELLS_MAX: usize = 1_500_000;
/// The most text of one file, in bytes.
const TEXT_BYTES_MAX: usize = 48 << 20;

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Blank,
    /// Text, as it was written.
    Text(String),
    /// A number, as a spreadsheet keeps it.
    Number(f64),
    /// Yes or no.
    Bool(bool),
    /// A moment without a zone.
    Date(NaiveDateTime),
    /// A formula that has gone wrong, such as `#REF!`.
    Error(String),
}

impl Cell {
    /// Whether there is nothing to be seen in it.
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Blank => true,
            Cell::Text(text) => text.chars().all(|c| c.is_whitespace() || c == '\u{feff}'),
            _ => false,
        }
    }

    /// What a person reads in the cell, as it is: not yet fit to be shown.
    pub fn raw(&self) -> String {
        match self {
            Cell::Blank => String::new(),
            Cell::Text(text) | Cell::Error(text) => text.clone(),
            Cell::Number(number) => format_number(*number),
            Cell::Bool(true) => "TRUE".into(),
            Cell::Bool(false) => "FALSE".into(),
            Cell::Date(at) if at.time() == chrono::NaiveTime::MIN => at.date().to_string(),
            Cell::Date(at) => at.to_string(),
        }
    }

    /// The same, fit to be shown.
    pub fn shown(&self) -> Text {
        Text::new(self.raw())
    }
}

/// Spreadsheets keep a phone number as 13800000000.0: whole numbers are written without a fraction.
fn format_number(number: f64) -> String {
    match number.fract() == 0.0 && number.abs() < 1e15 {
        true => format!("{number:.0}"),
        false => number.to_string(),
    }
}

/// A row that holds something.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its number in the file, from 1.
    pub number: u32,
    /// Its cells from the first column on; blank ones at the end are left out.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell of a column; what lies beyond the last one is blank.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Blank)
    }

    /// Whether there is nothing to be seen in the row.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }
}

/// A sheet: the rows that hold something, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// The sheet's name; empty for text files.
    pub name: Text,
    /// Rows that hold something, by rising number.
    pub rows: Vec<Row>,
}

impl Sheet {
    /// The row of that number, if it holds something.
    pub fn row(&self, number: u32) -> Option<&Row> {
        self.rows.binary_search_by_key(&number, |row| row.number).ok().map(|at| &self.rows[at])
    }
}

/// Reads the visible sheets of a workbook, or the one grid of a text file, judging by content.
///
/// # Errors
/// When it is something else, damaged, or beyond the limits.
pub fn read(path: &Path) -> Result<Vec<Sheet>, ReadError> {
    read_bytes(kind::load(path)?)
}

/// The same from bytes. A OneRoster set is no grid.
///
/// # Errors
/// As [`read`].
pub fn read_bytes(bytes: Vec<u8>) -> Result<Vec<Sheet>, ReadError> {
    match kind::judge_bytes(&bytes)? {
        Source::Workbook => workbook::read(&bytes),
        Source::Delimited => delimited::read(bytes).map(|sheet| vec![sheet]),
        Source::OneRoster => Err(ReadError::OtherKind("OneRoster")),
    }
}

/// Counts what a file has used up of its limits.
#[derive(Default)]
pub(super) struct Budget {
    cells: usize,
    bytes: usize,
}

impl Budget {
    /// Takes cells and bytes of text.
    pub(super) fn take(&mut self, cells: usize, bytes: usize) -> Result<(), ReadError> {
        self.cells += cells;
        self.bytes += bytes;
        match self.cells > CELLS_MAX || self.bytes > TEXT_BYTES_MAX {
            true => Err(ReadError::TooMuch),
            false => Ok(()),
        }
    }
}

/// Puts a cell in its place, within the limits. `row` and `column` count from 0; rows must not fall.
pub(super) fn place(
    rows: &mut Vec<Row>,
    budget: &mut Budget,
    (row, column): (u32, usize),
    cell: Cell,
) -> Result<(), ReadError> {
    if cell.is_blank() {
        return Ok(());
    }
    if row >= ROWS_MAX {
        return Err(ReadError::TooManyRows(ROWS_MAX));
    }
    if column >= COLUMNS_MAX {
        return Err(ReadError::TooManyColumns(COLUMNS_MAX as u32));
    }
    let number = row + 1;
    let bytes = match &cell {
        Cell::Text(text) | Cell::Error(text) => text.len(),
        _ => 0,
    };
    if bytes > CELL_BYTES_MAX {
        return Err(ReadError::LongCell { row: number, limit: CELL_BYTES_MAX });
    }
    match rows.last().map(|last| (last.number, last.cells.len())) {
        Some((last, _)) if last > number => return Err(ReadError::Damaged),
        Some((last, _)) if last == number => {}
        // Rows are mostly as long as those above them; room for twice that would double the grid.
        above => {
            let cells = Vec::with_capacity(above.map_or(0, |(_, length)| length));
            rows.push(Row { number, cells });
        }
    }
    let Some(last) = rows.last_mut() else { return Err(ReadError::Damaged) };
    let grown = (column + 1).saturating_sub(last.cells.len());
    budget.take(grown, bytes)?;
    if grown > 0 {
        last.cells.resize(column + 1, Cell::Blank);
    }
    last.cells[column] = cell;
    Ok(())
}

/// The day of a spreadsheet's serial number (1900 system), for years 1900 to 2199.
pub(super) fn serial_moment(serial: f64) -> Option<NaiveDateTime> {
    // From 61 on (1 March 1900) days count from 30 December 1899; before that Excel counts a day
    // that never was, and no office writes such dates.
    if !(61.0..109_575.0).contains(&serial) {
        return None;
    }
    let start = chrono::NaiveDate::from_ymd_opt(1899, 12, 30)?.and_time(chrono::NaiveTime::MIN);
    start.checked_add_signed(chrono::Duration::seconds((serial * 86_400.0).round() as i64))
}

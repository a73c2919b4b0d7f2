//! An .xlsx workbook as grids, with a hand on what it may cost.
//!
//! A workbook of two kilobytes can ask for hundreds of gigabytes: by cells far apart, by a count
//! that it promises, by parts that unpack without end. So each part is unpacked once to nowhere and
//! measured before the workbook is read, and cells are read one by one into counted places.

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Dimensions, Reader, SheetType, SheetVisible, Style, Xlsx};

use super::ReadError;
use super::markup::Markup;
use super::table::{Budget, COLUMNS_MAX, Cell, Row, Sheet, place, serial_moment};
use crate::base::Text;

/// The most that all parts may unpack to, in bytes.
const UNPACKED_MAX: u64 = 192 << 20;
/// The most that the table of shared texts may unpack to, in bytes: it is kept whole.
const SHARED_MAX: u64 = 32 << 20;
/// The most texts that the table of shared texts may promise.
const PROMISED_MAX: u64 = 1_000_000;
/// The most cells that are looked at, blank ones included.
const SEEN_MAX: u32 = 8_000_000;
/// The most rows that are looked at for cells merged over them.
const FILLED_MAX: usize = 2_000_000;
/// The most sheets that are read.
const SHEETS_MAX: usize = 64;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads the visible sheets that hold something.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>, ReadError> {
    measure(bytes)?;
    // calamine's arithmetic on cell names can overflow, which panics where overflow is checked.
    catch_unwind(AssertUnwindSafe(|| read_sheets(bytes))).unwrap_or(Err(ReadError::Damaged))
}

/// Unpacks every part to nowhere, counting, and looks at the promises that calamine believes.
fn measure(bytes: &[u8]) -> Result<(), ReadError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::Damaged)?;
    let mut total = 0;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| ReadError::Damaged)?;
        let name = String::from_utf8_lossy(part.name_raw()).to_ascii_lowercase();
        let xml = name.ends_with(".xml") || name.ends_with(".rels");
        let shared = name.ends_with("sharedstrings.xml");
        let limit = if shared { SHARED_MAX } else { UNPACKED_MAX }.min(UNPACKED_MAX - total);
        total += pass(&mut part, limit, xml, shared)?;
    }
    Ok(())
}

/// Reads a part to its end; tells how long it is.
fn pass(part: &mut impl Read, limit: u64, xml: bool, shared: bool) -> Result<u64, ReadError> {
    const KEY: &[u8] = b"uniqueCount";
    let mut chunk = vec![0; 64 << 10];
    let mut markup = Markup::default();
    let mut kept = 0;
    let mut length = 0;
    loop {
        let read = part.read(&mut chunk[kept..]).map_err(|_| ReadError::Damaged)?;
        if read == 0 {
            return Ok(length);
        }
        length += read as u64;
        if length > limit {
            return Err(ReadError::TooMuch);
        }
        if xml {
            markup.look(&chunk[kept..kept + read])?;
        }
        let seen = &chunk[..kept + read];
        if shared && promise(seen, KEY) > PROMISED_MAX {
            return Err(ReadError::TooMuch);
        }
        // What may be the beginning of a promise is looked at again with what follows.
        kept = if shared { seen.len().min(64) } else { 0 };
        let from = seen.len() - kept;
        chunk.copy_within(from..from + kept, 0);
    }
}

/// The largest number that follows the key.
fn promise(text: &[u8], key: &[u8]) -> u64 {
    let after = memchr::memmem::find_iter(text, key).map(|at| at + key.len());
    after
        .map(|at| {
            let digits =
                text[at..].iter().skip_while(|b| !b.is_ascii_digit()).take_while(|b| b.is_ascii_digit());
            digits.fold(0u64, |n, d| n.saturating_mul(10).saturating_add(u64::from(d - b'0')))
        })
        .max()
        .unwrap_or(0)
}

fn read_sheets(bytes: &[u8]) -> Result<Vec<Sheet>, ReadError> {
    let mut book: Workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsxError::Password => ReadError::Encrypted,
        _ => ReadError::Damaged,
    })?;
    let visible = |s: &&calamine::Sheet| s.visible == SheetVisible::Visible && s.typ == SheetType::WorkSheet;
    let names: Vec<String> =
        book.sheets_metadata().iter().filter(visible).map(|s| s.name.clone()).take(SHEETS_MAX).collect();
    let mut budget = Budget::default();
    let mut sheets = Vec::new();
    for name in names {
        let mut rows = read_rows(&mut book, &name, &mut budget)?;
        if rows.is_empty() {
            continue;
        }
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let mut looked_at = 0;
        for area in merged {
            looked_at += fill_down(&mut rows, area, &mut budget)?;
            if looked_at > FILLED_MAX {
                return Err(ReadError::TooMuch);
            }
        }
        sheets.push(Sheet { name: Text::new(&name), rows });
    }
    if sheets.is_empty() { Err(ReadError::Empty) } else { Ok(sheets) }
}

fn read_rows(book: &mut Workbook, name: &str, budget: &mut Budget) -> Result<Vec<Row>, ReadError> {
    let mut reader = book.worksheet_cells_reader(name).map_err(|_| ReadError::Damaged)?;
    let mut rows = Vec::new();
    let mut seen = 0;
    let padded: Vec<usize> = reader.styles().iter().map(padding).collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|_| ReadError::Damaged)? {
        seen += 1;
        if seen > SEEN_MAX {
            return Err(ReadError::TooMuch);
        }
        let (row, column) = cell.get_position();
        place(&mut rows, budget, (row, column as usize), convert(cell.get_value(), padded.get(style)))?;
    }
    Ok(rows)
}

/// To how many digits a number format fills up with zeros: `000` shows 7 as 007.
fn padding(style: &Style) -> usize {
    let code = style.number_format.as_ref().map_or("", |format| format.format_code.as_str());
    if code.bytes().all(|b| b == b'0') { code.len() } else { 0 }
}

fn convert(value: &DataRef, padded: Option<&usize>) -> Cell {
    match (value, padded) {
        (DataRef::Float(n), Some(width @ 2..=20)) if n.fract() == 0.0 && (0.0..1e15).contains(n) => {
            Cell::Text(format!("{n:0width$.0}"))
        }
        _ => convert_value(value),
    }
}

fn convert_value(value: &DataRef) -> Cell {
    match value {
        DataRef::Empty => Cell::Blank,
        DataRef::Int(n) => Cell::Number(*n as f64),
        DataRef::Float(n) => Cell::Number(*n),
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(yes) => Cell::Bool(*yes),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::Error(error) => Cell::Error(error.to_string()),
        DataRef::DateTime(at) if at.is_datetime() => {
            // Workbooks of old Macs count from 1904; calamine knows which, but tells it only so.
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            chrono::NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
                .and_then(|d| d.and_hms_opt(u32::from(hour), u32::from(minute), u32::from(second)))
                .filter(|_| serial_moment(at.as_f64()).is_some())
                .map_or(Cell::Number(at.as_f64()), Cell::Date)
        }
        DataRef::DateTime(at) => Cell::Number(at.as_f64()),
    }
}

/// A cell merged over several rows of one column (a class written once beside its students) counts
/// for each of them. Cells merged across columns are titles and stay as they are.
/// Says how many rows were looked at.
fn fill_down(rows: &mut [Row], area: Dimensions, budget: &mut Budget) -> Result<usize, ReadError> {
    let ((top, left), (bottom, right)) = (area.start, area.end);
    let column = left as usize;
    if left != right || bottom <= top || column >= COLUMNS_MAX {
        return Ok(0);
    }
    let from = rows.partition_point(|row| row.number <= top);
    let to = rows.partition_point(|row| row.number <= bottom.saturating_add(1));
    let Some((first, rest)) = rows[from..to].split_first_mut() else { return Ok(0) };
    if first.number != top + 1 || first.cell(column).is_blank() {
        return Ok(0);
    }
    for row in rest.iter_mut().filter(|row| row.cell(column).is_blank()) {
        let text = if let Cell::Text(text) = first.cell(column) { text.len() } else { 0 };
        budget.take((column + 1).saturating_sub(row.cells.len()), text)?;
        if row.cells.len() <= column {
            row.cells.resize(column + 1, Cell::Blank);
        }
        row.cells[column] = first.cell(column).clone();
    }
    Ok(to - from)
}

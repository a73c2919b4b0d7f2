//! Tables on their way out: csv, xlsx and json from one plain model.
//!
//! Text that looks like a formula must stay text in whatever opens the file. In a workbook a text
//! cell is a text cell. Csv has no types, so [`guarded`] does what OWASP advises: an apostrophe
//! before any text that begins with `=`, `+`, `-`, `@`, a tab or a line break, and every text in
//! quotation marks with those inside doubled. Our own reader takes that apostrophe off again.
//! Numbers are typed and never guarded: −5 stays a number.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use serde_json::{Map, Number, Value as Json};

use crate::base::{Credits, Day, Money, Prose, Refused, Say, Text};

/// What stands in a cell on its way out.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Blank,
    /// Text: also telephone numbers, ids, and whatever looks like a number but isn't counted.
    Text(Prose),
    /// A whole number.
    Int(i64),
    /// Money. Csv and xlsx show units with decimals; json tells minor units.
    Money(Money),
    /// Lesson credits, as a decimal number.
    Credits(Credits),
    /// A day.
    Day(Day),
    /// Several names. Csv and xlsx join them by `、`; json tells a list.
    List(Vec<Text>),
}

impl Value {
    /// Text; nothing if there is none.
    pub fn text(text: Option<impl AsRef<str>>) -> Value {
        text.map_or(Value::Blank, |text| Value::Text(Prose::new(text)))
    }
}

/// What a column holds, which decides its width and alignment in a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// Whole numbers.
    Int,
    /// Money.
    Money,
    /// Lesson credits.
    Credits,
    /// Days.
    Day,
}

/// A column on its way out.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnOut {
    /// Its stable name, for json.
    pub key: &'static str,
    /// Its name in the reader's language.
    pub title: Text,
    /// What it holds.
    pub kind: ColumnKind,
}

/// A table on its way out. Rows have as many values as there are columns.
#[derive(Clone, Debug, PartialEq)]
pub struct TableOut {
    /// The sheet's name.
    pub name: Text,
    /// Columns.
    pub columns: Vec<ColumnOut>,
    /// Rows.
    pub rows: Vec<Vec<Value>>,
    /// The decimals of the school's currency.
    pub digits: u8,
}

/// Characters with which a formula, or a command to a spreadsheet, begins; the full-width forms too,
/// which some programs take for the plain ones.
fn begins_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠' | '−')
}

/// The text as csv carries it: with an apostrophe before what a spreadsheet might execute.
pub fn guarded(text: &str) -> String {
    match text.trim_start_matches('\'').starts_with(begins_formula) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

/// Takes the apostrophe off again.
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(begins_formula) => rest,
        _ => text,
    }
}

fn joined(names: &[Text]) -> String {
    names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("、")
}

/// A decimal number with a point and no separators: −1280.50.
fn decimal(units: i64, digits: u8) -> String {
    let unit = 10u64.pow(u32::from(digits));
    let (whole, part) = (units.unsigned_abs() / unit, units.unsigned_abs() % unit);
    let sign = if units < 0 { "-" } else { "" };
    match digits {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{part:0width$}", width = usize::from(digits)),
    }
}

fn plain_credits(credits: Credits) -> String {
    let text = decimal(credits.0, 2);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The table as csv: UTF-8 with a byte order mark, without which Excel takes Chinese for something
/// else; RFC 4180 with CR LF.
///
/// # Errors
/// When memory for it can't be had.
pub fn csv(table: &TableOut) -> Result<Vec<u8>, Refused> {
    let failed = |error: csv::Error| out_of_reach(error.to_string());
    // Texts are quoted and numbers are not, so that a reader can tell them apart.
    let mut out = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::NonNumeric)
        .terminator(csv::Terminator::CRLF)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    out.write_record(table.columns.iter().map(|c| guarded(&c.title))).map_err(failed)?;
    for row in &table.rows {
        let fields = row.iter().map(|value| match value {
            Value::Blank => String::new(),
            Value::Text(text) => guarded(text),
            Value::Int(n) => n.to_string(),
            Value::Money(money) => decimal(money.0, table.digits),
            Value::Credits(credits) => plain_credits(*credits),
            Value::Day(day) => day.to_string(),
            Value::List(names) => guarded(&joined(names)),
        });
        out.write_record(fields).map_err(failed)?;
    }
    out.into_inner().map_err(|error| out_of_reach(error.to_string()))
}

/// The table as json: a list of objects by the columns' keys. Money is in minor units.
pub fn json(table: &TableOut) -> Json {
    let row = |row: &Vec<Value>| {
        let values = row.iter().map(json_value);
        Json::Object(table.columns.iter().map(|c| c.key.to_owned()).zip(values).collect::<Map<_, _>>())
    };
    Json::Array(table.rows.iter().map(row).collect())
}

fn json_value(value: &Value) -> Json {
    match value {
        Value::Blank => Json::Null,
        Value::Text(text) => text.as_str().into(),
        Value::Int(n) => (*n).into(),
        Value::Money(money) => money.0.into(),
        Value::Credits(credits) if credits.0 % 100 == 0 => (credits.0 / 100).into(),
        Value::Credits(credits) => {
            Number::from_f64(credits.0 as f64 / 100.0).map_or(Json::Null, Json::Number)
        }
        Value::Day(day) => day.to_string().into(),
        Value::List(names) => names.iter().map(|name| name.as_str()).collect(),
    }
}

/// The table as a workbook of one sheet: a bold first row that stays in view, numbers and days as
/// such, everything else as text cells. The same table gives the same bytes.
///
/// # Errors
/// When it is beyond what a workbook can hold.
pub fn xlsx(table: &TableOut) -> Result<Vec<u8>, Refused> {
    let mut book = Workbook::new();
    let written = fill(&mut book, table).and_then(|()| book.save_to_buffer());
    written.map_err(|error| out_of_reach(error.to_string()))
}

fn fill(book: &mut Workbook, table: &TableOut) -> Result<(), XlsxError> {
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(&table.name))?;
    sheet.set_freeze_panes(1, 0)?;
    let decimals = "0".repeat(usize::from(table.digits));
    let money = if decimals.is_empty() { "#,##0".into() } else { format!("#,##0.{decimals}") };
    let formats = Formats {
        head: Format::new().set_bold(),
        text: Format::new().set_num_format("@"),
        money: Format::new().set_num_format(money),
        day: Format::new().set_num_format("yyyy-mm-dd"),
    };
    for (at, column) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(0, at, column.title.as_str(), &formats.head)?;
        let width = match column.kind {
            ColumnKind::Text => 18,
            ColumnKind::Int | ColumnKind::Credits => 10,
            ColumnKind::Money | ColumnKind::Day => 13,
        };
        sheet.set_column_width(at, width)?;
    }
    for (line, row) in (1..).zip(&table.rows) {
        for (at, value) in (0..).zip(row) {
            put(sheet, (line, at), value, &formats, table.digits)?;
        }
    }
    Ok(())
}

struct Formats {
    head: Format,
    text: Format,
    money: Format,
    day: Format,
}

fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value,
    formats: &Formats,
    digits: u8,
) -> Result<(), XlsxError> {
    match value {
        Value::Blank => {}
        Value::Text(text) => {
            sheet.write_string_with_format(row, column, text.as_str(), &formats.text)?;
        }
        Value::List(names) => {
            sheet.write_string_with_format(row, column, joined(names), &formats.text)?;
        }
        Value::Int(n) => {
            sheet.write_number(row, column, *n as f64)?;
        }
        Value::Money(money) => {
            let units = money.0 as f64 / 10f64.powi(i32::from(digits));
            sheet.write_number_with_format(row, column, units, &formats.money)?;
        }
        Value::Credits(credits) => {
            sheet.write_number(row, column, credits.0 as f64 / 100.0)?;
        }
        Value::Day(day) => {
            use chrono::Datelike;
            let year = u16::try_from(day.year()).unwrap_or_default();
            let (month, day_of) = (day.month() as u8, day.day() as u8);
            match ExcelDateTime::from_ymd(year, month, day_of) {
                Ok(at) => sheet.write_datetime_with_format(row, column, &at, &formats.day)?,
                // Days before 1900 have no number in a workbook.
                Err(_) => sheet.write_string(row, column, day.to_string())?,
            };
        }
    }
    Ok(())
}

/// A sheet's name has at most 31 UTF-16 units and no character that means something in a reference.
fn sheet_name(name: &Text) -> String {
    let mut room = 31;
    let fits = |c: &char| {
        let left = usize::checked_sub(room, c.len_utf16());
        left.map(|left| room = left).is_some()
    };
    let kept: String = name.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take_while(fits).collect();
    if kept.trim().is_empty() { "Sheet1".into() } else { kept }
}

fn out_of_reach(why: String) -> Refused {
    Refused::input(Say::new("import-not-written").with("why", why))
}

#[cfg(test)]
#[path = "write_tests.rs"]
mod tests;

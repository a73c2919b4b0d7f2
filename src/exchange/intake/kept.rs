//! The file of refused rows, beside the source: mended, it can be imported itself.

use std::path::{Path, PathBuf};

use super::{Content, Opened, Plan, RefusedRow, Source};
use crate::base::{Refused, Text};
use crate::exchange::ReadError;
use crate::exchange::table::Row;
use crate::exchange::write::{ColumnKind, ColumnOut, TableOut, Value, csv};
use crate::lang::{Lang, Shown};

/// Where the refused rows of a file are written: `NAME.refused.csv` beside it.
pub fn beside(file: &Path) -> PathBuf {
    let stem = file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy();
    file.with_file_name(format!("{stem}.refused.csv"))
}

/// Writes the refused rows beside their source, with the reasons in that language.
///
/// # Errors
/// When the file can't be written.
pub fn keep(
    opened: &Opened,
    plan: Option<&Plan>,
    source: &Source,
    (lang, shown): (&Lang, &Shown),
) -> Result<(), Refused> {
    let words = Words { lang, shown };
    let table = match (&opened.content, plan) {
        (Content::Sheets(_), Some(plan)) => words.rows(opened, plan, source),
        _ => words.cells(source),
    };
    let bytes = csv(&table)?;
    Ok(std::fs::write(beside(&opened.path), bytes).map_err(ReadError::from)?)
}

struct Words<'a> {
    lang: &'a Lang,
    shown: &'a Shown,
}

impl Words<'_> {
    fn column(&self, title: Text) -> ColumnOut {
        ColumnOut { key: "cell", title, kind: ColumnKind::Text }
    }

    fn table(&self, titles: Vec<Text>, rows: Vec<Vec<Value>>) -> TableOut {
        TableOut {
            name: Text::default(),
            columns: titles.into_iter().map(|title| self.column(title)).collect(),
            rows,
            digits: self.shown.currency.digits(),
        }
    }

    /// The refused rows as they stand in the file, with number and reason behind.
    fn rows(&self, opened: &Opened, plan: &Plan, source: &Source) -> TableOut {
        let blank = Row { number: 0, cells: Vec::new() };
        let sheet = opened.sheets().get(plan.sheet);
        let line = |number: u32| sheet.and_then(|sheet| sheet.row(number)).unwrap_or(&blank);
        let header = line(plan.mapping.header_row);
        let lines: Vec<_> = source.refused.iter().map(|no| (no, line(no.row))).collect();
        let width = lines.iter().map(|(_, line)| line.cells.len()).max().unwrap_or(0).max(header.cells.len());
        let own = ["import-refused-row", "import-refused-reason"].map(|key| Text::new(self.lang.text(key)));
        let row = |(no, line): (&RefusedRow, &Row)| {
            let cells = (0..width).map(|at| Value::text(Some(line.cell(at).raw())));
            let reason = self.lang.say(&no.reason, self.shown);
            cells.chain([Value::Int(i64::from(no.row)), Value::text(Some(reason))]).collect()
        };
        // Of a header in two rows the mapping knows whole names.
        let named = super::saved::titles(&plan.mapping);
        let title = |at: usize| match named.iter().find(|column| column.index == at) {
            Some(column) => column.title.clone(),
            None => header.cell(at).shown(),
        };
        let titles = (0..width).map(title).chain(own).collect();
        self.table(titles, lines.into_iter().map(row).collect())
    }

    /// The faults of what is no single table: file, line and column, value and reason.
    fn cells(&self, source: &Source) -> TableOut {
        let keys =
            ["import-refused-row", "import-refused-column", "import-refused-value", "import-refused-reason"];
        let row = |no: &RefusedRow| {
            vec![
                Value::Int(i64::from(no.row)),
                Value::text(Some(&*no.place())),
                Value::text(Some(&*no.value)),
                Value::text(Some(self.lang.say(&no.reason, self.shown))),
            ]
        };
        let titles = keys.map(|key| Text::new(self.lang.text(key))).into();
        self.table(titles, source.refused.iter().map(row).collect())
    }
}

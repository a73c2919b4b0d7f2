//! What an import did or would do, for people and for scripts; and the file of refused rows.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::source::{RefusedCell, Source};
use crate::base::{Refused, Text};
use crate::books::register::{Comparison, RowState};
use crate::cli::args::Import;
use crate::cli::school::Opened;
use crate::cli::shell::Shell;
use crate::exchange::write::{ColumnKind, ColumnOut, TableOut, Value, csv};
use crate::say;

/// Tells what an import did or would do, to stdout.
///
/// # Errors
/// When it can't be written.
pub fn tell(
    args: &Import,
    shell: &Shell,
    opened: &Opened,
    source: &Source,
    found: &Comparison,
) -> Result<(), Refused> {
    let text = |say: &crate::base::Say| shell.lang.say(say, &opened.shown);
    for said in &source.passed_over {
        shell.tell(said, &opened.shown);
    }
    if args.json {
        let refused = |r: &RefusedCell| json!({ "row": r.row, "column": r.column, "value": r.value, "reason": text(&r.reason) });
        let answer = json!({
            "new": found.new,
            "changed": found.changed,
            "unchanged": found.unchanged,
            "refused": source.refused.iter().map(refused).collect::<Vec<_>>(),
        });
        return shell.answer(&answer.to_string());
    }
    for row in found.rows.iter().filter(|row| row.state == RowState::Changed) {
        for change in &row.changes {
            let from = change.from.clone().unwrap_or_else(|| "—".into());
            let say =
                say!("cli-import-change", row = row.row, name = &row.name, field = change.field.clone());
            shell.answer(&text(&say.with("from", from).with("to", change.to.clone())))?;
        }
    }
    for refused in &source.refused {
        shell.answer(&text(&refused.say()))?;
    }
    let counts = if args.dry_run { say!("cli-import-would") } else { say!("cli-import-did") };
    let counts = counts.with("new", found.new).with("changed", found.changed);
    let counts = counts.with("unchanged", found.unchanged).with("refused", source.refused.len());
    shell.answer(&text(&counts))
}

/// Writes the refused rows to a file beside the source, and says where; where that can't be, it is said
/// too, and the import goes on.
pub fn keep_refused(file: &Path, shell: &Shell, opened: &Opened, source: &Source) {
    let path = beside(file);
    let written = csv(&table(shell, opened, source))
        .and_then(|bytes| Ok(std::fs::write(&path, bytes).map_err(crate::exchange::ReadError::from)?));
    let shown = path.display().to_string();
    match written {
        Ok(()) => shell.tell(&say!("cli-import-kept", file = shown), &opened.shown),
        Err(refused) => {
            shell.tell(&say!("cli-import-not-kept", file = shown, why = refused.reason), &opened.shown);
        }
    }
}

fn beside(file: &Path) -> PathBuf {
    let stem = file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy();
    file.with_file_name(format!("{stem}.refused.csv"))
}

/// The refused rows as they stand in the file, with the reason behind: mended, it can be imported itself.
fn table(shell: &Shell, opened: &Opened, source: &Source) -> TableOut {
    if source.lines.is_empty() {
        return cells(shell, opened, source);
    }
    let blank = crate::exchange::table::Row { number: 0, cells: Vec::new() };
    let lines: Vec<_> =
        source.refused.iter().map(|r| (r, source.lines.get(&r.row).unwrap_or(&blank))).collect();
    let width = lines.iter().map(|(_, line)| line.cells.len()).max().unwrap_or(0);
    let titled = source.titles.keys().last().map_or(0, |last| last + 1);
    let (width, title) = (width.max(titled), |at: usize| source.titles.get(&at).cloned().unwrap_or_default());
    let column = |title: Text| ColumnOut { key: "cell", title, kind: ColumnKind::Text };
    let own =
        ["cli-import-column-row", "cli-import-column-reason"].map(|key| Text::new(shell.lang.text(key)));
    TableOut {
        name: Text::default(),
        columns: (0..width).map(title).chain(own).map(column).collect(),
        rows: lines
            .into_iter()
            .map(|(refused, line)| {
                let cells = (0..width).map(|at| Value::text(Some(line.cell(at).raw())));
                let reason = shell.lang.say(&refused.reason, &opened.shown);
                let own = [Value::Int(i64::from(refused.row)), Value::text(Some(reason))];
                cells.chain(own).collect()
            })
            .collect(),
        digits: opened.school.currency.digits(),
    }
}

/// The refusals of what is no single table: file and column, value and reason.
fn cells(shell: &Shell, opened: &Opened, source: &Source) -> TableOut {
    let keys = [
        "cli-import-column-row",
        "cli-import-column-column",
        "cli-import-column-value",
        "cli-import-column-reason",
    ];
    let column =
        |key| ColumnOut { key: "cell", title: Text::new(shell.lang.text(key)), kind: ColumnKind::Text };
    let row = |refused: &RefusedCell| {
        vec![
            Value::Int(i64::from(refused.row)),
            Value::text(Some(&*refused.column)),
            Value::text(Some(&*refused.value)),
            Value::text(Some(shell.lang.say(&refused.reason, &opened.shown))),
        ]
    };
    TableOut {
        name: Text::default(),
        columns: keys.map(column).into(),
        rows: source.refused.iter().map(row).collect(),
        digits: opened.school.currency.digits(),
    }
}

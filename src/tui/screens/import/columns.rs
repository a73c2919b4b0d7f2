//! The columns of a file: what each is called there, what it is read as, and what stands in it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Import;
use super::tried::Tried;
use crate::exchange::columns::{Column as FileColumn, Field};
use crate::say;
use crate::tui::app::Look;
use crate::tui::symbol::{DOT, UNMARKED};
use crate::tui::theme::Role;
use crate::tui::widgets::text::cut;
use crate::tui::widgets::{Column, Line, Row, Table};

/// Values shown in a row of the table.
const SAMPLES_IN_ROW: usize = 3;
/// Cells that one value may take in a row.
const SAMPLE_CELLS: usize = 18;

/// Draws the table of columns.
pub fn draw(import: &mut Import, area: Rect, buf: &mut Buffer, look: &Look) {
    let Some(tried) = &import.tried else { return };
    let columns = tried.columns();
    let heads = [
        Column::fixed(look.text("intake-letters"), 4),
        Column::flexible(look.text("intake-title"), 12, 1),
        Column::fixed(look.text("intake-as"), 16),
        Column::flexible(look.text("intake-samples"), 20, 3),
    ];
    let row = |at: usize| {
        let (column, field) = &columns[at];
        let quiet = if field.is_some() { Role::Text } else { Role::Muted };
        let values = tried.samples[at].iter().take(SAMPLES_IN_ROW);
        let values: Vec<_> = values.map(|value| cut(value, SAMPLE_CELLS)).collect();
        Row::of([
            Line::of(column.letters(), Role::Muted),
            Line::of(column.title.to_string(), quiet),
            read_as(*field, look),
            Line::of(values.join(DOT), Role::Muted),
        ])
    };
    Table { columns: &heads, ids: &import.column_ids, row: &row }.draw(
        area,
        buf,
        &look.theme,
        &mut import.columns,
    );
}

fn read_as(field: Option<Field>, look: &Look) -> Line {
    match field {
        Some(field) => Line::of(format!("→ {}", look.say(&field.say())), Role::Accent),
        None => Line::of(format!("{UNMARKED} {}", look.text("intake-unused")), Role::Muted),
    }
}

/// What there is to say of a column.
pub fn detail(tried: &Tried, at: usize, look: &Look) -> Vec<Line> {
    let columns = tried.columns();
    let (Some((column, field)), Some(values)) = (columns.get(at), tried.samples.get(at)) else {
        return Vec::new();
    };
    let head = Line::of(format!("{} {}  ", column.letters(), column.title), Role::Title);
    let head = Line(head.0.into_iter().chain(read_as(*field, look).0).collect());
    let mut lines = vec![head];
    lines.extend(faults(tried, column, look));
    if values.is_empty() {
        lines.push(Line::of(look.text("intake-blank-column").into_owned(), Role::Muted));
    }
    lines.extend(values.iter().map(|value| Line::of(value.to_string(), Role::Text)));
    lines
}

/// How many rows stay out for what stands in this column.
fn faults(tried: &Tried, column: &FileColumn, look: &Look) -> Option<Line> {
    let count = tried.source.refused.iter().filter(|no| no.column == column.title).count();
    (count > 0).then(|| Line::of(look.say(&say!("intake-column-faults", count = count)), Role::Bad))
}

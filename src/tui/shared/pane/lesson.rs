//! A lesson before it begins or while it is on: who is expected, and what to know of them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{hint, lines};
use crate::desk::calendar::{Sheet, SheetRow};
use crate::desk::register::Standing;
use crate::say;
use crate::tui::app::Look;
use crate::tui::theme::Role;
use crate::tui::widgets::Line;
use crate::tui::widgets::text::{Align, fit};

/// Cells of a name before its hint.
const NAME_CELLS: usize = 12;

/// Draws who is expected in a lesson; those of whom there is something to know come first.
pub fn lesson(sheet: &Sheet, area: Rect, buf: &mut Buffer, look: &Look) {
    let day = &sheet.lesson;
    let number = say!("class-lesson-no", no = i64::from(day.lesson.no));
    let expected: Vec<&SheetRow> = sheet.rows.iter().filter(|row| row.standing == Standing::Active).collect();
    let mut all = vec![
        Line::of(day.class.to_string(), Role::Title).and(format!("  {}", look.say(&number)), Role::Muted),
        Line::of(look.say(&say!("today-expected", count = expected.len())), Role::Muted),
        Line::new(),
    ];
    let told = expected.into_iter().map(|row| (row, hint(row, sheet.low_credits, day.lesson.day, look)));
    let (known, quiet): (Vec<_>, Vec<_>) = told.partition(|(_, hint)| !hint.0.is_empty());
    all.extend(known.into_iter().map(|(row, hint)| {
        let name = fit(&row.name, NAME_CELLS, Align::Left);
        let mut line = Line::of(format!("{name}  "), Role::Text);
        line.0.extend(hint.0);
        line
    }));
    all.extend(quiet.into_iter().map(|(row, _)| Line::of(row.name.to_string(), Role::Muted)));
    lines(&all, area, buf, look);
}

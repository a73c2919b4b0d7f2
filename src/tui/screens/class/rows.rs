//! A student's row: seat, name, mark, points, credits, hint. Plain data in, cells out.

use super::expected;
use crate::base::{Credits, Day};
use crate::desk::calendar::{Mark, Presence, SheetRow};
use crate::say;
use crate::tui::app::Look;
use crate::tui::shared::pane::hint;
use crate::tui::symbol;
use crate::tui::theme::Role;
use crate::tui::widgets::{Column, Line, Row};

/// Columns from left to right.
pub fn columns(look: &Look) -> Vec<Column> {
    vec![
        Column::fixed(look.text("class-seat"), 2),
        Column::flexible(look.text("class-student"), 10, 1),
        Column::fixed(look.text("class-attendance"), 10),
        Column::fixed(look.text("class-today"), 5).right(),
        Column::fixed(look.text("class-month"), 6).right(),
        Column::fixed(look.text("class-credits"), 6).right(),
        Column::flexible(look.text("class-hint"), 18, 2),
    ]
}

pub fn row(row: &SheetRow, chosen: bool, low: Credits, day: Day, look: &Look) -> Row {
    let quiet = !expected(row);
    let name = if quiet { Role::Muted } else { Role::Text };
    let seat = if row.seat == 0 { String::new() } else { format!("{:02}", row.seat) };
    let today = match row.points_today {
        0 => Line::new(),
        n if n < 0 => Line::of(format!("−{}", -n), Role::Bad),
        n => Line::of(format!("+{n}"), Role::Ok),
    };
    let credits = match row.credits {
        Credits(..=0) => Role::Bad,
        some if some <= low => Role::Warn,
        _ => Role::Text,
    };
    let credits = if quiet { Role::Muted } else { credits };
    Row {
        cells: vec![
            Line::of(seat, Role::Muted),
            Line::of(row.name.to_string(), name),
            mark(row, look),
            today,
            Line::of(row.points_month.to_string(), Role::Muted),
            Line::of(row.credits.to_string(), credits),
            hint(row, low, day, look),
        ],
        chosen,
    }
}

/// Sign and word of a mark; what wants a decision stands out, what is settled is quiet.
pub fn mark(row: &SheetRow, look: &Look) -> Line {
    match &row.mark {
        None if !expected(row) => Line::new(),
        None => Line::of(symbol::UNMARKED, Role::Accent)
            .and(format!(" {}", look.text("class-unmarked")), Role::Accent),
        Some(mark) => {
            let (sign, role) = symbol::attended(mark.presence);
            Line::of(sign, role).and(format!(" {}", word(mark, look)), role)
        }
    }
}

fn word(mark: &Mark, look: &Look) -> String {
    match mark.presence {
        Presence::Present => look.text("class-present").into_owned(),
        Presence::Late if mark.minutes > 0 => look.say(&say!("class-late-minutes", minutes = mark.minutes)),
        Presence::Late => look.text("class-late").into_owned(),
        Presence::Absent => look.text("class-absent").into_owned(),
        Presence::Excused => look.text("class-excused").into_owned(),
    }
}

/// Whether the space bar would mark this student.
pub fn waits(row: &SheetRow) -> bool {
    expected(row) && row.mark.is_none()
}

/// Whether points for everyone are for this student too: not for those who are away.
pub fn may_earn(row: &SheetRow) -> bool {
    let away = row.mark.as_ref().is_some_and(|m| matches!(m.presence, Presence::Absent | Presence::Excused));
    expected(row) && !away
}

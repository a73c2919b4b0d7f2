//! The same students as seats: as many across as there is room for, sign and name in each.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::rows;
use crate::base::StudentId;
use crate::desk::calendar::SheetRow;
use crate::tui::app::Look;
use crate::tui::input::Action;
use crate::tui::symbol;
use crate::tui::theme::Role;
use crate::tui::widgets::ListState;
use crate::tui::widgets::text::{Align, fit, put};

const SEAT_CELLS: u16 = 15;
const SEAT_ROWS: u16 = 2;

/// How many seats stand in one row of that width.
pub fn across(width: u16) -> usize {
    usize::from((width.saturating_sub(3) / SEAT_CELLS).max(1))
}

/// Moves among the seats; `false` when the action is none of these moves.
pub fn step(action: Action, across: usize, state: &mut ListState<StudentId>, ids: &[StudentId]) -> bool {
    let here = state.index();
    let there = match action {
        Action::ClassSeatLeft => here.saturating_sub(1),
        Action::ClassSeatRight => here + 1,
        Action::ListUp => here.checked_sub(across).unwrap_or(here),
        Action::ListDown => here + across,
        _ => return false,
    };
    if let Some(id) = ids.get(there) {
        state.select(*id, ids);
    }
    true
}

pub fn draw(
    rows: &[SheetRow],
    chosen: &dyn Fn(StudentId) -> bool,
    area: Rect,
    buf: &mut Buffer,
    look: &Look,
    state: &mut ListState<StudentId>,
) {
    let ids: Vec<StudentId> = rows.iter().map(|row| row.student).collect();
    let across = across(area.width);
    let lines = usize::from((area.height / SEAT_ROWS).max(1));
    state.settle(&ids);
    let first = (state.index() / across + 1).saturating_sub(lines) * across;
    for (place, row) in rows.iter().enumerate().skip(first).take(lines * across) {
        let (down, right) = ((place - first) / across, (place - first) % across);
        let x = area.x + 3 + right as u16 * SEAT_CELLS;
        let y = area.y + down as u16 * SEAT_ROWS;
        let selected = state.selected() == Some(row.student);
        let ground = if selected { look.style(Role::Selection) } else { look.style(Role::Text) };
        let (sign, role) = match &row.mark {
            Some(mark) => symbol::attended(mark.presence),
            None if rows::waits(row) => (symbol::UNMARKED, Role::Accent),
            None => (" ", Role::Muted),
        };
        let sign = if chosen(row.student) { symbol::CHOSEN } else { sign };
        let name = if rows::may_earn(row) { Role::Text } else { Role::Muted };
        let x = put(buf, x, y, sign, ground.patch(look.style(role)), 1);
        let label = fit(&format!(" {}", row.name), usize::from(SEAT_CELLS) - 5, Align::Left);
        let x = put(buf, x, y, &label, ground.patch(look.style(name)), SEAT_CELLS - 5);
        let today = if row.points_today > 0 { format!("+{}", row.points_today) } else { String::new() };
        put(buf, x, y, &fit(&today, 3, Align::Right), ground.patch(look.style(Role::Ok)), 3);
    }
}

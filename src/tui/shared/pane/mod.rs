//! What stands beside a wide list: the line between the two, and what is known of the selected row.

mod hint;
mod lesson;
mod student;

pub use hint::hint;
pub use lesson::lesson;
pub use student::student;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::tui::app::Look;
use crate::tui::theme::Role;
use crate::tui::widgets::Line;
use crate::tui::widgets::text::put;

/// From this width on a list has room for a pane beside it.
pub const FROM_WIDTH: u16 = 110;
/// How wide the pane is, the dividing line included.
const CELLS: u16 = 40;

/// Parts an area into the list and, where it is wide enough, the pane beside it.
pub fn part(area: Rect) -> (Rect, Option<Rect>) {
    if area.width < FROM_WIDTH {
        return (area, None);
    }
    let list = Rect { width: area.width - CELLS, ..area };
    (list, Some(Rect { x: list.right(), width: CELLS, ..area }))
}

/// Draws the line between list and pane; gives the room that the pane has.
pub fn divided(area: Rect, buf: &mut Buffer, look: &Look) -> Rect {
    for y in area.top()..area.bottom() {
        put(buf, area.x, y, "│", look.style(Role::Rule), 1);
    }
    Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area }
}

/// Draws lines one below another; says which row follows.
pub fn lines(all: &[Line], area: Rect, buf: &mut Buffer, look: &Look) -> u16 {
    let mut y = area.y;
    for line in all.iter().take(usize::from(area.height)) {
        line.draw(Rect { y, height: 1, ..area }, buf, &look.theme, Style::new());
        y += 1;
    }
    y
}

//! A page that is read in an overlay: text at the left, amounts at the right, scrolled where it is long.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::base::Money;
use crate::tui::app::Look;
use crate::tui::input::Action;
use crate::tui::theme::Role;
use crate::tui::widgets::text::{Align, fit, put, width};
use crate::tui::widgets::{Line, Scroll, popup};

use super::rows::plain;

/// Cells that an amount takes.
const AMOUNT_CELLS: u16 = 14;

/// A line: text, and an amount or nothing.
pub type PageLine = (Line, String);

/// A line of text alone.
pub fn text(text: impl Into<String>, role: Role) -> PageLine {
    (Line::of(text.into(), role), String::new())
}

/// A text with its amount.
pub fn pair(text: impl Into<String>, amount: Money, role: Role, look: &Look) -> PageLine {
    (Line::of(text.into(), role), plain(amount, look))
}

/// A page, and how far it is scrolled.
#[derive(Default)]
pub struct Page(Scroll);

impl Page {
    /// Scrolls by one of a list's actions. `false`: it is none of them.
    pub fn on_action(&mut self, action: Action) -> bool {
        self.0.on_action(action)
    }

    /// Draws the lines in a frame of so many cells.
    pub fn draw(
        &mut self,
        (title, cells): (&str, u16),
        lines: &[PageLine],
        area: Rect,
        buf: &mut Buffer,
        look: &Look,
    ) {
        let high = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).min(area.height);
        let inside = popup(area, buf, &look.theme, title, cells, high);
        let ground = look.style(Role::Popup);
        let seen = self.0.visible(usize::from(inside.height), lines.len());
        for (y, (line, amount)) in (inside.top()..inside.bottom()).zip(&lines[seen.clone()]) {
            let row = Rect { y, height: 1, ..inside };
            let cells = if amount.is_empty() { 0 } else { AMOUNT_CELLS.min(row.width) };
            line.draw(Rect { width: row.width - cells, ..row }, buf, &look.theme, ground);
            let amount = fit(amount, usize::from(cells), Align::Right);
            put(buf, row.right() - cells, y, &amount, ground, cells);
        }
        let below = lines.len() - seen.end;
        if below > 0 {
            let more = look.say(&crate::say!("app-form-more", count = below));
            let x = inside.right().saturating_sub(width(&more) as u16);
            put(buf, x, inside.bottom(), &more, ground.patch(look.style(Role::Muted)), width(&more) as u16);
        }
    }
}

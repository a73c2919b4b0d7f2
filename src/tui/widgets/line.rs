//! One line of differently coloured pieces, and the line that divides.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::text::{cut_middle, put, width};
use crate::tui::symbol::RULE;
use crate::tui::theme::{Role, Theme};

/// Pieces of text, each with what it means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line(pub Vec<(String, Role)>);

impl Line {
    /// A line of nothing.
    pub fn new() -> Line {
        Line::default()
    }

    /// A line of one piece.
    pub fn of(text: impl Into<String>, role: Role) -> Line {
        Line::new().and(text, role)
    }

    /// The same line with a piece more.
    pub fn and(mut self, text: impl Into<String>, role: Role) -> Line {
        self.0.push((text.into(), role));
        self
    }

    /// How many cells it takes.
    pub fn width(&self) -> usize {
        self.0.iter().map(|(text, _)| width(text)).sum()
    }

    /// The same line in at most so many cells, its last piece cut in the middle.
    pub fn cut_middle(&self, cells: usize) -> Line {
        let mut line = self.clone();
        let over = self.width().saturating_sub(cells);
        if let Some((text, _)) = line.0.last_mut().filter(|_| over > 0) {
            *text = cut_middle(text, width(text).saturating_sub(over)).into_owned();
        }
        line
    }

    /// Draws it into the first row of an area, cut where the area ends; `base` is the ground that it stands on.
    /// Says which column follows.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, theme: &Theme, base: Style) -> u16 {
        let mut x = area.left();
        if area.is_empty() {
            return x;
        }
        for (text, role) in &self.0 {
            x = put(buf, x, area.y, text, base.patch(theme.style(*role)), area.right().saturating_sub(x));
        }
        x
    }

    /// Draws it against the right edge of an area's first row.
    pub fn draw_right(&self, area: Rect, buf: &mut Buffer, theme: &Theme, base: Style) {
        let cells = self.width().min(usize::from(area.width)) as u16;
        self.draw(Rect { x: area.right() - cells, width: cells, ..area }, buf, theme, base);
    }
}

impl From<&str> for Line {
    fn from(text: &str) -> Line {
        Line::of(text, Role::Text)
    }
}

/// Draws a dividing line through the first row of an area.
pub fn rule(area: Rect, buf: &mut Buffer, theme: &Theme) {
    if !area.is_empty() {
        put(buf, area.x, area.y, &RULE.repeat(usize::from(area.width)), theme.style(Role::Rule), area.width);
    }
}

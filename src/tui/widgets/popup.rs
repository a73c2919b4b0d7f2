//! The frame of an overlay: the only box there is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Clear, Widget};

use super::text::{free_left, put};
use crate::tui::symbol::RULE;
use crate::tui::theme::{Role, Theme};

/// Draws an empty frame of at most that size in the middle of an area, and says where its inside is.
/// A wide character that the frame's left edge would halve is blanked (ratatui #2526).
pub fn popup(area: Rect, buf: &mut Buffer, theme: &Theme, title: &str, width: u16, height: u16) -> Rect {
    let area = area.intersection(buf.area);
    let (width, height) = (width.min(area.width), height.min(area.height));
    let frame =
        Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
    if width < 2 || height < 2 {
        return Rect { width: 0, height: 0, ..frame };
    }
    for y in frame.top()..frame.bottom() {
        free_left(buf, frame.x, y);
    }
    Clear.render(frame, buf);
    buf.set_style(frame, theme.style(Role::Text).patch(theme.style(Role::Popup)));
    let line = theme.style(Role::Popup).patch(theme.style(Role::Rule));
    let across = RULE.repeat(usize::from(width - 2));
    edge(buf, frame, frame.y, ["┌", &across, "┐"], line);
    for y in frame.y + 1..frame.bottom() - 1 {
        put(buf, frame.x, y, "│", line, 1);
        put(buf, frame.right() - 1, y, "│", line, 1);
    }
    edge(buf, frame, frame.bottom() - 1, ["└", &across, "┘"], line);
    if width > 6 && !title.is_empty() {
        let style = theme.style(Role::Text).patch(theme.style(Role::Popup)).patch(theme.style(Role::Title));
        put(buf, frame.x + 2, frame.y, &format!(" {title} "), style, width - 4);
    }
    // A blank on either side, so that words don't touch the line.
    Rect { x: frame.x + 2.min(width / 2), y: frame.y + 1, width: width.saturating_sub(4), height: height - 2 }
}

fn edge(buf: &mut Buffer, frame: Rect, y: u16, parts: [&str; 3], style: Style) {
    put(buf, frame.x, y, &parts.concat(), style, frame.width);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::driver::print;

    #[test]
    fn no_half_character_stays_beside_the_frame() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 12, 3));
        for y in 0..3 {
            buf.set_string(0, y, "一二三四五六", Style::new());
        }
        let inside = popup(buf.area, &mut buf, &Theme::default(), "", 6, 3);
        assert_eq!(print(&buf), "一 ┌────┐ 六\n一 │    │ 六\n一 └────┘ 六\n");
        assert_eq!(inside, Rect::new(5, 1, 2, 1));
    }
}

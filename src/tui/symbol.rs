//! The signs that go with colours, each one cell wide, and their stand-ins for a console that lacks them.

use ratatui::buffer::Buffer;

use super::theme::Role;
use crate::desk::calendar::Presence;

/// Present, done.
pub const PRESENT: &str = "●";
/// Late.
pub const LATE: &str = "◐";
/// Absent, refused.
pub const ABSENT: &str = "✕";
/// Excused.
pub const EXCUSED: &str = "△";
/// Not marked yet.
pub const UNMARKED: &str = "·";
/// A make-up.
pub const MAKE_UP: &str = "◇";
/// The selected row.
pub const MARKER: &str = "▸";
/// A row among those chosen.
pub const CHOSEN: &str = "✓";
/// Text was cut here.
pub const ELLIPSIS: &str = "…";
/// Dividing line.
pub const RULE: &str = "─";
/// Between two facts in one line.
pub const DOT: &str = " · ";
/// Up in rank.
pub const UP: &str = "▲";
/// Down in rank.
pub const DOWN: &str = "▼";
/// Left edge of the open tab.
pub const TAB_LEFT: &str = "▌";
/// Right edge of the open tab.
pub const TAB_RIGHT: &str = "▐";
/// Bars from low to high.
pub const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
/// One day of a heat map.
pub const SQUARE: &str = "■";

/// The sign and colour of how someone attended.
pub fn attended(presence: Presence) -> (&'static str, Role) {
    match presence {
        Presence::Present => (PRESENT, Role::Ok),
        Presence::Late => (LATE, Role::Late),
        Presence::Absent => (ABSENT, Role::Bad),
        Presence::Excused => (EXCUSED, Role::Excused),
    }
}

/// Signs that some consoles lack or draw two cells wide, with what stands in for each.
const PLAIN: &[(&str, &str)] = &[
    ("●", "*"),
    ("◐", "~"),
    ("✕", "x"),
    ("△", "^"),
    ("◇", "o"),
    ("·", "."),
    ("▸", ">"),
    ("✓", "+"),
    ("…", "."),
    ("─", "-"),
    ("│", "|"),
    ("┌", "+"),
    ("┐", "+"),
    ("└", "+"),
    ("┘", "+"),
    ("├", "+"),
    ("┤", "+"),
    ("▲", "^"),
    ("▼", "v"),
    ("▌", "["),
    ("▐", "]"),
    ("▁", "."),
    ("▂", "."),
    ("▃", ":"),
    ("▄", ":"),
    ("▅", "="),
    ("▆", "="),
    ("▇", "#"),
    ("█", "#"),
    ("■", "#"),
    ("→", ">"),
    ("←", "<"),
    ("↑", "^"),
    ("↓", "v"),
    ("−", "-"),
    ("–", "-"),
    ("—", "-"),
    ("×", "x"),
    ("′", "'"),
    ("’", "'"),
    ("“", "\""),
    ("”", "\""),
    ("¥", "Y"),
    ("°", "o"),
];

/// Puts the stand-ins in place of every such sign of a frame. Each is as wide as what it replaces, so that
/// nothing else needs to know which set a terminal has.
pub fn plain(frame: &mut Buffer) {
    for cell in &mut frame.content {
        if cell.symbol().is_ascii() {
            continue;
        }
        if let Some((_, plain)) = PLAIN.iter().find(|(sign, _)| *sign == cell.symbol()) {
            cell.set_symbol(plain);
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;
    use unicode_width::UnicodeWidthStr;

    use super::*;

    #[test]
    fn every_sign_is_one_cell_and_has_a_stand_in() {
        let signs = [PRESENT, LATE, ABSENT, EXCUSED, UNMARKED, MAKE_UP, MARKER, CHOSEN, ELLIPSIS, RULE, UP];
        let more = [DOWN, TAB_LEFT, TAB_RIGHT, SQUARE, DOT.trim()];
        for sign in signs.iter().chain(&more).chain(&BARS) {
            assert_eq!(sign.width(), 1, "{sign}");
            assert!(PLAIN.iter().any(|(s, p)| s == sign && p.is_ascii() && p.len() == 1), "{sign}");
        }
    }

    #[test]
    fn a_plain_frame_keeps_its_words() {
        let mut frame = Buffer::empty(Rect::new(0, 0, 12, 1));
        frame.set_string(0, 0, "▸ 迟 ◐ ¥5−1", Style::new());
        plain(&mut frame);
        let text: String = frame.content.iter().map(|cell| cell.symbol()).collect();
        assert_eq!(text.replace("迟 ", "迟").trim_end(), "> 迟 ~ Y5-1");
    }
}

//! One line that is typed into, with the terminal's real cursor in it: input methods draw there.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use tui_input::{Input, InputRequest};
use unicode_segmentation::UnicodeSegmentation;

use super::text::{put, width};
use crate::base::Text;
use crate::tui::input::Action;

/// No field takes more than this many characters; what a slip of the clipboard brings stops here.
const LONGEST: usize = 2_000;

/// A line of text with a cursor.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    input: Input,
}

impl Edit {
    /// A line that holds that text, the cursor behind it.
    pub fn with(text: &str) -> Edit {
        Edit { input: Input::new(Text::new(text).to_string()) }
    }

    /// What stands there as display text.
    pub fn text(&self) -> Text {
        Text::new(self.input.value())
    }

    /// What stands there, blanks and all.
    pub fn value(&self) -> &str {
        self.input.value()
    }

    /// Whether nothing stands there.
    pub fn is_empty(&self) -> bool {
        self.input.value().is_empty()
    }

    /// Types a character.
    pub fn push(&mut self, c: char) {
        if self.input.value().chars().count() >= LONGEST {
            return;
        }
        if c == ' ' || c == '\u{3000}' {
            self.input.handle(InputRequest::InsertChar(' '));
            return;
        }
        // What an eye could not see stands there as a visible mark.
        for c in Text::new(c.to_string()).chars() {
            self.input.handle(InputRequest::InsertChar(c));
        }
    }

    /// Types a text that was pasted; line breaks become blanks.
    pub fn paste(&mut self, text: &str) {
        for c in text.chars().take(LONGEST) {
            self.push(if c.is_whitespace() { ' ' } else { c });
        }
    }

    /// Edits by one of the text actions. `false`: it is none of them.
    pub fn on_action(&mut self, action: Action) -> bool {
        let request = match action {
            Action::TextLeft => InputRequest::GoToPrevChar,
            Action::TextRight => InputRequest::GoToNextChar,
            Action::TextWordLeft => InputRequest::GoToPrevWord,
            Action::TextWordRight => InputRequest::GoToNextWord,
            Action::TextStart => InputRequest::GoToStart,
            Action::TextEnd => InputRequest::GoToEnd,
            Action::TextDeleteBack => InputRequest::DeletePrevChar,
            Action::TextDeleteForward => InputRequest::DeleteNextChar,
            Action::TextDeleteWord => InputRequest::DeletePrevWord,
            Action::TextClear => InputRequest::DeleteLine,
            _ => return false,
        };
        self.input.handle(request);
        true
    }

    /// Draws it into the first row of an area, scrolled so that the cursor is seen, and says where that is.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, style: Style) -> Option<Position> {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return None;
        }
        buf.set_style(Rect { height: 1, ..area }, style);
        // One cell is kept for the cursor behind the last character.
        let scroll = self.input.visual_scroll(usize::from(area.width) - 1);
        let shown = skip_cells(self.input.value(), scroll);
        let end = shown.graphemes(true).scan(0, |used, grapheme| {
            *used += width(grapheme);
            (*used <= usize::from(area.width)).then_some(grapheme.len())
        });
        let end: usize = end.sum();
        put(buf, area.x, area.y, &shown[..end], style, area.width);
        let column = self.input.visual_cursor().saturating_sub(scroll).min(usize::from(area.width) - 1);
        Some(Position { x: area.x + column as u16, y: area.y })
    }
}

/// What is left of a text when so many cells are gone from its front.
fn skip_cells(text: &str, cells: usize) -> &str {
    let mut gone = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        if gone >= cells {
            return &text[at..];
        }
        gone += width(grapheme);
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(edit: &Edit, cells: u16) -> (String, u16) {
        let mut buf = Buffer::empty(Rect::new(0, 0, cells, 1));
        let at = edit.draw(buf.area, &mut buf, Style::new()).unwrap();
        (crate::tui::driver::print(&buf).trim_end().to_owned(), at.x)
    }

    #[test]
    fn the_cursor_stands_behind_wide_characters_and_long_text_scrolls() {
        let mut edit = Edit::default();
        "廖梅仇".chars().for_each(|c| edit.push(c));
        assert_eq!(shown(&edit, 10), ("廖梅仇".into(), 6));
        "书法班".chars().for_each(|c| edit.push(c));
        assert_eq!(shown(&edit, 9), ("仇书法班".into(), 8));
        edit.on_action(Action::TextStart);
        assert_eq!(shown(&edit, 9), ("廖梅仇书".into(), 0));
        edit.on_action(Action::TextDeleteForward);
        assert_eq!(edit.value(), "梅仇书法班");
    }

    #[test]
    fn what_is_pasted_is_one_visible_line() {
        let mut edit = Edit::default();
        edit.paste("a\nb\u{202e}c\u{1b}");
        assert_eq!(edit.value(), "a b⟨U+202E⟩c␛");
    }
}

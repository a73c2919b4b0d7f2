//! Text by the cells it takes: Chinese takes two a character, and nothing here cuts one in half.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::desk::register::pinyin;
use crate::tui::symbol::ELLIPSIS;

/// Which side of its room a text keeps to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Words.
    #[default]
    Left,
    /// Numbers.
    Right,
}

/// How many cells a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text, cut to at most that many cells; where it was cut stands `…`.
pub fn cut(text: &str, cells: usize) -> Cow<'_, str> {
    if text.width() <= cells {
        return Cow::Borrowed(text);
    }
    let room = cells.saturating_sub(ELLIPSIS.width());
    let mut used = 0;
    let mut end = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme.width();
        if used > room {
            break;
        }
        end = at + grapheme.len();
    }
    let ellipsis = if cells == 0 { "" } else { ELLIPSIS };
    Cow::Owned(format!("{}{ellipsis}", &text[..end]))
}

/// The text, cut to at most that many cells in its middle: names that begin alike differ at their ends.
pub fn cut_middle(text: &str, cells: usize) -> Cow<'_, str> {
    if text.width() <= cells {
        return Cow::Borrowed(text);
    }
    let room = cells.saturating_sub(ELLIPSIS.width());
    let head = cut(text, room - room / 2 + ELLIPSIS.width());
    let end = end_of(text, cells.saturating_sub(head.width()));
    if cells == 0 { Cow::Borrowed("") } else { Cow::Owned(format!("{head}{end}")) }
}

/// The text, cut to at most that many cells at its beginning.
pub fn cut_start(text: &str, cells: usize) -> Cow<'_, str> {
    if text.width() <= cells {
        return Cow::Borrowed(text);
    }
    let end = end_of(text, cells.saturating_sub(ELLIPSIS.width()));
    if cells == 0 { Cow::Borrowed("") } else { Cow::Owned(format!("{ELLIPSIS}{end}")) }
}

/// The end of a text that fits into so many cells.
fn end_of(text: &str, cells: usize) -> &str {
    let mut used = 0;
    let graphemes = text.grapheme_indices(true).rev();
    let fitting = graphemes.take_while(|(_, grapheme)| {
        used += grapheme.width();
        used <= cells
    });
    &text[fitting.last().map_or(text.len(), |(at, _)| at)..]
}

/// The text in exactly that many cells: cut or padded.
pub fn fit(text: &str, cells: usize, align: Align) -> String {
    let text = cut(text, cells);
    let blank = " ".repeat(cells.saturating_sub(text.width()));
    match align {
        Align::Left => format!("{text}{blank}"),
        Align::Right => format!("{blank}{text}"),
    }
}

/// What one may type for a name or a title: its initials and readings in Latin letters.
pub fn spelled(name: &str) -> String {
    let (readings, initials) = pinyin::ways(&pinyin::units(name));
    initials.into_iter().chain(readings).collect::<Vec<_>>().join(" ")
}

/// Whether a name is meant by what is typed, in lower case: a part of it, or the beginning of its initials or reading.
pub fn is_meant(name: &str, typed: &str) -> bool {
    name.to_lowercase().contains(typed) || spelled(name).split(' ').any(|way| way.starts_with(typed))
}

/// Breaks a text into lines of at most that many cells, where Unicode lets a line end (UAX #14): at blanks, between
/// characters in Chinese but not before a closing sign, never within a number or a date.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let mut lines = Vec::new();
    if cells == 0 {
        return lines;
    }
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut from = 0;
        for (until, _) in linebreaks(paragraph) {
            let word = &paragraph[std::mem::replace(&mut from, until)..until];
            if line.width() + word.trim_end().width() <= cells {
                line.push_str(word);
                continue;
            }
            if !line.trim().is_empty() {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            line.clear();
            // A word longer than a line is broken where it must be.
            for grapheme in word.trim_start().graphemes(true) {
                if line.width() + grapheme.width() > cells && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                line.push_str(grapheme);
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Writes a text of at most that many cells, and says where the next one may begin. Outside the buffer nothing is
/// written. A wide character of which this covers the right half is blanked: half of it would stay otherwise.
pub fn put(buf: &mut Buffer, x: u16, y: u16, text: &str, style: Style, cells: u16) -> u16 {
    let area = buf.area;
    if x < area.left() || x >= area.right() || y < area.top() || y >= area.bottom() {
        return x;
    }
    if cells > 0 && !text.is_empty() {
        free_left(buf, x, y);
    }
    let cells = usize::from(cells.min(area.right() - x));
    buf.set_stringn(x, y, cut(text, cells), cells, style).0
}

/// Blanks the wide character, if there is one, whose right half lies in this column.
pub fn free_left(buf: &mut Buffer, x: u16, y: u16) {
    if x > buf.area.left()
        && let Some(cell) = buf.cell_mut((x - 1, y))
        && cell.symbol().width() > 1
    {
        cell.set_symbol(" ");
    }
}

/// A mobile number in the groups in which it is read out: `136 1231 0077`.
pub fn grouped(phone: &str) -> String {
    match (phone.len(), phone.is_ascii()) {
        (11, true) => format!("{} {} {}", &phone[..3], &phone[3..7], &phone[7..]),
        _ => phone.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn chinese_counts_two_cells_and_is_never_halved() {
        assert_eq!(cut("欧阳子涵", 8), "欧阳子涵");
        assert_eq!(cut("欧阳子涵", 7), "欧阳子…");
        assert_eq!(cut("欧阳子涵", 6), "欧阳…");
        assert_eq!(fit("欧阳子涵", 6, Align::Left), "欧阳… ");
        assert_eq!(fit("47.5", 7, Align::Right), "   47.5");
        assert_eq!(cut("廖", 1), "…");
        assert_eq!(cut("廖", 0), "");
    }

    #[test]
    fn what_is_cut_in_the_middle_keeps_both_ends() {
        assert_eq!(cut_middle("英语进阶 11 期", 14), "英语进阶 11 期");
        assert_eq!(cut_middle("英语进阶 11 期", 10), "英语…11 期");
        assert_eq!(cut_middle("作业中等", 5), "作…等");
        assert_eq!(cut_middle("作业中等", 1), "…");
        assert_eq!(cut_middle("作业中等", 0), "");
    }

    #[test]
    fn lines_break_at_blanks_or_between_characters() {
        assert_eq!(wrap("the quick brown fox", 10), ["the quick", "brown fox"]);
        assert_eq!(wrap("家长来电要求退款", 6), ["家长来", "电要求", "退款"]);
        assert_eq!(wrap("a\n\nb", 5), ["a", "", "b"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    }

    #[test]
    fn no_line_begins_with_a_closing_sign_and_no_date_is_torn() {
        assert_eq!(wrap("可以退款，再报", 8), ["可以退", "款，再报"]);
        assert_eq!(wrap("since 2025-07-31", 14), ["since", "2025-07-31"]);
    }

    proptest! {
        #[test]
        fn what_is_fitted_fits_exactly(text in any::<String>(), cells in 0usize..40) {
            prop_assert_eq!(width(&fit(&text, cells, Align::Left)), cells);
            prop_assert!(width(&cut_middle(&text, cells)) <= cells);
            let _ = wrap(&text, cells);
        }

        #[test]
        fn no_line_is_longer_than_its_room(text in "[ -~一-龥é●\n]{0,60}", cells in 2usize..40) {
            let lines = wrap(&text, cells);
            prop_assert!(lines.iter().all(|line| width(line) <= cells), "{:?}", lines);
            let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text), "nothing is lost");
        }
    }
}

//! From frames to bytes. The pen (colours, emphasis) and the cursor are remembered from one frame to the next,
//! so a changed cell costs its characters and the way there, and an unchanged frame costs nothing.

use std::io::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// A frame of more bytes than this is shown at once by terminals that can (a smaller one arrives at once anyway).
const SYNCHRONIZED_FROM_BYTES: usize = 512;
/// Room for a full screen's bytes.
const ROOM: usize = 64 * 1024;

/// What the terminal draws with; `None` when unknown.
#[derive(Clone, Copy, PartialEq)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// Remembers what the terminal shows and says what to write for the next frame.
pub struct Painter {
    shown: Buffer,
    next: Buffer,
    pen: Option<Pen>,
    /// Where the terminal's own cursor stands, when known.
    at: Option<Position>,
    cursor: Option<Position>,
    /// Nothing that the terminal shows can be relied on.
    stale: bool,
    out: Vec<u8>,
}

impl Default for Painter {
    fn default() -> Painter {
        Painter {
            shown: Buffer::empty(Rect::ZERO),
            next: Buffer::empty(Rect::ZERO),
            pen: None,
            at: None,
            cursor: None,
            stale: true,
            out: Vec::with_capacity(ROOM),
        }
    }
}

impl Painter {
    /// Draw everything anew next time: after a resume, or when something else wrote to the terminal.
    pub fn forget(&mut self) {
        self.stale = true;
    }

    /// A blank frame to draw on, of that size.
    pub fn frame(&mut self, width: u16, height: u16) -> &mut Buffer {
        let area = Rect::new(0, 0, width, height);
        if self.next.area == area {
            self.next.reset();
        } else {
            self.next = Buffer::empty(area);
        }
        &mut self.next
    }

    /// The bytes that turn what is shown into the frame that was drawn, with the cursor there or hidden.
    /// Empty when nothing changed.
    pub fn finish(&mut self, cursor: Option<Position>) -> &[u8] {
        self.out.clear();
        if self.stale || self.shown.area != self.next.area {
            self.shown = Buffer::empty(self.next.area);
            self.out.extend_from_slice(b"\x1b[?25l\x1b[0m\x1b[2J");
            (self.pen, self.at, self.cursor, self.stale) = (
                Some(Pen { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() }),
                None,
                None,
                false,
            );
        }
        let (shown, next) = (std::mem::take(&mut self.shown), std::mem::take(&mut self.next));
        let hidden_for_drawing = self.cursor.is_some();
        let before = self.out.len();
        for y in 0..next.area.height {
            let (mut x, mut force) = (0, None);
            while x < next.area.width {
                let (cell, cells) = (&next[(x, y)], cells(&next[(x, y)]));
                if *cell != shown[(x, y)] || force == Some(x) {
                    if before == self.out.len() && hidden_for_drawing {
                        self.out.extend_from_slice(b"\x1b[?25l");
                        self.cursor = None;
                    }
                    self.bridge(x, y, &next);
                    self.go(x, y);
                    self.dip(cell);
                    self.put(cell, next.area.width);
                    // Where this covers the left half of what was wide, its right half is anyone's guess.
                    let last = (x + cells - 1).min(next.area.width - 1);
                    force = (self::cells(&shown[(last, y)]) == 2).then_some(x + cells);
                }
                x += cells;
            }
        }
        (self.shown, self.next) = (next, shown);
        self.place(cursor);
        if self.out.len() > SYNCHRONIZED_FROM_BYTES {
            self.out.splice(0..0, *b"\x1b[?2026h");
            self.out.extend_from_slice(b"\x1b[?2026l");
        }
        &self.out
    }

    fn place(&mut self, cursor: Option<Position>) {
        let area = self.shown.area;
        let cursor = cursor.filter(|at| area.contains(*at));
        if let Some(at) = cursor {
            self.go(at.x, at.y);
        }
        match (self.cursor.is_some(), cursor.is_some()) {
            (false, true) => self.out.extend_from_slice(b"\x1b[?25h"),
            (true, false) => self.out.extend_from_slice(b"\x1b[?25l"),
            _ => {}
        }
        self.cursor = cursor;
    }

    /// Writes the few unchanged letters on the way there again, where that is shorter than to leap over them.
    fn bridge(&mut self, x: u16, y: u16, next: &Buffer) {
        const LEAP_BYTES: u16 = 3;
        let Some(at) = self.at.filter(|at| at.y == y && at.x < x && x - at.x <= LEAP_BYTES) else { return };
        let same = |cell: &Cell| {
            let pen = Pen { fg: cell.fg, bg: cell.bg, modifier: cell.modifier };
            self.pen == Some(pen) && matches!(cell.symbol().as_bytes(), [b' '..=b'~'])
        };
        if (at.x..x).all(|x| same(&next[(x, y)])) {
            (at.x..x).for_each(|x| self.out.extend_from_slice(next[(x, y)].symbol().as_bytes()));
            self.at = Some(Position { x, y });
        }
    }

    /// Moves there by the shortest way.
    fn go(&mut self, x: u16, y: u16) {
        // Writing to a Vec can't fail.
        let _ = match self.at {
            Some(at) if (at.x, at.y) == (x, y) => Ok(()),
            Some(at) if at.y == y && x == 0 => self.out.write_all(b"\r"),
            Some(at) if at.y == y && x == at.x + 1 => self.out.write_all(b"\x1b[C"),
            Some(at) if at.y == y && x > at.x => write!(self.out, "\x1b[{}C", x - at.x),
            Some(at) if at.y + 1 == y && x == 0 => self.out.write_all(b"\r\n"),
            _ => write!(self.out, "\x1b[{};{}H", u32::from(y) + 1, u32::from(x) + 1),
        };
        self.at = Some(Position { x, y });
    }

    /// Changes the pen to the cell's style, naming only what differs.
    fn dip(&mut self, cell: &Cell) {
        let want = Pen { fg: cell.fg, bg: cell.bg, modifier: cell.modifier };
        if self.pen == Some(want) {
            return;
        }
        let plain = Pen { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };
        // What is to be less than now can only be had by starting over.
        let keeps = |pen: &Pen| want.modifier.contains(pen.modifier);
        let (from, fresh) = match self.pen.filter(keeps) {
            Some(pen) => (pen, false),
            None => (plain, true),
        };
        self.out.extend_from_slice(b"\x1b[");
        let start = self.out.len();
        if fresh && want != plain {
            self.out.extend_from_slice(b"0;");
        }
        for (modifier, code) in CODES {
            if want.modifier.contains(modifier) && !from.modifier.contains(modifier) {
                let _ = write!(self.out, "{code};");
            }
        }
        if want.fg != from.fg {
            colour(&mut self.out, want.fg, 30);
        }
        if want.bg != from.bg {
            colour(&mut self.out, want.bg, 40);
        }
        if self.out.len() > start {
            self.out.pop();
        }
        self.out.push(b'm');
        self.pen = Some(want);
    }

    fn put(&mut self, cell: &Cell, width: u16) {
        let symbol = cell.symbol();
        let cells = cells(cell);
        // Whatever drew this, a terminal must have nothing to obey and an eye nothing to miss.
        if symbol.chars().any(obeyed) {
            self.out.extend(std::iter::repeat_n(b'?', usize::from(cells)));
        } else {
            self.out.extend_from_slice(symbol.as_bytes());
        }
        // At the right edge a terminal waits to wrap: where its cursor is then differs between terminals.
        self.at = self.at.filter(|at| at.x + cells < width).map(|at| Position { x: at.x + cells, ..at });
    }
}

/// How many columns a cell's text takes.
fn cells(cell: &Cell) -> u16 {
    let symbol = cell.symbol();
    if symbol.len() == 1 { 1 } else { symbol.width().clamp(1, 2) as u16 }
}

/// Controls, bidirectional and invisible marks.
fn obeyed(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}

const CODES: [(Modifier, u8); 8] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// A colour's code, with a semicolon behind; `ground` is 30 for the pen and 40 for the paper.
fn colour(out: &mut Vec<u8>, colour: Color, ground: u8) {
    let code = |n: u8| if n < 8 { ground + n } else { ground + 60 + n - 8 };
    let _ = match colour {
        Color::Reset => write!(out, "{};", ground + 9),
        Color::Rgb(r, g, b) => write!(out, "{};2;{r};{g};{b};", ground + 8),
        Color::Indexed(n) => write!(out, "{};5;{n};", ground + 8),
        Color::Black => write!(out, "{};", code(0)),
        Color::Red => write!(out, "{};", code(1)),
        Color::Green => write!(out, "{};", code(2)),
        Color::Yellow => write!(out, "{};", code(3)),
        Color::Blue => write!(out, "{};", code(4)),
        Color::Magenta => write!(out, "{};", code(5)),
        Color::Cyan => write!(out, "{};", code(6)),
        Color::Gray => write!(out, "{};", code(7)),
        Color::DarkGray => write!(out, "{};", code(8)),
        Color::LightRed => write!(out, "{};", code(9)),
        Color::LightGreen => write!(out, "{};", code(10)),
        Color::LightYellow => write!(out, "{};", code(11)),
        Color::LightBlue => write!(out, "{};", code(12)),
        Color::LightMagenta => write!(out, "{};", code(13)),
        Color::LightCyan => write!(out, "{};", code(14)),
        Color::White => write!(out, "{};", code(15)),
    };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::Style;

    use super::*;

    /// What a terminal shows, cell by cell: text, bold, and whether it has a colour.
    fn shows(terminal: &vt100::Parser, frame: &Buffer) -> Result<(), String> {
        for y in 0..frame.area.height {
            let mut x = 0;
            while x < frame.area.width {
                let want = &frame[(x, y)];
                let got = terminal.screen().cell(y, x).unwrap();
                let text = if got.contents().is_empty() { " " } else { got.contents() };
                let bold = want.modifier.contains(Modifier::BOLD);
                if text != want.symbol() || got.bold() != bold {
                    return Err(format!("at {x},{y}: {text:?} for {want:?}"));
                }
                let colour = match want.fg {
                    Color::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
                    Color::Indexed(n) => vt100::Color::Idx(n),
                    _ => vt100::Color::Default,
                };
                if want.symbol() != " " && got.fgcolor() != colour {
                    return Err(format!("at {x},{y}: {:?} for {want:?}", got.fgcolor()));
                }
                x += want.symbol().width().max(1) as u16;
            }
        }
        Ok(())
    }

    #[test]
    fn one_mark_is_under_a_hundred_bytes_and_an_unchanged_frame_is_none() {
        let mut painter = Painter::default();
        let mut draw = |mark: &str, colour: Color, count: &str| {
            let frame = painter.frame(80, 24);
            frame.set_string(0, 5, "▸ 03  董涵雯", Style::new());
            frame.set_string(22, 5, mark, Style::new().fg(colour));
            frame.set_string(60, 1, count, Style::new());
            painter.finish(None).len()
        };
        draw("· 未点", Color::Rgb(139, 149, 163), "到31 未点4");
        let marked = draw("● 到  ", Color::Rgb(140, 207, 158), "到32 未点3");
        assert!(marked <= 100, "{marked} bytes");
        assert_eq!(draw("● 到  ", Color::Rgb(140, 207, 158), "到32 未点3"), 0);
    }

    #[test]
    fn what_a_terminal_would_obey_never_leaves() {
        let mut painter = Painter::default();
        painter.frame(10, 1)[(0, 0)].set_symbol("\u{1b}[31m").set_fg(Color::Reset);
        assert!(!painter.finish(None).windows(5).any(|bytes| bytes == b"\x1b[31m"));
        painter.frame(10, 1)[(1, 0)].set_symbol("\u{202e}");
        assert!(!String::from_utf8_lossy(painter.finish(None)).contains('\u{202e}'));
    }

    #[test]
    fn the_cursor_stands_in_its_field_after_every_frame() {
        let (mut painter, mut terminal) = (Painter::default(), vt100::Parser::new(5, 20, 0));
        for (text, at) in [("姓名", 4), ("姓名 廖", 7), ("姓名 廖", 5)] {
            painter.frame(20, 5).set_string(0, 2, text, Style::new());
            terminal.process(painter.finish(Some(Position { x: at, y: 2 })));
            assert_eq!(terminal.screen().cursor_position(), (2, at));
            assert!(!terminal.screen().hide_cursor());
        }
        painter.frame(20, 5).set_string(0, 2, "姓名 廖", Style::new());
        terminal.process(painter.finish(None));
        assert!(terminal.screen().hide_cursor());
    }

    fn words() -> impl Strategy<Value = Vec<(u16, u16, String, u8)>> {
        let word = prop_oneof!["[a-z ]{1,9}", "[出勤迟到 ●·]{1,5}"];
        proptest::collection::vec((0u16..40, 0u16..10, word, 0u8..6), 0..12)
    }

    proptest! {
        #[test]
        fn the_terminal_shows_what_was_drawn(frames in proptest::collection::vec(words(), 1..6)) {
            let (mut painter, mut terminal) = (Painter::default(), vt100::Parser::new(10, 40, 0));
            for words in frames {
                let frame = painter.frame(40, 10);
                for (x, y, word, style) in words {
                    let style = match style {
                        0 => Style::new().fg(Color::Rgb(1, 2, 3)),
                        1 => Style::new().fg(Color::Indexed(99)).add_modifier(Modifier::BOLD),
                        2 => Style::new().bg(Color::Rgb(9, 9, 9)).add_modifier(Modifier::REVERSED),
                        _ => Style::new(),
                    };
                    crate::tui::widgets::text::put(frame, x, y, &word, style, 40);
                }
                let drawn = frame.clone();
                terminal.process(painter.finish(None));
                shows(&terminal, &drawn).map_err(TestCaseError::fail)?;
            }
        }
    }
}

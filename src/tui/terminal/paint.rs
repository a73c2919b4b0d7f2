//! From frames to bytes. The pen (colours, emphasis) and the cursor are remembered from one frame to the next,
//! so a changed cell costs its characters and the way there, and an unchanged frame costs nothing.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};

use super::hand::{Hand, Pen, Run, cells};

/// A frame of more bytes than this is shown at once by terminals that can (a smaller one arrives at once anyway).
const SYNCHRONIZED_FROM_BYTES: usize = 512;
/// More changed runs than this are drawn from top to bottom: it is no single key then.
const RUNS_BY_PEN_MAX: usize = 32;
/// Room for a full screen's bytes.
const ROOM: usize = 64 * 1024;

/// Remembers what the terminal shows and says what to write for the next frame.
pub struct Painter {
    shown: Buffer,
    next: Buffer,
    hand: Hand,
    cursor: Option<Position>,
    /// Nothing that the terminal shows can be relied on.
    stale: bool,
}

impl Default for Painter {
    fn default() -> Painter {
        Painter {
            shown: Buffer::empty(Rect::ZERO),
            next: Buffer::empty(Rect::ZERO),
            hand: Hand { out: Vec::with_capacity(ROOM), ..Hand::default() },
            cursor: None,
            stale: true,
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
        self.hand.out.clear();
        if self.stale || self.shown.area != self.next.area {
            self.shown = Buffer::empty(self.next.area);
            self.hand.out.extend_from_slice(b"\x1b[?25l\x1b[0m\x1b[2J");
            (self.hand.pen, self.hand.at, self.cursor, self.stale) = (Some(Pen::PLAIN), None, None, false);
        }
        let (shown, next) = (std::mem::take(&mut self.shown), std::mem::take(&mut self.next));
        let runs = changed(&shown, &next);
        if !runs.is_empty() && self.cursor.take().is_some() {
            self.hand.out.extend_from_slice(b"\x1b[?25l");
        }
        self.draw(runs, &next);
        (self.shown, self.next) = (next, shown);
        self.place(cursor);
        let out = &mut self.hand.out;
        if out.len() > SYNCHRONIZED_FROM_BYTES {
            out.splice(0..0, *b"\x1b[?2026h");
            out.extend_from_slice(b"\x1b[?2026l");
        }
        out
    }

    /// Draws from top to bottom, or pen by pen, whichever takes fewer bytes.
    fn draw(&mut self, runs: Vec<Run>, frame: &Buffer) {
        if runs.len() > RUNS_BY_PEN_MAX {
            return self.hand.draw(runs, frame);
        }
        let mut by_pen = self.hand.clone();
        by_pen.draw_by_pen(runs.clone(), frame);
        self.hand.draw(runs, frame);
        if by_pen.out.len() < self.hand.out.len() {
            self.hand = by_pen;
        }
    }

    fn place(&mut self, cursor: Option<Position>) {
        let area = self.shown.area;
        let cursor = cursor.filter(|at| area.contains(*at));
        if let Some(at) = cursor {
            self.hand.go(at.x, at.y);
        }
        match (self.cursor.is_some(), cursor.is_some()) {
            (false, true) => self.hand.out.extend_from_slice(b"\x1b[?25h"),
            (true, false) => self.hand.out.extend_from_slice(b"\x1b[?25l"),
            _ => {}
        }
        self.cursor = cursor;
    }
}

/// Whether nobody could tell the cells apart.
fn looks_like(a: &Cell, b: &Cell) -> bool {
    a == b || a.symbol() == " " && b.symbol() == " " && Pen::of(a).same_ground(Pen::of(b))
}

/// What has to be drawn so that a terminal that shows the one shows the other.
fn changed(shown: &Buffer, next: &Buffer) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for y in 0..next.area.height {
        let (mut x, mut force) = (0, None);
        while x < next.area.width {
            let cell = &next[(x, y)];
            let wide = cells(cell);
            if !looks_like(cell, &shown[(x, y)]) || force == Some(x) {
                let (pen, blank) = (Pen::of(cell), cell.symbol() == " ");
                match runs.last_mut().filter(|run| (run.y, run.to) == (y, x)) {
                    Some(run) if run.pen == pen || blank && run.pen.same_ground(pen) => {
                        (run.to, run.blank) = (x + wide, run.blank && blank);
                    }
                    Some(run) if run.blank && run.pen.same_ground(pen) => {
                        (run.to, run.pen, run.blank) = (x + wide, pen, false);
                    }
                    _ => runs.push(Run { y, from: x, to: x + wide, pen, blank }),
                }
                // Where this covers the left half of what was wide, its right half is anyone's guess.
                let last = (x + wide - 1).min(next.area.width - 1);
                force = (cells(&shown[(last, y)]) == 2).then_some(x + wide);
            }
            x += wide;
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::{Color, Modifier, Style};
    use unicode_width::UnicodeWidthStr;

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
                if text != want.symbol() || text != " " && got.bold() != bold {
                    return Err(format!("at {x},{y}: {text:?} for {want:?}"));
                }
                let colour = match want.fg {
                    Color::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
                    Color::Indexed(n) => vt100::Color::Idx(n),
                    _ => vt100::Color::Default,
                };
                let ground = match want.bg {
                    Color::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
                    _ => vt100::Color::Default,
                };
                let reversed = want.modifier.contains(Modifier::REVERSED);
                if got.bgcolor() != ground || got.inverse() != reversed {
                    return Err(format!("at {x},{y}: on {:?} for {want:?}", got.bgcolor()));
                }
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
                        3 => Style::new().bg(Color::Rgb(7, 7, 7)).fg(Color::Rgb(1, 2, 3)),
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

    /// What may stand in a cell, also what no widget of ours would put there.
    const SYMBOLS: &[&str] =
        &["a", "b", " ", " ", "·", "学", "界", "●", "e\u{301}", "学\u{308}", "", "\u{301}", "\u{200b}", "\t"];

    const PENS: [Style; 6] = [
        Style::new(),
        Style::new().fg(Color::Rgb(1, 2, 3)),
        Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
        Style::new().bg(Color::Rgb(9, 9, 9)).add_modifier(Modifier::REVERSED),
        Style::new().bg(Color::Rgb(7, 7, 7)).fg(Color::Rgb(1, 2, 3)),
        Style::new().add_modifier(Modifier::UNDERLINED),
    ];

    /// What a cell must show: nothing that takes no column, and no half of a wide character at the edge.
    fn meant(symbol: &str, room: u16) -> (&str, u16) {
        let wide = symbol.width() as u16;
        let shown = (1..=2).contains(&wide) && wide <= room && !symbol.chars().any(char::is_control);
        if shown { (symbol, wide) } else { ("?", wide.clamp(1, 2).min(room)) }
    }

    /// Width, height, cells (where, what, how), the cursor.
    type AnyFrame = (u16, u16, Vec<(u16, u16, usize, usize)>, Option<(u16, u16)>);

    fn any_frame() -> impl Strategy<Value = AnyFrame> {
        let sizes = prop_oneof![Just((7u16, 3u16)), Just((8, 3)), Just((7, 4)), (1u16..9, 1u16..5)];
        let cell = (0u16..9, 0u16..5, 0..SYMBOLS.len(), 0..PENS.len());
        let cursor = proptest::option::of((0u16..10, 0u16..6));
        (sizes, proptest::collection::vec(cell, 0..40), cursor)
            .prop_map(|((w, h), cells, at)| (w, h, cells, at))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]
        /// Cells that no widget would make, the edge, sizes that change, a cursor anywhere: a terminal shows each
        /// frame as one that saw nothing before it.
        #[test]
        fn whatever_stands_in_cells_each_frame_is_shown_as_if_it_were_the_first(
            frames in proptest::collection::vec(any_frame(), 1..8)
        ) {
            let (mut painter, mut terminal) = (Painter::default(), vt100::Parser::new(5, 9, 0));
            for (width, height, cells, cursor) in frames {
                terminal.screen_mut().set_size(height, width);
                let frame = painter.frame(width, height);
                for (x, y, symbol, pen) in cells {
                    if let Some(cell) = frame.cell_mut((x, y)) {
                        cell.set_symbol(SYMBOLS[symbol]).set_style(PENS[pen]);
                    }
                }
                let drawn = frame.clone();
                let cursor = cursor.map(|(x, y)| Position { x, y });
                terminal.process(painter.finish(cursor));
                for y in 0..height {
                    let mut x = 0;
                    while x < width {
                        let cell = &drawn[(x, y)];
                        let (want, wide) = meant(cell.symbol(), width - x);
                        let got = terminal.screen().cell(y, x).unwrap();
                        let text = if got.contents().is_empty() { " " } else { got.contents() };
                        let blank = want == "?" && matches!(text, " " | "?");
                        prop_assert!(text == want || blank, "at {x},{y}: {text:?} for {cell:?}");
                        let reversed = cell.modifier.contains(Modifier::REVERSED);
                        let under = cell.modifier.contains(Modifier::UNDERLINED);
                        prop_assert_eq!((got.inverse(), got.underline()), (reversed, under), "at {},{}", x, y);
                        let red = cell.fg == Color::Red && !matches!(text, " ");
                        prop_assert!(!red || got.fgcolor() == vt100::Color::Idx(1) && got.bold());
                        x += wide;
                    }
                }
                let seen = cursor.filter(|at| at.x < width && at.y < height);
                prop_assert_eq!(terminal.screen().hide_cursor(), seen.is_none());
                if let Some(at) = seen {
                    prop_assert_eq!(terminal.screen().cursor_position(), (at.y, at.x));
                }
            }
        }
    }
}

//! The hand that draws: which pen it holds, where it stands, and the bytes that it wrote.

use std::io::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// What the terminal draws with.
#[derive(Clone, Copy, PartialEq)]
pub struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Pen {
    /// No colour, no emphasis.
    pub const PLAIN: Pen = Pen { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

    /// What a cell is drawn with.
    pub const fn of(cell: &Cell) -> Pen {
        Pen { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// Whether a blank looks the same drawn with either: only the ground shows, and what is drawn through it.
    pub fn same_ground(self, other: Pen) -> bool {
        !(self.modifier | other.modifier).intersects(SHOWS_ON_BLANKS) && self.bg == other.bg
    }
}

const SHOWS_ON_BLANKS: Modifier =
    Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT).union(Modifier::SLOW_BLINK);

/// Cells of one line, side by side, that are drawn anew with one pen.
#[derive(Clone, Copy)]
pub struct Run {
    pub y: u16,
    pub from: u16,
    /// The first column behind it.
    pub to: u16,
    pub pen: Pen,
    /// Nothing but blanks, for which any pen of the same ground will do.
    pub blank: bool,
}

/// The pen and the cursor are remembered from one frame to the next; `None` when unknown.
#[derive(Clone, Default)]
pub struct Hand {
    pub pen: Option<Pen>,
    /// Where the terminal's own cursor stands.
    pub at: Option<Position>,
    pub out: Vec<u8>,
}

impl Hand {
    /// Draws runs of a frame in the order in which they are given.
    pub fn draw(&mut self, runs: impl IntoIterator<Item = Run>, frame: &Buffer) {
        for run in runs {
            self.bridge(run.from, run.y, frame);
            self.go(run.from, run.y);
            self.dip_for(&run);
            let mut x = run.from;
            while x < run.to {
                let cell = &frame[(x, run.y)];
                self.put(cell, frame.area.width);
                x += cells(cell);
            }
        }
    }

    /// Draws runs so that the pen is changed as seldom as may be: what it can draw now first, then what the least
    /// change of it draws. A leap costs less than a colour.
    pub fn draw_by_pen(&mut self, mut runs: Vec<Run>, frame: &Buffer) {
        while !runs.is_empty() {
            let cost = |run: &&Run| Hand { pen: self.pen, ..Hand::default() }.cost(run);
            let Some(first) = runs.iter().min_by_key(cost).copied() else { return };
            let will_do = |run: &mut Run| run.pen == first.pen || run.blank && run.pen.same_ground(first.pen);
            let now: Vec<Run> = runs.extract_if(.., will_do).collect();
            self.dip_for(&first);
            self.draw(now, frame);
        }
    }

    fn cost(mut self, run: &Run) -> usize {
        self.dip_for(run);
        self.out.len()
    }

    fn dip_for(&mut self, run: &Run) {
        if !(run.blank && self.pen.is_some_and(|pen| pen.same_ground(run.pen))) {
            self.dip(run.pen);
        }
    }

    /// Writes the few unchanged letters on the way there again, where that is shorter than to leap over them.
    fn bridge(&mut self, x: u16, y: u16, next: &Buffer) {
        const LEAP_BYTES: u16 = 3;
        let Some(at) = self.at.filter(|at| at.y == y && at.x < x && x - at.x <= LEAP_BYTES) else { return };
        let same = |cell: &Cell| {
            self.pen == Some(Pen::of(cell)) && matches!(cell.symbol().as_bytes(), [b' '..=b'~'])
        };
        if (at.x..x).all(|x| same(&next[(x, y)])) {
            (at.x..x).for_each(|x| self.out.extend_from_slice(next[(x, y)].symbol().as_bytes()));
            self.at = Some(Position { x, y });
        }
    }

    /// Moves there by the shortest way.
    pub fn go(&mut self, x: u16, y: u16) {
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

    /// Changes the pen, naming only what differs.
    fn dip(&mut self, want: Pen) {
        if self.pen == Some(want) {
            return;
        }
        // What is to be less than now can only be had by starting over.
        let keeps = |pen: &Pen| want.modifier.contains(pen.modifier);
        let (from, fresh) = match self.pen.filter(keeps) {
            Some(pen) => (pen, false),
            None => (Pen::PLAIN, true),
        };
        self.out.extend_from_slice(b"\x1b[");
        let start = self.out.len();
        if fresh && want != Pen::PLAIN {
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
        let room = self.at.map_or(1, |at| width - at.x);
        let cells = cells(cell).min(room);
        // Whatever drew this, a terminal must have nothing to obey and an eye nothing to miss. What takes no column
        // would sit on the one before, and a wide one at the edge would go to the next line.
        let fits = symbol.len() == 1 || symbol.width() == usize::from(cells);
        if !fits || symbol.chars().any(obeyed) {
            self.out.extend(std::iter::repeat_n(b'?', usize::from(cells)));
        } else {
            self.out.extend_from_slice(symbol.as_bytes());
        }
        // At the right edge a terminal waits to wrap: where its cursor is then differs between terminals.
        self.at = self.at.filter(|at| at.x + cells < width).map(|at| Position { x: at.x + cells, ..at });
    }
}

/// How many columns a cell's text takes.
pub fn cells(cell: &Cell) -> u16 {
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

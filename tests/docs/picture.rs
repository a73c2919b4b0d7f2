//! A frame of the program as an SVG picture. Each stretch of text is told how wide it is, in cells, so that columns
//! stand under one another whatever fonts the reader has, also where Chinese and Latin letters mix.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// A cell, in the picture's units.
const WIDE: usize = 9;
const HIGH: usize = 20;
/// From a row's top to its baseline.
const BASE: usize = 15;
/// Around the screen.
const EDGE: usize = 12;
/// What the shipped dark theme is made for: ground and plain text.
const GROUND: &str = "#12161c";
const PLAIN: &str = "#d6dbe3";

const FONTS: &str = "'DejaVu Sans Mono','Noto Sans Mono CJK SC','Source Han Mono SC','Sarasa Mono SC',Menlo,Consolas,\
                     'PingFang SC','Microsoft YaHei',monospace";

/// What a stretch of text looks like.
#[derive(PartialEq)]
struct Pen {
    fg: String,
    bg: String,
    bold: bool,
    underlined: bool,
}

/// The picture of a frame.
pub fn svg(frame: &Buffer) -> String {
    let (columns, rows) = (usize::from(frame.area.width), usize::from(frame.area.height));
    let (width, height) = (columns * WIDE + 2 * EDGE, rows * HIGH + 2 * EDGE);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" font-family=\"{FONTS}\" font-size=\"15\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{GROUND}\"/>\n"
    );
    for y in 0..frame.area.height {
        let mut x = 0;
        while x < frame.area.width {
            x = stretch(frame, x, y, &mut out);
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Draws the stretch of one look that begins here; gives where the next one begins.
fn stretch(frame: &Buffer, from: u16, y: u16, out: &mut String) -> u16 {
    let first = &frame[(from, y)];
    let (pen, kind) = (pen(first), kind(first));
    let mut text = String::new();
    let mut x = from;
    while x < frame.area.width {
        let cell = &frame[(x, y)];
        if self::pen(cell) != pen || self::kind(cell) != kind || (kind == Kind::Sign && x > from) {
            break;
        }
        text.push_str(cell.symbol());
        x += (cell.symbol().width().max(1)) as u16;
    }
    let (left, top) = (EDGE + usize::from(from) * WIDE, EDGE + usize::from(y) * HIGH);
    let wide = usize::from(x - from) * WIDE;
    if pen.bg != GROUND {
        let _ = writeln!(
            out,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"{HIGH}\" fill=\"{}\"/>",
            pen.bg
        );
    }
    if pen.underlined {
        let below = top + HIGH - 2;
        let _ = writeln!(out, "<path d=\"M{left} {below}h{wide}\" stroke=\"{}\"/>", pen.fg);
    }
    if kind == Kind::Rule {
        let middle = top + HIGH / 2;
        let _ = writeln!(out, "<path d=\"M{left} {middle}h{wide}\" stroke=\"{}\"/>", pen.fg);
    } else if !text.trim().is_empty() {
        // Blanks at the ends are left out: not every viewer keeps them.
        let blanks = text.len() - text.trim_start_matches(' ').len();
        let left = left + blanks * WIDE;
        let text = text.trim_matches(' ');
        let wide = text.width() * WIDE;
        let bold = if pen.bold { " font-weight=\"bold\"" } else { "" };
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let _ = writeln!(
            out,
            "<text x=\"{left}\" y=\"{}\" fill=\"{}\"{bold} textLength=\"{wide}\" xml:space=\"preserve\">{text}</text>",
            top + BASE,
            pen.fg
        );
    }
    x
}

/// Text whose glyphs come from one font, so that the stretch may be set to its width as a whole.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Latin,
    Chinese,
    Rule,
    /// A sign such as ● stands alone.
    Sign,
}

fn kind(cell: &Cell) -> Kind {
    match cell.symbol() {
        "─" => Kind::Rule,
        symbol if symbol.is_ascii() => Kind::Latin,
        symbol if symbol.width() == 2 => Kind::Chinese,
        _ => Kind::Sign,
    }
}

fn pen(cell: &Cell) -> Pen {
    let mut fg = colour(cell.fg, PLAIN);
    let mut bg = colour(cell.bg, GROUND);
    if cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut fg, &mut bg);
    }
    let has = |modifier| cell.modifier.contains(modifier);
    Pen { fg, bg, bold: has(Modifier::BOLD), underlined: has(Modifier::UNDERLINED) }
}

fn colour(colour: Color, reset: &str) -> String {
    match colour {
        Color::Reset => reset.to_owned(),
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        other => panic!("the dark theme has only full colours, not {other}"),
    }
}

//! What offices really write in a cell, made clean; or the reason why it can't be.
//!
//! Every reader gives `None` for a cell that says "nothing" (blank, `-`, `无`, `/`) and a sentence
//! of the area `import` for one that can't be right. Nothing is guessed at.

mod amount;
mod day;
mod phone;

use serde::{Deserialize, Serialize};

use super::table::Cell;
use crate::base::{AmountError, Credits, Day, Money, Prose, Say, Text, parse_day, plain_digits};

pub use amount::{credits, money};
pub use day::{Orders, day};
pub use phone::{phone, phones};

/// A cleaned cell: nothing, a value, or what is wrong.
pub type Cleaned<T> = Result<Option<T>, Say>;

/// Sex 性别.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

/// The longest name, number or the like, in characters.
const WORDS_MAX: usize = 60;
/// The longest remark, in characters.
const PROSE_MAX: usize = 4_000;

/// What people write for "nothing".
const NOTHING: [&str; 17] = [
    "-", "--", "—", "——", "–", "−", "/", "\\", "无", "暂无", "没有", "空", "n/a", "na", "none", "nil", "null",
];

/// The cell's text with plain digits and single blanks, if it says anything.
fn words(cell: &Cell) -> Cleaned<String> {
    if let Cell::Error(code) = cell {
        return Err(Say::new("import-bad-formula").with("code", &Text::new(code)));
    }
    let plain = plain_digits(&cell.raw());
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let nothing = plain.is_empty() || NOTHING.contains(&plain.to_lowercase().as_str());
    Ok((!nothing).then_some(plain))
}

/// Whether the cell says "nothing".
pub fn says_nothing(cell: &Cell) -> bool {
    matches!(words(cell), Ok(None))
}

/// One line of text as it was written, with single blanks.
pub fn line(cell: &Cell) -> Cleaned<Text> {
    if words(cell)?.is_none() {
        return Ok(None);
    }
    let text = Text::new(without_marks(&cell.raw()));
    let text = Text::new(text.split(' ').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "));
    match text.chars().count() > WORDS_MAX {
        true => Err(Say::new("import-too-long").with("limit", WORDS_MAX)),
        false => Ok(Some(text)),
    }
}

/// The text without the blanks of no width and the marks of direction that come along when text is
/// copied from a web page or an address book. What could turn the reading round stays, to be seen.
fn without_marks(text: &str) -> String {
    let marks = |c: &char| {
        matches!(
            c,
            '\u{ad}' | '\u{200b}'
                ..='\u{200f}' | '\u{202a}' | '\u{202c}' | '\u{202d}' | '\u{2060}' | '\u{feff}'
        )
    };
    text.chars().filter(|c| !marks(c)).collect()
}

/// A remark: several lines as they were written.
pub fn prose(cell: &Cell) -> Cleaned<Prose> {
    if matches!(words(cell), Ok(None)) {
        return Ok(None);
    }
    let text = Prose::new(cell.raw());
    match text.chars().count() > PROSE_MAX {
        true => Err(Say::new("import-too-long").with("limit", PROSE_MAX)),
        false => Ok(Some(text)),
    }
}

/// A person's name. Blanks that only pad a Chinese name (`王　明`) are dropped.
pub fn name(cell: &Cell) -> Cleaned<Text> {
    let Some(text) = line(cell)? else { return Ok(None) };
    let digits = text.chars().all(|c| c.is_numeric() || c == ' ');
    if digits || matches!(cell, Cell::Number(_) | Cell::Date(_) | Cell::Bool(_)) {
        return Err(Say::new("import-bad-name"));
    }
    let parts: Vec<&str> = text.split(' ').collect();
    let chinese = parts.iter().all(|part| part.chars().all(is_han));
    Ok(Some(if chinese { Text::new(parts.concat()) } else { text }))
}

/// Several names in one cell, apart by `、` `，` `；` or line breaks.
pub fn names(cell: &Cell) -> Result<Vec<Text>, Say> {
    let mut found: Vec<Text> = Vec::new();
    let raw = cell.raw();
    if let Cell::Error(_) = cell {
        words(cell)?;
    }
    for part in raw.split(['、', '，', ',', '；', ';', '\n', '\r']) {
        for text in strokes(part) {
            if let Some(text) = line(&Cell::Text(text.to_owned()))?
                && !found.contains(&text)
            {
                found.push(text);
            }
        }
    }
    Ok(found)
}

/// A stroke parts classes only where each side is called one: `一班/二班`, but `A/B班`.
fn strokes(part: &str) -> Vec<&str> {
    let parts: Vec<&str> = part.split(['/', '／']).collect();
    let each = parts.iter().all(|one| one.trim_end().ends_with('班') && one.trim().chars().count() > 1);
    if each { parts } else { vec![part] }
}

/// A Chinese character, the rare ones outside the first plane included.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' | '〇' | '·')
}

/// A student number: digits and letters as written, without blanks and the `.0` of a spreadsheet.
pub fn number(cell: &Cell) -> Cleaned<Text> {
    let Some(text) = words(cell)? else { return Ok(None) };
    let text = whole(cell, text)?;
    let text: String = text.trim_start_matches('\'').split(' ').collect();
    match text.chars().count() > WORDS_MAX {
        true => Err(Say::new("import-too-long").with("limit", WORDS_MAX)),
        false => Ok(Some(Text::new(text)).filter(|text| !text.is_empty())),
    }
}

/// The digits of a number that a spreadsheet may have kept as a float: `20250001.0`, `1.38E10`.
/// Where the notation has lost digits (`1.38E+10` in a csv), they can't be guessed.
fn whole(cell: &Cell, text: String) -> Result<String, Say> {
    if let Cell::Number(n) = cell {
        // Beyond 2^53 a float no longer tells neighbours apart.
        let exact = n.fract() == 0.0 && (0.0..9_007_199_254_740_992.0).contains(n);
        return exact.then_some(text).ok_or_else(|| Say::new("import-digits-lost"));
    }
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if let Some((before, after)) = text.split_once('.')
        && digits(before)
        && after.bytes().all(|b| b == b'0')
    {
        return Ok(before.to_owned());
    }
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return Ok(text) };
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent: Option<usize> = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok();
    match exponent {
        // A number such as `12E4` is a label; a float in this notation has a point or a sign.
        _ if !digits(before) || !(digits(after) || text.contains("E+") || text.contains("e+")) => Ok(text),
        Some(places) if after.len() == places => Ok(format!("{before}{after}")),
        Some(_) => Err(Say::new("import-digits-lost")),
        None => Ok(text),
    }
}

/// Male or female; "unknown" says nothing.
pub fn sex(cell: &Cell) -> Cleaned<Sex> {
    let Some(text) = words(cell)? else { return Ok(None) };
    match text.to_lowercase().as_str() {
        "男" | "男生" | "男性" | "男孩" | "m" | "male" | "boy" | "♂" => Ok(Some(Sex::Male)),
        "女" | "女生" | "女性" | "女孩" | "f" | "female" | "girl" | "♀" => Ok(Some(Sex::Female)),
        "未知" | "不详" | "保密" | "其他" | "未填" | "unknown" | "other" | "x" | "?" => Ok(None),
        _ => Err(Say::new("import-bad-sex")),
    }
}

#[cfg(test)]
mod tests;

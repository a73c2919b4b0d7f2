//! What offices really write in a cell, made clean; or the reason why it can't be.
//!
//! Every reader gives `None` for a cell that says "nothing" (blank, `-`, `无`, `/`) and a sentence
//! of the area `import` for one that can't be right. Nothing is guessed at.

use serde::{Deserialize, Serialize};

use super::table::{Cell, serial_moment};
use crate::base::{AmountError, Credits, Day, Money, Prose, Say, Text, parse_day, plain_digits};

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
    let text = Text::new(cell.raw());
    let text = Text::new(text.split(' ').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "));
    match text.chars().count() > WORDS_MAX {
        true => Err(Say::new("import-too-long").with("limit", WORDS_MAX)),
        false => Ok(Some(text)),
    }
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
    if matches!(cell, Cell::Number(_) | Cell::Date(_) | Cell::Bool(_)) {
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
        if let Some(text) = line(&Cell::Text(part.to_owned()))?
            && !found.contains(&text)
        {
            found.push(text);
        }
    }
    Ok(found)
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

/// A day: five notations, each with or without a time, serial numbers, moments, English months.
pub fn day(cell: &Cell) -> Cleaned<Day> {
    let Some(text) = words(cell)? else { return Ok(None) };
    let found = match cell {
        Cell::Date(at) => Some(at.date()),
        Cell::Number(n) => serial_moment(*n).map(|at| at.date()).or_else(|| parse_day(&text)),
        _ => parse_day(&text).or_else(|| serial_text(&text)).or_else(|| english_day(&text)),
    };
    let within = found.filter(|day| (1900..2200).contains(&chrono::Datelike::year(day)));
    within.map(Some).ok_or_else(|| Say::new("import-bad-day"))
}

/// A serial number that was saved as text: five digits, years 1927 to 2173.
fn serial_text(text: &str) -> Option<Day> {
    let serial: u32 = text.parse().ok().filter(|n| (10_000..100_000).contains(n))?;
    serial_moment(f64::from(serial)).map(|at| at.date())
}

/// Days whose month is a word can't be mistaken; `03/04/2026` could, and is refused.
fn english_day(text: &str) -> Option<Day> {
    let text = text.replace(',', " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    ["%d %B %Y", "%B %d %Y", "%d-%B-%Y"].iter().find_map(|form| Day::parse_from_str(&text, form).ok())
}

/// A telephone number: Chinese ones as bare digits, others with `+` and the country.
pub fn phone(cell: &Cell) -> Cleaned<Text> {
    let Some(text) = words(cell)? else { return Ok(None) };
    let bad = || Say::new("import-bad-phone");
    let text = without_remark(&whole(cell, text)?);
    let text = text.trim_start_matches('\'');
    if !text.chars().all(|c| c.is_ascii_digit() || " +-–—−.()/".contains(c)) || text.contains('/') {
        return Err(bad());
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let abroad = text.trim_start().starts_with('+') || digits.starts_with("00");
    let digits = match abroad {
        true => digits.trim_start_matches("00"),
        false => digits.as_str(),
    };
    let home = match digits.strip_prefix("86") {
        Some(rest) if abroad || rest.len() == 11 && rest.starts_with('1') => Some(rest),
        _ if abroad => None,
        _ => Some(digits),
    };
    match home {
        Some(digits) if is_phone(digits) => Ok(Some(Text::new(digits))),
        None if (7..=15).contains(&digits.len()) => Ok(Some(Text::new(format!("+{digits}")))),
        _ => Err(bad()),
    }
}

/// A mobile number; an area code with a number; a number without an area code.
fn is_phone(digits: &str) -> bool {
    let second = digits.as_bytes().get(1).copied().unwrap_or_default();
    match digits.as_bytes().first() {
        Some(b'1') => digits.len() == 11 && second >= b'3',
        Some(b'0') => (10..=12).contains(&digits.len()) && second != b'0',
        Some(_) => (7..=10).contains(&digits.len()),
        None => false,
    }
}

/// A remark in brackets behind a number, such as `(妈妈)`, is no part of it.
fn without_remark(text: &str) -> String {
    match text.split_once('(') {
        Some((before, remark))
            if !before.trim().is_empty() && !remark.chars().any(|c| c.is_ascii_digit()) =>
        {
            before.trim().to_owned()
        }
        _ => text.to_owned(),
    }
}

/// Money that is not negative, in minor units of a currency with that many decimals.
pub fn money(cell: &Cell, digits: u8) -> Cleaned<Money> {
    let Some(text) = words(cell)? else { return Ok(None) };
    let amount = match cell {
        Cell::Number(n) => scaled(*n, digits).map(Money),
        _ => {
            let upper = text.to_uppercase();
            let bare = ["CNY", "RMB", "人民币"].iter().find_map(|p| upper.strip_prefix(p)).unwrap_or(&upper);
            let bare = bare.trim().trim_end_matches('整').trim_end_matches("YUAN").trim();
            grouped(bare).and_then(|()| Money::parse(bare, digits))
        }
    };
    not_negative(amount, |m| m.0, "import-bad-money")
}

/// Lesson credits that are not negative.
pub fn credits(cell: &Cell) -> Cleaned<Credits> {
    let Some(text) = words(cell)? else { return Ok(None) };
    let amount = match cell {
        Cell::Number(n) => scaled(*n, 2).map(Credits),
        _ => {
            let lower = text.to_lowercase();
            let bare = ["lessons", "lesson", "credits", "credit", "课次", "节课", "课"]
                .iter()
                .find_map(|unit| lower.strip_suffix(unit))
                .unwrap_or(&lower)
                .trim();
            grouped(bare).and_then(|()| Credits::parse(bare))
        }
    };
    not_negative(amount, |c| c.0, "import-bad-lessons")
}

fn not_negative<T>(
    amount: Result<T, AmountError>,
    count: impl Fn(&T) -> i64,
    not_a_number: &'static str,
) -> Cleaned<T> {
    match amount {
        Ok(amount) if count(&amount) < 0 => Err(Say::new("import-negative")),
        Ok(amount) => Ok(Some(amount)),
        Err(AmountError::NotANumber) => Err(Say::new(not_a_number)),
        Err(AmountError::TooFine) => Err(Say::new("import-too-fine")),
        Err(AmountError::TooLarge) => Err(Say::new("import-too-large")),
    }
}

/// Commas part thousands, or ten thousands; anything else (`99,50`) may mean something else.
fn grouped(text: &str) -> Result<(), AmountError> {
    let whole = text.split('.').next().unwrap_or(text);
    let mut groups = whole.split(',').skip(1).map(|g| g.chars().take_while(char::is_ascii_digit).count());
    let Some(first) = groups.next() else { return Ok(()) };
    match (first == 3 || first == 4) && groups.all(|length| length == first) {
        true => Ok(()),
        false => Err(AmountError::NotANumber),
    }
}

/// A float as a count of minor units, if it is one but for the noise of its last digits.
fn scaled(number: f64, digits: u8) -> Result<i64, AmountError> {
    let units = number * 10f64.powi(i32::from(digits));
    if !units.is_finite() || units.abs() > 1e12 {
        return Err(AmountError::TooLarge);
    }
    match (units - units.round()).abs() < 1e-4 {
        true => Ok(units.round() as i64),
        false => Err(AmountError::TooFine),
    }
}

#[cfg(test)]
#[path = "clean_tests.rs"]
mod tests;

//! Telephone numbers: one or several in a cell, with words around them.

use super::{Cell, Cleaned, Say, Text, whole, words};

/// Words that say whose number it is, or which kind: no part of it. Longer ones come first.
const LABELS: [&str; 46] = [
    "手机号码",
    "联系电话",
    "微信同号",
    "手机号",
    "同微信",
    "妈妈",
    "母亲",
    "爸爸",
    "父亲",
    "爷爷",
    "奶奶",
    "外公",
    "外婆",
    "姥姥",
    "姥爷",
    "家长",
    "本人",
    "手机",
    "电话",
    "座机",
    "宅电",
    "固话",
    "微信",
    "妈",
    "爸",
    "父",
    "母",
    "或",
    "和",
    "guardian",
    "telephone",
    "mobile",
    "mother",
    "father",
    "parent",
    "wechat",
    "phone",
    "office",
    "home",
    "work",
    "cell",
    "mum",
    "mom",
    "dad",
    "tel",
    "and",
];

/// A telephone number: Chinese ones as bare digits, others with `+` and the country. Of several in a
/// cell the first is meant.
pub fn phone(cell: &Cell) -> Cleaned<Text> {
    Ok(phones(cell)?.into_iter().next())
}

/// All telephone numbers of a cell. Anything in it that is neither number nor label is a fault.
pub fn phones(cell: &Cell) -> Result<Vec<Text>, Say> {
    let Some(text) = words(cell)? else { return Ok(Vec::new()) };
    let text = whole(cell, text)?.to_lowercase();
    let text = text.trim_start_matches('\'');
    if let Some(number) = one(text) {
        return Ok(vec![number]);
    }
    // Labels part numbers as well as strokes do.
    let text = LABELS.iter().fold(without_remarks(text), |text, label| text.replace(label, ";"));
    let mut found = Vec::new();
    for part in text.split([';', ',', '/', '|', ':']).map(str::trim).filter(|part| !part.is_empty()) {
        match one(part) {
            Some(number) => found.push(number),
            None => {
                let all: Option<Vec<Text>> = part.split(' ').map(one).collect();
                found.extend(all.ok_or_else(|| Say::new("import-bad-phone"))?);
            }
        }
    }
    if found.is_empty() { Err(Say::new("import-bad-phone")) } else { Ok(found) }
}

/// A remark in brackets without a digit, such as `(妈妈)`, is no part of a number.
fn without_remarks(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('(') {
        let (inside, behind) = after.split_once(')').unwrap_or((after, ""));
        out.push_str(before);
        match inside.chars().any(|c| c.is_ascii_digit()) {
            true => out.push_str(&format!("({inside})")),
            false => out.push(';'),
        }
        rest = behind;
    }
    out + rest
}

/// One number, perhaps with an extension behind it.
fn one(text: &str) -> Option<Text> {
    if let Some(number) = bare(text) {
        return Some(Text::new(number));
    }
    let (line, extension) = ["转", "分机", "ext.", "ext", "x"]
        .iter()
        .find_map(|mark| text.split_once(mark))
        .or_else(|| text.rsplit_once(['-', '–', '—']).filter(|(line, _)| line.contains(['-', '–', '—'])))?;
    let (line, extension) = (bare(line.trim())?, extension.trim());
    let right = (1..=6).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_digit());
    // A mobile has no extension: what follows it is a slip.
    let mobile = line.len() == 11 && line.starts_with('1');
    (right && !mobile).then(|| Text::new(format!("{line}-{extension}")))
}

/// The digits of a number, with `+` and the country where it is a foreign one.
fn bare(text: &str) -> Option<String> {
    if !text.chars().all(|c| c.is_ascii_digit() || " +-–—−.()".contains(c)) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let abroad = text.trim_start_matches(['(', ' ']).starts_with('+') || digits.starts_with("00");
    let digits = if abroad { digits.trim_start_matches("00") } else { &digits };
    let home = match digits.strip_prefix("86") {
        Some(rest) if abroad || rest.len() == 11 && is_mobile(rest) => Some(rest),
        _ if abroad => None,
        _ => Some(digits),
    };
    match home {
        // From abroad an area code is dialled without its zero.
        Some(rest) if abroad && !is_mobile(rest) && !rest.starts_with('0') => {
            Some(format!("0{rest}")).filter(|digits| is_phone(digits))
        }
        // Some dial a zero before a mobile of another town.
        Some(digits) if digits.strip_prefix('0').is_some_and(is_mobile) => Some(digits[1..].to_owned()),
        Some(digits) => is_phone(digits).then(|| digits.to_owned()),
        None => (7..=15).contains(&digits.len()).then(|| format!("+{digits}")),
    }
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && digits.as_bytes()[1] >= b'3'
}

/// A mobile number; an area code with a number; a number without an area code.
fn is_phone(digits: &str) -> bool {
    let second = digits.as_bytes().get(1).copied().unwrap_or_default();
    match digits.as_bytes().first() {
        Some(b'1') => is_mobile(digits),
        Some(b'0') => (10..=12).contains(&digits.len()) && second != b'0',
        Some(_) => (7..=10).contains(&digits.len()),
        None => false,
    }
}

//! A receipt on paper: as text of so many columns, as a page that prints to PDF, and as the bytes that a
//! receipt printer takes (ESC/POS, GB18030). One layout serves all three.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use chrono::Timelike;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::base::{Kind, Money, Refused, Say};
use crate::books::ledger::fees::{ReceiptAnswer, Series};
use crate::lang::{Lang, Shown};

/// Columns of 80 mm paper; 58 mm paper has 32.
pub const COLUMNS: usize = 42;

/// A line of a receipt.
enum Row {
    /// In large letters, in the middle.
    Title(String),
    /// In the middle.
    Middle(String),
    /// Text at the left.
    Left(String),
    /// Text at the left, an amount at the right.
    Pair(String, String),
    /// A line across.
    Rule,
}

fn rows(answer: &ReceiptAnswer, lang: &Lang, shown: &Shown) -> Vec<Row> {
    let receipt = &answer.receipt;
    let say = |say: Say| lang.say(&say, shown);
    let money = |amount: Money| shown.currency.show(amount);
    let title = match answer.number.series {
        Series::Payment => Say::new("receipt-title"),
        Series::Refund => Say::new("receipt-title-refund"),
    };
    // Paper is read on any day, so the date is whole.
    let local = receipt.at.with_timezone(&shown.zone.0);
    let moment = format!("{} {:02}:{:02}", receipt.day, local.hour(), local.minute());
    let mut rows = vec![Row::Middle(answer.school.to_string()), Row::Title(say(title))];
    if answer.void {
        rows.push(Row::Title(say(Say::new("receipt-void"))));
    }
    if answer.copies > 0 {
        rows.push(Row::Middle(say(Say::new("receipt-copy").with("copies", answer.copies))));
    }
    rows.push(Row::Left(say(Say::new("receipt-number").with("number", answer.number.to_string()))));
    rows.push(Row::Left(say(Say::new("receipt-date").with("at", moment))));
    let student = Say::new("receipt-student").with("name", &receipt.name).with("id", receipt.student);
    rows.push(Row::Left(say(student)));
    rows.push(Row::Rule);
    rows.extend(receipt.lines.iter().map(|line| Row::Pair(say(line.say.clone()), money(line.amount))));
    rows.push(Row::Rule);
    rows.push(Row::Pair(say(Say::new("receipt-total")), money(receipt.total)));
    if let Some(words) = lang.capital(receipt.total, &shown.currency) {
        rows.push(Row::Left(say(Say::new("receipt-capital").with("words", words))));
    }
    for part in &receipt.parts {
        let method = say(part.method.say());
        let left = match part.reference.is_empty() {
            true => method,
            false => format!("{method} {}", part.reference),
        };
        rows.push(Row::Pair(left, money(part.amount)));
    }
    if let Some(tendered) = receipt.tendered {
        rows.push(Row::Pair(say(Say::new("receipt-tendered")), money(tendered)));
        rows.push(Row::Pair(say(Say::new("receipt-change")), money(receipt.change)));
    }
    if receipt.left.0 > 0 {
        rows.push(Row::Pair(say(Say::new("receipt-left")), money(receipt.left)));
    }
    if !receipt.reason.is_empty() {
        rows.push(Row::Left(say(Say::new("receipt-reason").with("reason", receipt.reason.as_str()))));
    }
    rows.push(Row::Left(say(Say::new("receipt-by").with("name", &answer.by_name))));
    rows
}

/// Breaks a text into lines of at most so many columns; a wide character never hangs over.
fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for part in text.split('\n') {
        if !lines.last().is_some_and(String::is_empty) {
            lines.push(String::new());
            used = 0;
        }
        for cluster in part.graphemes(true) {
            let width = cluster.width();
            if used + width > columns && used > 0 {
                lines.push(String::new());
                used = 0;
            }
            if let Some(line) = lines.last_mut() {
                line.push_str(cluster);
            }
            used += width;
        }
    }
    lines
}

/// Lays a row out in so many columns.
fn lines(row: &Row, columns: usize) -> Vec<String> {
    let middle = |text: &str| {
        let centred = |line: String| " ".repeat(columns.saturating_sub(line.width()) / 2) + &line;
        wrap(text, columns).into_iter().map(centred).collect()
    };
    match row {
        Row::Title(text) | Row::Middle(text) => middle(text),
        Row::Left(text) => wrap(text, columns),
        Row::Rule => vec!["-".repeat(columns)],
        Row::Pair(left, right) => {
            let mut found = wrap(left, columns);
            let used = found.last().map_or(0, |line| line.width());
            // One blank stays between; what does not fit beside goes below.
            if used + 1 + right.width() > columns {
                found.push(String::new());
            }
            if let Some(last) = found.last_mut() {
                let gap = columns.saturating_sub(last.width() + right.width());
                last.push_str(&" ".repeat(gap));
                last.push_str(right);
            }
            found
        }
    }
}

/// The receipt as text of at most so many columns.
pub fn text(answer: &ReceiptAnswer, lang: &Lang, shown: &Shown, columns: usize) -> String {
    let mut out = String::new();
    for line in rows(answer, lang, shown).iter().flat_map(|row| lines(row, columns)) {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

const STYLE: &str = "@page{size:80mm auto;margin:4mm}body{font:10pt sans-serif;width:72mm;margin:0 auto}\
    h1{font-size:14pt}h1,.m{text-align:center;margin:1mm 0}p{margin:1mm 0}\
    .p{display:flex;justify-content:space-between;gap:4mm}.p b{font-weight:normal;white-space:nowrap}";

/// The receipt as a page of its own, without anything that is fetched: print it, also to PDF.
pub fn html(answer: &ReceiptAnswer, lang: &Lang, shown: &Shown) -> String {
    let mut body = String::new();
    for row in rows(answer, lang, shown) {
        let _ = match row {
            Row::Title(text) => writeln!(body, "<h1>{}</h1>", escaped(&text)),
            Row::Middle(text) => writeln!(body, "<p class=\"m\">{}</p>", escaped(&text)),
            Row::Left(text) => writeln!(body, "<p>{}</p>", escaped(&text)),
            Row::Rule => writeln!(body, "<hr>"),
            Row::Pair(left, right) => {
                let (left, right) = (escaped(&left), escaped(&right));
                writeln!(body, "<p class=\"p\"><span>{left}</span><b>{right}</b></p>")
            }
        };
    }
    let (tongue, number) = (lang.tongue().name(), answer.number);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{tongue}\"><head><meta charset=\"utf-8\"><title>{number}</title>\
         <style>{STYLE}</style></head><body>\n{body}</body></html>\n"
    )
}

/// What makes a printer spring open the drawer that is plugged into it: a pulse on its second pin.
pub const SPRING: &[u8] = b"\x1b@\x1bp\x00\x19\xfa";

/// The receipt as a printer takes it.
pub fn escpos(answer: &ReceiptAnswer, lang: &Lang, shown: &Shown, columns: usize) -> Vec<u8> {
    const START: &[u8] = b"\x1b@\x1c&";
    const LARGE: &[u8] = b"\x1d!\x11";
    const USUAL: &[u8] = b"\x1d!\x00";
    const FEED_AND_CUT: &[u8] = b"\x1bd\x04\x1dVB\x00";
    let mut out = START.to_vec();
    for row in rows(answer, lang, shown) {
        let row = match row {
            Row::Title(text) => Row::Title(printable(&text)),
            Row::Middle(text) => Row::Middle(printable(&text)),
            Row::Left(text) => Row::Left(printable(&text)),
            Row::Pair(left, right) => Row::Pair(printable(&left), printable(&right)),
            Row::Rule => Row::Rule,
        };
        let large = matches!(row, Row::Title(_));
        out.extend_from_slice(if large { LARGE } else { USUAL });
        for line in lines(&row, if large { columns / 2 } else { columns }) {
            out.extend_from_slice(&encoding_rs::GB18030.encode(line.trim_end()).0);
            out.push(b'\n');
        }
    }
    out.extend_from_slice(FEED_AND_CUT);
    out
}

/// Signs that a printer's character set has, for those that it lacks; nothing that it would obey.
fn printable(text: &str) -> String {
    let sign = |c: char| match c {
        '¥' => '￥',
        '−' => '-',
        '·' => '.',
        c if c.is_control() => ' ',
        c => c,
    };
    text.chars().map(sign).collect()
}

/// How long a printer is waited for. Without paper it takes nothing, and the desk must go on.
const PATIENCE: Duration = Duration::from_secs(2);

/// Sends bytes to a printer's device, or to the end of a file.
///
/// # Errors
/// When it can't be written to, or takes nothing for two seconds; what it was sent comes out once it takes it.
pub fn send(to: &Path, bytes: &[u8]) -> Result<(), Refused> {
    send_within(to, bytes, PATIENCE)
}

fn send_within(to: &Path, bytes: &[u8], patience: Duration) -> Result<(), Refused> {
    let path = || to.display().to_string();
    let failed = |e: std::io::Error| {
        let hint = Say::new("receipt-not-printed-hint").with("path", path()).with("why", e.to_string());
        Refused::new(Kind::Storage, Say::new("receipt-not-printed")).hint(hint)
    };
    let (tell, told) = mpsc::sync_channel(1);
    let (file, bytes) = (to.to_owned(), bytes.to_vec());
    let write = move || {
        // Nobody listens any more where it took too long.
        let _ = tell.send(append(&file, &bytes));
    };
    std::thread::Builder::new().name("printer".into()).spawn(write).map_err(failed)?;
    match told.recv_timeout(patience) {
        Ok(written) => written.map_err(failed),
        Err(_) => Err(Refused::new(Kind::Busy, Say::new("receipt-printer-waits").with("path", path()))
            .hint(Say::new("receipt-printer-waits-hint"))),
    }
}

fn append(to: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().append(true).create(true).open(to)?;
    file.write_all(bytes).and_then(|()| file.flush())
}

#[cfg(test)]
#[path = "receipt_tests.rs"]
mod tests;

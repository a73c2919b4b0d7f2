//! Escapes, bidirectional and invisible characters in every field and on every way out: shown, never
//! obeyed.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use rollbook::base::{Currency, Say, Text, Zone};
use rollbook::desk::{Envelope, Session, acts, answer_named, asks, decode};
use rollbook::exchange::write::{self, ColumnKind, ColumnOut, TableOut};
use rollbook::lang::{Lang, Shown, Tongue};
use rollbook::store::Memory;
use rollbook::store::journal::ENTRIES;
use rollbook::tui::app::Tone;
use rollbook::tui::driver::{Driver, test_look};
use rollbook::tui::screens::program;
use rollbook::tui::terminal::Painter;
use serde_json::Value;

use super::school;

/// What a terminal would obey, what turns text around, what can't be seen, and what is merely long.
pub const PAYLOADS: &[&str] = &[
    "\x1b[2J",
    "\x1b[31mred",
    "\x1b]0;title\x07",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b]8;;http://evil\x1b\\x",
    "\x1bP+q544e\x1b\\",
    "\x1b_Gi=1\x1b\\",
    "\x1b^pm\x1b\\",
    "\x1bX sos\x1b\\",
    "\x1bc",
    "\x1b7\x1b8",
    "\x1b[6n",
    "\x1b[c",
    "\x1b[?1049l",
    "\x1b[?25l",
    "\x1b[999;999H",
    "\x1b[1000000b",
    "\x1b(0",
    "\x1b#8",
    "\u{9b}2J",
    "\u{9d}0;t\u{9c}",
    "\u{90}q\u{9c}",
    "\u{85}",
    "\u{84}\u{8d}",
    "\u{80}\u{81}",
    "\u{9f}x\u{9c}",
    "\0",
    "a\0b",
    "\x07\x07",
    "\x08\x08\x08",
    "\x7f\x7f",
    "\r overwritten",
    "a\nb",
    "a\r\nb",
    "\t\t",
    "\x0b\x0c",
    "\x0e\x0f",
    "\x05",
    "\x11\x13",
    "\x18\x1a",
    "\u{202e}txt.exe",
    "\u{202d}abc",
    "\u{202a}x\u{202c}",
    "\u{202b}x",
    "\u{2066}x\u{2069}",
    "\u{2067}x",
    "\u{2068}x",
    "\u{200e}\u{200f}",
    "\u{61c}x",
    "\u{200b}",
    "a\u{200b}b",
    "\u{200c}\u{200d}",
    "\u{2060}x",
    "\u{feff}bom",
    "\u{ad}soft",
    "\u{180e}x",
    "\u{2028}line",
    "\u{2029}para",
    "\u{fff9}a\u{fffa}b\u{fffb}",
    "\u{e0041}\u{e007f}",
    "\u{e000}\u{f8ff}",
    "\u{ffff}",
    "\u{fffe}",
    "\u{10ffff}",
    "\u{1d173}x",
    "\u{3164}\u{115f}\u{1160}",
    "\u{ffa0}",
    "\u{34f}x",
    "\u{fe0f}x",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "\u{301}alone",
    "Z\u{351}\u{36b}\u{343}\u{36a}\u{302}\u{36b}\u{33d}\u{34f}\u{334}",
    "👩‍👩‍👧‍👦",
    "🏴\u{e0067}\u{e007f}",
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "%s%n",
    "{ $name }",
    "\u{2068}{ $x }\u{2069}",
    "'; drop table students; --",
    "<script>",
    "../../etc/passwd",
    "学学学学学学学学学学学学学学学学学学学学学学学学学",
];

/// Whether a terminal or a reader could be led astray by it, where it stands raw in what is shown.
fn is_raw(c: char) -> bool {
    let u = u32::from(c);
    c.is_control()
        || matches!(u, 0x61c | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff | 0xfff9..=0xfffb)
        || matches!(u, 0xad | 0x180e | 0xe0000..=0xe007f)
}

fn raw_in(text: &str) -> Option<char> {
    text.chars().find(|c| is_raw(*c))
}

/// Every command's example once for each of its texts, with the payload in that place.
fn filled(example: &Value, payload: &str) -> Vec<Value> {
    fn nth(value: &mut Value, n: &mut usize, payload: &str) -> bool {
        match value {
            Value::String(text) if *n == 0 => {
                *text = payload.to_owned();
                true
            }
            Value::String(_) => {
                *n -= 1;
                false
            }
            Value::Array(all) => all.iter_mut().any(|one| nth(one, n, payload)),
            Value::Object(all) => all.values_mut().any(|one| nth(one, n, payload)),
            _ => false,
        }
    }
    (0..)
        .map_while(|n| {
            let mut value = example.clone();
            nth(&mut value, &mut n.clone(), payload).then_some(value)
        })
        .collect()
}

/// Hands in every command with the payload in every text; gives all that was said of it.
fn hand_in(session: &Session, payload: &str) -> Vec<Say> {
    let mut said = Vec::new();
    for act in acts() {
        for (n, body) in filled(&(act.example)(), payload).into_iter().enumerate() {
            let decoded = match decode(act.name, body) {
                Ok(decoded) => decoded,
                Err(refused) => {
                    said.extend([refused.reason].into_iter().chain(refused.hint));
                    continue;
                }
            };
            let request = format!("{payload}-{}-{n}", act.name);
            let (operator, terminal) = (session.operator, Text::new(payload));
            match session.desk.submit(Envelope { request, operator, terminal, act: decoded }) {
                Ok(receipt) => said.extend(receipt.said),
                Err(refused) => said.extend([refused.reason].into_iter().chain(refused.hint)),
            }
        }
    }
    said
}

/// Every text in an answer; a field that may hold several lines may hold line breaks.
fn check_answer(value: &Value, what: &str) {
    match value {
        Value::String(text) => {
            assert_eq!(raw_in(&text.replace('\n', "")), None, "{what}: {text:?}");
        }
        Value::Array(all) => all.iter().for_each(|one| check_answer(one, what)),
        Value::Object(all) => all.iter().for_each(|(key, one)| {
            assert_eq!(raw_in(key), None, "{what}: {key:?}");
            check_answer(one, what);
        }),
        _ => {}
    }
}

fn check_frame(buf: &Buffer, payload: &str) {
    for cell in buf.content() {
        // Joined emoji are one picture; what reorders or hides text is not.
        let symbol: String = cell.symbol().chars().filter(|c| *c != '\u{200d}' && *c != '\u{fe0f}').collect();
        assert_eq!(raw_in(&symbol), None, "{payload:?} in {symbol:?}");
    }
}

/// The bytes of a frame hold no sequence but the painter's own: colours, moves, the cursor, one clearing.
fn check_bytes(bytes: &[u8], payload: &str) {
    // The painter's way to the next line or the line's beginning; what stands in cells has been looked at already.
    let text = std::str::from_utf8(bytes).unwrap().replace("\r\n", "").replace('\r', "");
    let mut rest = text.as_str();
    while let Some(at) = rest.find(|c: char| c.is_control()) {
        let tail =
            rest[at..].strip_prefix("\x1b[").unwrap_or_else(|| panic!("{payload:?}: {:?}", &rest[at..]));
        let end = tail.find(|c: char| ('@'..='~').contains(&c)).unwrap();
        let ours = matches!(
            &tail[end..=end],
            "m" | "H" | "J" | "K" | "h" | "l" | "C" | "D" | "A" | "B" | "G" | "d" | "q"
        );
        assert!(ours, "{payload:?}: {:?}", &tail[..=end]);
        assert!(!tail[..=end].contains("1049"), "{payload:?}");
        rest = &tail[end + 1..];
    }
    assert_eq!(
        raw_in(&text.replace(|c: char| c.is_control() || c == '\u{200d}' || c == '\u{fe0f}', "")),
        None
    );
}

fn shown() -> Shown {
    let zone = Zone::default();
    Shown { currency: Currency::default(), zone, today: zone.day(school::now()) }
}

#[test]
fn there_are_enough_payloads() {
    assert!(PAYLOADS.len() >= 60);
}

#[test]
fn no_text_of_any_command_comes_out_raw_in_words_answers_or_the_log() {
    let desk = school::desk(Arc::new(Memory::new()));
    let session = school::open(&desk, 3);
    for payload in PAYLOADS {
        let said = hand_in(&session, payload);
        for tongue in Tongue::ALL {
            let lang = Lang::new(tongue);
            for say in &said {
                let text = lang.say(say, &shown());
                assert_eq!(raw_in(&text.replace('\n', "")), None, "{payload:?}: {}: {text:?}", say.key);
            }
        }
    }
    for ask in asks() {
        if let Ok(answer) = answer_named(&desk, session.operator, ask.name, (ask.example)()) {
            check_answer(&answer, ask.name);
        }
    }
    let snapshot = desk.engine().snapshot().unwrap();
    for (_, sealed) in ENTRIES.all(&*snapshot, &()).unwrap() {
        let entry = sealed.open().unwrap();
        assert_eq!(raw_in(&entry.terminal), None);
        check_answer(&entry.body, &entry.act);
        check_answer(&serde_json::to_value(&entry.said).unwrap(), &entry.act);
    }
    school::sound(&desk, 0);
}

#[test]
fn no_payload_reaches_the_screen_or_the_terminal_raw() {
    // Some at a time are in one school: each gets its turn in the fields that are typed into.
    for (n, some) in PAYLOADS.chunks(16).enumerate() {
        let desk = school::desk(Arc::new(Memory::new()));
        let session = school::open(&desk, 2);
        some.iter().for_each(|payload| drop(hand_in(&session, payload)));
        let tongue = Tongue::ALL[n % Tongue::ALL.len()];
        let mut driver = Driver::new(program(session, test_look(tongue)), 120, 40);
        let mut painter = Painter::default();
        for screen in ["1", "2", "3", "4", "5", "6", "7"] {
            driver.keys(screen).unwrap();
            for (payload, keys) in some.iter().zip(["down", "enter", "ctrl-p", "n"].into_iter().cycle()) {
                driver.keys(keys).unwrap();
                driver.app.on_event(rollbook::tui::event::Event::Paste((*payload).to_owned()));
                driver.app.tell(Say::new("app-config-theme").with("name", *payload), Tone::Ok);
                check_frame(&driver.frame().0, payload);
                let cursor = driver.app.draw(painter.frame(120, 40));
                check_bytes(painter.finish(cursor), payload);
                driver.keys("esc esc").unwrap();
            }
        }
    }
}

#[test]
fn text_stays_text_in_every_export() {
    let formulas = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''+x", "＝1", "−2"];
    for payload in PAYLOADS.iter().chain(&formulas) {
        let column = |key| ColumnOut { key, title: Text::new(*payload), kind: ColumnKind::Text };
        let row = vec![
            write::Value::text(Some(payload)),
            write::Value::List(vec![Text::new(*payload)]),
            write::Value::Int(-5),
        ];
        let columns = vec![column("a"), column("b"), column("c")];
        let table = TableOut { name: Text::new(*payload), columns, rows: vec![row], digits: 2 };
        let csv = String::from_utf8(write::csv(&table).unwrap()).unwrap();
        assert_eq!(
            raw_in(&csv.trim_start_matches('\u{feff}').replace(['\r', '\n'], "")),
            None,
            "{payload:?}"
        );
        let mut records = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
        for field in records.records().flat_map(|r| r.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
        {
            let field = field.trim_start_matches('\u{feff}').trim_matches('"').to_owned();
            let begins = field.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠', '−']);
            assert!(!begins || field == "-5", "{payload:?}: {field:?}");
        }
        check_answer(&write::json(&table), "json");
        let sheet = write::xlsx(&table).unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(sheet)).unwrap();
        for n in 0..zip.len() {
            let mut part = String::new();
            std::io::Read::read_to_string(&mut zip.by_index(n).unwrap(), &mut part).unwrap();
            assert!(!part.contains("<f>"), "{payload:?}: a formula");
            assert_eq!(raw_in(&part.replace(['\r', '\n', '\t'], "")), None, "{payload:?}");
        }
    }
}

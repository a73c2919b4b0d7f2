//! The picture in docs/architecture.md stays true: who may name whom, where words and engines may stand, how long a
//! file may be. The sources are read as text; nothing here knows what the program does.

#[path = "architecture/source.rs"]
mod source;

use std::collections::BTreeSet;

use source::{Source, sources};

/// The rooms, and the rooms below that each may name (beside itself). `lang` and `base` stand beside the
/// rooms rather than under them: words, and what words are made of.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("lang", &["base"]),
    ("store", &["base"]),
    ("books", &["store", "base"]),
    ("desk", &["books", "store", "base"]),
    ("exchange", &["desk", "books", "lang", "base"]),
    ("tui", &["desk", "exchange", "lang", "base"]),
    ("cli", &["tui", "exchange", "desk", "books", "store", "lang", "base"]),
];

/// A file, or a folder of files, that is let off a rule, and why.
type LetOff = (&'static str, &'static str);

/// Files that may be longer. None is.
const LONGER: &[LetOff] = &[];

/// Longest file, in lines; tests that stand in a file of their own count like any other.
const LINES_MAX: usize = 500;

/// Where signs of the users' script may stand in the program's own text.
const MAY_HOLD_HAN: &[LetOff] = &[
    ("src/base/amount.rs", "the units that offices write behind amounts: data to read by"),
    ("src/base/time.rs", "how offices write dates: data to read by"),
    ("src/cli/demo/", "the demo school's own data: its people, classes and terms"),
    ("src/cli/import/mod.rs", "yes as a Chinese hand answers it: data to read by"),
    ("src/exchange/synonyms.rs", "the names that offices give to columns: data to read by, never shown"),
    ("src/exchange/clean/mod.rs", "how offices write nothing, names and sexes: data to read by"),
    ("src/exchange/clean/day.rs", "how offices write days: data to read by"),
    ("src/exchange/clean/phone.rs", "how offices write telephone numbers: data to read by"),
    ("src/exchange/clean/amount.rs", "how offices write money and lessons: data to read by"),
    ("src/exchange/columns.rs", "how offices write the heads of tables: data to read by"),
    ("src/exchange/roster.rs", "how offices write what a cell means: data to read by"),
    ("src/books/register/pinyin.rs", "surnames that are read another way than the dictionary says"),
    ("src/tui/screens/setup/notation.rs", "how people write weekdays and times: data to read by"),
    ("src/tui/driver.rs", "the school and operator of tests that drive the program"),
    ("src/tui/input/keymap_docs.rs", "writes docs/keymap.md, which speaks both languages at once"),
];

/// Where a sentence may stand outside the message files.
const MAY_SPEAK: &[LetOff] = &[
    ("src/cli/docs.rs", "writes docs/commands.md, which is for those who write scripts"),
    ("src/base/id.rs", "what serde says of a malformed field, in a script's terms"),
    ("src/base/time.rs", "what serde says of a malformed field, in a script's terms"),
    ("src/books/ledger/account.rs", "what serde says of a malformed field, in a script's terms"),
    ("src/books/ledger/fees/receipt.rs", "what serde says of a malformed field, in a script's terms"),
    ("src/books/ledger/mod.rs", "names of tables, for whoever mends a damaged store"),
    ("src/tui/input/keymap_docs.rs", "writes docs/keymap.md, which speaks both languages at once"),
];

fn let_off(list: &[LetOff], path: &str) -> bool {
    list.iter().any(|(file, _)| *file == path || file.ends_with('/') && path.starts_with(file))
}

fn report(faults: Vec<String>, rule: &str) {
    assert!(faults.is_empty(), "{rule}:\n{}", faults.join("\n"));
}

#[test]
fn imports_run_downward_only() {
    let mut faults = Vec::new();
    let mut rooms = BTreeSet::new();
    for source in sources() {
        let Some(room) = source.room() else { continue };
        rooms.insert(room.to_owned());
        let Some((_, below)) = MAY_NAME.iter().find(|(name, _)| *name == room) else {
            faults.push(format!("{}: the room {room} is not in the picture", source.path));
            continue;
        };
        // Books are tested through the desk, which stands above them.
        if source.is_test() {
            continue;
        }
        let paths = source.without_examples_and_tests().paths();
        for named in paths.iter().filter_map(|path| path.strip_prefix("crate::")) {
            let other = named.split("::").next().unwrap_or_default();
            let is_room = MAY_NAME.iter().any(|(name, _)| *name == other);
            if is_room && other != room && !below.contains(&other) {
                faults.push(format!("{}: names crate::{named}", source.path));
            }
        }
    }
    report(faults, "a room names only the rooms below it");
    let painted: BTreeSet<String> = MAY_NAME.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(rooms, painted, "rooms that are, and rooms of the picture");
}

#[test]
fn only_its_engine_names_redb() {
    let named = |source: &Source| source.words().contains("redb");
    let all: Vec<Source> = sources();
    assert!(all.iter().any(named), "the engine itself names it");
    let faults = all.iter().filter(|s| named(s) && s.path != "src/store/redb_engine.rs");
    let faults = faults.filter(|s| !s.is_test());
    report(faults.map(|s| s.path.clone()).collect(), "redb is named in its engine only");
}

#[test]
fn only_the_screen_names_the_terminal() {
    let faults = sources().into_iter().filter(|source| {
        source.room() != Some("tui") && ["ratatui", "crossterm"].iter().any(|w| source.words().contains(*w))
    });
    report(faults.map(|s| s.path).collect(), "ratatui and crossterm are named in src/tui only");
}

#[test]
fn no_screen_names_another() {
    let all = sources();
    let screens: BTreeSet<String> = all.iter().filter_map(|s| s.screen()).map(str::to_owned).collect();
    assert!(screens.contains("class") && screens.contains("today"), "{screens:?}");
    let mut faults = Vec::new();
    for source in &all {
        let Some(own) = source.screen().filter(|_| !source.is_test()) else { continue };
        for path in source.paths() {
            let Some(named) = path.strip_prefix("crate::tui::screens::") else { continue };
            let other = named.split("::").next().unwrap_or_default();
            if other != own && screens.contains(other) {
                faults.push(format!("{}: names {path}", source.path));
            }
        }
    }
    report(faults, "a screen goes to a place, and never names another screen");
}

#[test]
fn what_screens_stand_on_names_no_screen() {
    let mut faults = Vec::new();
    for folder in ["app", "input", "terminal", "widgets", "shared"] {
        let above = |path: &String| {
            let shared = folder != "shared" && path.starts_with("crate::tui::shared");
            shared || path.starts_with("crate::tui::screens")
        };
        let found = source::under(&format!("src/tui/{folder}"));
        assert!(!found.is_empty(), "{folder}");
        for source in found.iter().filter(|source| !source.is_test()) {
            let named = source.without_examples_and_tests().paths().into_iter().filter(above);
            faults.extend(named.map(|path| format!("{}: names {path}", source.path)));
        }
    }
    report(faults, "screens stand on what they share, and that on app, input, terminal and widgets");
}

#[test]
fn no_file_is_too_long() {
    let mut faults = Vec::new();
    for source in sources().iter().chain(&source::under("tests")) {
        let lines = source.text.lines().count();
        if lines > LINES_MAX && !let_off(LONGER, &source.path) {
            faults.push(format!("{}: {lines} lines", source.path));
        }
    }
    report(faults, "a file that long does more than one thing");
}

/// Examples for docs/commands.md are a school's own data, and tests speak of such.
fn words_of_the_program() -> impl Iterator<Item = (Source, Vec<String>)> {
    let spoken = sources().into_iter().filter(|s| s.room() != Some("lang") && !s.is_test());
    spoken.map(|source| {
        let literals = source.without_examples_and_tests().literals();
        (source, literals)
    })
}

#[test]
fn chinese_stands_in_the_message_files() {
    // Characters, not their punctuation: cleaning and keys know that sign by sign.
    let han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}');
    let mut faults = Vec::new();
    for (source, literals) in words_of_the_program() {
        let found = literals.into_iter().filter(|text| text.contains(han));
        if !let_off(MAY_HOLD_HAN, &source.path) {
            faults.extend(found.map(|text| format!("{}: {text:?}", source.path)));
        }
    }
    report(faults, "Chinese outside src/lang");
}

#[test]
fn sentences_stand_in_the_message_files() {
    // Three words of small letters in a row, which no key, path or format has. Attributes (the text of an
    // error that only a log sees) and what is said as the program breaks are no part of it.
    let sentence = |text: &str| {
        let word = |w: &str| w.len() > 1 && w.chars().all(|c| c.is_ascii_lowercase());
        let words: Vec<&str> = text.split(' ').collect();
        words.windows(3).any(|three| three.iter().all(|w| word(w)))
    };
    let mut faults = Vec::new();
    for (source, literals) in words_of_the_program() {
        let found = literals.into_iter().filter(|text| sentence(text));
        if !let_off(MAY_SPEAK, &source.path) {
            faults.extend(found.map(|text| format!("{}: {text:?}", source.path)));
        }
    }
    report(faults, "a sentence outside src/lang");
}

#[test]
fn who_is_let_off_still_needs_it() {
    for (file, why) in LONGER.iter().chain(MAY_HOLD_HAN).chain(MAY_SPEAK) {
        assert!(sources().iter().any(|s| s.path.starts_with(file)), "{file} is let off ({why}) and is gone");
    }
}

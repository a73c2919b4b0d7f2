//! The books of a whole demo school as other programs read them, and what becomes of a wrong wish.

#[path = "support/binary.rs"]
mod binary;

use binary::{School, beancount, hledger, sum};
use serde_json::{Value, json};

/// A small demo school, of its own for each seed.
fn demo_of(seed: &str) -> School {
    let school = School::none();
    let size = ["--students", "40", "--weeks", "3", "--today", "2026-11-21", "--seed", seed];
    school.run(&[&["demo", "--no-ui"][..], &size].concat()).ok();
    school
}

fn demo() -> School {
    demo_of("7")
}

fn ask(school: &School, name: &str, fields: &Value) -> Value {
    school.run(&["ask", name, &fields.to_string()]).ok().json()
}

fn total(rows: &Value, field: &str) -> i64 {
    rows.as_array().unwrap().iter().map(|row| row[field].as_i64().unwrap()).sum()
}

/// Kinds of our accounts, and where hledger and beancount have them.
const GROUPS: [(&[&str], &str, &str); 10] = [
    (&["receivable", "charge"], "^assets:receivable", "Assets:Receivable"),
    (&["cash:"], "^assets:cash:drawer", "Assets:Cash:Drawer"),
    (&["safe"], "^assets:cash:safe", "Assets:Cash:Safe"),
    (&["bank"], "^assets:bank", "Assets:Bank"),
    (&["till"], "^assets:till", "Assets:Till"),
    (&["deferred"], "^liabilities:deferred", "Liabilities:Deferred"),
    (&["income"], "^income:teaching", "Income:Teaching"),
    (&["breakage"], "^income:lapsed", "Income:Lapsed"),
    (&["other_income"], "^income:other", "Income:Other"),
    (&["money_opening"], "^equity", "Equity:Opening"),
];

/// The books of a school as both programs read them are the books that we read, to the last fen.
fn agrees(school: &School) {
    let trial = ask(school, "fee.trial_balance", &json!({}));
    let ours = |kinds: &[&str]| -> i64 {
        let rows = trial["rows"].as_array().unwrap().iter();
        let of =
            rows.filter(|row| kinds.iter().any(|kind| row["account"].as_str().unwrap().starts_with(kind)));
        of.map(|row| row["balance"].as_i64().unwrap()).sum()
    };
    assert_ne!(ours(&["bank"]), 0, "cash was brought to the bank");
    let sums: Vec<_> = GROUPS.iter().map(|(kinds, _, account)| (*account, ours(kinds))).collect();
    let books = school.run(&["export", "ledger", "--format", "beancount"]).ok().out;
    beancount(school, &books, &sums);
    let journal = school.run(&["export", "ledger", "--format", "hledger"]).ok().out;
    if hledger(&journal, &["check", "--strict", "payees", "ordereddates"]).is_none() {
        return;
    }
    for (kinds, under, _) in GROUPS {
        assert_eq!(sum(&journal, under, &[]), Some(ours(kinds)), "{under}: {}", trial["rows"]);
    }
    assert_eq!(sum(&journal, "^expenses", &[]), Some(ours(&["cash_over", "written_off", "petty"])));
    let span = json!({ "from": "2026-10-01", "until": "2026-11-30" });
    assert_eq!(sum(&journal, "^income", &[]), Some(-total(&ask(school, "fee.income", &span), "amount")));
    let figures = ask(school, "fee.figures", &json!({ "day": "2026-11-30", "months": 1 }));
    let minus = |value: &Value| Some(-value.as_i64().unwrap());
    assert_eq!(sum(&journal, "^(income|expenses)", &["-p", "2026-11"]), minus(&figures["result"][0]));
    for day in ["2026-10-31", "2026-11-10", "2026-11-20"] {
        let report = ask(school, "fee.day", &json!({ "day": day }));
        for row in report["methods"].as_array().unwrap().iter().filter(|row| row["method"] != "cash") {
            let under = format!("^assets:till:{}", row["method"].as_str().unwrap());
            let taken = row["taken"].as_i64().unwrap() - row["refunded"].as_i64().unwrap();
            assert_eq!(sum(&journal, &under, &["-p", day]), Some(taken), "{day} {under}");
        }
        let moved = report["safe"]["left"].as_i64().unwrap() - report["safe"]["before"].as_i64().unwrap();
        assert_eq!(sum(&journal, "^assets:cash:safe", &["-p", day]), Some(moved), "{day}");
    }
}

#[test]
fn hledger_and_beancount_agree_with_demo_schools_to_the_last_fen() {
    for seed in ["7", "8"] {
        agrees(&demo_of(seed));
    }
}

#[test]
fn the_ledger_goes_out_for_beancount_too_and_other_lists_do_not() {
    let school = demo();
    let text = school.run(&["export", "ledger", "--format", "beancount"]).ok().out;
    assert!(text.starts_with("option \"operating_currency\" \"CNY\"\n"), "{}", &text[..200]);
    let out = school.path("books.hledger");
    let out = out.to_str().unwrap();
    school.run(&["export", "ledger", "--out", out]).ok();
    assert!(std::fs::read_to_string(out).unwrap().starts_with("commodity 1000.00 CNY\n"));
    for lang in ["zh-CN", "en"] {
        let ran = school.run(&["--lang", lang, "export", "roster", "--format", "hledger"]).refused(1);
        assert_eq!(ran.err.is_ascii(), lang == "en", "{}", ran.err);
    }
    let few = school.run(&["export", "ledger", "--format", "hledger", "--from", "2026-11-20"]).ok().out;
    assert!(few.len() * 4 < text.len() && few.contains("2026-11-20 ("), "{}", few.len());
    let tickets = school.run(&["export", "tickets", "--format", "json"]).ok().json();
    assert!(tickets.as_array().unwrap().len() > 20, "{tickets}");
}

#[test]
fn ones_own_files_are_shown_with_what_is_wrong_in_them() {
    let school = School::none();
    let folder = school.path("config");
    std::fs::create_dir(&folder).unwrap();
    let config = |lang: &str| {
        let mut command = school.command(&["--lang", lang, "config"]);
        binary::ran(&command.env("ROLLBOOK_CONFIG", &folder).output().unwrap())
    };
    let none = config("en").ok().out;
    assert_eq!(none.lines().count(), 3, "{none}");
    assert!(none.contains("keymap.toml") && none.contains("defaults serve"), "{none}");
    school.file("config/settings.toml", "theme = \"dark\"\n");
    config("zh-CN").ok();
    school.file("config/keymap.toml", "[list]\n\"x\" = \"no.such\"\n");
    for lang in ["zh-CN", "en"] {
        let wrong = config(lang);
        assert_eq!(wrong.code, Some(1), "{}", wrong.err);
        let last = wrong.out.lines().last().unwrap();
        assert!(last.contains("keymap.toml") && !last.contains("app-config"), "{last}");
    }
}

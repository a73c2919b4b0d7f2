//! The books of a whole demo school as other programs read them, and what becomes of a wrong wish.

#[path = "support/binary.rs"]
mod binary;

use binary::{School, hledger, sum};
use serde_json::{Value, json};

/// A small demo school.
fn demo() -> School {
    let school = School::none();
    school.run(&["demo", "--no-ui", "--students", "40", "--weeks", "3", "--today", "2026-11-21"]).ok();
    school
}

fn ask(school: &School, name: &str, fields: &Value) -> Value {
    school.run(&["ask", name, &fields.to_string()]).ok().json()
}

fn total(rows: &Value, field: &str) -> i64 {
    rows.as_array().unwrap().iter().map(|row| row[field].as_i64().unwrap()).sum()
}

#[test]
fn hledger_agrees_with_the_demo_schools_books_to_the_last_fen() {
    let school = demo();
    let journal = school.run(&["export", "ledger", "--format", "hledger"]).ok().out;
    if hledger(&journal, &["check", "--strict"]).is_none() {
        return;
    }
    let trial = ask(&school, "fee.trial_balance", &json!({}));
    let ours = |kinds: &[&str]| -> Option<i64> {
        let rows = trial["rows"].as_array().unwrap().iter();
        let of =
            rows.filter(|row| kinds.iter().any(|kind| row["account"].as_str().unwrap().starts_with(kind)));
        Some(of.map(|row| row["balance"].as_i64().unwrap()).sum())
    };
    for (kinds, under) in [
        (&["receivable", "charge"][..], "^assets:receivable"),
        (&["cash:"], "^assets:cash:drawer"),
        (&["safe"], "^assets:cash:safe"),
        (&["till"], "^assets:till"),
        (&["deferred"], "^liabilities:deferred"),
        (&["income"], "^income:teaching"),
        (&["breakage"], "^income:lapsed"),
        (&["other_income"], "^income:other"),
        (&["cash_over", "written_off", "petty"], "^expenses"),
        (&["money_opening"], "^equity"),
    ] {
        assert_eq!(sum(&journal, under, &[]), ours(kinds), "{under}: {}", trial["rows"]);
    }
    let span = json!({ "from": "2026-10-01", "until": "2026-11-30" });
    assert_eq!(sum(&journal, "^income", &[]), Some(-total(&ask(&school, "fee.income", &span), "amount")));
    for day in ["2026-10-31", "2026-11-10", "2026-11-20"] {
        let report = ask(&school, "fee.day", &json!({ "day": day }));
        for row in report["methods"].as_array().unwrap().iter().filter(|row| row["method"] != "cash") {
            let under = format!("^assets:till:{}", row["method"].as_str().unwrap());
            let taken = row["taken"].as_i64().unwrap() - row["refunded"].as_i64().unwrap();
            assert_eq!(sum(&journal, &under, &["-p", day]), Some(taken), "{day} {under}");
        }
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

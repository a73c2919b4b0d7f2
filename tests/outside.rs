//! What a script hands in and a terminal gets back: fields that a command doesn't have, texts that a terminal would
//! obey, a journal that was cut short.

#[path = "support/binary.rs"]
mod binary;

use binary::School;
use serde_json::Value;

const PAYLOADS: &[&str] = &[
    "\x1b[2J",
    "\x1b]0;title\x07",
    "\x1b]52;c;ZXZpbA==\x07",
    "\u{9b}31m",
    "\u{202e}gpj.exe",
    "\u{2066}x",
    "\u{200b}",
    "\u{feff}x",
    "\u{e0041}",
    "a\rb",
    "\x07\x08\x7f",
];

fn is_raw(c: char) -> bool {
    let hidden = matches!(u32::from(c), 0x61c | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff
        | 0xad | 0x180e | 0xe0000..=0xe007f);
    c != '\n' && (c.is_control() || hidden)
}

fn keys(out: &str) -> Vec<String> {
    let key = |line: &str| {
        let answer: Value = serde_json::from_str(line).unwrap();
        answer["refused"]["reason_key"].as_str().unwrap_or("done").to_owned()
    };
    out.lines().map(key).collect()
}

#[test]
fn nothing_that_a_terminal_would_obey_comes_back_from_arguments_files_or_commands() {
    let school = School::new();
    for payload in PAYLOADS {
        let file = school.file("roster.csv", format!("姓名,手机,{payload}\n{payload},{payload},x\n"));
        let missing = format!("/nowhere/{payload}.csv");
        let command = serde_json::json!({"do": payload, payload.to_owned(): payload}).to_string();
        let student =
            serde_json::json!({"do": "student.add", "name": payload, payload.to_owned(): 1}).to_string();
        let rans = [
            school.run(&[payload]),
            school.run(&["ask", payload]),
            school.run(&["ask", "student.find", payload]),
            school.run(&[
                "ask",
                "student.find",
                &serde_json::json!({payload.to_owned(): payload}).to_string(),
            ]),
            school.run(&["import", &missing]),
            school.run(&["import", &file, "--dry-run"]),
            school.run(&["export", payload]),
            school.run(&["--as", payload, "verify"]),
            school.run(&["--lang", payload, "verify"]),
            school.run(&["verify", "--anchor", payload]),
            school.feed(&["do"], &format!("{command}\n{student}\n{payload}\n")),
        ];
        for (n, ran) in rans.iter().enumerate() {
            for text in [&ran.out, &ran.err] {
                assert_eq!(text.chars().find(|c| is_raw(*c)), None, "{payload:?} {n}: {text:?}");
            }
        }
    }
    school.sound();
}

#[test]
fn a_field_that_a_command_or_question_does_not_have_is_refused_by_its_name() {
    let school = School::new();
    let lines = r#"{"do":"student.add","name":"a","phnoe":"13612310077"}
{"do":"student.add","name":"a","guardians":[{"name":"b","phnoe":"1"}]}
{"do":"student.add","name":"a","request":"r1"}
{"do":"student.add","name":"a","request":"r1"}
"#;
    let ran = school.feed(&["--lang", "en", "do"], lines);
    assert_eq!(keys(&ran.out), ["error-unknown-field", "error-unknown-field", "done", "done"]);
    assert!(ran.out.contains("“phnoe”") && ran.out.contains("“guardians.phnoe”"), "{}", ran.out);
    let asked = school.run(&["--lang", "en", "ask", "student.find", r#"{"txet":"a"}"#]).refused(1);
    assert!(asked.err.contains("txet"), "{}", asked.err);
    let long = serde_json::json!({"do": "student.add", "name": "王".repeat(201)}).to_string();
    assert_eq!(keys(&school.feed(&["do"], &long).out), ["error-text-too-long"]);
    school.sound();
}

#[test]
fn a_journal_that_was_cut_short_or_is_another_does_not_meet_its_anchor() {
    let school = School::new();
    let anchor = |school: &School| {
        let report = school.run(&["verify", "--json"]).ok().json();
        format!("{}:{}", report["entries"], report["head"].as_str().unwrap())
    };
    let add =
        |name: &str| school.feed(&["do"], &format!("{{\"do\":\"student.add\",\"name\":\"{name}\"}}\n")).ok();
    let before = anchor(&school);
    let cut = std::fs::read(school.path("data/rollbook.redb")).unwrap();
    add("a");
    let after = anchor(&school);
    school.run(&["verify", "--anchor", &before, "--anchor", &after]).ok();
    // Yesterday's file put back in the place of today's is whole in itself.
    std::fs::write(school.path("data/rollbook.redb"), cut).unwrap();
    school.sound();
    school.run(&["verify", "--anchor", &before]).ok();
    let missed = school.run(&["verify", "--json", "--anchor", &after]);
    assert_eq!((missed.code, missed.json()["whole"].as_bool()), (Some(1), Some(false)));
    let (seq, _) = after.split_once(':').unwrap();
    assert_eq!(missed.json()["findings"][0]["seq"].to_string(), seq);
    // Written on otherwise, it has as many entries and another hash.
    add("b");
    assert_eq!(school.run(&["verify", "--anchor", &after]).code, Some(1));
    assert_eq!(school.run(&["verify", "--anchor", "2:beef"]).code, Some(2));
}

//! The program as scripts use it: the real binary, in a data folder of its own, with a bare environment.

#[path = "support/binary.rs"]
mod binary;

use std::path::Path;
use std::process::Command;

use binary::{School, fixture, ran};
use serde_json::Value;

fn counts(answer: &Value) -> [u64; 4] {
    let refused = answer["refused"].as_array().unwrap().len() as u64;
    [
        answer["new"].as_u64().unwrap(),
        answer["changed"].as_u64().unwrap(),
        answer["unchanged"].as_u64().unwrap(),
        refused,
    ]
}

/// A file arrives at the figures that stand beside it, and the second time nothing changes.
fn arrives(file: &str, expected: &str) {
    let school = School::new();
    let path = school.fixture(file);
    let expected: Value = serde_json::from_slice(&std::fs::read(fixture(expected)).unwrap()).unwrap();
    let (good, bad) = (expected["good"].as_u64().unwrap(), expected["bad"].as_u64().unwrap());
    let tried = school.run(&["import", &path, "--dry-run", "--json"]).ok().json();
    assert_eq!(counts(&tried), [good, 0, 0, bad]);
    assert!(!school.path("roster-en.refused.csv").exists(), "trying writes nothing");
    let first = school.run(&["import", &path, "--yes", "--json"]).ok().json();
    assert_eq!(first, tried);
    for _ in 0..2 {
        let again = school.run(&["import", &path, "--yes", "--json"]).ok().json();
        assert_eq!(counts(&again), [0, 0, good, bad]);
    }
    let roster = school.run(&["export", "roster", "--format", "json"]).ok().json();
    let roster = roster.as_array().unwrap();
    let wanted = expected["students"].as_array().unwrap();
    assert_eq!(roster.len(), wanted.len());
    for (got, want) in roster.iter().zip(wanted) {
        for key in ["number", "name", "phone", "class", "born", "joined", "guardian"] {
            let got = got[key].as_str().unwrap_or_default();
            assert_eq!(got, want[key].as_str().unwrap(), "{key} of {want}");
        }
        assert_eq!(got["lessons_left"].as_f64(), want["lessons_left"].as_f64(), "{want}");
        assert_eq!(got["owing"], want["owing_fen"], "{want}");
    }
    school.sound();
}

#[test]
fn the_chinese_workbook_arrives_and_comes_again_without_change() {
    arrives("roster-zh.xlsx", "roster-zh.expected.json");
}

#[test]
fn the_english_csv_arrives_and_comes_again_without_change() {
    arrives("roster-en.csv", "roster-en.expected.json");
}

#[test]
fn refused_rows_name_cell_and_reason_and_wait_in_a_file_beside_the_source() {
    let school = School::new();
    let path = school.fixture("roster-zh.xlsx");
    let held = school.run(&["--lang", "zh-CN", "import", &path]);
    assert_eq!(held.code, Some(1), "{}", held.err);
    assert!(held.err.contains("--yes"), "{}", held.err);
    assert_eq!(school.run(&["export", "roster", "--format", "json"]).ok().json(), serde_json::json!([]));
    let answer = school.run(&["--lang", "zh-CN", "import", &path, "--yes", "--json"]).ok();
    let refused = answer.json()["refused"].clone();
    assert_eq!(refused[1]["row"], 328);
    assert_eq!(refused[1]["column"], "出生日期");
    assert_eq!(refused[1]["value"], "2012-13-45");
    assert!(
        refused.as_array().unwrap().iter().all(|r| !r["reason"].as_str().unwrap().starts_with("import-"))
    );
    let kept = school.path("roster-zh.refused.csv");
    assert!(answer.err.contains(kept.to_str().unwrap()), "{}", answer.err);
    // Mended, that file goes in by itself.
    let text = std::fs::read_to_string(&kept).unwrap();
    let mended = text.replace("2012-13-45", "2012-12-25").replace("三千", "3000");
    let mended = school.file("mended.csv", mended);
    let answer = school.run(&["import", &mended, "--dry-run", "--json"]).ok().json();
    assert_eq!(counts(&answer)[0], 2, "{answer}");
    assert_eq!(counts(&answer)[3], 1, "the nameless one: {answer}");
}

#[test]
fn an_export_comes_back_as_it_went() {
    let school = School::new();
    school.run(&["import", &school.fixture("roster-en.csv"), "--yes"]).ok();
    for format in ["csv", "xlsx"] {
        for lang in ["zh-CN", "en"] {
            let file = school.path(&format!("{lang}.{format}"));
            let file = file.to_str().unwrap();
            school.run(&["--lang", lang, "export", "roster", "--out", file]).ok();
            let back = school.run(&["import", file, "--dry-run", "--json"]).ok().json();
            assert_eq!(counts(&back), [0, 0, 60, 0], "{lang} {format}");
        }
    }
}

#[test]
fn every_table_is_written_in_every_format() {
    let school = School::new();
    school.run(&["import", &school.fixture("roster-en.csv"), "--yes"]).ok();
    school
        .feed(
            &["do"],
            "{\"do\":\"points.award\",\"rule\":\"P3\",\"students\":[\"S1\",\"S2\"],\"points\":4}\n",
        )
        .ok();
    for what in ["roster", "attendance", "points", "ledger", "tickets", "leaderboard"] {
        let json = school.run(&["export", what, "--format", "json"]).ok().json();
        let rows = json.as_array().unwrap().len();
        assert!(rows > 0 || ["attendance", "tickets"].contains(&what), "{what}");
        let csv = school.run(&["export", what]).ok().out;
        assert!(csv.starts_with('\u{feff}') && csv.lines().count() == rows + 1, "{what}: {csv}");
        let file = school.path("out.xlsx");
        school.run(&["export", what, "--out", file.to_str().unwrap()]).ok();
        assert!(std::fs::read(&file).unwrap().starts_with(b"PK"));
    }
    let board = school.run(&["export", "leaderboard", "--format", "json"]).ok().json();
    assert_eq!((&board[0]["rank"], &board[1]["rank"], &board[2]["rank"]), (&1.into(), &1.into(), &3.into()));
}

#[test]
fn text_that_looks_like_a_formula_stays_text_on_its_way_out() {
    let school = School::new();
    for (at, lead) in (1..).zip(["=", "+", "-", "@", "＝"]) {
        let name = format!("{lead}HYPERLINK(1)");
        let line = format!("{{\"do\":\"student.add\",\"number\":\"{at}\",\"name\":\"{name}\"}}\n");
        school.feed(&["do"], &line).ok();
        let csv = school.run(&["export", "roster"]).ok().out;
        assert!(csv.contains(&format!("\"'{name}\"")), "{csv}");
        let json = school.run(&["export", "roster", "--format", "json"]).ok().json();
        assert_eq!(json[at - 1]["name"], name.as_str());
    }
}

#[test]
fn commands_come_a_line_each_and_so_do_their_answers() {
    let school = School::new();
    let lines = "\
        {\"do\":\"student.add\",\"request\":\"r1\",\"name\":\"董涵雯\"}\n\
        \n\
        {\"do\":\"student.add\",\"request\":\"r1\",\"name\":\"董涵雯\"}\n\
        {\"do\":\"points.award\",\"rule\":\"P99\",\"students\":[\"S1\"]}\n\
        {\"do\":\"no.such\"}\n\
        not json\n";
    let ran = school.feed(&["--lang", "zh-CN", "do"], lines);
    assert_eq!(ran.code, Some(1));
    let answers: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 5, "{}", ran.out);
    assert_eq!((&answers[0]["made"][0], &answers[0]["repeated"]), (&"S1".into(), &false.into()));
    assert_eq!((&answers[1]["seq"], &answers[1]["repeated"]), (&answers[0]["seq"], &true.into()));
    for (answer, kind) in answers[2..].iter().zip(["missing", "missing", "input"]) {
        let refused = &answer["refused"];
        assert_eq!(refused["kind"], kind, "{refused}");
        assert!(!refused["reason"].as_str().unwrap().is_ascii(), "in Chinese: {refused}");
        assert!(refused["reason_key"].as_str().unwrap().contains('-'), "{refused}");
    }
    let roster = school.run(&["ask", "roster.export"]).ok().json();
    assert_eq!(roster.as_array().unwrap().len(), 1);
    school.run(&["ask", "no.such"]).refused(1);
    school.run(&["ask", "roster.export", "{"]).refused(1);
    school.sound();
}

#[test]
fn who_acts_is_chosen_by_id_or_name_and_may_do_what_the_post_may() {
    let school = School::new();
    school.feed(&["do"], "{\"do\":\"staff.save\",\"name\":\"李老师\",\"roles\":[\"teacher\"]}\n").ok();
    for operator in ["O2", "李老师"] {
        let ran = school.feed(&["--as", operator, "do"], "{\"do\":\"student.add\",\"name\":\"甲\"}\n");
        let answer = ran.json();
        assert_eq!((ran.code, &answer["refused"]["kind"]), (Some(1), &"forbidden".into()));
    }
    school.run(&["--as", "nobody", "ask", "staff.list"]).refused(1);
}

#[test]
fn wrong_use_is_told_from_refusal_by_the_exit_code() {
    let school = School::new();
    for wrong in [
        &["--frob"][..],
        &["frob"],
        &["import"],
        &["import", "a", "--frob"],
        &["export", "nonsense"],
        &["export", "roster", "--format", "pdf"],
        &["export", "points", "--from", "tomorrow"],
        &["init", "--name", "x"],
    ] {
        for lang in ["zh-CN", "en"] {
            let ran = school.run(&[&["--lang", lang], wrong].concat()).refused(2);
            assert_eq!(ran.err.contains("用法见"), lang == "zh-CN", "{wrong:?}: {}", ran.err);
        }
    }
    school.run(&["--lang", "fr", "verify"]).refused(2);
    assert!(school.run(&["--help"]).ok().out.contains("import"));
    assert!(school.run(&["import", "--help"]).ok().out.contains("--dry-run"));
    assert!(school.run(&["--version"]).ok().out.contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_file_that_is_no_roster_is_refused_with_advice_and_changes_nothing() {
    let school = School::new();
    let before = school.run(&["verify", "--json"]).ok().json();
    let folder = school.path("folder");
    std::fs::create_dir(&folder).unwrap();
    let files = [
        school.path("none.xlsx").to_str().unwrap().to_owned(),
        folder.to_str().unwrap().to_owned(),
        school.file("empty.csv", ""),
        school.file("paper.xlsx", "%PDF-1.7"),
        school.file("noise.csv", [0u8, 159, 146, 150, 0, 1]),
        school.file("broken.xlsx", b"PK\x03\x04 not a zip"),
        school.file("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        school.file("prose.csv", "Dear all,\nsee you on Monday.\n"),
        school.file("quote.csv", "姓名,电话\n\"王,1\n"),
    ];
    for file in &files {
        let ran = school.run(&["--lang", "zh-CN", "import", file, "--yes", "--json"]).refused(1);
        let name = Path::new(file).file_name().unwrap().to_str().unwrap();
        assert!(ran.err.contains(name) && !ran.err.contains("import-"), "{}", ran.err);
    }
    let mapping = school.file("mapping.json", "{}");
    school.run(&["import", &school.fixture("roster-en.csv"), "--mapping", &mapping]).refused(1);
    assert_eq!(school.run(&["verify", "--json"]).ok().json(), before);
}

#[test]
fn a_school_that_is_not_there_or_there_twice_is_refused() {
    let school = School::none();
    for args in [&["verify"][..], &["export", "roster"], &["import", "x.csv"], &["do"], &[]] {
        let ran = school.run(args).refused(1);
        assert!(ran.err.contains("rollbook init"), "{}", ran.err);
        assert!(!school.path("data").exists(), "asking makes no store");
    }
    school.run(&["init", "--name", "一", "--operator", "甲", "--zone", "Mars/Base"]).refused(1);
    school.run(&["init", "--name", "一", "--operator", "甲", "--currency", "gold"]).refused(1);
    school.run(&["init", "--name", "一", "--operator", "甲"]).ok();
    let ran = school.run(&["init", "--name", "二", "--operator", "乙"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    school.sound();
}

#[test]
fn the_data_folder_may_come_from_the_environment() {
    let school = School::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_rollbook"));
    command.env_clear().env("HOME", school.home.path()).env("ROLLBOOK_DATA", school.path("data"));
    assert_eq!(ran(&command.arg("verify").output().unwrap()).code, Some(0));
}

#[test]
fn a_store_that_cannot_be_opened_says_why_and_what_to_do() {
    let school = School::new();
    let store = school.path("data/rollbook.redb");
    let whole = std::fs::read(&store).unwrap();
    // Held by another process: this one.
    let held = rollbook::store::Redb::open(&school.path("data")).unwrap();
    school.run(&["verify"]).refused(1);
    drop(held);
    school.sound();
    // Damaged from the start, and cut short.
    std::fs::write(&store, b"this is no store").unwrap();
    school.run(&["verify"]).refused(1);
    std::fs::write(&store, &whole[..whole.len() / 3]).unwrap();
    school.run(&["verify"]).refused(1);
    // A file where the folder should be.
    let file = school.file("file", "");
    let mut command = Command::new(env!("CARGO_BIN_EXE_rollbook"));
    command.env_clear().args(["--data", &file, "init", "--name", "x", "--operator", "y"]);
    ran(&command.output().unwrap()).refused(1);
}

#[test]
fn lines_that_are_no_commands_are_refused_one_by_one() {
    let school = School::new();
    let lines = b"\xef\xbb\xbf{\"do\":\"student.add\",\"name\":\"a\"}\n{}\n[]\n{\"do\":1}\n\
        {\"do\":\"student.add\",\"name\":\"\xff\"}\n{\"do\":\"student.add\",\"name\":\"b\"}";
    let mut command = school.command(&["do"]);
    command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), lines).unwrap();
    let ran = ran(&child.wait_with_output().unwrap());
    let keys = ran.out.lines().map(|line| {
        let answer: Value = serde_json::from_str(line).unwrap();
        answer["refused"]["reason_key"].as_str().unwrap_or("done").to_owned()
    });
    let keys: Vec<String> = keys.collect();
    assert_eq!(keys, ["done", "cli-no-do", "cli-no-object", "cli-no-do", "cli-bad-json", "done"]);
    assert_eq!(ran.code, Some(1));
    school.run(&["ask", "roster.export", "[]"]).refused(1);
}

#[test]
fn a_data_folder_under_a_file_is_refused() {
    let school = School::none();
    let file = school.file("file", "");
    for place in [file.clone(), format!("{file}/below")] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rollbook"));
        command.env_clear().args(["--data", &place, "verify"]);
        let ran = ran(&command.output().unwrap()).refused(1);
        assert!(ran.err.contains(&file) && ran.err.contains("ROLLBOOK_DATA"), "{}", ran.err);
    }
}

#[test]
fn an_import_says_which_sheets_and_columns_it_passed_over() {
    let school = School::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    for (class, name) in [("一班", "甲"), ("二班", "乙")] {
        let sheet = book.add_worksheet();
        sheet.set_name(class).unwrap();
        for (at, text) in (0..).zip(["姓名", "班级", "微信"]) {
            sheet.write_string(0, at, text).unwrap();
        }
        for (at, text) in (0..).zip([name, class, "wx"]) {
            sheet.write_string(1, at, text).unwrap();
        }
    }
    let file = school.file("two.xlsx", book.save_to_buffer().unwrap());
    let ran = school.run(&["--lang", "zh-CN", "import", &file, "--json"]).ok();
    assert_eq!(counts(&ran.json()), [1, 0, 0, 0]);
    assert!(ran.err.contains("二班") && ran.err.contains("微信"), "{}", ran.err);
}

#[test]
fn refused_rows_under_a_header_of_two_rows_come_back_under_one() {
    let school = School::new();
    let text = "学号,学员,,家长,\n,姓名,生日,姓名,电话\n1,甲,2015-13-01,甲父,13800000001\n";
    let file = school.file("two.csv", text);
    school.run(&["import", &file, "--yes", "--json"]);
    let kept = std::fs::read_to_string(school.path("two.refused.csv")).unwrap();
    let mended = school.file("mended.csv", kept.replace("2015-13-01", "2015-12-01"));
    school.run(&["import", &mended, "--yes"]).ok();
    let roster = school.run(&["export", "roster", "--format", "json"]).ok().json();
    assert_eq!((&roster[0]["number"], &roster[0]["guardian"]), (&"1".into(), &"甲父".into()), "{kept}");
}

/// A OneRoster set as it was published, lines 10 and 11 of its users having a comma too many.
fn published(school: &School) -> String {
    let to = school.path("set");
    std::fs::create_dir(&to).unwrap();
    for file in std::fs::read_dir(fixture("../oneroster-1.1")).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
    to.to_str().unwrap().to_owned()
}

#[test]
fn a_set_with_faults_lists_them_and_waits_for_a_yes() {
    let school = School::new();
    let set = published(&school);
    let held = school.run(&["import", &set]);
    assert_eq!((held.code, held.out.as_str()), (Some(1), ""));
    let answer = school.run(&["import", &set, "--yes", "--json"]).ok().json();
    assert_eq!(counts(&answer), [8, 0, 0, 2]);
    assert_eq!(
        (&answer["refused"][0]["row"], &answer["refused"][0]["column"]),
        (&10.into(), &"users.csv".into())
    );
    let again = school.run(&["import", &set, "--yes", "--json"]).ok().json();
    assert_eq!(counts(&again), [0, 0, 8, 2]);
    let terms = school.run(&["ask", "term.list"]).ok().json();
    assert!(terms.as_array().unwrap().iter().any(|term| term["until"] == "2020-12-17"), "{terms}");
    school.sound();
}

#[test]
fn a_school_goes_out_as_a_set_and_comes_back_the_same() {
    let school = School::none();
    let args = ["demo", "--no-ui", "--students", "40", "--weeks", "2", "--today", "2026-11-21"];
    school.run(&args).ok();
    let roster = |school: &School| {
        let mut rows = school.run(&["export", "roster", "--format", "json"]).ok().json();
        for row in rows.as_array_mut().unwrap() {
            let row = row.as_object_mut().unwrap();
            // Balances are no part of the format.
            row.remove("lessons_left");
            row.remove("owing");
        }
        rows
    };
    for (version, out) in [("1.1", "set"), ("1.2", "set.zip")] {
        let out = school.path(out);
        // Two of the forty have left, and are no part of the set.
        let out = out.to_str().unwrap();
        school.run(&["export", "oneroster", "--version", version, "--out", out]).ok();
        let same = school.run(&["import", out, "--json"]).ok().json();
        assert_eq!(counts(&same), [0, 0, 38, 0], "{version}");
        let other = School::new();
        let new = other.run(&["import", out, "--json"]).ok().json();
        assert_eq!(counts(&new), [38, 0, 0, 0], "{version}");
        assert_eq!(roster(&other), roster(&school), "{version}");
        other.sound();
    }
    school.run(&["export", "oneroster"]).refused(1);
}

#[test]
fn a_demo_school_is_the_same_for_the_same_seed_and_never_where_a_real_one_is() {
    let args = |seed| {
        ["demo", "--no-ui", "--students", "40", "--weeks", "2", "--seed", seed, "--today", "2026-11-21"]
    };
    let head = |school: &School| school.run(&["verify", "--json"]).ok().json()["head"].clone();
    let (one, same, other) = (School::none(), School::none(), School::none());
    one.run(&args("7")).ok();
    same.run(&args("7")).ok();
    other.run(&args("8")).ok();
    assert_eq!(head(&one), head(&same));
    assert_ne!(head(&one), head(&other));
    // Again: the same school is there still.
    one.run(&args("8")).ok();
    assert_eq!(head(&one), head(&same));
    let real = School::new();
    let before = head(&real);
    real.run(&args("7")).ok();
    assert_eq!(head(&real), before);
    assert!(real.path("data/rollbook-demo/rollbook.redb").exists());
}

#[test]
fn a_store_of_a_later_format_is_refused_and_left_alone() {
    let school = School::none();
    let folder = school.path("data");
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("rollbook.redb");
    {
        let db = redb::Database::create(&file).unwrap();
        let write = db.begin_write().unwrap();
        let meta: redb::TableDefinition<'_, &str, u32> = redb::TableDefinition::new("meta");
        write.open_table(meta).unwrap().insert("format", rollbook::store::FORMAT + 1).unwrap();
        write.commit().unwrap();
    }
    let ran = school.run(&["verify"]).refused(1);
    assert!(ran.err.contains(&(rollbook::store::FORMAT + 1).to_string()), "{}", ran.err);
    school.run(&["demo", "--no-ui"]).refused(1);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_or_written_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let school = School::new();
    let closed = school.path("closed");
    std::fs::create_dir(&closed).unwrap();
    let path = closed.join("roster-en.csv");
    std::fs::copy(fixture("roster-en.csv"), &path).unwrap();
    let path = path.to_str().unwrap();
    let allow = |mode| std::fs::set_permissions(&closed, PermissionsExt::from_mode(mode)).unwrap();
    allow(0o555);
    if std::fs::write(closed.join("probe"), "").is_ok() {
        // For root nothing is closed; a full device is, for everyone.
        let ran = school.run(&["export", "roster", "--out", "/dev/full/x"]);
        assert_eq!(ran.code, Some(1), "{}", ran.err);
        return;
    }
    // The good rows go in, and it is said that the refused ones could not be kept.
    let ran = school.run(&["import", path, "--yes", "--json"]).ok();
    assert!(ran.err.contains("roster-en.refused.csv"), "{}", ran.err);
    school.run(&["export", "roster", "--out", closed.join("out.csv").to_str().unwrap()]).refused(1);
    allow(0o000);
    school.run(&["import", path]).refused(1);
    allow(0o755);
}

#[test]
fn a_sheet_is_named_and_a_saved_mapping_is_taken_up_by_itself() {
    let school = School::new();
    let export = ["export", "roster", "--out"];
    school.feed(&["do"], "{\"do\":\"student.add\",\"number\":\"1\",\"name\":\"王小明\"}\n").ok();
    let book = school.path("book.xlsx");
    let book = book.to_str().unwrap();
    school.run(&[&export[..], &[book]].concat()).ok();
    let no = school.run(&["--lang", "en", "import", book, "--sheet", "nowhere"]).refused(1);
    assert!(no.err.contains("The sheets are"), "{}", no.err);
    let odd = school.file("odd.csv", "宝贝大名,到哪找\n单雪梅,13612310077\n");
    school.run(&["import", &odd]).refused(1);
    // What the screen saves: which column is what, by the header's own words.
    let mapping = serde_json::json!({
        "header_row": 1,
        "columns": { "name": { "index": 0, "title": "宝贝大名" }, "phone": { "index": 1, "title": "到哪找" } },
    });
    std::fs::create_dir(school.path("data/mappings")).unwrap();
    let saved = school.file("data/mappings/odd.json", mapping.to_string());
    let by_itself = school.run(&["import", &odd, "--dry-run", "--json"]).ok();
    assert_eq!(counts(&by_itself.json()), [1, 0, 0, 0]);
    assert!(by_itself.err.contains(&saved), "{}", by_itself.err);
    for named in ["odd", &saved] {
        let by_name = school.run(&["import", &odd, "--dry-run", "--json", "--mapping", named]).ok();
        assert_eq!(counts(&by_name.json()), [1, 0, 0, 0], "{named}");
    }
}

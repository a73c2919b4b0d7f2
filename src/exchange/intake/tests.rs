use std::path::PathBuf;

use super::*;
use crate::base::Kind;

fn opened(name: &str, texts: &[(&str, &str)]) -> Opened {
    let sheets = texts.iter().map(|(name, text)| {
        let mut sheet = table::read_bytes(text.as_bytes().to_vec()).unwrap().remove(0);
        sheet.name = (*name).into();
        sheet
    });
    Opened { path: PathBuf::from(name), content: Content::Sheets(sheets.collect()) }
}

const ROSTER: &str = "学号,姓名,备注\n1,王小明,\n2,张三丰,转来\n";

#[test]
fn a_sheet_is_asked_for_by_name_or_the_one_that_tells_most_is_read() {
    let book = opened("x.xlsx", &[("说明", "填表说明\n请勿改动\n"), ("旧", "姓名\n甲乙\n"), ("新", ROSTER)]);
    assert_eq!(book.plan(None, &[]).unwrap().unwrap().sheet, 2);
    let at = book.sheet_named("旧").unwrap();
    let plan = book.plan(Some(at), &[]).unwrap();
    assert_eq!(book.take(plan.as_ref(), 2).import.rows[0].name.as_str(), "甲乙");
    let no = book.sheet_named("无").unwrap_err();
    assert_eq!(no.hint.unwrap().key, "import-hint-sheets");
    assert_eq!(book.plan(Some(0), &[]), Err(ReadError::NoHeader));
    // Someone can still say what its columns hold.
    assert_eq!(book.guess(Some(0)).unwrap().origin, Origin::Unknown);
}

#[test]
fn a_mapping_is_saved_once_for_a_header_and_taken_up_for_the_same_header_only() {
    let data = tempfile::tempdir().unwrap();
    let saved = SavedMappings::of(data.path());
    assert_eq!(saved.all(), []);
    let file = opened("/x/名单 11月.csv", &[("", ROSTER)]);
    let mut plan = file.plan(None, &saved.all()).unwrap().unwrap();
    let note = plan.mapping.column(Field::Note).cloned();
    plan.mapping.set(Field::Grade, note);
    let (name, path) = saved.save(&file.path, &plan.mapping).unwrap();
    assert_eq!(name.as_str(), "名单_11月");
    assert_eq!(path, data.path().join("mappings/名单_11月.json"));
    // The same header lies elsewhere in the next file, behind a title and with a blank column.
    let next = opened("/y/next.csv", &[("", "十二月名单,,,\n\n学号,,姓名,备注\n1,,王小明,三年级\n")]);
    let found = next.plan(None, &saved.all()).unwrap().unwrap();
    assert_eq!(found.origin, Origin::Saved(name.clone()));
    assert_eq!(next.take(Some(&found), 2).import.rows[0].grade.as_str(), "三年级");
    let other = opened("/y/other.csv", &[("", "学号,姓名,备注,班级\n1,王小明,,一班\n")]);
    assert_eq!(other.plan(None, &saved.all()).unwrap().unwrap().origin, Origin::Recognised);
    // Saved again for that header it takes the old one's place; another header of that name stands beside it.
    assert_eq!(saved.save(&next.path, &found.mapping).unwrap().0, name);
    let plan = other.plan(None, &[]).unwrap().unwrap();
    assert_eq!(saved.save(&file.path, &plan.mapping).unwrap().0.as_str(), "名单_11月-2");
    // What is no mapping fits nothing, and does no harm.
    std::fs::write(saved.file("broken"), "{}").unwrap();
    assert_eq!(saved.all().len(), 2);
    assert_eq!(read_mapping(&saved.file("broken")).unwrap_err().kind, Kind::Config);
}

#[test]
fn a_header_that_nobody_knows_is_known_once_a_mapping_was_saved() {
    let data = tempfile::tempdir().unwrap();
    let saved = SavedMappings::of(data.path());
    let file = opened("/x/odd.csv", &[("", "宝贝大名,到哪找\n王小明,13800000000\n")]);
    assert_eq!(file.plan(None, &[]), Err(ReadError::NoHeader));
    let mut plan = file.guess(None).unwrap();
    let columns = plan.mapping.unmapped.clone();
    plan.mapping.set(Field::Name, Some(columns[0].clone()));
    plan.mapping.set(Field::Phone, Some(columns[1].clone()));
    saved.save(&file.path, &plan.mapping).unwrap();
    let again = file.plan(None, &saved.all()).unwrap().unwrap();
    assert_eq!(file.take(Some(&again), 2).import.rows[0].phone.as_str(), "13800000000");
}

use std::sync::Arc;

use super::*;
use crate::base::{ClassId, parse_day};
use crate::books::register::{Class, EditStudent, ExportRoster, List, RosterLine, Save, Student};
use crate::books::undo::Undo;
use crate::desk::{Desk, FixedClock, Session};
use crate::store::Memory;
use crate::{base::StaffId, books::register::InitSchool};

fn school() -> Session {
    let clock = Arc::new(FixedClock::at("2026-11-21T06:07:00Z".parse().unwrap()));
    let session = Desk::over(Arc::new(Memory::new()), clock).session(StaffId(1), "test");
    session.submit(InitSchool::example()).unwrap();
    session
}

fn row(row: u32, number: &str, name: &str, class: &str) -> ImportRow {
    let classes = if class.is_empty() { vec![] } else { vec![class.into()] };
    ImportRow { row, number: number.into(), name: name.into(), classes, ..ImportRow::default() }
}

fn file(rows: Vec<ImportRow>) -> ImportRoster {
    ImportRoster { source: "test.csv".into(), rows, ..ImportRoster::default() }
}

fn counts(session: &Session, import: &ImportRoster) -> [usize; 4] {
    let found = session.ask(&CompareRoster { import: import.clone() }).unwrap();
    [found.new, found.changed, found.unchanged, found.refused.len()]
}

/// Tries, imports, and tries again: the second time nothing changes.
fn bring_in(session: &Session, rows: Vec<ImportRow>) -> ([usize; 4], u64) {
    let import = file(rows);
    let tried = counts(session, &import);
    let receipt = session.submit(import.clone()).unwrap();
    assert_eq!(counts(session, &import), [0, 0, import.rows.len(), 0]);
    let report = session.desk.verify().unwrap();
    assert_eq!(report.findings, vec![]);
    (tried, receipt.seq)
}

fn roster(session: &Session) -> Vec<RosterLine> {
    session.ask(&ExportRoster { left: true }).unwrap()
}

#[test]
fn balances_become_entries_and_follow_the_file_when_it_changes() {
    let session = school();
    let with = |lessons: i64, owing: i64| ImportRow {
        lessons_left: Some(Credits(lessons)),
        owing: Some(Money(owing)),
        ..row(2, "1", "甲", "一班")
    };
    let reached = |session: &Session| {
        let line = roster(session).remove(0);
        (line.lessons_left.0, line.owing.0)
    };
    for (lessons, owing) in [(4800, 360_000), (4750, 0), (0, 100), (800, 100), (0, 0)] {
        bring_in(&session, vec![with(lessons, owing)]);
        assert_eq!(reached(&session), (lessons, owing));
    }
    // What the file says nothing of stays.
    bring_in(&session, vec![with(500, 700)]);
    bring_in(&session, vec![row(2, "1", "甲", "一班")]);
    assert_eq!(reached(&session), (500, 700));
}

#[test]
fn lessons_that_were_given_since_are_not_taken_back_by_a_file() {
    use crate::books::ledger::credits::GiveCredits;
    let session = school();
    let mut student = row(2, "1", "甲", "");
    student.lessons_left = Some(Credits(200));
    bring_in(&session, vec![student.clone()]);
    let gift = GiveCredits { student: StudentId(1), credits: Credits(300), ..GiveCredits::example() };
    session.submit(gift).unwrap();
    assert_eq!(
        counts(&session, &file(vec![student.clone()])),
        [0, 0, 1, 0],
        "the same file says nothing new"
    );
    student.lessons_left = Some(Credits(100));
    assert_eq!(counts(&session, &file(vec![student.clone()])), [0, 0, 0, 1]);
    student.lessons_left = Some(Credits(350));
    bring_in(&session, vec![student]);
    assert_eq!(roster(&session)[0].lessons_left, Credits(350));
}

#[test]
fn a_student_is_known_by_number_else_by_name_and_telephone() {
    let session = school();
    let person = |number: &str, name: &str, phone: &str, born: &str| ImportRow {
        phone: phone.into(),
        born: parse_day(born),
        ..row(2, number, name, "")
    };
    bring_in(&session, vec![person("7", "甲", "138", ""), person("", "乙", "139", "2015-01-01")]);
    // Found by number: the telephone changes. Found by name and telephone: the number is added.
    let (tried, _) = bring_in(&session, vec![person("7", "甲", "137", ""), person("8", "乙", "139", "")]);
    assert_eq!(tried, [0, 2, 0, 0]);
    // Another number or another birth is another person.
    let (tried, _) =
        bring_in(&session, vec![person("9", "乙", "139", ""), person("", "乙", "139", "2016-02-02")]);
    assert_eq!(tried, [2, 0, 0, 0]);
    let numbers: Vec<String> = roster(&session).iter().map(|line| line.number.to_string()).collect();
    assert_eq!(numbers, ["7", "8", "9", ""]);
    let twice = vec![person("7", "甲", "137", ""), person("7", "甲", "137", "")];
    assert_eq!(counts(&session, &file(twice.clone())), [0, 0, 1, 1]);
    session.submit(file(twice)).unwrap_err();
}

#[test]
fn a_student_moves_between_classes_that_the_file_speaks_of_and_keeps_the_others() {
    let session = school();
    bring_in(&session, vec![row(2, "1", "甲", "绘画"), row(3, "2", "乙", "书法")]);
    let classes = |session: &Session| {
        roster(session)[0].classes.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
    };
    bring_in(&session, vec![row(2, "1", "甲", "奥数")]);
    assert_eq!(classes(&session), "绘画、奥数", "a list of one class is silent on the others");
    bring_in(&session, vec![row(2, "1", "甲", "书法"), row(3, "2", "乙", "绘画")]);
    assert_eq!(classes(&session), "书法、奥数");
}

#[test]
fn courses_and_classes_are_made_once_and_found_again() {
    let session = school();
    let mut first = row(2, "1", "甲", "绘画一班");
    first.courses = vec!["绘画".into()];
    bring_in(&session, vec![first, row(3, "2", "乙", "绘画一班")]);
    let classes = session.ask(&List::<Class>::live()).unwrap();
    assert_eq!(classes.len(), 1);
    assert_eq!(classes[0].value.course, Some(crate::base::CourseId(1)));
}

#[test]
fn what_the_books_refuse_is_told_by_row_and_the_command_changes_nothing() {
    let session = school();
    let full = Class { name: "小班".into(), seats: 1, ..Class::default() };
    session.submit(Save { id: None, expect: None, value: full }).unwrap();
    let import = file(vec![row(2, "1", "甲", "小班"), row(3, "2", "乙", "小班"), row(4, "3", "丙", "")]);
    let found = session.ask(&CompareRoster { import: import.clone() }).unwrap();
    assert_eq!((found.new, found.refused.len(), found.refused[0].row), (2, 1, 3));
    let refused = session.submit(import).unwrap_err();
    assert_eq!(refused.reason.key, "roster-row-refused");
    assert_eq!(roster(&session), vec![]);
}

#[test]
fn one_undo_takes_a_whole_import_back() {
    let session = school();
    bring_in(&session, vec![row(2, "1", "甲", "绘画")]);
    let before = roster(&session);
    let mut first = row(2, "1", "甲乙", "书法");
    first.lessons_left = Some(Credits(4800));
    first.owing = Some(Money(9_999));
    let (_, seq) = bring_in(&session, vec![first, row(3, "2", "丙", "绘画")]);
    session.submit(Undo { seq, reason: "".into() }).unwrap_err();
    session.submit(Undo { seq, reason: "导错了文件".into() }).unwrap();
    assert_eq!(roster(&session), before);
    assert_eq!(session.desk.verify().unwrap().findings, vec![]);
}

#[test]
fn what_was_changed_by_hand_is_compared_with_the_file() {
    let session = school();
    bring_in(&session, vec![ImportRow { phone: "138".into(), ..row(2, "1", "甲", "绘画") }]);
    let student =
        Student { number: "1".into(), name: "甲".into(), phone: "139".into(), ..Student::default() };
    session.submit(EditStudent { id: StudentId(1), expect: None, student }).unwrap();
    let import = file(vec![ImportRow { phone: "138".into(), ..row(2, "1", "甲", "绘画") }]);
    let found = session.ask(&CompareRoster { import }).unwrap();
    let change = &found.rows[0].changes[0];
    assert_eq!(change.field.key, "import-field-phone");
    assert_eq!(
        (change.from.clone(), change.to.clone()),
        (Some(Arg::Text("139".into())), Arg::Text("138".into()))
    );
    assert_eq!(roster(&session)[0].places[0].class, ClassId(1));
}

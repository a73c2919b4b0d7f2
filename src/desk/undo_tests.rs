//! What may be taken back, when, and in which order.

use super::tests::little;
use super::{Receipt, Session};
use crate::base::*;
use crate::books::Act;
use crate::books::calendar::{
    CancelLesson, LessonSheet, LessonsOn, ListAttendance, MarkLesson, MarkOne, PlanLessons, Presence,
};
use crate::books::ledger::credits::GiveCredits;
use crate::books::ledger::{ListAccounts, ListTransfers};
use crate::books::register::{
    AddStudent, Class, Enrol, ImportRoster, Leave, Listed, Role, Save, Staff, Student,
};
use crate::books::undo::Undo;

fn undo(session: &Session, seq: u64) -> Result<Receipt, Refused> {
    session.submit(Undo { seq, reason: "误".into() })
}

fn why(outcome: Result<Receipt, Refused>) -> String {
    outcome.unwrap_err().reason.key.to_string()
}

fn mark(session: &Session, lesson: LessonId, student: u64) -> Receipt {
    let marks = vec![MarkOne { student: StudentId(student), presence: Presence::Present, minutes: 0 }];
    session.submit(MarkLesson { lesson, marks, rest: false, reason: "".into() }).unwrap()
}

fn sound(session: &Session) {
    session.ask(&ListAttendance::default()).unwrap();
    session.ask(&ListTransfers::default()).unwrap();
    session.ask(&ListAccounts::default()).unwrap();
    session.ask(&LessonsOn { from: None, until: None }).unwrap();
    assert_eq!(session.desk.verify().unwrap().findings, vec![]);
}

/// A student was taken back from under the marks and credits that they had by then; every list of attendance was
/// refused from then on.
#[test]
fn who_was_marked_or_given_anything_since_is_not_taken_back() {
    let (session, ..) = little(1);
    let student = Student { name: "王小明".into(), ..Student::default() };
    let added = session.submit(AddStudent { classes: vec![ClassId(1)], student }).unwrap();
    let marked = mark(&session, LessonId(1), 2);
    assert_eq!(why(undo(&session, added.seq)), "undo-used-since");
    undo(&session, marked.seq).unwrap();
    let gift = session.submit(GiveCredits { student: StudentId(2), ..GiveCredits::example() }).unwrap();
    assert_eq!(why(undo(&session, added.seq)), "undo-used-since");
    let back = undo(&session, gift.seq).unwrap();
    let gone = undo(&session, added.seq).unwrap();
    sound(&session);
    // Their credits come back only behind them.
    assert_eq!(why(undo(&session, back.seq)), "undo-rests-on-nothing");
    undo(&session, gone.seq).unwrap();
    undo(&session, back.seq).unwrap();
    sound(&session);
}

#[test]
fn a_class_with_places_and_a_lesson_with_a_mark_are_not_taken_back() {
    let (session, ..) = little(1);
    let other = Class { name: "周日班".into(), teacher: None, ..Class::example() };
    let opened = session.submit(Save { id: None, expect: None, value: other }).unwrap();
    let until = parse_day("2026-12-31").unwrap();
    let enrolled =
        session.submit(Enrol { class: ClassId(2), students: vec![StudentId(1)], from: None }).unwrap();
    assert_eq!(why(undo(&session, opened.seq)), "undo-used-since");
    undo(&session, enrolled.seq).unwrap();
    undo(&session, opened.seq).unwrap();

    let student = Student { name: "王小明".into(), ..Student::default() };
    session.submit(AddStudent { classes: vec![], student }).unwrap();
    let place =
        session.submit(Enrol { class: ClassId(1), students: vec![StudentId(2)], from: None }).unwrap();
    mark(&session, LessonId(1), 2);
    assert_eq!(why(undo(&session, place.seq)), "undo-used-since");
    session.submit(PlanLessons { class: None, from: None, until }).unwrap();
    let planned = (1..place.seq).rev().find(|seq| why_or(undo(&session, *seq)) == "undo-used-since").unwrap();
    assert!(planned > 1);
    session.ask(&LessonSheet { lesson: LessonId(1) }).unwrap();
    sound(&session);
}

fn why_or(outcome: Result<Receipt, Refused>) -> String {
    outcome.map_or_else(|refused| refused.reason.key.to_string(), |_| String::new())
}

/// What was brought in and taken back leaves entries that name nobody any more; no list may stumble over them.
#[test]
fn an_import_that_was_taken_back_leaves_every_list_readable() {
    let (session, ..) = little(1);
    let seq = session.submit(ImportRoster::example()).unwrap().seq;
    undo(&session, seq).unwrap();
    sound(&session);
}

/// The last manager could give the post away, and nobody could ever make another.
#[test]
fn somebody_stays_manager() {
    let (session, ..) = little(0);
    let staff = |name: &str, roles, retired| Staff { name: name.into(), roles, retired, ..Staff::default() };
    let save = |id, value| session.submit(Save { id, expect: None, value });
    let me = Some(StaffId(1));
    assert_eq!(why(save(me, staff("周主管", vec![Role::Supervisor], false))), "register-needs-manager");
    assert_eq!(why(save(me, staff("周主管", vec![Role::Manager], true))), "register-needs-manager");
    let second = save(None, staff("王校长", vec![Role::Manager], false)).unwrap();
    save(me, staff("周主管", vec![Role::Supervisor], false)).unwrap();
    assert_eq!(why(undo(&session, second.seq)), "register-needs-manager");
    sound(&session);
}

/// Who had left the class since was not looked at: the lesson was cancelled, and their credit stayed taken.
#[test]
fn a_lesson_is_not_cancelled_from_under_the_mark_of_one_who_has_left() {
    let (session, ..) = little(2);
    mark(&session, LessonId(1), 1);
    session.submit(Leave { class: ClassId(1), student: StudentId(1), on: None }).unwrap();
    let cancel = CancelLesson { lesson: LessonId(1), note: "".into() };
    assert_eq!(why(session.submit(cancel)), "lesson-already-taken");
    sound(&session);
}

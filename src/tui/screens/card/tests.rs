//! The card driven by keys.

use crate::base::{ClassId, Credits, LessonId, Money, RuleId, StudentId, parse_day};
use crate::desk::Session;
use crate::desk::ledger::fees::FeeAccount;
use crate::desk::ledger::points::Award;
use crate::desk::register::{AskCard, Class, Goes, Save, Stage, Standing, Student, StudentCard};
use crate::lang::Tongue;
use crate::tui::app::Place;
use crate::tui::driver::{Driver, test_look};
use crate::tui::screens::program;
use crate::tui::screens::tests::school;

const WHO: StudentId = StudentId(4);

fn open(session: &Session, tongue: Tongue, width: u16, height: u16) -> Driver {
    let mut driver = Driver::new(program(session.clone(), test_look(tongue)), width, height);
    driver.keys(":").unwrap().typed("oyzh").keys("enter").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Card(WHO)));
    driver
}

fn card(session: &Session) -> StudentCard {
    session.ask(&AskCard { id: WHO }).unwrap()
}

fn sound(session: &Session) {
    let report = session.desk.verify().unwrap();
    assert_eq!(report.findings, vec![]);
}

/// The school of forty, a second class, and some points.
fn fuller() -> Session {
    let session = school();
    let class = Class { name: "书法晚班".into(), ..Class::default() };
    session.submit(Save { id: None, expect: None, value: class }).unwrap();
    let award = Award {
        rule: RuleId(3),
        students: vec![WHO, StudentId(5)],
        lesson: Some(LessonId(2)),
        class: None,
        points: None,
    };
    session.submit(award).unwrap();
    session
}

#[test]
fn the_card_knows_what_happened_and_where_it_leads() {
    let session = fuller();
    let found = card(&session);
    assert_eq!((found.points.balance, found.counts.absent), (5, 1));
    assert_eq!(found.credits.left, Credits(1400));
    assert_eq!(found.siblings.len(), 39, "all forty have the same guardian's phone");
    let goes: Vec<Goes> = found.timeline.iter().map(|event| event.goes).collect();
    assert_eq!(goes[..2], [Goes::Lesson(LessonId(2)), Goes::Lesson(LessonId(1))]);
    let mark = &found.timeline[1];
    assert_eq!((mark.said.key.as_ref(), mark.credits), ("card-event-mark", Credits(-100)));
    let mut driver = open(&session, Tongue::ZhCn, 80, 24);
    driver.keys("left down enter").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Class(Some(LessonId(1)))), "{}", driver.screen());
    driver.keys("esc").unwrap();
    assert!(driver.screen().contains("周六绘画一班 第1课：缺勤"), "{}", driver.screen());
    sound(&session);
}

#[test]
fn what_was_taken_back_is_one_quiet_line() {
    let session = fuller();
    let mut driver = open(&session, Tongue::ZhCn, 80, 24);
    driver.keys("left u").unwrap();
    let found = card(&session);
    assert_eq!(found.points.balance, 0);
    assert!(found.timeline[0].undone && !found.timeline[1].undone);
    assert!(found.points.entries.is_empty(), "the statement folds the pair");
    assert!(driver.screen().contains("已撤销"), "{}", driver.screen());
    driver.keys("ctrl-r").unwrap();
    assert!(!card(&session).timeline[0].undone);
    sound(&session);
}

#[test]
fn core_actions_are_ticked_and_the_stage_goes_on() {
    let session = fuller();
    let mut driver = open(&session, Tongue::ZhCn, 80, 24);
    driver.keys("space down space").unwrap();
    assert_eq!(card(&session).student.done, ["learning-talk".into(), "learning-preference".into()]);
    assert!(driver.screen().contains("2/4"), "{}", driver.screen());
    driver.keys("up enter").unwrap();
    assert_eq!(card(&session).student.done, ["learning-preference".into()]);
    driver.keys("s").unwrap().typed("khzh").keys("enter").unwrap();
    assert_eq!(card(&session).student.stage, Stage::Graduation, "{}", driver.screen());
    driver.keys("u u").unwrap();
    assert_eq!(card(&session).student.stage, Stage::Learning);
    sound(&session);
}

#[test]
fn a_place_is_paused_resumed_moved_and_left() {
    let session = fuller();
    let standing = |class: u64| {
        let classes = card(&session).classes;
        classes.iter().find(|found| found.id == ClassId(class)).map(|found| found.standing)
    };
    let mut driver = open(&session, Tongue::ZhCn, 80, 24);
    driver.keys("p enter").unwrap();
    assert_eq!(standing(1), Some(Standing::Paused), "{}", driver.screen());
    driver.keys("p enter").unwrap();
    assert_eq!(standing(1), Some(Standing::Active), "{}", driver.screen());
    driver.keys("t enter enter").unwrap();
    assert_eq!((standing(1), standing(2)), (Some(Standing::Gone), Some(Standing::Active)));
    driver
        .keys("c")
        .unwrap()
        .typed("周六")
        .keys("enter enter l")
        .unwrap()
        .typed("周六")
        .keys("enter enter")
        .unwrap();
    assert_eq!((standing(1), standing(2)), (Some(Standing::Gone), Some(Standing::Active)));
    driver.keys("l enter p").unwrap();
    assert!(driver.screen().contains("不在任何班"), "{}", driver.screen());
    sound(&session);
}

#[test]
fn guardians_are_added_changed_put_first_and_removed() {
    let session = fuller();
    let mut driver = open(&session, Tongue::ZhCn, 80, 24);
    driver.keys("g end down enter").unwrap().typed("欧阳明").keys("tab").unwrap().typed("父亲");
    driver.keys("tab").unwrap().typed("13900002222").keys("enter").unwrap();
    let names = |session: &Session| {
        let guardians = card(session).student.guardians;
        guardians.iter().map(|guardian| guardian.name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names(&session), ["何强俊", "欧阳明"], "{}", driver.screen());
    driver.keys("g").unwrap().typed("oym").keys("enter shift-tab right enter").unwrap();
    assert_eq!(names(&session), ["欧阳明", "何强俊"], "{}", driver.screen());
    driver.keys("g down enter shift-tab left enter").unwrap();
    assert_eq!(names(&session), ["欧阳明"], "{}", driver.screen());
    assert!(driver.screen().contains("欧阳明 父亲  139 0000 2222"), "{}", driver.screen());
    sound(&session);
}

#[test]
fn a_gift_needs_its_reason() {
    let session = fuller();
    let mut driver = open(&session, Tongue::ZhCn, 80, 24);
    driver.keys("k ctrl-u").unwrap().typed("2.5").keys("enter").unwrap();
    assert_eq!(card(&session).credits.left, Credits(1400), "{}", driver.screen());
    driver.typed("转介绍").keys("enter").unwrap();
    assert_eq!(card(&session).credits.left, Credits(1650), "{}", driver.screen());
    driver.keys("right right right").unwrap();
    assert!(driver.screen().contains("转介绍"), "{}", driver.screen());
    sound(&session);
}

#[test]
fn an_edit_on_an_old_state_is_refused_in_the_form() {
    let session = fuller();
    let mut driver = open(&session, Tongue::ZhCn, 80, 24);
    driver.keys("e").unwrap();
    let now = card(&session);
    let student = Student { grade: "三年级".into(), ..now.student };
    let act = crate::desk::register::EditStudent { id: WHO, expect: Some(now.expect), student };
    session.submit(act).unwrap();
    driver.typed("二").keys("enter").unwrap();
    assert_eq!(card(&session).student.name.as_str(), "欧阳子涵");
    assert!(driver.screen().contains("修改 欧阳子涵 的档案"), "the form stays:\n{}", driver.screen());
    driver.keys("esc e").unwrap().typed("二").keys("enter").unwrap();
    assert_eq!(card(&session).student.name.as_str(), "欧阳子涵二");
    assert_eq!(card(&session).student.grade.as_str(), "三年级");
    assert_eq!(card(&session).student.joined, parse_day("2026-09-01"));
    sound(&session);
}

#[test]
fn the_card_as_it_looks() {
    let session = fuller();
    for (tongue, name) in [(Tongue::ZhCn, "zh"), (Tongue::En, "en")] {
        let mut driver = open(&session, tongue, 120, 40);
        insta::assert_snapshot!(format!("card_{name}_120"), driver.screen());
        let mut driver = open(&session, tongue, 80, 24);
        for section in ["overview", "attendance", "points", "account", "timeline"] {
            insta::assert_snapshot!(format!("card_{section}_{name}_80"), driver.screen());
            driver.keys("right").unwrap();
        }
    }
}

#[test]
fn a_voucher_is_given_from_the_card_too() {
    let session = fuller();
    let mut driver = open(&session, Tongue::ZhCn, 80, 24);
    driver.keys("d").unwrap().typed("200").keys("enter").unwrap();
    let account = session.ask(&FeeAccount { student: WHO, used_up: false }).unwrap();
    assert_eq!(account.voucher, Money(20_000), "{}", driver.screen());
    driver.keys("u").unwrap();
    let account = session.ask(&FeeAccount { student: WHO, used_up: false }).unwrap();
    assert_eq!(account.voucher, Money(0), "{}", driver.screen());
    sound(&session);
}

//! Number keys of a class's own, driven by keys.

use crate::base::{ClassId, LessonId, RuleId, StaffId, StudentId};
use crate::desk::calendar::LessonSheet;
use crate::desk::register::{Class, List, Role, Save, SetKeys, Staff};
use crate::desk::{Act, Session};
use crate::lang::Tongue;
use crate::tui::driver::{Driver, test_look};
use crate::tui::screens::program;
use crate::tui::screens::tests::school;

fn open(session: &Session, tongue: Tongue, width: u16, height: u16) -> Driver {
    let mut driver = Driver::new(program(session.clone(), test_look(tongue)), width, height);
    driver.keys("3").unwrap();
    driver
}

fn keys(session: &Session) -> Vec<RuleId> {
    session.ask(&List::<Class>::live()).unwrap().remove(0).value.keys
}

fn today(session: &Session) -> i64 {
    let sheet = session.ask(&LessonSheet { lesson: LessonId(2) }).unwrap();
    sheet.rows.iter().find(|row| row.student == StudentId(1)).unwrap().points_today
}

#[test]
fn a_class_gets_number_keys_of_its_own_and_gives_points_by_them() {
    let session = school();
    let mut driver = open(&session, Tongue::ZhCn, 80, 24);
    driver.keys("K").unwrap();
    insta::assert_snapshot!("keys_school_zh_80", driver.screen());
    // Own keys; key 1 turns from 举手 to 作业, which frees key 3.
    driver.keys("right tab right right tab tab left left left").unwrap();
    insta::assert_snapshot!("keys_own_zh_80", driver.screen());
    driver.keys("enter").unwrap();
    assert_eq!(keys(&session), [4, 3, 0, 5, 6].map(RuleId), "{}", driver.screen());
    let screen = driver.screen();
    assert!(
        screen.contains("1 作业+8") && screen.contains("4 协作+2") && !screen.contains("举手"),
        "{screen}"
    );
    driver.keys("1").unwrap();
    assert_eq!(today(&session), 8, "{}", driver.screen());
    driver.keys("3").unwrap();
    assert_eq!(driver.app.message().map(|say| &*say.key), Some("class-no-rule"));
    driver.keys("+").unwrap();
    driver.keys("left").unwrap();
    assert!(driver.screen().contains("举手"), "what has no key is reached by +:\n{}", driver.screen());
    driver.keys("esc u u").unwrap();
    assert_eq!((keys(&session), today(&session)), (vec![], 0), "the rules' own keys stand again");
    assert_eq!(session.desk.verify().unwrap().findings, vec![]);
}

#[test]
fn the_form_in_english_and_from_the_set_up() {
    let session = school();
    let mut driver = open(&session, Tongue::En, 120, 40);
    driver.keys("K right").unwrap();
    insta::assert_snapshot!("keys_own_en_120", driver.screen());
    driver.keys("esc alt-7 K").unwrap();
    assert_eq!(driver.app.message().map(|say| &*say.key), Some("setup-classes-only"));
    driver.keys("right right right right right right K").unwrap();
    assert!(driver.screen().contains("Number keys · 周六绘画一班"), "{}", driver.screen());
    driver.keys("right enter").unwrap();
    assert_eq!(keys(&session), [2, 3, 4, 5, 6].map(RuleId), "it begins with what is in force");
}

#[test]
fn a_rules_own_key_stays_where_another_is_free() {
    let session = school();
    let mut driver = open(&session, Tongue::ZhCn, 80, 24);
    let rules = session.ask(&List::<crate::desk::register::Rule>::live()).unwrap();
    let second = rules.into_iter().find(|rule| rule.value.key == 2).unwrap();
    let freed = crate::desk::register::Rule { key: 0, ..second.value };
    session.submit(Save { id: Some(second.id), expect: None, value: freed }).unwrap();
    driver.keys("alt-2 alt-3 3").unwrap();
    assert_eq!(today(&session), 8, "key 3 is 作业 still:\n{}", driver.screen());
}

#[test]
fn keys_that_make_no_sense_are_refused_and_a_teacher_may_set_them() {
    let session = school();
    let class = ClassId(1);
    let why = |keys: &[u64]| {
        let keys = keys.iter().map(|key| RuleId(*key)).collect();
        session.submit(SetKeys { class, keys }).unwrap_err().reason.key.into_owned()
    };
    assert_eq!(why(&[2, 2]), "register-key-twice");
    assert_eq!(why(&[2, 3, 4, 5, 6, 1, 0, 0, 0, 2]), "register-rule-key");
    assert!(session.submit(SetKeys { class, keys: vec![RuleId(99)] }).is_err());
    let teacher = Staff { name: "王老师".into(), roles: vec![Role::Teacher], ..Staff::default() };
    session.submit(Save { id: None, expect: None, value: teacher }).unwrap();
    session.desk.session(StaffId(2), "test").submit(SetKeys { class, keys: vec![RuleId(4)] }).unwrap();
    assert_eq!(keys(&session), [RuleId(4)]);
    assert!(SetKeys::example().keys.len() < 9);
}

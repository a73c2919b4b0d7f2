//! The roster driven by keys: what the front desk relies on.

use crate::base::{ClassId, Credits, StudentId, parse_day};
use crate::desk::ledger::credits::GiveCredits;
use crate::desk::register::{
    AskCard, Class, EditStudent, FindStudents, RosterList, RosterPage, RosterSort, Save, Stage, Student,
    TagStudents,
};
use crate::desk::{Act, Session};
use crate::lang::Tongue;
use crate::tui::app::Place;
use crate::tui::driver::{Driver, test_look, test_session};
use crate::tui::screens::program;
use crate::tui::screens::tests::school;

fn driver(session: &Session, tongue: Tongue, width: u16, height: u16) -> Driver {
    Driver::new(program(session.clone(), test_look(tongue)), width, height)
}

fn sound(session: &Session) {
    let report = session.desk.verify().unwrap();
    assert_eq!(report.findings, vec![]);
}

fn listed(session: &Session, list: RosterList) -> RosterPage {
    session.ask(&RosterList { limit: 100, ..list }).unwrap()
}

fn change(session: &Session, id: u64, change: impl FnOnce(&mut Student)) {
    let card = session.ask(&AskCard { id: StudentId(id) }).unwrap();
    let mut student = card.student;
    change(&mut student);
    session.submit(EditStudent { id: StudentId(id), expect: Some(card.expect), student }).unwrap();
}

/// A second class, labels, stages, someone who left.
fn fuller() -> Session {
    let session = school();
    let class = Class { name: "书法晚班".into(), ..Class::default() };
    session.submit(Save { id: None, expect: None, value: class }).unwrap();
    let ids = [3, 5, 8].map(StudentId).to_vec();
    session.submit(TagStudents { students: ids, add: vec!["集训".into()], remove: vec![] }).unwrap();
    change(&session, 7, |student| {
        student.stage = Stage::Enquiry;
        student.number = "S9".into();
        student.phone = "13800001111".into();
        student.note = "对花生过敏".into();
    });
    change(&session, 9, |student| student.left = parse_day("2026-11-01"));
    session
}

#[test]
fn a_student_is_found_by_two_initials_and_the_card_is_open_within_five_keys() {
    let session = school();
    let mut driver = driver(&session, Tongue::ZhCn, 80, 24);
    driver.keys(":").unwrap().typed("dh").keys("enter").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Card(StudentId(3))));
    assert_eq!(driver.count(), 4);
    driver.keys("esc 2 / d h enter").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Card(StudentId(3))));
    assert!(driver.count() - 1 <= 5, "without the Esc");
    driver.keys("esc").unwrap();
    assert!(driver.screen().contains("筛选 dh"), "the list stays as it was found:\n{}", driver.screen());
    driver.keys("esc").unwrap();
    assert!(driver.screen().contains("40 人"));
}

#[test]
fn the_palette_opens_the_lesson_of_a_class() {
    let session = school();
    let mut driver = driver(&session, Tongue::ZhCn, 80, 24);
    driver.keys(":").unwrap().typed("zlhh").keys("enter").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Class(Some(crate::base::LessonId(2)))));
}

#[test]
fn filters_are_all_to_fit_and_figures_follow_the_ledger() {
    let session = fuller();
    let all = listed(&session, RosterList::default());
    assert_eq!(all.total, 39, "whoever left is not listed");
    let left = listed(&session, RosterList { left: true, ..RosterList::default() });
    assert_eq!(left.ids, [StudentId(9)]);
    let tagged = RosterList { tag: Some("集训".into()), ..RosterList::default() };
    assert_eq!(listed(&session, tagged.clone()).ids, [3, 5, 8].map(StudentId));
    let low = RosterList { low_credits: true, ..RosterList::default() };
    assert_eq!(listed(&session, low.clone()).ids, [3, 13, 23, 33].map(StudentId));
    let both = RosterList { low_credits: true, ..tagged };
    assert_eq!(listed(&session, both).ids, [StudentId(3)]);
    let stage = RosterList { stage: Some(Stage::Enquiry), ..RosterList::default() };
    assert_eq!(listed(&session, stage).ids, [StudentId(7)]);
    let class = RosterList { class: Some(ClassId(2)), ..RosterList::default() };
    assert_eq!(listed(&session, class).ids, []);

    let give = GiveCredits { student: StudentId(13), credits: Credits::lessons(9), ..GiveCredits::example() };
    session.submit(give).unwrap();
    assert_eq!(listed(&session, low).ids, [3, 23, 33].map(StudentId), "kept in step by the journal");
    let least = listed(&session, RosterList { sort: RosterSort::Credits, ..RosterList::default() });
    let credits: Vec<i64> = least.rows.iter().map(|row| row.credits.0).collect();
    assert!(credits.is_sorted(), "{credits:?}");
    sound(&session);
}

#[test]
fn what_is_looked_for_stands_first_and_the_rest_keeps_its_order() {
    let session = fuller();
    let found = listed(&session, RosterList { text: "txw".into(), ..RosterList::default() });
    assert_eq!(found.rows[0].name.as_str(), "谭雪文");
    let phone = listed(&session, RosterList { text: "1111".into(), ..RosterList::default() });
    assert_eq!(phone.ids, [StudentId(7)]);
    let number = listed(&session, RosterList::default());
    assert_eq!(number.ids[0], StudentId(7), "who has a number stands before who has none");
    let by_name = listed(&session, RosterList { sort: RosterSort::Name, ..RosterList::default() });
    assert_eq!(by_name.rows[0].name.as_str(), "阿卜杜拉·买买提");
    sound(&session);
}

#[test]
fn a_student_that_is_there_already_is_noticed_while_typing() {
    let session = school();
    let mut driver = driver(&session, Tongue::ZhCn, 80, 24);
    driver.keys("2 n").unwrap().typed("董涵雯");
    assert!(driver.screen().contains("已有同名学员：董涵雯 S3"), "{}", driver.screen());
    driver.typed("二").keys("tab").unwrap().typed("13612310077");
    assert!(driver.screen().contains("这个电话已是"), "{}", driver.screen());
    driver.keys("enter").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Card(StudentId(41))), "a notice, not a refusal");
    assert!(driver.screen().contains("董涵雯二"));
    driver.keys("u").unwrap();
    assert!(driver.screen().contains("S41"), "{}", driver.screen());
    sound(&session);
}

#[test]
fn what_is_wrong_stands_at_its_field() {
    let session = fuller();
    let mut driver = driver(&session, Tongue::ZhCn, 80, 24);
    driver.keys("2 n enter").unwrap();
    assert!(driver.screen().contains("必填") || driver.screen().contains("要填"), "{}", driver.screen());
    driver.typed("新人").keys("tab tab").unwrap().typed("不知道").keys("enter").unwrap();
    assert!(session.ask(&FindStudents { text: "新人".into(), limit: 5 }).unwrap().is_empty());
    driver.keys("ctrl-u").unwrap().typed("2016-02-30").keys("enter").unwrap();
    assert!(session.ask(&FindStudents { text: "新人".into(), limit: 5 }).unwrap().is_empty());
    driver.keys("ctrl-u").unwrap().typed("2016-02-28");
    driver.keys("tab tab tab tab tab").unwrap().typed("S9").keys("enter").unwrap();
    assert!(driver.screen().contains("S9"), "{}", driver.screen());
    driver.keys("ctrl-u").unwrap().typed("S10").keys("enter").unwrap();
    let found = session.ask(&FindStudents { text: "新人".into(), limit: 5 }).unwrap();
    assert_eq!(found[0].number.as_str(), "S10");
    sound(&session);
}

#[test]
fn several_are_chosen_and_enrolled_or_labelled_at_once() {
    let session = fuller();
    let mut driver = driver(&session, Tongue::ZhCn, 80, 24);
    driver.keys("2 x x x").unwrap();
    assert!(driver.screen().contains("已选 3 人"), "{}", driver.screen());
    driver.keys("c").unwrap().typed("sfwb").keys("enter enter").unwrap();
    let class = RosterList { class: Some(ClassId(2)), ..RosterList::default() };
    assert_eq!(listed(&session, class.clone()).total, 3, "{}", driver.screen());
    driver.keys("t").unwrap().typed("新班 早").keys("enter").unwrap();
    let tagged = RosterList { tag: Some("早".into()), ..RosterList::default() };
    assert_eq!(listed(&session, tagged).total, 3);
    driver.keys("u u").unwrap();
    assert_eq!(listed(&session, class).total, 0);
    driver.keys("esc").unwrap();
    assert!(!driver.screen().contains("已选"));
    sound(&session);
}

#[test]
fn a_filter_is_put_on_and_taken_off_by_the_same_key() {
    let session = fuller();
    let mut driver = driver(&session, Tongue::ZhCn, 80, 24);
    driver.keys("2 f").unwrap().typed("集训").keys("enter").unwrap();
    assert!(driver.screen().contains("#集训") && driver.screen().contains("3 人"), "{}", driver.screen());
    driver.keys("f").unwrap().typed("集训").keys("enter").unwrap();
    assert!(driver.screen().contains("39 人"), "{}", driver.screen());
    driver.keys("f enter").unwrap();
    assert!(driver.screen().contains("没有符合的学员"), "nobody owes:\n{}", driver.screen());
    driver.keys("esc").unwrap();
    assert!(driver.screen().contains("39 人"));
}

#[test]
fn labels_have_a_column_where_there_are_any_and_the_order_turns_both_ways() {
    let session = school();
    let mut plain = driver(&session, Tongue::ZhCn, 80, 24);
    plain.keys("2").unwrap();
    assert!(!plain.screen().contains("标签  "), "{}", plain.screen());
    let ids = vec![StudentId(1)];
    session.submit(TagStudents { students: ids, add: vec!["集训".into()], remove: vec![] }).unwrap();
    let mut driver = driver(&session, Tongue::ZhCn, 80, 24);
    driver.keys("2").unwrap();
    let screen = driver.screen();
    let row = screen.lines().find(|line| line.contains("廖梅仇")).unwrap();
    assert!(row.contains("集训") && row.contains("136 1231 0077"), "{screen}");
    driver.keys("s").unwrap();
    assert!(driver.screen().contains("按姓名"));
    driver.keys("S S").unwrap();
    let screen = driver.screen();
    assert!(
        screen.contains("积分高的在前") && screen.contains(" 积分  电话"),
        "what one sorts by is seen:\n{screen}"
    );
}

#[test]
fn an_empty_roster_says_which_key_mends_that() {
    let session = test_session().unwrap();
    let mut driver = driver(&session, Tongue::En, 80, 24);
    driver.keys("2").unwrap();
    assert!(driver.screen().contains("Press n for the first student"), "{}", driver.screen());
    driver.keys("e c t x enter f esc").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Roster));
}

#[test]
fn the_roster_as_it_looks() {
    let session = fuller();
    for (tongue, name) in [(Tongue::ZhCn, "zh"), (Tongue::En, "en")] {
        for (width, height) in [(80, 24), (120, 40)] {
            let mut driver = driver(&session, tongue, width, height);
            driver.keys("2").unwrap();
            insta::assert_snapshot!(format!("roster_{name}_{width}"), driver.screen());
        }
        let mut driver = driver(&session, tongue, 80, 24);
        driver.keys("2 n").unwrap().typed("董涵雯");
        insta::assert_snapshot!(format!("roster_new_{name}_80"), driver.screen());
        driver.keys("esc f").unwrap();
        insta::assert_snapshot!(format!("roster_filters_{name}_80"), driver.screen());
    }
}

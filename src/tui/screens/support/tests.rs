//! Who wants support, driven by keys: what a teacher and an advisor rely on.

use crate::base::{ClassId, ClockTime, Day, LessonId, RuleId, StaffId, StudentId};
use crate::desk::calendar::{AddLesson, MarkLesson, MarkOne, Presence};
use crate::desk::ledger::points::Award;
use crate::desk::queue::{QueueView, TicketList};
use crate::desk::register::{
    AddStudent, AskCard, Class, EditStudent, Listed, Role, Rule, RuleGroup, RuleValue, Save, Staff, Student,
};
use crate::desk::support::{PointsSupport, SupportRow};
use crate::desk::{Act, Session};
use crate::lang::Tongue;
use crate::tui::app::Place;
use crate::tui::driver::{Driver, test_look, test_session};
use crate::tui::screens::program;

fn day(month: u32, day: u32) -> Day {
    Day::from_ymd_opt(2026, month, day).unwrap()
}

fn save<T: Listed>(session: &Session, value: T) {
    session.submit(Save { id: None, expect: None, value }).unwrap();
}

/// A class of six since September with a lesson each Saturday for eight weeks, and one who came last week. 董涵雯
/// earns little all the time, 贺宇 did well and stopped; both have 陈顾问 or nobody.
fn school() -> Session {
    let session = test_session().unwrap();
    save(&session, Staff { name: "陈顾问".into(), roles: vec![Role::Advisor], ..Staff::default() });
    save(&session, Class { name: "周六绘画一班".into(), teacher: Some(StaffId(1)), ..Class::default() });
    let (group, value) = (RuleGroup::Interaction, RuleValue::Fixed(3));
    save(&session, Rule { name: "举手".into(), group, value, key: 1, ..Rule::default() });
    let names = ["廖梅仇", "曹庆子", "董涵雯", "欧阳子涵", "贺宇", "莫强兰", "新来的"];
    for (n, name) in names.iter().enumerate() {
        let joined = if n == 6 { day(11, 8) } else { day(9, 1) };
        let advisor = (n == 2).then_some(StaffId(2));
        let student = Student { name: (*name).into(), joined: Some(joined), advisor, ..Student::default() };
        session.submit(AddStudent { classes: vec![ClassId(1)], student }).unwrap();
    }
    for week in 0..8u64 {
        let on = day(9, 26) + chrono::Days::new(7 * week);
        let lesson = AddLesson {
            day: on,
            from: ClockTime::hm(14, 0),
            until: ClockTime::hm(15, 30),
            ..AddLesson::example()
        };
        session.submit(lesson).unwrap();
        let lesson = LessonId(week + 1);
        let here: &[u64] = if week < 4 { &[1, 2, 4, 5, 5, 5, 6] } else { &[1, 2, 4, 6] };
        let mut earn: Vec<u64> = here.to_vec();
        if week == 7 {
            earn.extend([3, 5]);
        }
        for student in earn {
            let students = vec![StudentId(student)];
            session
                .submit(Award { rule: RuleId(1), students, lesson: Some(lesson), class: None, points: None })
                .unwrap();
        }
        let absent = MarkOne { student: StudentId(3), presence: Presence::Absent, minutes: 0 };
        let marks = if week % 2 == 0 { vec![absent] } else { vec![] };
        session.submit(MarkLesson { lesson, marks, rest: true, reason: "补录".into() }).unwrap();
    }
    session
}

fn driver(session: &Session, tongue: Tongue, width: u16, height: u16) -> Driver {
    Driver::new(program(session.clone(), test_look(tongue)), width, height)
}

fn sound(session: &Session) {
    assert_eq!(session.desk.verify().unwrap().findings, vec![]);
}

#[test]
fn who_is_below_half_of_the_median_or_fell_by_half_is_found_and_nobody_else() {
    let session = school();
    let found = session.ask(&PointsSupport::default()).unwrap();
    assert_eq!(found.people, 6, "whoever came last week is not looked at");
    let brief = |row: &SupportRow| (row.student.0, row.earned, row.before, row.median, row.low, row.falls);
    let rows: Vec<_> = found.rows.iter().map(brief).collect();
    assert_eq!(rows, [(3, 3, 0, 12, true, false), (5, 3, 36, 12, true, true)]);
    assert_eq!((found.rows[0].came, found.rows[0].lessons), (2, 4), "attendance stands beside it");
    assert_eq!(found.rows[0].trend, [0, 0, 0, 0, 0, 0, 0, 3]);
    let of_class = PointsSupport { class: Some(ClassId(1)), day: None };
    assert_eq!(session.ask(&of_class).unwrap().rows, found.rows);
    assert!(session.ask(&PointsSupport { class: Some(ClassId(9)), day: None }).is_err());
    sound(&session);
}

#[test]
fn one_key_opens_a_follow_up_for_the_advisor_and_a_second_opens_none() {
    let session = school();
    let mut driver = driver(&session, Tongue::ZhCn, 80, 24);
    driver.keys("4 l").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Support(None)));
    insta::assert_snapshot!("support_zh_80", driver.screen());
    driver.keys("t").unwrap();
    let all = session.ask(&TicketList { view: QueueView::All, ..TicketList::default() }).unwrap().rows;
    assert_eq!((all.len(), &*all[0].kind, all[0].student), (1, "follow-up", Some(StudentId(3))));
    assert_eq!(&*all[0].owner_name, "陈顾问", "it is the advisor's");
    let screen = driver.screen();
    assert!(screen.contains("由 陈顾问 跟进"), "{screen}");
    driver.keys("t").unwrap();
    assert_eq!(driver.app.message().map(|say| &*say.key), Some("board-support-open-already"));
    assert_eq!(
        session.ask(&TicketList { view: QueueView::All, ..TicketList::default() }).unwrap().rows.len(),
        1
    );
    driver.keys("v").unwrap();
    assert!(driver.screen().contains(&all[0].id.to_string()), "{}", driver.screen());
    driver.keys("esc enter").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Card(StudentId(3))));
    driver.keys("esc u").unwrap();
    assert!(!driver.screen().contains("由 陈顾问 跟进"), "taken back:\n{}", driver.screen());
    sound(&session);
}

#[test]
fn the_list_as_it_looks() {
    let session = school();
    for (tongue, name) in [(Tongue::ZhCn, "zh"), (Tongue::En, "en")] {
        for (width, height) in [(80, 24), (120, 40)] {
            let mut driver = driver(&session, tongue, width, height);
            driver.keys("4 l t").unwrap();
            insta::assert_snapshot!(format!("support_open_{name}_{width}"), driver.screen());
            driver.keys("u").unwrap();
        }
    }
}

#[test]
fn a_filter_narrows_and_an_empty_list_says_why() {
    let session = school();
    let mut driver = driver(&session, Tongue::En, 80, 24);
    driver.keys("4 l /").unwrap().typed("hy");
    assert!(driver.screen().contains("贺宇") && !driver.screen().contains("董涵雯"), "{}", driver.screen());
    driver.keys("esc").unwrap();
    assert!(driver.screen().contains("董涵雯"));
    for id in [3, 5] {
        let card = session.ask(&AskCard { id: StudentId(id) }).unwrap();
        let student = Student { left: Some(day(11, 1)), ..card.student };
        session.submit(EditStudent { id: StudentId(id), expect: None, student }).unwrap();
        session
            .submit(crate::desk::register::Leave {
                class: ClassId(1),
                student: StudentId(id),
                on: Some(day(11, 1)),
            })
            .unwrap();
    }
    driver.keys("esc l").unwrap();
    assert!(driver.screen().contains("Nobody wants support"), "{}", driver.screen());
    driver.keys("t").unwrap();
    assert_eq!(driver.app.message().map(|say| &*say.key), Some("board-nobody"));
    sound(&session);
}

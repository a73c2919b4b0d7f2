//! The screens driven by keys, over a desk in memory: what users rely on, in both languages.

use super::program;
use crate::base::{ClassId, ClockTime, Credits, LessonId, RuleId, StudentId, parse_day};
use crate::desk::calendar::{AddLesson, LessonSheet, MarkLesson, MarkOne, Presence};
use crate::desk::ledger::credits::GiveCredits;
use crate::desk::ledger::points::Award;
use crate::desk::register::{
    AddStudent, Class, Guardian, Room, Rule, RuleAuto, RuleGroup, RuleValue, Save, Seat, Student,
};
use crate::desk::{Act, Session};
use crate::lang::Tongue;
use crate::tui::driver::{Driver, test_look, test_session};

const NAMES: [&str; 40] = [
    "廖梅仇",
    "曹庆子",
    "董涵雯",
    "欧阳子涵",
    "贺宇",
    "莫强兰",
    "单思远",
    "曾一鸣",
    "仇晓燕",
    "解文博",
    "朴俊熙",
    "上官婉儿",
    "谭雪文",
    "谭瑶涵",
    "向宇冬",
    "余曦",
    "宋嫣佳",
    "夏诺",
    "林可",
    "邱国英",
    "韩乐",
    "薛重",
    "丁泽晨",
    "周睿欣",
    "杨宇春",
    "阿卜杜拉·买买提",
    "O'Brien Ruby",
    "吴雨诺",
    "程雪瑶",
    "卢佑曦",
    "冯燕嫣",
    "段怡",
    "张春子",
    "白梅佑",
    "彭志志",
    "夏国",
    "胡浩",
    "宋雪重",
    "张可冬",
    "周华诗",
];

/// A school whose class of forty meets now, at 14:00 on Saturday, and met a week ago.
pub fn school() -> Session {
    let session = test_session().unwrap();
    fn save<T: crate::desk::register::Listed>(session: &Session, value: T) {
        session.submit(Save { id: None, expect: None, value }).unwrap();
    }
    save(&session, Room { name: "3室".into(), ..Room::default() });
    for (name, value, key, auto) in [
        ("到课", 5, 0, Some(RuleAuto::Attend)),
        ("举手", 3, 1, None),
        ("回答", 5, 2, None),
        ("作业", 8, 3, None),
        ("协作", 2, 4, None),
        ("提醒", -1, 5, None),
    ] {
        let (name, group, value) = (name.into(), RuleGroup::Interaction, RuleValue::Fixed(value));
        save(&session, Rule { name, group, value, cap: None, roles: vec![], key, auto, retired: false });
    }
    let room = Some(crate::base::RoomId(1));
    let teacher = Some(session.operator);
    save(&session, Class { name: "周六绘画一班".into(), room, teacher, ..Class::default() });
    for (n, name) in NAMES.iter().enumerate() {
        let guardian =
            Guardian { name: "何强俊".into(), phone: "13612310077".into(), ..Guardian::default() };
        let student = Student {
            name: (*name).into(),
            guardians: vec![guardian],
            joined: parse_day("2026-09-01"),
            born: (n == 4).then(|| parse_day("2016-11-14").unwrap()),
            ..Student::default()
        };
        session.submit(AddStudent { classes: vec![ClassId(1)], student }).unwrap();
        let credits = Credits(match n % 10 {
            2 => 300,
            5 => 4750,
            _ => 1200 + 100 * n as i64,
        });
        let give = GiveCredits { student: StudentId(n as u64 + 1), credits, ..GiveCredits::example() };
        session.submit(give).unwrap();
    }
    let students = (1..=NAMES.len() as u64).map(StudentId).collect();
    session.submit(Seat { class: ClassId(1), students, seat: Some(1), team: None }).unwrap();
    for (day, from, until) in [("2026-11-13", 18, 19), ("2026-11-14", 14, 15)] {
        let lesson = AddLesson {
            day: parse_day(day).unwrap(),
            from: ClockTime::hm(from, 0),
            until: ClockTime::hm(until, 30),
            ..AddLesson::example()
        };
        session.submit(lesson).unwrap();
    }
    let absent = MarkOne { student: StudentId(4), presence: Presence::Absent, minutes: 0 };
    let before = MarkLesson { lesson: LessonId(1), marks: vec![absent], rest: true, reason: "".into() };
    session.submit(before).unwrap();
    session
}

fn driver(session: &Session, tongue: Tongue, width: u16, height: u16) -> Driver {
    Driver::new(program(session.clone(), test_look(tongue)), width, height)
}

fn marks(session: &Session) -> Vec<Option<Presence>> {
    let sheet = session.ask(&LessonSheet { lesson: LessonId(2) }).unwrap();
    sheet.rows.into_iter().map(|row| row.mark.map(|mark| mark.presence)).collect()
}

fn sound(session: &Session) {
    assert_eq!(session.desk.verify().unwrap().findings, vec![]);
}

#[test]
fn a_class_of_forty_with_three_exceptions_is_marked_from_today_in_twelve_keys() {
    let session = school();
    let mut driver = driver(&session, Tongue::ZhCn, 80, 24);
    // Two are called h y: Enter takes the first.
    driver.keys("enter L c q A o y E h y enter space").unwrap();
    let pressed = driver.count();
    assert!(pressed <= 12, "{pressed} keys");
    let marks = marks(&session);
    assert_eq!(marks[1], Some(Presence::Late));
    assert_eq!(marks[3], Some(Presence::Absent));
    assert_eq!(marks[4], Some(Presence::Excused));
    assert_eq!(marks.iter().filter(|mark| **mark == Some(Presence::Present)).count(), 37);
    sound(&session);
}

#[test]
fn points_to_one_student_take_four_keys_and_taking_them_back_one() {
    let session = school();
    let mut driver = driver(&session, Tongue::ZhCn, 80, 24);
    driver.keys("enter").unwrap();
    driver.count();
    driver.keys("f d h 1").unwrap();
    assert_eq!(driver.count(), 4);
    let points = || session.ask(&LessonSheet { lesson: LessonId(2) }).unwrap().rows[2].points_today;
    assert_eq!(points(), 3);
    assert!(driver.screen().contains("董涵雯 +3（举手）"), "{}", driver.screen());
    driver.keys("u").unwrap();
    assert_eq!(points(), 0);
    driver.keys("ctrl-r").unwrap();
    assert_eq!(points(), 3);
    sound(&session);
}

/// Three initials are as usual as two, and Enter ends what is typed: neither reaches whoever stands below.
#[test]
fn who_types_on_after_a_student_is_found_commands_nothing() {
    let session = school();
    let mut driver = driver(&session, Tongue::ZhCn, 120, 40);
    driver.keys("enter f d h w 1").unwrap();
    let points = |n: usize| session.ask(&LessonSheet { lesson: LessonId(2) }).unwrap().rows[n].points_today;
    assert_eq!((points(2), points(3)), (3, 0), "{}", driver.screen());
    driver.keys("f o y z h enter 1").unwrap();
    assert_eq!(points(3), 3, "{}", driver.screen());
    assert!(driver.screen().contains("欧阳子涵  S4"), "the pane follows: {}", driver.screen());
    // What doesn't go on with the name is a key as ever.
    driver.keys("f d h j 1").unwrap();
    assert_eq!((points(2), points(3)), (3, 6), "{}", driver.screen());
    sound(&session);
}

#[test]
fn points_go_to_those_chosen_to_the_team_or_to_everyone_who_is_here() {
    let session = school();
    let mut driver = driver(&session, Tongue::ZhCn, 80, 24);
    driver.keys("enter A o y x down x 2").unwrap();
    let today = || -> Vec<i64> {
        session
            .ask(&LessonSheet { lesson: LessonId(2) })
            .unwrap()
            .rows
            .iter()
            .map(|row| row.points_today)
            .collect()
    };
    assert_eq!(today()[3..5], [5, 5], "an absent one may be chosen by hand");
    driver.keys("space g 1").unwrap();
    let after = today();
    assert_eq!((after[0], after[3]), (8, 5), "everyone is whoever is here");
    sound(&session);
}

#[test]
fn a_correction_after_the_day_asks_why() {
    let session = school();
    let mut driver = driver(&session, Tongue::ZhCn, 80, 24);
    driver.keys("enter o up enter").unwrap();
    assert!(driver.screen().contains("第1课"), "{}", driver.screen());
    driver.keys("p").unwrap();
    assert!(driver.screen().contains("更正出勤"), "{}", driver.screen());
    driver.typed("点错了").keys("enter").unwrap();
    assert!(driver.screen().contains("已记"), "{}", driver.screen());
    sound(&session);
}

#[test]
fn a_random_pick_never_falls_on_one_twice_in_a_row() {
    let session = school();
    let mut driver = driver(&session, Tongue::En, 80, 24);
    driver.keys("enter").unwrap();
    let mut last = String::new();
    for _ in 0..12 {
        driver.keys("r").unwrap();
        let said = driver.app.message().map(|say| test_look(Tongue::En).say(say)).unwrap();
        assert_ne!(said, last);
        last = said;
    }
    sound(&session);
}

#[test]
fn what_cannot_be_done_says_why() {
    let session = school();
    let mut driver = driver(&session, Tongue::ZhCn, 80, 24);
    driver.keys("enter space space").unwrap();
    assert!(driver.screen().contains("没有要点的人了"), "{}", driver.screen());
    driver.keys("9").unwrap();
    assert!(driver.screen().contains("9 号键没有规则"), "{}", driver.screen());
}

#[test]
fn the_class_and_today_look_as_they_should() {
    let session = school();
    for (tongue, name) in [(Tongue::ZhCn, "zh"), (Tongue::En, "en")] {
        for (width, height) in [(80, 24), (120, 40)] {
            let session = if name == "zh" && width == 80 { session.clone() } else { school() };
            let mut driver = driver(&session, tongue, width, height);
            insta::assert_snapshot!(format!("today_{name}_{width}"), driver.screen());
            driver.keys("enter L c q A o y E h y enter").unwrap();
            let award = |student, rule| Award {
                rule: RuleId(rule),
                students: vec![StudentId(student)],
                lesson: Some(LessonId(2)),
                class: None,
                points: None,
            };
            session.submit(award(3, 3)).unwrap();
            insta::assert_snapshot!(format!("class_{name}_{width}"), driver.screen());
            driver.keys("space s").unwrap();
            insta::assert_snapshot!(format!("class_seats_{name}_{width}"), driver.screen());
        }
    }
}

#[test]
fn a_ticket_is_found_from_anywhere_and_from_its_student() {
    use crate::desk::queue::OpenTicket;
    use crate::tui::app::Place;
    let session = school();
    let (kind, title, student) = ("complaint".into(), "老师临时换课".into(), Some(StudentId(3)));
    session.submit(OpenTicket { kind, title, student, ..OpenTicket::default() }).unwrap();
    let mut driver = driver(&session, Tongue::ZhCn, 80, 24);
    driver.keys(":").unwrap().typed("换课").keys("enter").unwrap();
    let ticket = Some(Place::Ticket(crate::base::TicketId(1)));
    assert_eq!(driver.app.place(), ticket, "{}", driver.screen());
    driver.keys("s v enter").unwrap();
    assert_eq!(driver.app.place(), ticket, "{}", driver.screen());
    sound(&session);
}

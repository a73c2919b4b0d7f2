//! A small school on any engine, and what must be true of it whatever happened.

use std::sync::Arc;

use rollbook::base::{ClassId, Credits, Instant, RuleId, StaffId, StudentId, Zone, parse_day};
use rollbook::books::Act;
use rollbook::books::calendar::PlanLessons;
use rollbook::books::ledger::credits::GiveCredits;
use rollbook::books::ledger::points::Award;
use rollbook::books::register::{
    AddStudent, Class, Course, InitSchool, Listed, Reward, Role, Rule, RuleAuto, RuleGroup, RuleValue, Save,
    Staff, Student,
};
use rollbook::desk::{Clock, Desk, FixedClock, Session};
use rollbook::store::journal::ENTRIES;
use rollbook::store::{Direction, Engine, Read, Row};

/// The operator of all tests.
pub const MANAGER: StaffId = StaffId(1);

/// Saturday, 21 November 2026, 14:07 in Shanghai: the class's lesson is on.
pub fn now() -> Instant {
    "2026-11-21T06:07:00Z".parse().unwrap()
}

/// A desk over an engine, with a clock that stands.
pub fn desk(engine: Arc<dyn Engine>) -> Desk {
    Desk::over(engine, Arc::new(FixedClock::at(now())) as Arc<dyn Clock>)
}

/// Opens a school of so many students in one class, with credits, three rules, a reward and lessons.
pub fn open(desk: &Desk, students: u64) -> Session {
    open_in(desk, students, "Asia/Shanghai")
}

/// The same in another time zone.
pub fn open_in(desk: &Desk, students: u64, zone: &str) -> Session {
    let session = desk.session(MANAGER, "test");
    let zone = Zone::named(zone).unwrap();
    session.submit(InitSchool { operator: "周主管".into(), zone, ..InitSchool::example() }).unwrap();
    let teacher = Staff { name: "李老师".into(), roles: vec![Role::Teacher], ..Staff::default() };
    session.submit(Save { id: None, expect: None, value: teacher }).unwrap();
    let course = Course { name: "绘画".into(), ..Course::default() };
    session.submit(Save { id: None, expect: None, value: course }).unwrap();
    for (name, points, key, auto) in
        [("到课", 5, 0, Some(RuleAuto::Attend)), ("举手", 3, 1, None), ("提醒", -1, 2, None)]
    {
        let rule = Rule {
            name: name.into(),
            group: RuleGroup::Interaction,
            value: RuleValue::Fixed(points),
            cap: None,
            roles: vec![],
            key,
            auto,
            retired: false,
        };
        session.submit(Save { id: None, expect: None, value: rule }).unwrap();
    }
    session.submit(Save { id: None, expect: None, value: Reward::example() }).unwrap();
    let class = Class { teacher: Some(StaffId(2)), ..Class::example() };
    session.submit(Save { id: None, expect: None, value: class }).unwrap();
    for n in 1..=students {
        let student = Student { name: format!("学员{n}").into(), ..Student::default() };
        session.submit(AddStudent { classes: vec![ClassId(1)], student }).unwrap();
        let gift =
            GiveCredits { student: StudentId(n), credits: Credits::lessons(4), ..GiveCredits::example() };
        session.submit(gift).unwrap();
    }
    let until = parse_day("2026-12-31").unwrap();
    session.submit(PlanLessons { class: None, from: None, until }).unwrap();
    session
}

/// Three points to one student.
pub fn award(student: u64) -> Award {
    let students = vec![StudentId(student)];
    Award { rule: RuleId(2), students, lesson: None, class: None, points: None }
}

/// The requests of all journal entries, in order.
pub fn requests(engine: &dyn Engine) -> Vec<String> {
    let snapshot = engine.snapshot().unwrap();
    let entries = ENTRIES.all(&*snapshot, &()).unwrap();
    entries.iter().map(|(_, sealed)| sealed.open().unwrap().request).collect()
}

/// Every row of every table.
pub fn rows(read: &dyn Read) -> Vec<(u8, Vec<Row>)> {
    (0..=u8::MAX)
        .map(|table| (table, read.scan(table, &[], &[], Direction::Up, usize::MAX).unwrap()))
        .filter(|(_, rows)| !rows.is_empty())
        .collect()
}

/// The journal holds, and the tables are what it says.
pub fn sound(desk: &Desk, seed: u64) {
    let report = desk.verify().unwrap_or_else(|e| panic!("seed {seed}: {e:?}"));
    assert_eq!(report.findings, vec![], "seed {seed}");
    assert!(report.entries > 0, "seed {seed}");
}

//! A small school that has been at work for four weeks, made through the desk: for pictures and for the store that
//! must open for ever.

use std::sync::Arc;

use rollbook::base::*;
use rollbook::books::calendar::{LessonsOn, MarkLesson, MarkOne, PlanLessons, Presence};
use rollbook::books::ledger::points::Award;
use rollbook::books::register::{
    Class, Course, ImportRoster, ImportRow, InitSchool, Role, Room, Save, Staff, WeeklyTime,
};
use rollbook::books::undo::Undo;
use rollbook::desk::{Act, Clock, Desk, FixedClock, Receipt, Session};
use rollbook::exchange::shipped;
use rollbook::lang::{Lang, Tongue};
use rollbook::store::Engine;

/// Names as rolls have them: common, of four characters, with a rare character, foreign.
const NAMES: [&str; 16] = [
    "廖梅仇",
    "曹庆子",
    "董涵雯",
    "欧阳子涵",
    "贺宇",
    "莫强兰",
    "单可欣",
    "曾一诺",
    "解雨桐",
    "朴智贤",
    "𬱖子墨",
    "司马若曦",
    "Emma Wilson",
    "仇天佑",
    "尉迟明轩",
    "王㛃",
];

/// 启明星 on Saturday, 14 November 2026, 14:07; the operator is 李老师. Its requests are numbered, so that the same
/// school has the same journal, byte for byte.
pub fn lived_in(engine: Arc<dyn Engine>) -> Session {
    let clock = Arc::new(FixedClock::at(at("2026-10-10T10:00")));
    let desk = Desk::over(engine, Arc::clone(&clock) as Arc<dyn Clock>);
    let mut school = School { session: desk.session(StaffId(1), "test"), clock, requests: 0 };
    school.begin();
    school.enrol();
    for (week, saturday) in ["2026-10-24", "2026-10-31", "2026-11-07"].iter().enumerate() {
        school.teach(saturday, week);
    }
    school.morning();
    school.session
}

struct School {
    session: Session,
    clock: Arc<FixedClock>,
    requests: usize,
}

/// That time on the school's clock.
fn at(text: &str) -> Instant {
    let (day, time) = text.split_once('T').unwrap();
    Zone::default().instant(parse_day(day).unwrap(), time.parse().unwrap())
}

fn weekly(from: (u16, u16), until: (u16, u16)) -> Vec<WeeklyTime> {
    vec![WeeklyTime {
        weekday: 6,
        from: ClockTime::hm(from.0, from.1),
        until: ClockTime::hm(until.0, until.1),
        room: None,
    }]
}

impl School {
    fn submit<A: Act>(&mut self, act: A) -> Receipt {
        self.requests += 1;
        // By turns ids that say where their entry is looked for, and such as need a row.
        let mark = if self.requests.is_multiple_of(2) { "~0." } else { "" };
        self.session.submit_as(format!("{mark}r{}", self.requests), act).unwrap()
    }

    fn save<T: rollbook::books::register::Listed>(&mut self, value: T)
    where
        Save<T>: Act,
    {
        self.submit(Save { id: None, expect: None, value });
    }

    fn begin(&mut self) {
        let lang = Lang::new(Tongue::ZhCn);
        let tiers = shipped::tiers(&lang);
        self.submit(InitSchool {
            name: "启明星".into(),
            operator: "周主管".into(),
            tiers,
            ..InitSchool::example()
        });
        for rule in shipped::rules(&lang) {
            self.save(rule);
        }
        let staff = [("李老师", Role::Teacher), ("陈老师", Role::Teacher), ("林前台", Role::Reception)];
        for (name, role) in staff {
            self.save(Staff { name: name.into(), roles: vec![role], ..Staff::default() });
        }
        for name in ["绘画", "书法"] {
            self.save(Course { name: name.into(), ..Course::default() });
        }
        for name in ["2室", "3室"] {
            self.save(Room { name: name.into(), seats: 24, retired: false });
        }
        let class = |name: &str, course, teacher, room, times| Class {
            name: name.into(),
            course: Some(CourseId(course)),
            teacher: Some(StaffId(teacher)),
            room: Some(RoomId(room)),
            times,
            ..Class::default()
        };
        self.save(class("周六绘画一班", 1, 2, 2, weekly((14, 0), (15, 30))));
        self.save(class("周六绘画二班", 1, 2, 2, weekly((16, 0), (17, 30))));
        self.save(class("书法（早）", 2, 3, 1, weekly((9, 0), (10, 30))));
        self.submit(PlanLessons { class: None, from: None, until: parse_day("2027-01-17").unwrap() });
    }

    fn enrol(&mut self) {
        let row = |index: usize, name: &str, class: &str| ImportRow {
            row: index as u32 + 2,
            number: format!("Q{:03}", index + 1).into(),
            name: name.into(),
            phone: format!("136{:08}", 12_310_077 + index * 7919).into(),
            guardian: format!("{}家长", name.chars().next().unwrap_or('某')).into(),
            classes: vec![class.into()],
            born: Some(parse_day(&format!("2016-{:02}-{:02}", 1 + index % 12, 3 + index)).unwrap()),
            lessons_left: Some(Credits::lessons(if index == 2 { 4 } else { 12 + index as i64 * 2 })),
            owing: (index == 2).then_some(Money(128_050)),
            ..ImportRow::default()
        };
        let first = NAMES.iter().enumerate().map(|(index, name)| row(index, name, "周六绘画一班"));
        let others = ["吴桐", "郑好", "孙一鸣", "钱多多", "赵小满", "冯悦"];
        let second = others.iter().enumerate().map(|(index, name)| {
            let class = if index % 2 == 0 { "周六绘画二班" } else { "书法（早）" };
            row(NAMES.len() + index, name, class)
        });
        let rows = first.chain(second).collect();
        self.submit(ImportRoster { source: "名单.xlsx".into(), rows, ..ImportRoster::default() });
    }

    /// All lessons of a day: someone is late, someone is missing, many earn points.
    fn teach(&mut self, day: &str, week: usize) {
        let day = parse_day(day).unwrap();
        let lessons = self.session.ask(&LessonsOn { from: Some(day), until: Some(day) }).unwrap();
        assert_eq!(lessons.len(), 3, "{day}");
        for lesson in lessons {
            self.clock.set(Zone::default().instant(day, lesson.lesson.from));
            let mark =
                |student, presence, minutes| MarkOne { student: StudentId(student), presence, minutes };
            let marks = if lesson.class.as_str() == "周六绘画一班" {
                vec![
                    mark(2 + week as u64, Presence::Late, 6),
                    mark(4, if week > 0 { Presence::Absent } else { Presence::Present }, 0),
                    mark(9 + week as u64, Presence::Excused, 0),
                ]
            } else {
                Vec::new()
            };
            self.submit(MarkLesson { lesson: lesson.id, marks, rest: true, reason: "".into() });
            if lesson.class.as_str() == "周六绘画一班" {
                for (rule, students) in [(3, [1, 3, 5]), (5, [2, 5, 12]), (4, [6, 7, 8]), (7, [15, 15, 15])] {
                    let mut students: Vec<StudentId> = students.map(|n: u64| StudentId(n)).to_vec();
                    students.dedup();
                    let (rule, lesson) = (RuleId(rule), Some(lesson.id));
                    self.submit(Award { rule, students, lesson, class: None, points: None });
                }
            }
        }
    }

    /// The day of the pictures: a lesson under way, a few marked, one award given and taken back.
    fn morning(&mut self) {
        let day = parse_day("2026-11-14").unwrap();
        let lessons = self.session.ask(&LessonsOn { from: Some(day), until: Some(day) }).unwrap();
        self.clock.set(at("2026-11-14T09:05"));
        self.submit(MarkLesson { lesson: lessons[0].id, marks: vec![], rest: true, reason: "".into() });
        self.clock.set(at("2026-11-14T14:05"));
        let lesson = lessons[1].id;
        let mark = |student, presence, minutes| MarkOne { student: StudentId(student), presence, minutes };
        let marks = vec![
            mark(2, Presence::Late, 6),
            mark(4, Presence::Absent, 0),
            mark(5, Presence::Excused, 0),
            mark(1, Presence::Present, 0),
            mark(6, Presence::Present, 0),
        ];
        self.submit(MarkLesson { lesson, marks, rest: false, reason: "".into() });
        let award = |rule, student| Award {
            rule: RuleId(rule),
            students: vec![StudentId(student)],
            lesson: Some(lesson),
            class: None,
            points: None,
        };
        self.submit(award(3, 1));
        let mistaken = self.submit(award(5, 6));
        self.submit(Undo { seq: mistaken.seq, reason: "".into() });
        self.clock.set(at("2026-11-14T14:07"));
    }
}

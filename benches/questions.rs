//! What a key waits for in a house of 100,000 students: the questions behind the screens, each beside reading every
//! student's row once, which is the least that a screen without indexes would do. Then what it takes to bring such a
//! house in and to prove a store of a million entries.

#[path = "common/mod.rs"]
mod common;

use std::fs;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rollbook::base::{ClassId, ClockTime, Credits, Day, LessonId, StaffId, StudentId, parse_day};
use rollbook::books::calendar::{AddLesson, LessonSheet};
use rollbook::books::ledger::points::board::{BoardScope, BoardSpan, PointsBoard};
use rollbook::books::register::{
    AskCard, FindStudents, ImportRoster, ImportRow, InitSchool, Listed, RosterList, RosterSort, Rule, Save,
};
use rollbook::books::today::TodayList;
use rollbook::books::{Act, Ask};
use rollbook::desk::{Clock, Desk, FixedClock, Session, verify};
use rollbook::store::{Direction, Engine, Redb, STORE_FILE};

const STUDENTS: u32 = 100_000;
const CLASS: u32 = 40;
const ROUNDS: usize = 21;
/// The table of students.
const STUDENT_ROWS: u8 = 32;

/// The middle one and the slowest, the first one left out: it fills the caches.
fn times(mut run: impl FnMut()) -> (Duration, Duration) {
    let mut one = || {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    one();
    let mut times: Vec<Duration> = (0..ROUNDS).map(|_| one()).collect();
    let middle = common::median(&mut times);
    (middle, times.pop().unwrap_or_default())
}

/// A file's rows, as they come out of reading it.
fn rows() -> Vec<ImportRow> {
    let surnames: Vec<char> = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗曾单仇解".chars().collect();
    let given: Vec<char> =
        "伟芳娜敏静丽强磊洋勇艳杰娟涛明超霞平刚桂英华玉兰红建国志文斌晓梓涵轩浩宇欣怡雨".chars().collect();
    let row = |n: u32| {
        let pick = |from: &[char], n: u32| from[n as usize % from.len()];
        let name: String = [pick(&surnames, n), pick(&given, n / 24), pick(&given, n / 7)].iter().collect();
        ImportRow {
            row: n + 2,
            number: format!("S{n:06}").into(),
            name: name.into(),
            phone: format!("1{}", 3_000_000_000 + u64::from(n) * 7).into(),
            classes: vec![format!("班{}", n / CLASS + 1).into()],
            lessons_left: Some(Credits::lessons(12)),
            ..ImportRow::default()
        }
    };
    (0..STUDENTS).map(row).collect()
}

/// The house, with a lesson today and points in every class.
fn fill(session: &Session, today: Day) {
    session.submit(InitSchool { operator: "周主管".into(), ..InitSchool::example() }).expect("a school");
    let import = ImportRoster { source: "roster.csv".into(), rows: rows(), ..ImportRoster::default() };
    let start = Instant::now();
    session.submit(import).expect("students");
    println!("  bringing them in, one command        {:?}", start.elapsed());
    session.submit(Save { id: None, expect: None, value: Rule::example() }).expect("a rule");
    let time = |hour| ClockTime::hm(hour, 0);
    let lesson =
        AddLesson { class: ClassId(1), day: today, from: time(14), until: time(15), ..AddLesson::example() };
    session.submit(AddLesson { room: None, teacher: None, ..lesson }).expect("a lesson");
    for class in 0..STUDENTS / CLASS {
        let students = (1..=u64::from(CLASS)).map(|n| u64::from(class * CLASS) + n).collect();
        session.submit(common::award(1, students)).expect("points");
    }
}

fn ask<Q: Ask>(session: &Session, what: &str, peer: Duration, question: Q) {
    let (middle, slowest) = times(|| drop(black_box(session.ask(&question).expect("an answer"))));
    let ratio = middle.as_secs_f64() / peer.as_secs_f64();
    println!("  {what:<38} {middle:>10.2?}  slowest {slowest:>10.2?}  {ratio:.3} ×");
}

fn questions(session: &Session) {
    let engine = Arc::clone(session.desk.engine());
    let (peer, _) = times(|| {
        let view = engine.snapshot().expect("rows");
        let all = view.scan(STUDENT_ROWS, &[], &[], Direction::Up, usize::MAX).expect("students");
        assert_eq!(all.len(), STUDENTS as usize);
    });
    println!("  reading every student's row once (1 ×) {peer:>10.2?}");
    let page = |sort| RosterList { sort, limit: 40, ..RosterList::default() };
    ask(session, "roster, first page", peer, page(RosterSort::Number));
    ask(session, "roster, sorted by name", peer, page(RosterSort::Name));
    ask(
        session,
        "roster, a page in the middle",
        peer,
        RosterList { offset: 50_000, ..page(RosterSort::Number) },
    );
    ask(
        session,
        "roster, one class",
        peer,
        RosterList { class: Some(ClassId(7)), ..page(RosterSort::Number) },
    );
    ask(session, "roster, who owes", peer, RosterList { owing: true, ..page(RosterSort::Number) });
    ask(session, "a student's card", peer, AskCard { id: StudentId(50_000) });
    ask(session, "a class's sheet", peer, LessonSheet { lesson: LessonId(1) });
    ask(session, "today", peer, TodayList {});
    let board = |scope| PointsBoard { scope, span: BoardSpan::Week, limit: 40, ..PointsBoard::default() };
    ask(session, "leaderboard of a class, this week", peer, board(BoardScope::Class(ClassId(7))));
    ask(session, "leaderboard of the school, this week", peer, board(BoardScope::School));
    for text in ["z", "zs", "zhangs", "13800", "伟芳"] {
        let question = FindStudents { text: text.into(), limit: 10 };
        ask(session, &format!("find {text}"), peer, question);
    }
}

fn main() {
    println!("{STUDENTS} students, classes of {CLASS}");
    let today = parse_day("2026-11-20").expect("a day");
    let clock = FixedClock::at(today.and_hms_opt(6, 0, 0).expect("a time").and_utc());
    let scratch = common::scratch();
    let engine = Arc::new(Redb::open(scratch.path()).expect("a store"));
    let desk = Desk::over(engine, Arc::new(clock) as Arc<dyn Clock>);
    let session = desk.session(StaffId(1), "bench");
    fill(&session, today);
    questions(&session);

    let big = scratch.path().join("big");
    fs::create_dir_all(&big).expect("a folder");
    fs::copy(common::million().join(STORE_FILE), big.join(STORE_FILE)).expect("a copy");
    let start = Instant::now();
    let report = verify(&Redb::open(&big).expect("the store")).expect("a report");
    let took = start.elapsed();
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    println!("verify of {} ledger entries, {} commands: {took:?}", common::ENTRIES, report.entries);
}

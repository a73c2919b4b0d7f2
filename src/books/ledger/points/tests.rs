//! What the leaderboard and the report rest on, through the desk.

use std::sync::Arc;

use super::board::{BoardScope, BoardSpan, PointsBoard};
use super::report::{Outlier, RulesReport};
use super::statement::PointsStatement;
use super::*;
use crate::base::{ClockTime, RewardId, StaffId};
use crate::books::calendar::AddLesson;
use crate::books::register::{
    AddStudent, Class, InitSchool, Reward, RuleGroup, RuleValue, Save, Staff, Student,
};
use crate::books::undo::{LastAction, Undo};
use crate::desk::{Clock, Desk, FixedClock, Session};
use crate::store::Memory;

fn day(month: u32, day: u32) -> Day {
    Day::from_ymd_opt(2026, month, day).unwrap()
}

/// Two teachers, O2 and O3, one class of `count`, a lesson on each of three Saturdays, three rules.
fn little(count: u64) -> Session {
    let clock = Arc::new(FixedClock::at("2026-11-21T06:07:00Z".parse().unwrap()));
    let desk = Desk::over(Arc::new(Memory::new()), clock as Arc<dyn Clock>);
    let session = desk.session(StaffId(1), "test");
    session.submit(InitSchool::example()).unwrap();
    for name in ["李老师", "王老师"] {
        let staff = Staff { name: name.into(), roles: vec![Role::Teacher], ..Staff::default() };
        session.submit(Save { id: None, expect: None, value: staff }).unwrap();
    }
    let class = Class { name: "一班".into(), ..Class::default() };
    session.submit(Save { id: None, expect: None, value: class }).unwrap();
    for (name, points) in [("举手", 3), ("作业", 10), ("提醒", -1)] {
        let value = Rule {
            name: name.into(),
            group: RuleGroup::Interaction,
            value: RuleValue::Fixed(points),
            cap: None,
            roles: vec![],
            key: 0,
            auto: None,
            retired: false,
        };
        session.submit(Save { id: None, expect: None, value }).unwrap();
    }
    for n in 1..=count {
        let student =
            Student { name: format!("学员{n}").into(), joined: Some(day(9, 1)), ..Student::default() };
        session.submit(AddStudent { classes: vec![ClassId(1)], student }).unwrap();
    }
    for on in [day(11, 7), day(11, 14), day(11, 21)] {
        let lesson = AddLesson {
            class: ClassId(1),
            day: on,
            from: ClockTime::hm(14, 0),
            until: ClockTime::hm(15, 0),
            ..AddLesson::example()
        };
        session.submit(lesson).unwrap();
    }
    session
}

fn award(session: &Session, by: u64, rule: u64, student: u64, lesson: u64) {
    let act = Award {
        rule: RuleId(rule),
        students: vec![StudentId(student)],
        lesson: Some(LessonId(lesson)),
        class: None,
        points: None,
    };
    session.desk.session(StaffId(by), "test").submit(act).unwrap();
}

fn board(session: &Session, span: BoardSpan) -> Vec<(u64, u32, Option<u32>, Points)> {
    let question = PointsBoard { scope: BoardScope::Class(ClassId(1)), span, ..PointsBoard::default() };
    let rows = session.ask(&question).unwrap().rows;
    let id = |row: &board::BoardRow| match row.who {
        board::Ranked::Student(id) => id.0,
        board::Ranked::Team(id) => id.0,
    };
    rows.iter().map(|row| (id(row), row.rank, row.before, row.earned)).collect()
}

#[test]
fn ranks_are_shared_and_moved_against_the_week_before() {
    let session = little(3);
    award(&session, 2, 2, 1, 2);
    award(&session, 2, 1, 2, 2);
    award(&session, 2, 1, 3, 3);
    award(&session, 2, 1, 2, 3);
    let week = board(&session, BoardSpan::Week);
    assert_eq!(week, [(2, 1, Some(2), 3), (3, 1, Some(3), 3), (1, 3, Some(1), 0)]);
    let all = board(&session, BoardSpan::All);
    assert_eq!(all, [(1, 1, Some(1), 10), (2, 2, Some(2), 6), (3, 3, Some(3), 3)]);
    assert_eq!(board(&session, BoardSpan::Month)[0].2, None, "nobody earned anything in October");
    let no_term = PointsBoard { span: BoardSpan::Term, ..PointsBoard::default() };
    assert_eq!(session.ask(&no_term).unwrap_err().reason.key, "points-no-term");
}

#[test]
fn a_trend_has_eight_weeks_and_redeeming_costs_no_rank() {
    let session = little(2);
    award(&session, 2, 2, 1, 2);
    award(&session, 2, 1, 1, 3);
    award(&session, 2, 2, 2, 3);
    let reward = Reward { name: "绘本".into(), cost: 5, ..Reward::default() };
    session.submit(Save { id: None, expect: None, value: reward }).unwrap();
    session.submit(SupplyReward { reward: RewardId(1), count: 3 }).unwrap();
    session.submit(Redeem { student: StudentId(1), reward: RewardId(1), count: 2 }).unwrap();
    let rows = session.ask(&PointsBoard { span: BoardSpan::All, ..PointsBoard::default() }).unwrap().rows;
    assert_eq!((rows[0].earned, rows[0].balance, rows[0].trend), (13, 3, [0, 0, 0, 0, 0, 0, 10, 3]));
    let public = PointsBoard { public: true, ..PointsBoard::default() };
    assert!(session.ask(&public).unwrap().rows.iter().all(|row| row.balance == 0));
    assert!(session.desk.verify().unwrap().findings.is_empty());
}

#[test]
fn a_statement_folds_pairs_and_its_balances_add_up() {
    let session = little(1);
    award(&session, 1, 2, 1, 1);
    award(&session, 1, 1, 1, 2);
    let undo = |redo| {
        let last = session.ask(&LastAction { operator: None, redo }).unwrap().unwrap();
        session.submit(Undo { seq: last.seq, reason: "".into() }).unwrap();
    };
    undo(false);
    award(&session, 2, 3, 1, 3);
    let lines =
        |before, limit| session.ask(&PointsStatement { student: StudentId(1), before, limit }).unwrap();
    let shown: Vec<_> =
        lines(None, 0).lines.iter().map(|l| (l.points, l.balance, l.taken_back.is_some())).collect();
    assert_eq!(shown, [(-1, 9, false), (3, 10, true), (10, 10, false)]);
    let first = lines(None, 2);
    assert!(first.more);
    let second = lines(first.lines.last().map(|line| line.number), 2);
    assert_eq!((second.lines.len(), second.lines[0].points, second.more), (1, 10, false));
}

#[test]
fn an_undo_that_was_taken_back_counts_again() {
    let session = little(1);
    award(&session, 1, 2, 1, 1);
    for redo in [false, true, false, true] {
        let last = session.ask(&LastAction { operator: None, redo }).unwrap().unwrap();
        session.submit(Undo { seq: last.seq, reason: "".into() }).unwrap();
    }
    let statement = session.ask(&PointsStatement { student: StudentId(1), before: None, limit: 0 }).unwrap();
    assert_eq!(statement.lines.len(), 1);
    assert_eq!((statement.balance, statement.lines[0].taken_back.is_none()), (10, true));
    let report = session.ask(&RulesReport { span: BoardSpan::Month, day: None }).unwrap();
    assert_eq!((report.rules[0].times, report.issued), (1, 10));
    assert!(session.desk.verify().unwrap().findings.is_empty());
}

#[test]
fn the_report_finds_who_gives_three_times_the_others_and_who_earns_by_one_rule_alone() {
    let session = little(3);
    for lesson in 1..=3 {
        for student in 1..=3 {
            award(&session, 2, 2, student, lesson);
        }
    }
    for _ in 0..6 {
        award(&session, 3, 1, 1, 3);
    }
    award(&session, 3, 1, 1, 2);
    award(&session, 3, 1, 1, 1);
    award(&session, 2, 2, 2, 3);
    award(&session, 2, 2, 2, 2);
    let report = session.ask(&RulesReport { span: BoardSpan::Month, day: None }).unwrap();
    let generous =
        |o: &&Outlier| matches!(o, Outlier::Generous { name, gives: 36, others: 8 } if &**name == "李老师");
    assert_eq!(report.outliers.iter().filter(generous).count(), 1, "{:?}", report.outliers);
    let alone = |o: &&Outlier| matches!(o, Outlier::OneRule { student: StudentId(2), points: 50, .. });
    assert_eq!(report.outliers.iter().filter(alone).count(), 1, "{:?}", report.outliers);
    let homework = report.rules.iter().find(|rule| &*rule.name == "作业").unwrap();
    assert_eq!((homework.times, homework.points, homework.top_giver_share), (11, 110, 100));
    assert_eq!(homework.weeks, [0, 0, 0, 0, 0, 3, 4, 4], "by the lessons' weeks, this one last");
    let week = session.ask(&RulesReport { span: BoardSpan::Week, day: None }).unwrap();
    let homework = week.rules.iter().find(|rule| &*rule.name == "作业").unwrap();
    assert_eq!((homework.times, homework.weeks[5]), (4, 3), "the trend goes further back than the span");
    assert_eq!(report.unused.iter().map(|name| name.to_string()).collect::<Vec<_>>(), ["提醒"]);
    let teacher = session.desk.session(StaffId(2), "test");
    assert_eq!(teacher.ask(&RulesReport::default()).unwrap_err().kind, Kind::Forbidden);
}

/// The rule's side was written before the student's refused, and stood with what the others gave: points no longer
/// summed to zero.
#[test]
fn a_deduction_that_one_of_several_can_not_bear_leaves_the_ledger_whole() {
    let session = little(2);
    award(&session, 1, 1, 1, 1);
    let students = vec![StudentId(1), StudentId(2)];
    let deduct = Award { rule: RuleId(3), students, lesson: None, class: None, points: None };
    let receipt = session.submit(deduct).unwrap();
    assert_eq!(receipt.said[1].key, "points-not-all");
    assert_eq!(session.desk.verify().unwrap().findings, vec![]);
}

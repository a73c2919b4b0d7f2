//! Spot checks, churn, and what a manager reads over time.

use super::*;
use crate::books::Ask;
use crate::books::calendar::{MarkLesson, MarkOne};
use crate::books::ledger::credits::GiveCredits;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Suggestions answered by the supervisor and closed.
fn handled(little: &Little, count: usize) -> Vec<TicketId> {
    let close = |id| {
        let resolve = ResolveTicket { ticket: id, text: "已改".into(), withdrawn: false, expect: None };
        little.supervisor.submit(resolve).unwrap();
        let improve = [("improve".to_owned(), Text::new("多开周末班"))].into();
        let expect = little.card(id).expect;
        let review = AdvanceTicket { ticket: id, fields: improve, text: "".into(), expect };
        little.supervisor.submit(review).unwrap();
        id
    };
    (0..count).map(|_| close(little.open("suggestion", &[]))).collect()
}

fn draw(count: u16, seed: u64) -> CheckDraw {
    CheckDraw {
        from: day("2026-09-01"),
        until: day("2026-09-30"),
        count,
        seed,
        kind: "".into(),
        solved: true,
    }
}

#[test]
fn a_spot_check_draws_what_was_dealt_with_once_and_nobody_scores_their_own_work() {
    let little = little();
    let done = handled(&little, 6);
    let open = little.open("suggestion", &[]);
    let drawn = little.manager.submit(draw(4, 7)).unwrap().made;
    assert_eq!(drawn.len(), 4);
    let rest = little.manager.submit(draw(4, 7)).unwrap().made;
    let mut all: Vec<TicketId> = drawn.iter().chain(&rest).map(|id| id.parse().unwrap()).collect();
    all.sort_unstable();
    assert_eq!(all, done, "each once, and {open} is not done");
    assert_eq!(key(little.manager.submit(draw(4, 7))), "queue-check-none");
    assert_eq!(key(little.manager.submit(draw(0, 7))), "queue-check-count");
    let score = |ticket, points: &[u16]| CheckScore {
        ticket,
        points: points.to_vec(),
        rubric: Some(0),
        note: "".into(),
    };
    assert_eq!(key(little.supervisor.submit(score(done[0], &[20, 20, 40, 20]))), "queue-check-own");
    assert_eq!(key(little.manager.submit(score(done[0], &[20, 20, 41, 20]))), "queue-check-over");
    assert_eq!(key(little.manager.submit(score(done[0], &[20]))), "queue-check-points");
    assert_eq!(key(little.manager.submit(score(open, &[20, 20, 40, 20]))), "error-missing");
    little.manager.submit(score(done[0], &[20, 20, 30, 20])).unwrap();
    little.manager.submit(score(done[1], &[10, 20, 20, 20])).unwrap();
    let span = CheckResults { from: day("2026-09-28"), until: day("2026-09-28") };
    let found = little.manager.ask(&span).unwrap();
    assert_eq!((found.all.checked, found.all.permille()), (2, Some(800)));
    assert_eq!((found.people[0].0, found.months[0].0), (StaffId(2), day("2026-09-01")));
    assert_eq!(found.criteria[2].1.permille(), Some(625));
    let list = little.manager.ask(&CheckList::default()).unwrap();
    assert_eq!(list.iter().filter(|row| row.scored.is_none()).count(), 4);
    assert!(list[0].scored.is_none(), "what is to be scored stands first");
    assert_eq!(little.agent.ask(&CheckList::default()).unwrap_err().kind, Kind::Forbidden);
    little.sound();
}

#[test]
fn a_spot_check_of_a_month_draws_what_was_dealt_with_in_it_whenever_it_was_opened() {
    let little = little();
    let id = little.open("suggestion", &[]);
    little.now("2026-10-09 10:00");
    let resolve = ResolveTicket { ticket: id, text: "好".into(), withdrawn: false, expect: None };
    little.manager.submit(resolve).unwrap();
    let (expect, fields) = (little.card(id).expect, [("improve".to_owned(), Text::new("已落实"))].into());
    little.supervisor.submit(AdvanceTicket { ticket: id, fields, text: "".into(), expect }).unwrap();
    assert_eq!(key(little.manager.submit(draw(1, 1))), "queue-check-none", "opened in September");
    let october = CheckDraw { from: day("2026-10-01"), until: day("2026-10-31"), ..draw(1, 1) };
    assert_eq!(little.manager.submit(october).unwrap().made, [id.to_string()]);
    little.sound();
}

#[test]
fn a_rubric_is_data_and_a_check_keeps_the_version_that_it_was_scored_by() {
    let little = little();
    let done = handled(&little, 1);
    little.manager.submit(draw(1, 1)).unwrap();
    let score = |points: &[u16], rubric| CheckScore {
        ticket: done[0],
        points: points.to_vec(),
        rubric: Some(rubric),
        note: "".into(),
    };
    little.manager.submit(score(&[20, 20, 40, 20], 0)).unwrap();
    let own = SaveRubric::example();
    little.supervisor.submit(own.clone()).unwrap();
    assert_eq!(key(little.supervisor.submit(own.clone())), "sop-changed-since");
    let none = SaveRubric { expect: Some(1), criteria: vec![] };
    assert_eq!(key(little.supervisor.submit(none)), "queue-rubric-count");
    assert_eq!(little.manager.ask(&GetRubric {}).unwrap().criteria.len(), 3);
    let kept = &little.manager.ask(&CheckList::default()).unwrap()[0];
    assert_eq!((kept.criteria.len(), kept.sum()), (4, Some((100, 100))));
    assert_eq!(key(little.manager.submit(score(&[20, 20, 40], 0))), "sop-changed-since");
    little.manager.submit(score(&[30, 30, 20], 1)).unwrap();
    assert_eq!(little.manager.ask(&CheckList::default()).unwrap()[0].sum(), Some((80, 100)));
    little.sound();
}

#[test]
fn churn_tells_who_left_ran_out_or_stopped_coming_and_the_rate_of_the_span_before() {
    let little = little();
    let joined = |id: u64, left: Option<&str>| {
        let student = Student {
            name: format!("学员{id}").into(),
            joined: Some(day("2026-09-01")),
            left: left.map(day),
            ..Student::default()
        };
        little.manager.submit(EditStudent { id: StudentId(id), expect: None, student }).unwrap();
    };
    joined(1, Some("2026-10-20"));
    for (id, lessons) in [(2, 1), (3, 9)] {
        joined(id, None);
        let credits = Credits::lessons(lessons);
        let give = GiveCredits { student: StudentId(id), credits, ..GiveCredits::example() };
        little.manager.submit(give).unwrap();
    }
    let lesson = AddLesson { day: day("2026-09-28"), ..AddLesson::example() };
    little.manager.submit(lesson).unwrap();
    let one = |id| MarkOne { student: StudentId(id), presence: Presence::Present, minutes: 0 };
    let marks = vec![one(2), one(3)];
    little.manager.submit(MarkLesson { lesson: LessonId(1), marks, rest: false, reason: "".into() }).unwrap();
    little.now("2026-11-20 09:00");
    let refund = little.open("refund", &[("reason", "搬家")]);
    assert_eq!(little.card(refund).row.student, Some(StudentId(1)));
    let (kind, student) = ("follow-up".into(), Some(StudentId(3)));
    let talk = OpenTicket { kind, title: "回访".into(), student, ..OpenTicket::default() };
    let talk: TicketId = little.agent.submit(talk).unwrap().made[0].parse().unwrap();
    let (expect, fields) = (little.card(talk).expect, [("result".to_owned(), Text::new("改学游泳"))].into());
    little.manager.submit(AdvanceTicket { ticket: talk, fields, text: "".into(), expect }).unwrap();
    let ask = |from, until| little.supervisor.ask(&Churn { from: day(from), until: day(until) }).unwrap();
    let october = ask("2026-10-01", "2026-10-31");
    let told: Vec<_> = october.rows.iter().map(|row| (row.student.0, row.gone, row.on)).collect();
    let (stopped, left, ran_out) = (
        (3, Gone::StoppedComing, day("2026-10-28")),
        (1, Gone::Left, day("2026-10-20")),
        (2, Gone::RanOut, day("2026-10-12")),
    );
    assert_eq!(told, [stopped, left, ran_out]);
    assert_eq!(october.reasons, [("搬家".into(), 1)], "what a talk came to is told, not counted");
    assert_eq!((october.rows[0].reason.as_str(), october.rows[0].talk.as_str()), ("", "改学游泳"));
    assert_eq!(october.classes, [("周六绘画".into(), 3)]);
    assert_eq!((october.here, october.rate()), (3, Some(1000)));
    let november = ask("2026-11-01", "2026-11-20");
    assert_eq!((november.rows.len(), november.here), (0, 2));
    assert_eq!((november.before, november.rate_before()), (3, Some(1000)), "the twenty days before");
    assert_eq!(little.agent.ask(&Churn::example()).unwrap_err().kind, Kind::Forbidden);
    little.sound();
}

#[test]
fn the_four_figures_are_told_by_month_and_complaints_by_their_causes() {
    let little = little();
    let id = little.open("complaint", &[]);
    let classify = ClassifyTicket { ticket: id, category: "teaching".into(), expect: None };
    little.agent.submit(classify).unwrap();
    little.advisor.submit(ClaimTicket { ticket: id }).unwrap();
    let text = Prose::new("已道歉");
    little.advisor.submit(ResolveTicket { ticket: id, text, withdrawn: false, expect: None }).unwrap();
    little.agent.submit(RevisitTicket { ticket: id, score: 5, text: "".into() }).unwrap();
    let fields = [("cause", "换课未通知"), ("improve", "提前一天通知")];
    let fields = fields.map(|(key, value)| (key.to_owned(), Text::new(value))).into();
    let expect = little.card(id).expect;
    little.supervisor.submit(AdvanceTicket { ticket: id, fields, text: "".into(), expect }).unwrap();
    little.now("2026-11-02 09:00");
    little.open("complaint", &[]);
    let months = little.manager.ask(&QueueTrend { months: 3, person: None }).unwrap();
    let opened: Vec<_> = months.iter().map(|month| (month.first, month.all.opened)).collect();
    assert_eq!(opened, [(day("2026-09-01"), 1), (day("2026-10-01"), 0), (day("2026-11-01"), 1)]);
    assert_eq!(months[0].all.satisfied_permille(), Some(1000));
    let span = QueueFigures { from: day("2026-09-01"), until: day("2026-11-30"), kind: String::new() };
    let causes = little.manager.ask(&span).unwrap().causes;
    assert_eq!((causes[0].cause.as_str(), causes[0].count), ("换课未通知", 1));
    assert_eq!((causes[0].improve.as_str(), causes[1].cause.is_empty()), ("提前一天通知", true));
    little.sound();
}

//! What comes due by itself.

use super::*;
use crate::books::calendar::{MarkLesson, MarkOne};
use crate::books::ledger::credits::GiveCredits;

fn titles(little: &Little) -> Vec<(String, Option<StudentId>)> {
    let list = TicketList { view: QueueView::All, ..TicketList::default() };
    let rows = little.manager.ask(&list).unwrap().rows;
    let name = |row: &ListRow| match row.title.with.first() {
        Some((_, Arg::Text(own))) => own.clone(),
        _ => row.title.key.to_string(),
    };
    rows.iter().map(|row| (name(row), row.student)).collect()
}

fn rule(key: &str, student: u64) -> (String, Option<StudentId>) {
    (format!("queue-rule-{key}"), Some(StudentId(student)))
}

fn joined(little: &Little, id: u64, change: impl FnOnce(&mut Student)) {
    let mut student = Student { name: format!("学员{id}").into(), ..Student::default() };
    change(&mut student);
    little.manager.submit(EditStudent { id: StudentId(id), expect: None, student }).unwrap();
}

#[test]
fn what_fell_due_while_the_program_was_closed_opens_once_and_old_days_open_nothing() {
    let little = little();
    joined(&little, 2, |student| student.joined = Some("2024-03-01".parse().unwrap()));
    little.agent.submit(Sweep::default()).unwrap();
    assert_eq!(titles(&little), []);
    // Students 1 and 3 joined on 28 September; nobody was here on 5 October.
    little.now("2026-10-07 09:00");
    little.agent.submit(Sweep::default()).unwrap();
    assert_eq!(titles(&little), [rule("first-talk", 1), rule("first-talk", 3)]);
    assert_eq!(key(little.agent.submit(Sweep::default())), "queue-nothing-due");
    little.now("2026-10-08 09:00");
    little.agent.submit(Sweep { all: true, ..Sweep::default() }).unwrap();
    assert_eq!(titles(&little).len(), 2, "once per occasion");
    let card = little.card(TicketId(1));
    assert_eq!(card.rule.unwrap().key, "queue-rule-first-talk", "the ticket says which rule opened it");
    little.sound();
}

#[test]
fn a_graduate_is_asked_about_work_after_three_months() {
    let little = little();
    little.agent.submit(Sweep::default()).unwrap();
    joined(&little, 1, |student| {
        student.left = Some("2026-09-30".parse().unwrap());
        student.stage = Stage::Graduation;
    });
    joined(&little, 2, |student| student.left = Some("2026-09-30".parse().unwrap()));
    joined(&little, 3, |student| student.advisor = Some(StaffId(3)));
    little.now("2026-12-29 09:00");
    little.agent.submit(Sweep::default()).unwrap();
    assert_eq!(titles(&little), [rule("employment-survey", 1)]);
    little.sound();
}

#[test]
fn few_credits_open_one_ticket_per_lot_and_absences_one_per_row() {
    let little = little();
    let give = |lessons| {
        let credits = Credits::lessons(lessons);
        little
            .manager
            .submit(GiveCredits { student: StudentId(1), credits, ..GiveCredits::example() })
            .unwrap();
    };
    give(3);
    little.agent.submit(Sweep::default()).unwrap();
    assert_eq!(titles(&little), [rule("low-credits", 1)]);
    for (hour, presence) in [(10, Presence::Absent), (11, Presence::Absent)] {
        let day = "2026-09-28".parse().unwrap();
        let (from, until) = (ClockTime::hm(hour, 0), ClockTime::hm(hour, 50));
        let made =
            little.manager.submit(AddLesson { day, from, until, ..AddLesson::example() }).unwrap().made;
        let marks = vec![MarkOne { student: StudentId(1), presence, minutes: 0 }];
        let lesson = made[0].parse().unwrap();
        little.manager.submit(MarkLesson { lesson, marks, rest: false, reason: "".into() }).unwrap();
        little.agent.submit(Sweep { all: true, ..Sweep::default() }).ok();
    }
    let found = titles(&little);
    assert_eq!(found.len(), 2);
    assert!(found.contains(&rule("absences", 1)));
    give(2);
    little.agent.submit(Sweep { all: true, ..Sweep::default() }).unwrap();
    assert_eq!(titles(&little).len(), 3, "a new lot is a new occasion");
    little.sound();
}

#[test]
fn the_schools_own_trigger_takes_the_place_of_a_shipped_one() {
    let little = little();
    little.agent.submit(Sweep::default()).unwrap();
    let own = Trigger {
        name: "入学三天问候".into(),
        replaces: "first-talk".into(),
        when: When::AfterJoining(3),
        ..Trigger::example()
    };
    little.supervisor.submit(Save { id: None, expect: None, value: own.clone() }).unwrap();
    let asks = Trigger { name: "x".into(), kind: "leave".into(), ..own.clone() };
    assert_eq!(
        key(little.supervisor.submit(Save { id: None, expect: None, value: asks })),
        "queue-trigger-asks"
    );
    little.now("2026-10-07 09:00");
    little.agent.submit(Sweep::default()).unwrap();
    let own: Vec<_> = (1..=3).map(|n| ("入学三天问候".to_owned(), Some(StudentId(n)))).collect();
    assert_eq!(titles(&little), own);
    little.sound();
}

#[test]
fn changed_hours_set_the_deadlines_anew_on_the_next_day_and_waits_survive_it() {
    let little = little();
    let id = little.open("suggestion", &[]);
    little.now("2026-09-28 10:00");
    little.supervisor.submit(WaitTicket { ticket: id, text: "".into(), resume: false }).unwrap();
    little.now("2026-09-29 09:00");
    little.supervisor.submit(WaitTicket { ticket: id, text: "".into(), resume: true }).unwrap();
    assert_eq!(little.due(id), at("2026-09-30 17:00"), "an hour of 900 minutes is spent");
    let settings = little.manager.ask(&GetSchool {}).unwrap();
    let hours =
        settings.school.hours.iter().filter(|open| open.from < ClockTime::hm(12, 0)).cloned().collect();
    let school = School { hours, ..settings.school };
    little.manager.submit(EditSchool { expect: None, school }).unwrap();
    little.agent.submit(Sweep::default()).unwrap();
    // Mornings of 180 minutes: 840 left are four mornings and 120 minutes; 1 October is a holiday.
    assert_eq!(little.due(id), at("2026-10-04 11:00"));
    little.sound();
}

#[test]
fn a_sweep_is_not_what_undo_takes_back() {
    let little = little();
    let opened = little.open("enquiry", &[]);
    little.agent.submit(Sweep::default()).unwrap();
    let ask = crate::books::undo::LastAction { operator: None, redo: false };
    let last = little.agent.ask(&ask).unwrap().unwrap();
    assert_eq!(last.said[0].with[0].1, opened.into());
}

/// The deadlines stayed as they were until the next day, and a ticket went overdue on a holiday.
#[test]
fn a_day_that_turns_out_a_holiday_sets_the_deadlines_at_the_next_sweep() {
    let little = little();
    let id = little.open("enquiry", &[]);
    little.agent.submit(Sweep::default()).unwrap();
    assert_eq!(little.due(id), at("2026-09-28 11:00"));
    let mut school = little.manager.ask(&GetSchool {}).unwrap().school;
    school.holidays.push("2026-09-28".parse().unwrap());
    little.manager.submit(EditSchool { expect: None, school }).unwrap();
    little.agent.submit(Sweep::default()).unwrap();
    assert_eq!(little.due(id), at("2026-09-29 11:00"));
    assert_eq!(key(little.agent.submit(Sweep::default())), "queue-nothing-due");
    little.sound();
}

/// It was open, but stood among those that wait, where nobody could have it go on.
#[test]
fn a_ticket_that_waits_and_is_opened_again_waits_no_longer() {
    let little = little();
    let id = little.open("complaint", &[]);
    let classify = ClassifyTicket { ticket: id, category: "teaching".into(), expect: None };
    little.agent.submit(classify).unwrap();
    little.advisor.submit(ClaimTicket { ticket: id }).unwrap();
    let done = ResolveTicket { ticket: id, text: "已道歉".into(), withdrawn: false, expect: None };
    little.advisor.submit(done).unwrap();
    little.advisor.submit(WaitTicket { ticket: id, text: "等回电".into(), resume: false }).unwrap();
    little.advisor.submit(ReopenTicket { ticket: id, text: "还没解决".into() }).unwrap();
    let row = little.card(id).row;
    assert_eq!((row.state, row.place), (State::Open, Some(Queue::Due)));
    assert_eq!(
        key(little.advisor.submit(WaitTicket { ticket: id, text: "".into(), resume: true })),
        "ticket-not-waiting"
    );
    little.sound();
}

/// A mark that was put right moved the first of the missed lessons, and they were told once more.
#[test]
fn lessons_missed_in_a_row_are_told_once_also_when_a_mark_is_put_right() {
    let little = little();
    little.agent.submit(Sweep::default()).unwrap();
    let mark = |lesson: &str, presence| {
        let marks = vec![MarkOne { student: StudentId(1), presence, minutes: 0 }];
        let lesson = lesson.parse().unwrap();
        little.manager.submit(MarkLesson { lesson, marks, rest: false, reason: "误".into() }).unwrap();
    };
    let sweep = || drop(little.agent.submit(Sweep { all: true, ..Sweep::default() }));
    let told = || titles(&little).iter().filter(|one| **one == rule("absences", 1)).count();
    for day in ["2026-09-28", "2026-09-29", "2026-09-30", "2026-10-02", "2026-10-03", "2026-10-04"] {
        let add = AddLesson { day: day.parse().unwrap(), ..AddLesson::example() };
        little.manager.submit(add).unwrap();
    }
    let on = |day: &str, lesson, presence| {
        little.now(&format!("{day} 18:00"));
        mark(lesson, presence);
        sweep();
        told()
    };
    assert_eq!(on("2026-09-28", "L1", Presence::Absent), 0);
    assert_eq!(on("2026-09-29", "L2", Presence::Absent), 1);
    assert_eq!(on("2026-09-30", "L3", Presence::Absent), 1);
    mark("L1", Presence::Late);
    sweep();
    assert_eq!(told(), 1, "the row begins a day later, and is told");
    assert_eq!(on("2026-10-02", "L4", Presence::Present), 1);
    assert_eq!(on("2026-10-03", "L5", Presence::Absent), 1);
    assert_eq!(on("2026-10-04", "L6", Presence::Absent), 2, "another row");
    little.sound();
}

#[test]
fn a_day_of_joining_that_is_put_right_opens_no_second_talk_and_joining_again_does() {
    let little = little();
    little.agent.submit(Sweep::default()).unwrap();
    let told = || titles(&little).iter().filter(|one| **one == rule("first-talk", 1)).count();
    let at = |day: &str, join: &str| {
        little.now(&format!("{day} 09:00"));
        joined(&little, 1, |student| student.joined = Some(join.parse().unwrap()));
        little.agent.submit(Sweep { all: true, ..Sweep::default() }).ok();
        told()
    };
    assert_eq!(at("2026-10-05", "2026-09-28"), 1);
    assert_eq!(at("2026-10-06", "2026-09-29"), 1, "put right");
    assert_eq!(at("2027-03-08", "2027-03-01"), 2, "back after half a year");
    little.sound();
}

#[test]
fn a_wait_that_ended_while_the_hours_were_wrong_is_put_right_with_them() {
    let little = little();
    let id = little.open("suggestion", &[]);
    little.now("2026-09-28 10:00");
    let wait = |resume| WaitTicket { ticket: id, text: "".into(), resume };
    little.supervisor.submit(wait(false)).unwrap();
    little.agent.submit(Sweep::default()).unwrap();
    let right = little.manager.ask(&GetSchool {}).unwrap().school;
    let set = |school| drop(little.manager.submit(EditSchool { expect: None, school }).unwrap());
    set(School { hours: vec![], ..right.clone() });
    little.now("2026-09-28 17:00");
    little.supervisor.submit(wait(true)).unwrap();
    let wrong = little.due(id);
    set(right);
    little.agent.submit(Sweep::default()).unwrap();
    // 60 of 900 minutes were spent by ten; 60 more go by on Monday, 450 on Tuesday, and 330 until Wednesday at four.
    assert_eq!((little.due(id), wrong == little.due(id)), (at("2026-09-30 16:00"), false));
    little.sound();
}

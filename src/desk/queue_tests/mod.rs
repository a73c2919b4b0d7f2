//! Tickets through the one door.

mod due;
mod leave;
mod once;
mod quality;
mod random;
mod refund;
mod rests;
mod sweep;

use std::sync::Arc;

use super::{Clock, Desk, FixedClock, Receipt, Session};
use crate::base::*;
use crate::books::Act;
use crate::books::calendar::{AddLesson, CancelLesson, MARKS, Presence};
use crate::books::ledger::{Account, balance};
use crate::books::queue::*;
use crate::books::register::*;
use crate::books::undo::Undo;
use crate::store::{Engine, Memory};

pub(super) struct Little {
    pub manager: Session,
    pub supervisor: Session,
    pub advisor: Session,
    pub agent: Session,
    clock: Arc<FixedClock>,
    engine: Memory,
}

pub(super) fn at(text: &str) -> Instant {
    let (day, time) = text.split_once(' ').unwrap();
    Zone::default().instant(day.parse().unwrap(), time.parse().unwrap())
}

/// A school with a manager, a supervisor, an advisor, an agent and a class of three students; it is
/// Monday, 28 September 2026, 9:00, and the first of October is a holiday.
pub(super) fn little() -> Little {
    let engine = Memory::new();
    let clock = Arc::new(FixedClock::at(at("2026-09-28 09:00")));
    let desk = Desk::over(Arc::new(engine.clone()), Arc::clone(&clock) as Arc<dyn Clock>);
    let manager = desk.session(StaffId(1), "test");
    manager.submit(InitSchool::example()).unwrap();
    let school =
        School {
            name: "启明星".into(), holidays: vec!["2026-10-01".parse().unwrap()], ..School::default()
        };
    manager.submit(EditSchool { expect: None, school }).unwrap();
    for (name, role) in [("孙主管", Role::Supervisor), ("陈顾问", Role::Advisor), ("小林", Role::Agent)]
    {
        let value = Staff { name: name.into(), roles: vec![role], ..Staff::default() };
        manager.submit(Save { id: None, expect: None, value }).unwrap();
    }
    manager
        .submit(Save { id: None, expect: None, value: Course { name: "绘画".into(), ..Course::default() } })
        .unwrap();
    let class = Class { name: "周六绘画".into(), course: Some(CourseId(1)), ..Class::default() };
    manager.submit(Save { id: None, expect: None, value: class }).unwrap();
    for n in 1..=3 {
        let student = Student { name: format!("学员{n}").into(), ..Student::default() };
        manager.submit(AddStudent { classes: vec![ClassId(1)], student }).unwrap();
    }
    let session = |id| desk.session(StaffId(id), "test");
    Little { supervisor: session(2), advisor: session(3), agent: session(4), manager, clock, engine }
}

impl Little {
    pub fn now(&self, text: &str) {
        self.clock.set(at(text));
    }

    pub fn sound(&self) {
        let report = self.manager.desk.verify().unwrap();
        assert_eq!(report.findings, vec![], "after {} entries", report.entries);
        assert!(report.entries > 0);
    }

    pub fn open(&self, kind: &str, fields: &[(&str, &str)]) -> TicketId {
        let fields = fields.iter().map(|(key, value)| ((*key).to_owned(), Text::new(value))).collect();
        let ask =
            OpenTicket { kind: kind.into(), student: Some(StudentId(1)), fields, ..OpenTicket::default() };
        self.agent.submit(ask).unwrap().made[0].parse().unwrap()
    }

    pub fn card(&self, id: TicketId) -> crate::books::queue::Card {
        self.manager.ask(&TicketCard { ticket: id }).unwrap()
    }

    fn points(&self, student: u64) -> i64 {
        balance(&*self.engine.snapshot().unwrap(), Account::points(StudentId(student))).unwrap()
    }

    fn decide(&self, who: &Session, id: TicketId, grant: bool) -> Result<Receipt, Refused> {
        let expect = self.card(id).expect;
        who.submit(DecideTicket { ticket: id, grant, text: "已核实".into(), fields: [].into(), expect })
    }

    fn answer(&self, who: &Session, id: TicketId, expect: u32) -> Result<Receipt, Refused> {
        who.submit(AnswerTicket { ticket: id, text: "已联系".into(), expect, goes_on: false })
    }

    fn due(&self, id: TicketId) -> Instant {
        self.card(id).row.due.unwrap()
    }
}

fn key(refused: Result<Receipt, Refused>) -> String {
    refused.unwrap_err().reason.key.into_owned()
}

#[test]
fn a_complaint_goes_its_five_steps_with_the_clock_right_over_lunch_a_night_and_a_holiday() {
    let little = little();
    little.now("2026-09-29 11:40");
    let id = little.open("complaint", &[]);
    // Half an hour to classify: twenty minutes before lunch, ten after it.
    assert_eq!(little.due(id), at("2026-09-29 13:40"));
    assert_eq!(little.card(id).row.owner, Some(StaffId(4)), "the agent classifies");
    little.now("2026-09-29 17:30");
    let classify = ClassifyTicket { ticket: id, category: "teaching".into(), expect: None };
    little.agent.submit(classify).unwrap();
    let card = little.card(id);
    assert_eq!((card.row.owner, card.row.step), (Some(StaffId(3)), 3), "teaching is the advisor's");
    assert_eq!(little.due(id), at("2026-09-30 09:30"), "an hour to take it up, over the night");
    little.advisor.submit(ClaimTicket { ticket: id }).unwrap();
    // 450 minutes from 11:40: 20 + 270 on Tuesday leave 160 from 9:00 on Wednesday.
    assert_eq!(little.due(id), at("2026-09-30 11:40"));
    little.now("2026-09-30 10:40");
    let card = little.card(id);
    assert_eq!(card.row.left, Some(60));
    little.answer(&little.advisor, id, card.expect).unwrap();
    // The solution: 900 minutes; 750 by Wednesday night, none on the holiday, 150 on Friday.
    let card = little.card(id);
    assert_eq!((card.first_minutes, card.row.due), (Some(390), Some(at("2026-10-02 11:40"))));
    little.now("2026-10-02 10:00");
    let resolve =
        ResolveTicket { ticket: id, text: "已道歉并补课".into(), withdrawn: false, expect: None };
    little.advisor.submit(resolve.clone()).unwrap();
    assert_eq!(key(little.advisor.submit(resolve)), "ticket-solved-already");
    little.agent.submit(RevisitTicket { ticket: id, score: 4, text: "".into() }).unwrap();
    let card = little.card(id);
    assert_eq!((card.row.step, card.row.owner, card.solve_minutes), (5, Some(StaffId(2)), Some(800)));
    let fields = [("cause".to_owned(), Text::new("换课未通知"))].into();
    let review = AdvanceTicket { ticket: id, fields, text: "".into(), expect: card.expect };
    little.supervisor.submit(review).unwrap();
    let card = little.card(id);
    assert_eq!((card.row.state, card.outcome), (State::Done, Some(Outcome::Solved)));
    let span = QueueFigures {
        from: "2026-09-29".parse().unwrap(),
        until: "2026-09-29".parse().unwrap(),
        kind: String::new(),
    };
    let figures = little.manager.ask(&span).unwrap();
    assert_eq!(figures.all, figures.complaints);
    assert_eq!((figures.all.first_permille(), figures.all.first_mean()), (Some(1000), Some(390)));
    assert_eq!((figures.all.solve_mean(), figures.all.satisfied_permille()), (Some(800), Some(1000)));
    assert_eq!(figures.people[0].0, StaffId(3));
    little.sound();
}

#[test]
fn waiting_stops_the_clock_and_the_rest_of_the_time_is_left() {
    let little = little();
    let id = little.open("enquiry", &[]);
    assert_eq!(little.due(id), at("2026-09-28 11:00"));
    little.now("2026-09-28 10:00");
    little.manager.submit(WaitTicket { ticket: id, text: "等回电".into(), resume: false }).unwrap();
    assert_eq!((little.card(id).row.due, little.card(id).row.place), (None, Some(Queue::Waiting)));
    little.now("2026-09-30 17:00");
    little.manager.submit(WaitTicket { ticket: id, text: "".into(), resume: true }).unwrap();
    assert_eq!(little.due(id), at("2026-09-30 18:00"));
    little.sound();
}

#[test]
fn a_granted_appeal_posts_the_points_once_and_only_another_person_may_grant_it() {
    let little = little();
    let fields = [("points", "8")];
    let ask = OpenTicket {
        kind: "appeal".into(),
        title: "课堂扣分有异议".into(),
        student: Some(StudentId(1)),
        fields: fields.map(|(k, v)| (k.to_owned(), Text::new(v))).into(),
        ..OpenTicket::default()
    };
    let id: TicketId = little.supervisor.submit(ask).unwrap().made[0].parse().unwrap();
    assert_eq!(key(little.decide(&little.agent, id, true)), "ticket-not-your-step");
    assert_eq!(key(little.decide(&little.supervisor, id, true)), "ticket-by-another");
    assert_eq!(little.points(1), 0);
    let granted = little.decide(&little.manager, id, true).unwrap();
    assert_eq!(
        granted.said.iter().map(|say| say.key.as_ref()).collect::<Vec<_>>(),
        ["ticket-granted", "points-adjusted"]
    );
    assert_eq!(little.points(1), 8);
    assert_eq!(key(little.decide(&little.manager, id, true)), "ticket-done-already");
    let again = ReopenTicket { ticket: id, text: "再看一次".into() };
    assert_eq!(key(little.manager.submit(again)), "ticket-decided-already");
    little.manager.submit(Undo { seq: granted.seq, reason: "".into() }).unwrap();
    assert_eq!((little.points(1), little.card(id).row.state), (0, State::Open));
    little.sound();
}

#[test]
fn an_approved_leave_marks_a_coming_lesson_excused_with_the_right_to_make_it_up() {
    let little = little();
    let lesson = AddLesson { day: "2026-10-10".parse().unwrap(), ..AddLesson::example() };
    little.manager.submit(lesson).unwrap();
    let id = little.open("leave", &[("lesson", "L1"), ("reason", "发烧")]);
    little.decide(&little.supervisor, id, true).unwrap();
    let snapshot = little.engine.snapshot().unwrap();
    let marks = MARKS.all(&*snapshot, &(StudentId(1),)).unwrap();
    let (_, mark) = &marks[0];
    assert_eq!((mark.presence, mark.credits), (Presence::Excused, Credits(0)));
    assert_eq!(mark.make_up_until, Some("2026-11-09".parse().unwrap()));
    assert_eq!(mark.reason.as_str(), format!("{id} 发烧"));
    little.sound();
}

#[test]
fn a_decision_whose_command_is_refused_changes_nothing() {
    let little = little();
    let lesson = AddLesson { day: "2026-10-10".parse().unwrap(), ..AddLesson::example() };
    let lesson = little.manager.submit(lesson).unwrap().made[0].clone();
    let id = little.open("make-up", &[("lesson", &lesson)]);
    let cancel = CancelLesson { lesson: lesson.parse().unwrap(), note: "台风".into() };
    little.manager.submit(cancel).unwrap();
    let before = little.card(id);
    assert_eq!(little.decide(&little.supervisor, id, true).unwrap_err().kind, Kind::Conflict);
    assert_eq!(little.card(id), before);
    little.decide(&little.supervisor, id, false).unwrap();
    assert_eq!(little.card(id).outcome, Some(Outcome::Denied));
    little.sound();
}

#[test]
fn two_answers_and_two_closings_cannot_cross_unseen() {
    let little = little();
    let id = little.open("suggestion", &[]);
    let seen = little.card(id).expect;
    little.manager.submit(NoteTicket { ticket: id, text: "家长很客气".into() }).unwrap();
    assert_eq!(key(little.answer(&little.supervisor, id, seen)), "ticket-crossed");
    let appeal = little.open("appeal", &[("points", "8")]);
    let expect = little.card(appeal).expect;
    let other = LinkTicket { ticket: appeal, link: None, student: Some(StudentId(2)) };
    little.agent.submit(other).unwrap();
    let text = Prose::new("已核实");
    let grant = DecideTicket { ticket: appeal, grant: true, text, fields: [].into(), expect };
    assert_eq!(key(little.supervisor.submit(grant)), "ticket-crossed", "it is about someone else now");
    little.answer(&little.supervisor, id, seen + 1).unwrap();
    let close = || ResolveTicket { ticket: id, text: "".into(), withdrawn: true, expect: None };
    little.supervisor.submit(close()).unwrap();
    let refused = little.manager.submit(close()).unwrap_err();
    assert_eq!((refused.kind, refused.reason.key.as_ref()), (Kind::Conflict, "ticket-done-already"));
    little.sound();
}

#[test]
fn bad_input_gets_a_clear_word_and_changes_nothing() {
    let little = little();
    let left =
        Student { name: "学员2".into(), left: Some("2026-09-01".parse().unwrap()), ..Student::default() };
    little.manager.submit(EditStudent { id: StudentId(2), expect: None, student: left }).unwrap();
    let open = |kind: &str, student: Option<u64>| {
        let student = student.map(StudentId);
        key(little.agent.submit(OpenTicket { kind: kind.into(), student, ..OpenTicket::default() }))
    };
    assert_eq!(open("leave", Some(2)), "ticket-student-left");
    assert_eq!(open("leave", Some(1)), "ticket-field-needed");
    assert_eq!(open("leave", None), "ticket-needs-student");
    assert_eq!(open("nothing", None), "error-missing");
    let fields = [("lesson".to_owned(), Text::new("L99"))].into();
    let nowhere =
        OpenTicket { kind: "make-up".into(), student: Some(StudentId(1)), fields, ..OpenTicket::default() };
    assert_eq!(key(little.agent.submit(nowhere)), "error-missing", "told when it is asked for");
    assert_eq!(open("complaint", Some(99)), "error-missing");
    let fields = [("points".to_owned(), Text::new("八"))].into();
    let ask =
        OpenTicket { kind: "appeal".into(), student: Some(StudentId(1)), fields, ..OpenTicket::default() };
    assert_eq!(key(little.agent.submit(ask)), "ticket-field-wrong");
    assert_eq!(
        little.manager.ask(&TicketList { view: QueueView::All, ..TicketList::default() }).unwrap().rows,
        []
    );
    little.sound();
}

#[test]
fn an_edited_procedure_is_for_new_tickets_and_nobody_may_be_asked_for_what_nobody_holds() {
    let little = little();
    let old = little.open("enquiry", &[]);
    let shipped = little.manager.ask(&SopList::default()).unwrap();
    let mut sop = shipped.into_iter().find(|row| row.sop.kind == "enquiry").unwrap().sop;
    sop.first = 30;
    sop.steps[1].minutes = 30;
    let preview = little.manager.ask(&SopPreview { sop: sop.clone() }).unwrap();
    assert_eq!((preview.under_way[0].ticket, preview.under_way[0].version), (old, 0));
    assert_eq!((preview.problems, preview.rules, preview.day_minutes), (vec![], vec![], 450));
    let save = SaveSop { expect: Some(0), sop: sop.clone() };
    assert_eq!(little.supervisor.submit(save.clone()).unwrap_err().kind, Kind::Forbidden);
    little.manager.submit(save.clone()).unwrap();
    assert_eq!(key(little.manager.submit(save)), "sop-changed-since");
    let new = little.open("enquiry", &[]);
    assert_eq!((little.card(old).version, little.due(old)), (0, at("2026-09-28 11:00")));
    assert_eq!((little.card(new).version, little.due(new)), (1, at("2026-09-28 09:30")));
    sop.steps[1].roles = vec![Role::Technical];
    assert_eq!(key(little.manager.submit(SaveSop { expect: Some(1), sop })), "sop-nobody-holds");
    little.sound();
}

#[test]
fn a_decision_cannot_be_made_to_carry_out_what_goes_round_the_posts() {
    let little = little();
    let shipped = little.manager.ask(&SopList::default()).unwrap();
    let appeal = shipped.into_iter().find(|row| row.sop.kind == "appeal").unwrap().sop;
    for (act, refused) in [("staff.save", "sop-bad-command"), ("no.such", "sop-bad-command")] {
        let mut sop = appeal.clone();
        sop.steps[1].decision.as_mut().unwrap().act = act.into();
        assert_eq!(key(little.manager.submit(SaveSop { expect: None, sop })), refused, "{act}");
    }
    let mut sop = appeal.clone();
    sop.steps[1].decision.as_mut().unwrap().body = serde_json::json!({ "points": "{secret}" });
    assert_eq!(key(little.manager.submit(SaveSop { expect: None, sop })), "sop-unknown-field");
    little.sound();
}

#[test]
fn tickets_go_to_the_least_loaded_on_duty_up_to_the_cap_and_back_from_the_absent() {
    let little = little();
    let second = Staff { name: "王顾问".into(), roles: vec![Role::Advisor], ..Staff::default() };
    little.manager.submit(Save { id: None, expect: None, value: second.clone() }).unwrap();
    let owner = |id| little.card(id).row.owner;
    let ids: Vec<_> = (0..25).map(|_| little.open("follow-up", &[])).collect();
    let by = |who: u64| ids.iter().filter(|id| owner(**id) == Some(StaffId(who))).count();
    // Follow-ups are the advisors', twelve each at the most; then the agent's.
    assert_eq!((by(3), by(4), by(5)), (12, 1, 12));
    let more: Vec<_> = (0..12).map(|_| little.open("follow-up", &[])).collect();
    assert!(owner(more[10]).is_some());
    assert_eq!(owner(more[11]), None, "nobody is free");
    let list =
        little.manager.ask(&TicketList { view: QueueView::Unassigned, ..TicketList::default() }).unwrap();
    assert_eq!((list.rows[0].id, list.counts.unassigned), (more[11], 1));
    let away = Staff { away: true, ..second };
    little.manager.submit(Save { id: Some(StaffId(5)), expect: None, value: away }).unwrap();
    little.manager.submit(Sweep::default()).unwrap();
    assert_eq!(by(5), 12, "not at once");
    little.now("2026-09-28 11:00");
    little.manager.submit(Sweep::default()).unwrap();
    assert_eq!(by(5), 0);
    let free =
        little.manager.ask(&TicketList { view: QueueView::Unassigned, ..TicketList::default() }).unwrap();
    assert_eq!(free.counts.unassigned, 13);
    little.sound();
}

#[test]
fn only_a_post_of_the_step_may_be_given_a_ticket() {
    let little = little();
    let id = little.open("suggestion", &[]);
    let over = |to| HandOver { ticket: id, to, text: "".into() };
    assert_eq!(key(little.supervisor.submit(over(Some(StaffId(4))))), "ticket-not-your-step");
    assert_eq!(key(little.agent.submit(over(None))), "ticket-not-yours");
    little.supervisor.submit(over(Some(StaffId(1)))).unwrap();
    assert_eq!(key(little.agent.submit(ClaimTicket { ticket: id })), "ticket-claimed-already");
    little.sound();
}

#[test]
fn merging_keeps_both_threads_and_closes_one() {
    let little = little();
    let (a, b) = (little.open("complaint", &[]), little.open("complaint", &[]));
    little.agent.submit(MergeTicket { ticket: b, into: a }).unwrap();
    assert_eq!((little.card(b).merged_into, little.card(b).row.state), (Some(a), State::Done));
    assert_eq!(little.card(a).links, [Link::Ticket(b)]);
    assert_eq!(key(little.agent.submit(MergeTicket { ticket: b, into: a })), "ticket-done-already");
    let back = little.agent.submit(ReopenTicket { ticket: b, text: "分开办".into() });
    assert_eq!(key(back), "ticket-merged-already");
    little.sound();
}

/// The list of what is done goes back some months only; what is written out goes back to the first ticket.
#[test]
fn every_ticket_is_written_out_however_long_ago() {
    let little = little();
    let (a, b) = (little.open("complaint", &[]), little.open("complaint", &[]));
    little.agent.submit(MergeTicket { ticket: b, into: a }).unwrap();
    little.now("2027-09-28 09:00");
    let c = little.open("complaint", &[]);
    let ids = |from, until| {
        let rows = little.manager.ask(&ExportTickets { from, until }).unwrap();
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(None, None), [a, b, c]);
    assert_eq!(ids(parse_day("2026-09-29"), None), [c]);
    assert_eq!(ids(None, parse_day("2026-09-28")), [a, b]);
    assert_eq!(ids(parse_day("2026-09-28"), parse_day("2026-09-28")), [a, b]);
    little.sound();
}

#[test]
fn words_are_filled_in_and_a_name_that_looks_like_a_field_stays_a_name() {
    let little = little();
    let student = Student {
        name: "学员1".into(),
        guardians: vec![Guardian { name: "{operator}".into(), ..Guardian::default() }],
        ..Student::default()
    };
    little.manager.submit(EditStudent { id: StudentId(1), expect: None, student }).unwrap();
    let value = Words { text: "{guardian}：{student} {ticket} {due} {x}".into(), ..Words::example() };
    little.manager.submit(Save { id: None, expect: None, value }).unwrap();
    let id = little.open("follow-up", &[]);
    let lines = little.advisor.ask(&TicketWords { ticket: id }).unwrap();
    assert_eq!(
        lines[0].text.with[0].1,
        Arg::Text(format!("{{operator}}：学员1 {id} 2026-09-29 18:00 {{x}}"))
    );
    assert_eq!(lines.len(), 3, "the school's own, and two shipped ones that fit");
}

/// What a decision is told by a ticket's fields is held against the same bounds as what is handed in.
#[test]
fn a_decision_carries_out_nothing_that_the_door_would_refuse() {
    let little = little();
    let id = little.open("appeal", &[("points", "9000000000000")]);
    assert_eq!(key(little.decide(&little.supervisor, id, true)), "error-too-large");
    let id = little.open("appeal", &[("points", "8")]);
    little.decide(&little.supervisor, id, true).unwrap();
    little.sound();
}

//! What is decided is decided once, by another person, and of what that person saw.

use super::refund::{CASHIER, paid, request, sold};
use super::*;
use crate::books::ledger::fees::{Method, Part, Pay, RefundLot};

fn shipped(little: &Little, kind: &str) -> sop::Sop {
    let all = little.manager.ask(&SopList::default()).unwrap();
    all.into_iter().find(|row| row.sop.kind == kind).unwrap().sop
}

fn withdraw(ticket: TicketId) -> ResolveTicket {
    ResolveTicket { ticket, text: "".into(), withdrawn: true, expect: None }
}

/// 300 yuan paid ahead, beside the lessons.
fn paid_ahead(cashier: &Session) {
    let parts = vec![Part::of(Method::Wechat, Money(70_000))];
    let pay = Pay { student: StudentId(1), parts, tendered: None, charges: vec![], prepay: true };
    cashier.submit(pay).unwrap();
}

/// The refund was paid twice: granted, withdrawn, opened again and granted by another supervisor.
#[test]
fn what_was_decided_is_not_withdrawn_and_not_opened_again() {
    let (little, cashier) = sold();
    paid(&cashier);
    let one = vec![RefundLot { lot: LotId(1), credits: Some(Credits::lessons(1)) }];
    let ask = RequestRefund { lots: one, ..request("退一节") };
    let id = cashier.submit(ask).unwrap().made[0].parse().unwrap();
    little.decide(&little.supervisor, id, true).unwrap();
    assert_eq!(key(cashier.submit(withdraw(id))), "ticket-decided-already");
    little.answer(&cashier, id, little.card(id).expect).unwrap();
    let again = ReopenTicket { ticket: id, text: "再看".into() };
    assert_eq!(key(little.agent.submit(again)), "ticket-decided-already");
    little.sound();
}

/// However a ticket comes back to a step that was granted, its command is carried out once; also for other decisions
/// than refunds.
#[test]
fn a_step_carries_out_its_command_once_whatever_it_is() {
    let little = little();
    let mut sop = shipped(&little, "appeal");
    let mut tell = sop::Step { key: "tell".into(), name: "告知".into(), ..sop.steps[1].clone() };
    (tell.work, tell.decision, tell.by_another) = (sop::Work::Answer, None, false);
    sop.steps.push(tell);
    little.manager.submit(SaveSop { expect: None, sop }).unwrap();
    let id = little.open("appeal", &[("points", "8")]);
    let granted = little.decide(&little.supervisor, id, true).unwrap().seq;
    assert_eq!(key(little.manager.submit(withdraw(id))), "ticket-decided-already");
    assert_eq!(little.points(1), 8);
    // Taken back, it is decided anew.
    little.supervisor.submit(Undo { seq: granted, reason: "".into() }).unwrap();
    little.manager.submit(withdraw(id)).unwrap();
    little.agent.submit(ReopenTicket { ticket: id, text: "还是要".into() }).unwrap();
    little.decide(&little.supervisor, id, true).unwrap();
    assert_eq!(little.points(1), 8);
    little.sound();
}

/// What was worked out first stayed beside what was worked out then, and went out with it.
#[test]
fn a_refund_that_is_worked_out_again_is_only_what_was_worked_out_last() {
    let (little, cashier) = sold();
    paid(&cashier);
    paid_ahead(&cashier);
    let first = RequestRefund { prepaid: Money(50_000), keep_gifts: true, ..request("搬家") };
    let id: TicketId = little.advisor.submit(first).unwrap().made[0].parse().unwrap();
    let expect = Some(little.card(id).expect);
    let said = cashier.submit(RequestRefund { ticket: Some(id), expect, ..request("搬家") }).unwrap().said;
    let told = said[0].with.iter().find(|(name, _)| name == "amount").unwrap().1.clone();
    let sum = little.card(id).refund.unwrap().unwrap();
    assert_eq!((told, sum.total), (Money(19_200).into(), Money(19_200)));
    assert!(
        little.card(id).fields.iter().all(|one| one.field.key != "prepaid" && one.field.key != "keep-gifts")
    );
    little.decide(&little.supervisor, id, true).unwrap();
    little.sound();
}

#[test]
fn a_field_that_is_sent_empty_is_cleared() {
    let (little, cashier) = sold();
    paid(&cashier);
    paid_ahead(&cashier);
    let first = RequestRefund { prepaid: Money(50_000), ..request("搬家") };
    let id: TicketId = little.advisor.submit(first).unwrap().made[0].parse().unwrap();
    let step = |fields: &[(&str, &str)]| AdvanceTicket {
        ticket: id,
        fields: fields.iter().map(|(key, value)| ((*key).to_owned(), Text::new(value))).collect(),
        text: "".into(),
        expect: little.card(id).expect,
    };
    assert_eq!(key(cashier.submit(step(&[("method", "")]))), "ticket-field-needed");
    cashier.submit(step(&[("lots", ""), ("prepaid", "200")])).unwrap();
    assert_eq!(little.card(id).refund.unwrap().unwrap().total, Money(20_000));
    little.sound();
}

/// A supervisor filled in figures that went out under the cashier's name, and approved them.
#[test]
fn nobody_fills_in_anothers_step_unseen() {
    let (little, cashier) = sold();
    paid(&cashier);
    let id = little.open("refund", &[("reason", "搬家")]);
    let before = little.card(id);
    let ask = RequestRefund { ticket: Some(id), ..request("搬家") };
    assert_eq!(key(little.supervisor.submit(ask.clone())), "ticket-not-your-step");
    assert_eq!(little.card(id), before);
    cashier.submit(ask).unwrap();
    little.decide(&little.supervisor, id, true).unwrap();
    little.sound();
}

#[test]
fn what_was_worked_out_for_one_is_not_approved_for_another() {
    let (little, cashier) = sold();
    paid(&cashier);
    let about = |ticket, who| LinkTicket { ticket, link: None, student: Some(StudentId(who)) };
    let id = cashier.submit(request("搬家")).unwrap().made[0].parse().unwrap();
    assert_eq!(little.card(id).row.owner, Some(StaffId(2)));
    assert_eq!(key(little.supervisor.submit(about(id, 2))), "ticket-worked-out");
    // Who says whom it is about has a hand in it.
    let id = little.open("appeal", &[("points", "8")]);
    little.supervisor.submit(about(id, 2)).unwrap();
    assert!(little.supervisor.ask(&TicketCard { ticket: id }).unwrap().barred);
    assert_eq!(key(little.decide(&little.supervisor, id, true)), "ticket-by-another");
    little.decide(&little.manager, id, true).unwrap();
    assert_eq!((little.points(1), little.points(2)), (0, 8));
    assert_eq!(CASHIER, StaffId(5));
    little.sound();
}

/// What nobody could carry out was told only to whoever approved it.
#[test]
fn what_is_worked_out_has_to_be_something_that_can_be_paid() {
    let (little, cashier) = sold();
    paid(&cashier);
    let id = little.open("refund", &[("reason", "搬家")]);
    let step = |key: &str, value: &str| AdvanceTicket {
        ticket: id,
        fields: [(key.to_owned(), Text::new(value)), ("method".to_owned(), "wechat".into())].into(),
        text: "".into(),
        expect: little.card(id).expect,
    };
    for (field, value) in [("fee", "-5"), ("lots", r#"{"a":1}"#), ("charges", "3")] {
        assert_eq!(key(cashier.submit(step(field, value))), "ticket-field-wrong", "{field}");
    }
    cashier.submit(step("fee", "5")).unwrap();
    little.sound();
}

#[test]
fn a_link_leads_somewhere() {
    let little = little();
    let id = little.open("complaint", &[]);
    let nowhere =
        [Link::Lesson(LessonId(9)), Link::Ticket(TicketId(9)), Link::Charge(ChargeId(9)), Link::Entry(999)];
    for link in nowhere {
        let opened = OpenTicket { links: vec![link.clone()], ..OpenTicket::example() };
        assert_eq!(key(little.agent.submit(opened)), "error-missing", "{link:?}");
        let linked = LinkTicket { ticket: id, link: Some(link.clone()), student: None };
        assert_eq!(key(little.agent.submit(linked)), "error-missing", "{link:?}");
    }
    let link = Some(Link::Entry(1));
    little.agent.submit(LinkTicket { ticket: id, link, student: None }).unwrap();
    little.sound();
}

#[test]
fn what_was_asked_for_one_who_has_left_is_not_granted() {
    let little = little();
    let id = little.open("appeal", &[("points", "8")]);
    let left =
        Student { name: "学员1".into(), left: Some("2026-09-28".parse().unwrap()), ..Student::default() };
    little.manager.submit(EditStudent { id: StudentId(1), expect: None, student: left }).unwrap();
    assert_eq!(key(little.decide(&little.supervisor, id, true)), "ticket-student-left");
    little.decide(&little.supervisor, id, false).unwrap();
    little.sound();
}

#[test]
fn whose_ticket_it_is_says_that_it_waits_and_who_is_asked_says_how_it_was() {
    let little = little();
    let id = little.open("suggestion", &[]);
    assert_eq!(little.card(id).row.owner, Some(StaffId(2)));
    let wait = || WaitTicket { ticket: id, text: "".into(), resume: false };
    assert_eq!(key(little.advisor.submit(wait())), "ticket-not-your-step");
    little.supervisor.submit(wait()).unwrap();
    little
        .supervisor
        .submit(ResolveTicket { ticket: id, text: "好".into(), withdrawn: false, expect: None })
        .unwrap();
    let score = |score| RevisitTicket { ticket: id, score, text: "".into() };
    little.agent.submit(score(4)).unwrap();
    assert_eq!(key(little.advisor.submit(score(1))), "ticket-not-yours");
    little.sound();
}

#[test]
fn a_procedure_has_as_many_steps_as_people_can_read_and_receives_first() {
    let little = little();
    let save = |sop| key(little.manager.submit(SaveSop { expect: None, sop }));
    let sop = shipped(&little, "suggestion");
    let step = |n: usize| sop::Step { key: format!("s{n}"), name: "一步".into(), ..sop.steps[1].clone() };
    let mut long = sop.clone();
    long.steps.extend((0..100).map(step));
    assert_eq!(save(long), "sop-too-many");
    let mut late = sop.clone();
    late.steps.swap(0, 1);
    assert_eq!(save(late), "sop-receives-late");
    little.sound();
}

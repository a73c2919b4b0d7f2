//! The fee desk's part: an approved refund is paid out once, and what is owed for long opens a ticket.

use super::*;
use crate::books::ledger::fees::{
    ChargeOther, FeeAccount, Method, Offer, Part, Pay, RefundCharge, RefundLot, Sell,
};

pub(super) const CASHIER: StaffId = StaffId(5);

/// The little school with a cashier, and two paid lessons and a gift sold to student 1.
pub(super) fn sold() -> (Little, Session) {
    let little = little();
    let value = Staff { name: "前台".into(), roles: vec![Role::Cashier], ..Staff::default() };
    little.manager.submit(Save { id: None, expect: None, value }).unwrap();
    let value = Price {
        name: "体验包".into(),
        credits: Credits::lessons(2),
        price: Money(19_200),
        gift: Credits::lessons(1),
        ..Price::default()
    };
    little.manager.submit(Save { id: None, expect: None, value }).unwrap();
    let cashier = little.manager.desk.session(CASHIER, "test");
    let offer = Offer::of(StudentId(1), PriceId(1));
    cashier.submit(Sell { offer, due: None, expect: None }).unwrap();
    (little, cashier)
}

#[test]
fn a_refund_is_worked_out_approved_by_another_person_and_paid_out_once() {
    let (little, cashier) = sold();
    let parts = vec![Part::of(Method::Wechat, Money(19_200))];
    let pay = Pay { student: StudentId(1), parts, tendered: None, charges: vec![], prepay: false };
    cashier.submit(pay).unwrap();
    let id = little.open("refund", &[("reason", "搬家")]);
    assert_eq!(little.card(id).row.owner, Some(CASHIER));
    let step = |fields: &[(&str, &str)]| AdvanceTicket {
        ticket: id,
        fields: fields.iter().map(|(key, value)| ((*key).to_owned(), Text::new(value))).collect(),
        text: "".into(),
        expect: little.card(id).expect,
    };
    assert_eq!(key(cashier.submit(step(&[("all", "true")]))), "ticket-field-needed");
    let worked_out = step(&[("all", "true"), ("method", "wechat"), ("cashier", "O5")]);
    cashier.submit(worked_out).unwrap();
    let close = ResolveTicket { ticket: id, text: "".into(), withdrawn: false, expect: None };
    assert_eq!(key(little.supervisor.submit(close)), "ticket-decide-first");
    assert_eq!(little.decide(&cashier, id, true).unwrap_err().kind, Kind::Forbidden);
    let granted = little.decide(&little.supervisor, id, true).unwrap();
    assert_eq!(granted.said[1].key, "fee-refunded");
    assert_eq!(little.card(id).refund, None, "what is decided is not reckoned again");
    let account = || cashier.ask(&FeeAccount { student: StudentId(1), used_up: true }).unwrap();
    assert!(
        account().lots.iter().all(|lot| lot.left.0 == 0),
        "the paid lessons are refunded, the gift is withdrawn"
    );
    assert_eq!(key(little.decide(&little.supervisor, id, true)), "ticket-other-step");
    little.sound();
    little.supervisor.submit(Undo { seq: granted.seq, reason: "家长改主意".into() }).unwrap();
    assert_eq!(account().lots[0].left, Credits::lessons(2));
    little.decide(&little.supervisor, id, false).unwrap();
    let card = little.card(id);
    little.answer(&cashier, id, card.expect).unwrap();
    assert_eq!(little.card(id).outcome, Some(Outcome::Denied));
    little.sound();
}

#[test]
fn what_is_owed_opens_a_reminder_at_each_age_and_none_once_it_is_paid() {
    let (little, cashier) = sold();
    let titles = || -> Vec<_> {
        let list = TicketList { view: QueueView::All, kind: "dunning".into(), ..TicketList::default() };
        little.manager.ask(&list).unwrap().rows.into_iter().map(|row| row.title.key).collect()
    };
    little.agent.submit(Sweep::default()).unwrap();
    assert!(titles().is_empty());
    // Nobody was here on the seventh day.
    little.now("2026-10-07 09:00");
    little.agent.submit(Sweep::default()).unwrap();
    assert_eq!(titles(), ["queue-rule-dunning-remind"]);
    little.now("2026-10-12 09:00");
    little.agent.submit(Sweep::default()).unwrap();
    assert_eq!(titles(), ["queue-rule-dunning-remind", "queue-rule-dunning-again"]);
    let parts = vec![Part::of(Method::Wechat, Money(19_200))];
    let pay = Pay { student: StudentId(1), parts, tendered: None, charges: vec![], prepay: false };
    cashier.submit(pay).unwrap();
    little.now("2026-11-12 09:00");
    little.agent.submit(Sweep::default()).unwrap();
    assert_eq!(titles().len(), 2);
    little.sound();
}

pub(super) fn request(reason: &str) -> RequestRefund {
    let lots = vec![RefundLot { lot: LotId(1), credits: None }];
    let method = Method::Wechat;
    RequestRefund { student: StudentId(1), lots, method, reason: reason.into(), ..RequestRefund::example() }
}

pub(super) fn paid(cashier: &Session) {
    let parts = vec![Part::of(Method::Wechat, Money(19_200))];
    let pay = Pay { student: StudentId(1), parts, tendered: None, charges: vec![], prepay: false };
    cashier.submit(pay).unwrap();
}

#[test]
fn a_refund_is_asked_for_in_one_go_or_not_at_all() {
    let (little, cashier) = sold();
    paid(&cashier);
    let over = RefundLot { lot: LotId(1), credits: Some(Credits::lessons(3)) };
    let refused = cashier.submit(RequestRefund { lots: vec![over], ..request("搬家") });
    assert_eq!(key(refused), "fee-refund-over");
    assert_eq!(key(cashier.submit(request(""))), "fee-needs-reason");
    let all = TicketList { view: QueueView::All, ..TicketList::default() };
    assert!(little.manager.ask(&all).unwrap().rows.is_empty(), "no ticket sticks at a step");
    let receipt = cashier.submit(request("搬家")).unwrap();
    let id: TicketId = receipt.made[0].parse().unwrap();
    let card = little.card(id);
    assert_eq!((card.row.step, card.row.owner), (3, Some(StaffId(2))), "it is the supervisor's to approve");
    let sum = card.refund.unwrap().unwrap();
    assert_eq!(
        sum.total,
        Money(sum.lines.iter().map(|line| line.amount.0).sum()),
        "whoever approves sees what it comes to"
    );
    let shown = |key: &str| card.fields.iter().find(|one| one.field.key == key).unwrap().shown.clone();
    assert_eq!(shown("method"), Method::Wechat.say());
    assert_eq!(shown("lots").key, "ticket-field-lot-all", "no raw list of lots is shown");
    let granted = little.decide(&little.supervisor, id, true).unwrap();
    assert_eq!(granted.said[1].key, "fee-refunded");
    assert_eq!(little.card(id).refund, None, "what is decided is not reckoned again");
    let account = cashier.ask(&FeeAccount { student: StudentId(1), used_up: true }).unwrap();
    assert!(account.lots.iter().all(|lot| lot.left.0 == 0), "the gift is withdrawn");
    little.sound();
}

#[test]
fn gifts_may_be_left_with_the_student() {
    let (little, cashier) = sold();
    paid(&cashier);
    let receipt = cashier.submit(RequestRefund { keep_gifts: true, ..request("搬家") }).unwrap();
    let id = receipt.made[0].parse().unwrap();
    little.decide(&little.supervisor, id, true).unwrap();
    let account = cashier.ask(&FeeAccount { student: StudentId(1), used_up: true }).unwrap();
    let left: Vec<_> = account.lots.iter().map(|lot| (lot.lot.paid, lot.left)).collect();
    assert!(left.contains(&(false, Credits::lessons(1))) && left.contains(&(true, Credits(0))), "{left:?}");
    little.sound();
}

#[test]
fn whose_step_it_is_not_proposes_and_a_ticket_at_the_step_is_got_on_with() {
    let (little, cashier) = sold();
    paid(&cashier);
    let receipt = little.advisor.submit(request("搬家")).unwrap();
    let id: TicketId = receipt.made[0].parse().unwrap();
    let card = little.card(id);
    assert_eq!((card.row.step, card.row.owner), (2, Some(CASHIER)), "the cashier works it out");
    assert!(card.fields.iter().any(|one| one.field.key == "method" && one.value.as_str() == "wechat"));
    let go_on = |expect| RequestRefund { ticket: Some(id), expect, ..request("搬家") };
    assert_eq!(key(cashier.submit(go_on(Some(1)))), "ticket-crossed");
    let other = RequestRefund { student: StudentId(2), lots: vec![], ..go_on(None) };
    assert!(cashier.submit(other).is_err());
    cashier.submit(go_on(Some(card.expect))).unwrap();
    assert_eq!(little.card(id).row.step, 3);
    assert_eq!(key(cashier.submit(go_on(None))), "ticket-other-step");
    little.sound();
}

/// Whoever asked for a refund may not approve it under another name either.
#[test]
fn a_second_account_of_the_same_person_is_no_other_person() {
    let (little, cashier) = sold();
    let staff = |name: &str, role, phone: &str| Staff {
        name: name.into(),
        roles: vec![role],
        phone: phone.into(),
        ..Staff::default()
    };
    let change = |id, value| little.manager.submit(Save { id, expect: None, value }).unwrap();
    change(Some(CASHIER), staff("前台", Role::Cashier, "136 1231 0077"));
    let twin = change(None, staff("前台二", Role::Supervisor, "13612310077")).made[0].parse().unwrap();
    let twin = little.manager.desk.session(twin, "test");
    let seq = cashier.submit(request("搬家")).unwrap();
    let id = seq.made[0].parse().unwrap();
    assert_eq!(key(little.decide(&twin, id, true)), "ticket-by-another");
    little.decide(&little.supervisor, id, true).unwrap();
    little.sound();
}

/// A school's own procedure that says no word of a second person: a refund takes one all the same.
#[test]
fn no_procedure_leaves_the_second_person_out_of_a_refund() {
    let (little, cashier) = sold();
    paid(&cashier);
    let rows = little.manager.ask(&SopList::default()).unwrap();
    let mut sop = rows.into_iter().find(|row| row.sop.kind == "refund").unwrap().sop;
    sop.steps.iter_mut().for_each(|step| step.by_another = false);
    little.manager.submit(SaveSop { expect: None, sop }).unwrap();
    let id = little.manager.submit(request("搬家")).unwrap().made[0].parse().unwrap();
    assert_eq!(key(little.decide(&little.manager, id, true)), "ticket-by-another");
    little.decide(&little.supervisor, id, true).unwrap();
    little.sound();
}

#[test]
fn no_procedure_pays_a_refund_twice() {
    let (little, cashier) = sold();
    paid(&cashier);
    let rows = little.manager.ask(&SopList::default()).unwrap();
    let mut sop = rows.into_iter().find(|row| row.sop.kind == "refund").unwrap().sop;
    let approve = sop.steps.iter().position(|step| step.decision.is_some()).unwrap();
    let again = sop::Step { key: "again".into(), name: "复核".into(), ..sop.steps[approve].clone() };
    sop.steps.insert(approve + 1, again);
    little.manager.submit(SaveSop { expect: None, sop }).unwrap();
    let one = vec![RefundLot { lot: LotId(1), credits: Some(Credits::lessons(1)) }];
    let ask = RequestRefund { lots: one, ..request("退一节") };
    let id = cashier.submit(ask).unwrap().made[0].parse().unwrap();
    little.decide(&little.supervisor, id, true).unwrap();
    assert_eq!(key(little.decide(&little.manager, id, true)), "ticket-decided-already");
    little.sound();
}

/// Bringing back an approval that was taken back is approving, too.
#[test]
fn an_approval_that_was_taken_back_is_not_brought_back_by_whoever_asked() {
    let (little, cashier) = sold();
    paid(&cashier);
    let id = little.manager.submit(request("搬家")).unwrap().made[0].parse().unwrap();
    let granted = little.decide(&little.supervisor, id, true).unwrap().seq;
    let undo = |who: &Session, seq| who.submit(Undo { seq, reason: "再看看".into() });
    let back = undo(&little.supervisor, granted).unwrap().seq;
    assert_eq!(key(undo(&little.manager, back)), "ticket-by-another");
    undo(&little.supervisor, back).unwrap();
    assert_eq!(little.card(id).outcome, Some(crate::books::queue::Outcome::Granted));
    little.sound();
}

/// A decision is told of a student by the procedure; a refund goes to the one whom the ticket is about.
#[test]
fn a_refund_goes_to_whom_its_ticket_is_about() {
    let (little, cashier) = sold();
    paid(&cashier);
    let rows = little.manager.ask(&SopList::default()).unwrap();
    let mut sop = rows.into_iter().find(|row| row.sop.kind == "refund").unwrap().sop;
    let decision = sop.steps.iter_mut().find_map(|step| step.decision.as_mut()).unwrap();
    decision.body["student"] = "S1".into();
    little.manager.submit(SaveSop { expect: None, sop }).unwrap();
    let ask = OpenTicket {
        kind: "refund".into(),
        student: Some(StudentId(2)),
        fields: [("reason".to_owned(), "搬家".into())].into(),
        ..OpenTicket::default()
    };
    let id = little.agent.submit(ask).unwrap().made[0].parse().unwrap();
    let fields = [("all".to_owned(), "true".into()), ("method".to_owned(), "wechat".into())].into();
    let step = AdvanceTicket { ticket: id, fields, text: "".into(), expect: little.card(id).expect };
    cashier.submit(step).unwrap();
    assert_eq!(key(little.decide(&little.supervisor, id, true)), "fee-refund-by-ticket");
    little.sound();
}

/// What the program fills in by itself doesn't hang on when a school edited its procedure.
#[test]
fn a_procedure_that_is_older_than_a_field_of_the_programs_own_refunds_material_too() {
    let (little, cashier) = sold();
    paid(&cashier);
    let material = ChargeOther { student: StudentId(1), amount: Money(12_000), ..ChargeOther::example() };
    cashier.submit(material).unwrap();
    let parts = vec![Part::of(Method::Wechat, Money(12_000))];
    let pay = Pay { student: StudentId(1), parts, tendered: None, charges: vec![], prepay: false };
    cashier.submit(pay).unwrap();
    let rows = little.manager.ask(&SopList::default()).unwrap();
    let mut sop = rows.into_iter().find(|row| row.sop.kind == "refund").unwrap().sop;
    for step in &mut sop.steps {
        step.fields.retain(|field| field.key != "charges" && field.key != "fee");
        if let Some(decision) = &mut step.decision {
            let body = decision.body.as_object_mut().unwrap();
            body.retain(|key, _| key != "charges" && key != "fee");
        }
    }
    little.manager.submit(SaveSop { expect: None, sop }).unwrap();

    let charges = vec![RefundCharge { charge: ChargeId(2), amount: Some(Money(7_000)) }];
    let fee = RequestRefund { lots: vec![], charges: charges.clone(), fee: Money(1), ..request("没用上") };
    assert_eq!(key(cashier.submit(fee)), "ticket-field-unknown", "what people fill in is the school's own");
    let ask = RequestRefund { lots: vec![], charges, ..request("没用上") };
    let id = cashier.submit(ask).unwrap().made[0].parse().unwrap();
    assert_eq!(little.card(id).refund.unwrap().unwrap().total, Money(7_000));
    little.decide(&little.supervisor, id, true).unwrap();
    let account = cashier.ask(&FeeAccount { student: StudentId(1), used_up: true }).unwrap();
    let back = account.charges.iter().find(|row| row.id == ChargeId(2)).unwrap().back;
    assert_eq!(back, Money(5_000));
    little.sound();
}

//! No undo takes a procedure, a rubric or a ticket from under what goes by it.

use super::*;
use crate::books::Ask;

fn procedure(little: &Little, kind: &str) -> sop::Sop {
    let all = little.manager.ask(&SopList::default()).unwrap();
    all.into_iter().find(|row| row.sop.kind == kind).unwrap().sop
}

fn undo(who: &Session, seq: u64) -> Result<Receipt, Refused> {
    who.submit(Undo { seq, reason: "误".into() })
}

/// Everything that reads tickets goes on doing so.
fn readable(little: &Little) {
    little.manager.ask(&TicketList { view: QueueView::All, ..TicketList::default() }).unwrap();
    little.manager.ask(&ExportTickets { from: None, until: None }).unwrap();
    little.manager.ask(&TriggerRules::default()).unwrap();
    little.manager.ask(&CheckList::example()).unwrap();
    little.manager.submit(Sweep { all: true, ..Sweep::default() }).ok();
    little.sound();
}

#[test]
fn a_procedure_by_which_a_ticket_goes_is_not_taken_back() {
    let little = little();
    let sop = sop::Sop { solve: 300, ..procedure(&little, "enquiry") };
    let saved = little.manager.submit(SaveSop { expect: Some(0), sop }).unwrap();
    let back = undo(&little.manager, saved.seq).unwrap();
    let redone = undo(&little.manager, back.seq).unwrap().seq;
    let ask = OpenTicket { kind: "enquiry".into(), ..OpenTicket::default() };
    let opened = little.agent.submit(ask).unwrap();
    // The version is there by the redo; that is what the ticket goes by.
    assert_eq!(key(undo(&little.manager, redone)), "undo-used-since");
    readable(&little);
    // Without the ticket it may go; then the ticket doesn't come back without it.
    let gone = undo(&little.agent, opened.seq).unwrap();
    let without = undo(&little.manager, redone).unwrap();
    assert_eq!(key(undo(&little.agent, gone.seq)), "undo-rests-on-nothing");
    undo(&little.manager, without.seq).unwrap();
    undo(&little.agent, gone.seq).unwrap();
    readable(&little);
}

#[test]
fn a_kind_that_a_trigger_opens_is_not_taken_back() {
    let little = little();
    let sop = sop::Sop { kind: "greeting".into(), name: "问候".into(), ..procedure(&little, "suggestion") };
    let mut named = sop.clone();
    for step in &mut named.steps {
        step.name = "一步".into();
    }
    let saved = little.manager.submit(SaveSop { expect: None, sop: named }).unwrap().seq;
    let own = Trigger { kind: "greeting".into(), ..Trigger::example() };
    let opens = little.supervisor.submit(Save { id: None, expect: None, value: own }).unwrap().seq;
    assert_eq!(key(undo(&little.manager, saved)), "undo-used-since");
    let without = undo(&little.supervisor, opens).unwrap().seq;
    let gone = undo(&little.manager, saved).unwrap().seq;
    assert_eq!(key(undo(&little.supervisor, without)), "undo-rests-on-nothing");
    undo(&little.manager, gone).unwrap();
    undo(&little.supervisor, without).unwrap();
    readable(&little);
}

#[test]
fn a_rubric_by_which_a_check_was_scored_is_not_taken_back() {
    let little = little();
    let id = little.open("enquiry", &[]);
    let expect = little.card(id).expect;
    little.answer(&little.advisor, id, expect).unwrap();
    let saved = little.manager.submit(SaveRubric::example()).unwrap().seq;
    let day = parse_day("2026-09-28").unwrap();
    let draw = CheckDraw { from: day, until: day, count: 1, ..CheckDraw::example() };
    little.manager.submit(draw).unwrap();
    let score = CheckScore { ticket: id, points: vec![20, 20, 20], rubric: Some(1), note: "".into() };
    let scored = little.manager.submit(score).unwrap().seq;
    assert_eq!(key(undo(&little.manager, saved)), "undo-used-since");
    let unscored = undo(&little.manager, scored).unwrap().seq;
    undo(&little.manager, saved).unwrap();
    assert_eq!(key(undo(&little.manager, unscored)), "undo-rests-on-nothing");
    readable(&little);
}

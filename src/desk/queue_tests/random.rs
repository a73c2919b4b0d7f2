//! Whatever is done to tickets and taken back.

use proptest::prelude::*;

use super::*;
use crate::books::undo::LastAction;

#[derive(Clone, Debug)]
enum Deed {
    Open(usize),
    Claim(u64),
    Classify(u64),
    Answer(u64),
    Wait(u64, bool),
    Decide(u64, bool),
    Advance(u64),
    Resolve(u64, bool),
    Revisit(u64),
    Reopen(u64),
    Merge(u64, u64),
    HandOver(u64, u64),
    Undo(bool),
    Later(i64),
    Sweep,
}

const KINDS: [&str; 5] = ["complaint", "appeal", "suggestion", "follow-up", "enquiry"];

fn deeds() -> impl Strategy<Value = Vec<(u64, Deed)>> {
    let ticket = 1u64..5;
    let deed = prop_oneof![
        4 => (0usize..KINDS.len()).prop_map(Deed::Open),
        2 => ticket.clone().prop_map(Deed::Claim),
        2 => ticket.clone().prop_map(Deed::Classify),
        3 => ticket.clone().prop_map(Deed::Answer),
        2 => (ticket.clone(), any::<bool>()).prop_map(|(t, r)| Deed::Wait(t, r)),
        4 => (ticket.clone(), any::<bool>()).prop_map(|(t, g)| Deed::Decide(t, g)),
        2 => ticket.clone().prop_map(Deed::Advance),
        2 => (ticket.clone(), any::<bool>()).prop_map(|(t, w)| Deed::Resolve(t, w)),
        1 => ticket.clone().prop_map(Deed::Revisit),
        2 => ticket.clone().prop_map(Deed::Reopen),
        1 => (ticket.clone(), ticket.clone()).prop_map(|(a, b)| Deed::Merge(a, b)),
        1 => (ticket, 0u64..5).prop_map(|(t, o)| Deed::HandOver(t, o)),
        3 => any::<bool>().prop_map(Deed::Undo),
        3 => (1i64..3_000).prop_map(Deed::Later),
        1 => Just(Deed::Sweep),
    ];
    prop::collection::vec((1u64..5, deed), 1..40)
}

fn fields(pairs: &[(&str, &str)]) -> std::collections::BTreeMap<String, Text> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), Text::new(value))).collect()
}

fn seen(session: &Session, ticket: TicketId) -> u32 {
    session.ask(&TicketCard { ticket }).map_or(0, |card| card.expect)
}

fn open(session: &Session, kind: &str) -> Result<Receipt, Refused> {
    let student = Some(StudentId(1));
    let fields = if kind == "appeal" { fields(&[("points", "8")]) } else { fields(&[]) };
    session.submit(OpenTicket { kind: kind.into(), student, fields, ..OpenTicket::default() })
}

fn do_it(session: &Session, deed: Deed) -> Result<Receipt, Refused> {
    let text = || Prose::new("好");
    let expect = |ticket| seen(session, ticket);
    match deed {
        Deed::Open(kind) => open(session, KINDS[kind]),
        Deed::Claim(t) => session.submit(ClaimTicket { ticket: TicketId(t) }),
        Deed::Classify(t) => {
            session.submit(ClassifyTicket { ticket: TicketId(t), category: "service".into(), expect: None })
        }
        Deed::Answer(t) => {
            let ticket = TicketId(t);
            session.submit(AnswerTicket { ticket, text: text(), expect: expect(ticket), goes_on: t == 2 })
        }
        Deed::Wait(t, resume) => session.submit(WaitTicket { ticket: TicketId(t), text: "".into(), resume }),
        Deed::Decide(t, grant) => {
            let (ticket, fields) = (TicketId(t), [].into());
            session.submit(DecideTicket { ticket, grant, text: text(), fields, expect: expect(ticket) })
        }
        Deed::Advance(t) => {
            let ticket = TicketId(t);
            let step = session.ask(&TicketCard { ticket })?.row.step_name.key;
            let key = if step.ends_with("talk") { "result" } else { "improve" };
            let fields = if step.ends_with("complaint-review") {
                fields(&[("cause", "x")])
            } else {
                fields(&[(key, "x")])
            };
            session.submit(AdvanceTicket { ticket, fields, text: "".into(), expect: expect(ticket) })
        }
        Deed::Resolve(t, withdrawn) => {
            session.submit(ResolveTicket { ticket: TicketId(t), text: text(), withdrawn, expect: None })
        }
        Deed::Revisit(t) => session.submit(RevisitTicket { ticket: TicketId(t), score: 3, text: "".into() }),
        Deed::Reopen(t) => session.submit(ReopenTicket { ticket: TicketId(t), text: text() }),
        Deed::Merge(a, b) => session.submit(MergeTicket { ticket: TicketId(a), into: TicketId(b) }),
        Deed::HandOver(t, to) => {
            let to = (to > 0).then_some(StaffId(to));
            session.submit(HandOver { ticket: TicketId(t), to, text: "".into() })
        }
        Deed::Undo(redo) => match session.ask(&LastAction { operator: None, redo })? {
            Some(last) => session.submit(Undo { seq: last.seq, reason: "why".into() }),
            None => Err(Refused::input(Say::new("ticket-open-still"))),
        },
        Deed::Sweep => session.submit(Sweep { all: true, ..Sweep::default() }),
        Deed::Later(_) => unreachable!("time passes outside"),
    }
}

/// What must hold of the queue at any time.
fn check(little: &Little) {
    let snapshot = little.engine.snapshot().unwrap();
    let read = &*snapshot;
    let time = WorkingTime::of(&school(read).unwrap());
    let all = TICKETS.all(read, &()).unwrap();
    let mut granted = 0;
    let mut open = Vec::new();
    for (id, found) in &all {
        let sop = sop::version(read, &found.kind, found.version).unwrap();
        let events = history(read, *id).unwrap();
        assert_eq!(events.len(), found.events as usize);
        let step = sop.steps.get(usize::from(found.step)).map_or(0, |step| step.minutes);
        let targets = Targets { first: sop.first, solve: sop.solve, step };
        assert_eq!(found.sla, reckon(&events, targets, &time), "{id}: what the row says is in its history");
        assert_eq!(found.is_done(), usize::from(found.step) == sop.steps.len());
        assert!(!found.is_done() || found.sla.waiting.is_none());
        if let (Some(minutes), Some(solved), Some(due)) =
            (found.sla.solve_minutes, found.sla.solved, found.sla.solve_due)
        {
            assert!(minutes <= time.between(found.opened, solved), "waiting never counts");
            assert!(minutes >= sop.solve || solved <= due, "{id}: in time by minutes, late by the clock");
            assert!(minutes <= sop.solve || solved > due, "{id}: late by minutes, in time by the clock");
        }
        if found.kind == "appeal" && found.outcome == Some(Outcome::Granted) {
            granted += 1;
        }
        if let Some(place) = found.place() {
            open.push((place, *id));
        }
    }
    assert_eq!(little.points(1), granted * 8, "a decision acts once");
    open.sort();
    let queue = open_tickets(read, usize::MAX).unwrap();
    assert_eq!(queue, open.iter().map(|(_, id)| *id).collect::<Vec<_>>(), "the queue holds what is open");
    let held: usize = (0..6).map(|who| held_by(read, StaffId(who)).unwrap().len()).sum();
    assert_eq!(held, open.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn deadlines_are_a_function_of_the_history_and_a_decision_acts_once(deeds in deeds()) {
        let little = little();
        let mut now = at("2026-09-28 09:00");
        for (who, deed) in deeds {
            if let Deed::Later(minutes) = deed {
                now += chrono::Duration::minutes(minutes);
                little.clock.set(now);
                continue;
            }
            let session = little.manager.desk.session(StaffId(who), "test");
            if let Err(refused) = do_it(&session, deed.clone()) {
                prop_assert!(!matches!(refused.kind, Kind::Ours | Kind::Storage), "{deed:?}: {refused:?}");
            }
            check(&little);
        }
        little.sound();
    }
}

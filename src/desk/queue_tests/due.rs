//! What comes due is found by a question, some students at a time, and opened by a command.

use super::*;
use crate::books::ledger::fees::{Offer, Sell};
use crate::desk::{Envelope, Sweeping, decode, take_in};

fn rules_of(little: &Little) -> Vec<(String, u64)> {
    let list = TicketList { view: QueueView::All, ..TicketList::default() };
    let rows = little.manager.ask(&list).unwrap().rows;
    let mut found: Vec<_> =
        rows.iter().map(|row| (row.title.key.to_string(), row.student.map_or(0, |id| id.0))).collect();
    found.sort();
    found
}

fn named(all: &[(&str, u64)]) -> Vec<(String, u64)> {
    all.iter().map(|(rule, who)| (format!("queue-rule-{rule}"), *who)).collect()
}

fn fees(little: &Little, change: impl FnOnce(&mut FeePolicy)) {
    let mut school = little.manager.ask(&GetSchool {}).unwrap().school;
    change(&mut school.fees);
    little.manager.submit(EditSchool { expect: None, school }).unwrap();
}

fn owes(little: &Little) {
    let value = Price {
        name: "体验包".into(),
        credits: Credits::lessons(9),
        price: Money(19_200),
        ..Price::default()
    };
    little.manager.submit(Save { id: None, expect: None, value }).unwrap();
    let offer = Offer::of(StudentId(1), PriceId(1));
    little.manager.submit(Sell { offer, due: None, expect: None }).unwrap();
}

#[test]
fn students_are_looked_at_some_at_a_time_and_nothing_found_leaves_nothing_in_the_journal() {
    let little = little();
    assert_eq!(Sweeping::whole(&little.agent).unwrap().len(), 1, "the first sweep of a day is noted");
    assert!(Sweeping::whole(&little.agent).unwrap().is_empty());
    little.now("2026-10-07 09:00");
    let first = little.agent.ask(&QueueDue { most: 1, ..QueueDue::default() }).unwrap();
    assert_eq!((first.found.occasions.len(), first.found.last, first.next), (1, false, Some(StudentId(1))));
    little.agent.submit(Sweep { found: Some(first.found.clone()), ..Sweep::default() }).unwrap();
    assert_eq!(rules_of(&little), named(&[("first-talk", 1)]));
    let again = Sweep { found: Some(first.found), ..Sweep::default() };
    assert_eq!(key(little.agent.submit(again)), "queue-nothing-due", "once per occasion");
    Sweeping::whole(&little.agent).unwrap();
    assert_eq!(rules_of(&little), named(&[("first-talk", 1), ("first-talk", 2), ("first-talk", 3)]));
    little.sound();
}

#[test]
fn what_does_not_hold_opens_nothing_whoever_says_it_was_found() {
    let little = little();
    let occasions = [("first-talk", 1), ("low-credits", 1), ("no\u{1b}such", 1), ("first-talk", 99)]
        .map(|(rule, who)| Occasion { rule: rule.into(), student: StudentId(who) });
    let found = Some(Found { occasions: occasions.into(), last: true });
    little.agent.submit(Sweep { found, ..Sweep::default() }).unwrap();
    assert_eq!(rules_of(&little), []);
    little.sound();
}

#[test]
fn the_ages_of_dunning_are_one_setting_for_the_desk_and_for_the_tickets() {
    let little = little();
    owes(&little);
    fees(&little, |fees| {
        (fees.remind_days, fees.again_days, fees.suspend_days, fees.block_days) = (3, 0, 5, 0)
    });
    little.now("2026-10-01 09:00");
    Sweeping::whole(&little.agent).unwrap();
    assert_eq!(rules_of(&little), named(&[("dunning-remind", 1)]));
    little.now("2026-10-03 09:00");
    Sweeping::whole(&little.agent).unwrap();
    assert_eq!(rules_of(&little), named(&[("dunning-remind", 1), ("dunning-suspend", 1)]));
    fees(&little, |fees| fees.block_days = 5);
    assert_eq!(
        key(little.manager.submit(Sell {
            offer: Offer::of(StudentId(1), PriceId(1)),
            due: None,
            expect: None
        })),
        "fee-blocked"
    );
    little.now("2026-10-03 10:00");
    let due = little.agent.ask(&QueueDue { all: true, ..QueueDue::default() }).unwrap();
    let said: Vec<_> = due.found.occasions.iter().map(|one| one.rule.as_str()).collect();
    assert_eq!(said, ["dunning-block"]);
    little.sound();
}

/// Sweeps as a program of the past did, which said nothing of the rules that it went by.
fn once_swept(little: &Little) {
    let act = decode("queue.sweep", serde_json::json!({})).unwrap();
    let session = &little.agent;
    let (request, terminal) = (session.desk.request_id(), session.terminal.clone());
    session.desk.submit(Envelope { request, operator: session.operator, terminal, act }).unwrap();
}

#[test]
fn a_first_sweep_by_script_goes_by_the_rules_of_today() {
    let little = little();
    owes(&little);
    little.now("2026-10-06 09:00");
    let act = take_in("queue.sweep", serde_json::json!({})).unwrap();
    assert_eq!(act.body["present"], true, "the journal says so");
    let session = &little.agent;
    let (request, terminal) = (session.desk.request_id(), session.terminal.clone());
    session.desk.submit(Envelope { request, operator: session.operator, terminal, act }).unwrap();
    assert!(rules_of(&little).contains(&("queue-rule-dunning-remind".into(), 1)), "{:?}", rules_of(&little));
    little.sound();
}

#[test]
fn what_a_rule_opened_under_its_old_name_it_does_not_open_again() {
    let little = little();
    owes(&little);
    once_swept(&little);
    little.now("2026-10-06 09:00");
    once_swept(&little);
    assert!(rules_of(&little).contains(&("queue-rule-arrears-7".into(), 1)));
    little.now("2026-10-07 09:00");
    Sweeping::whole(&little.agent).unwrap();
    let dunning = |rules: &[(String, u64)]| rules.iter().filter(|(rule, _)| !rule.contains("talk")).count();
    assert_eq!(dunning(&rules_of(&little)), 1);
    // From then on the present rules hold, also for a sweep in the old form.
    little.now("2026-10-14 09:00");
    little.agent.submit(Sweep::default()).unwrap();
    assert!(rules_of(&little).contains(&("queue-rule-dunning-again".into(), 1)), "{:?}", rules_of(&little));
    little.sound();
}

#[test]
fn a_class_that_is_about_to_begin_has_its_families_told_once() {
    let little = little();
    Sweeping::whole(&little.agent).unwrap();
    let value = Class { name: "国庆书法".into(), from: "2026-10-05".parse().ok(), ..Class::default() };
    little.manager.submit(Save { id: None, expect: None, value }).unwrap();
    let students = vec![StudentId(2), StudentId(3)];
    let enrol = Enrol { class: ClassId(2), students, from: "2026-10-05".parse().ok() };
    little.manager.submit(enrol).unwrap();
    little.now("2026-10-02 09:00");
    Sweeping::whole(&little.agent).unwrap();
    assert_eq!(rules_of(&little), named(&[("class-opening", 2), ("class-opening", 3)]));
    assert_eq!(little.card(TicketId(1)).fields[0].value.as_str(), "C2");
    little.now("2026-10-03 09:00");
    Sweeping::whole(&little.agent).unwrap();
    assert_eq!(rules_of(&little).len(), 2);
    little.sound();
}

#[test]
fn every_rule_says_what_it_opened_for_whom_and_how_that_ended() {
    let little = little();
    Sweeping::whole(&little.agent).unwrap();
    little.now("2026-10-05 09:00");
    Sweeping::whole(&little.agent).unwrap();
    let close = ResolveTicket { ticket: TicketId(1), text: "".into(), withdrawn: true, expect: None };
    little.manager.submit(close).unwrap();
    let find = || {
        let rules = little.manager.ask(&TriggerRules::default()).unwrap();
        rules.into_iter().find(|rule| rule.shipped == "first-talk").unwrap()
    };
    let rule = find();
    let told: Vec<_> = rule.latest.iter().map(|one| (one.row.student, one.outcome)).collect();
    assert_eq!(rule.opened, 3);
    assert_eq!(told[2], (Some(StudentId(1)), Some(Outcome::Withdrawn)));
    assert_eq!(told[0], (Some(StudentId(3)), None));
    // Put off to ten days: those who were called are not called again, and the trace goes on.
    let own = Trigger {
        name: "入学十天回访".into(),
        replaces: "first-talk".into(),
        when: When::AfterJoining(10),
        ..Trigger::example()
    };
    little.supervisor.submit(Save { id: None, expect: None, value: own }).unwrap();
    little.now("2026-10-20 09:00");
    Sweeping::whole(&little.agent).unwrap();
    assert_eq!((find().opened, find().when, find().on), (3, When::AfterJoining(10), true));
    little.sound();
}

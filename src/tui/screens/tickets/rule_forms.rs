//! A trigger's forms. A shipped trigger is changed by one of the school's own that takes its place; what follows from
//! the age of what is owed is changed where the fee desk reads it, too.

use super::rules::when;
use crate::base::{Credits, Say, Text, TriggerId};
use crate::desk::ledger::fees::Step;
use crate::desk::queue::{RuleRow, SopList, SopRow, Trigger, When};
use crate::desk::register::{EditSchool, GetSchool, Save};
use crate::say;
use crate::tui::app::{Cx, Effect, done, refused};
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Form, Values};

/// What a trigger may wait for: its value in the form, what that is called, and the trigger for a number.
type Kind = (&'static str, &'static str, fn(u16) -> When);

const KINDS: [Kind; 7] = [
    ("joining", "rules-kind-joining", When::AfterJoining),
    ("graduation", "rules-kind-graduation", When::AfterGraduation),
    ("contact", "rules-kind-contact", When::AfterContact),
    ("credits", "rules-kind-credits", |n| When::CreditsBelow(i64::from(n) * 100)),
    ("absences", "rules-kind-absences", When::Absences),
    ("arrears", "rules-kind-arrears", When::Arrears),
    ("class", "rules-kind-class", When::BeforeClass),
];

/// What it waits for, and the number as the form shows it.
fn parts(when: When) -> (&'static str, String) {
    match when {
        When::AfterJoining(n) => ("joining", n.to_string()),
        When::AfterGraduation(n) => ("graduation", n.to_string()),
        When::AfterContact(n) => ("contact", n.to_string()),
        When::CreditsBelow(n) => ("credits", Credits(n).to_string()),
        When::Absences(n) => ("absences", n.to_string()),
        When::Arrears(n) => ("arrears", n.to_string()),
        When::BeforeClass(n) => ("class", n.to_string()),
        When::Dunning(_) => ("arrears", String::new()),
    }
}

/// A new trigger of the school's own.
pub fn new(cx: &mut Cx) -> Effect {
    let fresh = Trigger {
        name: Text::default(),
        replaces: String::new(),
        when: When::AfterJoining(30),
        kind: "follow-up".into(),
        from: Some(cx.look.shown.today),
        retired: false,
    };
    form(say!("rules-new-title"), None, fresh, cx)
}

/// The trigger behind a row: the school's own, or one that would take the place of what is shipped.
fn own(row: &RuleRow, cx: &Cx) -> (Option<(TriggerId, u64)>, Trigger) {
    match &row.own {
        Some((id, expect, own)) => (Some((*id, *expect)), own.clone()),
        None => {
            let trigger = Trigger {
                name: cx.look.say(&row.title).into(),
                replaces: row.shipped.clone(),
                when: row.when,
                kind: row.kind.clone(),
                from: None,
                retired: false,
            };
            (None, trigger)
        }
    }
}

/// Changes a trigger.
pub fn edit(row: &RuleRow, cx: &mut Cx) -> Effect {
    if let When::Dunning(step) = row.when {
        return days(row, step, cx);
    }
    let (known, trigger) = own(row, cx);
    form(say!("rules-edit-title", name = row.title.clone()), known, trigger, cx)
}

/// Switches a trigger off, or on again.
pub fn switch(row: &RuleRow, cx: &mut Cx) -> Effect {
    if let (When::Dunning(step), None) = (row.when, row.days) {
        // The setting says never: when it is to hold comes first.
        return days(row, step, cx);
    }
    let (known, trigger) = own(row, cx);
    let value = Trigger { retired: !trigger.retired, ..trigger };
    let (id, expect) = known.unzip();
    cx.submit(Save { id, expect, value })
}

fn form(title: Say, known: Option<(TriggerId, u64)>, now: Trigger, cx: &mut Cx) -> Effect {
    let sops = match cx.ask(&SopList { retired: false }) {
        Ok(sops) => sops,
        Err(no) => return refused(no),
    };
    // What a rule opens has nobody yet who could fill in a form.
    let asks = |row: &&SopRow| !row.sop.fields.iter().any(|field| field.required);
    let kinds = sops.iter().filter(asks).map(|row| (row.sop.kind.clone(), row.title.clone())).collect();
    let waits = KINDS.iter().map(|(value, key, _)| ((*value).to_owned(), Say::new(key))).collect();
    let (what, number) = parts(now.when);
    let mut from = Field::new("from", say!("rules-from"), FieldKind::Day).hint(say!("rules-from-hint"));
    if let Some(day) = now.from {
        from = from.value(&day.to_string());
    }
    let fields = vec![
        Field::text("name", say!("rules-name")).required().value(&now.name).hint(say!("rules-name-hint")),
        Field::choice("what", say!("rules-when"), waits).value(what),
        Field::new("count", say!("rules-number"), FieldKind::Credits).required().value(&number),
        Field::choice("kind", say!("rules-opens"), kinds).value(&now.kind),
        from,
    ];
    let (id, expect) = known.unzip();
    Effect::Open(Box::new(Form::new(title, fields, move |values, cx| {
        let value = Trigger {
            name: values.text("name").unwrap_or_default(),
            when: waited(values)?,
            kind: values.choice("kind").unwrap_or_default(),
            from: values.day("from"),
            ..now.clone()
        };
        Ok(done(cx.session.submit(Save { id, expect, value })?))
    })))
}

/// What the form says it waits for. Lessons may be parts; days and counts are whole.
fn waited(values: &Values) -> Result<When, Complaint> {
    let what = values.choice("what").unwrap_or_default();
    let number = values.credits("count").unwrap_or_default();
    if what == "credits" {
        return Ok(When::CreditsBelow(number.0));
    }
    let whole = u16::try_from(number.0 / 100).ok().filter(|_| number.0 % 100 == 0);
    let wrong = || Complaint { field: Some("count".into()), reason: say!("rules-whole"), hint: None };
    let (.., make) = KINDS.iter().find(|(value, ..)| *value == what).ok_or_else(wrong)?;
    Ok(make(whole.ok_or_else(wrong)?))
}

/// Changes from how many days on a step of dunning holds: the one setting that the fee desk goes by, too.
fn days(row: &RuleRow, step: Step, cx: &mut Cx) -> Effect {
    let found = match cx.ask(&GetSchool {}) {
        Ok(found) => found,
        Err(no) => return refused(no),
    };
    let field = Field::new("days", say!("rules-days"), FieldKind::Number { least: 0, most: 999 })
        .required()
        .hint(say!("rules-days-hint"))
        .value(&step.days(&found.school.fees).to_string());
    let title = say!("rules-days-title", name = row.title.clone(), now = when(row));
    Effect::Open(Box::new(Form::new(title, vec![field], move |values, cx| {
        let mut school = found.school.clone();
        let days = values.number("days").and_then(|days| u16::try_from(days).ok()).unwrap_or(0);
        step.set_days(&mut school.fees, days);
        Ok(done(cx.session.submit(EditSchool { expect: Some(found.expect), school })?))
    })))
}

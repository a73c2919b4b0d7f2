//! The class screen's forms: points by a chosen rule and amount, and a guest.

use crate::base::{LessonId, StudentId};
use crate::desk::calendar::{GuestKind, Invite, Sheet, SheetRule};
use crate::desk::ledger::points::Award;
use crate::desk::register::RuleValue;
use crate::say;
use crate::tui::app::{Effect, done};
use crate::tui::shared::student::meant;
use crate::tui::widgets::{Field, FieldKind, Form};

/// An award of a chosen rule and amount.
pub fn award(sheet: &Sheet, students: Vec<StudentId>) -> Effect {
    let lesson = sheet.lesson.id;
    let name = |value: &RuleValue| match value {
        RuleValue::Fixed(points) => points.to_string(),
        RuleValue::Range(from, to, _) => format!("{from}–{to}"),
    };
    let choice = |rule: &SheetRule| {
        let points = name(&rule.value);
        (rule.id, say!("class-rule-choice", name = &rule.name, points = points))
    };
    let fields = vec![
        Field::one_of("rule", say!("class-rule"), sheet.rules.iter().map(choice)),
        Field::new("points", say!("class-points"), FieldKind::Number { least: -10_000, most: 10_000 })
            .hint(say!("class-points-hint")),
    ];
    let title = say!("class-award-title", count = students.len());
    Effect::Open(Box::new(Form::new(title, fields, move |values, cx| {
        let rule = values.id("rule").unwrap_or_default();
        let points = values.number("points");
        let act = Award { rule, students: students.clone(), lesson: Some(lesson), class: None, points };
        Ok(done(cx.session.submit(act)?))
    })))
}

const GUESTS: [(GuestKind, &str); 3] = [
    (GuestKind::MakeUp, "class-guest-make-up"),
    (GuestKind::Trial, "class-guest-trial"),
    (GuestKind::DropIn, "class-guest-drop-in"),
];

/// Adds someone without a place, found by name.
pub fn invite(lesson: LessonId) -> Effect {
    let fields = vec![
        Field::text("who", say!("class-guest-who")).required().hint(say!("class-guest-who-hint")),
        Field::among("kind", say!("class-guest-kind"), &GUESTS, GuestKind::MakeUp),
    ];
    Effect::Open(Box::new(Form::new(say!("class-guest-title"), fields, move |values, cx| {
        let student = meant(cx, &values.text("who").unwrap_or_default())?;
        let kind = values.among("kind", &GUESTS).unwrap_or(GuestKind::MakeUp);
        Ok(done(cx.session.submit(Invite { lesson, student, kind })?))
    })))
}

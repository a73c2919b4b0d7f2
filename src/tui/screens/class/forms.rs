//! The class screen's forms: points by a chosen rule and amount, and a guest.

use crate::base::{LessonId, StudentId};
use crate::desk::calendar::{GuestKind, Invite, Sheet, SheetRule};
use crate::desk::ledger::points::Award;
use crate::desk::register::RuleValue;
use crate::say;
use crate::tui::app::{Effect, done};
use crate::tui::student::meant;
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
        (rule.id.to_string(), say!("class-rule-choice", name = &rule.name, points = points))
    };
    let fields = vec![
        Field::choice("rule", say!("class-rule"), sheet.rules.iter().map(choice).collect()),
        Field::new("points", say!("class-points"), FieldKind::Number { least: -10_000, most: 10_000 })
            .hint(say!("class-points-hint")),
    ];
    let title = say!("class-award-title", count = students.len());
    Effect::Open(Box::new(Form::new(title, fields, move |values, cx| {
        let rule = values.choice("rule").and_then(|id| id.parse().ok()).unwrap_or_default();
        let points = values.number("points");
        let act = Award { rule, students: students.clone(), lesson: Some(lesson), class: None, points };
        Ok(done(cx.session.submit(act)?))
    })))
}

/// Adds someone without a place, found by name.
pub fn invite(lesson: LessonId) -> Effect {
    let fields = vec![
        Field::text("who", say!("class-guest-who")).required().hint(say!("class-guest-who-hint")),
        Field::choice(
            "kind",
            say!("class-guest-kind"),
            vec![
                ("make_up".into(), say!("class-guest-make-up")),
                ("trial".into(), say!("class-guest-trial")),
                ("drop_in".into(), say!("class-guest-drop-in")),
            ],
        ),
    ];
    Effect::Open(Box::new(Form::new(say!("class-guest-title"), fields, move |values, cx| {
        let student = meant(cx, &values.text("who").unwrap_or_default())?;
        let kind = match values.choice("kind").as_deref() {
            Some("trial") => GuestKind::Trial,
            Some("drop_in") => GuestKind::DropIn,
            _ => GuestKind::MakeUp,
        };
        Ok(done(cx.session.submit(Invite { lesson, student, kind })?))
    })))
}

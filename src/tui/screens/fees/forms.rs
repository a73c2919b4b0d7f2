//! What is asked before a write-off, a refund, or credits change hands.

use super::collect::reason;
use super::rows::RowId;
use crate::base::{ChargeId, CourseId, Text};
use crate::desk::ledger::fees::{AccountAnswer, LotState, MoveCredits, WriteOff};
use crate::desk::register::{Course, List};
use crate::say;
use crate::tui::app::{Cx, Effect, Tone, done, refused};
use crate::tui::shared::refund;
use crate::tui::shared::student::meant;
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Form};

/// Writes off the selected charge, or else the oldest that is open.
pub fn write_off(answer: &AccountAnswer, selected: Option<RowId>, cx: &mut Cx) -> Effect {
    let open = |id: ChargeId| {
        let found = answer.charges.iter().find(|charge| charge.id == id && charge.open.0 > 0)?;
        Some((Some(id), found.charge.name.clone(), found.open))
    };
    let opening = (answer.opening.0 > 0)
        .then(|| (None, Text::new(cx.look.text("receipt-line-opening")), answer.opening));
    let oldest = || answer.charges.iter().rev().find_map(|charge| open(charge.id));
    let found = match selected {
        Some(RowId::Charge(id)) => open(id),
        Some(RowId::Opening) => opening.clone(),
        _ => None,
    };
    let Some((charge, name, open)) = found.or(opening).or_else(oldest) else {
        return Effect::Tell(say!("fee-nothing-open"), Tone::Bad);
    };
    let student = answer.student;
    let digits = cx.look.shown.currency.digits();
    let fields = vec![
        Field::new("amount", say!("fees-amount"), FieldKind::Money { digits })
            .value(&open.plain(digits))
            .required(),
        Field::text("reason", say!("app-reason")).required(),
    ];
    let title = say!("fees-write-off", what = &name, open = open);
    Effect::Open(Box::new(Form::new(title, fields, move |values, cx| {
        let act = WriteOff { student, charge, amount: values.money("amount"), reason: reason(values) };
        cx.session.submit(act).map(done).map_err(|no| Complaint::from(no).at("amount"))
    })))
}

/// Moves credits of the selected lot, or else of the oldest, to another student or course.
pub fn move_credits(answer: &AccountAnswer, selected: Option<RowId>, cx: &mut Cx) -> Effect {
    let has = |lot: &&LotState| lot.left.0 > 0;
    let chosen = answer.lots.iter().find(|lot| selected == Some(RowId::Lot(lot.id)));
    let Some(lot) = chosen.filter(has).or_else(|| answer.lots.iter().find(has)) else {
        return Effect::Tell(say!("fees-no-lots"), Tone::Bad);
    };
    let courses = match cx.ask(&List::<Course>::live()) {
        Ok(courses) => courses,
        Err(no) => return refused(no),
    };
    let mut choices = vec![(String::new(), say!("fees-course-same"))];
    choices.extend(
        courses.iter().map(|course| (course.id.to_string(), say!("fees-name", name = &course.value.name))),
    );
    let fields = vec![
        Field::new("credits", say!("fees-credits"), FieldKind::Credits)
            .value(&lot.left.to_string())
            .required(),
        Field::text("to", say!("fees-move-to")).hint(say!("fees-move-to-hint")),
        Field::choice("course", say!("fees-move-course"), choices),
        Field::text("reason", say!("app-reason")).required(),
    ];
    let (student, id) = (answer.student, lot.id);
    let title = say!("fees-move", label = &lot.lot.label, left = lot.left);
    Effect::Open(Box::new(Form::new(title, fields, move |values, cx| {
        let to = values.text("to").map(|typed| meant(cx, &typed)).transpose();
        let act = MoveCredits {
            student,
            lot: id,
            credits: values.credits("credits"),
            to: to.map_err(|no| Complaint::from(no).at("to"))?,
            course: values.choice("course").and_then(|id| id.parse::<CourseId>().ok()),
            reason: reason(values),
        };
        cx.session.submit(act).map(done).map_err(|no| match no.reason.key.as_ref() {
            "fee-move-over" => Complaint::from(no).at("credits"),
            "fee-move-nowhere" => Complaint::from(no).at("to"),
            _ => no.into(),
        })
    })))
}

/// Asks for a refund.
pub fn refund(answer: &AccountAnswer, cx: &mut Cx) -> Effect {
    refund::form(answer.student, None, cx)
}

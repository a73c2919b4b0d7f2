//! What a family keeps with the school beside money: lessons whose last day is past, and those that were brought
//! along and whose price the office states.

use super::collect::reason;
use super::rows::RowId;
use crate::base::{Money, Refused, Say};
use crate::desk::ledger::credits::share;
use crate::desk::ledger::fees::{AccountAnswer, LapseCredits, LotState, ValueLot};
use crate::say;
use crate::tui::app::{Cx, Effect, Look, Tone, done};
use crate::tui::shared::student::charge::below;
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Form, Values};

fn money(cx: &Cx) -> FieldKind {
    FieldKind::Money { digits: cx.look.shown.currency.digits() }
}

/// Lots whose last day is past and that have credits left.
pub fn past<'a>(answer: &'a AccountAnswer, look: &Look) -> Vec<&'a LotState> {
    let today = look.shown.today;
    let over = |lot: &&LotState| lot.left.0 > 0 && lot.lot.expires.is_some_and(|last| last < today);
    answer.lots.iter().filter(over).collect()
}

/// Ends the credits whose last day is past; what was paid for them is income.
pub fn lapse(answer: &AccountAnswer, cx: &mut Cx) -> Effect {
    let lots = past(answer, cx.look);
    if lots.is_empty() {
        return Effect::Tell(say!("fee-nothing-lapsed"), Tone::Quiet);
    }
    let line = |lot: &&LotState| {
        say!(
            "fees-line",
            what = say!("fees-lapse-line", label = &lot.lot.label, left = lot.left),
            amount = lot.value
        )
    };
    let total = Money(lots.iter().map(|lot| lot.value.0).sum());
    let said = below(lots.iter().map(line).chain([say!("fees-lapse-total", total = total)]));
    let student = answer.student;
    let field = Field::text("reason", say!("app-reason")).required().value(&cx.look.text("fees-lapse-why"));
    let title = say!("fees-lapse", name = &answer.name);
    let form = Form::new(title, vec![field], move |values, cx| {
        Ok(done(cx.session.submit(LapseCredits { student: Some(student), reason: reason(values) })?))
    });
    Effect::Open(Box::new(form.remark(move |_, _| Some(said.clone())).remarked(cx)))
}

/// The lot whose price is stated: the selected one, else the first that was brought along.
fn brought_along(answer: &AccountAnswer, selected: Option<RowId>) -> Option<&LotState> {
    let opening = |lot: &&LotState| lot.opening && lot.left.0 > 0;
    let chosen = answer.lots.iter().find(|lot| selected == Some(RowId::Lot(lot.id)));
    chosen.filter(opening).or_else(|| answer.lots.iter().find(opening))
}

/// Why no price can be stated here.
pub fn no_value(answer: &AccountAnswer) -> Option<Say> {
    brought_along(answer, None).is_none().then(|| say!("fees-value-none"))
}

/// What was typed: the whole, or what one lesson cost.
fn stated(values: &Values, left: i64) -> Result<Option<Money>, Complaint> {
    let of_each = values.money("each").map(|each| Money(share(each.0.saturating_mul(left), 1, 100)));
    match (of_each, values.money("total")) {
        (Some(sum), Some(total)) if sum != total => {
            let no = Refused::input(say!("fees-value-differs", sum = sum, total = total));
            Err(Complaint::from(no).at("total"))
        }
        (sum, total) => Ok(total.or(sum)),
    }
}

/// States what was paid for lessons that were brought along.
pub fn value(answer: &AccountAnswer, selected: Option<RowId>, cx: &mut Cx) -> Effect {
    let Some(lot) = brought_along(answer, selected) else {
        return Effect::Tell(say!("fees-value-none"), Tone::Bad);
    };
    let (student, id, left) = (answer.student, lot.id, lot.left.0);
    let fields = vec![
        Field::new("each", say!("fees-value-each"), money(cx)).hint(say!("fees-value-each-hint")),
        Field::new("total", say!("fees-value-total"), money(cx)).hint(say!("fees-value-total-hint")),
        Field::text("reason", say!("app-reason")).required().hint(say!("fees-value-why")),
    ];
    let title = say!("fees-value-title", left = lot.left, value = lot.value);
    let form = Form::new(title, fields, move |values, cx| {
        let required = || Complaint::from(Refused::input(say!("error-required"))).at("each");
        let value = stated(values, left)?.ok_or_else(required)?;
        let act = ValueLot { student, lot: id, value, reason: reason(values) };
        cx.session.submit(act).map(done).map_err(|no| Complaint::from(no).at("total"))
    });
    let remark = move |values: &Values, _: &mut Cx| {
        let value = stated(values, left).ok().flatten()?;
        Some(say!("fees-value-comes-to", value = value))
    };
    Effect::Open(Box::new(form.remark(remark)))
}

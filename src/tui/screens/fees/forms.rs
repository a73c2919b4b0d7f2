//! What is asked before a refund, a write-off, or credits change hands.

use std::collections::BTreeMap;

use super::collect::reason;
use super::rows::RowId;
use crate::base::{ChargeId, CourseId, Credits, LotId, Money, Prose, Refused, Say, StaffId, StudentId, Text};
use crate::desk::Receipt;
use crate::desk::ledger::fees::{
    AccountAnswer, FeeReckon, LotState, Method, MoveCredits, Reckoning, RefundFees, RefundLot, WriteOff,
};
use crate::desk::queue::{AdvanceTicket, OpenTicket, TicketCard};
use crate::desk::register::{Course, List};
use crate::say;
use crate::tui::app::{Cx, Effect, Tone, done, refused};
use crate::tui::student::charge::{below, line};
use crate::tui::student::meant;
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Form, Values};

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

/// The name of the field in which a lot's lessons are given back.
fn lot_field(lot: LotId) -> String {
    format!("lot-{lot}")
}

/// What a refund is asked for, before its fields are read.
struct Asked {
    student: StudentId,
    lots: Vec<LotId>,
    operator: StaffId,
}

impl Asked {
    fn refund(&self, values: &Values) -> RefundFees {
        let wanted = |lot: &LotId| {
            let credits = values.credits(&lot_field(*lot)).filter(|credits| credits.0 > 0)?;
            Some(RefundLot { lot: *lot, credits: Some(credits) })
        };
        let method = values.choice("method");
        let method = Method::ALL.into_iter().find(|m| method.as_deref() == Some(m.name()));
        RefundFees {
            student: self.student,
            lots: self.lots.iter().filter_map(wanted).collect(),
            all: false,
            prepaid: values.money("prepaid").unwrap_or_default(),
            fee: values.money("fee").unwrap_or_default(),
            method: method.unwrap_or(Method::Cash),
            cashier: Some(self.operator),
            requested_by: self.operator,
            ticket: None,
            keep_gifts: false,
            reason: reason(values),
        }
    }
}

/// Asks for a refund: worked out lot by lot here, approved by another person, and paid out by the approval.
pub fn refund(answer: &AccountAnswer, cx: &mut Cx) -> Effect {
    let paid: Vec<&LotState> = answer.lots.iter().filter(|lot| lot.lot.paid && lot.left.0 > 0).collect();
    let asked = Asked {
        student: answer.student,
        lots: paid.iter().map(|lot| lot.id).collect(),
        operator: cx.session.operator,
    };
    let fields = refund_fields(&paid, answer.ahead, cx);
    let remark = Asked { lots: asked.lots.clone(), ..asked };
    let title = say!("fees-refund", name = &answer.name);
    let form = Form::new(title, fields, move |values, cx| {
        let refund = asked.refund(values);
        cx.ask(&FeeReckon { refund: refund.clone() }).map_err(|no| about(no, &asked.lots))?;
        Ok(request(&refund, &values.text("reason").unwrap_or_default(), cx)?)
    });
    let form = form.remark(move |values, cx| {
        Some(match cx.ask(&FeeReckon { refund: remark.refund(values) }) {
            Ok(sum) => explained(&sum),
            Err(no) => no.reason,
        })
    });
    Effect::Open(Box::new(form.remarked(cx)))
}

/// Opens the ticket, and hands in what was worked out if that step is the operator's own.
fn request(refund: &RefundFees, why: &Text, cx: &Cx) -> Result<Effect, Refused> {
    let fields = BTreeMap::from([("reason".to_owned(), why.clone())]);
    let (kind, student) = ("refund".into(), Some(refund.student));
    let ticket = OpenTicket { kind, title: why.clone(), student, fields, ..OpenTicket::default() };
    let opened = cx.session.submit(ticket)?;
    let Some(ticket) = opened.made.first().and_then(|id| id.parse().ok()) else { return Ok(done(opened)) };
    let expect = cx.ask(&TicketCard { ticket })?.expect;
    let lots = serde_json::to_string(&refund.lots)
        .map_err(|e| Refused::new(crate::base::Kind::Ours, say!("error-ours", detail = e.to_string())))?;
    let digits = cx.look.shown.currency.digits();
    let fields = [
        ("lots", lots),
        ("prepaid", refund.prepaid.plain(digits)),
        ("fee", refund.fee.plain(digits)),
        ("method", refund.method.name().to_owned()),
        ("cashier", cx.session.operator.to_string()),
    ];
    let fields = fields.into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect();
    Ok(match cx.session.submit(AdvanceTicket { ticket, fields, text: Prose::default(), expect }) {
        Ok(advanced) => done(Receipt { said: [opened.said, advanced.said].concat(), ..advanced }),
        // Someone else's step: the ticket is theirs now.
        Err(_) => done(opened),
    })
}

fn refund_fields(paid: &[&LotState], ahead: Money, cx: &Cx) -> Vec<Field> {
    let digits = cx.look.shown.currency.digits();
    let money = || FieldKind::Money { digits };
    let mut fields = Vec::new();
    for lot in paid {
        let name = lot_field(lot.id);
        let label = match lot.opening && lot.lot.label.is_empty() {
            true => say!("fees-lot-opening"),
            false => say!("fees-refund-lot", label = &lot.lot.label),
        };
        let hint = match lot.opening && lot.value.0 == 0 {
            true => say!("fees-refund-unpriced", left = lot.left),
            false => say!("fees-refund-lot-hint", left = lot.left, unit = lot.unit),
        };
        let left: Credits = lot.left;
        fields.push(Field::new(name, label, FieldKind::Credits).value(&left.to_string()).hint(hint));
    }
    if ahead.0 > 0 {
        let field = Field::new("prepaid", say!("fees-refund-ahead"), money());
        fields.push(field.value(&ahead.plain(digits)));
    }
    fields.push(Field::new("fee", say!("fees-refund-fee"), money()));
    let ways = Method::ALL.into_iter().map(|method| (method.name().to_owned(), method.say())).collect();
    fields.push(Field::choice("method", say!("fees-refund-by"), ways));
    fields.push(Field::text("reason", say!("app-reason")).required());
    fields
}

/// A refusal of a refund, at the field that it is about.
fn about(no: Refused, lots: &[LotId]) -> Complaint {
    let field = match no.reason.key.as_ref() {
        "fee-refund-over" | "fee-nothing-to-refund" => lots.first().map(|lot| lot_field(*lot)),
        "fee-prepaid-short" => Some("prepaid".to_owned()),
        "fee-fee-too-high" => Some("fee".to_owned()),
        _ => None,
    };
    match field {
        Some(field) => Complaint::from(no).at(field),
        None => no.into(),
    }
}

/// The arithmetic, line by line.
fn explained(sum: &Reckoning) -> Say {
    below(sum.lines.iter().map(line).chain([say!("fees-line-back", total = sum.total)]))
}

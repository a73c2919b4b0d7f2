//! What is asked for a refund, worked out lot by lot while it is filled in: at the fee desk, and on a ticket that
//! stands at that step.

use crate::base::{ChargeId, Credits, LotId, Money, Prose, Refused, Say, StaffId, StudentId, Text, TicketId};
use crate::desk::ledger::fees::{
    ChargeState, FeeAccount, FeeReckon, LotState, Method, Reckoning, RefundCharge, RefundLot,
};
use crate::desk::queue::sop::FieldKind as Holds;
use crate::desk::queue::sop::Work;
use crate::desk::queue::{Card, RequestRefund};
use crate::say;
use crate::tui::app::{Cx, Effect, done, refused};
use crate::tui::shared::crossed::{self, Told};
use crate::tui::shared::student::charge::{below, line};
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Form, Values};

/// The name of the field in which a lot's lessons are given back.
fn lot_field(lot: LotId) -> String {
    format!("lot-{lot}")
}

/// The name of the field in which what was paid for a charge is given back.
fn charge_field(charge: ChargeId) -> String {
    format!("charge-{charge}")
}

/// A ticket that stands at working a refund out.
#[derive(Clone)]
pub struct Stands {
    ticket: TicketId,
    expect: u32,
    filled: Vec<(String, Text)>,
    told: Told,
}

impl Stands {
    /// The ticket of that card, when it stands there; `told` says what happened to it since.
    pub fn on(card: &Card, told: Told) -> Option<Stands> {
        let step = card.step()?;
        let lots = step.fields.iter().any(|(field, _)| field.key == "lots" && field.kind == Holds::Data);
        let filled = card.fields.iter().map(|one| (one.field.key.clone(), one.value.clone()));
        let stands = Stands { ticket: card.row.id, expect: card.expect, filled: filled.collect(), told };
        (step.work == Work::Task && lots && card.row.student.is_some()).then_some(stands)
    }

    fn filled(&self, key: &str) -> Option<&Text> {
        self.filled.iter().find(|(other, _)| other == key).map(|(_, value)| value)
    }
}

/// What a refund is asked for, before its fields are read.
#[derive(Clone)]
struct Asked {
    student: StudentId,
    lots: Vec<LotId>,
    charges: Vec<ChargeId>,
    operator: StaffId,
    ticket: Option<(TicketId, u32, Told)>,
}

impl Asked {
    fn request(&self, values: &Values) -> RequestRefund {
        let wanted = |lot: &LotId| {
            let credits = values.credits(&lot_field(*lot)).filter(|credits| credits.0 > 0)?;
            Some(RefundLot { lot: *lot, credits: Some(credits) })
        };
        let given = |charge: &ChargeId| {
            let amount = values.money(&charge_field(*charge)).filter(|amount| amount.0 != 0)?;
            Some(RefundCharge { charge: *charge, amount: Some(amount) })
        };
        let method = values.choice("method");
        let method = Method::ALL.into_iter().find(|m| method.as_deref() == Some(m.name()));
        RequestRefund {
            student: self.student,
            ticket: self.ticket.map(|(ticket, ..)| ticket),
            expect: self.ticket.map(|(_, seen, _)| seen),
            lots: self.lots.iter().filter_map(wanted).collect(),
            charges: self.charges.iter().filter_map(given).collect(),
            prepaid: values.money("prepaid").unwrap_or_default(),
            fee: values.money("fee").unwrap_or_default(),
            method: method.unwrap_or(Method::Cash),
            cashier: Some(self.operator),
            keep_gifts: values.choice("gifts").as_deref() == Some("keep"),
            reason: values.text("reason").unwrap_or_default(),
        }
    }

    /// What it would come to.
    fn reckon(&self, values: &Values, cx: &Cx) -> Result<Reckoning, Refused> {
        let mut refund = self.request(values).refund(self.operator);
        if refund.reason.is_empty() {
            refund.reason = Prose::new("…");
        }
        cx.ask(&FeeReckon { refund })
    }
}

/// Asks for a refund: worked out lot by lot here, approved by another person, and paid out by the approval. With
/// a ticket it gets on with that one.
pub fn form(student: StudentId, stands: Option<Stands>, cx: &mut Cx) -> Effect {
    let answer = match cx.ask(&FeeAccount { student, used_up: false }) {
        Ok(answer) => answer,
        Err(no) => return refused(no),
    };
    let paid: Vec<&LotState> = answer.lots.iter().filter(|lot| lot.lot.paid && lot.left.0 > 0).collect();
    let other: Vec<&ChargeState> = answer.charges.iter().filter(|charge| charge.back.0 > 0).collect();
    let gifts = answer.lots.iter().any(|lot| !lot.lot.paid && lot.left.0 > 0);
    let mut asked = Asked {
        student,
        lots: paid.iter().map(|lot| lot.id).collect(),
        charges: other.iter().map(|charge| charge.id).collect(),
        operator: cx.session.operator,
        ticket: stands.as_ref().map(|stands| (stands.ticket, stands.expect, stands.told)),
    };
    let fields = fields(&paid, &other, gifts, answer.ahead, stands.as_ref(), cx);
    let remark = asked.clone();
    let title = say!("fees-refund", name = &answer.name);
    let form = Form::new(title, fields, move |values, cx| {
        asked.reckon(values, cx).map_err(|no| about(no, &asked))?;
        match cx.session.submit(asked.request(values)) {
            Ok(receipt) => Ok(done(receipt)),
            Err(no) => {
                if let Some((ticket, seen, told)) = &mut asked.ticket
                    && no.reason.key == "ticket-crossed"
                {
                    return Err(crossed::complaint(*ticket, seen, *told, no, cx));
                }
                Err(about(no, &asked))
            }
        }
    });
    let form = form.remark(move |values, cx| {
        Some(match remark.reckon(values, cx) {
            Ok(sum) => explained(&sum),
            Err(no) => no.reason,
        })
    });
    Effect::Open(Box::new(form.remarked(cx)))
}

fn fields(
    paid: &[&LotState],
    other: &[&ChargeState],
    gifts: bool,
    ahead: Money,
    stands: Option<&Stands>,
    cx: &Cx,
) -> Vec<Field> {
    let digits = cx.look.shown.currency.digits();
    let money = || FieldKind::Money { digits };
    let filled = |key: &str| stands.and_then(|stands| stands.filled(key)).map(ToString::to_string);
    let proposed: Option<Vec<RefundLot>> = filled("lots").and_then(|lots| serde_json::from_str(&lots).ok());
    let mut fields = Vec::new();
    for lot in paid {
        let label = match lot.opening && lot.lot.label.is_empty() {
            true => say!("fees-lot-opening"),
            false => say!("fees-refund-lot", label = &lot.lot.label),
        };
        let unpriced = lot.opening && lot.value.0 == 0;
        let hint = match unpriced {
            true => say!("fees-refund-unpriced", left = lot.left),
            false => say!("fees-refund-lot-hint", left = lot.left, unit = lot.unit),
        };
        let left: Credits = match &proposed {
            Some(lots) => {
                let found = lots.iter().find(|wanted| wanted.lot == lot.id);
                found.map_or(Credits(0), |wanted| wanted.credits.unwrap_or(lot.left))
            }
            // Taken back for nothing, they would be lost to the family: that is for whoever means it to type.
            None if unpriced => Credits(0),
            None => lot.left,
        };
        fields.push(
            Field::new(lot_field(lot.id), label, FieldKind::Credits).value(&left.to_string()).hint(hint),
        );
    }
    fields.extend(charge_fields(other, filled("charges"), &|| money(), digits));
    if ahead.0 > 0 {
        let field = Field::new("prepaid", say!("fees-refund-ahead"), money());
        fields.push(field.value(&filled("prepaid").unwrap_or_else(|| ahead.plain(digits))));
    }
    fields
        .push(Field::new("fee", say!("fees-refund-fee"), money()).value(&filled("fee").unwrap_or_default()));
    let ways = Method::ALL.into_iter().map(|method| (method.name().to_owned(), method.say())).collect();
    let way = Field::choice("method", say!("fees-refund-by"), ways);
    fields.push(match filled("method") {
        Some(method) => way.value(&method),
        None => way,
    });
    if gifts {
        let both = vec![
            ("withdraw".to_owned(), say!("fees-refund-gifts-withdraw")),
            ("keep".to_owned(), say!("fees-refund-gifts-keep")),
        ];
        let keep = filled("keep-gifts").as_deref() == Some("true");
        let field = Field::choice("gifts", say!("fees-refund-gifts"), both);
        fields.push(field.value(if keep { "keep" } else { "withdraw" }));
    }
    fields.push(
        Field::text("reason", say!("app-reason")).required().value(&filled("reason").unwrap_or_default()),
    );
    fields
}

/// What was paid for other things: nothing of it goes back unless one says so.
fn charge_fields(
    other: &[&ChargeState],
    filled: Option<String>,
    money: &dyn Fn() -> FieldKind,
    digits: u8,
) -> Vec<Field> {
    let filled: Vec<RefundCharge> =
        filled.and_then(|list| serde_json::from_str(&list).ok()).unwrap_or_default();
    let field = |charge: &&ChargeState| {
        let before = filled.iter().find(|one| one.charge == charge.id);
        let amount = before.map(|one| one.amount.unwrap_or(charge.back).plain(digits)).unwrap_or_default();
        let hint = say!("fees-refund-charge-hint", day = charge.charge.day, paid = charge.back);
        let label = say!("fees-refund-lot", label = &charge.charge.name);
        Field::new(charge_field(charge.id), label, money()).value(&amount).hint(hint)
    };
    other.iter().map(field).collect()
}

/// A refusal of a refund, at the field that it is about.
fn about(no: Refused, asked: &Asked) -> Complaint {
    let field = match no.reason.key.as_ref() {
        "fee-refund-over" | "fee-nothing-to-refund" => asked.lots.first().map(|lot| lot_field(*lot)),
        "fee-charge-refund-over" => asked.charges.first().map(|charge| charge_field(*charge)),
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
pub fn explained(sum: &Reckoning) -> Say {
    below(sum.lines.iter().map(line).chain([say!("fees-line-back", total = sum.total)]))
}

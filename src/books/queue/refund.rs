//! A refund asked for in one go: the ticket is opened, what the fee desk worked out is filled in, and the step
//! is done; or nothing is.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::AS_SENT;
use super::open::{OpenTicket, open_ticket, owner_of};
use super::sop::{self, FieldKind, Step, Work};
use super::work::InHand;
use crate::base::{Kind, Money, Prose, Refused, Say, StaffId, StudentId, Text, TicketId};
use crate::books::ledger::fees::{Method, RefundCharge, RefundFees, RefundLot};
use crate::books::ledger::owed;
use crate::books::{Act, Books, Done};

/// The kind of ticket that a refund is.
const REFUND: &str = "refund";
/// The field in which charges without lessons stand that go back.
pub(super) const CHARGES: &str = "charges";
/// The field in which what is worked out stands lot by lot: a step that asks for it is where that is done.
pub(super) const LOTS: &str = "lots";

/// All that is worked out.
const WORKED_OUT: &[&str] = &[LOTS, CHARGES, "all", "prepaid", "fee", "method", "cashier", "keep-gifts"];

/// Asks for a refund 退费申请, worked out: opens its ticket, fills in the lots and the rest, and does that step if it is the
/// operator's. Where it is another's, that person finds it filled in. With `ticket` it gets on with one that
/// is there, at a step of the operator's.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RequestRefund {
    /// To whom.
    pub student: StudentId,
    /// The ticket that stands at the step; a new one when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<TicketId>,
    /// How many events of that ticket the sender has seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<u32>,
    /// Which lots.
    #[serde(default)]
    pub lots: Vec<RefundLot>,
    /// Which charges without lessons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<RefundCharge>,
    /// How much of what was paid ahead.
    #[serde(default)]
    pub prepaid: Money,
    /// A handling fee that is kept.
    #[serde(default)]
    pub fee: Money,
    /// How it is to be paid out.
    pub method: Method,
    /// From whose drawer or till; the operator's own when not given.
    #[serde(default)]
    pub cashier: Option<StaffId>,
    /// Leave the gifts of the sale with the student.
    #[serde(default)]
    pub keep_gifts: bool,
    /// Why.
    pub reason: Text,
}

impl RequestRefund {
    /// The refund that it asks for.
    pub fn refund(&self, by: StaffId) -> RefundFees {
        RefundFees {
            student: self.student,
            lots: self.lots.clone(),
            charges: self.charges.clone(),
            all: false,
            prepaid: self.prepaid,
            fee: self.fee,
            method: self.method,
            cashier: Some(self.cashier.unwrap_or(by)),
            requested_by: by,
            ticket: self.ticket,
            keep_gifts: self.keep_gifts,
            reason: Prose::new(self.reason.as_str()),
        }
    }

    fn hand(&self, books: &mut Books<'_>) -> Result<InHand, Refused> {
        let reason = BTreeMap::from([("reason".to_owned(), self.reason.clone())]);
        let Some(id) = self.ticket else {
            let (_, sop) = sop::current(&books.draft, REFUND)?;
            let asked = |key: &String| sop.fields.iter().any(|field| field.key == *key);
            let ask = OpenTicket {
                kind: REFUND.into(),
                title: self.reason.clone(),
                student: Some(self.student),
                fields: reason.into_iter().filter(|(key, _)| asked(key)).collect(),
                ..OpenTicket::default()
            };
            let id = open_ticket(books, &ask, "")?;
            return InHand::take(books, id);
        };
        let hand = InHand::take(books, id)?;
        hand.unchanged_since(self.expect)?;
        if hand.ticket.student != Some(self.student) {
            return Err(Refused::input(Say::new("ticket-refund-another")));
        }
        if !hand.step().is_some_and(works_out) {
            hand.step_of(Work::Task)?;
            return Err(Refused::new(Kind::Conflict, Say::new("ticket-refund-elsewhere").with("ticket", id)));
        }
        // What is filled in beside whoever does the step would go out under that person's name.
        if let Some(step) = hand.step().filter(|_| !books.cx.replayed) {
            hand.may(step, books.cx.operator, books)?;
        }
        Ok(hand)
    }

    /// What it fills in, by the fields of the step.
    fn filled(&self, books: &Books<'_>) -> Result<BTreeMap<String, Text>, Refused> {
        let ours = |e: serde_json::Error| {
            Refused::new(Kind::Ours, Say::new("error-ours").with("detail", e.to_string()))
        };
        let lots = serde_json::to_string(&self.lots).map_err(ours)?;
        let digits = books.school.currency.digits();
        let cashier = self.cashier.unwrap_or(books.cx.operator);
        let mut fields: Vec<(&str, String)> =
            vec![(LOTS, lots), ("method", self.method.name().to_owned()), ("cashier", cashier.to_string())];
        if !self.charges.is_empty() {
            fields.push((CHARGES, serde_json::to_string(&self.charges).map_err(ours)?));
        }
        for (key, amount) in [("prepaid", self.prepaid), ("fee", self.fee)] {
            if amount.0 != 0 {
                fields.push((key, amount.plain(digits)));
            }
        }
        if self.keep_gifts {
            fields.push(("keep-gifts", true.to_string()));
        }
        Ok(fields.into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect())
    }
}

/// Whether a refund is worked out in this step.
fn works_out(step: &Step) -> bool {
    step.work == Work::Task
        && step.fields.iter().any(|field| field.key == LOTS && field.kind == FieldKind::Data)
}

impl Act for RequestRefund {
    const NAME: &'static str = "refund.request";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        if self.reason.is_empty() {
            return Err(Refused::input(Say::new("fee-needs-reason")));
        }
        owed::give_back(books, self.student)?;
        let refund = self.refund(books.cx.operator);
        let sum = refund.reckon(&books.draft, books.cx.rules)?;
        refund.has_till(books)?;
        let mut hand = self.hand(books)?;
        let id = hand.id;
        let step = hand.step().filter(|step| works_out(step)).cloned();
        if let Some(step) = &step {
            let filled = self.filled(books)?;
            if books.cx.rules >= AS_SENT {
                // What was worked out before doesn't stay beside it.
                hand.ticket.fields.retain(|key, _| !WORKED_OUT.contains(&key.as_str()));
            }
            hand.fill(books, &step.fields, &filled)?;
            let theirs = hand.may(step, books.cx.operator, books).is_ok();
            if theirs {
                hand.ticket.owner = hand.ticket.owner.or(Some(books.cx.operator));
                hand.step_done(books, &filled)?;
            }
        }
        let ticket = hand.put_back(books)?;
        let say = Say::new("ticket-refund-asked").with("ticket", id).with("amount", sum.total);
        Ok(Done::said(say.with("owner", owner_of(books, &ticket)?)).made(id))
    }

    fn example() -> Self {
        RequestRefund {
            student: StudentId(3),
            ticket: None,
            expect: None,
            lots: RefundFees::example().lots,
            charges: Vec::new(),
            prepaid: Money(0),
            fee: Money(0),
            method: Method::Cash,
            cashier: None,
            keep_gifts: false,
            reason: "搬家，退剩余课时".into(),
        }
    }
}

//! What was filled in on a ticket, as people read it: names where numbers are kept, and of a refund what it
//! comes to before anybody approves it.

use serde::{Deserialize, Serialize};

use super::sop::{Field, FieldKind, Sop};
use super::template;
use super::ticket::Ticket;
use crate::base::{Arg, Credits, LessonId, Money, Prose, Refused, Say, StudentId, Text, TicketId, parse_day};
use crate::books::calendar::LESSONS;
use crate::books::ledger::credits::LOTS;
use crate::books::ledger::fees::{
    CHARGES, FeeReckon, Method, Reckoning, RefundCharge, RefundFees, RefundLot,
};
use crate::books::register::{Class, Listed, Staff, name_of};
use crate::books::{Act, View};

/// A field of a ticket that was filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardField {
    /// The field.
    pub field: Field,
    /// What it is called.
    pub title: Say,
    /// What was filled in, as it is kept.
    pub value: Text,
    /// The same as people read it.
    pub shown: Say,
}

impl CardField {
    pub(super) fn of(
        view: &View<'_>,
        student: Option<StudentId>,
        field: &Field,
        value: &Text,
    ) -> Result<CardField, Refused> {
        let shown = shown(view, student, field, value)?;
        Ok(CardField { field: field.clone(), title: field.title(), value: value.clone(), shown })
    }
}

fn plain(value: impl Into<Arg>) -> Say {
    Say::new("sop-own").with("text", value)
}

/// A value as people read it; as it is kept when what it names is gone.
pub(super) fn shown(
    view: &View<'_>,
    student: Option<StudentId>,
    field: &Field,
    value: &Text,
) -> Result<Say, Refused> {
    let digits = view.school.currency.digits();
    let read = match field.kind {
        FieldKind::Text | FieldKind::Number => None,
        FieldKind::Money => Money::parse(value, digits).ok().map(plain),
        FieldKind::Credits => Credits::parse(value).ok().map(plain),
        FieldKind::Day => parse_day(value).map(plain),
        FieldKind::Lesson => lesson(view, value)?,
        FieldKind::Class => name::<Class>(view, value),
        FieldKind::Staff => name::<Staff>(view, value),
        FieldKind::Flag => {
            value.parse().ok().map(|yes: bool| Say::new(if yes { "tickets-yes" } else { "tickets-no" }))
        }
        FieldKind::Method => {
            Method::ALL.into_iter().find(|method| method.name() == value.as_str()).map(Method::say)
        }
        FieldKind::Data => match student {
            Some(student) => list(lots(view, student, value)?).or(list(charges(view, student, value)?)),
            None => None,
        },
    };
    Ok(read.unwrap_or_else(|| plain(value)))
}

fn name<T: Listed>(view: &View<'_>, value: &Text) -> Option<Say>
where
    T::Id: std::str::FromStr,
{
    let id = value.parse().ok()?;
    name_of::<T>(view.read, id).ok().map(|name| plain(&name))
}

fn lesson(view: &View<'_>, value: &Text) -> Result<Option<Say>, Refused> {
    let Ok(id) = value.parse::<LessonId>() else { return Ok(None) };
    let Some(lesson) = LESSONS.get(view.read, &id)? else { return Ok(None) };
    let class = name_of::<Class>(view.read, lesson.class)?;
    let say = Say::new("ticket-field-lesson").with("class", &class).with("day", lesson.day);
    Ok(Some(say.with("from", lesson.from)))
}

fn list(parts: Vec<Say>) -> Option<Say> {
    let both = |first, second| Say::new("ticket-field-and").with("first", first).with("second", second);
    parts.into_iter().reduce(both)
}

/// Lots and how much of each, when it is such a list.
fn lots(view: &View<'_>, student: StudentId, value: &Text) -> Result<Vec<Say>, Refused> {
    let wanted: Vec<RefundLot> = serde_json::from_str(value).unwrap_or_default();
    let one = |one: RefundLot| {
        let label = match LOTS.get(view.read, &(student, one.lot))? {
            Some(lot) if !lot.label.is_empty() => plain(&lot.label),
            Some(_) => Say::new("fees-lot-opening"),
            None => plain(one.lot.to_string()),
        };
        Ok(match one.credits {
            Some(credits) => Say::new("ticket-field-lot").with("label", label).with("credits", credits),
            None => Say::new("ticket-field-lot-all").with("label", label),
        })
    };
    wanted.into_iter().map(one).collect()
}

/// Charges and how much of each, when it is such a list.
fn charges(view: &View<'_>, student: StudentId, value: &Text) -> Result<Vec<Say>, Refused> {
    let wanted: Vec<RefundCharge> = serde_json::from_str(value).unwrap_or_default();
    let one = |one: RefundCharge| {
        let name = match CHARGES.get(view.read, &(student, one.charge))? {
            Some(charge) => plain(&charge.name),
            None => plain(one.charge.to_string()),
        };
        Ok(match one.amount {
            Some(amount) => Say::new("ticket-field-charge").with("name", name).with("amount", amount),
            None => name,
        })
    };
    wanted.into_iter().map(one).collect()
}

/// Whether nothing was filled in: what lists nothing is told nowhere.
pub(super) fn is_blank(field: &Field, value: &Text) -> bool {
    field.kind == FieldKind::Data && value.as_str() == "[]"
}

/// What the refund comes to that a step ahead would book; nothing before it is worked out.
pub(super) fn refund(
    view: &View<'_>,
    id: TicketId,
    ticket: &Ticket,
    sop: &Sop,
) -> Result<Option<Result<Reckoning, Say>>, Refused> {
    if ticket.is_done() || !view.may::<FeeReckon>() {
        return Ok(None);
    }
    let ahead = sop.steps.get(usize::from(ticket.step)..).unwrap_or_default();
    let books = ahead.iter().filter_map(|step| step.decision.as_ref());
    let Some(decision) = books.into_iter().find(|decision| decision.act == RefundFees::NAME) else {
        return Ok(None);
    };
    let from = template::Source { id, ticket, sop, school: view.school };
    let body = template::fill(&decision.body, &from, &Prose::default())?;
    let Ok(refund) = serde_json::from_value::<RefundFees>(body) else { return Ok(None) };
    Ok(Some(refund.reckon(view.read, crate::books::RULES).map_err(|no| no.reason)))
}

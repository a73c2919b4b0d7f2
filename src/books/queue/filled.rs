//! What was filled in on a ticket, as people read it: names where numbers are kept, and of a refund what it
//! comes to before anybody approves it.

use serde::{Deserialize, Serialize};

use super::sop::{Field, FieldKind, Sop};
use super::template;
use super::ticket::Ticket;
use crate::base::{Arg, Credits, LessonId, Money, Prose, Refused, Say, StudentId, Text, TicketId, parse_day};
use crate::books::calendar::LESSONS;
use crate::books::ledger::credits::LOTS;
use crate::books::ledger::fees::{FeeReckon, Method, Reckoning, RefundFees, RefundLot};
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
        FieldKind::Data => lots(view, student, value)?,
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

/// Lots and how much of each, when it is such a list.
fn lots(view: &View<'_>, student: Option<StudentId>, value: &Text) -> Result<Option<Say>, Refused> {
    let Some(student) = student else { return Ok(None) };
    let Ok(wanted) = serde_json::from_str::<Vec<RefundLot>>(value) else { return Ok(None) };
    let mut said: Option<Say> = None;
    for one in wanted {
        let label = match LOTS.get(view.read, &(student, one.lot))? {
            Some(lot) if !lot.label.is_empty() => plain(&lot.label),
            Some(_) => Say::new("fees-lot-opening"),
            None => plain(one.lot.to_string()),
        };
        let next = match one.credits {
            Some(credits) => Say::new("ticket-field-lot").with("label", label).with("credits", credits),
            None => Say::new("ticket-field-lot-all").with("label", label),
        };
        said = Some(match said {
            Some(first) => Say::new("ticket-field-and").with("first", first).with("second", next),
            None => next,
        });
    }
    Ok(said)
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
    Ok(Some(refund.reckon(view.read).map_err(|no| no.reason)))
}

//! Opening a ticket, and giving it its category.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sop::{self, Sop, Work};
use super::ticket::{Link, Priority, State, Ticket, What};
use super::work::InHand;
use crate::base::{Prose, Refused, Say, StudentId, Text, TicketId};
use crate::books::register::{Role, Staff};
use crate::books::register::{name_of, student};
use crate::books::{Act, Books, Counter, Done, next_number};

/// Opens a ticket. It goes to whoever its first step belongs to.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct OpenTicket {
    /// Its kind: `complaint`, `leave`, `refund`, `appeal`, `make-up`, `suggestion`, `follow-up`, `dunning`,
    /// `enquiry`, or one that the school made.
    #[serde(deserialize_with = "sop::key")]
    pub kind: String,
    /// What it is about.
    #[serde(default)]
    pub title: Text,
    /// The student.
    #[serde(default)]
    pub student: Option<StudentId>,
    /// Who to answer, where it is not the student's family.
    #[serde(default)]
    pub contact: Text,
    /// What was said.
    #[serde(default)]
    pub text: Prose,
    /// How pressing it is.
    #[serde(default)]
    pub priority: Priority,
    /// What the kind asks for, by field.
    #[serde(default)]
    pub fields: BTreeMap<String, Text>,
    /// What it is about.
    #[serde(default)]
    pub links: Vec<Link>,
}

impl Act for OpenTicket {
    const NAME: &'static str = "ticket.open";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let id = open_ticket(books, self, "")?;
        let ticket = super::ticket::ticket(&books.draft, id)?;
        let sop = sop::version(&books.draft, &ticket.kind, ticket.version)?;
        let say = Say::new("ticket-opened").with("ticket", id).with("kind", sop.title());
        Ok(Done::said(say.with("owner", owner_of(books, &ticket)?)).made(id))
    }

    fn example() -> Self {
        OpenTicket {
            kind: "complaint".into(),
            title: "老师临时换课没有通知".into(),
            student: Some(StudentId(3)),
            contact: "13612310077".into(),
            ..OpenTicket::default()
        }
    }
}

/// The words for who deals with it.
pub(super) fn owner_of(books: &Books<'_>, ticket: &Ticket) -> Result<Say, Refused> {
    Ok(match ticket.owner {
        Some(owner) => Say::new("sop-own").with("text", &name_of::<Staff>(&books.draft, owner)?),
        None => Say::new("ticket-unassigned"),
    })
}

/// Refuses a student who is unknown or has left, and a missing one where a decision is about them.
///
/// # Errors
/// As said.
pub(super) fn may_be_about(books: &Books<'_>, sop: &Sop, who: Option<StudentId>) -> Result<(), Refused> {
    let Some(who) = who else {
        if sop.steps.iter().any(|step| step.decision.is_some()) {
            return Err(Refused::input(Say::new("ticket-needs-student").with("kind", sop.title())));
        }
        return Ok(());
    };
    let who = student(&books.draft, who)?;
    if who.left.is_some_and(|left| left <= books.today()) && !sop.left_too {
        let say = Say::new("ticket-student-left").with("name", &who.name).with("kind", sop.title());
        return Err(Refused::input(say).hint(Say::new("ticket-student-left-hint")));
    }
    Ok(())
}

/// Opens a ticket; `rule` is the key of the trigger that does, or empty.
///
/// # Errors
/// When there is no such kind or student, the student has left, or a field is missing.
pub fn open_ticket(books: &mut Books<'_>, ask: &OpenTicket, rule: &str) -> Result<TicketId, Refused> {
    let (version, sop) = sop::current(&books.draft, &ask.kind)?;
    if sop.retired {
        return Err(Refused::input(Say::new("sop-retired").with("kind", sop.title())));
    }
    may_be_about(books, &sop, ask.student)?;
    for link in ask.links.iter().filter(|_| !books.cx.replayed) {
        link.is_there(&books.draft, ask.student)?;
    }
    let ticket = Ticket {
        kind: ask.kind.clone(),
        version,
        title: ask.title.clone(),
        student: ask.student,
        contact: ask.contact.clone(),
        priority: ask.priority,
        opened_by: books.cx.operator,
        opened: books.cx.at,
        links: ask.links.clone(),
        rule: rule.to_owned(),
        ..Ticket::default()
    };
    let id = TicketId(next_number(books, Counter::Ticket)?);
    let fields = sop.fields.clone();
    let begins = sop.steps.iter().take_while(|step| step.work == Work::Receive).count();
    let mut hand = InHand::begin(id, ticket, sop);
    hand.fill(books, &fields, &ask.fields)?;
    hand.happened(books, What::Opened(ask.text.clone()));
    hand.go_to(books, u16::try_from(begins).unwrap_or(0))?;
    hand.put_back(books)?;
    Ok(id)
}

/// Gives a ticket its category, which hands it to that department.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ClassifyTicket {
    /// The ticket.
    pub ticket: TicketId,
    /// The category's key.
    #[serde(deserialize_with = "sop::key")]
    pub category: String,
    /// How many events the sender has seen.
    #[serde(default)]
    pub expect: Option<u32>,
}

impl Act for ClassifyTicket {
    const NAME: &'static str = "ticket.classify";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let mut hand = InHand::take(books, self.ticket)?;
        hand.unchanged_since(self.expect)?;
        let category = hand.sop.category(&self.category).cloned().ok_or_else(|| {
            Refused::input(
                Say::new("ticket-no-category").with("category", Text::new(&self.category).as_str()),
            )
        })?;
        let classifies = hand.step().filter(|step| step.work == Work::Classify).cloned();
        if let Some(step) = &classifies {
            hand.may(step, books.cx.operator, books)?;
        } else {
            reclassify(books, &hand)?;
        }
        hand.ticket.category.clone_from(&self.category);
        hand.happened(books, What::Classified(self.category.clone()));
        if classifies.is_some() {
            hand.step_done(books, &BTreeMap::new())?;
        } else {
            // Handed to another department: its step begins anew.
            let step = hand.ticket.step;
            hand.go_to(books, step)?;
        }
        let ticket = hand.put_back(books)?;
        let say = Say::new("ticket-classified").with("ticket", self.ticket);
        Ok(Done::said(say.with("category", category.title()).with("owner", owner_of(books, &ticket)?)))
    }

    fn example() -> Self {
        ClassifyTicket { ticket: TicketId(891), category: "teaching".into(), expect: Some(3) }
    }
}

/// A category may be put right later, by the ticket's owner or a senior.
fn reclassify(books: &Books<'_>, hand: &InHand) -> Result<(), Refused> {
    let senior = books.cx.roles.iter().any(|role| matches!(role, Role::Manager | Role::Supervisor));
    let waits = hand.ticket.state == State::Waiting;
    if waits || !hand.step().is_some_and(|step| step.by_category) {
        hand.step_of(Work::Classify)?;
    }
    if hand.ticket.owner != Some(books.cx.operator) && !senior {
        return Err(Refused::new(crate::base::Kind::Forbidden, Say::new("ticket-not-yours")));
    }
    Ok(())
}

//! Tickets 工单 and their history. The history is what happened, in order; what a ticket's row says of
//! deadlines and answers is reckoned from it (see [`super::sla`]).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sla::Sla;
use super::sop::Sop;
use crate::base::{ChargeId, Instant, LessonId, Prose, Refused, Say, StaffId, StudentId, Text, TicketId};
use crate::books::calendar::lesson;
use crate::books::ledger::fees::charge;
use crate::books::{Books, tables};
use crate::store::{Direction, Read, Table, journal, versioned};

/// Tickets by number.
pub const TICKETS: Table<TicketId, Ticket> = Table::new(tables::TICKETS, "tickets");
/// What happened to a ticket, from 1.
pub const EVENTS: Table<(TicketId, u32), Event> = Table::new(tables::TICKET_EVENTS, "ticket_events");
/// Tickets that are not done, by [`Queue`] band and instant.
const OPEN: Table<(u8, Instant, TicketId), ()> = Table::new(tables::OPEN_TICKETS, "open_tickets");
/// Tickets that are not done by owner; owner 0 for unassigned.
const OF_OWNER: Table<(StaffId, TicketId), ()> = Table::new(tables::TICKETS_OF_OWNER, "tickets_of_owner");
/// All tickets of a student.
const OF_STUDENT: Table<(StudentId, TicketId), ()> =
    Table::new(tables::TICKETS_OF_STUDENT, "tickets_of_student");
/// All tickets by the instant at which they were opened.
const OPENED: Table<(Instant, TicketId), ()> = Table::new(tables::TICKETS_OPENED, "tickets_opened");

/// Nobody, as an owner in the index.
pub const NOBODY: StaffId = StaffId(0);

/// How a ticket stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Someone has to do something.
    #[default]
    Open,
    /// Waits for someone outside; the clock stands.
    Waiting,
    /// All steps are behind it.
    Done,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// What was asked for was granted.
    Granted,
    /// It was denied.
    Denied,
    /// It was dealt with.
    Solved,
    /// It fell away: withdrawn, or opened in error.
    Withdrawn,
    /// It went on in another ticket.
    Merged,
}

/// What a ticket is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// A lesson.
    Lesson(LessonId),
    /// A charge.
    Charge(ChargeId),
    /// A journal entry: the award, payment or deduction that is disputed.
    Entry(u64),
    /// A receipt, by its number.
    Receipt(Text),
    /// Another ticket.
    Ticket(TicketId),
}

impl Link {
    /// Refuses a link to what isn't there. A receipt may be one on paper, from before.
    ///
    /// # Errors
    /// When there is no such lesson, entry, ticket, or charge of the student; or when the store fails.
    pub(super) fn is_there(&self, read: &dyn Read, student: Option<StudentId>) -> Result<(), Refused> {
        match self {
            Link::Lesson(id) => lesson(read, *id).map(drop),
            Link::Ticket(id) => ticket(read, *id).map(drop),
            Link::Entry(seq) => {
                journal::entry(read, *seq)?.map(drop).ok_or_else(|| Refused::missing("noun-entry", *seq))
            }
            Link::Charge(id) => match student {
                Some(who) => charge(read, who, *id).map(drop),
                None => Err(Refused::missing("fee-noun-charge", *id)),
            },
            Link::Receipt(_) => Ok(()),
        }
    }
}

/// How pressing it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// As it comes.
    #[default]
    Normal,
    /// Pressing.
    Urgent,
}

/// A ticket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ticket {
    /// Its kind: the SOP that it goes by.
    pub kind: String,
    /// The version of the SOP that it began with, and keeps.
    pub version: u32,
    /// The step that is to be done, from 0; past the last one when it is done.
    pub step: u16,
    /// How it stands.
    pub state: State,
    /// What it is about; empty when its rule or kind says enough.
    pub title: Text,
    /// The student.
    pub student: Option<StudentId>,
    /// Who to answer, where it is not the student's family.
    pub contact: Text,
    /// Its category's key; empty until it is classified.
    pub category: String,
    /// How pressing it is.
    pub priority: Priority,
    /// Who deals with it.
    pub owner: Option<StaffId>,
    /// Since when its owner is away, as far as a sweep noticed.
    pub away_since: Option<Instant>,
    /// Who opened it.
    pub opened_by: StaffId,
    /// When it was opened.
    pub opened: Instant,
    /// What it says of answer, solution and deadlines.
    pub sla: Sla,
    /// For what it waits.
    pub waiting_for: Text,
    /// What was filled in.
    pub fields: BTreeMap<String, Text>,
    /// What it is about.
    pub links: Vec<Link>,
    /// The score that the student gave, 1 to 5.
    pub score: Option<u8>,
    /// How it ended, or was decided.
    pub outcome: Option<Outcome>,
    /// The key of the rule that opened it, or its id where the school made it.
    pub rule: String,
    /// Where it went on.
    pub merged_into: Option<TicketId>,
    /// How many events it has.
    pub events: u32,
}

impl Default for Ticket {
    fn default() -> Self {
        Ticket {
            kind: String::new(),
            version: 0,
            step: 0,
            state: State::Open,
            title: Text::default(),
            student: None,
            contact: Text::default(),
            category: String::new(),
            priority: Priority::Normal,
            owner: None,
            away_since: None,
            opened_by: NOBODY,
            opened: Instant::UNIX_EPOCH,
            sla: Sla::default(),
            waiting_for: Text::default(),
            fields: BTreeMap::new(),
            links: Vec::new(),
            score: None,
            outcome: None,
            rule: String::new(),
            merged_into: None,
            events: 0,
        }
    }
}

/// Something that happened to a ticket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: Instant,
    /// Who did it.
    pub operator: StaffId,
    /// What.
    pub what: What,
}

/// What happened to a ticket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It was opened.
    Opened(Prose),
    /// Someone took it.
    Claimed,
    /// It was given to someone, or to nobody: by itself, or (with words) by hand.
    Assigned(Option<StaffId>, Prose),
    /// It was given a category.
    Classified(String),
    /// The student was answered.
    Answered(Prose),
    /// A note among ourselves.
    Noted(Prose),
    /// It waits for someone outside.
    Waited(Text),
    /// The wait is over.
    Resumed,
    /// A step was done: its key, and what was filled in.
    Did(String, BTreeMap<String, Text>),
    /// The step of that number began.
    Began(u16),
    /// It was decided; a grant says what it carried out.
    Decided(Outcome, Vec<Say>),
    /// The solution was given.
    Solved,
    /// The student gave a score.
    Scored(u8, Prose),
    /// It was opened again.
    Reopened(Prose),
    /// Another ticket goes on in this one.
    TookIn(TicketId),
    /// It goes on in another ticket.
    WentInto(TicketId),
    /// It is about this student.
    About(StudentId),
    /// It was linked to something.
    Linked(Link),
    /// It ended.
    Ended(Outcome),
}

versioned!(Ticket = 1, Event = 1);

/// The bands of the queue, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Queue {
    /// The clock runs; ordered by what is due next.
    Due = 0,
    /// No deadline; ordered by age.
    Undated = 1,
    /// The clock stands; ordered by since when.
    Waiting = 2,
}

impl Ticket {
    /// Whether it is done.
    pub fn is_done(&self) -> bool {
        self.state == State::Done
    }

    /// Where it stands in the queue; `None` when it is done.
    pub fn place(&self) -> Option<(Queue, Instant)> {
        match (self.state, self.sla.waiting, self.sla.due()) {
            (State::Done, _, _) => None,
            (_, Some(since), _) => Some((Queue::Waiting, since)),
            (_, None, Some(due)) => Some((Queue::Due, due)),
            (_, None, None) => Some((Queue::Undated, self.opened)),
        }
    }

    /// What it is called: its own words, else its rule's, else its kind's.
    pub fn title(&self, sop: &Sop) -> Say {
        if !self.title.is_empty() {
            return Say::new("sop-own").with("text", &self.title);
        }
        match self.rule.as_str() {
            "" => sop.title(),
            rule => super::trigger::title_of(rule, sop),
        }
    }
}

/// The ticket of that number.
///
/// # Errors
/// When there is none, or the store fails.
pub fn ticket(read: &dyn Read, id: TicketId) -> Result<Ticket, Refused> {
    TICKETS.get(read, &id)?.ok_or_else(|| Refused::missing("ticket-noun", id))
}

/// A ticket's history, oldest first.
///
/// # Errors
/// When the store fails.
pub fn history(read: &dyn Read, id: TicketId) -> Result<Vec<Event>, Refused> {
    Ok(EVENTS.all(read, &(id,))?.into_iter().map(|(_, event)| event).collect())
}

/// Puts a ticket's row and keeps the indexes in step.
pub(super) fn put_ticket(books: &mut Books<'_>, id: TicketId, before: Option<&Ticket>, after: &Ticket) {
    let draft = &mut books.draft;
    if let Some(before) = before {
        if let Some((band, at)) = before.place() {
            OPEN.delete(draft, &(band as u8, at, id));
            OF_OWNER.delete(draft, &(before.owner.unwrap_or(NOBODY), id));
        }
        if let Some(student) = before.student.filter(|_| before.student != after.student) {
            OF_STUDENT.delete(draft, &(student, id));
        }
    } else {
        OPENED.put(draft, &(after.opened, id), &());
    }
    if let Some((band, at)) = after.place() {
        OPEN.put(draft, &(band as u8, at, id), &());
        OF_OWNER.put(draft, &(after.owner.unwrap_or(NOBODY), id), &());
    }
    if let Some(student) = after.student {
        OF_STUDENT.put(draft, &(student, id), &());
    }
    TICKETS.put(draft, &id, after);
}

/// Tickets that are not done, in the queue's order.
///
/// # Errors
/// When the store fails.
pub fn open_tickets(read: &dyn Read, limit: usize) -> Result<Vec<TicketId>, Refused> {
    let rows = OPEN.scan(read, &(), Direction::Up, limit)?;
    Ok(rows.into_iter().map(|((_, _, id), ())| id).collect())
}

/// Tickets whose clock runs and that are due before an instant, soonest first.
///
/// # Errors
/// When the store fails.
pub fn due_before(read: &dyn Read, until: Instant, limit: usize) -> Result<Vec<TicketId>, Refused> {
    let band = Queue::Due as u8;
    let rows = OPEN.range(read, &(band,), &(band, until), Direction::Up, limit)?;
    Ok(rows.into_iter().map(|((_, _, id), ())| id).collect())
}

/// Tickets that someone holds and that are not done; [`NOBODY`] for those without an owner.
///
/// # Errors
/// When the store fails.
pub fn held_by(read: &dyn Read, owner: StaffId) -> Result<Vec<TicketId>, Refused> {
    Ok(OF_OWNER.all(read, &(owner,))?.into_iter().map(|((_, id), ())| id).collect())
}

/// A student's tickets, newest first.
///
/// # Errors
/// When the store fails.
pub fn tickets_of(read: &dyn Read, student: StudentId, limit: usize) -> Result<Vec<TicketId>, Refused> {
    let rows = OF_STUDENT.scan(read, &(student,), Direction::Down, limit)?;
    Ok(rows.into_iter().map(|((_, id), ())| id).collect())
}

/// Tickets that were opened from `first` on and before `end`, oldest first.
///
/// # Errors
/// When the store fails.
pub fn opened_within(read: &dyn Read, first: Instant, end: Instant) -> Result<Vec<TicketId>, Refused> {
    let rows = OPENED.range(read, &(first,), &(end,), Direction::Up, usize::MAX)?;
    Ok(rows.into_iter().map(|((_, id), ())| id).collect())
}

/// The tickets that were opened last, newest first.
///
/// # Errors
/// When the store fails.
pub fn opened_lately(read: &dyn Read, limit: usize) -> Result<Vec<TicketId>, Refused> {
    let rows = OPENED.scan(read, &(), Direction::Down, limit)?;
    Ok(rows.into_iter().map(|((_, id), ())| id).collect())
}

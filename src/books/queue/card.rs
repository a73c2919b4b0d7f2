//! What the ticket screen asks of one ticket: all of it, with its steps and its history.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::filled::{CardField, is_blank, refund, shown};
use super::list::{ListRow, row};
use super::sop::{self, Category, Field, Work};
use super::ticket::{Event, Link, Outcome, State, What, history, ticket, tickets_of};
use super::working_time::WorkingTime;
use crate::base::{Instant, Refused, Say, StaffId, StudentId, Text, TicketId};
use crate::books::ledger::fees::Reckoning;
use crate::books::register::{Role, Staff, name_of};
use crate::books::{Ask, View};

/// Asks for everything that is shown of a ticket.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TicketCard {
    /// The ticket.
    pub ticket: TicketId,
}

/// A ticket as its card shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// What the list shows of it.
    pub row: ListRow,
    /// How many events it has: to send back with an answer.
    pub expect: u32,
    /// Who to answer.
    pub contact: Text,
    /// When it was opened.
    pub opened: Instant,
    /// The version of its SOP.
    pub version: u32,
    /// The rule that opened it.
    pub rule: Option<Say>,
    /// Its steps.
    pub steps: Vec<CardStep>,
    /// What was filled in.
    pub fields: Vec<CardField>,
    /// What the refund that it asks for comes to now, line by line, or why it can't be given; for those who
    /// may know, until it is decided.
    pub refund: Option<Result<Reckoning, Say>>,
    /// Categories to choose from: keys and names.
    pub categories: Vec<(String, Say)>,
    /// What it is about.
    pub links: Vec<Link>,
    /// When the first answer is due, until it is given.
    pub first_due: Option<Instant>,
    /// When the solution is due, until it is given.
    pub solve_due: Option<Instant>,
    /// Working minutes that the first answer took.
    pub first_minutes: Option<u32>,
    /// Working minutes that the solution took.
    pub solve_minutes: Option<u32>,
    /// For what it waits.
    pub waiting_for: Text,
    /// How it ended, or was decided.
    pub outcome: Option<Outcome>,
    /// Where it went on.
    pub merged_into: Option<TicketId>,
    /// Whether the present step is one of the asker's.
    pub may: bool,
    /// Whether another person has to decide it: the asker opened it or worked on it.
    pub barred: bool,
    /// What happened, oldest first.
    pub history: Vec<CardEvent>,
    /// The student's latest other tickets, newest first.
    pub others: Vec<ListRow>,
}

impl Card {
    /// The step that is to be done; none when all are.
    pub fn step(&self) -> Option<&CardStep> {
        let place = usize::from(self.row.step).checked_sub(1).filter(|_| self.row.state != State::Done)?;
        self.steps.get(place)
    }

    /// What happened since the asker had seen so many events.
    pub fn since(&self, seen: u32) -> &[CardEvent] {
        self.history.get(usize::try_from(seen).unwrap_or(usize::MAX)..).unwrap_or_default()
    }
}

/// A step on the card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardStep {
    /// Its key within the SOP.
    pub key: String,
    /// What it is called; its hint is the message's `doc`.
    pub name: Say,
    /// What completes it.
    pub work: Work,
    /// Whose it is.
    pub roles: Vec<Role>,
    /// Whether another person than those before has to decide.
    pub by_another: bool,
    /// What it asks for, with the fields' names.
    pub fields: Vec<(Field, Say)>,
    /// What a grant carries out.
    pub deed: Option<Say>,
}

/// Something that happened, with names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardEvent {
    /// What, when, by whom.
    #[serde(flatten)]
    pub event: Event,
    /// Who did it.
    pub by: Text,
    /// To whom it was given, where it was.
    pub to: Text,
    /// The step that it speaks of.
    pub step: Option<Say>,
    /// What was filled in with it, as people read it.
    pub filled: Vec<Say>,
}

/// How many of a student's other tickets are shown.
const OTHERS: usize = 6;

impl Ask for TicketCard {
    const NAME: &'static str = "ticket.card";
    type Answer = Card;

    fn answer(&self, view: &View<'_>) -> Result<Card, Refused> {
        let found = ticket(view.read, self.ticket)?;
        let sop = sop::version(view.read, &found.kind, found.version)?;
        let time = WorkingTime::of(view.school);
        let mut names = BTreeMap::new();
        let mut events = Vec::new();
        for event in history(view.read, self.ticket)? {
            events.push(told(view, &sop, found.student, &mut names, event)?);
        }
        let mut others = Vec::new();
        if let Some(student) = found.student {
            let ids = tickets_of(view.read, student, OTHERS + 1)?;
            for id in ids.into_iter().filter(|id| *id != self.ticket).take(OTHERS) {
                others.push(row(view, &time, id, &ticket(view.read, id)?)?);
            }
        }
        let mut fields: Vec<CardField> = Vec::new();
        for field in sop.all_fields() {
            let Some(value) = found.fields.get(&field.key) else { continue };
            if fields.iter().all(|other| other.field.key != field.key) {
                fields.push(CardField::of(view, found.student, field, value)?);
            }
        }
        let step = sop.steps.get(usize::from(found.step));
        let asker = |event: &CardEvent| event.event.operator == view.operator;
        let worked =
            |event: &CardEvent| asker(event) && matches!(event.event.what, What::Did(..) | What::About(_));
        let hand = found.opened_by == view.operator || events.iter().any(worked);
        let roles = step.map(|step| sop.roles(step, &found.category)).unwrap_or_default();
        Ok(Card {
            expect: found.events,
            contact: found.contact.clone(),
            opened: found.opened,
            version: found.version,
            rule: (!found.rule.is_empty()).then(|| super::trigger::title_of(&found.rule, &sop)),
            steps: sop.steps.iter().map(|step| card_step(&sop, step, &found.category)).collect(),
            fields,
            refund: refund(view, self.ticket, &found, &sop)?,
            categories: sop.categories.iter().map(|c: &Category| (c.key.clone(), c.title())).collect(),
            links: found.links.clone(),
            first_due: found.sla.first_due.filter(|_| found.sla.answered.is_none()),
            solve_due: found.sla.solve_due.filter(|_| found.sla.solved.is_none()),
            first_minutes: found.sla.first_minutes,
            solve_minutes: found.sla.solve_minutes,
            waiting_for: found.waiting_for.clone(),
            outcome: found.outcome,
            merged_into: found.merged_into,
            may: step.is_some_and(|step| may(view, step.work, &roles)),
            barred: hand && step.is_some_and(|step| step.by_another),
            history: events,
            others,
            row: row(view, &time, self.ticket, &found)?,
        })
    }

    fn example() -> Self {
        TicketCard { ticket: TicketId(891) }
    }
}

fn card_step(sop: &sop::Sop, step: &sop::Step, category: &str) -> CardStep {
    CardStep {
        key: step.key.clone(),
        name: sop.step_title(step),
        work: step.work,
        roles: sop.roles(step, category),
        by_another: step.by_another,
        fields: step.fields.iter().map(|field| (field.clone(), field.title())).collect(),
        deed: step.decision.as_ref().and_then(sop::Decision::deed).map(sop::Deed::title),
    }
}

/// Whether the asker may do a step of these posts: a manager every one, and a revisit whoever looks after service.
fn may(view: &View<'_>, work: Work, roles: &[Role]) -> bool {
    let service = work == Work::Revisit && view.holds(&[Role::Supervisor, Role::Agent]);
    roles.is_empty() || service || view.holds(&[Role::Manager]) || view.holds(roles)
}

fn told(
    view: &View<'_>,
    sop: &sop::Sop,
    student: Option<StudentId>,
    names: &mut BTreeMap<StaffId, Text>,
    event: Event,
) -> Result<CardEvent, Refused> {
    let mut name = |id: StaffId| -> Result<Text, Refused> {
        if let Some(known) = names.get(&id) {
            return Ok(known.clone());
        }
        let found = name_of::<Staff>(view.read, id)?;
        names.insert(id, found.clone());
        Ok(found)
    };
    let to = match &event.what {
        What::Assigned(Some(to), _) => name(*to)?,
        _ => Text::default(),
    };
    let step = match &event.what {
        What::Did(key, _) => sop.steps.iter().find(|step| step.key == *key),
        What::Began(step) => sop.steps.get(usize::from(*step)),
        _ => None,
    };
    let mut filled = Vec::new();
    if let What::Did(_, values) = &event.what {
        for field in sop.all_fields() {
            if let Some(value) = values.get(&field.key).filter(|value| !is_blank(field, value)) {
                filled.push(shown(view, student, field, value)?);
            }
        }
    }
    let step = step.map(|step| sop.step_title(step));
    Ok(CardEvent { by: name(event.operator)?, to, step, filled, event })
}

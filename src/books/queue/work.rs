//! Working on a ticket: what every command on it has in common. It is taken up, things happen to it,
//! steps are done, and it is put back with its deadlines reckoned anew.

use std::collections::BTreeMap;

use super::sla::{Targets, reckon};
use super::sop::{self, Field, FieldKind, Sop, Step, Work};
use super::ticket::{EVENTS, Event, Outcome, State, Ticket, What, history, put_ticket, ticket};
use super::working_time::WorkingTime;
use super::{AS_SENT, assign};
use crate::base::{Kind, Prose, Refused, Say, StaffId, Text, TicketId};
use crate::books::Books;
use crate::books::calendar::lesson;
use crate::books::register::{Role, roles_of};

/// A ticket that is being worked on.
pub(super) struct InHand {
    pub id: TicketId,
    pub ticket: Ticket,
    pub sop: Sop,
    before: Option<Ticket>,
}

impl InHand {
    /// Takes up a ticket that is not done.
    ///
    /// # Errors
    /// When there is none, or it is done.
    pub fn take(books: &Books<'_>, id: TicketId) -> Result<InHand, Refused> {
        let hand = InHand::take_any(books, id)?;
        if hand.ticket.is_done() {
            return Err(Refused::new(Kind::Conflict, Say::new("ticket-done-already").with("ticket", id))
                .hint(Say::new("ticket-done-already-hint")));
        }
        Ok(hand)
    }

    /// Takes up a ticket, done or not.
    ///
    /// # Errors
    /// When there is none.
    pub fn take_any(books: &Books<'_>, id: TicketId) -> Result<InHand, Refused> {
        let ticket = ticket(&books.draft, id)?;
        let sop = sop::version(&books.draft, &ticket.kind, ticket.version)?;
        Ok(InHand { id, before: Some(ticket.clone()), ticket, sop })
    }

    /// Begins with a ticket that is new.
    pub fn begin(id: TicketId, ticket: Ticket, sop: Sop) -> InHand {
        InHand { id, ticket, sop, before: None }
    }

    /// Refuses when something happened to it since the sender saw it.
    ///
    /// # Errors
    /// A conflict.
    pub fn unchanged_since(&self, seen: Option<u32>) -> Result<(), Refused> {
        match seen {
            Some(seen) if seen != self.ticket.events => {
                Err(Refused::new(Kind::Conflict, Say::new("ticket-crossed").with("ticket", self.id))
                    .hint(Say::new("ticket-crossed-hint")))
            }
            _ => Ok(()),
        }
    }

    /// The step that is to be done.
    pub fn step(&self) -> Option<&Step> {
        self.sop.steps.get(usize::from(self.ticket.step))
    }

    /// The step, when it is of that kind.
    ///
    /// # Errors
    /// When another kind of step is to be done.
    pub fn step_of(&self, work: Work) -> Result<Step, Refused> {
        self.step().filter(|step| step.work == work).cloned().ok_or_else(|| {
            let now = self.step().map_or_else(|| self.sop.title(), |step| self.sop.step_title(step));
            Refused::new(Kind::Conflict, Say::new("ticket-other-step").with("step", now))
        })
    }

    /// Whose step it is.
    pub fn roles(&self, step: &Step) -> Vec<Role> {
        self.sop.roles(step, &self.ticket.category)
    }

    /// Refuses an operator whose step it is not. A manager may do every step.
    ///
    /// # Errors
    /// When the operator holds no post of the step.
    pub fn may(&self, step: &Step, operator: StaffId, books: &Books<'_>) -> Result<(), Refused> {
        let roles = self.roles(step);
        let held = roles_of(&books.draft, operator)?;
        if roles.is_empty() || held.iter().any(|role| *role == Role::Manager || roles.contains(role)) {
            return Ok(());
        }
        let say = Say::new("ticket-not-your-step").with("step", self.sop.step_title(step));
        Err(Refused::new(Kind::Forbidden, say).hint(Say::new("ticket-not-your-step-hint")))
    }

    /// Who opened the ticket, did a step of it or said whom it is about: not those who may decide it where another person has to.
    ///
    /// # Errors
    /// When the store fails.
    pub fn hands(&self, books: &Books<'_>) -> Result<Vec<StaffId>, Refused> {
        let mut hands = vec![self.ticket.opened_by];
        for event in history(&books.draft, self.id)? {
            let named = books.cx.rules >= AS_SENT && matches!(event.what, What::About(_));
            if named || matches!(event.what, What::Did(..)) {
                hands.push(event.operator);
            }
        }
        Ok(hands)
    }

    /// Whether a step of it filled in what a decision is to carry out.
    pub fn is_worked_out(&self) -> bool {
        let mut asked = self.sop.steps.iter().flat_map(|step| &step.fields);
        self.sop.steps.iter().any(|step| step.decision.is_some())
            && asked.any(|field| self.ticket.fields.contains_key(&field.key))
    }

    /// The steps that were decided, and how; what was taken back is not among them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn decisions(&self, books: &Books<'_>) -> Result<Vec<(u16, Outcome)>, Refused> {
        let (mut at, mut found) = (0, Vec::new());
        for event in history(&books.draft, self.id)? {
            match event.what {
                What::Began(step) => at = step,
                What::Decided(outcome, _) => found.push((at, outcome)),
                _ => {}
            }
        }
        Ok(found)
    }

    /// Writes down that something happened.
    pub fn happened(&mut self, books: &mut Books<'_>, what: What) {
        self.ticket.events += 1;
        let event = Event { at: books.cx.at, operator: books.cx.operator, what };
        EVENTS.put(&mut books.draft, &(self.id, self.ticket.events), &event);
    }

    /// Fills in fields; what is given empty is cleared.
    ///
    /// # Errors
    /// When a required one is missing, one is not asked for, or one does not read.
    pub fn fill(
        &mut self,
        books: &Books<'_>,
        asked: &[Field],
        given: &BTreeMap<String, Text>,
    ) -> Result<(), Refused> {
        for (key, text) in given {
            let field = asked.iter().find(|field| field.key == *key);
            let field = field.ok_or_else(|| {
                Refused::input(Say::new("ticket-field-unknown").with("field", Text::new(key).as_str()))
            })?;
            if !text.is_empty() {
                let value = field.read(text, &books.school)?;
                if !books.cx.replayed {
                    // Whoever decides must not be the first to be told.
                    field.may_hold(&value)?;
                    if field.kind == FieldKind::Lesson {
                        lesson(&books.draft, text.parse().unwrap_or_default())?;
                    }
                }
                self.ticket.fields.insert(key.clone(), text.clone());
            } else if books.cx.rules >= AS_SENT {
                self.ticket.fields.remove(key);
            }
        }
        let missing =
            asked.iter().find(|field| field.required && !self.ticket.fields.contains_key(&field.key));
        match missing {
            Some(field) => Err(Refused::input(Say::new("ticket-field-needed").with("field", field.title()))),
            None => Ok(()),
        }
    }

    /// The step is done: the next one begins, with whoever is to do it; after the last one the ticket ends.
    ///
    /// # Errors
    /// When the store fails.
    pub fn step_done(
        &mut self,
        books: &mut Books<'_>,
        filled: &BTreeMap<String, Text>,
    ) -> Result<(), Refused> {
        if let Some(step) = self.step() {
            let key = step.key.clone();
            self.wake(books);
            self.happened(books, What::Did(key, filled.clone()));
        }
        self.go_to(books, self.ticket.step + 1)
    }

    /// That step begins; past the last one the ticket ends.
    ///
    /// # Errors
    /// When the store fails.
    pub fn go_to(&mut self, books: &mut Books<'_>, step: u16) -> Result<(), Refused> {
        self.ticket.step = step;
        if usize::from(step) >= self.sop.steps.len() {
            self.solved(books);
            let outcome = self.ticket.outcome.unwrap_or(Outcome::Solved);
            self.end(books, outcome);
            return Ok(());
        }
        self.happened(books, What::Began(step));
        let to = assign::choose(books, self)?;
        self.give(books, to, Prose::default());
        Ok(())
    }

    /// A wait for someone outside is over, if there was one.
    pub fn wake(&mut self, books: &mut Books<'_>) {
        // Tickets that were opened again while they waited once stayed among those that wait.
        let left_waiting = books.cx.rules >= AS_SENT && self.ticket.sla.waiting.is_some();
        if self.ticket.state == State::Waiting || left_waiting {
            self.ticket.state = State::Open;
            self.ticket.sla.waiting = None;
            self.ticket.waiting_for = Text::default();
            self.happened(books, What::Resumed);
        }
    }

    /// Gives it to someone else, or to nobody.
    pub fn give(&mut self, books: &mut Books<'_>, to: Option<StaffId>, why: Prose) {
        if to != self.ticket.owner {
            self.ticket.owner = to;
            self.ticket.away_since = None;
            self.happened(books, What::Assigned(to, why));
        }
    }

    /// The solution is given, if it was not yet; a solution answers, too.
    pub fn solved(&mut self, books: &mut Books<'_>) {
        if self.ticket.sla.solved.is_none() {
            self.ticket.sla.solved = Some(books.cx.at);
            self.happened(books, What::Solved);
        }
    }

    /// It ends.
    pub fn end(&mut self, books: &mut Books<'_>, outcome: Outcome) {
        self.ticket.state = State::Done;
        self.ticket.outcome = Some(outcome);
        self.ticket.waiting_for = Text::default();
        self.ticket.step = u16::try_from(self.sop.steps.len()).unwrap_or(u16::MAX);
        self.happened(books, What::Ended(outcome));
    }

    /// The deadlines that it goes by.
    pub fn targets(&self) -> Targets {
        let step = self.step().map_or(0, |step| step.minutes);
        Targets { first: self.sop.first, solve: self.sop.solve, step }
    }

    /// Puts it back: answers and deadlines reckoned from its history, the indexes in step.
    ///
    /// # Errors
    /// When the store fails.
    pub fn put_back(mut self, books: &mut Books<'_>) -> Result<Ticket, Refused> {
        let events = history(&books.draft, self.id)?;
        self.ticket.sla = reckon(&events, self.targets(), &WorkingTime::of(&books.school));
        put_ticket(books, self.id, self.before.as_ref(), &self.ticket);
        Ok(self.ticket)
    }
}

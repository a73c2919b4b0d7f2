//! What is done on a ticket day by day: take it, answer, note, hand over, wait, fill in a step, link.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::assign::holders;
use super::open::{may_be_about, owner_of};
use super::sop::Work;
use super::ticket::{Link, State, What};
use super::work::InHand;
use crate::base::{Kind, LessonId, Prose, Refused, Say, StaffId, StudentId, Text, TicketId};
use crate::books::register::{Role, Staff, name_of, staff, student};
use crate::books::{Act, Books, Done};

/// Takes a ticket 领取. Where the step is to be taken up by its department, that completes it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ClaimTicket {
    /// The ticket.
    pub ticket: TicketId,
}

impl Act for ClaimTicket {
    const NAME: &'static str = "ticket.claim";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let mut hand = InHand::take(books, self.ticket)?;
        let me = books.cx.operator;
        let claims = hand.step().is_some_and(|step| step.work == Work::Claim);
        let theirs = hand.ticket.owner.filter(|owner| *owner != me);
        if let Some(owner) = theirs {
            if !staff(&books.draft, owner)?.away {
                let say = Say::new("ticket-claimed-already").with("ticket", self.ticket);
                let say = say.with("owner", &name_of::<Staff>(&books.draft, owner)?);
                return Err(Refused::new(Kind::Conflict, say).hint(Say::new("ticket-claimed-already-hint")));
            }
        } else if hand.ticket.owner == Some(me) && !claims {
            return Err(Refused::new(Kind::Conflict, Say::new("ticket-yours-already")));
        }
        if let Some(step) = hand.step().cloned() {
            hand.may(&step, me, books)?;
        }
        hand.ticket.owner = Some(me);
        hand.ticket.away_since = None;
        hand.happened(books, What::Claimed);
        if claims {
            hand.step_done(books, &BTreeMap::new())?;
        }
        let ticket = hand.put_back(books)?;
        let say = Say::new("ticket-claimed").with("ticket", self.ticket);
        Ok(Done::said(match ticket.sla.due() {
            Some(due) => Say::new("ticket-claimed-due").with("ticket", self.ticket).with("due", due),
            None => say,
        }))
    }

    fn example() -> Self {
        ClaimTicket { ticket: TicketId(887) }
    }
}

/// Answers the student. Where the step is to answer, that completes it unless `goes_on`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AnswerTicket {
    /// The ticket.
    pub ticket: TicketId,
    /// The answer.
    pub text: Prose,
    /// How many events the sender has seen: two answers can't cross unseen.
    pub expect: u32,
    /// More is to come: the step is not done yet.
    #[serde(default)]
    pub goes_on: bool,
}

impl Act for AnswerTicket {
    const NAME: &'static str = "ticket.answer";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let mut hand = InHand::take(books, self.ticket)?;
        hand.unchanged_since(Some(self.expect))?;
        if self.text.is_empty() {
            return Err(Refused::input(Say::new("ticket-needs-words")));
        }
        hand.ticket.owner = hand.ticket.owner.or(Some(books.cx.operator));
        hand.happened(books, What::Answered(self.text.clone()));
        let answers = hand.step().filter(|step| step.work == Work::Answer && !self.goes_on).cloned();
        if let Some(step) = answers {
            hand.may(&step, books.cx.operator, books)?;
            hand.step_done(books, &BTreeMap::new())?;
        }
        hand.put_back(books)?;
        Ok(Done::said(Say::new("ticket-answered").with("ticket", self.ticket)))
    }

    fn example() -> Self {
        AnswerTicket {
            ticket: TicketId(891), text: "今天下午联系您".into(), expect: 5, goes_on: false
        }
    }
}

/// Notes something among ourselves 内部备注.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct NoteTicket {
    /// The ticket; also one that is done.
    pub ticket: TicketId,
    /// The note.
    pub text: Prose,
}

impl Act for NoteTicket {
    const NAME: &'static str = "ticket.note";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let mut hand = InHand::take_any(books, self.ticket)?;
        if self.text.is_empty() {
            return Err(Refused::input(Say::new("ticket-needs-words")));
        }
        hand.happened(books, What::Noted(self.text.clone()));
        hand.put_back(books)?;
        Ok(Done::said(Say::new("ticket-noted").with("ticket", self.ticket)))
    }

    fn example() -> Self {
        NoteTicket { ticket: TicketId(891), text: "家长下班后方便".into() }
    }
}

/// Hands a ticket over 转交, or (to nobody) back to the queue.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HandOver {
    /// The ticket.
    pub ticket: TicketId,
    /// To whom; nobody when not given.
    #[serde(default)]
    pub to: Option<StaffId>,
    /// Why.
    #[serde(default)]
    pub text: Prose,
}

impl Act for HandOver {
    const NAME: &'static str = "ticket.hand_over";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let mut hand = InHand::take(books, self.ticket)?;
        let senior = books.cx.roles.iter().any(|role| matches!(role, Role::Manager | Role::Supervisor));
        if hand.ticket.owner.is_some_and(|owner| owner != books.cx.operator) && !senior {
            return Err(Refused::new(Kind::Forbidden, Say::new("ticket-not-yours")));
        }
        if hand.ticket.owner == self.to {
            return Err(Refused::new(Kind::Conflict, Say::new("ticket-there-already")));
        }
        if let Some(to) = self.to {
            let who = staff(&books.draft, to)?;
            if who.retired {
                return Err(Refused::input(Say::new("ticket-staff-gone").with("name", &who.name)));
            }
            if let Some(step) = hand.step().cloned() {
                let roles = hand.roles(&step);
                if !roles.is_empty() && !holders(&books.draft, &roles)?.iter().any(|(id, _)| *id == to) {
                    hand.may(&step, to, books)?;
                }
            }
        }
        hand.give(books, self.to, self.text.clone());
        let ticket = hand.put_back(books)?;
        let say = Say::new("ticket-handed-over").with("ticket", self.ticket);
        Ok(Done::said(say.with("owner", owner_of(books, &ticket)?)))
    }

    fn example() -> Self {
        HandOver { ticket: TicketId(891), to: Some(StaffId(2)), text: "".into() }
    }
}

/// Waits for someone outside: the clock stands. With `resume` it goes on.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct WaitTicket {
    /// The ticket.
    pub ticket: TicketId,
    /// For what.
    #[serde(default)]
    pub text: Text,
    /// The wait is over.
    #[serde(default)]
    pub resume: bool,
}

impl Act for WaitTicket {
    const NAME: &'static str = "ticket.wait";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let mut hand = InHand::take(books, self.ticket)?;
        let theirs = hand.ticket.owner.is_some_and(|owner| owner != books.cx.operator);
        let senior = books.cx.roles.iter().any(|role| matches!(role, Role::Manager | Role::Supervisor));
        if let Some(step) = hand.step().filter(|_| theirs && !senior && !books.cx.replayed) {
            hand.may(step, books.cx.operator, books)?;
        }
        let left_waiting = self.resume && hand.ticket.sla.waiting.is_some();
        let waits = hand.ticket.state == State::Waiting || left_waiting;
        if waits != self.resume {
            let key = if self.resume { "ticket-not-waiting" } else { "ticket-waiting-already" };
            return Err(Refused::new(Kind::Conflict, Say::new(key)));
        }
        if self.resume {
            hand.wake(books);
        } else {
            hand.ticket.state = State::Waiting;
            hand.ticket.waiting_for = self.text.clone();
            hand.happened(books, What::Waited(self.text.clone()));
        }
        hand.put_back(books)?;
        let key = if self.resume { "ticket-resumed" } else { "ticket-waits" };
        Ok(Done::said(Say::new(key).with("ticket", self.ticket)))
    }

    fn example() -> Self {
        WaitTicket { ticket: TicketId(891), text: "等家长回电".into(), resume: false }
    }
}

/// Does a step that asks for fields: a task, or the review after the solution.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AdvanceTicket {
    /// The ticket.
    pub ticket: TicketId,
    /// What the step asks for, by field.
    #[serde(default)]
    pub fields: BTreeMap<String, Text>,
    /// A note with it.
    #[serde(default)]
    pub text: Prose,
    /// How many events the sender has seen.
    pub expect: u32,
}

impl Act for AdvanceTicket {
    const NAME: &'static str = "ticket.advance";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let mut hand = InHand::take(books, self.ticket)?;
        hand.unchanged_since(Some(self.expect))?;
        let step = match hand.step().filter(|step| step.work == Work::Review).cloned() {
            Some(step) => step,
            None => hand.step_of(Work::Task)?,
        };
        hand.may(&step, books.cx.operator, books)?;
        hand.fill(books, &step.fields, &self.fields)?;
        if !self.text.is_empty() {
            hand.happened(books, What::Noted(self.text.clone()));
        }
        hand.ticket.owner = hand.ticket.owner.or(Some(books.cx.operator));
        hand.step_done(books, &self.fields)?;
        let title = hand.sop.step_title(&step);
        let ticket = hand.put_back(books)?;
        let key = if ticket.is_done() { "ticket-stepped-done" } else { "ticket-stepped" };
        let say = Say::new(key).with("ticket", self.ticket).with("step", title);
        Ok(Done::said(say.with("owner", owner_of(books, &ticket)?)))
    }

    fn example() -> Self {
        let fields = [("result".to_owned(), Text::new("适应良好"))].into();
        AdvanceTicket { ticket: TicketId(873), fields, text: "".into(), expect: 3 }
    }
}

/// Links a ticket to what it is about, or names its student.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LinkTicket {
    /// The ticket.
    pub ticket: TicketId,
    /// To what.
    #[serde(default)]
    pub link: Option<Link>,
    /// The student that it is about.
    #[serde(default)]
    pub student: Option<StudentId>,
}

impl Act for LinkTicket {
    const NAME: &'static str = "ticket.link";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let mut hand = InHand::take(books, self.ticket)?;
        if let Some(who) = self.student {
            may_be_about(books, &hand.sop, Some(who))?;
            // What was decided, or worked out for a decision, was so about that student.
            if let Some(now) = hand.ticket.student.filter(|now| *now != who) {
                if hand.ticket.outcome.is_some() {
                    return Err(Refused::input(Say::new("ticket-decided-already")));
                }
                if !books.cx.replayed && hand.is_worked_out() {
                    let name = student(&books.draft, now)?.name;
                    return Err(Refused::new(
                        Kind::Conflict,
                        Say::new("ticket-worked-out").with("name", &name),
                    )
                    .hint(Say::new("ticket-worked-out-hint")));
                }
            }
            hand.ticket.student = Some(who);
            hand.happened(books, What::About(who));
        }
        if let Some(link) = &self.link {
            if !books.cx.replayed {
                link.is_there(&books.draft, hand.ticket.student)?;
            }
            if hand.ticket.links.contains(link) {
                return Err(Refused::new(Kind::Conflict, Say::new("ticket-linked-already")));
            }
            hand.ticket.links.push(link.clone());
            hand.happened(books, What::Linked(link.clone()));
        }
        if self.link.is_none() && self.student.is_none() {
            return Err(Refused::input(Say::new("ticket-nothing-to-link")));
        }
        hand.put_back(books)?;
        Ok(Done::said(Say::new("ticket-linked").with("ticket", self.ticket)))
    }

    fn example() -> Self {
        LinkTicket { ticket: TicketId(891), link: Some(Link::Lesson(LessonId(99))), student: None }
    }
}

//! Decisions, and how a ticket ends, is looked at again, or goes on in another.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::open::may_be_about;
use super::sop::{Step, Work};
use super::ticket::{Link, Outcome, State, What};
use super::work::InHand;
use super::{AS_SENT, template};
use crate::base::{Kind, Prose, Refused, Say, Text, TicketId};
use crate::books::ledger::fees::RefundFees;
use crate::books::register::{Role, is_operator};
use crate::books::{Act, Books, Done, Grant, undo};
use crate::store::journal::Entry;

/// Grants or denies what a ticket asks for. A grant carries out the SOP's command, once: with the
/// ticket, in one commit.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DecideTicket {
    /// The ticket.
    pub ticket: TicketId,
    /// Grant it, or deny it.
    pub grant: bool,
    /// What the student is told; a denial needs it.
    #[serde(default)]
    pub text: Prose,
    /// What the step asks for, by field; also corrects what was asked for when the ticket was opened.
    #[serde(default)]
    pub fields: BTreeMap<String, Text>,
    /// How many events the sender has seen.
    pub expect: u32,
}

impl Act for DecideTicket {
    const NAME: &'static str = "ticket.decide";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let mut hand = InHand::take(books, self.ticket)?;
        hand.unchanged_since(Some(self.expect))?;
        let step = hand.step_of(Work::Decide)?;
        hand.may(&step, books.cx.operator, books)?;
        by_another(books, &hand, &step)?;
        if self.grant {
            once(books, &hand, &step)?;
            if !books.cx.replayed {
                may_be_about(books, &hand.sop, hand.ticket.student)?;
            }
        }
        if !self.grant && self.text.is_empty() {
            return Err(Refused::input(Say::new("ticket-denial-needs-words")));
        }
        let asked: Vec<_> = hand.sop.fields.iter().chain(&step.fields).cloned().collect();
        if self.grant {
            hand.fill(books, &asked, &self.fields)?;
        }
        let mut did = Done::default();
        if let Some(decision) = step.decision.as_ref().filter(|_| self.grant) {
            let from =
                template::Source { id: hand.id, ticket: &hand.ticket, sop: &hand.sop, school: &books.school };
            let body = template::fill(&decision.body, &from, &self.text)?;
            let act = (books.decode)(&decision.act, body)?;
            books.grant = Some(Grant { ticket: hand.id, student: hand.ticket.student });
            did = act.run(books)?;
            books.grant = None;
        }
        let outcome = if self.grant { Outcome::Granted } else { Outcome::Denied };
        hand.ticket.outcome = Some(outcome);
        hand.happened(books, What::Decided(outcome, did.said.clone()));
        if !self.text.is_empty() {
            hand.happened(books, What::Answered(self.text.clone()));
        }
        hand.step_done(books, &self.fields)?;
        hand.put_back(books)?;
        let key = if self.grant { "ticket-granted" } else { "ticket-denied" };
        did.said.insert(0, Say::new(key).with("ticket", self.ticket));
        Ok(did)
    }

    fn example() -> Self {
        DecideTicket {
            ticket: TicketId(890),
            grant: true,
            text: "已补记，谢谢指正".into(),
            fields: BTreeMap::new(),
            expect: 3,
        }
    }
}

/// Refuses whoever opened the ticket or did a step of it, where another person has to decide: the step says so, or
/// it pays a refund.
fn by_another(books: &Books<'_>, hand: &InHand, step: &Step) -> Result<(), Refused> {
    // Once a school's own procedure could leave the second person out of a refund, and journals hold such.
    if !step.by_another && (!pays(step) || books.cx.replayed) {
        return Ok(());
    }
    for before in hand.hands(books)? {
        if is_operator(books, before)? {
            return Err(Refused::new(Kind::Forbidden, Say::new("ticket-by-another"))
                .hint(Say::new("ticket-by-another-hint")));
        }
    }
    Ok(())
}

/// Whether a grant pays a refund.
fn pays(step: &Step) -> bool {
    step.decision.as_ref().is_some_and(|decision| decision.act == RefundFees::NAME)
}

/// Refuses to carry out a step's command once more, however the ticket came back to the step; and to pay a second
/// refund where a school's own procedure has two steps that do.
fn once(books: &Books<'_>, hand: &InHand, step: &Step) -> Result<(), Refused> {
    if step.decision.is_none() || books.cx.replayed {
        return Ok(());
    }
    let paid = |at: u16| hand.sop.steps.get(usize::from(at)).is_some_and(pays);
    let again = |at: u16| at == hand.ticket.step || pays(step) && paid(at);
    let mut before = hand.decisions(books)?.into_iter();
    if before.any(|(at, outcome)| outcome == Outcome::Granted && again(at)) {
        return Err(decided_already());
    }
    Ok(())
}

/// A decision acts once: a new one needs a new ticket.
fn decided_already() -> Refused {
    Refused::new(Kind::Conflict, Say::new("ticket-decided-already"))
        .hint(Say::new("ticket-decided-already-hint"))
}

/// Why a decision that was taken back may not be brought back by this operator: that decides once more.
pub(in crate::books) fn may_be_redone(books: &Books<'_>, undo: &Entry) -> Result<(), Refused> {
    let (depth, decided) = undo::root(&books.draft, undo)?;
    if books.cx.replayed || depth % 2 == 0 || decided.act != DecideTicket::NAME {
        return Ok(());
    }
    let read =
        |e: serde_json::Error| Refused::new(Kind::Ours, Say::new("error-ours").with("detail", e.to_string()));
    let decision: DecideTicket = serde_json::from_value(decided.body).map_err(read)?;
    let hand = InHand::take_any(books, decision.ticket)?;
    match hand.step().cloned() {
        Some(step) => by_another(books, &hand, &step),
        None => Ok(()),
    }
}

/// Closes a ticket 办结: its solution is given. What comes after the solution (the revisit, the review) is
/// still to be done; without such steps the ticket is done.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ResolveTicket {
    /// The ticket.
    pub ticket: TicketId,
    /// What was done.
    #[serde(default)]
    pub text: Prose,
    /// It fell away instead: withdrawn, or opened in error.
    #[serde(default)]
    pub withdrawn: bool,
    /// How many events the sender has seen.
    #[serde(default)]
    pub expect: Option<u32>,
}

impl Act for ResolveTicket {
    const NAME: &'static str = "ticket.resolve";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let mut hand = InHand::take(books, self.ticket)?;
        hand.unchanged_since(self.expect)?;
        if let Some(step) = hand.step().cloned() {
            hand.may(&step, books.cx.operator, books)?;
        }
        if self.withdrawn {
            if hand.ticket.outcome.is_some_and(decided) && !books.cx.replayed {
                return Err(decided_already());
            }
            if !self.text.is_empty() {
                hand.happened(books, What::Noted(self.text.clone()));
            }
            hand.end(books, Outcome::Withdrawn);
            hand.put_back(books)?;
            return Ok(Done::said(Say::new("ticket-withdrawn").with("ticket", self.ticket)));
        }
        if hand.ticket.sla.solved.is_some() {
            return Err(Refused::new(Kind::Conflict, Say::new("ticket-solved-already")));
        }
        let from = usize::from(hand.ticket.step);
        let left = hand.sop.steps.get(from..).unwrap_or_default();
        if left.iter().any(|step| step.work == Work::Decide) {
            return Err(
                Refused::input(Say::new("ticket-decide-first")).hint(Say::new("ticket-decide-first-hint"))
            );
        }
        let to = from + left.iter().position(|step| step.work.closes()).unwrap_or(left.len());
        hand.wake(books);
        if !self.text.is_empty() {
            hand.happened(books, What::Answered(self.text.clone()));
        }
        hand.ticket.owner = hand.ticket.owner.or(Some(books.cx.operator));
        hand.solved(books);
        if to > from {
            hand.go_to(books, u16::try_from(to).unwrap_or(u16::MAX))?;
        }
        let ticket = hand.put_back(books)?;
        let key = if ticket.is_done() { "ticket-resolved" } else { "ticket-resolved-goes-on" };
        Ok(Done::said(Say::new(key).with("ticket", self.ticket)))
    }

    fn example() -> Self {
        ResolveTicket { ticket: TicketId(891), text: "".into(), withdrawn: false, expect: Some(7) }
    }
}

/// Asks the student for a score after the solution 回访.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RevisitTicket {
    /// The ticket.
    pub ticket: TicketId,
    /// 1 to 5.
    pub score: u8,
    /// What was said.
    #[serde(default)]
    pub text: Prose,
}

impl Act for RevisitTicket {
    const NAME: &'static str = "ticket.revisit";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        if !(1..=5).contains(&self.score) {
            return Err(Refused::input(Say::new("ticket-score-range")));
        }
        let mut hand = InHand::take_any(books, self.ticket)?;
        let revisits = hand.step().filter(|step| step.work == Work::Revisit).cloned();
        if revisits.is_none() && hand.ticket.sla.solved.is_none() {
            return Err(Refused::input(Say::new("ticket-revisit-early")));
        }
        // The voice of the student is asked for by whoever holds the step or looks after service.
        let holds = |role: &Role| matches!(role, Role::Manager | Role::Supervisor | Role::Agent);
        let service = books.cx.roles.iter().any(holds);
        match &revisits {
            Some(step) if !service => hand.may(step, books.cx.operator, books)?,
            None if !service && !books.cx.replayed && hand.ticket.owner != Some(books.cx.operator) => {
                return Err(Refused::new(Kind::Forbidden, Say::new("ticket-not-yours")));
            }
            _ => {}
        }
        hand.ticket.score = Some(self.score);
        hand.happened(books, What::Scored(self.score, self.text.clone()));
        if revisits.is_some() {
            hand.solved(books);
            hand.step_done(books, &BTreeMap::new())?;
        }
        hand.put_back(books)?;
        Ok(Done::said(
            Say::new("ticket-revisited").with("ticket", self.ticket).with("score", i32::from(self.score)),
        ))
    }

    fn example() -> Self {
        RevisitTicket { ticket: TicketId(891), score: 4, text: "".into() }
    }
}

/// Opens a ticket again: the matter was not settled. What was decided stays decided; the step that comes
/// before the closing ones begins again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReopenTicket {
    /// The ticket.
    pub ticket: TicketId,
    /// Why.
    pub text: Prose,
}

impl Act for ReopenTicket {
    const NAME: &'static str = "ticket.reopen";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let mut hand = InHand::take_any(books, self.ticket)?;
        if hand.ticket.sla.solved.is_none() && !hand.ticket.is_done() {
            return Err(Refused::new(Kind::Conflict, Say::new("ticket-open-still")));
        }
        if let Some(into) = hand.ticket.merged_into {
            return Err(Refused::input(Say::new("ticket-merged-already").with("into", into)));
        }
        if self.text.is_empty() {
            return Err(Refused::input(Say::new("ticket-needs-words")));
        }
        let decides = hand.sop.steps.iter().any(|step| step.decision.is_some());
        if decides && !books.cx.replayed && !hand.decisions(books)?.is_empty() {
            return Err(decided_already());
        }
        let back = match hand.ticket.outcome {
            Some(Outcome::Withdrawn) => hand.sop.steps.iter().position(|step| step.work != Work::Receive),
            _ => hand.sop.steps.iter().rposition(|step| step.work != Work::Review),
        };
        if books.cx.rules >= AS_SENT {
            hand.wake(books);
        }
        hand.ticket.state = State::Open;
        hand.ticket.outcome = None;
        hand.ticket.sla.solved = None;
        hand.happened(books, What::Reopened(self.text.clone()));
        hand.go_to(books, back.and_then(|step| u16::try_from(step).ok()).unwrap_or(0))?;
        hand.put_back(books)?;
        Ok(Done::said(Say::new("ticket-reopened").with("ticket", self.ticket)))
    }

    fn example() -> Self {
        ReopenTicket { ticket: TicketId(891), text: "家长又来电，还没有解决".into() }
    }
}

fn decided(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Granted | Outcome::Denied)
}

/// Lets one ticket go on in another: both are about one matter.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MergeTicket {
    /// The ticket that ends.
    pub ticket: TicketId,
    /// The one that it goes on in.
    pub into: TicketId,
}

impl Act for MergeTicket {
    const NAME: &'static str = "ticket.merge";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        if self.ticket == self.into {
            return Err(Refused::input(Say::new("ticket-merge-itself")));
        }
        let mut from = InHand::take(books, self.ticket)?;
        let mut into = InHand::take(books, self.into)?;
        if from.ticket.outcome.is_some() {
            return Err(Refused::input(Say::new("ticket-decided-already")));
        }
        let (a, b) = (from.ticket.student, into.ticket.student);
        if a.is_some() && b.is_some() && a != b {
            return Err(Refused::input(Say::new("ticket-merge-students")));
        }
        into.ticket.student = b.or(a);
        for link in from.ticket.links.iter().chain([&Link::Ticket(self.ticket)]) {
            if !into.ticket.links.contains(link) {
                into.ticket.links.push(link.clone());
            }
        }
        into.happened(books, What::TookIn(self.ticket));
        into.put_back(books)?;
        from.ticket.merged_into = Some(self.into);
        from.happened(books, What::WentInto(self.into));
        from.end(books, Outcome::Merged);
        from.put_back(books)?;
        Ok(Done::said(Say::new("ticket-merged").with("ticket", self.ticket).with("into", self.into)))
    }

    fn example() -> Self {
        MergeTicket { ticket: TicketId(892), into: TicketId(891) }
    }
}

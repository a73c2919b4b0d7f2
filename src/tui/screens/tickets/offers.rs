//! What can be done with a ticket just now: what the footer offers, what a key is about to do, and why the
//! others can't.

use crate::base::Say;
use crate::desk::queue::sop::Work;
use crate::desk::queue::{Card, State};
use crate::say;
use crate::tui::app::Look;
use crate::tui::input::{Action, Context};
use crate::tui::shared::posts;

/// What is to be done now, whatever the step is. A solution comes before the revisit that asks about it, and an
/// answer before the solution.
pub fn next(card: &Card) -> Option<Action> {
    Some(match card.step()?.work {
        Work::Classify => Action::TicketClassify,
        Work::Claim => Action::TicketClaim,
        Work::Revisit if card.first_minutes.is_none() => Action::TicketAnswer,
        Work::Revisit if card.solve_minutes.is_none() => Action::TicketResolve,
        Work::Answer => Action::TicketAnswer,
        Work::Decide => Action::TicketDecide,
        Work::Revisit => Action::TicketRevisit,
        Work::Receive => Action::TicketResolve,
        Work::Task | Work::Review => Action::TicketNext,
    })
}

/// The verbs that the footer offers, the most wanted first; what the next step is, is not offered twice.
pub fn hints(card: Option<&Card>) -> Vec<Action> {
    let Some(card) = card else { return Vec::new() };
    let mut hints = Vec::new();
    if card.row.state == State::Waiting {
        hints.push(Action::TicketWait);
    }
    if card.row.owner.is_none() {
        hints.push(Action::TicketClaim);
    }
    hints.extend([Action::TicketAnswer, Action::TicketWords, Action::TicketHandOver]);
    if card.row.state == State::Open {
        hints.push(Action::TicketWait);
    }
    hints.push(Action::TicketResolve);
    if card.row.state == State::Done {
        if card.row.score.is_none() {
            hints.push(Action::TicketRevisit);
        }
        hints.push(Action::TicketReopen);
    }
    hints.extend([Action::TicketNote, Action::TicketStudent]);
    hints.retain(|hint| Some(*hint) != next(card));
    hints.insert(0, Action::TicketNext);
    hints
}

/// What a key does to that ticket, where its usual name doesn't say.
pub fn label(action: Action, card: &Card, look: &Look) -> Option<String> {
    match action {
        Action::TicketNext => match next(card)? {
            // The school's own name for it says more.
            Action::TicketDecide | Action::TicketNext => card.step().map(|step| look.say(&step.name)),
            next => Some(look.text(&next.key()).into_owned()),
        },
        Action::TicketWait if card.row.state == State::Waiting => {
            Some(look.text("tickets-resume").into_owned())
        }
        _ => None,
    }
}

/// Why that can't be done to the ticket now, said before anything is typed.
pub fn why_not(action: Action, card: &Card, look: &Look) -> Option<Say> {
    if action.context() != Context::Ticket {
        return None;
    }
    let solved = card.solve_minutes.is_some();
    let step = card.step();
    let is = |work: Work| step.is_some_and(|step| step.work == work);
    match action {
        Action::TicketStudent => card.row.student.is_none().then(|| say!("tickets-no-student")),
        Action::TicketNote => None,
        Action::TicketReopen => (step.is_some() && !solved).then(|| say!("ticket-open-still")),
        Action::TicketRevisit if is(Work::Revisit) => theirs(card, look),
        Action::TicketRevisit => (!solved).then(|| say!("ticket-revisit-early")),
        _ if step.is_none() => Some(say!("tickets-done-why", ticket = card.row.id)),
        Action::TicketDecide if !is(Work::Decide) => {
            Some(say!("ticket-other-step", step = card.row.step_name.clone()))
        }
        Action::TicketResolve if solved => Some(say!("ticket-solved-already")),
        Action::TicketNext | Action::TicketDecide => barred(card).or_else(|| theirs(card, look)),
        Action::TicketAnswer | Action::TicketWords if is(Work::Answer) => theirs(card, look),
        Action::TicketClassify if card.categories.is_empty() => Some(say!("tickets-no-categories")),
        Action::TicketResolve | Action::TicketClaim => theirs(card, look),
        _ => None,
    }
}

/// The step is another post's.
fn theirs(card: &Card, look: &Look) -> Option<Say> {
    let step = card.step().filter(|_| !card.may)?;
    Some(say!("tickets-theirs", step = step.name.clone(), posts = posts::named(&step.roles, look)))
}

/// Another person has to decide.
fn barred(card: &Card) -> Option<Say> {
    card.barred.then(|| say!("tickets-barred", step = card.row.step_name.clone()))
}

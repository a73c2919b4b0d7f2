//! One ticket, whole: its steps, what was filled in, and the thread.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{offers, thread, verbs};
use crate::base::{Refused, Say, TicketId};
use crate::desk::queue::{Card, CardEvent, CardStep, State, TicketCard, What};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen};
use crate::tui::input::{Action, Context};
use crate::tui::shared::due;
use crate::tui::shared::pane;
use crate::tui::shared::posts;
use crate::tui::symbol;
use crate::tui::theme::Role;
use crate::tui::widgets::Line;
use crate::tui::widgets::text::{Align, fit, put};

/// The screen of one ticket.
pub struct One {
    id: TicketId,
    card: Option<Card>,
    /// Lines scrolled up from the end: the newest is what one wants to see.
    up: usize,
    page: usize,
    trouble: Option<Refused>,
}

impl One {
    pub fn new(id: TicketId, cx: &mut Cx) -> One {
        let mut one = One { id, card: None, up: 0, page: 10, trouble: None };
        one.refresh(cx);
        one
    }

    fn refresh(&mut self, cx: &mut Cx) {
        match cx.ask(&TicketCard { ticket: self.id }) {
            Ok(card) => (self.card, self.trouble) = (Some(card), None),
            Err(refused) => self.trouble = Some(refused),
        }
    }

    fn scroll(&mut self, action: Action) -> bool {
        self.up = match action {
            Action::ListUp => self.up + 1,
            Action::ListDown => self.up.saturating_sub(1),
            Action::ListPageUp => self.up + self.page,
            Action::ListPageDown => self.up.saturating_sub(self.page),
            Action::ListFirst => usize::MAX / 2,
            Action::ListLast => 0,
            _ => return false,
        };
        true
    }
}

impl Layer for One {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Ticket, Context::List]
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        if self.scroll(action) {
            return Effect::Done;
        }
        let effect = self.card.as_ref().and_then(|card| verbs::act(action, card, cx));
        if effect.is_some() {
            self.refresh(cx);
        }
        effect.unwrap_or(Effect::Pass)
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        if areas.any(&[Area::Queue, Area::Students, Area::Setup, Area::Clock]) {
            self.refresh(cx);
        }
    }

    fn why_not(&self, action: Action, look: &Look) -> Option<Say> {
        match &self.card {
            Some(card) => offers::why_not(action, card, look),
            None => (action.context() == Context::Ticket).then(|| say!("tickets-none-selected")),
        }
    }

    fn label(&self, action: Action, look: &Look) -> Option<String> {
        offers::label(action, self.card.as_ref()?, look)
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        let mut hints = offers::hints(self.card.as_ref());
        hints.extend([Action::Undo, Action::Back]);
        hints
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let Some(card) = &self.card else {
            if let Some(refused) = &self.trouble {
                let text = look.say(&refused.reason);
                put(buf, area.x + 3, area.y + 1, &text, look.style(Role::Bad), area.width.saturating_sub(4));
            }
            return None;
        };
        let (thread, beside) = pane::part(area);
        let inside = Rect { x: thread.x + 1, width: thread.width.saturating_sub(2), ..thread };
        if let Some(beside) = beside {
            let side = pane::divided(beside, buf, look);
            pane::lines(&ladder(card, usize::from(side.width), look), side, buf, look);
        }
        let mut top = thread::heads(card, usize::from(inside.width), look);
        top.extend(beside.is_none().then(|| steps(card, look)));
        top.extend(thread::filled(card, usize::from(inside.width), look));
        top.push(Line::new());
        pane::lines(&top, inside, buf, look);
        let below = (top.len() as u16).min(inside.height);
        let rest = Rect { y: inside.y + below, height: inside.height - below, ..inside };
        let events = thread::events(card, usize::from(rest.width), look);
        self.page = usize::from(rest.height).max(1);
        self.up = self.up.min(events.len().saturating_sub(self.page));
        let end = events.len() - self.up;
        pane::lines(&events[end.saturating_sub(self.page)..end], rest, buf, look);
        None
    }
}

/// The steps in one line; what is behind is quiet, the present one stands out.
fn steps(card: &Card, look: &Look) -> Line {
    let mut line = Line::new();
    for (index, step) in card.steps.iter().enumerate() {
        let now = usize::from(card.row.step);
        let done = card.row.state == State::Done;
        let (sign, role) = match index + 1 {
            number if number < now || done => (symbol::CHOSEN, Role::Muted),
            number if number == now => (symbol::MARKER, Role::Accent),
            _ => (symbol::UNMARKED, Role::Muted),
        };
        let gap = if line.0.is_empty() { "" } else { "  " };
        line = line.and(format!("{gap}{sign} {}", look.say(&step.name)), role);
    }
    line
}

/// The steps one below the other: who did each and when, whose the present one is and until when, whose the others
/// are; and the student's other tickets.
fn ladder(card: &Card, cells: usize, look: &Look) -> Vec<Line> {
    let mut all = vec![Line::of(look.text("tickets-steps").into_owned(), Role::Label)];
    let now = usize::from(card.row.step);
    let done = card.row.state == State::Done;
    for (index, step) in card.steps.iter().enumerate() {
        let (sign, name, how) = match index + 1 {
            number if number < now || done => (symbol::CHOSEN, Role::Muted, who_did(card, &step.key, look)),
            number if number == now => (symbol::MARKER, Role::Accent, whose(card, look)),
            _ => (symbol::UNMARKED, Role::Text, Line::of(posts(step, look), Role::Muted)),
        };
        let line = Line::of(format!("{sign} {}", look.say(&step.name)), name);
        let used = line.width();
        if used + 2 + how.width() <= cells {
            let mut line = line.and(" ".repeat(cells - used - how.width()), Role::Text);
            line.0.extend(how.0);
            all.push(line);
        } else {
            let mut below = Line::of(" ".repeat(cells.saturating_sub(how.width()).max(2)), Role::Text);
            below.0.extend(how.0);
            all.extend([line, below]);
        }
    }
    if !card.others.is_empty() {
        all.push(Line::new());
        all.push(Line::of(look.text("tickets-others").into_owned(), Role::Label));
        all.extend(card.others.iter().map(|other| {
            let stands = due::line(other, look);
            let room = cells.saturating_sub(stands.width() + 2);
            let what = format!("{} {} {}", other.id, look.say(&other.kind_name), look.say(&other.title));
            let line = Line::of(fit(&what, room, Align::Left), Role::Text).and("  ", Role::Text);
            stands.0.into_iter().fold(line, |line, (text, role)| line.and(text, role))
        }));
    }
    all
}

/// Whose a step is; before a ticket is classified that may be the category's department.
fn posts(step: &CardStep, look: &Look) -> String {
    match step.roles.is_empty() {
        true => look.text("sops-by-category").into_owned(),
        false => posts::named(&step.roles, look),
    }
}

/// Who did a step, and when; nothing where it was passed over.
fn who_did(card: &Card, step: &str, look: &Look) -> Line {
    let first = (card.steps.first().is_some_and(|first| first.key == step)).then(|| card.history.first());
    let did = |event: &&CardEvent| matches!(&event.event.what, What::Did(key, _) if key.as_str() == step);
    let event = card.history.iter().rev().find(did).or(first.flatten());
    let text = event.map(|event| format!("{} {}", event.by, look.lang.moment(event.event.at, &look.shown)));
    Line::of(text.unwrap_or_default(), Role::Muted)
}

/// Who has the present step, and until when.
fn whose(card: &Card, look: &Look) -> Line {
    let owner = match card.row.owner {
        Some(_) => Line::of(card.row.owner_name.to_string(), Role::Text),
        None => Line::of(look.text("tickets-unassigned").into_owned(), Role::Accent),
    };
    let mut line = owner.and(" ", Role::Text);
    line.0.extend(due::line(&card.row, look).0);
    line
}

impl Screen for One {
    fn place(&self) -> Place {
        Place::Ticket(self.id)
    }

    fn headline(&self, look: &Look) -> (Line, Line) {
        let Some(card) = &self.card else { return (Line::of(self.id.to_string(), Role::Title), Line::new()) };
        let left = Line::of(look.say(&card.row.title), Role::Title);
        (left, Line::of(thread::about(card), Role::Muted))
    }
}

//! One ticket, whole: its steps, what was filled in, and the thread.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{lines, thread, verbs};
use crate::base::{Refused, Say, TicketId};
use crate::desk::queue::{Card, State, TicketCard};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen};
use crate::tui::input::{Action, Context};
use crate::tui::symbol;
use crate::tui::theme::Role;
use crate::tui::widgets::Line;
use crate::tui::widgets::text::put;

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
        if areas.any(&[Area::Queue, Area::Students, Area::Setup]) {
            self.refresh(cx);
        }
    }

    fn why_not(&self, action: Action, _: &Look) -> Option<Say> {
        (action.context() == Context::Ticket && self.card.is_none()).then(|| say!("tickets-none-selected"))
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        let mut hints = verbs::hints(self.card.as_ref());
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
        let inside = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        let mut top = thread::heads(card, usize::from(inside.width), look);
        top.push(steps(card, look));
        top.extend(thread::filled(card, usize::from(inside.width), look));
        top.push(Line::new());
        lines(&top, inside, buf, look);
        let below = (top.len() as u16).min(inside.height);
        let rest = Rect { y: inside.y + below, height: inside.height - below, ..inside };
        let events = thread::events(card, usize::from(rest.width), look);
        self.page = usize::from(rest.height).max(1);
        self.up = self.up.min(events.len().saturating_sub(self.page));
        let end = events.len() - self.up;
        lines(&events[end.saturating_sub(self.page)..end], rest, buf, look);
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

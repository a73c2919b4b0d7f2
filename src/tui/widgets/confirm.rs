//! A yes or no, asked before what can't lightly be taken back. It says what will happen.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::popup::popup;
use super::text::{put, width, wrap};
use crate::base::Say;
use crate::tui::app::{Cx, Effect, Layer, Look};
use crate::tui::input::{Action, Context};
use crate::tui::theme::Role;

type Yes = Box<dyn FnOnce(&mut Cx) -> Effect>;

/// A question with its consequence.
pub struct Confirm {
    question: Say,
    consequence: Option<Say>,
    yes: Option<Yes>,
}

impl Confirm {
    /// Asks; `yes` is done when the answer is yes.
    pub fn new(question: Say, yes: impl FnOnce(&mut Cx) -> Effect + 'static) -> Confirm {
        Confirm { question, consequence: None, yes: Some(Box::new(yes)) }
    }

    /// Says below the question what a yes will do.
    pub fn consequence(mut self, say: Say) -> Confirm {
        self.consequence = Some(say);
        self
    }
}

impl Layer for Confirm {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Confirm]
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match action {
            Action::ConfirmYes => match self.yes.take() {
                Some(yes) => Effect::Many(vec![Effect::Close, yes(cx)]),
                None => Effect::Close,
            },
            Action::ConfirmNo => Effect::Close,
            _ => Effect::Pass,
        }
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        vec![Action::ConfirmYes, Action::ConfirmNo]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let room = usize::from(area.width.saturating_sub(8)).min(60);
        let mut lines: Vec<(String, Role)> =
            wrap(&look.say(&self.question), room).into_iter().map(|line| (line, Role::Title)).collect();
        if let Some(consequence) = &self.consequence {
            lines.push((String::new(), Role::Text));
            lines.extend(wrap(&look.say(consequence), room).into_iter().map(|line| (line, Role::Text)));
        }
        let wide = lines.iter().map(|(line, _)| width(line)).max().unwrap_or(0).max(24);
        let inside = popup(area, buf, &look.theme, "", wide as u16 + 4, lines.len() as u16 + 2);
        for (y, (line, role)) in (inside.top()..inside.bottom()).zip(&lines) {
            put(buf, inside.x, y, line, look.style(Role::Popup).patch(look.style(*role)), inside.width);
        }
        None
    }
}

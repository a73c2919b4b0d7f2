//! A place that has no screen yet says so.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen, Tab};
use crate::tui::input::{Action, Context};
use crate::tui::theme::Role;
use crate::tui::widgets::Line;
use crate::tui::widgets::text::put;

pub struct Empty(Place);

impl Empty {
    pub fn new(place: Place) -> Empty {
        Empty(place)
    }
}

impl Layer for Empty {
    fn contexts(&self) -> &'static [Context] {
        &[]
    }
    fn on_action(&mut self, _: Action, _: &mut Cx) -> Effect {
        Effect::Pass
    }
    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        put(buf, area.x + 3, area.y + 1, &look.text("app-no-screen"), look.style(Role::Muted), area.width);
        None
    }
}

impl Screen for Empty {
    fn place(&self) -> Place {
        self.0
    }
    fn headline(&self, look: &Look) -> (Line, Line) {
        let title = Tab::of(&self.0).map(|tab| look.text(tab.key()).into_owned()).unwrap_or_default();
        (Line::of(title, Role::Title), Line::new())
    }
}

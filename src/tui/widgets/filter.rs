//! The `/` of every list: opened, typed into while the list narrows, kept by Enter, dropped by Esc.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::edit::Edit;
use super::text::put;
use crate::tui::app::{Effect, Look};
use crate::tui::input::{Action, Context};
use crate::tui::theme::Role;

/// A list's filter.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    edit: Edit,
    open: bool,
}

/// What a key did to a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filtered {
    /// Not the filter's business.
    Pass,
    /// Its look changed, its text did not.
    Same,
    /// Its text changed: narrow the list anew.
    Changed,
}

impl Filtered {
    /// What a screen does about it before its own keys: narrows its list when the text is another. `None`: the key
    /// is the screen's own.
    pub fn then(self, narrow: impl FnOnce()) -> Option<Effect> {
        match self {
            Filtered::Pass => return None,
            Filtered::Same => {}
            Filtered::Changed => narrow(),
        }
        Some(Effect::Done)
    }
}

impl Filter {
    /// The contexts while it is typed into.
    pub const CONTEXTS: &[Context] = &[Context::Text, Context::Picker];

    /// The contexts of a list's keys: those of typing while it is open, else the list's own.
    pub fn contexts(&self, own: &'static [Context]) -> &'static [Context] {
        if self.open { Filter::CONTEXTS } else { own }
    }

    /// What the footer offers while it is typed into.
    pub fn hints(&self) -> Option<Vec<Action>> {
        self.open.then(|| vec![Action::PickerTake, Action::PickerCancel])
    }

    /// Whether it is being typed into.
    pub fn typing(&self) -> bool {
        self.open
    }

    /// What is looked for; empty shows all.
    pub fn text(&self) -> &str {
        self.edit.value().trim()
    }

    /// Types a character.
    pub fn on_text(&mut self, c: char) -> Filtered {
        if !self.open {
            return Filtered::Pass;
        }
        self.edit.push(c);
        Filtered::Changed
    }

    /// `/` opens it, Enter keeps it, Esc drops it; while it is open the text actions edit it.
    pub fn on_action(&mut self, action: Action) -> Filtered {
        match action {
            Action::ListFilter => self.open = true,
            Action::PickerTake if self.open => self.open = false,
            Action::PickerCancel | Action::Back if self.open || !self.edit.is_empty() => {
                self.open = false;
                self.edit = Edit::default();
                return Filtered::Changed;
            }
            action if self.open && self.edit.on_action(action) => return Filtered::Changed,
            _ => return Filtered::Pass,
        }
        Filtered::Same
    }

    /// Draws it into the first row of an area while it is open or holds a text; says where the cursor stands.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        if !self.open && self.edit.is_empty() {
            return None;
        }
        let label = format!(" / {} ", look.text("app-filter"));
        let x = put(buf, area.x, area.y, &label, look.style(Role::Label), area.width);
        let field =
            Rect { x, width: area.right().saturating_sub(x).min(40), height: area.height.min(1), ..area };
        let role = if self.open { Role::FieldActive } else { Role::Field };
        self.edit.draw(field, buf, look.style(role)).filter(|_| self.open)
    }
}

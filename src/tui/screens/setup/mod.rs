//! Set-up 设置: everything that a school decides for itself, in sections; each a list with a form.

mod classes;
mod fields;
mod lessons;
mod lists;
mod notation;
mod prices;
mod school;
mod section;
mod service;
mod settings;
mod view;

#[cfg(test)]
mod tests;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::section::{Entry, Of, Section};
use crate::base::{Refused, Say};
use crate::desk::queue::Words;
use crate::desk::register::{Class, Course, Discount, Price, Reward, Room, Rule, Staff, Team, Term};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen, refused};
use crate::tui::input::{Action, Context};
use crate::tui::shared::award_keys;
use crate::tui::widgets::{Filter, Form, Line, ListState};

/// Which section turns weeks, and which has number keys; both plan lessons.
const LESSONS: &str = "setup-lessons";
const CLASSES: &str = "setup-classes";

/// The set-up screen.
pub struct Setup {
    sections: Vec<Box<dyn Section>>,
    open: usize,
    entries: Vec<Entry>,
    /// Places of the entries that are shown, by which they are selected.
    shown: Vec<usize>,
    state: ListState<usize>,
    filter: Filter,
    /// Whether what is out of use is shown too.
    retired: bool,
    trouble: Option<Refused>,
}

impl Setup {
    pub fn new(cx: &mut Cx) -> Setup {
        let mut setup = Setup {
            sections: vec![
                Box::new(settings::ITSELF),
                Box::new(Of::<Term>::default()),
                Box::new(school::Hours),
                Box::new(Of::<Course>::default()),
                Box::new(Of::<Room>::default()),
                Box::new(Of::<Staff>::default()),
                Box::new(Of::<Class>::default()),
                Box::new(lessons::Timetable::default()),
                Box::new(Of::<Rule>::default()),
                Box::new(school::Tiers),
                Box::new(Of::<Team>::default()),
                Box::new(Of::<Reward>::default()),
                Box::new(Of::<Price>::default()),
                Box::new(Of::<Discount>::default()),
                Box::new(settings::FEE_RULES),
                Box::new(service::Procedures),
                Box::new(service::Triggers),
                Box::new(Of::<Words>::default()),
                Box::new(service::Rubric),
            ],
            open: 0,
            entries: Vec::new(),
            shown: Vec::new(),
            state: ListState::default(),
            filter: Filter::default(),
            retired: false,
            trouble: None,
        };
        setup.refresh(cx);
        setup
    }

    fn section(&self) -> &dyn Section {
        &*self.sections[self.open]
    }

    fn refresh(&mut self, cx: &mut Cx) {
        match self.section().read(cx) {
            Ok(entries) => (self.entries, self.trouble) = (entries, None),
            Err(no) => (self.entries, self.trouble) = (Vec::new(), Some(no)),
        }
        self.narrow();
    }

    fn narrow(&mut self) {
        let typed = self.filter.text().to_lowercase();
        let wanted = |entry: &Entry| {
            (self.retired || !entry.retired)
                && (typed.is_empty() || entry.cells.iter().any(|cell| cell.to_lowercase().contains(&typed)))
        };
        self.shown = (0..self.entries.len()).filter(|index| wanted(&self.entries[*index])).collect();
        self.state.settle(&self.shown);
    }

    fn selected(&self) -> Option<&Entry> {
        self.entries.get(self.state.selected()?)
    }

    fn go(&mut self, by: usize, cx: &mut Cx) -> Effect {
        self.open = (self.open + by) % self.sections.len();
        self.state = ListState::default();
        self.filter = Filter::default();
        self.refresh(cx);
        Effect::Done
    }

    /// Adds a line, or changes or retires the selected one; where the section has a screen for that, goes there.
    fn on_lines(&self, action: Action, cx: &mut Cx) -> Effect {
        let section = self.section();
        if let Some(place) = section.goes() {
            return Effect::Go(place);
        }
        let effect = match (action, self.selected()) {
            (Action::SetupNew, _) => section.form(None, cx).map(open),
            (Action::SetupRetire, Some(entry)) => section.retire(&entry.id, cx),
            (_, Some(entry)) => section.form(Some(&entry.id), cx).map(open),
            (_, None) => Ok(Effect::Done),
        };
        effect.unwrap_or_else(refused)
    }
}

fn open(form: Form) -> Effect {
    Effect::Open(Box::new(form))
}

impl Layer for Setup {
    fn contexts(&self) -> &'static [Context] {
        self.filter.contexts(&[Context::Setup, Context::List])
    }

    fn typing(&self) -> bool {
        self.filter.typing()
    }

    fn on_text(&mut self, c: char, _: &mut Cx) -> Effect {
        self.filter.on_text(c).then(|| self.narrow()).unwrap_or(Effect::Pass)
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        if let Some(effect) = self.filter.on_action(action).then(|| self.narrow()) {
            return effect;
        }
        match action {
            Action::SetupNextSection => self.go(1, cx),
            Action::SetupPreviousSection => self.go(self.sections.len() - 1, cx),
            Action::SetupNew | Action::SetupEdit | Action::ListOpen | Action::SetupRetire => {
                self.on_lines(action, cx)
            }
            Action::SetupRetired => {
                self.retired = !self.retired;
                self.narrow();
                Effect::Done
            }
            Action::SetupLater | Action::SetupEarlier => {
                let by = if action == Action::SetupLater { 1 } else { -1 };
                if self.sections[self.open].turn(by) {
                    self.refresh(cx);
                }
                Effect::Done
            }
            Action::SetupPlan => lessons::plan_form(cx).map(open).unwrap_or_else(refused),
            Action::SetupKeys => match self.selected().and_then(|entry| entry.id.parse().ok()) {
                Some(class) => award_keys::form(class, cx),
                None => Effect::Done,
            },
            Action::SetupImport => Effect::Go(Place::Import),
            action if self.state.on_action(action, &self.shown) => Effect::Done,
            _ => Effect::Pass,
        }
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        if areas.any(&[Area::Setup, Area::Calendar, Area::Queue]) {
            self.refresh(cx);
        }
    }

    fn why_not(&self, action: Action, _: &Look) -> Option<Say> {
        let lessons = self.section().title() == LESSONS;
        let classes = self.section().title() == CLASSES;
        match action {
            Action::SetupKeys if !classes => Some(say!("setup-classes-only")),
            Action::SetupLater | Action::SetupEarlier if !lessons => Some(say!("setup-lessons-only")),
            Action::SetupPlan if !lessons && !classes => Some(say!("setup-plans-not")),
            Action::SetupEdit | Action::SetupRetire | Action::SetupKeys
                if self.state.selected().is_none() =>
            {
                Some(say!("setup-nothing-selected"))
            }
            _ => None,
        }
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        if let Some(hints) = self.filter.hints() {
            return hints;
        }
        vec![
            Action::SetupNextSection,
            Action::SetupNew,
            Action::SetupEdit,
            Action::SetupPlan,
            Action::SetupRetire,
            Action::SetupKeys,
            Action::SetupEarlier,
            Action::SetupLater,
            Action::ListFilter,
            Action::SetupRetired,
            Action::SetupImport,
            Action::Undo,
        ]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        view::draw(self, area, buf, look)
    }
}

impl Screen for Setup {
    fn place(&self) -> Place {
        Place::Setup
    }

    fn headline(&self, look: &Look) -> (Line, Line) {
        view::headline(self, look)
    }
}

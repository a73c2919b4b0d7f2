//! The palette: every action that works here, and whatever else its finders find by what was typed.

use std::rc::Rc;

use super::{Cx, Effect, Look, Place};
use crate::tui::input::{Action, Context};
use crate::tui::widgets::picker::{Item, Source, fuzzy};

/// How many lines the palette holds; more would only be scrolled past.
const MOST: usize = 60;

/// Something that a finder found: a student, a ticket, a class.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What it is called.
    pub label: String,
    /// What tells it from others.
    pub detail: String,
    /// Where taking it goes.
    pub place: Place,
}

/// Finds things by a few typed letters.
pub trait Finder {
    /// The best matches, best first, at most `most`.
    fn find(&self, typed: &str, most: usize, cx: &mut Cx) -> Vec<Found>;
}

enum Taken {
    Action(Action),
    Place(Place),
}

pub(super) struct Palette {
    actions: Vec<(Item, Action)>,
    finders: Vec<Rc<dyn Finder>>,
    found: Vec<Taken>,
}

/// The actions that a palette may offer where these contexts hold: not those of moving about and typing.
pub(super) fn actions(contexts: &[Context]) -> impl Iterator<Item = Action> {
    let left_out = [Context::Text, Context::Form, Context::Picker, Context::Confirm, Context::Help];
    let offered = move |action: &Action, contexts: &[Context]| {
        let context = action.context();
        contexts.contains(&context) && !left_out.contains(&context) && *action != Action::Palette
    };
    let contexts = contexts.to_vec();
    Action::ALL.iter().copied().filter(move |action| offered(action, &contexts))
}

impl Palette {
    pub(super) fn new(
        actions: &[Action],
        contexts: &[Context],
        finders: Vec<Rc<dyn Finder>>,
        look: &Look,
    ) -> Palette {
        let item = |action: &Action| {
            let key = action.key();
            let chord =
                look.keymap.chord(contexts, *action).map(|chord| look.chord(chord)).unwrap_or_default();
            let item =
                Item::new(look.lang.doc(&key)).detail(chord).words(action.name().replace(['.', '_'], " "));
            (item, *action)
        };
        Palette { actions: actions.iter().map(item).collect(), finders, found: Vec::new() }
    }
}

impl Source for Palette {
    fn find(&mut self, typed: &str, cx: &mut Cx) -> Vec<Item> {
        self.found.clear();
        let mut items = Vec::new();
        // Whoever types a name wants the person; with nothing typed the actions are the list.
        if !typed.trim().is_empty() {
            for finder in &self.finders {
                for found in finder.find(typed, MOST / 3, cx) {
                    items.push(Item::new(found.label).detail(found.detail));
                    self.found.push(Taken::Place(found.place));
                }
            }
        }
        let names: Vec<Item> = self.actions.iter().map(|(item, _)| item.clone()).collect();
        for index in fuzzy(typed, &names).into_iter().take(MOST) {
            items.push(names[index].clone());
            self.found.push(Taken::Action(self.actions[index].1));
        }
        items
    }

    fn take(&mut self, index: usize, _: &mut Cx) -> Effect {
        match self.found.get(index) {
            Some(Taken::Action(action)) => Effect::Do(*action),
            Some(Taken::Place(place)) => Effect::Go(*place),
            None => Effect::Done,
        }
    }
}

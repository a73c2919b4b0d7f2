//! Student card 学员档案: all that is known of one student, and what one does to them.
//!
//! A narrow terminal shows one section at a time, a wide one all of them; which one has the keys is the same
//! state in both.

mod overview;
mod sections;
#[cfg(test)]
mod tests;
mod view;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::base::{Refused, Say, StudentId};
use crate::desk::register::{self, AskCard, Goes};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen, Tone};
use crate::tui::input::{Action, Context};
use crate::tui::shared::student;
use crate::tui::widgets::{Line, ListState};

/// A part of the card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    /// Whom to call, classes, stage and checklist.
    #[default]
    Overview,
    /// Attendance as a calendar.
    Attendance,
    /// Points.
    Points,
    /// Lesson credits and money.
    Account,
    /// What happened.
    Timeline,
}

impl Section {
    const ALL: [Section; 5] =
        [Section::Overview, Section::Attendance, Section::Points, Section::Account, Section::Timeline];

    fn key(self) -> &'static str {
        match self {
            Section::Overview => "card-overview",
            Section::Attendance => "card-attendance",
            Section::Points => "card-points",
            Section::Account => "card-account",
            Section::Timeline => "card-timeline",
        }
    }

    fn step(self, by: usize) -> Section {
        let index = Section::ALL.iter().position(|section| *section == self).unwrap_or(0);
        Section::ALL[(index + by) % Section::ALL.len()]
    }
}

/// The card screen.
pub struct Card {
    id: StudentId,
    card: Option<register::StudentCard>,
    section: Section,
    /// The core actions of the student's stage, by their place.
    checks: Vec<usize>,
    check: ListState<usize>,
    /// Journal entries of the timeline.
    events: Vec<u64>,
    event: ListState<u64>,
    trouble: Option<Refused>,
}

impl Card {
    pub fn new(id: StudentId, cx: &mut Cx) -> Card {
        let mut card = Card {
            id,
            card: None,
            section: Section::default(),
            checks: Vec::new(),
            check: ListState::default(),
            events: Vec::new(),
            event: ListState::default(),
            trouble: None,
        };
        card.refresh(cx);
        card
    }

    fn refresh(&mut self, cx: &mut Cx) {
        match cx.ask(&AskCard { id: self.id }) {
            Ok(card) => {
                self.checks = (0..card.student.stage.checklist().len()).collect();
                self.events = card.timeline.iter().map(|event| event.seq).collect();
                self.check.settle(&self.checks);
                self.event.settle(&self.events);
                self.card = Some(card);
                self.trouble = None;
            }
            // A student whose adding was taken back is gone; the card says so instead of showing what was.
            Err(refused) => {
                self.card = None;
                self.trouble = Some(refused);
            }
        }
    }

    fn toggle(&mut self, cx: &mut Cx) -> Effect {
        let stage = self.card.as_ref().map(|card| card.student.stage).unwrap_or_default();
        let action = self.check.selected().and_then(|index| stage.checklist().get(index));
        let effect = action.map_or(Effect::Done, |action| student::toggle_done(self.id, action, cx));
        self.refresh(cx);
        effect
    }

    /// Where the selected line of the timeline leads.
    fn follow(&self) -> Effect {
        let Some(card) = &self.card else { return Effect::Done };
        let selected = self.event.selected();
        let event = card.timeline.iter().find(|event| Some(event.seq) == selected);
        match event.map(|event| event.goes) {
            Some(Goes::Lesson(lesson)) => Effect::Go(Place::Class(Some(lesson))),
            Some(Goes::Fees) => Effect::Go(Place::Fees(Some(self.id))),
            Some(Goes::Points) => Effect::Go(Place::Board),
            Some(Goes::Nowhere) | None => Effect::Tell(say!("card-stands-here"), Tone::Quiet),
        }
    }

    fn open(&mut self, cx: &mut Cx) -> Effect {
        match self.section {
            Section::Overview => self.toggle(cx),
            Section::Attendance => {
                let last = self.card.as_ref().and_then(|card| card.marks.last());
                last.map_or(Effect::Done, |mark| Effect::Go(Place::Class(Some(mark.lesson))))
            }
            Section::Points => Effect::Go(Place::Board),
            Section::Account => Effect::Go(Place::Fees(Some(self.id))),
            Section::Timeline => self.follow(),
        }
    }

    fn on_list(&mut self, action: Action) -> bool {
        match self.section {
            Section::Overview => self.check.on_action(action, &self.checks),
            Section::Timeline => self.event.on_action(action, &self.events),
            // Nothing to select there: the keys of moving about do nothing, and say nothing.
            _ => matches!(
                action,
                Action::ListUp | Action::ListDown | Action::ListPageUp | Action::ListPageDown
            ),
        }
    }
}

impl Layer for Card {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Card, Context::List]
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        let Some(card) = &self.card else { return Effect::Pass };
        let (id, classes) = (self.id, card.classes.as_slice());
        match action {
            Action::CardEdit => student::edit(id, cx),
            Action::CardGuardians => student::guardians(id, cx),
            Action::CardEnrol => student::enrol(vec![id], cx),
            Action::CardTransfer => student::transfer(id, classes, cx),
            Action::CardPause => student::pause(id, classes, cx),
            Action::CardLeave => student::leave(id, classes, cx),
            Action::CardGift => student::gift(id, &card.student.name, cx),
            Action::CardVoucher => student::voucher(id, &card.student.name, cx),
            Action::CardStage => student::set_stage(id, cx),
            Action::CardFees => Effect::Go(Place::Fees(Some(id))),
            Action::CardTickets => student::tickets(self.id, cx),
            Action::CardToggle => {
                self.section = Section::Overview;
                self.toggle(cx)
            }
            Action::CardNext => {
                self.section = self.section.step(1);
                Effect::Done
            }
            Action::CardPrevious => {
                self.section = self.section.step(Section::ALL.len() - 1);
                Effect::Done
            }
            Action::ListOpen => self.open(cx),
            action if self.on_list(action) => Effect::Done,
            _ => Effect::Pass,
        }
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        if areas.any(&[Area::Students, Area::Setup, Area::Calendar, Area::Ledger]) {
            self.refresh(cx);
        }
    }

    fn why_not(&self, action: Action, _: &Look) -> Option<Say> {
        let Some(card) = &self.card else {
            return (action.context() == Context::Card).then(|| say!("card-gone"));
        };
        let held = card.classes.iter().any(|class| class.standing != register::Standing::Gone);
        let needs_class = matches!(action, Action::CardTransfer | Action::CardPause | Action::CardLeave);
        (needs_class && !held).then(|| say!("card-no-class"))
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        vec![
            Action::CardNext,
            Action::CardEdit,
            Action::CardGuardians,
            Action::CardEnrol,
            Action::CardTransfer,
            Action::CardPause,
            Action::CardLeave,
            Action::CardToggle,
            Action::CardStage,
            Action::CardGift,
            Action::CardVoucher,
            Action::CardFees,
            Action::CardTickets,
            Action::Undo,
            Action::Back,
        ]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        view::draw(self, area, buf, look);
        None
    }
}

impl Screen for Card {
    fn place(&self) -> Place {
        Place::Card(self.id)
    }

    fn headline(&self, look: &Look) -> (Line, Line) {
        view::headline(self.card.as_ref(), look)
    }
}

//! Who wants support 关注 (docs/requirements.md P7, P10): whose points lie far below the class's, or fall; one key opens a
//! follow-up ticket for the advisor.

mod view;

#[cfg(test)]
mod tests;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::base::{ClassId, Refused, Say, StudentId, Text};
use crate::desk::queue::OpenTicket;
use crate::desk::support::{FOLLOW_UP, PointsSupport, SupportAnswer, SupportRow};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen, Tone};
use crate::tui::input::{Action, Context};
use crate::tui::shared::student;
use crate::tui::widgets::text::is_meant;
use crate::tui::widgets::{Filter, Line, ListState};

/// Someone is listed once for each class.
type RowId = (StudentId, ClassId);

/// The screen.
pub struct Support {
    class: Option<ClassId>,
    answer: Option<SupportAnswer>,
    /// Places of the rows that pass the filter, and whose they are.
    shown: Vec<usize>,
    ids: Vec<RowId>,
    state: ListState<RowId>,
    filter: Filter,
    trouble: Option<Refused>,
}

impl Support {
    pub fn new(class: Option<ClassId>, cx: &mut Cx) -> Support {
        let mut support = Support {
            class,
            answer: None,
            shown: Vec::new(),
            ids: Vec::new(),
            state: ListState::default(),
            filter: Filter::default(),
            trouble: None,
        };
        support.refresh(cx);
        support
    }

    fn refresh(&mut self, cx: &mut Cx) {
        match cx.ask(&PointsSupport { class: self.class, day: None }) {
            Ok(answer) => (self.answer, self.trouble) = (Some(answer), None),
            Err(no) => (self.answer, self.trouble) = (None, Some(no)),
        }
        self.narrow();
    }

    fn narrow(&mut self) {
        let typed = self.filter.text().to_lowercase();
        let fits = |row: &SupportRow| {
            typed.is_empty()
                || is_meant(&row.name, &typed)
                || [&row.class_name, &row.advisor].iter().any(|t| t.to_lowercase().contains(&typed))
        };
        let rows = self.answer.iter().flat_map(|answer| &answer.rows).enumerate();
        let wanted = rows.filter(|(_, row)| fits(row));
        (self.shown, self.ids) = wanted.map(|(index, row)| (index, (row.student, row.class))).unzip();
        self.state.settle(&self.ids);
    }

    fn selected(&self) -> Option<&SupportRow> {
        let id = self.state.selected()?;
        self.answer.as_ref()?.rows.iter().find(|row| (row.student, row.class) == id)
    }

    /// Opens a follow-up about the selected student, unless one is open.
    fn open_ticket(&mut self, cx: &mut Cx) -> Effect {
        let Some(row) = self.selected() else { return Effect::Done };
        if let Some(ticket) = row.ticket {
            return Effect::Tell(
                say!("board-support-open-already", name = &row.name, ticket = ticket),
                Tone::Quiet,
            );
        }
        let about =
            say!("board-support-about", class = &row.class_name, earned = row.earned, median = row.median);
        let more = say!(
            "board-support-more",
            before = row.before,
            earned = row.earned,
            came = row.came,
            lessons = row.lessons,
            credits = row.credits
        );
        let act = OpenTicket {
            kind: FOLLOW_UP.into(),
            title: Text::new(cx.look.say(&about)),
            student: Some(row.student),
            text: cx.look.say(&more).as_str().into(),
            ..OpenTicket::default()
        };
        let effect = cx.submit(act);
        self.refresh(cx);
        effect
    }
}

impl Layer for Support {
    fn contexts(&self) -> &'static [Context] {
        self.filter.contexts(&[Context::Support, Context::List])
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
            Action::SupportTicket => self.open_ticket(cx),
            Action::SupportTickets => {
                self.selected().map_or(Effect::Done, |row| student::tickets(row.student, cx))
            }
            Action::ListOpen => {
                self.selected().map_or(Effect::Done, |row| Effect::Go(Place::Card(row.student)))
            }
            action if self.state.on_action(action, &self.ids) => Effect::Done,
            _ => Effect::Pass,
        }
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        if areas != Areas::default().with(Area::Journal) {
            self.refresh(cx);
        }
    }

    fn why_not(&self, action: Action, _: &Look) -> Option<Say> {
        let needs_one = matches!(action, Action::SupportTicket | Action::SupportTickets | Action::ListOpen);
        (needs_one && self.selected().is_none()).then(|| say!("board-nobody"))
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        if let Some(hints) = self.filter.hints() {
            return hints;
        }
        vec![
            Action::ListOpen,
            Action::SupportTicket,
            Action::SupportTickets,
            Action::ListFilter,
            Action::Undo,
            Action::Back,
        ]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        view::draw(self, area, buf, look)
    }
}

impl Screen for Support {
    fn place(&self) -> Place {
        Place::Support(self.class)
    }

    fn headline(&self, look: &Look) -> (Line, Line) {
        view::headline(self, look)
    }
}

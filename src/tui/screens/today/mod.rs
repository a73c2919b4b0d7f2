//! Today 今日: lessons and due tickets in order of time, then the money, whom to call and whom to remind. Enter
//! goes there; where there is room, what is known of the selected row stands beside the list.

mod beside;
mod rows;
#[cfg(test)]
mod tests;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use beside::Beside;

use crate::base::{ClockTime, Refused, StudentId};
use crate::desk::today::{TodayItem, TodayList};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen};
use crate::tui::input::{Action, Context};
use crate::tui::shared::{ahead, pane};
use crate::tui::theme::Role;
use crate::tui::widgets::text::{put, wrap};
use crate::tui::widgets::{Line, ListState, Table};

/// What a row is about; stays the same when others come and go.
type RowId = (u8, u64);

/// The Today screen.
pub struct Today {
    items: Vec<TodayItem>,
    ids: Vec<RowId>,
    state: ListState<RowId>,
    /// What is known of the selected row, for the pane of a wide screen.
    beside: Option<(RowId, Beside)>,
    wide: bool,
    /// The time of day when it was last asked.
    now: ClockTime,
    /// Neither today nor in the next weeks is there a lesson.
    unplanned: bool,
    trouble: Option<Refused>,
}

impl Today {
    pub fn new(cx: &mut Cx) -> Today {
        let mut today = Today {
            items: Vec::new(),
            ids: Vec::new(),
            state: ListState::default(),
            beside: None,
            wide: true,
            now: cx.look.shown.zone.clock(cx.now),
            unplanned: false,
            trouble: None,
        };
        today.refresh(cx);
        // The lesson that is on, or the next one, is where Enter should go.
        let next = today.items.iter().position(|item| match item {
            TodayItem::Lesson(lesson) => lesson.lesson.until >= today.now,
            _ => false,
        });
        if let Some(id) = next.and_then(|index| today.ids.get(index)).copied() {
            today.state.select(id, &today.ids);
        }
        today.read_beside(cx);
        today
    }

    fn refresh(&mut self, cx: &mut Cx) {
        self.now = cx.look.shown.zone.clock(cx.now);
        self.beside = None;
        match cx.ask(&TodayList {}) {
            Ok(items) => {
                self.ids = items.iter().map(id_of).collect();
                self.items = items;
                self.trouble = None;
                self.state.settle(&self.ids);
                let lessons = self.items.iter().any(|item| matches!(item, TodayItem::Lesson(_)));
                self.unplanned = !lessons && ahead::is_unplanned(cx).unwrap_or(false);
            }
            Err(refused) => self.trouble = Some(refused),
        }
    }

    /// What is known of the selected row, where there is room to show it.
    fn read_beside(&mut self, cx: &mut Cx) {
        let wanted = self.state.selected().filter(|_| self.wide);
        if wanted != self.beside.as_ref().map(|(id, _)| *id) {
            let found = self.selected().and_then(|item| Beside::of(item, cx));
            self.beside = wanted.zip(found);
        }
    }

    fn selected(&self) -> Option<&TodayItem> {
        let index = self.ids.iter().position(|id| Some(*id) == self.state.selected())?;
        self.items.get(index)
    }

    fn place_of_selected(&self) -> Option<Place> {
        Some(match self.selected()? {
            TodayItem::Lesson(lesson) => Place::Class(Some(lesson.id)),
            TodayItem::Ticket(row) => Place::Ticket(row.id),
            TodayItem::Drawer { .. } | TodayItem::Arrears { .. } => Place::Fees(None),
            item => Place::Card(student_of(item)?),
        })
    }
}

/// The student whom a row is about, where it is about one.
fn student_of(item: &TodayItem) -> Option<StudentId> {
    match item {
        TodayItem::Call { student, .. }
        | TodayItem::Low { student, .. }
        | TodayItem::Birthday { student, .. } => Some(*student),
        TodayItem::Ticket(row) => row.student,
        TodayItem::Lesson(_) | TodayItem::Drawer { .. } | TodayItem::Arrears { .. } => None,
    }
}

fn id_of(item: &TodayItem) -> RowId {
    match item {
        TodayItem::Lesson(lesson) => (0, lesson.id.0),
        TodayItem::Call { student, .. } => (1, student.0),
        TodayItem::Low { student, .. } => (2, student.0),
        TodayItem::Birthday { student, .. } => (3, student.0),
        TodayItem::Ticket(row) => (4, row.id.0),
        TodayItem::Drawer { cashier, .. } => (5, cashier.0),
        TodayItem::Arrears { .. } => (6, 0),
    }
}

impl Layer for Today {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Today, Context::List]
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match action {
            Action::ListOpen => self.place_of_selected().map_or(Effect::Done, Effect::Go),
            action if self.state.on_action(action, &self.ids) => {
                self.read_beside(cx);
                Effect::Done
            }
            _ => Effect::Pass,
        }
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        let seen = [Area::Students, Area::Setup, Area::Calendar, Area::Ledger, Area::Queue, Area::Clock];
        if areas.any(&seen) {
            self.refresh(cx);
            self.read_beside(cx);
        }
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        vec![
            Action::ListOpen,
            Action::Palette,
            Action::GoClass,
            Action::GoRoster,
            Action::GoFees,
            Action::Undo,
        ]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let room = area.width.saturating_sub(6);
        let words = |key: &str| wrap(&look.text(key), usize::from(room));
        let mut said = if self.unplanned { words("today-unplanned") } else { Vec::new() };
        if let Some(refused) = self.trouble.as_ref().filter(|_| self.items.is_empty()) {
            said = wrap(&look.say(&refused.reason), usize::from(room));
        } else if self.items.is_empty() && !self.unplanned {
            said = words("today-nothing");
        }
        // What there is to do comes first; a school without lessons is shown the way to them below it.
        let top = if self.items.is_empty() { 1 } else { area.height.saturating_sub(said.len() as u16) };
        for (y, line) in (area.y + top..area.bottom()).zip(&said) {
            put(buf, area.x + 3, y, line, look.style(Role::Muted), room);
        }
        if self.items.is_empty() {
            return None;
        }
        let area = if said.is_empty() { area } else { Rect { height: top, ..area } };
        let (list, pane) = pane::part(area);
        self.wide = pane.is_some();
        if let Some(pane) = pane {
            let inside = pane::divided(pane, buf, look);
            self.beside.iter().for_each(|(_, beside)| beside.draw(inside, buf, look));
        }
        let row = |index: usize| rows::row(&self.items[index], self.now, look);
        let columns = rows::columns(look);
        Table { columns: &columns, ids: &self.ids, row: &row }.draw(list, buf, &look.theme, &mut self.state);
        None
    }
}

impl Screen for Today {
    fn place(&self) -> Place {
        Place::Today
    }

    fn headline(&self, look: &Look) -> (Line, Line) {
        let count = |is: fn(&TodayItem) -> bool| self.items.iter().filter(|item| is(item)).count();
        let parts = [
            ("today-count-lessons", count(|i| matches!(i, TodayItem::Lesson(_))), Role::Muted),
            ("today-count-tickets", count(|i| matches!(i, TodayItem::Ticket(_))), Role::Accent),
            ("today-count-calls", count(|i| matches!(i, TodayItem::Call { .. })), Role::Bad),
            ("today-count-low", count(|i| matches!(i, TodayItem::Low { .. })), Role::Warn),
        ];
        let mut right = Line::new();
        for (key, count, role) in parts.into_iter().filter(|(_, count, _)| *count > 0) {
            let gap = if right.0.is_empty() { "" } else { "  " };
            let text = look.say(&crate::base::Say::new(key).with("count", count));
            right = right.and(format!("{gap}{text}"), role);
        }
        (Line::of(look.say(&say!("today-title", day = look.shown.today)), Role::Title), right)
    }
}

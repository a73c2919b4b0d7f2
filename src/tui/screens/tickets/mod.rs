//! Tickets 工单: what waits for someone, by what is due next, in working time.

mod asked;
mod figures;
mod figures_rows;
mod forms;
mod offers;
mod one;
mod rule_forms;
mod rules;
mod sop_draft;
mod sop_forms;
mod sops;
mod thread;
mod verbs;

#[cfg(test)]
mod manager_tests;
#[cfg(test)]
mod offer_tests;
#[cfg(test)]
mod tests;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

pub use figures::FiguresScreen;
pub use one::One;
pub use rules::Rules;
pub use sops::Sops;

use crate::base::{Refused, Say, Text, TicketId};
use crate::desk::queue::{
    Card, Figures, ListRow, Priority, QueueFigures, QueueView, SopList, TicketCard, TicketList,
    TicketListAnswer,
};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen};
use crate::tui::input::{Action, Context};
use crate::tui::shared::due;
use crate::tui::shared::pane;
use crate::tui::symbol::DOT;
use crate::tui::theme::Role;
use crate::tui::widgets::ranks::chip;
use crate::tui::widgets::text::{put, width, wrap};
use crate::tui::widgets::{Column, Filter, Line, ListState, Row, Table, rule};

/// The ticket list.
pub struct Tickets {
    view: QueueView,
    filter: Filter,
    found: Option<TicketListAnswer>,
    figures: Option<Figures>,
    ids: Vec<TicketId>,
    state: ListState<TicketId>,
    /// The kinds and what they are called, to filter by.
    kinds: Vec<(String, String)>,
    /// The selected ticket, whole.
    card: Option<Card>,
    /// The ticket that was opened just now, until it is selected.
    made: forms::Made,
    trouble: Option<Refused>,
}

/// The views in the order in which a key turns them.
const VIEWS: [QueueView; 6] = [
    QueueView::Mine,
    QueueView::Unassigned,
    QueueView::Due,
    QueueView::Overdue,
    QueueView::All,
    QueueView::Done,
];

/// Stands before the subject of what is pressing.
const URGENT: &str = "! ";
/// Rows below the list: a rule, and the selected ticket.
const FOOT: u16 = 6;

impl Tickets {
    pub fn new(cx: &mut Cx) -> Tickets {
        let mut tickets = Tickets {
            view: QueueView::All,
            filter: Filter::default(),
            found: None,
            figures: None,
            ids: Vec::new(),
            state: ListState::default(),
            kinds: Vec::new(),
            card: None,
            made: forms::Made::default(),
            trouble: None,
        };
        tickets.refresh(cx);
        tickets
    }

    fn refresh(&mut self, cx: &mut Cx) {
        let sops = cx.ask(&SopList { retired: true }).unwrap_or_default();
        self.kinds = sops.into_iter().map(|row| (row.sop.kind, cx.look.say(&row.title))).collect();
        self.reread(cx);
        match self.read_figures(cx) {
            Ok(figures) => self.figures = Some(figures),
            Err(refused) => self.trouble = Some(refused),
        }
    }

    /// Reads the list again: the view or the filter is another.
    fn reread(&mut self, cx: &mut Cx) {
        self.trouble = self.read(cx).err();
    }

    fn read(&mut self, cx: &mut Cx) -> Result<(), Refused> {
        let filter = Text::new(self.filter.text());
        let named = |(_, name): &&(String, String)| name.to_lowercase().contains(&filter.to_lowercase());
        let wanted = self.kinds.iter().filter(|_| !filter.is_empty()).filter(named);
        let kinds = wanted.map(|(kind, _)| kind.clone()).collect();
        let found = cx.ask(&TicketList { view: self.view, filter, kinds, ..TicketList::default() })?;
        self.ids = found.rows.iter().map(|row| row.id).collect();
        self.found = Some(found);
        match self.made.take().filter(|made| self.ids.contains(made)) {
            Some(made) => self.state.select(made, &self.ids),
            None => self.state.settle(&self.ids),
        }
        self.read_card(cx)
    }

    /// Figures of a month change with the tickets, not with what is typed or which view is shown.
    fn read_figures(&self, cx: &Cx) -> Result<Figures, Refused> {
        let today = cx.look.shown.today;
        let from = today.checked_sub_days(chrono::Days::new(FIGURES_DAYS)).unwrap_or(today);
        cx.ask(&QueueFigures { from, until: today, kind: String::new() })
    }

    fn read_card(&mut self, cx: &mut Cx) -> Result<(), Refused> {
        self.card = match self.state.selected() {
            Some(ticket) => Some(cx.ask(&TicketCard { ticket })?),
            None => None,
        };
        Ok(())
    }

    /// The views side by side, each with how many are in it where that is known; what wants someone stands out.
    fn views(&self, look: &Look) -> Line {
        let counts = self.found.as_ref().map(|found| found.counts).unwrap_or_default();
        let shown = self.found.as_ref().filter(|found| !found.more).map_or(0, |found| found.rows.len());
        VIEWS.into_iter().fold(Line::new(), |line, view| {
            let (key, count, role) = match view {
                QueueView::Mine => ("tickets-view-mine", counts.mine, Role::Muted),
                QueueView::Unassigned => ("tickets-view-unassigned", counts.unassigned, Role::Accent),
                QueueView::Due => ("tickets-view-due", 0, Role::Muted),
                QueueView::Overdue => ("tickets-view-overdue", counts.overdue, Role::Bad),
                QueueView::All => ("tickets-view-all", 0, Role::Muted),
                QueueView::Done => ("tickets-view-done", 0, Role::Muted),
            };
            let count = if view == self.view { shown } else { count };
            let number = if count > 0 { format!(" {count}") } else { String::new() };
            let role = if count > 0 { role } else { Role::Muted };
            chip(line, &format!("{}{number}", look.text(key)), view == self.view, role)
        })
    }

    fn turn(&mut self, by: usize, cx: &mut Cx) -> Effect {
        let here = VIEWS.iter().position(|view| *view == self.view).unwrap_or(0);
        self.view = VIEWS[(here + by) % VIEWS.len()];
        self.reread(cx);
        Effect::Done
    }

    fn on_key(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match action {
            Action::TicketsView => self.turn(1, cx),
            Action::TicketsViewBack => self.turn(VIEWS.len() - 1, cx),
            Action::TicketsNew => forms::new(&self.made, cx),
            Action::TicketsSops => Effect::Go(Place::Sops),
            Action::TicketsRules => Effect::Go(Place::Rules),
            Action::TicketsFigures => Effect::Go(Place::Figures),
            Action::ListOpen => {
                self.state.selected().map_or(Effect::Done, |id| Effect::Go(Place::Ticket(id)))
            }
            action if self.state.on_action(action, &self.ids) => {
                self.trouble = self.read_card(cx).err();
                Effect::Done
            }
            action => {
                let effect = self.card.as_ref().and_then(|card| verbs::act(action, card, cx));
                if effect.is_some() {
                    self.refresh(cx);
                }
                effect.unwrap_or(Effect::Pass)
            }
        }
    }
}

/// Figures in the headline are of so many days back.
const FIGURES_DAYS: u64 = 30;

impl Layer for Tickets {
    fn contexts(&self) -> &'static [Context] {
        self.filter.contexts(&[Context::Tickets, Context::Ticket, Context::List])
    }

    fn typing(&self) -> bool {
        self.filter.typing()
    }

    fn on_text(&mut self, c: char, cx: &mut Cx) -> Effect {
        self.filter.on_text(c).then(|| self.reread(cx)).unwrap_or(Effect::Pass)
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match self.filter.on_action(action).then(|| self.reread(cx)) {
            Some(effect) => effect,
            None => self.on_key(action, cx),
        }
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        if areas.any(&[Area::Queue, Area::Students, Area::Setup]) {
            self.refresh(cx);
        } else if areas.any(&[Area::Clock]) {
            // Deadlines come nearer by themselves.
            self.reread(cx);
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
        if let Some(hints) = self.filter.hints() {
            return hints;
        }
        let mut hints = offers::hints(self.card.as_ref());
        hints.extend([Action::TicketsView, Action::TicketsNew, Action::ListFilter, Action::Undo]);
        hints
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let (list, pane) = pane::part(area);
        let (list, detail) = match pane {
            Some(pane) => (list, pane::divided(pane, buf, look)),
            None => {
                let high = area.height.saturating_sub(FOOT);
                let foot = Rect { y: area.y + high, height: area.height - high, ..area };
                rule(foot, buf, &look.theme);
                let detail = Rect {
                    x: foot.x + 1,
                    y: foot.y + 1,
                    width: foot.width.saturating_sub(2),
                    height: foot.height.saturating_sub(1),
                };
                (Rect { height: high, ..area }, detail)
            }
        };
        let cursor = self.filter.draw(list, buf, look);
        let shift = u16::from(self.filter.typing() || !self.filter.text().is_empty()).min(list.height);
        let body = Rect { y: list.y + shift, height: list.height - shift, ..list };
        match &self.found {
            Some(found) if !found.rows.is_empty() => {
                let row = |index: usize| list_row(&found.rows[index], look);
                let columns = columns(&found.rows, look);
                Table { columns: &columns, ids: &self.ids, row: &row }.draw(
                    body,
                    buf,
                    &look.theme,
                    &mut self.state,
                );
            }
            _ => {
                let trouble = self.trouble.as_ref().map(|refused| look.say(&refused.reason));
                let text = trouble.unwrap_or_else(|| match self.filter.text() {
                    "" => look.text("tickets-empty").into_owned(),
                    typed => look.say(&say!("tickets-none-found", typed = typed)),
                });
                let room = body.width.saturating_sub(6);
                for (y, line) in (body.y + 1..body.bottom()).zip(wrap(&text, usize::from(room))) {
                    put(buf, body.x + 3, y, &line, look.style(Role::Muted), room);
                }
            }
        }
        if let Some(card) = &self.card {
            if pane.is_some() {
                thread::pane(card, detail, buf, look);
            } else {
                thread::summary(card, detail, buf, look);
            }
        }
        cursor
    }
}

/// The columns have the room that what is listed takes; what is left over is the subject's.
fn columns(rows: &[ListRow], look: &Look) -> Vec<Column> {
    let widest = |of: &dyn Fn(&ListRow) -> String, title: &str, most: usize| {
        let cells = rows.iter().map(|row| width(&of(row))).max().unwrap_or(0);
        cells.max(width(&look.text(title))).min(most) as u16
    };
    let number = widest(&|row| row.id.to_string(), "tickets-number", 8);
    let kind = widest(&|row| look.say(&row.kind_name), "tickets-kind", 14);
    let student = widest(&|row| row.student_name.to_string(), "tickets-student", 14);
    let owner = widest(&|row| owner(row, look), "tickets-owner", 14);
    let due =
        widest(&|row| due::line(row, look).0.into_iter().map(|(text, _)| text).collect(), "tickets-due", 16);
    vec![
        Column::fixed(look.text("tickets-number"), number),
        Column::fixed(look.text("tickets-kind"), kind),
        Column::flexible(look.text("tickets-about"), 12, 1),
        Column::fixed(look.text("tickets-student"), student),
        Column::fixed(look.text("tickets-owner"), owner),
        Column::fixed(look.text("tickets-due"), due),
    ]
}

fn owner(row: &ListRow, look: &Look) -> String {
    match row.owner {
        Some(_) => row.owner_name.to_string(),
        None => look.text("tickets-unassigned").into_owned(),
    }
}

fn list_row(row: &ListRow, look: &Look) -> Row {
    let nobody = row.owner.is_none();
    let urgent = row.priority == Priority::Urgent;
    let sign = if urgent { URGENT } else { "" };
    Row {
        cells: vec![
            Line::of(row.id.to_string(), Role::Muted),
            Line::of(look.say(&row.kind_name), Role::Text),
            Line::of(format!("{sign}{}", look.say(&row.title)), if urgent { Role::Bad } else { Role::Text }),
            Line::of(row.student_name.to_string(), Role::Text),
            Line::of(owner(row, look), if nobody { Role::Accent } else { Role::Muted }),
            due::line(row, look),
        ],
        chosen: false,
    }
}

impl Screen for Tickets {
    fn place(&self) -> Place {
        Place::Tickets
    }

    fn headline(&self, look: &Look) -> (Line, Line) {
        let mut left = self.views(look);
        if let Some(found) = self.found.as_ref().filter(|found| found.more) {
            let more = look.say(&say!("tickets-more", count = found.rows.len()));
            left = left.and(DOT, Role::Muted).and(more, Role::Warn);
        }
        let mut right = Line::new();
        if let Some(line) = self.figures.as_ref().map(|figures| &figures.all) {
            if let Some(permille) = line.first_permille() {
                let say = say!("tickets-first-on-time", percent = (permille + 5) / 10);
                right = right.and(look.say(&say), Role::Muted);
            }
            if let Some(minutes) = line.first_mean() {
                let say = say!("tickets-first-mean", hours = due::hours(i64::from(minutes)));
                let gap = if right.0.is_empty() { "" } else { DOT };
                right = right.and(gap, Role::Muted).and(look.say(&say), Role::Muted);
            }
        }
        (left, right)
    }
}

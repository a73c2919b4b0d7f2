//! Who owes what is due, the oldest first, and how the drawer stands.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::near::Near;
use super::{Paper, drawer, find, income, rows, safe};
use crate::base::{Money, Refused, StudentId};
use crate::desk::ledger::fees::{ArrearsRow, DrawerAnswer, DrawerState, FeeArrears};
use crate::desk::register::{FindStudents, FoundStudent};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen};
use crate::tui::input::{Action, Context};
use crate::tui::shared::pane;
use crate::tui::symbol::DOT;
use crate::tui::theme::Role;
use crate::tui::widgets::filter::Filtered;
use crate::tui::widgets::text::{is_meant, put, wrap};
use crate::tui::widgets::{Filter, Line, ListState, Table};

/// Students that a filter finds beside those who owe.
const OTHERS_MOST: usize = 30;

/// A row of the list, by its place among those who owe or among the others.
#[derive(Clone, Copy)]
enum Of {
    Arrears(usize),
    Others(usize),
}

/// The list of arrears; with a filter, everyone else too whom it finds.
pub struct Arrears {
    all: Vec<ArrearsRow>,
    /// Whom the filter finds and who owes nothing that is due.
    others: Vec<FoundStudent>,
    /// The rows that pass the filter, and whose they are.
    shown: Vec<Of>,
    ids: Vec<StudentId>,
    state: ListState<StudentId>,
    filter: Filter,
    /// What is shown beside the list of the selected student.
    near: Option<Near>,
    drawer: Option<DrawerAnswer>,
    trouble: Option<Refused>,
    paper: Paper,
}

impl Arrears {
    pub fn new(paper: Paper, cx: &mut Cx) -> Arrears {
        let mut arrears = Arrears {
            all: Vec::new(),
            others: Vec::new(),
            shown: Vec::new(),
            ids: Vec::new(),
            state: ListState::default(),
            filter: Filter::default(),
            near: None,
            drawer: None,
            trouble: None,
            paper,
        };
        arrears.refresh(cx);
        arrears
    }

    fn refresh(&mut self, cx: &mut Cx) {
        match cx.ask(&FeeArrears::default()) {
            Ok(rows) => (self.all, self.trouble) = (rows, None),
            Err(no) => (self.all, self.trouble) = (Vec::new(), Some(no)),
        }
        self.drawer = cx.ask(&DrawerState::default()).ok();
        self.narrow(cx);
    }

    fn narrow(&mut self, cx: &mut Cx) {
        let typed = self.filter.text().to_lowercase();
        let wanted = self.all.iter().enumerate().filter(|(_, row)| fits(row, &typed));
        (self.shown, self.ids) = wanted.map(|(index, row)| (Of::Arrears(index), row.arrear.student)).unzip();
        self.others = match typed.is_empty() {
            true => Vec::new(),
            false => {
                let text = self.filter.text().into();
                cx.ask(&FindStudents { text, limit: OTHERS_MOST }).unwrap_or_default()
            }
        };
        self.others.retain(|found| !self.all.iter().any(|row| row.arrear.student == found.id));
        self.shown.extend((0..self.others.len()).map(Of::Others));
        self.ids.extend(self.others.iter().map(|found| found.id));
        self.state.settle(&self.ids);
        self.look_near(cx);
    }

    fn look_near(&mut self, cx: &Cx) {
        self.near = self.state.selected().and_then(|student| Near::of(student, cx));
    }

    fn filtered(&mut self, filtered: Filtered, cx: &mut Cx) -> bool {
        if filtered == Filtered::Changed {
            self.narrow(cx);
        }
        filtered != Filtered::Pass
    }

    fn why_empty(&self, look: &Look) -> String {
        match (&self.trouble, self.all.is_empty()) {
            (Some(no), _) => look.say(&no.reason),
            (None, true) => look.text("fees-no-arrears").into_owned(),
            (None, false) => look.text("fees-none-match").into_owned(),
        }
    }
}

fn fits(row: &ArrearsRow, typed: &str) -> bool {
    is_meant(&row.name, typed) || row.phone.contains(typed)
}

impl Layer for Arrears {
    fn contexts(&self) -> &'static [Context] {
        if self.filter.typing() { Filter::CONTEXTS } else { &[Context::Fees, Context::List] }
    }

    fn typing(&self) -> bool {
        self.filter.typing()
    }

    fn on_text(&mut self, c: char, cx: &mut Cx) -> Effect {
        let filtered = self.filter.on_text(c);
        if self.filtered(filtered, cx) { Effect::Done } else { Effect::Pass }
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        let filtered = self.filter.on_action(action);
        if self.filtered(filtered, cx) {
            return Effect::Done;
        }
        match action {
            Action::FeesFind => find::pick(cx),
            Action::FeesDrawer => drawer::open(&self.paper, cx),
            Action::FeesSafe => safe::open(cx),
            Action::FeesIncome => income::open(cx),
            Action::ListOpen => match self.state.selected() {
                Some(id) => Effect::Go(Place::Fees(Some(id))),
                None => find::pick(cx),
            },
            action if self.state.on_action(action, &self.ids) => {
                self.look_near(cx);
                Effect::Done
            }
            _ => Effect::Pass,
        }
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        if areas.any(&[Area::Students, Area::Setup, Area::Ledger, Area::Queue]) {
            self.refresh(cx);
        }
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        if self.filter.typing() {
            return vec![Action::PickerTake, Action::PickerCancel];
        }
        vec![
            Action::FeesFind,
            Action::ListOpen,
            Action::FeesDrawer,
            Action::FeesSafe,
            Action::FeesIncome,
            Action::ListFilter,
            Action::Undo,
        ]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let foot = Rect { y: area.bottom().saturating_sub(1), height: area.height.min(1), ..area };
        let body = Rect { height: area.height.saturating_sub(1), ..area };
        let cursor = self.filter.draw(foot, buf, look);
        if self.ids.is_empty() {
            let room = body.width.saturating_sub(6);
            let text = wrap(&self.why_empty(look), usize::from(room));
            for (y, line) in (body.y + 1..body.bottom()).zip(text) {
                put(buf, body.x + 3, y, &line, look.style(Role::Muted), room);
            }
            return cursor;
        }
        let (body, pane) = pane::part(body);
        if let Some(pane) = pane {
            let inside = pane::divided(pane, buf, look);
            self.near.iter().for_each(|near| near.draw(inside, buf, look));
        }
        let row = |index: usize| match self.shown[index] {
            Of::Arrears(at) => rows::arrear(&self.all[at], look),
            Of::Others(at) => rows::not_due(&self.others[at], look),
        };
        let columns = rows::arrears_columns(look);
        Table { columns: &columns, ids: &self.ids, row: &row }.draw(body, buf, &look.theme, &mut self.state);
        cursor
    }
}

impl Screen for Arrears {
    fn place(&self) -> Place {
        Place::Fees(None)
    }

    fn headline(&self, look: &Look) -> (Line, Line) {
        let total = Money(self.all.iter().map(|row| row.arrear.owed.0).sum());
        let left = Line::of(look.text("fees-title").into_owned(), Role::Title);
        let left = match self.all.len() {
            0 => left,
            count => left
                .and(DOT, Role::Muted)
                .and(look.say(&say!("fees-arrears-total", count = count, total = total)), Role::Bad),
        };
        (left, self.drawer.as_ref().map(|drawer| rows::drawer_status(drawer, look)).unwrap_or_default())
    }
}

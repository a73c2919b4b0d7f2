//! Roster 名册: every student, filtered key by key; what is done to one or to several begins here.
//!
//! It keeps the ids of all that fit, in order, and the rows of those that are seen.

#[cfg(test)]
mod enrol_tests;
mod essentials;
mod filters;
mod rows;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::filters::{Filters, Picked};
use crate::base::{Refused, Say, StudentId, Text};
use crate::desk::register::{RosterList, RosterRow, RosterRows, RosterSort, RosterTags};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen, Tone};
use crate::tui::input::{Action, Context};
use crate::tui::shared::{pane, student};
use crate::tui::symbol::DOT;
use crate::tui::theme::Role;
use crate::tui::widgets::text::{put, wrap};
use crate::tui::widgets::{Filter, Line, ListState, Table, rule};

/// Rows read at a time at the least: more than most terminals show.
const ROWS_LEAST: usize = 64;

/// The roster screen.
pub struct Roster {
    ids: Vec<StudentId>,
    state: ListState<StudentId>,
    rows: HashMap<StudentId, RosterRow>,
    filter: Filter,
    filters: Filters,
    /// What the filter picker took, until the screen has applied it.
    picked: Picked,
    sort: RosterSort,
    chosen: BTreeSet<StudentId>,
    /// Whether there is a column for labels.
    tagged: bool,
    /// Rows that fitted when last drawn.
    height: usize,
    trouble: Option<Refused>,
}

impl Roster {
    pub fn new(cx: &mut Cx) -> Roster {
        let mut roster = Roster {
            ids: Vec::new(),
            state: ListState::default(),
            rows: HashMap::new(),
            filter: Filter::default(),
            filters: Filters::default(),
            picked: Picked::default(),
            sort: RosterSort::default(),
            chosen: BTreeSet::new(),
            tagged: false,
            height: ROWS_LEAST,
            trouble: None,
        };
        roster.read_tags(cx);
        roster.refresh(cx);
        roster
    }

    /// Asks anew which students fit, and for their rows.
    fn refresh(&mut self, cx: &mut Cx) {
        let list = RosterList { text: Text::new(self.filter.text()), sort: self.sort, ..self.filters.list() };
        match cx.ask(&list) {
            Ok(page) => {
                self.ids = page.ids;
                self.trouble = None;
            }
            Err(refused) => self.trouble = Some(refused),
        }
        self.rows.clear();
        self.state.settle(&self.ids);
        self.read_rows(cx);
    }

    /// Reads the rows that are to be seen, unless they are known.
    fn read_rows(&mut self, cx: &mut Cx) {
        let seen = self.state.visible(self.height, &self.ids);
        if self.ids[seen.clone()].iter().all(|id| self.rows.contains_key(id)) {
            return;
        }
        let page = self.ids.iter().skip(seen.start).take(seen.len().max(ROWS_LEAST));
        match cx.ask(&RosterRows { ids: page.copied().collect() }) {
            Ok(rows) => self.rows = rows.into_iter().map(|row| (row.id, row)).collect(),
            Err(refused) => self.trouble = Some(refused),
        }
    }

    /// Another list: from its top.
    fn list_anew(&mut self, cx: &mut Cx) -> Effect {
        self.state = ListState::default();
        self.refresh(cx);
        Effect::Done
    }

    /// Whether any student has a label: then there is a column for them.
    fn read_tags(&mut self, cx: &mut Cx) {
        self.tagged = cx.ask(&RosterTags {}).is_ok_and(|tags| !tags.is_empty());
    }

    fn selected(&self) -> Option<&RosterRow> {
        self.rows.get(&self.state.selected()?)
    }

    /// Whom an action is for: those chosen, else the selected one.
    fn targets(&self) -> Vec<StudentId> {
        if self.chosen.is_empty() {
            return self.state.selected().into_iter().collect();
        }
        self.chosen.iter().copied().collect()
    }

    fn open_card(&self) -> Effect {
        self.state.selected().map_or(Effect::Done, |id| Effect::Go(Place::Card(id)))
    }

    /// Gives the filter its keys.
    fn on_filter(&mut self, action: Action, cx: &mut Cx) -> Option<Effect> {
        self.filter.on_action(action).then(|| drop(self.list_anew(cx)))
    }

    /// While a text is looked for: Enter opens the best match, an arrow goes into the list.
    fn on_find(&mut self, action: Action, cx: &mut Cx) -> Effect {
        if action == Action::PickerTake {
            self.filter.on_action(action);
            return self.open_card();
        }
        if self.state.on_action(action.of_list(), &self.ids) {
            self.filter.on_action(Action::PickerTake);
            self.read_rows(cx);
            return Effect::Done;
        }
        self.on_filter(action, cx).unwrap_or(Effect::Pass)
    }

    fn on_own(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match action {
            Action::ListOpen => self.open_card(),
            Action::RosterNew => student::new_student(cx),
            Action::RosterEdit => self.state.selected().map_or(Effect::Done, |id| student::edit(id, cx)),
            Action::RosterEnrol => student::enrol(self.targets(), cx),
            Action::RosterTag => student::tag(self.targets()),
            Action::RosterChoose => {
                if let Some(id) = self.state.selected().filter(|id| !self.chosen.remove(id)) {
                    self.chosen.insert(id);
                }
                self.state.on_action(Action::ListDown, &self.ids);
                self.read_rows(cx);
                self.say_chosen()
            }
            Action::RosterChooseAll => {
                let all = self.ids.iter().all(|id| self.chosen.contains(id));
                self.chosen = if all { BTreeSet::new() } else { self.ids.iter().copied().collect() };
                self.say_chosen()
            }
            Action::RosterFilters => match self.picked.take() {
                Some(picked) => {
                    self.filters.apply(picked);
                    self.list_anew(cx)
                }
                None => filters::pick(&self.filters, self.picked.clone(), cx),
            },
            Action::RosterSort | Action::RosterSortBack => {
                self.sort = rows::turned(self.sort, action == Action::RosterSort);
                self.list_anew(cx)
            }
            Action::Back if !self.chosen.is_empty() => {
                self.chosen.clear();
                Effect::Done
            }
            Action::Back if self.filters.any() => {
                self.filters = Filters::default();
                self.list_anew(cx)
            }
            action if self.state.on_action(action, &self.ids) => {
                self.read_rows(cx);
                Effect::Done
            }
            _ => Effect::Pass,
        }
    }

    fn say_chosen(&self) -> Effect {
        Effect::Tell(say!("roster-chosen", count = self.chosen.len()), Tone::Quiet)
    }

    fn draw_list(&mut self, area: Rect, buf: &mut Buffer, look: &Look) {
        self.height = usize::from(area.height.saturating_sub(1)).max(1);
        if self.ids.is_empty() {
            let text = match &self.trouble {
                Some(refused) => look.say(&refused.reason),
                None if self.filters.any() || !self.filter.text().is_empty() => {
                    look.text("roster-none").into()
                }
                None => look.text("roster-empty").into_owned(),
            };
            let room = usize::from(area.width.saturating_sub(6));
            for (y, line) in (area.y + 1..area.bottom()).zip(wrap(&text, room)) {
                put(buf, area.x + 3, y, &line, look.style(Role::Muted), room as u16);
            }
            return;
        }
        // What one sorts by is always to be seen.
        let tagged = self.tagged && self.sort != RosterSort::Points;
        let columns = rows::columns(tagged, look);
        let row = |index: usize| {
            let id = self.ids[index];
            rows::row(self.rows.get(&id), self.chosen.contains(&id), tagged, look)
        };
        Table { columns: &columns, ids: &self.ids, row: &row }.draw(area, buf, &look.theme, &mut self.state);
    }
}

impl Layer for Roster {
    fn contexts(&self) -> &'static [Context] {
        self.filter.contexts(&[Context::Roster, Context::List])
    }

    fn typing(&self) -> bool {
        self.filter.typing()
    }

    fn on_text(&mut self, c: char, cx: &mut Cx) -> Effect {
        self.filter.on_text(c).then(|| drop(self.list_anew(cx))).unwrap_or(Effect::Pass)
    }

    fn on_paste(&mut self, text: &str, cx: &mut Cx) -> Effect {
        if self.filter.typing() {
            text.chars().take(60).for_each(|c| {
                self.filter.on_text(if c.is_whitespace() { ' ' } else { c });
            });
            return self.list_anew(cx);
        }
        Effect::Done
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        if self.filter.typing() {
            return self.on_find(action, cx);
        }
        // Esc drops first what was chosen, then the text, then the filters.
        if action == Action::Back && !self.chosen.is_empty() {
            return self.on_own(action, cx);
        }
        match self.on_filter(action, cx) {
            Some(effect) => effect,
            None => self.on_own(action, cx),
        }
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        if areas.any(&[Area::Students]) {
            self.read_tags(cx);
        }
        if areas.any(&[Area::Students, Area::Setup, Area::Ledger]) {
            self.refresh(cx);
        }
    }

    fn why_not(&self, action: Action, _: &Look) -> Option<Say> {
        let needs_one = matches!(
            action,
            Action::RosterEdit | Action::RosterEnrol | Action::RosterTag | Action::RosterChoose
        );
        (needs_one && self.targets().is_empty()).then(|| say!("roster-nobody"))
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        if self.filter.typing() {
            return vec![Action::PickerTake, Action::PickerDown, Action::PickerCancel];
        }
        if self.ids.is_empty() && !self.filters.any() && self.filter.text().is_empty() {
            return vec![Action::RosterNew, Action::Palette];
        }
        vec![
            Action::ListOpen,
            Action::ListFilter,
            Action::RosterNew,
            Action::RosterFilters,
            Action::RosterSort,
            Action::RosterEdit,
            Action::RosterEnrol,
            Action::RosterChoose,
            Action::RosterTag,
            Action::Undo,
        ]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let foot = Rect { y: area.bottom().saturating_sub(2), height: area.height.min(2), ..area };
        let body = Rect { height: area.height.saturating_sub(2), ..area };
        let (list, beside) = pane::part(body);
        self.draw_list(list, buf, look);
        if let Some(beside) = beside {
            let inside = pane::divided(beside, buf, look);
            if let Some(row) = self.selected() {
                essentials::draw(row, inside, buf, look);
            }
        }
        rule(foot, buf, &look.theme);
        let line = Rect { y: foot.y + 1, height: foot.height.saturating_sub(1), ..foot };
        if self.filter.typing() || !self.filter.text().is_empty() {
            return self.filter.draw(line, buf, look);
        }
        if let Some(row) = self.selected().filter(|_| beside.is_none()) {
            let inside = Rect { x: line.x + 1, width: line.width.saturating_sub(2), ..line };
            essentials::line(row, look).draw(inside, buf, &look.theme, Default::default());
        }
        None
    }
}

impl Screen for Roster {
    fn place(&self) -> Place {
        Place::Roster
    }

    fn headline(&self, look: &Look) -> (Line, Line) {
        let mut left = Line::of(look.text("app-tab-roster").into_owned(), Role::Title);
        for part in self.filters.names(look) {
            left = left.and(DOT, Role::Muted).and(part, Role::Accent);
        }
        let mut right = Line::new();
        if !self.chosen.is_empty() {
            let chosen = look.say(&say!("roster-chosen", count = self.chosen.len()));
            right = right.and(chosen, Role::Accent).and(DOT, Role::Muted);
        }
        let count = look.say(&say!("roster-count", count = self.ids.len()));
        let sort = look.text(rows::sort_key(self.sort)).into_owned();
        (left, right.and(count, Role::Text).and(DOT, Role::Muted).and(sort, Role::Muted))
    }
}

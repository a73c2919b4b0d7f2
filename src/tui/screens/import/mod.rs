//! Import 导入: a file's path, then which column is what and what would come of it, then one command that undo takes back.

mod view;

#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::base::{Refused, Say};
use crate::desk::register::{CompareRoster, Comparison};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen, Tone, done, refused};
use crate::tui::files::{Files, RefusedRow, RosterFile};
use crate::tui::input::{Action, Context};
use crate::tui::widgets::{Edit, Item, Line, ListState, Picker};

/// A file that was read, and what its import would do.
struct Tried {
    file: RosterFile,
    found: Comparison,
}

/// The import screen.
pub struct Import {
    files: Rc<dyn Files>,
    path: Edit,
    /// Paths that the typed one may become.
    offered: Vec<String>,
    tried: Option<Tried>,
    ids: Vec<usize>,
    state: ListState<usize>,
    trouble: Option<Refused>,
    /// The column picked for the selected field, until it is taken up; the outer `None` is no pick.
    picked: Rc<Cell<Option<Option<usize>>>>,
}

impl Import {
    pub fn new(files: Rc<dyn Files>) -> Import {
        Import {
            files,
            path: Edit::default(),
            offered: Vec::new(),
            tried: None,
            ids: Vec::new(),
            state: ListState::default(),
            trouble: None,
            picked: Rc::default(),
        }
    }

    /// Reads the file and tries it; rows that the books refuse join the refused ones, until the rest can go in.
    fn read(&mut self, chosen: Option<&[Option<usize>]>, cx: &mut Cx) {
        match self.try_file(chosen, cx) {
            Ok(tried) => {
                self.ids = (0..tried.file.fields.len()).collect();
                self.state.settle(&self.ids);
                (self.tried, self.trouble) = (Some(tried), None);
            }
            Err(no) => self.trouble = Some(no),
        }
    }

    fn try_file(&self, chosen: Option<&[Option<usize>]>, cx: &mut Cx) -> Result<Tried, Refused> {
        let digits = cx.look.shown.currency.digits();
        let mut file = self.files.read(self.path.text().as_str(), chosen, digits)?;
        loop {
            let found = cx.ask(&CompareRoster { import: file.import.clone() })?;
            if found.refused.is_empty() {
                file.refused.sort_by_key(|refused| refused.row);
                return Ok(Tried { file, found });
            }
            for no in &found.refused {
                let at = file.import.rows.iter().position(|row| row.row == no.row);
                let value = at.map(|at| file.import.rows.remove(at).name).unwrap_or_default();
                let reason = no.refused.reason.clone();
                file.refused.push(RefusedRow { row: no.row, column: Default::default(), value, reason });
            }
        }
    }

    fn pick_column(&mut self, cx: &mut Cx) -> Effect {
        let Some(tried) = &self.tried else { return Effect::Done };
        let at = self.state.index();
        if let Some(column) = self.picked.take() {
            let mut chosen: Vec<Option<usize>> =
                tried.file.fields.iter().map(|(_, column)| *column).collect();
            if let Some(field) = chosen.get_mut(at) {
                *field = column;
            }
            self.read(Some(&chosen), cx);
            return Effect::Done;
        }
        let Some((field, _)) = tried.file.fields.get(at) else { return Effect::Done };
        let title = cx.look.say(&say!("start-column-of", field = field.clone()));
        let none = Item::new(cx.look.text("start-no-column").into_owned());
        let columns = tried.file.columns.iter().map(|(_, title)| Item::new(title.to_string()));
        let items = std::iter::once(none).chain(columns).collect();
        let places: Vec<usize> = tried.file.columns.iter().map(|(place, _)| *place).collect();
        let picked = Rc::clone(&self.picked);
        let take = move |index: usize, _: &mut Cx| {
            picked.set(Some(index.checked_sub(1).and_then(|index| places.get(index).copied())));
            Effect::Do(Action::ImportColumn)
        };
        Effect::Open(Box::new(Picker::of(title, items, take, cx)))
    }

    fn take(&mut self, cx: &mut Cx) -> Effect {
        let Some(tried) = &self.tried else { return Effect::Done };
        match cx.session.submit(tried.file.import.clone()) {
            Ok(receipt) => {
                self.tried = None;
                Effect::Many(vec![Effect::Go(Place::Roster), done(receipt)])
            }
            Err(no) => refused(no),
        }
    }

    fn complete(&mut self) -> Effect {
        self.offered = self.files.complete(self.path.value());
        let Some(first) = self.offered.first() else {
            return Effect::Tell(say!("start-nothing-there"), Tone::Quiet);
        };
        // As far as all of them agree.
        let agree = self.offered.iter().fold(first.clone(), |common, other| {
            let same = common.chars().zip(other.chars()).take_while(|(a, b)| a == b);
            same.map(|(a, _)| a).collect()
        });
        self.path = Edit::with(&agree);
        if self.offered.len() == 1 {
            self.offered.clear();
        }
        Effect::Done
    }
}

impl Layer for Import {
    fn contexts(&self) -> &'static [Context] {
        match self.tried {
            None => &[Context::Text, Context::Form],
            Some(_) => &[Context::Import, Context::List],
        }
    }

    fn typing(&self) -> bool {
        self.tried.is_none()
    }

    fn on_text(&mut self, c: char, _: &mut Cx) -> Effect {
        self.path.push(c);
        self.offered.clear();
        self.trouble = None;
        Effect::Done
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        if self.tried.is_none() {
            return match action {
                Action::FormNext => self.complete(),
                Action::FormSubmit => {
                    self.read(None, cx);
                    Effect::Done
                }
                Action::FormCancel => Effect::Go(Place::Setup),
                action if self.path.on_action(action) => Effect::Done,
                _ => Effect::Pass,
            };
        }
        match action {
            Action::ImportColumn => self.pick_column(cx),
            Action::ImportTake => self.take(cx),
            Action::Back => {
                self.tried = None;
                Effect::Done
            }
            action if self.state.on_action(action, &self.ids) => Effect::Done,
            _ => Effect::Pass,
        }
    }

    fn why_not(&self, action: Action, _: &Look) -> Option<Say> {
        let idle = self.tried.as_ref().is_none_or(|tried| tried.found.is_idle());
        (action == Action::ImportTake && idle).then(|| say!("start-nothing-new"))
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        match self.tried {
            None => vec![Action::FormSubmit, Action::FormNext, Action::FormCancel],
            Some(_) => vec![Action::ImportTake, Action::ImportColumn, Action::ListDown, Action::Back],
        }
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        view::draw(self, area, buf, look)
    }
}

impl Screen for Import {
    fn place(&self) -> Place {
        Place::Import
    }

    fn headline(&self, look: &Look) -> (Line, Line) {
        view::headline(self, look)
    }
}

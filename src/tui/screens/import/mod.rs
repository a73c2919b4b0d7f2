//! Import 导入: a file's path; then what would come of it row by row, and what each column is read as; then one
//! command that undo takes back. Reading, trying and bringing in are done beside the loop.

mod choices;
mod columns;
mod path;
mod rows;
mod tried;
mod view;

#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::choices::{kept_say, taken_say};
use self::path::Path;
use self::tried::{Entry, Tried, View};
use crate::base::{Refused, Say};
use crate::desk::Receipt;
use crate::desk::register::RowState;
use crate::exchange::columns::Field;
use crate::exchange::intake::Plan;
use crate::lang::Lang;
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen, Tone, refused};
use crate::tui::files::Files;
use crate::tui::input::{Action, Context};
use crate::tui::widgets::filter::Filtered;
use crate::tui::widgets::{Filter, Line, ListState};

/// What is looked at once a file was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Section {
    /// What comes of each row.
    #[default]
    Rows,
    /// What each column is read as.
    Columns,
}

/// What an overlay took, until the screen has taken it up.
enum Picked {
    /// The selected column is read as that, or as nothing.
    Target(Option<Field>),
    /// That sheet is read.
    Sheet(usize),
    /// What can be had goes in.
    Agreed,
}

/// What is being done beside the loop.
enum Work {
    /// A file is read, or read again.
    Trying(Receiver<Result<Tried, Refused>>),
    /// It is brought in.
    Taking(Receiver<Result<Receipt, Box<(Refused, Tried)>>>),
}

/// The import screen.
pub struct Import {
    files: Arc<dyn Files>,
    path: Path,
    work: Option<Work>,
    tried: Option<Tried>,
    section: Section,
    view: View,
    filter: Filter,
    ids: Vec<usize>,
    rows: ListState<usize>,
    column_ids: Vec<usize>,
    columns: ListState<usize>,
    picked: Rc<Cell<Option<Picked>>>,
}

impl Import {
    pub fn new(files: Arc<dyn Files>) -> Import {
        Import {
            files,
            path: Path::default(),
            work: None,
            tried: None,
            section: Section::Rows,
            view: View::All,
            filter: Filter::default(),
            ids: Vec::new(),
            rows: ListState::default(),
            column_ids: Vec::new(),
            columns: ListState::default(),
            picked: Rc::default(),
        }
    }

    /// Has something tried beside the loop; what is shown stays until that is done.
    fn try_out(&mut self, job: impl FnOnce() -> Result<Tried, Refused> + Send + 'static) -> Effect {
        let (send, outcome) = channel();
        self.work = Some(Work::Trying(outcome));
        Effect::Work(Box::new(move || {
            // Nobody waits for it where the screen was left meanwhile.
            let _ = send.send(job());
            None
        }))
    }

    fn read(&mut self, cx: &mut Cx) -> Effect {
        let (files, session) = (Arc::clone(&self.files), cx.session.clone());
        let (path, digits) = (self.path.value().to_owned(), cx.look.shown.currency.digits());
        self.try_out(move || tried::read(&path, &*files, &session, digits))
    }

    fn read_so(&mut self, plan: Option<Plan>, cx: &mut Cx) -> Effect {
        let Some(tried) = &self.tried else { return Effect::Done };
        let (opened, session) = (Arc::clone(&tried.opened), cx.session.clone());
        let digits = cx.look.shown.currency.digits();
        self.try_out(move || tried::attempt(opened, plan, &session, digits))
    }

    /// Shows a file that was tried; where nobody knows its columns, those first.
    fn show(&mut self, tried: Tried) -> Effect {
        let anew = self.tried.as_ref().is_none_or(|old| !Arc::ptr_eq(&old.opened, &tried.opened));
        if anew {
            self.view = View::All;
            self.filter = Filter::default();
            (self.rows, self.columns) = Default::default();
            self.section = if tried.is_nameless() { Section::Columns } else { Section::Rows };
        }
        self.column_ids = (0..tried.columns().len()).collect();
        self.columns.settle(&self.column_ids);
        let found = &tried.found;
        let counts = say!("intake-tried", new = found.new, changed = found.changed);
        let counts = counts.with("unchanged", found.unchanged).with("refused", tried.source.refused.len());
        self.tried = Some(tried);
        self.narrow();
        if anew { Effect::Done } else { Effect::Tell(counts, Tone::Quiet) }
    }

    fn narrow(&mut self) {
        if let Some(tried) = &self.tried {
            self.ids = tried.ids(self.view, self.filter.text());
            self.rows.settle(&self.ids);
        }
    }

    /// Takes up what an overlay took.
    fn take_up(&mut self, picked: Picked, cx: &mut Cx) -> Effect {
        let Some(tried) = &self.tried else { return Effect::Done };
        match picked {
            Picked::Target(field) => {
                let columns = tried.columns();
                let Some((column, _)) = columns.get(self.columns.index()) else { return Effect::Done };
                let plan = tried.with(column, field);
                self.read_so(plan, cx)
            }
            Picked::Sheet(sheet) => {
                let plan = tried.opened.plan(Some(sheet), &self.files.saved());
                let plan = plan.unwrap_or_else(|_| tried.opened.guess(Some(sheet)));
                self.section = Section::default();
                self.read_so(plan, cx)
            }
            Picked::Agreed => self.take(cx),
        }
    }

    /// Brings in what can go in, and writes the rest beside the source.
    fn take(&mut self, cx: &mut Cx) -> Effect {
        let Some(tried) = self.tried.take() else { return Effect::Done };
        let (send, outcome) = channel();
        self.work = Some(Work::Taking(outcome));
        let (files, session) = (Arc::clone(&self.files), cx.session.clone());
        let (tongue, shown) = (cx.look.lang.tongue(), cx.look.shown.clone());
        Effect::Work(Box::new(move || {
            let done = session.submit(tried.source.import.clone());
            let mut said = done.as_ref().ok().and_then(|receipt| receipt.said.first().cloned());
            let mut tone = Tone::Ok;
            if done.is_ok() && !tried.source.refused.is_empty() {
                let words = (&Lang::new(tongue), &shown);
                let kept = files.keep(&tried.opened, tried.plan.as_ref(), &tried.source, words);
                tone = if kept.is_ok() { Tone::Ok } else { Tone::Warn };
                said = Some(match kept {
                    Ok(()) => taken_say(&tried),
                    Err(_) => kept_say(kept, &tried).0,
                });
            }
            let _ = send.send(done.map_err(|no| Box::new((no, tried))));
            said.map(|say| (say, tone))
        }))
    }

    /// Esc: what was looked for goes first, then the file.
    fn back(&mut self) -> Effect {
        if self.view != View::All {
            self.view = View::All;
            self.narrow();
        } else {
            (self.tried, self.work) = (None, None);
        }
        Effect::Done
    }

    fn open_row(&mut self) -> Effect {
        let Some(tried) = &self.tried else { return Effect::Done };
        match self.rows.selected().and_then(|id| tried.entry(id)) {
            Some(Entry::Good(at)) => match &tried.found.rows[at] {
                row if row.state == RowState::New => {
                    Effect::Tell(say!("intake-new-has-no-card"), Tone::Quiet)
                }
                row => Effect::Go(Place::Card(row.student)),
            },
            // The column that is to blame.
            Some(Entry::Refused(at)) => {
                let title = &tried.source.refused[at].column;
                let columns = tried.columns();
                if let Some(at) = columns.iter().position(|(column, _)| column.title == *title) {
                    self.columns.select(at, &self.column_ids);
                    self.section = Section::Columns;
                }
                Effect::Done
            }
            None => Effect::Done,
        }
    }

    fn on_path(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match action {
            Action::PathLeave => match self.work {
                None => return Effect::Go(Place::Setup),
                Some(Work::Trying(_)) => self.work = None,
                // What is being brought in can't be held any more; undo takes it back.
                Some(Work::Taking(_)) => {}
            },
            _ if self.work.is_some() => return Effect::Pass,
            Action::PathComplete => self.path.complete(true, &*self.files),
            Action::PathCompleteBack => self.path.complete(false, &*self.files),
            Action::PathRead => {
                if self.path.take(&*self.files) {
                    return self.read(cx);
                }
            }
            action if self.path.on_action(action) => {}
            _ => return Effect::Pass,
        }
        Effect::Done
    }

    fn on_tried(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match action {
            Action::ImportColumn => self.pick_target(cx),
            Action::ListOpen if self.section == Section::Columns => self.pick_target(cx),
            Action::ListOpen => self.open_row(),
            Action::ImportTake => self.ask_to_take(cx),
            Action::ImportSheet => self.pick_sheet(cx),
            Action::ImportSave => self.save(),
            Action::ImportKeep => self.keep(cx),
            Action::ImportNext | Action::ImportPrevious => {
                let rows = self.section == Section::Columns || self.column_ids.is_empty();
                self.section = if rows { Section::Rows } else { Section::Columns };
                Effect::Done
            }
            Action::ImportView | Action::ImportViewBack => {
                self.section = Section::Rows;
                self.view = self.view.turned(action == Action::ImportView);
                self.narrow();
                Effect::Done
            }
            Action::Back => self.back(),
            action => {
                let moved = match self.section {
                    Section::Rows => self.rows.on_action(action, &self.ids),
                    Section::Columns => self.columns.on_action(action, &self.column_ids),
                };
                if moved { Effect::Done } else { Effect::Pass }
            }
        }
    }
}

impl Layer for Import {
    fn contexts(&self) -> &'static [Context] {
        match self.tried {
            None => &[Context::Path, Context::Text],
            Some(_) if self.filter.typing() => Filter::CONTEXTS,
            Some(_) => &[Context::Import, Context::List],
        }
    }

    fn typing(&self) -> bool {
        match self.tried {
            None => self.work.is_none(),
            Some(_) => self.filter.typing(),
        }
    }

    fn on_text(&mut self, c: char, _: &mut Cx) -> Effect {
        if self.tried.is_none() {
            self.path.push(c);
        } else if self.filter.on_text(c) == Filtered::Changed {
            self.narrow();
        }
        Effect::Done
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        if self.tried.is_none() {
            return self.on_path(action, cx);
        }
        if self.filter.typing()
            && let Action::PickerUp | Action::PickerDown = action
        {
            let action = if action == Action::PickerUp { Action::ListUp } else { Action::ListDown };
            self.rows.on_action(action, &self.ids);
            return Effect::Done;
        }
        match self.filter.on_action(action) {
            Filtered::Pass => self.on_tried(action, cx),
            Filtered::Same => {
                self.section = Section::Rows;
                Effect::Done
            }
            Filtered::Changed => {
                self.narrow();
                Effect::Done
            }
        }
    }

    fn on_finished(&mut self, _: &mut Cx) -> Effect {
        // Gone without an outcome: it broke off, which the message line has told.
        match self.work.take() {
            Some(Work::Trying(outcome)) => match outcome.try_recv() {
                Ok(Ok(tried)) => return self.show(tried),
                Ok(Err(no)) if self.tried.is_some() => return refused(no),
                Ok(Err(no)) => self.path.fail(no, &*self.files),
                Err(TryRecvError::Empty) => self.work = Some(Work::Trying(outcome)),
                Err(TryRecvError::Disconnected) => {}
            },
            Some(Work::Taking(outcome)) => match outcome.try_recv() {
                Ok(Ok(_)) => return Effect::Go(Place::Roster),
                Ok(Err(failed)) => {
                    let (no, tried) = *failed;
                    self.tried = Some(tried);
                    return refused(no);
                }
                Err(TryRecvError::Empty) => self.work = Some(Work::Taking(outcome)),
                Err(TryRecvError::Disconnected) => {}
            },
            None => {}
        }
        Effect::Done
    }

    fn why_not(&self, action: Action, _: &Look) -> Option<Say> {
        let tried = self.tried.as_ref()?;
        match action {
            Action::ImportTake if self.work.is_some() => Some(say!("intake-still-trying")),
            Action::ImportTake if tried.is_nameless() => Some(say!("intake-nameless")),
            Action::ImportTake if tried.found.is_idle() && tried.found.unchanged == 0 => {
                Some(say!("intake-none-good"))
            }
            Action::ImportTake => tried.found.is_idle().then(|| say!("intake-nothing-new")),
            Action::ImportSheet => (tried.opened.sheets().len() < 2).then(|| say!("intake-one-sheet")),
            Action::ImportSave => {
                (tried.plan.is_none() || tried.is_nameless()).then(|| say!("intake-no-mapping"))
            }
            Action::ImportColumn | Action::ImportNext | Action::ImportPrevious => {
                tried.plan.is_none().then(|| say!("intake-no-mapping"))
            }
            Action::ImportKeep => tried.source.refused.is_empty().then(|| say!("intake-none-refused")),
            _ => None,
        }
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        if self.tried.is_none() {
            return match self.work {
                Some(Work::Taking(_)) => Vec::new(),
                Some(Work::Trying(_)) => vec![Action::PathLeave],
                None => vec![Action::PathRead, Action::PathComplete, Action::PathLeave],
            };
        }
        if self.filter.typing() {
            return vec![Action::PickerTake, Action::PickerDown, Action::PickerCancel];
        }
        let own: &[Action] = match self.section {
            Section::Rows => {
                &[Action::ImportTake, Action::ImportView, Action::ListFilter, Action::ImportNext]
            }
            Section::Columns => {
                &[Action::ImportTake, Action::ImportColumn, Action::ImportSave, Action::ImportPrevious]
            }
        };
        let more = [Action::ImportSheet, Action::ImportKeep, Action::Back];
        own.iter().copied().chain(more).collect()
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

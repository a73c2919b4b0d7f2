//! Class 上课: a lesson is marked, points are given, by a key each.
//!
//! Exception-first: a capital letter and the initials of a name mark whoever is late, absent or excused;
//! the space bar then marks the rest present. A small letter marks the selected row.

mod find;
mod forms;
#[cfg(test)]
mod keys_tests;
mod lessons;
mod rows;
mod seats;
mod view;

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::find::{Find, Found, Tail};
use crate::base::{LessonId, Prose, Refused, Say, StudentId};
use crate::desk::calendar::LessonState;
use crate::desk::calendar::{LessonSheet, MarkLesson, MarkOne, Pick, Presence, Sheet, SheetRow};
use crate::desk::ledger::points::Award;
use crate::desk::register::{AskCard, Standing, StudentCard};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen, Tone, done, refused};
use crate::tui::input::{Action, Context};
use crate::tui::shared::ahead;
use crate::tui::shared::award_keys;
use crate::tui::widgets::{Field, Form, Line, ListState};

/// The class screen.
pub struct Class {
    place: Place,
    /// The lesson that is shown; none when there is none to show.
    lesson: Option<LessonId>,
    sheet: Option<Sheet>,
    ids: Vec<StudentId>,
    state: ListState<StudentId>,
    /// Chosen among others, for an award to several.
    chosen: BTreeSet<StudentId>,
    find: Option<Find>,
    /// Someone was just found by typing.
    tail: Option<Tail>,
    /// Rows, or seats as they stand in the room.
    seats: bool,
    /// The selected student, for the pane of a wide screen.
    card: Option<StudentCard>,
    /// Whether there was room for the pane when last drawn.
    wide: bool,
    /// Seats in one row when last drawn.
    across: usize,
    /// Nothing is planned for the next weeks either.
    unplanned: bool,
    trouble: Option<Refused>,
}

impl Class {
    pub fn new(lesson: Option<LessonId>, cx: &mut Cx) -> Class {
        let mut class = Class {
            place: Place::Class(lesson),
            lesson,
            sheet: None,
            ids: Vec::new(),
            state: ListState::default(),
            chosen: BTreeSet::new(),
            find: None,
            tail: None,
            seats: false,
            card: None,
            wide: true,
            across: 1,
            unplanned: false,
            trouble: None,
        };
        class.refresh(cx);
        class
    }

    fn refresh(&mut self, cx: &mut Cx) {
        self.trouble = self.read(cx).err();
    }

    fn read(&mut self, cx: &mut Cx) -> Result<(), Refused> {
        if self.lesson.is_none() {
            self.lesson = lessons::on_now(cx)?;
        }
        let Some(lesson) = self.lesson else {
            self.sheet = None;
            self.ids.clear();
            self.unplanned = ahead::is_unplanned(cx)?;
            return Ok(());
        };
        let sheet = cx.ask(&LessonSheet { lesson })?;
        self.ids = sheet.rows.iter().map(|row| row.student).collect();
        self.chosen.retain(|id| self.ids.contains(id));
        self.sheet = Some(sheet);
        self.state.settle(&self.ids);
        self.card = None;
        self.read_card(cx)
    }

    /// The selected student's card, where there is room to show it.
    fn read_card(&mut self, cx: &mut Cx) -> Result<(), Refused> {
        let wanted = self.state.selected().filter(|_| self.wide);
        if wanted != self.card.as_ref().map(|card| card.id) {
            self.card = wanted.map(|id| cx.ask(&AskCard { id })).transpose()?;
        }
        Ok(())
    }

    fn row(&self, id: StudentId) -> Option<&SheetRow> {
        self.sheet.as_ref()?.rows.iter().find(|row| row.student == id)
    }

    /// Whom an award is for: those chosen, else the selected one.
    fn targets(&self) -> Vec<StudentId> {
        if self.chosen.is_empty() {
            return self.state.selected().into_iter().collect();
        }
        self.ids.iter().copied().filter(|id| self.chosen.contains(id)).collect()
    }

    /// Hands in a command, says what came of it, and shows it.
    fn order<A: crate::desk::Act>(&mut self, act: A, cx: &mut Cx) -> Effect {
        let effect = cx.submit(act);
        self.refresh(cx);
        effect
    }

    fn mark(&mut self, id: StudentId, presence: Presence, cx: &mut Cx) -> Effect {
        let Some(sheet) = &self.sheet else { return Effect::Done };
        let minutes = if presence == Presence::Late { lessons::minutes_late(&sheet.lesson, cx) } else { 0 };
        let marks = vec![MarkOne { student: id, presence, minutes }];
        self.hand_in(MarkLesson { lesson: sheet.lesson.id, marks, rest: false, reason: Prose::default() }, cx)
    }

    /// Hands a marking in; for a lesson that is closed asks why first.
    fn hand_in(&mut self, act: MarkLesson, cx: &mut Cx) -> Effect {
        match cx.session.submit(act.clone()) {
            Ok(receipt) => {
                self.refresh(cx);
                done(receipt)
            }
            Err(no) if no.reason.key == "mark-needs-reason" => {
                let field = Field::text("reason", say!("app-reason")).required();
                Effect::Open(Box::new(Form::new(say!("class-correct"), vec![field], move |values, cx| {
                    let reason = values.text("reason").unwrap_or_default().as_str().into();
                    Ok(done(cx.session.submit(MarkLesson { reason, ..act.clone() })?))
                })))
            }
            Err(no) => refused(no),
        }
    }

    fn award(&mut self, number: usize, cx: &mut Cx) -> Effect {
        let Some(sheet) = &self.sheet else { return Effect::Done };
        let Some(rule) = sheet.rules.iter().find(|rule| usize::from(rule.key) == number + 1) else {
            return Effect::Tell(say!("class-no-rule", key = number + 1), Tone::Bad);
        };
        let act = Award {
            rule: rule.id,
            students: self.targets(),
            lesson: Some(sheet.lesson.id),
            class: None,
            points: None,
        };
        let effect = self.order(act, cx);
        self.chosen.clear();
        effect
    }

    fn choose_all(&mut self) -> Effect {
        let here: BTreeSet<StudentId> = match &self.sheet {
            Some(sheet) => {
                sheet.rows.iter().filter(|row| rows::may_earn(row)).map(|row| row.student).collect()
            }
            None => return Effect::Done,
        };
        self.chosen = if self.chosen == here { BTreeSet::new() } else { here };
        self.say_chosen()
    }

    fn choose_team(&mut self) -> Effect {
        let team = self.state.selected().and_then(|id| self.row(id)).and_then(|row| row.team);
        let (Some(team), Some(sheet)) = (team, &self.sheet) else {
            return Effect::Tell(say!("class-no-team"), Tone::Quiet);
        };
        let mates = sheet.rows.iter().filter(|row| row.team == Some(team) && rows::may_earn(row));
        self.chosen = mates.map(|row| row.student).collect();
        self.say_chosen()
    }

    fn say_chosen(&self) -> Effect {
        Effect::Tell(say!("class-chosen", count = self.chosen.len()), Tone::Quiet)
    }

    fn pick(&mut self, cx: &mut Cx) -> Effect {
        let Some(sheet) = &self.sheet else { return Effect::Done };
        let lesson = sheet.lesson.id;
        let roll = (cx.now.timestamp_millis().unsigned_abs() ^ 0x9e37_79b9).wrapping_mul(0x85eb_ca6b) as u32;
        match cx.session.submit(Pick { lesson, roll }) {
            Ok(receipt) => {
                self.refresh(cx);
                if let Some(id) = receipt.made.first().and_then(|id| id.parse().ok()) {
                    self.state.select(id, &self.ids);
                }
                done(receipt)
            }
            Err(no) => refused(no),
        }
    }

    /// The lesson before or after this one on the same day.
    fn step(&mut self, forward: bool, cx: &mut Cx) -> Effect {
        let Some(sheet) = &self.sheet else { return Effect::Done };
        match lessons::beside(&sheet.lesson, forward, cx) {
            Ok(Some(lesson)) => {
                self.lesson = Some(lesson);
                self.chosen.clear();
                self.state = ListState::default();
                self.refresh(cx);
                Effect::Done
            }
            Ok(None) => Effect::Tell(say!("class-no-more-lessons"), Tone::Quiet),
            Err(no) => refused(no),
        }
    }

    fn on_found(&mut self, found: Found, cx: &mut Cx) -> Effect {
        let (id, verb) = match found {
            Found::Not => return Effect::Done,
            Found::Gone => {
                self.find = None;
                return Effect::Done;
            }
            Found::One(id, verb) => (id, verb),
        };
        self.find = None;
        self.state.select(id, &self.ids);
        let effect = verb.map_or(Effect::Done, |presence| self.mark(id, presence, cx));
        self.show_card(cx);
        effect
    }

    /// The selected student's card; none where it can't be had.
    fn show_card(&mut self, cx: &mut Cx) {
        if self.read_card(cx).is_err() {
            self.card = None;
        }
    }

    fn on_key(&mut self, action: Action, cx: &mut Cx) -> Effect {
        let selected = self.state.selected();
        let marked = |class: &mut Class, presence, cx: &mut Cx| match selected {
            Some(id) => class.mark(id, presence, cx),
            None => Effect::Done,
        };
        match action {
            Action::ClassMarkRest => {
                let Some(lesson) = self.lesson else { return Effect::Done };
                self.hand_in(MarkLesson { lesson, marks: vec![], rest: true, reason: Prose::default() }, cx)
            }
            Action::ClassMarkPresent => marked(self, Presence::Present, cx),
            Action::ClassMarkLate => marked(self, Presence::Late, cx),
            Action::ClassMarkAbsent => marked(self, Presence::Absent, cx),
            Action::ClassMarkExcused => marked(self, Presence::Excused, cx),
            Action::ClassFind => self.open_find(None),
            Action::ClassFindLate => self.open_find(Some(Presence::Late)),
            Action::ClassFindAbsent => self.open_find(Some(Presence::Absent)),
            Action::ClassFindExcused => self.open_find(Some(Presence::Excused)),
            Action::ClassChoose => {
                if let Some(id) = selected.filter(|id| !self.chosen.remove(id)) {
                    self.chosen.insert(id);
                }
                self.say_chosen()
            }
            Action::ClassChooseAll => self.choose_all(),
            Action::ClassChooseTeam => self.choose_team(),
            Action::ClassPick => self.pick(cx),
            Action::ClassInvite => self.lesson.map_or(Effect::Done, forms::invite),
            Action::ClassSeats => {
                self.seats = !self.seats;
                Effect::Done
            }
            Action::ClassLessons => lessons::pick(cx),
            Action::ClassNext => self.step(true, cx),
            Action::ClassPrevious => self.step(false, cx),
            Action::ClassKeys => match &self.sheet {
                Some(sheet) => award_keys::form(sheet.lesson.lesson.class, cx),
                None => Effect::Done,
            },
            Action::ClassAwardMore => match &self.sheet {
                Some(sheet) => forms::award(sheet, self.targets()),
                None => Effect::Done,
            },
            Action::ListOpen => match selected {
                Some(id) => Effect::Go(Place::Card(id)),
                None => Effect::Done,
            },
            action => match Action::CLASS_AWARDS.iter().position(|award| *award == action) {
                Some(number) => self.award(number, cx),
                None => self.on_move(action),
            },
        }
    }

    fn on_move(&mut self, action: Action) -> Effect {
        if self.seats && seats::step(action, self.across, &mut self.state, &self.ids) {
            return Effect::Done;
        }
        if self.state.on_action(action, &self.ids) { Effect::Done } else { Effect::Pass }
    }

    fn open_find(&mut self, verb: Option<Presence>) -> Effect {
        self.find = Some(Find::new(verb));
        Effect::Done
    }
}

impl Layer for Class {
    fn contexts(&self) -> &'static [Context] {
        if self.find.is_some() { Find::CONTEXTS } else { &[Context::Class, Context::List] }
    }

    fn typing(&self) -> bool {
        self.find.is_some() || self.tail.is_some()
    }

    fn on_text(&mut self, c: char, cx: &mut Cx) -> Effect {
        if let Some(mut tail) = self.tail.take() {
            let row = self.state.selected().and_then(|id| self.row(id));
            let goes_on = row.is_some_and(|row| tail.on_text(c, row));
            self.tail = goes_on.then_some(tail);
            return if goes_on { Effect::Done } else { Effect::Pass };
        }
        let (Some(find), Some(sheet)) = (&mut self.find, &self.sheet) else { return Effect::Pass };
        let found = find.on_text(c, &sheet.rows);
        self.tail = matches!(found, Found::One(..)).then(|| find.tail());
        self.on_found(found, cx)
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        if let (Some(find), Some(sheet)) = (&mut self.find, &self.sheet) {
            let found = find.on_action(action, &sheet.rows);
            return self.on_found(found, cx);
        }
        if self.tail.take().is_some() && action == Action::ListOpen {
            return Effect::Done;
        }
        if action == Action::Back && !self.chosen.is_empty() {
            self.chosen.clear();
            return Effect::Done;
        }
        let effect = self.on_key(action, cx);
        self.show_card(cx);
        effect
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        if areas.any(&[Area::Students, Area::Setup, Area::Calendar, Area::Ledger]) {
            self.refresh(cx);
        }
    }

    fn why_not(&self, action: Action, _: &Look) -> Option<Say> {
        let needs_lesson = action.context() == Context::Class && action != Action::ClassLessons;
        match &self.sheet {
            None => needs_lesson.then(|| say!("class-none")),
            Some(sheet) if sheet.lesson.lesson.state == LessonState::Cancelled => {
                let browses =
                    matches!(action, Action::ClassNext | Action::ClassPrevious | Action::ClassSeats);
                (needs_lesson && !browses).then(|| say!("mark-lesson-cancelled"))
            }
            Some(sheet) => {
                let nobody_left = !sheet.rows.iter().any(rows::waits);
                (action == Action::ClassMarkRest && nobody_left).then(|| say!("mark-nothing-left"))
            }
        }
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        if self.find.is_some() {
            return vec![Action::PickerTake, Action::PickerCancel];
        }
        if self.sheet.is_none() {
            return vec![Action::ClassLessons];
        }
        vec![
            Action::ClassMarkRest,
            Action::ClassMarkLate,
            Action::ClassMarkAbsent,
            Action::ClassMarkExcused,
            Action::ClassFind,
            Action::ClassChoose,
            Action::ClassChooseAll,
            Action::ClassPick,
            Action::Undo,
            Action::ClassInvite,
            Action::ClassLessons,
        ]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        view::draw(self, area, buf, look)
    }
}

impl Screen for Class {
    fn place(&self) -> Place {
        self.place
    }

    fn headline(&self, look: &Look) -> (Line, Line) {
        view::headline(self.sheet.as_ref(), look)
    }
}

/// Whether a student is expected in the lesson.
fn expected(row: &SheetRow) -> bool {
    row.standing == Standing::Active
}

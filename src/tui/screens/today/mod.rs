//! Today 今日: the lessons of the day, and what wants someone's attention. Enter goes there.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::base::{LessonId, Refused};
use crate::desk::calendar::{DayLesson, LessonState, LessonsOn};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen};
use crate::tui::input::{Action, Context};
use crate::tui::symbol;
use crate::tui::theme::Role;
use crate::tui::widgets::text::put;
use crate::tui::widgets::{Column, Line, ListState, Row, Table};

/// The Today screen.
pub struct Today {
    lessons: Vec<DayLesson>,
    ids: Vec<LessonId>,
    state: ListState<LessonId>,
    trouble: Option<Refused>,
}

impl Today {
    pub fn new(cx: &mut Cx) -> Today {
        let mut today =
            Today { lessons: Vec::new(), ids: Vec::new(), state: ListState::default(), trouble: None };
        today.refresh(cx);
        let now = cx.look.shown.zone.clock(cx.now);
        // The lesson that is on, or the next one, is where Enter should go.
        let next = today.lessons.iter().find(|lesson| lesson.lesson.until >= now);
        if let Some(id) = next.map(|lesson| lesson.id) {
            today.state.select(id, &today.ids);
        }
        today
    }

    fn refresh(&mut self, cx: &mut Cx) {
        match cx.ask(&LessonsOn { from: None, until: None }) {
            Ok(lessons) => {
                self.ids = lessons.iter().map(|lesson| lesson.id).collect();
                self.lessons = lessons;
                self.trouble = None;
                self.state.settle(&self.ids);
            }
            Err(refused) => self.trouble = Some(refused),
        }
    }
}

impl Layer for Today {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Today, Context::List]
    }

    fn on_action(&mut self, action: Action, _: &mut Cx) -> Effect {
        match (action, self.state.selected()) {
            (Action::ListOpen, Some(id)) => Effect::Go(Place::Class(Some(id))),
            (action, _) if self.state.on_action(action, &self.ids) => Effect::Done,
            _ => Effect::Pass,
        }
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        if areas.any(&[Area::Calendar, Area::Setup]) {
            self.refresh(cx);
        }
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        vec![Action::ListOpen, Action::Palette, Action::GoClass, Action::GoRoster, Action::Undo]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        if self.lessons.is_empty() {
            let trouble = self.trouble.as_ref().map(|refused| look.say(&refused.reason));
            let text = trouble.unwrap_or_else(|| look.text("today-no-lessons").into_owned());
            put(buf, area.x + 3, area.y + 1, &text, look.style(Role::Muted), area.width.saturating_sub(6));
            return None;
        }
        let columns = [
            Column::fixed(look.text("today-time"), 11),
            Column::flexible(look.text("today-class"), 12, 2),
            Column::flexible(look.text("today-teacher"), 8, 1),
            Column::flexible(look.text("today-room"), 6, 1),
            Column::fixed(look.text("today-state"), 10),
        ];
        let row = |index: usize| lesson_row(&self.lessons[index], look);
        Table { columns: &columns, ids: &self.ids, row: &row }.draw(area, buf, &look.theme, &mut self.state);
        None
    }
}

fn lesson_row(lesson: &DayLesson, look: &Look) -> Row {
    let (sign, key, role) = match lesson.lesson.state {
        LessonState::Planned => (symbol::UNMARKED, "today-planned", Role::Accent),
        LessonState::Taken => (symbol::PRESENT, "today-taken", Role::Muted),
        LessonState::Cancelled => (symbol::ABSENT, "today-cancelled", Role::Muted),
    };
    let quiet = if lesson.lesson.state == LessonState::Planned { Role::Text } else { Role::Muted };
    Row {
        cells: vec![
            Line::of(format!("{}–{}", lesson.lesson.from, lesson.lesson.until), quiet),
            Line::of(lesson.class.to_string(), quiet),
            Line::of(lesson.teacher.to_string(), Role::Muted),
            Line::of(lesson.room.to_string(), Role::Muted),
            Line::of(sign, role).and(format!(" {}", look.text(key)), role),
        ],
        chosen: false,
    }
}

impl Screen for Today {
    fn place(&self) -> Place {
        Place::Today
    }

    fn headline(&self, look: &Look) -> (Line, Line) {
        let date = look.shown.today.to_string();
        let count = look.say(&say!("today-count", count = self.lessons.len()));
        (Line::of(date, Role::Title), Line::of(count, Role::Muted))
    }
}

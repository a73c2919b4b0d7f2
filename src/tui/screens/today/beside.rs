//! What is known of the selected row, beside a wide list.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::student_of;
use crate::desk::calendar::{LessonSheet, Sheet};
use crate::desk::register::{AskCard, StudentCard};
use crate::desk::today::TodayItem;
use crate::tui::app::{Cx, Look};
use crate::tui::shared::pane;

/// What stands in the pane.
pub enum Beside {
    /// Who comes to a lesson.
    Lesson(Box<Sheet>),
    /// Whom a row is about.
    Student(Box<StudentCard>),
}

impl Beside {
    /// Asks for it; none for a row of which no more is known than it says, and where the operator may not ask.
    pub fn of(item: &TodayItem, cx: &Cx) -> Option<Beside> {
        if let TodayItem::Lesson(lesson) = item {
            let sheet = cx.ask(&LessonSheet { lesson: lesson.id }).ok()?;
            return Some(Beside::Lesson(Box::new(sheet)));
        }
        let id = student_of(item)?;
        Some(Beside::Student(Box::new(cx.ask(&AskCard { id }).ok()?)))
    }

    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        match self {
            Beside::Lesson(sheet) => pane::lesson(sheet, area, buf, look),
            Beside::Student(card) => pane::student(card, area, buf, look),
        }
    }
}

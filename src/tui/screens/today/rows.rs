//! The rows of Today: when, what, about whom, how it stands.

use crate::base::{ClockTime, Credits, Day};
use crate::desk::calendar::{DayLesson, LessonState};
use crate::desk::queue::ListRow;
use crate::desk::today::TodayItem;
use crate::say;
use crate::tui::app::Look;
use crate::tui::shared::due;
use crate::tui::symbol;
use crate::tui::theme::Role;
use crate::tui::widgets::text::grouped;
use crate::tui::widgets::{Column, Line, Row};

pub fn columns(look: &Look) -> Vec<Column> {
    vec![
        Column::fixed(look.text("today-time"), 11),
        Column::flexible(look.text("today-what"), 16, 3).middle(),
        Column::flexible(look.text("today-who"), 18, 2),
        Column::fixed(look.text("today-state"), 16),
    ]
}

/// A row, at that time of day.
pub fn row(item: &TodayItem, now: ClockTime, look: &Look) -> Row {
    match item {
        TodayItem::Lesson(lesson) => lesson_row(lesson, now, look),
        TodayItem::Ticket(row) => ticket_row(row, look),
        TodayItem::Drawer { name, day, .. } => drawer_row(name, *day, look),
        TodayItem::Arrears { count, owed } => Row {
            cells: vec![
                Line::of(look.text("today-arrears").into_owned(), Role::Text),
                Line::of(look.say(&say!("today-arrears-count", count = *count)), Role::Text),
                Line::new(),
                Line::of(look.say(&say!("today-arrears-owed", owed = *owed)), Role::Warn),
            ],
            chosen: false,
        },
        TodayItem::Call { name, guardian, phone, class, day, missed, .. } => Row {
            cells: vec![
                Line::of(look.text("today-call").into_owned(), Role::Text),
                Line::of(name.to_string(), Role::Text).and(format!("  {class}"), Role::Muted),
                Line::of(format!("{guardian} {}", grouped(phone)).trim().to_owned(), Role::Text),
                Line::of(symbol::ABSENT, Role::Bad).and(
                    format!(" {}", look.say(&say!("today-missed", day = *day, count = i64::from(*missed)))),
                    if *missed > 1 { Role::Bad } else { Role::Text },
                ),
            ],
            chosen: false,
        },
        TodayItem::Low { name, left, .. } => Row {
            cells: vec![
                Line::of(look.text("today-low").into_owned(), Role::Text),
                Line::of(name.to_string(), Role::Text),
                Line::new(),
                if left.0 < 0 {
                    Line::of(look.say(&say!("class-hint-owes", credits = Credits(-left.0))), Role::Bad)
                } else {
                    Line::of(look.say(&say!("today-left", credits = *left)), Role::Warn)
                },
            ],
            chosen: false,
        },
        TodayItem::Birthday { name, turns, .. } => Row {
            cells: vec![
                Line::of(look.text("today-birthday").into_owned(), Role::Text),
                Line::of(name.to_string(), Role::Text),
                Line::new(),
                Line::of(look.say(&say!("today-turns", years = *turns)), Role::Muted),
            ],
            chosen: false,
        },
    }
}

fn lesson_row(lesson: &DayLesson, now: ClockTime, look: &Look) -> Row {
    let (sign, key, role) = match lesson.lesson.state {
        LessonState::Planned if now < lesson.lesson.from => (symbol::UNMARKED, "today-later", Role::Muted),
        LessonState::Planned if now < lesson.lesson.until => {
            (symbol::UNMARKED, "today-unmarked", Role::Accent)
        }
        LessonState::Planned => (symbol::LATE, "today-unmarked", Role::Late),
        LessonState::Taken => (symbol::PRESENT, "today-taken", Role::Muted),
        LessonState::Cancelled => (symbol::ABSENT, "today-cancelled", Role::Muted),
    };
    let quiet = if lesson.lesson.state == LessonState::Planned { Role::Text } else { Role::Muted };
    let where_and_who = [lesson.teacher.as_str(), lesson.room.as_str()];
    let where_and_who: Vec<&str> = where_and_who.into_iter().filter(|text| !text.is_empty()).collect();
    Row {
        cells: vec![
            Line::of(format!("{}–{}", lesson.lesson.from, lesson.lesson.until), quiet),
            Line::of(lesson.class.to_string(), quiet),
            Line::of(where_and_who.join(symbol::DOT), Role::Muted),
            Line::of(sign, role).and(format!(" {}", look.text(key)), role),
        ],
        chosen: false,
    }
}

fn ticket_row(row: &ListRow, look: &Look) -> Row {
    let zone = look.shown.zone;
    let when = row.due.map(|due| match zone.day(due) {
        day if day == look.shown.today => zone.clock(due).to_string(),
        day => look.lang.day(day, &look.shown),
    });
    let overdue = row.left.is_some_and(|left| left < 0);
    let mut who = Line::of(row.student_name.to_string(), Role::Text);
    if row.owner.is_none() {
        let gap = if row.student_name.is_empty() { "" } else { "  " };
        who = who.and(format!("{gap}{}", look.text("tickets-unassigned")), Role::Accent);
    }
    Row {
        cells: vec![
            Line::of(when.unwrap_or_default(), if overdue { Role::Bad } else { Role::Text }),
            Line::of(look.say(&row.kind_name), Role::Muted)
                .and(format!(" {}", look.say(&row.title)), Role::Text),
            who,
            due::left(row, look),
        ],
        chosen: false,
    }
}

fn drawer_row(name: &str, day: Day, look: &Look) -> Row {
    let left_open = day < look.shown.today;
    let (key, role) =
        if left_open { ("today-drawer-left", Role::Bad) } else { ("today-drawer-open", Role::Muted) };
    Row {
        cells: vec![
            Line::of(look.text("today-drawer").into_owned(), role),
            Line::of(name.to_owned(), Role::Text),
            Line::of(look.lang.day(day, &look.shown), role),
            Line::of(look.text(key).into_owned(), role),
        ],
        chosen: false,
    }
}

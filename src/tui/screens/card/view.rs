//! How the card is laid out: one section at a time, or all of them in two columns.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Card, Section, overview, sections};
use crate::desk::register;
use crate::tui::app::Look;
use crate::tui::symbol::{DOT, MARKER};
use crate::tui::theme::Role;
use crate::tui::widgets::Line;
use crate::tui::widgets::text::{put, wrap};

/// From this size on there is room for everything.
const WIDE_FROM: (u16, u16) = (110, 28);

/// Who it is, and how their account stands.
pub fn headline(card: Option<&register::StudentCard>, look: &Look) -> (Line, Line) {
    let Some(card) = card else {
        return (Line::of(look.text("app-context-card").into_owned(), Role::Title), Line::new());
    };
    let student = &card.student;
    let number = if student.number.is_empty() { card.id.to_string() } else { student.number.to_string() };
    let mut left = Line::of(student.name.to_string(), Role::Title).and(format!(" {number}"), Role::Muted);
    left = left.and(DOT, Role::Muted).and(overview::stage_name(student.stage, look), Role::Accent);
    for tag in &student.tags {
        left = left.and(format!(" #{tag}"), Role::Muted);
    }
    if student.left.is_some() {
        left = left.and(DOT, Role::Muted).and(look.text("roster-filter-left").into_owned(), Role::Warn);
    }
    (left, sections::standing(card, look))
}

/// Draws the card.
pub fn draw(card: &mut Card, area: Rect, buf: &mut Buffer, look: &Look) {
    let Some(data) = &card.card else {
        let text = card.trouble.as_ref().map(|refused| look.say(&refused.reason)).unwrap_or_default();
        let room = area.width.saturating_sub(6);
        for (y, line) in (area.y + 1..area.bottom()).zip(wrap(&text, usize::from(room))) {
            put(buf, area.x + 3, y, &line, look.style(Role::Muted), room);
        }
        return;
    };
    if area.width >= WIDE_FROM.0 && area.height >= WIDE_FROM.1 {
        return all(card, area, buf, look);
    }
    tabs(card.section, Rect { height: area.height.min(1), ..area }, buf, look);
    let body = Rect {
        x: area.x + 1,
        y: area.y + 2,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(2),
    };
    match card.section {
        Section::Overview => {
            overview::draw(data, card.check.selected(), body, buf, look);
        }
        Section::Attendance => sections::attendance(data, body, buf, look),
        Section::Points => sections::points(data, body, buf, look),
        Section::Account => sections::account(data, body, buf, look),
        Section::Timeline => {
            sections::timeline(data, &card.events, Some(&mut card.event), body, buf, look);
        }
    }
}

fn tabs(open: Section, row: Rect, buf: &mut Buffer, look: &Look) {
    let mut line = Line::new();
    for section in Section::ALL {
        let (sign, role) = if section == open { (MARKER, Role::Accent) } else { (" ", Role::Label) };
        line = line.and(format!(" {sign}{} ", look.text(section.key())), role);
    }
    line.draw(row, buf, &look.theme, Style::new());
}

/// Everything: whom to call, stage and account at the left; attendance, points and timeline at the right.
fn all(card: &mut Card, area: Rect, buf: &mut Buffer, look: &Look) {
    let Some(data) = &card.card else { return };
    let half = area.width / 2;
    let left = Rect { x: area.x + 1, width: half - 2, ..area };
    let right = Rect { x: area.x + half + 1, width: area.width - half - 2, ..area };
    for y in area.top()..area.bottom() {
        put(buf, area.x + half - 1, y, "│", look.style(Role::Rule), 1);
    }
    let lots = (data.credits.lots.len() as u16).clamp(1, 6);
    let account_rows = lots + 5;
    let check = card.check.selected().filter(|_| card.section == Section::Overview);
    let top =
        part(Section::Overview, card.section, Rect { height: area.height - account_rows, ..left }, buf, look);
    let below = overview::draw(data, check, top, buf, look) + 1;
    let bottom = Rect { y: below.min(area.bottom() - account_rows), height: account_rows, ..left };
    let inside = part(Section::Account, card.section, bottom, buf, look);
    sections::account(data, inside, buf, look);

    let calendar = Rect { height: 12, ..right };
    let inside = part(Section::Attendance, card.section, calendar, buf, look);
    sections::attendance(data, inside, buf, look);
    let points = Rect { y: right.y + 12, height: 8, ..right };
    let inside = part(Section::Points, card.section, points, buf, look);
    sections::points(data, inside, buf, look);
    let rest = Rect { y: right.y + 20, height: area.height - 20, ..right };
    let inside = part(Section::Timeline, card.section, rest, buf, look);
    let state = Some(&mut card.event).filter(|_| card.section == Section::Timeline);
    sections::timeline(data, &card.events, state, inside, buf, look);
}

/// The title of a section, marked when it has the keys; and what is left below it.
fn part(section: Section, open: Section, area: Rect, buf: &mut Buffer, look: &Look) -> Rect {
    let (sign, role) = if section == open { (MARKER, Role::Accent) } else { (" ", Role::Label) };
    let title = format!("{sign}{}", look.text(section.key()));
    put(buf, area.x, area.y, &title, look.style(role), area.width);
    Rect { y: area.y + 1, height: area.height.saturating_sub(2), ..area }
}

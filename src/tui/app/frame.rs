//! The frame around a screen: tabs and status, what this is, the body, what just happened, what can be done.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{App, Tab, Tone};
use crate::say;
use crate::tui::input::{Action, Lookup};
use crate::tui::symbol::{self, DOT, TAB_LEFT, TAB_RIGHT};
use crate::tui::theme::Role;
use crate::tui::widgets::text::{cut, put, width, wrap};
use crate::tui::widgets::{Line, rule};

/// The narrowest terminal that a screen is laid out for, in cells.
pub const LEAST_WIDTH: u16 = 60;
/// The lowest, in rows.
pub const LEAST_HEIGHT: u16 = 16;
/// From here on the first line has room for the set-up tab.
const ALL_TABS_FROM_WIDTH: u16 = 100;
/// Rows of the footer.
const FOOTER_ROWS: u16 = 2;

pub(super) fn draw(app: &mut App, buf: &mut Buffer) -> Option<Position> {
    let area = buf.area;
    buf.set_style(area, app.look.style(Role::Text));
    let cursor = if area.width < LEAST_WIDTH || area.height < LEAST_HEIGHT {
        too_small(app, area, buf);
        None
    } else if app.trail.last().is_some_and(|open| open.screen.whole()) {
        layers(app, area, area, buf)
    } else {
        let row = |y: u16| Rect { y, height: 1, ..area };
        first_line(app, row(0), buf);
        headline(app, row(1), buf);
        rule(row(2), buf, &app.look.theme);
        let foot = footer(app, area.width);
        // The same height whatever it says, so that nothing above it ever jumps.
        let foot_rows = FOOTER_ROWS;
        let body = Rect { y: 3, height: area.height - 4 - foot_rows, ..area };
        // One line stands at the very bottom.
        for (y, line) in (area.bottom() - foot.len() as u16..area.bottom()).zip(&foot) {
            line.draw(inset(row(y)), buf, &app.look.theme, Style::new());
        }
        let cursor = layers(app, body, Rect { y: 1, height: area.height - 2 - foot_rows, ..area }, buf);
        message(app, row(body.bottom()), buf);
        cursor
    };
    if app.look.plain {
        symbol::plain(buf);
    }
    cursor
}

/// One cell of blank at either side.
fn inset(row: Rect) -> Rect {
    Rect { x: row.x + 1, width: row.width.saturating_sub(2), ..row }
}

/// The screen, and the overlays over it; the cursor is the topmost one's.
fn layers(app: &mut App, body: Rect, over: Rect, buf: &mut Buffer) -> Option<Position> {
    let mut cursor = app.trail.last_mut().and_then(|open| open.screen.draw(body, buf, &app.look));
    for overlay in &mut app.overlays {
        cursor = overlay.draw(over, buf, &app.look);
    }
    cursor
}

fn first_line(app: &App, row: Rect, buf: &mut Buffer) {
    let here = app.place().and_then(|place| Tab::of(&place));
    let mut tabs = Line::new();
    for tab in Tab::ALL {
        let open = here == Some(tab);
        if tab == Tab::Setup && !open && row.width < ALL_TABS_FROM_WIDTH {
            continue;
        }
        let waiting = app.badges.iter().find(|(other, count)| *other == tab && *count > 0);
        let badge = waiting.map(|(_, count)| format!("·{count}")).unwrap_or_default();
        let (left, right) = if open { (TAB_LEFT, TAB_RIGHT) } else { (" ", " ") };
        let role = if open { Role::Tab } else { Role::Muted };
        tabs = tabs.and(format!("{left}{}", app.look.text(tab.key())), role);
        tabs = tabs.and(badge, if open { Role::Tab } else { Role::Warn }).and(right, role);
    }
    let x = tabs.draw(row, buf, &app.look.theme, Style::new());
    let room = usize::from(row.right().saturating_sub(x + 2));
    status(app, room).draw_right(inset(row), buf, &app.look.theme, Style::new());
}

/// The fewest cells that still tell which class it is.
const LESSON_CELLS: [usize; 2] = [16, 8];

/// The school, the lesson that is on or comes next, the operator, the time. Where there is no room for all, the
/// weekday goes first, then the school; then the class's name is cut, and goes before the operator does.
fn status(app: &App, room: usize) -> Line {
    let now = app.session.desk.now();
    let zone = app.look.shown.zone;
    let weekday = app.look.lang.weekday(chrono::Datelike::weekday(&zone.day(now)).number_from_monday());
    let short = zone.clock(now).to_string();
    let long = format!("{weekday} {short}");
    let (school, operator) = (app.status.school.as_str(), app.status.operator.as_str());
    let lesson = app.status.lesson(zone.clock(now), app.session.operator);
    let role = if lesson.as_ref().is_some_and(|lesson| lesson.on) { Role::Accent } else { Role::Muted };
    let name = lesson.map(|lesson| lesson.text).unwrap_or_default();
    let [brief, briefer] = LESSON_CELLS.map(|cells| cut(&name, cells));
    let tries = [
        [school, &name, operator, &long],
        [school, &name, operator, &short],
        ["", &name, operator, &long],
        ["", &name, operator, &short],
        ["", &brief, operator, &long],
        ["", &brief, operator, &short],
        ["", &briefer, operator, &short],
        [school, "", operator, &long],
        ["", "", operator, &long],
        ["", "", operator, &short],
        ["", "", "", &long],
    ];
    let line = |parts: [&str; 4]| {
        let parts = parts.into_iter().zip([Role::Muted, role, Role::Muted, Role::Muted]);
        parts.filter(|(part, _)| !part.is_empty()).fold(Line::new(), |line, (part, role)| {
            let line = if line == Line::new() { line } else { line.and(DOT, Role::Muted) };
            line.and(part, role)
        })
    };
    tries.into_iter().map(line).find(|line| line.width() <= room).unwrap_or_default()
}

fn headline(app: &App, row: Rect, buf: &mut Buffer) {
    let Some(open) = app.trail.last() else { return };
    let (left, right) = open.screen.headline(&app.look);
    let row = inset(row);
    // How it stands keeps its half of the line; what comes last of what it is gives way.
    let stands = (right.width() as u16).min(row.width / 2);
    let is = Rect { width: row.width.saturating_sub(if stands > 0 { stands + 2 } else { 0 }), ..row };
    let x = left.draw(is, buf, &app.look.theme, Style::new());
    let room = Rect { x: (x + 2).min(row.right()), width: row.right().saturating_sub(x + 2), ..row };
    right.draw_right(room, buf, &app.look.theme, Style::new());
}

fn message(app: &App, row: Rect, buf: &mut Buffer) {
    let Some((say, tone)) = &app.message else { return };
    let role = match tone {
        Tone::Ok => Role::Text,
        Tone::Warn => Role::Warn,
        Tone::Bad => Role::Bad,
        Tone::Quiet => Role::Muted,
    };
    let row = inset(row);
    put(buf, row.x, row.y, &app.look.say(say), app.look.style(role), row.width);
}

/// What can be done now, in one line, or in two where one is too short.
fn footer(app: &App, cells: u16) -> Vec<Line> {
    let mut parts = Vec::new();
    if app.pending.is_empty() {
        let contexts = app.contexts();
        let hints = app.top().map(|top| top.hints(&app.look)).unwrap_or_default();
        let can = |action: &Action| app.top().is_none_or(|top| top.why_not(*action, &app.look).is_none());
        for action in hints.into_iter().filter(can).chain([Action::Help]) {
            if let Some(chord) = app.look.keymap.chord(&contexts, action) {
                let now = app.top().and_then(|top| top.label(action, &app.look));
                let text = now.unwrap_or_else(|| app.look.text(&action.key()).into_owned());
                parts.push((app.look.chord(chord), text));
            }
        }
    } else {
        let keys = app.look.chord(&app.pending);
        parts.push((String::new(), app.look.say(&say!("app-pending", keys = keys))));
        if let Lookup::Pending(follow) = app.look.keymap.look_up(&app.contexts(), &app.pending) {
            for (chord, action) in follow {
                parts.push((app.look.chord(&chord), app.look.text(&action.key()).into_owned()));
            }
        }
    }
    flow(parts, usize::from(cells).saturating_sub(2))
}

/// Lays the parts out in at most two lines. Help, the last, is always there.
fn flow(parts: Vec<(String, String)>, cells: usize) -> Vec<Line> {
    let cost = |(key, text): &(String, String)| width(key) + usize::from(!key.is_empty()) + width(text) + 2;
    let mut lines = vec![Line::new()];
    let mut used = 0;
    let last = parts.len().saturating_sub(1);
    let reserved = parts.last().map_or(0, cost);
    for (index, part) in parts.iter().enumerate() {
        let kept = if lines.len() == 2 && index != last { reserved } else { 0 };
        if used > 0 && used + cost(part) + kept > cells + 2 {
            if lines.len() == 2 {
                continue;
            }
            lines.push(Line::new());
            used = 0;
        }
        used += cost(part);
        if let Some(line) = lines.last_mut() {
            let (key, text) = part;
            let gap = if line.0.is_empty() { "" } else { "  " };
            let blank = if key.is_empty() { "" } else { " " };
            let next = std::mem::take(line).and(gap, Role::Label);
            *line = next.and(key.clone(), Role::Key).and(format!("{blank}{text}"), Role::Label);
        }
    }
    lines
}

fn too_small(app: &App, area: Rect, buf: &mut Buffer) {
    let say = crate::base::Say::new("app-too-small")
        .with("width", area.width)
        .with("height", area.height)
        .with("least-width", LEAST_WIDTH)
        .with("least-height", LEAST_HEIGHT);
    let lines = wrap(&app.look.say(&say), usize::from(area.width));
    let top = area.height.saturating_sub(lines.len() as u16) / 2;
    for (y, line) in (top..area.height).zip(&lines) {
        let x = area.width.saturating_sub(width(line) as u16) / 2;
        put(buf, x, y, line, app.look.style(Role::Text), area.width);
    }
}

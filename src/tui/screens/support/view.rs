//! How the list of those who want support looks: what they earned beside the class, how they came, what is done.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::Support;
use crate::desk::support::SupportRow;
use crate::say;
use crate::tui::app::Look;
use crate::tui::symbol::DOT;
use crate::tui::theme::Role;
use crate::tui::widgets::figures::sparkline;
use crate::tui::widgets::text::{put, wrap};
use crate::tui::widgets::{Column, Line, Row, Table, rule};

/// From this width on the advisor and the lessons left have a column.
const MORE_FROM_WIDTH: u16 = 100;
/// Who came to fewer lessons than this share, in hundredths, stands out.
const CAME_LEAST: usize = 75;

pub fn headline(support: &Support, look: &Look) -> (Line, Line) {
    let left = Line::of(look.text("board-support-title").into_owned(), Role::Title);
    let Some(answer) = &support.answer else { return (left, Line::new()) };
    let of =
        if answer.of.is_empty() { look.text("board-school").into_owned() } else { answer.of.to_string() };
    let left = left.and(DOT, Role::Muted).and(of, Role::Muted);
    let (from, until) = answer.days;
    let days = look.say(&say!("board-days", from = from, until = until));
    let count = look.say(&say!("board-support-count", count = answer.rows.len(), people = answer.people));
    (left, Line::of(days, Role::Muted).and(DOT, Role::Muted).and(count, Role::Text))
}

fn columns(look: &Look) -> Vec<Column> {
    let wide = |column: Column| column.from_width(MORE_FROM_WIDTH);
    vec![
        Column::flexible(look.text("board-student"), 8, 2),
        Column::flexible(look.text("board-where"), 10, 2).middle(),
        Column::fixed(look.text("board-support-earned"), 7).right(),
        Column::fixed(look.text("board-support-before"), 6).right(),
        Column::fixed(look.text("board-support-median"), 6).right(),
        Column::fixed(look.text("board-trend"), 8),
        Column::fixed(look.text("board-support-came"), 5).right(),
        wide(Column::fixed(look.text("roster-credits"), 6).right()),
        wide(Column::flexible(look.text("board-support-advisor"), 8, 1)),
        Column::fixed(look.text("board-support-ticket"), 6),
    ]
}

fn row(row: &SupportRow) -> Row {
    // Someone is seen to already: quiet.
    let seen_to = row.ticket.is_some();
    let shade = |role| if seen_to { Role::Muted } else { role };
    let figures = |stands_out: bool| shade(if stands_out { Role::Warn } else { Role::Text });
    let missed = row.came * 100 < CAME_LEAST * row.lessons;
    let came = if row.lessons == 0 { String::new() } else { format!("{}/{}", row.came, row.lessons) };
    let ticket = match row.ticket {
        Some(id) => Line::of(id.to_string(), Role::Ok),
        None => Line::new(),
    };
    Row::of([
        Line::of(row.name.to_string(), shade(Role::Text)),
        Line::of(row.class_name.to_string(), Role::Muted),
        Line::of(row.earned.to_string(), figures(row.low)),
        Line::of(row.before.to_string(), figures(row.falls)),
        Line::of(row.median.to_string(), Role::Muted),
        Line::of(sparkline(&row.trend), shade(Role::Accent)),
        Line::of(came, shade(if missed { Role::Bad } else { Role::Muted })),
        Line::of(row.credits.to_string(), Role::Muted),
        Line::of(row.advisor.to_string(), Role::Muted),
        ticket,
    ])
}

pub fn draw(support: &mut Support, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
    let foot = Rect { y: area.bottom().saturating_sub(4), height: area.height.min(4), ..area };
    let body = Rect { height: area.height.saturating_sub(4), ..area };
    if let Some(text) = nothing(support, look) {
        paragraph(&text, Rect { y: body.y + 1, height: body.height.saturating_sub(1), ..body }, buf, look);
    } else if let Some(answer) = &support.answer {
        let columns = columns(look);
        let row = |place: usize| row(&answer.rows[support.shown[place]]);
        let table = Table { columns: &columns, ids: &support.ids, row: &row };
        table.draw(body, buf, &look.theme, &mut support.state);
    }
    rule(foot, buf, &look.theme);
    let line = Rect { y: foot.y + 1, height: foot.height.min(1), ..foot };
    let cursor = support.filter.draw(line, buf, look);
    if support.filter.text().is_empty() && cursor.is_none() {
        let room = Rect { x: line.x + 1, width: line.width.saturating_sub(2), ..line };
        stands(support, look).draw(room, buf, &look.theme, Style::new());
    }
    let rest = Rect { y: foot.y + 2, height: foot.height.saturating_sub(2), ..foot };
    let room = rest.width.saturating_sub(2);
    let words = wrap(&look.text("board-support-rule"), usize::from(room));
    for (y, line) in (rest.top()..rest.bottom()).zip(words) {
        put(buf, rest.x + 1, y, &line, look.style(Role::Muted), room);
    }
    cursor
}

fn paragraph(text: &str, area: Rect, buf: &mut Buffer, look: &Look) {
    let room = area.width.saturating_sub(6);
    for (y, line) in (area.top()..area.bottom()).zip(wrap(text, usize::from(room))) {
        put(buf, area.x + 3, y, &line, look.style(Role::Muted), room);
    }
}

/// Why there is nobody to show.
fn nothing(support: &Support, look: &Look) -> Option<String> {
    if let Some(no) = &support.trouble {
        return Some(look.say(&no.reason));
    }
    let answer = support.answer.as_ref()?;
    let key = match (answer.rows.is_empty(), support.ids.is_empty()) {
        (true, _) if answer.people == 0 => "board-support-too-early",
        (true, _) => "board-support-nobody",
        (false, true) => "board-filtered-out",
        (false, false) => return None,
    };
    Some(look.text(key).into_owned())
}

/// What is done about the selected student, or can be.
fn stands(support: &Support, look: &Look) -> Line {
    let Some(row) = support.selected() else { return Line::new() };
    let line = Line::of(row.name.to_string(), Role::Title).and(DOT, Role::Muted);
    match row.ticket {
        Some(ticket) if row.holder.is_empty() => {
            line.and(look.say(&say!("board-support-waits", ticket = ticket)), Role::Text)
        }
        Some(ticket) => {
            let text = say!("board-support-held", ticket = ticket, holder = &row.holder);
            line.and(look.say(&text), Role::Text)
        }
        None if row.advisor.is_empty() => {
            line.and(look.text("board-support-no-advisor").into_owned(), Role::Muted)
        }
        None => line.and(look.say(&say!("board-support-advised", advisor = &row.advisor)), Role::Muted),
    }
}

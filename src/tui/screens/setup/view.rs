//! How the set-up looks: sections at the left, the open one's list at the right.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::Setup;
use crate::say;
use crate::tui::app::Look;
use crate::tui::symbol::{DOT, MARKER};
use crate::tui::theme::Role;
use crate::tui::widgets::text::{put, wrap};
use crate::tui::widgets::{Column, Line, Row, Table};

const SECTION_CELLS: u16 = 15;

pub fn headline(setup: &Setup, look: &Look) -> (Line, Line) {
    let left = Line::of(look.text("app-tab-setup").into_owned(), Role::Muted)
        .and(DOT, Role::Muted)
        .and(look.text(setup.section().title()).into_owned(), Role::Title);
    let about = setup.section().about(look);
    let retired = setup.entries.iter().filter(|entry| entry.retired).count();
    let mut parts = Vec::new();
    if !about.is_empty() {
        parts.push(about);
    }
    parts.push(look.say(&say!("setup-count", count = setup.entries.len() - retired)));
    if retired > 0 {
        parts.push(look.say(&say!("setup-retired-count", count = retired)));
    }
    (left, Line::of(parts.join(DOT), Role::Muted))
}

pub fn draw(setup: &mut Setup, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
    // Where there are more than fit, the open one stays in sight.
    let above = (setup.open + 1).saturating_sub(usize::from(area.height));
    for (index, y) in (above..setup.sections.len()).zip(area.top()..area.bottom()) {
        let open = index == setup.open;
        let mark = if open { MARKER } else { " " };
        let role = if open { Role::Tab } else { Role::Text };
        let line =
            Line::of(format!(" {mark} "), Role::Accent).and(look.text(setup.sections[index].title()), role);
        line.draw(
            Rect { y, height: 1, width: area.width.min(SECTION_CELLS), ..area },
            buf,
            &look.theme,
            Style::new(),
        );
    }
    let x = area.x + area.width.min(SECTION_CELLS);
    for y in area.top()..area.bottom() {
        put(buf, x, y, "│", look.style(Role::Rule), 1);
    }
    let list = Rect { x: (x + 1).min(area.right()), width: area.right().saturating_sub(x + 1), ..area };
    let foot = Rect { y: list.bottom().saturating_sub(1), height: list.height.min(1), ..list };
    let body = Rect { height: list.height.saturating_sub(1), ..list };
    if setup.shown.is_empty() {
        let text = match &setup.trouble {
            Some(no) => look.say(&no.reason),
            None if setup.filter.text().is_empty() => look.text("setup-empty").into_owned(),
            None => look.text("setup-filtered-out").into_owned(),
        };
        let room = usize::from(body.width.saturating_sub(4));
        for (y, line) in (body.y + 1..body.bottom()).zip(wrap(&text, room)) {
            put(buf, body.x + 2, y, &line, look.style(Role::Muted), body.width.saturating_sub(4));
        }
        return setup.filter.draw(foot, buf, look);
    }
    let columns: Vec<Column> = setup.section().columns().iter().map(|head| head.column(look)).collect();
    let ids = setup.shown.clone();
    let entries = &setup.entries;
    let row = |place: usize| {
        let entry = &entries[ids[place]];
        let role = |first: bool| match (entry.retired, first) {
            (true, _) => Role::Muted,
            (false, true) => Role::Title,
            (false, false) => Role::Text,
        };
        let cells = entry.cells.iter().enumerate();
        Row::of(cells.map(|(at, cell)| Line::of(cell.clone(), role(at == 0))))
    };
    Table { columns: &columns, ids: &ids, row: &row }.draw(body, buf, &look.theme, &mut setup.state);
    setup.filter.draw(foot, buf, look)
}

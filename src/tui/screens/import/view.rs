//! How an import looks: the path; then fields and columns at the left, what would come of it at the right.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{Import, Tried};
use crate::say;
use crate::tui::app::Look;
use crate::tui::symbol::DOT;
use crate::tui::theme::Role;
use crate::tui::widgets::text::{put, wrap};
use crate::tui::widgets::{Column, Line, Row, Table};

const FIELDS_CELLS: u16 = 36;

pub fn headline(import: &Import, look: &Look) -> (Line, Line) {
    let left = Line::of(look.text("start-import").into_owned(), Role::Title);
    let Some(tried) = &import.tried else { return (left, Line::new()) };
    let left = left.and(format!("{DOT}{}", tried.file.import.source), Role::Muted);
    let parts = [
        (say!("start-new", count = tried.found.new), Role::Ok),
        (say!("start-changed", count = tried.found.changed), Role::Accent),
        (say!("start-unchanged", count = tried.found.unchanged), Role::Muted),
        (say!("start-refused", count = tried.file.refused.len()), Role::Bad),
    ];
    let right =
        parts.iter().fold(Line::new(), |line, (say, role)| line.and(format!("{} ", look.say(say)), *role));
    (left, right)
}

pub fn draw(import: &mut Import, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
    if import.tried.is_some() {
        let fields = Rect { width: area.width.min(FIELDS_CELLS), ..area };
        draw_fields(import, fields, buf, look);
        let x = fields.right();
        for y in area.top()..area.bottom() {
            put(buf, x, y, "│", look.style(Role::Rule), 1);
        }
        let rest = Rect { x: (x + 2).min(area.right()), width: area.right().saturating_sub(x + 3), ..area };
        if let Some(tried) = &import.tried {
            draw_refused(tried, rest, buf, look);
        }
        return None;
    }
    let room = area.width.saturating_sub(6);
    put(buf, area.x + 3, area.y + 1, &look.text("start-path"), look.style(Role::Label), room);
    let field = Rect { x: area.x + 3, y: area.y + 2, width: room, height: 1 };
    let cursor = import.path.draw(field, buf, look.style(Role::FieldActive));
    let mut lines: Vec<(String, Role)> = Vec::new();
    if let Some(no) = &import.trouble {
        let says = std::iter::once(&no.reason).chain(&no.hint);
        for (say, role) in says.zip([Role::Bad, Role::Muted]) {
            lines.extend(wrap(&look.say(say), usize::from(room)).into_iter().map(|line| (line, role)));
        }
    } else if import.offered.is_empty() {
        let text = look.text("start-path-hint");
        lines.extend(wrap(&text, usize::from(room)).into_iter().map(|line| (line, Role::Muted)));
    }
    lines.extend(import.offered.iter().map(|path| (crate::base::Text::new(path).to_string(), Role::Text)));
    for (y, (line, role)) in (area.y + 4..area.bottom()).zip(&lines) {
        put(buf, area.x + 3, y, line, look.style(*role), room);
    }
    cursor
}

fn draw_fields(import: &mut Import, area: Rect, buf: &mut Buffer, look: &Look) {
    let Some(tried) = &import.tried else { return };
    let columns =
        [Column::fixed(look.text("start-field"), 14), Column::flexible(look.text("start-column"), 10, 1)];
    let row = |index: usize| {
        let (field, column) = &tried.file.fields[index];
        let title = tried.file.columns.iter().find(|(place, _)| Some(*place) == *column);
        let column = match title {
            Some((_, title)) => Line::of(title.to_string(), Role::Text),
            None => Line::of(look.text("start-no-column").into_owned(), Role::Muted),
        };
        Row::of([Line::of(look.say(field), Role::Label), column])
    };
    Table { columns: &columns, ids: &import.ids, row: &row }.draw(area, buf, &look.theme, &mut import.state);
}

fn draw_refused(tried: &Tried, area: Rect, buf: &mut Buffer, look: &Look) {
    let mut lines: Vec<(String, Role)> = Vec::new();
    let room = usize::from(area.width);
    let will = match tried.found.is_idle() {
        true => say!("start-nothing-new"),
        false => say!("start-will", new = tried.found.new, changed = tried.found.changed),
    };
    lines.extend(wrap(&look.say(&will), room).into_iter().map(|line| (line, Role::Title)));
    lines.push((String::new(), Role::Text));
    if tried.file.refused.is_empty() {
        lines.push((look.text("start-none-refused").into_owned(), Role::Ok));
    } else {
        lines.push((look.text("start-refused-rows").into_owned(), Role::Label));
    }
    for no in &tried.file.refused {
        let value = if no.value.is_empty() { &no.column } else { &no.value };
        let say = say!("start-refused-row", row = no.row, value = value, reason = no.reason.clone());
        lines.extend(wrap(&look.say(&say), room).into_iter().map(|line| (line, Role::Bad)));
    }
    for (y, (line, role)) in (area.top()..area.bottom()).zip(&lines) {
        Line::of(line.clone(), *role).draw(Rect { y, height: 1, ..area }, buf, &look.theme, Style::new());
    }
}

//! How an import looks: the path; then rows or columns, and what is selected below, or at the right where there is
//! room.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::tried::{Tried, View};
use super::{Import, Section, Work, columns, rows};
use crate::base::Say;
use crate::exchange::intake::Origin;
use crate::say;
use crate::tui::app::Look;
use crate::tui::symbol::{DOT, TAB_LEFT, TAB_RIGHT};
use crate::tui::theme::Role;
use crate::tui::widgets::text::{put, wrap};
use crate::tui::widgets::{Line, rule};

/// From here on a pane at the right shows the selected line.
const PANE_FROM_WIDTH: u16 = 110;
/// Cells of that pane, its dividing line included.
const PANE_CELLS: u16 = 44;
/// Lines for it below the list where there is no pane.
const FOOT_LINES: u16 = 5;

/// What this is, and how it stands.
pub fn headline(import: &Import, look: &Look) -> (Line, Line) {
    let left = Line::of(look.text("intake-headline").into_owned(), Role::Title);
    let Some(tried) = &import.tried else { return (left, Line::new()) };
    let left = left.and(format!("{DOT}{}", tried.source.import.source), Role::Muted);
    let left = match tried.sheet() {
        Some(sheet) if tried.opened.sheets().len() > 1 => {
            left.and(format!("{DOT}{}", sheet.name), Role::Muted)
        }
        _ => left,
    };
    let counts = counts(tried).into_iter().filter(|(view, ..)| *view != View::All);
    let right = counts.fold(Line::new(), |line, (view, say, role)| {
        let text = look.say(&say);
        match view == import.view {
            true => line.and(format!("{TAB_LEFT}{text}{TAB_RIGHT}"), Role::Tab),
            false => line.and(format!(" {text} "), role),
        }
    });
    (left, right)
}

fn counts(tried: &Tried) -> [(View, Say, Role); 5] {
    let (found, refused) = (&tried.found, tried.source.refused.len());
    let lively = |count: usize, role| if count == 0 { Role::Muted } else { role };
    let all = found.rows.len() + refused;
    // Not every fault of a set costs a record.
    let wrong = match tried.is_set() {
        true => say!("intake-faults", count = refused),
        false => say!("intake-refused", count = refused),
    };
    [
        (View::All, say!("intake-all", count = all), Role::Text),
        (View::New, say!("intake-new", count = found.new), lively(found.new, Role::Ok)),
        (View::Changed, say!("intake-changed", count = found.changed), lively(found.changed, Role::Accent)),
        (View::Unchanged, say!("intake-unchanged", count = found.unchanged), Role::Muted),
        (View::Refused, wrong, lively(refused, Role::Bad)),
    ]
}

/// Draws it all; says where the cursor stands.
pub fn draw(import: &mut Import, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
    if import.tried.is_none() {
        return match &import.work {
            None => import.path.draw(area, buf, look),
            Some(work) => {
                let key = match work {
                    Work::Trying(_) => "intake-reading",
                    Work::Taking(_) => "intake-taking",
                };
                let room = area.width.saturating_sub(6);
                put(buf, area.x + 3, area.y + 1, &look.text(key), look.style(Role::Accent), room);
                None
            }
        };
    }
    let sections = Rect { height: area.height.min(1), ..area };
    draw_sections(import, sections, buf, look);
    let behind = Rect { y: area.y + sections.height, height: area.height - sections.height, ..area };
    let body = draw_left_behind(import, behind, buf, look);
    let wide = area.width >= PANE_FROM_WIDTH;
    let (list, detail) = if wide {
        let x = body.right() - PANE_CELLS;
        for y in body.top()..body.bottom() {
            put(buf, x, y, "│", look.style(Role::Rule), 1);
        }
        let pane = Rect { x: x + 2, width: PANE_CELLS - 3, ..body };
        (Rect { width: body.width - PANE_CELLS, ..body }, pane)
    } else {
        let foot = (FOOT_LINES + 1).min(body.height / 2);
        let y = body.bottom() - foot;
        rule(Rect { y, height: foot.min(1), ..body }, buf, &look.theme);
        let below = Rect {
            x: body.x + 1,
            y: y + foot.min(1),
            width: body.width.saturating_sub(2),
            height: foot.saturating_sub(1),
        };
        (Rect { height: body.height - foot, ..body }, below)
    };
    match import.section {
        Section::Rows => rows::draw(import, list, buf, look),
        Section::Columns => columns::draw(import, list, buf, look),
    }
    if import.section == Section::Rows && import.ids.is_empty() {
        let why =
            look.text(if import.filter.text().is_empty() { "intake-empty" } else { "intake-not-found" });
        put(buf, list.x + 3, list.y + 2, &why, look.style(Role::Muted), list.width.saturating_sub(4));
    }
    draw_detail(import, detail, wide, buf, look);
    let line = Rect { y: area.bottom().saturating_sub(1), height: area.height.min(1), ..area };
    if import.filter.typing() || !import.filter.text().is_empty() {
        // Over the last line of the detail: a field that is typed into stands where one looks for it.
        put(buf, line.x, line.y, &" ".repeat(usize::from(line.width)), Style::new(), line.width);
        return import.filter.draw(line, buf, look);
    }
    None
}

/// Which section is open, and what was found out about the file.
fn draw_sections(import: &Import, area: Rect, buf: &mut Buffer, look: &Look) {
    let Some(tried) = &import.tried else { return };
    let mut line = Line::new();
    let names = if tried.plan.is_some() { 2 } else { 1 };
    let read = tried.columns().iter().filter(|(_, field)| field.is_some()).count();
    let rows = say!("intake-rows", count = tried.found.rows.len() + tried.source.refused.len());
    let columns = say!("intake-columns", read = read, all = tried.columns().len());
    for (section, say) in [(Section::Rows, rows), (Section::Columns, columns)].into_iter().take(names) {
        let text = look.say(&say);
        line = match section == import.section {
            true => line.and(format!(" {TAB_LEFT}{text}{TAB_RIGHT}"), Role::Tab),
            false => line.and(format!("  {text} "), Role::Muted),
        };
    }
    line.draw(area, buf, &look.theme, Style::new());
    let (say, role) = note(import, tried);
    let right = Line::of(format!("{} ", look.say(&say)), role);
    if line.width() + right.width() < usize::from(area.width) {
        right.draw_right(area, buf, &look.theme, Style::new());
    }
}

/// What of the file is not looked at, in a quiet line; says what is left below it.
fn draw_left_behind(import: &Import, area: Rect, buf: &mut Buffer, look: &Look) -> Rect {
    let said = import.tried.iter().flat_map(|tried| &tried.source.passed_over);
    let said: Vec<String> = said.map(|say| look.say(say)).collect();
    let lines = said.len().min(usize::from(area.height)) as u16;
    for (y, text) in (area.y..area.y + lines).zip(&said) {
        put(buf, area.x + 2, y, text, look.style(Role::Muted), area.width.saturating_sub(3));
    }
    Rect { y: area.y + lines, height: area.height - lines, ..area }
}

/// The one thing to know of how the file was read.
fn note(import: &Import, tried: &Tried) -> (Say, Role) {
    if import.work.is_some() {
        return (say!("intake-still-trying"), Role::Accent);
    }
    match tried.plan.as_ref().map(|plan| &plan.origin) {
        _ if tried.is_nameless() => (say!("intake-nameless"), Role::Warn),
        Some(Origin::Saved(name)) => (say!("intake-by-saved", name = name), Role::Muted),
        Some(Origin::Given) => (say!("intake-by-hand"), Role::Warn),
        Some(Origin::Recognised | Origin::Unknown) if !tried.source.skipped.is_empty() => {
            (say!("intake-skipped", count = tried.source.skipped.len()), Role::Muted)
        }
        Some(Origin::Recognised | Origin::Unknown) => (say!("intake-by-names"), Role::Muted),
        None => (say!("intake-set", setup = tried.found.setup), Role::Muted),
    }
}

fn draw_detail(import: &Import, area: Rect, wide: bool, buf: &mut Buffer, look: &Look) {
    let Some(tried) = &import.tried else { return };
    let lines = match import.section {
        Section::Rows => import.rows.selected().map(|id| rows::detail(tried, id, look)).unwrap_or_default(),
        Section::Columns => columns::detail(tried, import.columns.index(), look),
    };
    let lines = fold(lines, usize::from(area.width), wide);
    for (y, line) in (area.top()..area.bottom()).zip(lines) {
        line.draw(Rect { y, height: 1, ..area }, buf, &look.theme, Style::new());
    }
}

/// Fits lines to a width: in a pane each keeps its own, broken where it is too long; below a list those behind the
/// first stand side by side as long as they fit.
fn fold(lines: Vec<Line>, width: usize, wide: bool) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    for (at, line) in lines.into_iter().enumerate() {
        if !wide
            && at > 1
            && let Some(last) = out.last_mut()
            && last.width() + 3 + line.width() <= width
        {
            last.0.push((DOT.to_owned(), Role::Rule));
            last.0.extend(line.0);
            continue;
        }
        if line.width() <= width {
            out.push(line);
            continue;
        }
        // What is too long loses its colours but for the last.
        let role = line.0.last().map_or(Role::Text, |(_, role)| *role);
        let text: String = line.0.into_iter().map(|(text, _)| text).collect();
        out.extend(wrap(&text, width).into_iter().map(|text| Line::of(text, role)));
    }
    out
}

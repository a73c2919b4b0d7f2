//! How the leaderboard looks: chips of the spans, ranks, and the selected student's points.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{Board, rows};
use crate::desk::ledger::points::board::{BoardAnswer, BoardScope};
use crate::desk::ledger::points::statement::Statement;
use crate::say;
use crate::tui::app::Look;
use crate::tui::shared::pane;
use crate::tui::symbol::DOT;
use crate::tui::theme::Role;
use crate::tui::widgets::ranks::chips;
use crate::tui::widgets::text::{Align, fit, put, width, wrap};
use crate::tui::widgets::{Line, Table, rule};

/// What the spans are called, in their order.
pub const SPAN_KEYS: [&str; 4] = ["board-span-week", "board-span-month", "board-span-term", "board-span-all"];

pub fn headline(board: &Board, look: &Look) -> (Line, Line) {
    let of = board.answer.as_ref().map(|answer| answer.of.to_string()).filter(|of| !of.is_empty());
    let of = of.unwrap_or_else(|| look.text("board-school").into_owned());
    let left = Line::of(of, Role::Title).and("  ", Role::Text);
    let mut left = left;
    left.0.extend(chips(&SPAN_KEYS, board.span, look).0);
    let Some(answer) = &board.answer else { return (left, Line::new()) };
    let mut parts = Vec::new();
    if !answer.term.is_empty() {
        parts.push(answer.term.to_string());
    } else if let Some((from, until)) = answer.days {
        parts.push(look.say(&say!("board-days", from = from, until = until)));
    }
    let teams = matches!(board.scope, BoardScope::Teams(_));
    let people = match teams {
        true => say!("board-sides", count = answer.people),
        false => say!("board-people", count = answer.people),
    };
    parts.push(look.say(&people));
    parts.push(look.say(&say!("board-sum", points = answer.earned)));
    (left, Line::of(parts.join(DOT), Role::Muted))
}

pub fn draw(board: &mut Board, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
    let (list, pane) = pane::part(area);
    let foot = Rect { y: list.bottom().saturating_sub(2), height: list.height.min(2), ..list };
    let body = Rect { height: list.height.saturating_sub(2), ..list };
    if let Some(text) = nothing(board, look) {
        let room = usize::from(body.width.saturating_sub(6));
        for (y, line) in (body.y + 1..body.bottom()).zip(wrap(&text, room)) {
            put(buf, body.x + 3, y, &line, look.style(Role::Muted), body.width.saturating_sub(6));
        }
    } else if let Some(answer) = &board.answer {
        let columns = rows::columns(matches!(board.scope, BoardScope::Teams(_)), look);
        let most = answer.rows.first().map_or(1, |row| row.earned);
        let ranked = !is_pointless(answer);
        let row = |place: usize| rows::row(&answer.rows[board.shown[place]], ranked, most, answer.tiers);
        let table = Table { columns: &columns, ids: &board.ids, row: &row };
        table.draw(body, buf, &look.theme, &mut board.state);
    }
    rule(foot, buf, &look.theme);
    let line = Rect { y: foot.y + 1, height: foot.height.saturating_sub(1), ..foot };
    let cursor = board.filter.draw(line, buf, look);
    if board.filter.text().is_empty() && cursor.is_none() {
        let room = Rect { x: line.x + 1, width: line.width.saturating_sub(2), ..line };
        stands(board, look).draw(room, buf, &look.theme, Style::new());
    }
    if let (Some(pane), Some((_, statement))) = (pane, &board.beside) {
        beside(statement, pane::divided(pane, buf, look), buf, look);
    }
    cursor
}

/// Why there is nothing to show, and what mends that.
fn nothing(board: &Board, look: &Look) -> Option<String> {
    if let Some(no) = &board.trouble {
        let hint = no.hint.as_ref().map(|hint| format!("\n{}", look.say(hint))).unwrap_or_default();
        return Some(look.say(&no.reason) + &hint);
    }
    let answer = board.answer.as_ref()?;
    let key = match (answer.rows.is_empty(), board.ids.is_empty(), board.scope) {
        (true, _, BoardScope::Teams(_)) => "board-empty-teams",
        (true, ..) => "board-empty",
        (false, true, _) => "board-filtered-out",
        _ => return None,
    };
    Some(look.text(key).into_owned())
}

/// Whether nobody has points in this time, so that there is nothing to rank by.
fn is_pointless(answer: &BoardAnswer) -> bool {
    answer.rows.iter().all(|row| row.earned == 0)
}

/// How the selected student stands, in one line; how points are given, where there are none.
fn stands(board: &Board, look: &Look) -> Line {
    let Some((_, statement)) = &board.beside else { return Line::new() };
    if statement.lines.is_empty() && board.answer.as_ref().is_some_and(is_pointless) {
        return Line::of(look.text("board-no-points").into_owned(), Role::Muted);
    }
    let text = say!("board-stands", name = &statement.name, balance = statement.balance);
    let text = text.with("earned", statement.earned).with("redeemed", statement.redeemed);
    let line = Line::of(look.say(&text), Role::Text);
    match tier(statement, look) {
        Some(tier) => line.and(format!("{DOT}{tier}"), Role::Muted),
        None => line,
    }
}

fn tier(statement: &Statement, look: &Look) -> Option<String> {
    match (&statement.next, &statement.tier) {
        (Some((next, points)), _) => Some(look.say(&say!("board-next-tier", tier = next, points = *points))),
        (None, Some(_)) => Some(look.text("board-top-tier").into_owned()),
        (None, None) => None,
    }
}

/// The pane at the right: name, tier, and the lines.
fn beside(statement: &Statement, room: Rect, buf: &mut Buffer, look: &Look) {
    let head = Line::of(statement.name.to_string(), Role::Title)
        .and(format!("  {}", look.say(&say!("board-sum", points = statement.balance))), Role::Text);
    head.draw(room, buf, &look.theme, Style::new());
    let tiers = [statement.tier.as_ref().map(ToString::to_string), tier(statement, look)];
    let tiers = tiers.into_iter().flatten().collect::<Vec<_>>().join(DOT);
    put(buf, room.x, room.y + 1, &tiers, look.style(Role::Muted), room.width);
    let lines = Rect { y: room.y + 3, height: room.height.saturating_sub(3), ..room };
    for (y, line) in (lines.top()..lines.bottom()).zip(&statement.lines) {
        let role = if line.taken_back.is_some() { Role::Muted } else { Role::Text };
        let day = look.lang.date(line.day, &look.shown);
        put(buf, lines.x, y, &day, look.style(Role::Muted), lines.width);
        let figures = [
            fit(&rows::points(line).0[0].0, 5, Align::Right),
            fit(&rows::number(line.balance), 6, Align::Right),
        ];
        let right =
            Line::of(figures[0].clone(), rows::points(line).0[0].1).and(figures[1].clone(), Role::Muted);
        let text_x = lines.x + width(&day).max(6) as u16 + 1;
        let cells = (lines.right()).saturating_sub(text_x + 12);
        put(buf, text_x, y, &rows::what(line, look), look.style(role), cells);
        right.draw_right(Rect { y, height: 1, ..lines }, buf, &look.theme, Style::new());
    }
    if statement.lines.is_empty() {
        let text = look.text("board-statement-empty");
        for (y, line) in (lines.top()..lines.bottom()).zip(wrap(&text, usize::from(lines.width))) {
            put(buf, lines.x, y, &line, look.style(Role::Muted), lines.width);
        }
    }
}

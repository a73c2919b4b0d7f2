//! How an account looks: its lines, receipts at the right where there is room, and what `c` would take.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::account::Account;
use super::collect;
use super::rows::{self, AccountLine, RIGHT_CELLS, RowId};
use crate::desk::ledger::fees::AccountAnswer;
use crate::say;
use crate::tui::app::Look;
use crate::tui::input::{Action, Context};
use crate::tui::shared::pane;
use crate::tui::symbol::MARKER;
use crate::tui::theme::Role;
use crate::tui::widgets::text::{Align, cut, fit, put, wrap};
use crate::tui::widgets::{Line, rule};

pub fn draw(account: &mut Account, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
    let Some(answer) = &account.answer else {
        let text = account.trouble.as_ref().map(|no| look.say(&no.reason)).unwrap_or_default();
        say(&text, area, buf, look);
        return None;
    };
    let foot_rows = if account.collect.is_some() { collect::ROWS } else { 2 }.min(area.height);
    let foot = Rect { y: area.bottom() - foot_rows, height: foot_rows, ..area };
    let body = Rect { height: area.height - foot_rows, ..area };
    let (list, pane) = pane::part(body);
    if let Some(pane) = pane {
        receipts(answer, pane::divided(pane, buf, look), buf, look);
    }
    let lines = rows::account(answer, &account.tickets, look);
    if lines.is_empty() {
        say(&look.text("fees-nothing-charged"), list, buf, look);
    } else {
        let selected = account.state.selected();
        account.offset = scrolled(&lines, selected, account.offset, usize::from(list.height));
        for (y, line) in (list.top()..list.bottom()).zip(lines.iter().enumerate().skip(account.offset)) {
            let first = line.0 == 0 || lines[line.0 - 1].id != line.1.id;
            draw_line(line.1, first, selected, Rect { y, height: 1, ..list }, buf, look);
        }
    }
    match &account.collect {
        Some(collect) => collect.draw(foot, buf, look),
        None => {
            rule(foot, buf, &look.theme);
            let row = Rect {
                x: foot.x + 1,
                y: foot.y + 1,
                width: foot.width.saturating_sub(2),
                height: foot_rows - 1,
            };
            will_collect(answer, look).draw(row, buf, &look.theme, Style::new());
            kept(answer, look).draw_right(row, buf, &look.theme, Style::new());
            None
        }
    }
}

/// How far to scroll so that the selected row's lines, and the head above the first, are seen.
fn scrolled(lines: &[AccountLine], selected: Option<RowId>, offset: usize, height: usize) -> usize {
    let is = |line: &AccountLine| line.id.is_some() && line.id == selected;
    let first = lines.iter().position(is).unwrap_or(0);
    let last = lines.iter().rposition(is).unwrap_or(0);
    let first = if first == 1 { 0 } else { first };
    let offset = offset.max((last + 1).saturating_sub(height)).min(first);
    offset.min(lines.len().saturating_sub(height))
}

fn draw_line(
    line: &AccountLine,
    first: bool,
    selected: Option<RowId>,
    row: Rect,
    buf: &mut Buffer,
    look: &Look,
) {
    let chosen = line.id.is_some() && line.id == selected;
    let ground = if chosen { look.style(Role::Selection) } else { Style::new() };
    if chosen {
        buf.set_style(row, ground);
    }
    if chosen && first {
        put(buf, row.x + 1, row.y, MARKER, ground.patch(look.style(Role::Accent)), 1);
    }
    // A line without numbers has the whole width.
    let numbers = line.right.iter().any(|(text, _)| !text.is_empty());
    let right_cells: u16 = if numbers { RIGHT_CELLS.iter().sum() } else { 0 };
    let indent = if line.id.is_some() { 3 } else { 1 };
    let left = Rect { x: row.x + indent, width: row.width.saturating_sub(right_cells + indent + 1), ..row };
    let mut x = left.x;
    for (text, role) in &line.left.0 {
        let room = left.right().saturating_sub(x);
        let style = ground.patch(look.style(*role));
        x = put(buf, x, row.y, &cut(text, usize::from(room)), style, room);
    }
    if !numbers {
        return;
    }
    let mut x = row.right().saturating_sub(right_cells + 1).max(row.x);
    for ((text, role), cells) in line.right.iter().zip(RIGHT_CELLS) {
        let style = ground.patch(look.style(*role));
        put(buf, x, row.y, &fit(text, usize::from(cells), Align::Right), style, cells);
        x += cells;
    }
}

fn receipts(answer: &AccountAnswer, pane: Rect, buf: &mut Buffer, look: &Look) {
    let row = |y: u16| Rect { y, height: 1, ..pane };
    Line::of(look.text("fees-receipts").into_owned(), Role::Title).draw(
        row(pane.y),
        buf,
        &look.theme,
        Style::new(),
    );
    if answer.receipts.is_empty() && pane.height > 1 {
        let text = look.text("fees-no-receipts");
        put(buf, pane.x, pane.y + 1, &text, look.style(Role::Muted), pane.width);
    }
    for (y, receipt) in (pane.y + 1..pane.bottom()).zip(rows::receipts(&answer.receipts, look)) {
        receipt.draw(row(y), buf, &look.theme, Style::new());
    }
}

/// What `c` and Enter would take.
fn will_collect(answer: &AccountAnswer, look: &Look) -> Line {
    let key = look.keymap.chord(&[Context::Account], Action::AccountCollect);
    let key = Line::of(key.map(|chord| look.chord(chord)).unwrap_or_default(), Role::Key);
    match answer.owed.0 {
        0 => key.and(format!(" {}", look.text("fees-collect-ahead")), Role::Muted),
        _ => key.and(format!(" {}", look.say(&say!("fees-collect-all", owed = answer.owed))), Role::Text),
    }
}

/// What the family has here: paid ahead, vouchers.
fn kept(answer: &AccountAnswer, look: &Look) -> Line {
    let parts = [("fees-kept-ahead", answer.ahead), ("fees-kept-voucher", answer.voucher)];
    let mut line = Line::new();
    for (key, amount) in parts.into_iter().filter(|(_, amount)| amount.0 > 0) {
        let text = look.say(&crate::base::Say::new(key).with("amount", amount));
        line = line.and(format!("  {text}"), Role::Ok);
    }
    line
}

fn say(text: &str, area: Rect, buf: &mut Buffer, look: &Look) {
    let room = area.width.saturating_sub(6);
    for (y, line) in (area.y + 1..area.bottom()).zip(wrap(text, usize::from(room))) {
        put(buf, area.x + 3, y, &line, look.style(Role::Muted), room);
    }
}

//! Receipts: the list of them, one as it was given out, printing and voiding.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::collect::reason;
use super::rows::plain;
use super::{Paper, rows};
use crate::base::{Money, Refused};
use crate::desk::ledger::fees::{AccountAnswer, CopyReceipt, GetReceipt, ReceiptAnswer, ReceiptNo, Series};
use crate::desk::undo::Undo;
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Tone, done, refused};
use crate::tui::input::{Action, Context};
use crate::tui::theme::Role;
use crate::tui::widgets::text::grouped;
use crate::tui::widgets::text::{Align, fit, put};
use crate::tui::widgets::{Field, Form, Item, Line, Picker, popup};

/// All receipts and refunds of an account; taking one shows it.
pub fn history(answer: &AccountAnswer, paper: &Paper, cx: &mut Cx) -> Effect {
    if answer.receipts.is_empty() {
        return Effect::Tell(say!("fees-no-receipts"), Tone::Quiet);
    }
    let item = |line: Line| Item::new(line.0.into_iter().map(|(text, _)| text).collect::<String>());
    let items = rows::receipts(&answer.receipts, cx.look).into_iter().map(item).collect();
    let numbers: Vec<ReceiptNo> = answer.receipts.iter().map(|row| row.number).collect();
    let paper = paper.clone();
    let take = move |index: usize, cx: &mut Cx| match numbers.get(index) {
        Some(number) => show(*number, &paper, cx),
        None => Effect::Done,
    };
    let title = cx.look.say(&say!("fees-receipts-of", name = &answer.name));
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

fn show(number: ReceiptNo, paper: &Paper, cx: &mut Cx) -> Effect {
    match cx.ask(&GetReceipt { number }) {
        Ok(answer) => Effect::Open(Box::new(Shown { answer, paper: paper.clone() })),
        Err(no) => refused(no),
    }
}

/// Prints the receipt that was just given.
pub fn print_new(number: ReceiptNo, paper: &Paper, cx: &Cx) -> Effect {
    let Some(printer) = paper else { return no_printer() };
    match cx.ask(&GetReceipt { number }).and_then(|answer| printer.print(&answer, cx.look)) {
        Ok(said) => Effect::Tell(said, Tone::Ok),
        Err(no) => refused(no),
    }
}

/// Prints a receipt again, counted as a copy.
pub fn print(number: ReceiptNo, paper: &Paper, cx: &Cx) -> Effect {
    if paper.is_none() {
        return no_printer();
    }
    match cx.session.submit(CopyReceipt { number }) {
        Ok(_) => print_new(number, paper, cx),
        Err(no) => refused(no),
    }
}

fn no_printer() -> Effect {
    refused(Refused::input(say!("fees-no-printer")).hint(say!("fees-no-printer-hint")))
}

/// Voids a receipt: asks why, and takes its payment back. The number stays.
pub fn void(number: ReceiptNo, cx: &Cx) -> Effect {
    let answer = match cx.ask(&GetReceipt { number }) {
        Ok(answer) if answer.void => {
            return Effect::Tell(say!("fees-void-already", number = number.to_string()), Tone::Bad);
        }
        Ok(answer) => answer,
        Err(no) => return refused(no),
    };
    let seq = answer.receipt.seq;
    let title = say!("fees-void-title", number = number.to_string(), amount = answer.receipt.total);
    let field = Field::text("reason", say!("app-reason")).required().hint(say!("fees-void-hint"));
    Effect::Open(Box::new(Form::new(title, vec![field], move |values, cx| {
        Ok(done(cx.session.submit(Undo { seq, reason: reason(values) })?))
    })))
}

/// One receipt as it was given out.
struct Shown {
    answer: ReceiptAnswer,
    paper: Paper,
}

impl Shown {
    /// Its lines: text at the left, an amount at the right.
    fn lines(&self, look: &Look) -> Vec<(Line, String)> {
        let receipt = &self.answer.receipt;
        let text = |say: crate::base::Say, role| (Line::of(look.say(&say), role), String::new());
        let pair = |text: String, amount: Money, role| (Line::of(text, role), plain(amount, look));
        let mut lines = Vec::new();
        if self.answer.void {
            lines.push(text(say!("receipt-void"), Role::Bad));
        }
        if self.answer.copies > 0 {
            lines.push(text(say!("receipt-copy", copies = self.answer.copies), Role::Muted));
        }
        lines.push(text(say!("receipt-date", at = look.lang.moment(receipt.at, &look.shown)), Role::Muted));
        lines.push(text(say!("receipt-student", name = &receipt.name, id = receipt.student), Role::Muted));
        lines.push((Line::new(), String::new()));
        lines.extend(receipt.lines.iter().map(|line| pair(look.say(&line.say), line.amount, Role::Text)));
        lines.push(pair(look.text("receipt-total").into_owned(), receipt.total, Role::Title));
        for part in &receipt.parts {
            let name = look.say(&part.method.say());
            let name = match part.reference.is_empty() {
                true => name,
                false => format!("{name} {}", grouped(&part.reference)),
            };
            lines.push(pair(format!("  {name}"), part.amount, Role::Muted));
        }
        if let Some(tendered) = receipt.tendered {
            lines.push(pair(format!("  {}", look.text("receipt-tendered")), tendered, Role::Muted));
            lines.push(pair(format!("  {}", look.text("receipt-change")), receipt.change, Role::Muted));
        }
        if receipt.left.0 > 0 {
            lines.push(pair(look.text("receipt-left").into_owned(), receipt.left, Role::Warn));
        }
        if !receipt.reason.is_empty() {
            lines.push(text(say!("receipt-reason", reason = receipt.reason.as_str()), Role::Muted));
        }
        lines.push(text(say!("receipt-by", name = &self.answer.by_name), Role::Muted));
        lines
    }
}

impl Layer for Shown {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Receipt]
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match action {
            Action::Back => Effect::Close,
            Action::ReceiptPrint => print(self.answer.number, &self.paper, cx),
            Action::ReceiptVoid => void(self.answer.number, cx),
            _ => Effect::Pass,
        }
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        if areas.any(&[Area::Ledger])
            && let Ok(answer) = cx.ask(&GetReceipt { number: self.answer.number })
        {
            self.answer = answer;
        }
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        vec![Action::ReceiptPrint, Action::ReceiptVoid, Action::Back]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let lines = self.lines(look);
        let kind = match self.answer.number.series {
            Series::Payment => look.text("receipt-title"),
            Series::Refund => look.text("receipt-title-refund"),
        };
        let title = format!("{kind} {}", self.answer.number);
        let inside = popup(area, buf, &look.theme, &title, 52, lines.len() as u16 + 2);
        let ground = look.style(Role::Popup);
        for (y, (line, amount)) in (inside.top()..inside.bottom()).zip(&lines) {
            let row = Rect { y, height: 1, ..inside };
            let cells = if amount.is_empty() { 0 } else { 12.min(row.width) };
            line.draw(Rect { width: row.width - cells, ..row }, buf, &look.theme, ground);
            let amount = fit(amount, usize::from(cells), Align::Right);
            put(buf, row.right() - cells, y, &amount, ground, cells);
        }
        None
    }
}

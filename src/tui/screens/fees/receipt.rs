//! How an account came about; a receipt as it was given out, printing and voiding.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::collect::reason;
use super::page::{self, Page, PageLine};
use super::{Paper, rows};
use crate::base::{Kind, Money, Refused, Say};
use crate::desk::ledger::fees::{
    AccountAnswer, CopyReceipt, FeeStatement, GetReceipt, ReceiptAnswer, ReceiptNo, Series,
};
use crate::desk::undo::Undo;
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Tone, done, refused};
use crate::tui::input::{Action, Context};
use crate::tui::theme::Role;
use crate::tui::widgets::text::grouped;
use crate::tui::widgets::{Field, Form, Picker};

/// How an account came about, newest first; taking a line with a receipt shows that.
pub fn history(answer: &AccountAnswer, paper: &Paper, cx: &mut Cx) -> Effect {
    let statement = match cx.ask(&FeeStatement { student: answer.student }) {
        Ok(statement) => statement,
        Err(no) => return refused(no),
    };
    if statement.rows.is_empty() {
        return Effect::Tell(say!("fees-no-history"), Tone::Quiet);
    }
    let items = rows::statement(&statement.rows, cx.look);
    let numbers: Vec<Option<ReceiptNo>> = statement.rows.iter().map(|row| row.receipt).collect();
    let paper = paper.clone();
    let take = move |index: usize, cx: &mut Cx| match numbers.get(index).copied().flatten() {
        Some(number) => show(number, &paper, cx),
        None => Effect::Done,
    };
    let title = cx.look.say(&say!("fees-history", name = &answer.name));
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

fn show(number: ReceiptNo, paper: &Paper, cx: &mut Cx) -> Effect {
    match cx.ask(&GetReceipt { number }) {
        Ok(answer) => Effect::Open(Box::new(Shown { answer, paper: paper.clone(), page: Page::default() })),
        Err(no) => refused(no),
    }
}

/// Prints the receipt that was just given; whether paper took it.
pub fn print_new(number: ReceiptNo, paper: &Paper, cx: &Cx) -> (Effect, bool) {
    let Some(printer) = paper else { return (no_printer(), false) };
    match cx.ask(&GetReceipt { number }).and_then(|answer| printer.print(&answer, cx.look)) {
        Ok(said) => (Effect::Tell(said, Tone::Ok), true),
        Err(no) => (refused(no), false),
    }
}

/// Prints a receipt again, counted as a copy.
pub fn print(number: ReceiptNo, paper: &Paper, cx: &Cx) -> Effect {
    if paper.is_none() {
        return no_printer();
    }
    match cx.session.submit(CopyReceipt { number }) {
        Ok(_) => print_new(number, paper, cx).0,
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
        // After the day-end its cash is counted and gone: what is given back then is a refund.
        Ok(answer) if answer.closed => {
            let say = say!("fees-void-closed", day = answer.receipt.day, number = number.to_string());
            let no = Refused::new(Kind::Conflict, say).hint(say!("fees-void-closed-hint"));
            return refused(no);
        }
        Ok(answer) => answer,
        Err(no) => return refused(no),
    };
    let seq = answer.receipt.seq;
    let title = say!("fees-void-title", number = number.to_string(), amount = answer.receipt.total);
    let hint = match number.series {
        Series::Payment => say!("fees-void-hint"),
        Series::Refund => say!("fees-void-hint-refund"),
    };
    let field = Field::text("reason", say!("app-reason")).required().hint(hint);
    Effect::Open(Box::new(Form::new(title, vec![field], move |values, cx| {
        Ok(done(cx.session.submit(Undo { seq, reason: reason(values) })?))
    })))
}

/// One receipt as it was given out.
struct Shown {
    answer: ReceiptAnswer,
    paper: Paper,
    page: Page,
}

impl Shown {
    /// Its lines: text at the left, an amount at the right.
    fn lines(&self, look: &Look) -> Vec<PageLine> {
        let receipt = &self.answer.receipt;
        let text = |say: Say, role| page::text(look.say(&say), role);
        let pair = |text: String, amount: Money, role| page::pair(text, amount, role, look);
        let mut lines = Vec::new();
        if self.answer.void {
            lines.push(text(say!("receipt-void"), Role::Bad));
        }
        if self.answer.copies > 0 {
            lines.push(text(say!("receipt-copy", copies = self.answer.copies), Role::Muted));
        }
        lines.push(text(say!("receipt-date", at = look.lang.moment(receipt.at, &look.shown)), Role::Muted));
        lines.push(text(say!("receipt-student", name = &receipt.name, id = receipt.student), Role::Muted));
        lines.push(page::text("", Role::Text));
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
        &[Context::Receipt, Context::List]
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match action {
            Action::Back => Effect::Close,
            Action::ReceiptPrint => print(self.answer.number, &self.paper, cx),
            Action::ReceiptVoid => void(self.answer.number, cx),
            action if self.page.on_action(action) => Effect::Done,
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

    fn why_not(&self, action: Action, _: &Look) -> Option<Say> {
        let number = self.answer.number.to_string();
        (action == Action::ReceiptVoid && self.answer.void)
            .then(|| say!("fees-void-already", number = number))
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
        self.page.draw((&title, 56), &lines, area, buf, look);
        None
    }
}

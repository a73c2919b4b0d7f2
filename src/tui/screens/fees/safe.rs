//! The safe 保险柜 and the bank: what is there, how that came about today, counts, and the ways to the bank.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::collect::reason;
use super::drawer::{count, named};
use super::page::{Page, PageLine, pair, text};
use crate::base::{Money, Prose, Refused};
use crate::desk::ledger::fees::{
    BankCash, CountLine, CountSafe, Keep, OpenSafe, SafeAnswer, SafeDay, SafeState, SlipLine,
};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, done, refused};
use crate::tui::input::{Action, Context};
use crate::tui::theme::Role;
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Form};

/// Opens the safe.
pub fn open(cx: &mut Cx) -> Effect {
    match cx.ask(&SafeState::default()) {
        Ok(answer) => Effect::Open(Box::new(Safe { answer, page: Page::default() })),
        Err(no) => refused(no),
    }
}

fn money(cx: &Cx) -> FieldKind {
    FieldKind::Money { digits: cx.look.shown.currency.digits() }
}

fn stated(of: Keep, cx: &Cx) -> Form {
    let (title, name, hint) = match of {
        Keep::Safe => (say!("fees-safe-open"), say!("fees-safe-counted"), say!("fees-safe-open-hint")),
        Keep::Bank => (say!("fees-bank-open"), say!("fees-bank-balance"), say!("fees-bank-open-hint")),
    };
    let field = Field::new("amount", name, money(cx)).required().hint(hint);
    Form::new(title, vec![field], move |values, cx| {
        let amount = values.money("amount").unwrap_or_default();
        cx.session.submit(OpenSafe { of, amount }).map(done).map_err(|no| Complaint::from(no).at("amount"))
    })
}

/// What was counted is noted; where it is off, its reason is asked for, with which the difference is booked.
fn note(of: Keep, counted: Money, cx: &mut Cx) -> Result<Effect, Refused> {
    let receipt = cx.session.submit(CountSafe { of, counted: Some(counted), reason: Prose::default() })?;
    let off =
        receipt.said.first().filter(|say| ["safe-counted-off", "safe-compared-off"].contains(&&*say.key));
    Ok(match (off.cloned(), of) {
        (None, _) => done(receipt),
        (Some(off), Keep::Safe) => named(off, |reason, cx| book(Keep::Safe, reason, cx)),
        (Some(off), Keep::Bank) => named(off, |reason, cx| book(Keep::Bank, reason, cx)),
    })
}

fn book(of: Keep, reason: Prose, cx: &mut Cx) -> Result<Effect, Refused> {
    cx.session.submit(CountSafe { of, counted: None, reason }).map(done)
}

/// What stands on the bank's statement.
fn statement(cx: &Cx) -> Form {
    let field = Field::new("balance", say!("fees-bank-balance"), money(cx)).required();
    let field = field.hint(say!("fees-bank-balance-hint"));
    Form::new(say!("fees-bank-compare"), vec![field], |values, cx| {
        let balance = values.money("balance").unwrap_or_default();
        note(Keep::Bank, balance, cx).map_err(|no| Complaint::from(no).at("balance"))
    })
}

fn bank(out: bool, cx: &Cx) -> Form {
    let fields = vec![
        Field::new("amount", say!("fees-amount"), money(cx)).required(),
        Field::text("slip", say!("fees-slip")).required().hint(say!("fees-slip-hint")),
        Field::text("reason", say!("fees-note")),
    ];
    let title = if out { say!("fees-deposit") } else { say!("fees-withdraw") };
    Form::new(title, fields, move |values, cx| {
        let amount = values.money("amount").unwrap_or_default();
        let amount = if out { amount } else { Money(-amount.0) };
        let act = BankCash { amount, slip: values.text("slip").unwrap_or_default(), reason: reason(values) };
        let about = |no: Refused| match no.reason.key.as_ref() {
            "safe-needs-slip" => Complaint::from(no).at("slip"),
            _ => Complaint::from(no).at("amount"),
        };
        cx.session.submit(act).map(done).map_err(about)
    })
}

struct Safe {
    answer: SafeAnswer,
    page: Page,
}

impl Safe {
    fn lines(&self, look: &Look) -> Vec<PageLine> {
        let text_of = |key: &str| look.text(key).into_owned();
        let mut lines = match &self.answer.day {
            Some(day) => day_lines(day, look),
            None => vec![text(text_of("fees-safe-blind"), Role::Muted)],
        };
        let short = self.answer.left.is_some_and(|left| left.0 < 0);
        if let Some(left) = self.answer.left {
            let role = if short { Role::Bad } else { Role::Title };
            lines.push(pair(text_of("fees-safe-left"), left, role, look));
        }
        lines.extend(self.answer.counted.iter().flat_map(|line| count_lines("fees-safe-count", line, look)));
        if !self.answer.stated {
            lines.push(text(text_of("fees-safe-unstated"), if short { Role::Bad } else { Role::Warn }));
        }
        lines.push(text("", Role::Text));
        lines.push(pair(text_of("fees-at-bank"), self.answer.at_bank, Role::Title, look));
        lines.extend(self.answer.compared.iter().flat_map(|line| count_lines("fees-bank-count", line, look)));
        if !self.answer.bank_stated {
            lines.push(text(text_of("fees-bank-unstated"), Role::Muted));
        }
        lines.extend(self.answer.slips.iter().map(|line| slip(line, look)));
        lines
    }
}

/// What went through the safe today; what is zero is left out.
fn day_lines(day: &SafeDay, look: &Look) -> Vec<PageLine> {
    let mut lines = vec![pair(look.text("fees-safe-before"), day.before, Role::Text, look)];
    let moved = [
        ("fees-safe-opening", day.opening),
        ("fees-safe-floats", Money(-day.floats.0)),
        ("fees-safe-moved", day.moved),
        ("fees-safe-banked", day.banked),
        ("fees-safe-deposited", Money(-day.deposited.0)),
        ("fees-safe-over", day.over),
    ];
    for (key, amount) in moved.into_iter().filter(|(_, amount)| amount.0 != 0) {
        lines.push(pair(format!("  {}", look.text(key)), amount, Role::Muted, look));
    }
    lines
}

/// When it was counted last, by whom, and what a difference came from.
fn count_lines(key: &'static str, line: &CountLine, look: &Look) -> Vec<PageLine> {
    let day = look.lang.date(look.shown.zone.day(line.at), &look.shown);
    let said = crate::base::Say::new(key).with("day", day).with("name", &line.by);
    let booked = !line.reason.is_empty();
    let role = if line.over.0 == 0 {
        Role::Ok
    } else if booked {
        Role::Text
    } else {
        Role::Bad
    };
    let mut lines = vec![pair(format!("  {}", look.say(&said)), line.counted, role, look)];
    if line.over.0 != 0 {
        let reason = look.say(&match booked {
            true => say!("fees-count-booked", reason = line.reason.as_str()),
            false => say!("fees-count-unnamed"),
        });
        lines.push(pair(format!("    {reason}"), line.over, if booked { Role::Muted } else { role }, look));
    }
    lines
}

fn slip(line: &SlipLine, look: &Look) -> PageLine {
    let key = match (line.reversal, line.amount.0 < 0) {
        (true, _) => "fees-slip-taken-back",
        (false, true) => "fees-slip-out",
        (false, false) => "fees-slip-in",
    };
    let day = look.lang.date(line.day, &look.shown);
    let said = crate::base::Say::new(key).with("day", day).with("slip", &line.slip);
    let role = if line.reversal { Role::Muted } else { Role::Text };
    pair(format!("  {}", look.say(&said)), line.amount, role, look)
}

impl Layer for Safe {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Safe, Context::List]
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match action {
            Action::Back => Effect::Close,
            Action::SafeOpen => Effect::Open(Box::new(stated(Keep::Safe, cx))),
            Action::SafeOpenBank => Effect::Open(Box::new(stated(Keep::Bank, cx))),
            Action::SafeCount => {
                Effect::Open(Box::new(count(say!("fees-safe-count-title"), cx, |counted, cx| {
                    note(Keep::Safe, counted, cx)
                })))
            }
            Action::SafeCompare => Effect::Open(Box::new(statement(cx))),
            Action::SafeDeposit => Effect::Open(Box::new(bank(true, cx))),
            Action::SafeWithdraw => Effect::Open(Box::new(bank(false, cx))),
            action if self.page.on_action(action) => Effect::Done,
            _ => Effect::Pass,
        }
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        if areas.any(&[Area::Ledger])
            && let Ok(answer) = cx.ask(&SafeState::default())
        {
            self.answer = answer;
        }
    }

    fn why_not(&self, action: Action, _: &Look) -> Option<crate::base::Say> {
        match action {
            Action::SafeOpen if self.answer.stated => Some(say!("fees-safe-stated")),
            Action::SafeOpenBank if self.answer.bank_stated => Some(say!("fees-bank-stated")),
            _ => None,
        }
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        let mut hints =
            vec![Action::SafeCount, Action::SafeDeposit, Action::SafeWithdraw, Action::SafeCompare];
        hints.extend((!self.answer.stated).then_some(Action::SafeOpen));
        hints.extend((!self.answer.bank_stated).then_some(Action::SafeOpenBank));
        hints.extend([Action::Undo, Action::Back]);
        hints
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let lines = self.lines(look);
        let title = look.text("fees-safe").into_owned();
        self.page.draw((&title, 56), &lines, area, buf, look);
        None
    }
}

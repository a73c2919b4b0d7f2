//! The safe 保险柜: what is in it, how that came about today, and the ways to the bank.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::collect::reason;
use super::page::{Page, PageLine, pair, text};
use crate::base::{Money, Refused};
use crate::desk::ledger::fees::{BankCash, OpenSafe, SafeAnswer, SafeState, SlipLine};
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

fn stated(cx: &Cx) -> Form {
    let field = Field::new("amount", say!("fees-safe-counted"), money(cx)).required();
    let field = field.hint(say!("fees-safe-open-hint"));
    Form::new(say!("fees-safe-open"), vec![field], |values, cx| {
        let amount = values.money("amount").unwrap_or_default();
        cx.session.submit(OpenSafe { amount }).map(done).map_err(|no| Complaint::from(no).at("amount"))
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
        let day = &self.answer.day;
        let text_of = |key: &str| look.text(key).into_owned();
        let mut lines = vec![pair(text_of("fees-safe-before"), day.before, Role::Text, look)];
        let moved = [
            ("fees-safe-opening", day.opening),
            ("fees-safe-floats", Money(-day.floats.0)),
            ("fees-safe-moved", day.moved),
            ("fees-safe-banked", day.banked),
            ("fees-safe-deposited", Money(-day.deposited.0)),
        ];
        for (key, amount) in moved.into_iter().filter(|(_, amount)| amount.0 != 0) {
            lines.push(pair(format!("  {}", look.text(key)), amount, Role::Muted, look));
        }
        let short = self.answer.left.0 < 0;
        let role = if short { Role::Bad } else { Role::Title };
        lines.push(pair(text_of("fees-safe-left"), self.answer.left, role, look));
        if !self.answer.stated {
            lines.push(text(text_of("fees-safe-unstated"), if short { Role::Bad } else { Role::Warn }));
        }
        lines.push(text("", Role::Text));
        lines.push(pair(text_of("fees-at-bank"), self.answer.at_bank, Role::Title, look));
        lines.extend(self.answer.slips.iter().map(|line| slip(line, look)));
        lines
    }
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
            Action::SafeOpen => Effect::Open(Box::new(stated(cx))),
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
        (action == Action::SafeOpen && self.answer.stated).then(|| say!("fees-safe-stated"))
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        vec![Action::SafeDeposit, Action::SafeWithdraw, Action::SafeOpen, Action::Undo, Action::Back]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let lines = self.lines(look);
        let title = look.text("fees-safe").into_owned();
        self.page.draw((&title, 56), &lines, area, buf, look);
        None
    }
}

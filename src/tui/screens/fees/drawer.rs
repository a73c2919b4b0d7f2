//! The drawer 钱箱 over whatever is shown: opened with its float, cash in and out, counted blind, closed.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::collect::reason;
use super::page::{Page, PageLine, pair, text};
use super::pieces::{self, Piece};
use super::safe;
use super::{Paper, spring};
use crate::base::{Day, Money, Prose, Refused, Say};
use crate::desk::ledger::fees::{
    CloseDrawer, CountDrawer, DayReport, DrawerAnswer, DrawerDay, DrawerFigures, DrawerState, FeeDay,
    MoveCash, MoveWith, OpenDrawer,
};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, done, refused};
use crate::tui::input::{Action, Context};
use crate::tui::symbol::DOT;
use crate::tui::theme::Role;
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Form, Values};

/// Opens what the drawer needs next: its float, or the drawer itself.
pub fn open(paper: &Paper, cx: &mut Cx) -> Effect {
    let answer = match cx.ask(&DrawerState::default()) {
        Ok(answer) => answer,
        Err(no) => return refused(no),
    };
    let today = Some(cx.look.shown.today);
    match &answer.drawer {
        Some(drawer) if drawer.closed.is_none() || answer.day == today => {
            Effect::Open(Box::new(Drawer::new(answer, paper.clone(), cx)))
        }
        _ => Effect::Open(Box::new(float(paper.clone(), cx))),
    }
}

fn money(cx: &Cx) -> FieldKind {
    FieldKind::Money { digits: cx.look.shown.currency.digits() }
}

fn float(paper: Paper, cx: &Cx) -> Form {
    let field = Field::new("float", say!("fees-float"), money(cx)).required().hint(say!("fees-float-hint"));
    Form::new(say!("fees-drawer-open-title"), vec![field], move |values, cx| {
        let float = values.money("float").unwrap_or_default();
        let opened = cx.session.submit(OpenDrawer { float }).map(done);
        opened.map(|told| spring(&paper, told, cx)).map_err(|no| Complaint::from(no).at("float"))
    })
}

fn move_cash(out: bool, paper: Paper, cx: &Cx) -> Form {
    let petty = ("petty".to_owned(), say!("fees-with-petty"));
    let safe = ("safe".to_owned(), say!("fees-with-safe"));
    let (title, choices) = match out {
        true => (say!("fees-cash-out"), vec![petty, safe]),
        false => (say!("fees-cash-in"), vec![safe, petty]),
    };
    let fields = vec![
        Field::new("amount", say!("fees-amount"), money(cx)).required(),
        Field::text("reason", say!("app-reason")).required(),
        Field::choice("with", say!("fees-with"), choices),
    ];
    Form::new(title, fields, move |values, cx| {
        let amount = values.money("amount").unwrap_or_default();
        let amount = if out { Money(-amount.0) } else { amount };
        let with = match values.choice("with").as_deref() {
            Some("safe") => MoveWith::Safe,
            _ => MoveWith::Petty,
        };
        let act = MoveCash { amount, with, reason: reason(values) };
        let moved = cx.session.submit(act).map(done);
        moved.map(|told| spring(&paper, told, cx)).map_err(|no| Complaint::from(no).at("amount"))
    })
}

/// What was counted: the total, or the sum of notes and coins.
fn counted(values: &Values, pieces: &[Piece]) -> Result<Money, Complaint> {
    match (values.money("total"), pieces::sum(values, pieces)) {
        (Some(total), Some(sum)) if total != sum => {
            let no = Refused::input(say!("fees-count-differs", total = total, sum = sum));
            Err(Complaint::from(no).at("total"))
        }
        (total, sum) => {
            total.or(sum).ok_or_else(|| Complaint::from(Refused::input(say!("error-required"))).at("total"))
        }
    }
}

/// What is done with what was counted.
type Counted = fn(Money, &mut Cx) -> Result<Effect, Refused>;

/// A count, by the total or piece by piece.
pub(super) fn count(title: Say, cx: &Cx, then: Counted) -> Form {
    let pieces = pieces::pieces(&cx.look.shown.currency);
    let mut fields = vec![Field::new("total", say!("fees-counted"), money(cx))];
    if !pieces.is_empty() {
        fields = fields.into_iter().map(|field| field.hint(say!("fees-counted-hint"))).collect();
    }
    for piece in &pieces {
        let kind = FieldKind::Number { least: 0, most: 1_000_000 };
        fields.push(Field::new(piece.field.clone(), say!("fees-pieces", each = piece.each), kind));
    }
    let of_count = pieces.clone();
    let form = Form::new(title, fields, move |values, cx| {
        then(counted(values, &of_count)?, cx).map_err(|no| Complaint::from(no).at("total"))
    });
    form.remark(move |values, _| pieces::sum(values, &pieces).map(|sum| say!("fees-count-sum", sum = sum)))
}

/// The day-end after its count; a difference asks for its reason.
fn finish(cx: &mut Cx) -> Effect {
    match cx.session.submit(CloseDrawer { counted: None, reason: Prose::default(), ..CloseDrawer::default() })
    {
        Ok(receipt) => done(receipt),
        Err(no) if no.reason.key == "drawer-name-difference" => named(no.reason, |reason, cx| {
            cx.session.submit(CloseDrawer { counted: None, reason, ..CloseDrawer::default() }).map(done)
        }),
        Err(no) => refused(no),
    }
}

/// Asks what a difference comes from.
pub(super) fn named(off: Say, then: fn(Prose, &mut Cx) -> Result<Effect, Refused>) -> Effect {
    let field = Field::text("reason", say!("app-reason")).required().hint(say!("fees-off-hint"));
    Effect::Open(Box::new(Form::new(off, vec![field], move |values, cx| Ok(then(reason(values), cx)?))))
}

/// A count of the drawer; with `close` the day-end follows.
fn count_drawer(close: bool, cx: &Cx) -> Form {
    match close {
        true => count(say!("fees-day-end"), cx, |counted, cx| {
            cx.session.submit(CountDrawer { counted, cashier: None })?;
            Ok(finish(cx))
        }),
        false => count(say!("fees-count"), cx, |counted, cx| {
            cx.session.submit(CountDrawer { counted, cashier: None }).map(done)
        }),
    }
}

/// The drawer and the day's figures.
struct Drawer {
    answer: DrawerAnswer,
    report: Option<DayReport>,
    page: Page,
    paper: Paper,
}

impl Drawer {
    fn new(answer: DrawerAnswer, paper: Paper, cx: &mut Cx) -> Drawer {
        let report = cx.ask(&FeeDay { day: answer.day }).ok();
        Drawer { answer, report, page: Page::default(), paper }
    }

    fn refresh(&mut self, cx: &mut Cx) {
        if let Ok(answer) = cx.ask(&DrawerState::default()) {
            self.report = cx.ask(&FeeDay { day: answer.day }).ok();
            self.answer = answer;
        }
    }

    fn is_closed(&self) -> bool {
        self.answer.drawer.as_ref().is_some_and(|drawer| drawer.closed.is_some())
    }

    /// What is said of it, line by line: text at the left, an amount at the right.
    fn lines(&self, look: &Look) -> Vec<PageLine> {
        let mut lines = Vec::new();
        let clock = |at| look.shown.zone.clock(at).to_string();
        if let Some(drawer) = &self.answer.drawer {
            let opened = look.say(&say!("fees-opened-at", at = clock(drawer.opened)));
            lines.push(pair(opened, drawer.float, Role::Text, look));
            for count in &drawer.counts {
                let over = Money(count.counted.0 - count.expected.0);
                let said = match over.0 {
                    0 => say!("fees-counted-right", at = clock(count.at)),
                    _ => say!("fees-counted-off", at = clock(count.at), over = over),
                };
                let role = if over.0 == 0 { Role::Ok } else { Role::Bad };
                lines.push(pair(look.say(&said), count.counted, role, look));
            }
            match &drawer.closed {
                Some(closing) => {
                    let said = look.say(&say!("fees-closed-at", at = clock(closing.at)));
                    lines.push(pair(said, closing.counted, Role::Title, look));
                    if !closing.reason.is_empty() {
                        lines.push(text(format!("  {}", closing.reason.as_str()), Role::Muted));
                    }
                }
                None => lines.push(text(look.text("fees-still-open"), Role::Warn)),
            }
        }
        if let Some(report) = &self.report {
            lines.extend(self.report_lines(report, look));
        }
        lines
    }

    fn report_lines(&self, report: &DayReport, look: &Look) -> Vec<PageLine> {
        let mut lines = Vec::new();
        let own = report.drawers.iter().find(|row| Some(&row.drawer) == self.answer.drawer.as_ref());
        if let Some(figures) = own.and_then(|row: &DrawerDay| row.figures) {
            lines.push(text("", Role::Text));
            lines.extend(figure_lines(&figures, look));
        }
        lines.push(text("", Role::Text));
        lines.push(text(look.text("fees-by-method"), Role::Title));
        for row in &report.methods {
            let refunded = match row.refunded.0 {
                0 => String::new(),
                _ => format!("{DOT}{}", look.say(&say!("fees-paid-out", amount = row.refunded))),
            };
            let name = look.say(&row.method.say());
            lines.push(pair(format!("  {name}{refunded}"), row.taken, Role::Text, look));
        }
        let blind = own.is_some_and(|row| row.figures.is_none());
        if blind {
            lines.push(text(format!("  {}", look.text("fees-cash-blind")), Role::Muted));
        }
        let taken = if blind { "fees-taken-rest" } else { "fees-taken-all" };
        lines.push(pair(look.text(taken), report.taken, Role::Title, look));
        lines.extend(void_lines(report, look));
        if let Some(safe) = report.safe {
            lines.push(text("", Role::Text));
            let role = if safe.left.0 < 0 { Role::Bad } else { Role::Muted };
            lines.push(pair(look.text("fees-safe-left"), safe.left, role, look));
        }
        lines
    }
}

/// What was voided of the day: each by its number and name, with who did it and why.
fn void_lines(report: &DayReport, look: &Look) -> Vec<PageLine> {
    if report.voids.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![text("", Role::Text), text(look.text("fees-voids"), Role::Title)];
    for void in &report.voids {
        let said = say!("fees-void-line", number = void.number.to_string(), name = &void.name);
        lines.push(pair(format!("  {}", look.say(&said)), void.total, Role::Muted, look));
        let why = say!("fees-void-by", name = &void.by, reason = &void.reason);
        lines.push(text(format!("    {}", look.say(&why)), Role::Muted));
    }
    lines
}

/// How the cash of a drawer came about; what is zero is left out.
fn figure_lines(figures: &DrawerFigures, look: &Look) -> Vec<PageLine> {
    let parts = [
        ("fees-figure-float", figures.float),
        ("fees-figure-taken", figures.taken),
        ("fees-figure-refunded", Money(-figures.refunded.0)),
        ("fees-figure-moved", figures.moved),
        ("fees-figure-over", figures.over),
        ("fees-figure-banked", Money(-figures.banked.0)),
    ];
    let moved = parts.into_iter().filter(|(_, amount)| amount.0 != 0);
    let mut lines: Vec<PageLine> =
        moved.map(|(key, amount)| pair(format!("  {}", look.text(key)), amount, Role::Muted, look)).collect();
    lines.push(pair(look.text("fees-figure-left"), figures.left, Role::Title, look));
    lines
}

impl Layer for Drawer {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Drawer, Context::List]
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match action {
            Action::Back => Effect::Close,
            // A day that is closed is not closed again: the desk says so.
            Action::DrawerClose if self.is_closed() => finish(cx),
            // What is counted has to be got at.
            Action::DrawerClose => spring(&self.paper, Effect::Open(Box::new(count_drawer(true, cx))), cx),
            Action::DrawerCount => spring(&self.paper, Effect::Open(Box::new(count_drawer(false, cx))), cx),
            Action::DrawerIn => Effect::Open(Box::new(move_cash(false, self.paper.clone(), cx))),
            Action::DrawerOut => Effect::Open(Box::new(move_cash(true, self.paper.clone(), cx))),
            Action::DrawerSafe => safe::open(cx),
            action if self.page.on_action(action) => Effect::Done,
            _ => Effect::Pass,
        }
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        if areas.any(&[Area::Ledger, Area::Setup]) {
            self.refresh(cx);
        }
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        if self.is_closed() {
            return vec![Action::DrawerSafe, Action::Back];
        }
        vec![
            Action::DrawerClose,
            Action::DrawerCount,
            Action::DrawerIn,
            Action::DrawerOut,
            Action::DrawerSafe,
            Action::Back,
        ]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let lines = self.lines(look);
        let day = self.answer.day.map(|day: Day| look.lang.day(day, &look.shown)).unwrap_or_default();
        let title = look.say(&say!("fees-drawer-title", day = day));
        self.page.draw((&title, 56), &lines, area, buf, look);
        None
    }
}

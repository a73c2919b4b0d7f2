//! A manager's figures: received, earned, owed and still to be taught; and the income statement by course and month.

use chrono::{Datelike, Months};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::page::{Page, PageLine, text};
use super::rows::plain;
use crate::base::{Day, Money};
use crate::desk::ledger::AccountKind;
use crate::desk::ledger::fees::{CourseIncome, FeeFigures, FiguresAnswer};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, refused};
use crate::tui::input::{Action, Context};
use crate::tui::theme::Role;
use crate::tui::widgets::Line;
use crate::tui::widgets::text::{Align, fit};

/// Months that the desk is asked for; as many of the last as fit are shown.
const MONTHS: u8 = 12;
/// Cells of a line's name, and of a figure.
const NAME_CELLS: usize = 20;
const FIGURE_CELLS: usize = 13;

/// Opens the figures of today.
pub fn open(cx: &mut Cx) -> Effect {
    match cx.ask(&FeeFigures { day: None, months: MONTHS }) {
        Ok(answer) => Effect::Open(Box::new(Income { answer, day: None, page: Page::default() })),
        Err(no) => refused(no),
    }
}

struct Income {
    answer: FiguresAnswer,
    /// The day that is looked at where it is not today: the last of an earlier month.
    day: Option<Day>,
    page: Page,
}

impl Income {
    fn read(&mut self, day: Option<Day>, cx: &mut Cx) -> Effect {
        match cx.ask(&FeeFigures { day, months: MONTHS }) {
            Ok(answer) => {
                (self.answer, self.day) = (answer, day);
                Effect::Done
            }
            Err(no) => refused(no),
        }
    }

    /// To the end of the month before, or of the one after; not past today.
    fn turn(&mut self, later: bool, cx: &mut Cx) -> Effect {
        let first = self.answer.day.with_day(1).unwrap_or(self.answer.day);
        let last = match later {
            false => first.pred_opt(),
            true => first.checked_add_months(Months::new(2)).and_then(|next| next.pred_opt()),
        };
        let today = cx.look.shown.today;
        self.read(last.filter(|last| *last < today), cx)
    }

    fn lines(&self, cells: usize, look: &Look) -> Vec<PageLine> {
        let answer = &self.answer;
        let spans = [&answer.today, &answer.month, &answer.before];
        let first = match self.day {
            None => look.text("fees-figures-today").into_owned(),
            Some(day) => look.lang.date(day, &look.shown),
        };
        let heads = [first, month(answer.day), month_before(answer.day)];
        let mut lines = vec![row(String::new(), &heads, Role::Label)];
        let net = |of: &dyn Fn(usize) -> Money| [0, 1, 2].map(|at| plain(of(at), look));
        let name = |key: &str| look.text(key).into_owned();
        let received = net(&|at| Money(spans[at].taken.0 - spans[at].refunded.0));
        lines.push(row(name("fees-figures-received"), &received, Role::Title));
        if spans.iter().any(|span| span.refunded.0 != 0) {
            let refunded = net(&|at| Money(-spans[at].refunded.0));
            lines.push(row(format!("  {}", look.text("fees-figures-refunded")), &refunded, Role::Muted));
        }
        lines.push(row(name("fees-figures-earned"), &net(&|at| spans[at].income), Role::Title));
        lines.push(text("", Role::Text));
        let now = |key: &str, amount: Money, role| row(name(key), &[plain(amount, look)], role);
        let role = if answer.owed.0 > 0 { Role::Warn } else { Role::Text };
        lines.push(now("fees-figures-owed", answer.owed, role));
        lines.push(now("fees-figures-deferred", answer.deferred, Role::Text));
        if answer.ahead.0 > 0 {
            lines.push(now("fees-figures-ahead", answer.ahead, Role::Text));
        }
        lines.push(text("", Role::Text));
        lines.extend(self.statement(cells, look));
        lines
    }

    fn statement(&self, cells: usize, look: &Look) -> Vec<PageLine> {
        let answer = &self.answer;
        if answer.lines.is_empty() {
            return vec![text(look.text("fees-figures-none"), Role::Muted)];
        }
        let fit = (cells.saturating_sub(NAME_CELLS) / FIGURE_CELLS).clamp(1, answer.months.len().max(1));
        let skip = answer.months.len().saturating_sub(fit);
        let months: Vec<String> = answer.months.iter().skip(skip).map(|day| month(*day)).collect();
        let amounts = |all: &[Money]| -> Vec<String> {
            let shown = |amount: &Money| if amount.0 == 0 { String::new() } else { plain(*amount, look) };
            all.iter().skip(skip).map(shown).collect()
        };
        // The result stands in front: however many courses there are, it is seen.
        let mut lines = vec![row(look.text("fees-figures-statement").into_owned(), &months, Role::Label)];
        let result: Vec<String> = answer.result.iter().skip(skip).map(|sum| plain(*sum, look)).collect();
        lines.push(row(look.text("fees-figures-result").into_owned(), &result, Role::Title));
        for line in &answer.lines {
            let role = match line.account.kind {
                AccountKind::Income | AccountKind::OtherIncome | AccountKind::Breakage => Role::Text,
                _ => Role::Muted,
            };
            lines.push(row(line_name(line, look), &amounts(&line.amounts), role));
        }
        lines
    }
}

/// What a line of the statement is called.
fn line_name(line: &CourseIncome, look: &Look) -> String {
    let course = match line.course.is_empty() {
        true => look.text("fees-figures-general").into_owned(),
        false => line.course.to_string(),
    };
    match line.account.kind {
        AccountKind::Income => course,
        AccountKind::Breakage => look.say(&say!("fees-figures-lapsed", course = course)),
        AccountKind::WrittenOff => look.text("fees-figures-written-off").into_owned(),
        AccountKind::CashOver => look.text("fees-figures-cash-over").into_owned(),
        AccountKind::Petty => look.text("fees-figures-petty").into_owned(),
        _ => look.text("fees-figures-other").into_owned(),
    }
}

fn row<S: AsRef<str>>(name: String, figures: &[S], role: Role) -> PageLine {
    let name = Line::of(fit(&name, NAME_CELLS, Align::Left), role);
    let line = figures
        .iter()
        .fold(name, |line, figure| line.and(fit(figure.as_ref(), FIGURE_CELLS, Align::Right), role));
    (line, String::new())
}

/// A month as its year and number: 2026-11.
fn month(day: Day) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

fn month_before(day: Day) -> String {
    let first = day.with_day(1).unwrap_or(day);
    first.checked_sub_months(Months::new(1)).map(month).unwrap_or_default()
}

impl Layer for Income {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Income, Context::List]
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match action {
            Action::Back => Effect::Close,
            Action::IncomeEarlier => self.turn(false, cx),
            Action::IncomeLater => self.turn(true, cx),
            action if self.page.on_action(action) => Effect::Done,
            _ => Effect::Pass,
        }
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        if areas.any(&[Area::Ledger, Area::Setup]) {
            self.read(self.day, cx);
        }
    }

    fn why_not(&self, action: Action, _: &Look) -> Option<crate::base::Say> {
        (action == Action::IncomeLater && self.day.is_none()).then(|| say!("fees-figures-is-now"))
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        vec![Action::IncomeEarlier, Action::IncomeLater, Action::ListDown, Action::Back]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let cells = area.width.saturating_sub(2).min(108);
        let lines = self.lines(usize::from(cells.saturating_sub(4)), look);
        let title = look.text("fees-figures").into_owned();
        self.page.draw((&title, cells), &lines, area, buf, look);
        None
    }
}

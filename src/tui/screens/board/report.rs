//! The balance report over the leaderboard (docs/requirements.md P9): a page that is read, and scrolled where it is long.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::base::{Refused, Text};
use crate::desk::ledger::points::board::BoardSpan;
use crate::desk::ledger::points::report::{Giver, Outlier, RuleUse, RulesAnswer, RulesReport};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look};
use crate::tui::input::{Action, Context};
use crate::tui::theme::Role;
use crate::tui::widgets::figures::sparkline;
use crate::tui::widgets::text::{Align, fit};
use crate::tui::widgets::{Line, Scroll, popup};

/// The overlay.
pub struct ReportView {
    span_key: &'static str,
    report: RulesAnswer,
    scroll: Scroll,
}

impl ReportView {
    /// Reads the report.
    ///
    /// # Errors
    /// When the operator's post may not ask, or the store fails.
    pub fn new(span: BoardSpan, span_key: &'static str, cx: &mut Cx) -> Result<ReportView, Refused> {
        let report = cx.ask(&RulesReport { span, day: None })?;
        Ok(ReportView { span_key, report, scroll: Scroll::default() })
    }
}

impl Layer for ReportView {
    fn contexts(&self) -> &'static [Context] {
        &[Context::List]
    }

    fn on_action(&mut self, action: Action, _: &mut Cx) -> Effect {
        match action {
            Action::Back => Effect::Close,
            action if self.scroll.on_action(action) => Effect::Done,
            _ => Effect::Pass,
        }
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        vec![Action::Back, Action::ListDown, Action::ListPageDown]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let span = look.text(self.span_key).into_owned();
        let title = look.say(&say!("board-report-title", span = span));
        let lines = lines(&self.report, look);
        let high = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
        let inside = popup(area, buf, &look.theme, &title, 84, high.min(area.height));
        let seen = self.scroll.visible(usize::from(inside.height), lines.len());
        for (y, line) in (inside.top()..inside.bottom()).zip(&lines[seen]) {
            line.draw(Rect { y, height: 1, ..inside }, buf, &look.theme, look.style(Role::Popup));
        }
        None
    }
}

fn lines(report: &RulesAnswer, look: &Look) -> Vec<Line> {
    let mut lines = worth(report, look);
    lines.push(Line::new());
    if report.rules.is_empty() {
        lines.push(Line::of(look.text("board-report-none"), Role::Muted));
        return lines;
    }
    lines.extend(rules(&report.rules, look));
    if !report.unused.is_empty() {
        let names: Vec<&str> = report.unused.iter().map(Text::as_str).collect();
        let text = look.say(&say!("board-report-unused", rules = names.join(" · ")));
        lines.push(Line::of(text, Role::Muted));
    }
    lines.push(Line::new());
    lines.extend(givers(&report.givers, look));
    lines.push(Line::new());
    lines.push(Line::of(look.text("board-report-outliers"), Role::Label));
    if report.outliers.is_empty() {
        lines.push(Line::of(look.text("board-report-no-outliers"), Role::Muted));
    }
    lines.extend(report.outliers.iter().map(|outlier| stands_out(outlier, look)));
    lines
}

/// Whether points hold their worth: given against before, held against the shelf.
fn worth(report: &RulesAnswer, look: &Look) -> Vec<Line> {
    let issued = match report.issued_before {
        Some(before) => say!("board-report-issued-before", points = report.issued, before = before),
        None => say!("board-report-issued", points = report.issued),
    };
    let redeemed = say!("board-report-redeemed", points = report.redeemed);
    let held = say!("board-report-outstanding", points = report.outstanding, shelf = report.on_shelf);
    let mut lines = vec![
        Line::of(look.say(&issued), Role::Text).and(format!(" · {}", look.say(&redeemed)), Role::Text),
        Line::of(look.say(&held), Role::Text),
    ];
    if report.outstanding > report.on_shelf {
        let share = report.on_shelf * 100 / report.outstanding.max(1);
        lines.push(Line::of(look.say(&say!("board-report-short", share = share)), Role::Warn));
    }
    lines
}

/// Cells of the first column, and of each figure behind it.
const NAME_CELLS: usize = 16;
const FIGURE_CELLS: usize = 10;

fn columns(head: &str, keys: &[&str], look: &Look) -> Line {
    let name = fit(&look.text(head), NAME_CELLS, Align::Left);
    keys.iter().fold(Line::of(name, Role::Label), |line, key| {
        line.and(fit(&look.text(key), FIGURE_CELLS, Align::Right), Role::Label)
    })
}

fn figures(name: &str, figures: &[String]) -> Line {
    let name = fit(name, NAME_CELLS, Align::Left);
    figures.iter().fold(Line::of(name, Role::Text), |line, figure| {
        line.and(fit(figure, FIGURE_CELLS, Align::Right), Role::Text)
    })
}

fn rules(rules: &[RuleUse], look: &Look) -> Vec<Line> {
    let keys = [
        "board-report-times",
        "board-points",
        "board-report-students",
        "board-report-top-giver",
        "board-report-top-tenth",
    ];
    let head = columns("board-report-rules", &keys, look);
    let mut lines = vec![head.and(format!("  {}", look.text("board-trend")), Role::Label)];
    for rule in rules {
        let giver = match rule.automatic {
            true => look.text("board-report-automatic").into_owned(),
            false => format!("{}%", rule.top_giver_share),
        };
        let cells = [
            rule.times.to_string(),
            super::rows::number(rule.points),
            rule.students.to_string(),
            giver,
            format!("{}%", rule.top_tenth_share),
        ];
        let trend = sparkline(&rule.weeks.map(i64::from));
        lines.push(figures(&rule.name, &cells).and(format!("  {trend}"), Role::Accent));
    }
    lines
}

fn givers(givers: &[Giver], look: &Look) -> Vec<Line> {
    let keys = ["board-report-times", "board-points", "board-report-lessons", "board-report-per-lesson"];
    let mut lines = vec![columns("board-report-givers", &keys, look)];
    for giver in givers {
        let cells = [
            giver.times.to_string(),
            super::rows::number(giver.points),
            giver.lessons.to_string(),
            super::rows::number(giver.per_lesson),
        ];
        lines.push(figures(&giver.name, &cells));
    }
    lines
}

fn stands_out(outlier: &Outlier, look: &Look) -> Line {
    let say = match outlier {
        Outlier::Generous { name, gives, others } => {
            say!("board-report-generous", name = name, gives = *gives, others = *others)
        }
        Outlier::OneRule { name, rule, points, .. } => {
            say!("board-report-one-rule", name = name, rule = rule, points = *points)
        }
    };
    Line::of(format!("! {}", look.say(&say)), Role::Warn)
}

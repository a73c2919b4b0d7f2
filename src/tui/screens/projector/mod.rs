//! The leaderboard for everyone to see: the whole terminal, ranks, names as the school shows them, points. Nothing
//! else is asked for, so nothing private can show; what changes is seen by itself.

#[cfg(test)]
mod tests;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::base::{ClassId, Refused};
use crate::desk::ledger::points::board::{BoardAnswer, BoardRow, BoardScope, BoardSpan, PointsBoard};
use crate::desk::register::GetSchool;
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look, Place, Screen};
use crate::tui::input::{Action, Context};
use crate::tui::theme::Role;
use crate::tui::widgets::Line;
use crate::tui::widgets::figures::bar;
use crate::tui::widgets::ranks::{chips, movement, tier_role};
use crate::tui::widgets::text::{Align, fit, put, width};

const SPANS: [(BoardSpan, &str); 4] = [
    (BoardSpan::Week, "board-span-week"),
    (BoardSpan::Month, "board-span-month"),
    (BoardSpan::Term, "board-span-term"),
    (BoardSpan::All, "board-span-all"),
];
/// A calm line is no wider than this.
const WIDEST: u16 = 100;
/// Rows above and below the ranks: margin, title, blank; blank, page, margin.
const ABOVE: u16 = 4;
const BELOW: u16 = 2;

/// The projector view.
pub struct Projector {
    class: Option<ClassId>,
    span: usize,
    answer: Option<BoardAnswer>,
    school: String,
    trouble: Option<Refused>,
    /// The first rank shown, and how many fitted when last drawn.
    offset: usize,
    page: usize,
}

impl Projector {
    pub fn new(class: Option<ClassId>, cx: &mut Cx) -> Projector {
        let mut projector = Projector {
            class,
            span: 1,
            answer: None,
            school: String::new(),
            trouble: None,
            offset: 0,
            page: 1,
        };
        projector.refresh(cx);
        projector
    }

    fn refresh(&mut self, cx: &mut Cx) {
        let scope = self.class.map_or(BoardScope::School, BoardScope::Class);
        let question = PointsBoard { scope, span: SPANS[self.span].0, day: None, limit: 0, public: true };
        self.school = cx.ask(&GetSchool {}).map(|answer| answer.school.name.to_string()).unwrap_or_default();
        match cx.ask(&question) {
            Ok(mut answer) => {
                // Nobody is shown for having earned nothing.
                answer.rows.retain(|row| row.earned > 0);
                (self.answer, self.trouble) = (Some(answer), None);
            }
            Err(no) => (self.answer, self.trouble) = (None, Some(no)),
        }
    }

    fn count(&self) -> usize {
        self.answer.as_ref().map_or(0, |answer| answer.rows.len())
    }
}

impl Layer for Projector {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Projector]
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match action {
            Action::ProjectorSpanNext => self.span = (self.span + 1) % SPANS.len(),
            Action::ProjectorSpanPrevious => self.span = (self.span + SPANS.len() - 1) % SPANS.len(),
            Action::ProjectorPageDown => {
                let next = self.offset + self.page;
                self.offset = if next < self.count() { next } else { 0 };
                return Effect::Done;
            }
            Action::ProjectorPageUp => {
                self.offset = self.offset.saturating_sub(self.page);
                return Effect::Done;
            }
            _ => return Effect::Pass,
        }
        self.offset = 0;
        self.refresh(cx);
        Effect::Done
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        if areas.any(&[Area::Students, Area::Setup, Area::Ledger]) {
            self.refresh(cx);
        }
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let wide = area.width.saturating_sub(4).min(WIDEST);
        let column = Rect { x: area.x + (area.width - wide) / 2, width: wide, ..area };
        self.title(column, buf, look);
        let height = area.height.saturating_sub(ABOVE + BELOW);
        let body = Rect { y: area.y + ABOVE, height, ..column };
        let Some(answer) = &self.answer else {
            let text = self.trouble.as_ref().map(|no| look.say(&no.reason)).unwrap_or_default();
            put(buf, body.x, body.y, &text, look.style(Role::Muted), body.width);
            return None;
        };
        if answer.rows.is_empty() {
            let text = look.text("board-projector-nobody");
            let x = body.x + body.width.saturating_sub(width(&text) as u16) / 2;
            put(buf, x, body.y + body.height / 2, &text, look.style(Role::Title), body.width);
            return None;
        }
        // Two rows a rank where all of them fit so, else as many as there is room for.
        let step = if answer.rows.len() * 2 <= usize::from(height) { 2 } else { 1 };
        self.page = (usize::from(height) / step).max(1);
        self.offset = self.offset.min(answer.rows.len().saturating_sub(1));
        let most = answer.rows.first().map_or(1, |row| row.earned);
        let seen = answer.rows.iter().skip(self.offset).take(self.page);
        for (y, row) in (body.top()..body.bottom()).step_by(step).zip(seen.clone()) {
            rank(row, most, answer.tiers, Rect { y, height: 1, ..body }, buf, look);
        }
        if answer.rows.len() > self.page {
            let (from, until) = (self.offset + 1, self.offset + seen.count());
            let say = say!("board-projector-more", from = from, to = until, count = answer.rows.len());
            let foot = Rect { y: body.bottom(), height: 1, ..body };
            Line::of(look.say(&say), Role::Muted).draw_right(foot, buf, &look.theme, Style::new());
        }
        None
    }
}

impl Projector {
    fn title(&self, column: Rect, buf: &mut Buffer, look: &Look) {
        let of = self.answer.as_ref().map(|answer| answer.of.to_string()).filter(|of| !of.is_empty());
        let of = of.unwrap_or_else(|| self.school.clone());
        let row = Rect { y: column.y + 1, height: column.height.min(1), ..column };
        let title = Line::of(look.say(&say!("board-projector-title", of = of)), Role::Title);
        title.draw(row, buf, &look.theme, Style::new());
        let keys = SPANS.map(|(_, key)| key);
        chips(&keys, self.span, look).draw_right(row, buf, &look.theme, Style::new());
    }
}

/// Cells of a name, which grows with the terminal, and of what stands beside it.
fn rank(row: &BoardRow, most: i64, tiers: usize, line: Rect, buf: &mut Buffer, look: &Look) {
    let role = row.tier.as_ref().map_or(Role::Text, |(place, _)| tier_role(*place, tiers));
    let name = usize::from(line.width / 4).clamp(10, 24);
    let (number, moved, tier, points) = (4, 6, 8, 8);
    let bar_cells = usize::from(line.width).saturating_sub(number + moved + name + tier + points + 4);
    let strong = if row.rank <= 3 { Role::Title } else { Role::Muted };
    let mut moves = movement(row.rank, row.before);
    let blank = moved.saturating_sub(moves.width() + 2);
    let mut all = Line::of(fit(&row.rank.to_string(), number, Align::Right), strong).and("  ", Role::Text);
    all.0.append(&mut moves.0);
    let tier_name = row.tier.as_ref().map(|(_, name)| name.to_string()).unwrap_or_default();
    let all = all
        .and(" ".repeat(blank), Role::Text)
        .and(fit(&row.name, name, Align::Left), if row.rank <= 3 { Role::Title } else { Role::Text })
        .and("  ", Role::Text)
        .and(fit(&tier_name, tier, Align::Left), role)
        .and(fit(&bar(row.earned, most, bar_cells), bar_cells, Align::Left), role)
        .and("  ", Role::Text)
        .and(fit(&row.earned.to_string(), points, Align::Right), Role::Title);
    all.draw(line, buf, &look.theme, Style::new());
}

impl Screen for Projector {
    fn place(&self) -> Place {
        Place::Projector(self.class)
    }

    fn headline(&self, _: &Look) -> (Line, Line) {
        (Line::new(), Line::new())
    }

    fn whole(&self) -> bool {
        true
    }
}

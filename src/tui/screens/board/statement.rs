//! A student's statement over the leaderboard: every line, what was taken back folded into one.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{redeem, rows};
use crate::base::{Refused, StudentId};
use crate::desk::ledger::points::statement::{PointsStatement, Statement, StatementLine};
use crate::desk::{Area, Areas};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look};
use crate::tui::input::{Action, Context};
use crate::tui::theme::Role;
use crate::tui::widgets::text::{put, wrap};
use crate::tui::widgets::{Column, Line, ListState, Row, Table, popup};

/// Lines read at first, and more each time the end comes near.
const PAGE_LINES: usize = 200;

/// The overlay.
pub struct StatementView {
    student: StudentId,
    statement: Statement,
    ids: Vec<u64>,
    state: ListState<u64>,
}

impl StatementView {
    /// Reads a student's lines.
    ///
    /// # Errors
    /// When the student is gone, or the store fails.
    pub fn new(student: StudentId, cx: &mut Cx) -> Result<StatementView, Refused> {
        let statement = cx.ask(&PointsStatement { student, before: None, limit: PAGE_LINES })?;
        let ids = statement.lines.iter().map(|line| line.number).collect();
        Ok(StatementView { student, statement, ids, state: ListState::default() })
    }

    /// Reads on when the last line that was read is selected.
    fn read_on(&mut self, cx: &mut Cx) {
        let at_end = self.statement.more && self.state.index() + 1 == self.ids.len();
        let Some(last) = self.ids.last().copied().filter(|_| at_end) else { return };
        let question = PointsStatement { student: self.student, before: Some(last), limit: PAGE_LINES };
        if let Ok(older) = cx.ask(&question) {
            self.ids.extend(older.lines.iter().map(|line| line.number));
            self.statement.lines.extend(older.lines);
            self.statement.more = older.more;
        }
    }
}

impl Layer for StatementView {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Board, Context::List]
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match action {
            Action::Back => Effect::Close,
            Action::BoardRedeem => redeem::pick(self.student, &self.statement, cx),
            action if self.state.on_action(action, &self.ids) => {
                self.read_on(cx);
                Effect::Done
            }
            _ => Effect::Pass,
        }
    }

    fn on_change(&mut self, areas: Areas, cx: &mut Cx) {
        if areas.any(&[Area::Ledger])
            && let Ok(fresh) = StatementView::new(self.student, cx)
        {
            (self.statement, self.ids) = (fresh.statement, fresh.ids);
            self.state.settle(&self.ids);
        }
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        vec![Action::Back, Action::ListDown, Action::ListPageDown, Action::BoardRedeem]
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let title = look.say(&say!("board-statement-title", name = &self.statement.name));
        let inside = popup(area, buf, &look.theme, &title, 96, area.height);
        let style = look.style(Role::Popup).patch(look.style(Role::Muted));
        if self.statement.lines.is_empty() {
            let text = look.text("board-statement-empty");
            for (y, line) in (inside.top()..inside.bottom()).zip(wrap(&text, usize::from(inside.width))) {
                put(buf, inside.x, y, &line, style, inside.width);
            }
            return None;
        }
        let columns = [
            Column::fixed(look.text("board-date"), 6),
            Column::flexible(look.text("board-what"), 12, 1),
            Column::flexible(look.text("board-where"), 18, 1),
            Column::fixed(look.text("board-by"), 8),
            Column::fixed(look.text("board-points"), 6).right(),
            Column::fixed(look.text("board-left"), 6).right(),
        ];
        let lines = &self.statement.lines;
        let row = |index: usize| line_row(&lines[index], look);
        Table { columns: &columns, ids: &self.ids, row: &row }.draw(
            inside,
            buf,
            &look.theme,
            &mut self.state,
        );
        None
    }
}

fn line_row(line: &StatementLine, look: &Look) -> Row {
    let role = if line.taken_back.is_some() { Role::Muted } else { Role::Text };
    let place = match line.lesson {
        Some(no) => look.say(&say!("board-lesson", class = &line.class, no = no)),
        None => line.class.to_string(),
    };
    let place = match &line.taken_back {
        Some((by, _)) => Line::of(look.say(&say!("board-taken-back", by = by)), Role::Warn),
        None => Line::of(place, Role::Muted),
    };
    let left = if line.taken_back.is_some() { String::new() } else { rows::number(line.balance) };
    Row::of([
        Line::of(look.lang.date(line.day, &look.shown), Role::Muted),
        Line::of(rows::what(line, look), role),
        place,
        Line::of(line.by.to_string(), Role::Muted),
        rows::points(line),
        Line::of(left, role),
    ])
}

//! Beside the list of arrears, where there is room: what the selected student owes, has left and has under way, so that
//! one can call without opening the account.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::rows::{self, plain};
use crate::base::StudentId;
use crate::desk::ledger::fees::{AccountAnswer, FeeAccount};
use crate::desk::queue::{ListRow, QueueView, TicketList};
use crate::say;
use crate::tui::app::{Cx, Look};
use crate::tui::shared::{due, pane};
use crate::tui::symbol::DOT;
use crate::tui::theme::Role;
use crate::tui::widgets::Line;
use crate::tui::widgets::text::{Align, fit, grouped, width};

/// Receipts that are shown.
const RECEIPTS_MOST: usize = 3;

/// What is shown of a student.
pub struct Near {
    answer: AccountAnswer,
    tickets: Vec<ListRow>,
}

impl Near {
    /// Asks for it; none where the operator may not see it.
    pub fn of(student: StudentId, cx: &Cx) -> Option<Near> {
        let tickets = TicketList { view: QueueView::All, student: Some(student), ..TicketList::default() };
        Some(Near {
            answer: cx.ask(&FeeAccount { student, used_up: false }).ok()?,
            tickets: cx.ask(&tickets).map(|answer| answer.rows).unwrap_or_default(),
        })
    }

    /// Draws it.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        pane::lines(&self.lines(usize::from(area.width), look), area, buf, look);
    }

    fn lines(&self, cells: usize, look: &Look) -> Vec<Line> {
        let answer = &self.answer;
        let phone = grouped(&answer.phone);
        let call = match answer.guardian.is_empty() {
            true => phone,
            false => look.say(&say!("fees-guardian", name = &answer.guardian, phone = phone)),
        };
        let name = Line::of(answer.name.to_string(), Role::Title);
        let mut lines =
            vec![name.and(format!(" {}", answer.student), Role::Muted), Line::of(call, Role::Text)];
        lines.extend(answer.classes.iter().map(|class| Line::of(class.to_string(), Role::Muted)));
        let open = answer.charges.iter().filter(|charge| charge.open.0 > 0);
        let open = open.map(|charge| (charge.charge.name.to_string(), plain(charge.open, look)));
        let opening = (answer.opening.0 > 0)
            .then(|| (look.text("receipt-line-opening").into_owned(), plain(answer.opening, look)));
        section("fees-open", opening.into_iter().chain(open), Role::Bad, cells, look, &mut lines);
        let kind = |paid| look.text(if paid { "fees-paid" } else { "fees-given" });
        let lots = answer.lots.iter().map(|lot| {
            (format!("{} {}", kind(lot.lot.paid), rows::lot_name(lot, look)), lot.left.to_string())
        });
        section("fees-lots", lots, Role::Text, cells, look, &mut lines);
        if !self.tickets.is_empty() {
            head("fees-tickets", look, &mut lines);
        }
        for ticket in &self.tickets {
            let what = [ticket.id.to_string(), look.say(&ticket.title)].join(" ");
            lines.push(Line::of(what, Role::Text));
            let owner = Some(ticket.owner_name.to_string()).filter(|name| !name.is_empty());
            let mut stands = Line::of("  ", Role::Muted);
            stands.0.extend(due::line(ticket, look).0);
            lines.push(stands.and(owner.map(|name| format!("{DOT}{name}")).unwrap_or_default(), Role::Muted));
        }
        if !answer.receipts.is_empty() {
            head("fees-receipts", look, &mut lines);
            lines.extend(rows::receipts(&answer.receipts, look).into_iter().take(RECEIPTS_MOST));
        }
        lines
    }
}

fn head(key: &'static str, look: &Look, lines: &mut Vec<Line>) {
    lines.extend([Line::new(), Line::of(look.text(key).into_owned(), Role::Label)]);
}

/// A head, and what stands below it with its number at the right; nothing where there is nothing.
fn section(
    key: &'static str,
    rows: impl Iterator<Item = (String, String)>,
    role: Role,
    cells: usize,
    look: &Look,
    lines: &mut Vec<Line>,
) {
    let mut rows = rows.peekable();
    if rows.peek().is_some() {
        head(key, look, lines);
    }
    lines.extend(rows.map(|(name, number)| {
        let room = cells.saturating_sub(width(&number) + 2);
        Line::of(format!("{} ", fit(&name, room, Align::Left)), Role::Text).and(number, role)
    }));
}

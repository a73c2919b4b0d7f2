//! A student's tickets, wherever one meets the student.

use crate::base::{Refused, StudentId, TicketId};
use crate::desk::queue::{ListRow, QueueView, TicketList};
use crate::say;
use crate::tui::app::{Cx, Effect, Place, Tone, refused};
use crate::tui::shared::due;
use crate::tui::widgets::{Item, Picker};

/// Picks among a student's tickets: those that wait first, then those that are done.
pub fn tickets(student: StudentId, cx: &mut Cx) -> Effect {
    let rows = match rows(student, cx) {
        Ok(rows) => rows,
        Err(no) => return refused(no),
    };
    if rows.is_empty() {
        return Effect::Tell(say!("card-no-tickets"), Tone::Quiet);
    }
    let item = |row: &ListRow| {
        let stands: String = due::line(row, cx.look).0.into_iter().map(|(text, _)| text).collect();
        let title = cx.look.say(&row.title);
        Item::new(format!("{} {}  {title}", row.id, cx.look.say(&row.kind_name))).detail(stands)
    };
    let items = rows.iter().map(item).collect();
    let ids: Vec<TicketId> = rows.iter().map(|row| row.id).collect();
    let take = move |index: usize, _: &mut Cx| {
        ids.get(index).map_or(Effect::Done, |id| Effect::Go(Place::Ticket(*id)))
    };
    let title = cx.look.text("card-tickets").into_owned();
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

fn rows(student: StudentId, cx: &Cx) -> Result<Vec<ListRow>, Refused> {
    let of = |view| TicketList { view, student: Some(student), ..TicketList::default() };
    let mut rows = cx.ask(&of(QueueView::All))?.rows;
    rows.extend(cx.ask(&of(QueueView::Done))?.rows);
    Ok(rows)
}

//! Work on a ticket that another's crosses: what was typed stays, what happened meanwhile stands below it, and a
//! second Enter has seen it.

use crate::base::{Refused, TicketId};
use crate::desk::queue::{Card, TicketCard};
use crate::say;
use crate::tui::app::{Cx, Look};
use crate::tui::widgets::form::Complaint;

/// Tells what happened to a ticket since one had seen so many events of it.
pub type Told = fn(&Card, u32, &Look) -> String;

/// A refusal as a form shows it. When something happened to the ticket since it was seen, that is told, and
/// counts as seen.
pub fn complaint(ticket: TicketId, seen: &mut u32, told: Told, no: Refused, cx: &Cx) -> Complaint {
    if no.reason.key != "ticket-crossed" {
        return no.into();
    }
    match cx.ask(&TicketCard { ticket }) {
        Ok(now) => {
            let reason = say!("tickets-news", text = told(&now, *seen, cx.look));
            *seen = now.expect;
            Complaint { field: None, reason, hint: Some(say!("tickets-news-hint")) }
        }
        Err(no) => no.into(),
    }
}

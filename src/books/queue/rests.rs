//! What of the queue goes by what: tickets and triggers by procedures, spot checks by a rubric and about a ticket.
//! No undo takes one from under the other.

use super::quality::CHECKS;
use super::rubric;
use super::sop;
use super::ticket::TICKETS;
use super::trigger::Trigger;
use crate::base::{Kind, Refused, TicketId, TriggerId};
use crate::books::register::Listed;
use crate::books::tables;
use crate::store::{Key, Read};

/// Whether something goes by the row of that table, which is gone.
///
/// # Errors
/// When the store fails.
pub fn is_gone_by(read: &dyn Read, table: u8, mut key: &[u8]) -> Result<bool, Refused> {
    Ok(match table {
        tables::SOPS => match <(String, u32)>::read(&mut key) {
            Some((kind, version)) => procedure(read, &kind, version)?,
            None => false,
        },
        tables::RUBRICS => match u32::read(&mut key) {
            Some(version) => {
                CHECKS.all(read, &())?.iter().any(|(_, check)| check.scored_by() == Some(version))
            }
            None => false,
        },
        tables::TICKETS => match TicketId::read(&mut key) {
            Some(ticket) => CHECKS.get(read, &ticket)?.is_some(),
            None => false,
        },
        _ => false,
    })
}

/// Whether a ticket began with that version of a procedure, or a trigger opens its kind, of which nothing is left.
fn procedure(read: &dyn Read, kind: &str, version: u32) -> Result<bool, Refused> {
    if TICKETS.all(read, &())?.iter().any(|(_, one)| one.kind == kind && one.version == version) {
        return Ok(true);
    }
    let opens = Trigger::TABLE.all(read, &())?.iter().any(|(_, trigger)| trigger.kind == kind);
    Ok(opens && !is_there(sop::current(read, kind))?)
}

/// Whether what the row of that table goes by is there; a row that is back may have lost it.
///
/// # Errors
/// When the store fails.
pub fn goes_by_what_is_there(read: &dyn Read, table: u8, mut key: &[u8]) -> Result<bool, Refused> {
    match table {
        tables::TICKETS => {
            let row = TicketId::read(&mut key).map(|id| TICKETS.get(read, &id)).transpose()?.flatten();
            row.map_or(Ok(true), |row| is_there(sop::version(read, &row.kind, row.version)))
        }
        tables::TRIGGERS => {
            let row =
                TriggerId::read(&mut key).map(|id| Trigger::TABLE.get(read, &id)).transpose()?.flatten();
            row.map_or(Ok(true), |row| is_there(sop::current(read, &row.kind)))
        }
        tables::CHECKS => {
            let row = TicketId::read(&mut key).map(|id| CHECKS.get(read, &id)).transpose()?.flatten();
            let by = row.and_then(|row| row.scored_by());
            by.map_or(Ok(true), |version| is_there(rubric::version(read, version)))
        }
        _ => Ok(true),
    }
}

fn is_there<T>(found: Result<T, Refused>) -> Result<bool, Refused> {
    match found {
        Ok(_) => Ok(true),
        Err(refused) if refused.kind == Kind::Missing => Ok(false),
        Err(refused) => Err(refused),
    }
}

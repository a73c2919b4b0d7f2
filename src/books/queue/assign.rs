//! Who deals with a ticket: by the step's posts in their order, the least loaded who is on duty, each up
//! to a cap.

use super::ticket::held_by;
use super::work::InHand;
use crate::base::{Refused, StaffId};
use crate::books::Books;
use crate::books::register::{Listed, Role, Staff, student};
use crate::store::Read;

/// The members of staff who hold one of these posts and are still here; the managers, who may do every
/// step, where nobody holds one.
///
/// # Errors
/// When the store fails.
pub(super) fn holders(read: &dyn Read, roles: &[Role]) -> Result<Vec<(StaffId, Staff)>, Refused> {
    let here: Vec<_> = Staff::TABLE.all(read, &())?.into_iter().filter(|(_, who)| !who.retired).collect();
    let of = |wanted: &[Role]| -> Vec<_> {
        here.iter().filter(|(_, who)| who.roles.iter().any(|role| wanted.contains(role))).cloned().collect()
    };
    let found = of(roles);
    Ok(if found.is_empty() { of(&[Role::Manager]) } else { found })
}

/// Whom the present step goes to: its owner if it is theirs and they are here, else the student's advisor
/// where the step says so, else the least loaded of the first post that has someone free. Nobody, when nobody is free.
///
/// # Errors
/// When the store fails.
pub(super) fn choose(books: &Books<'_>, hand: &InHand) -> Result<Option<StaffId>, Refused> {
    let Some(step) = hand.step() else { return Ok(hand.ticket.owner) };
    let roles = hand.roles(step);
    let mut free = holders(&books.draft, &roles)?;
    let barred = if step.by_another { hand.hands(books)? } else { Vec::new() };
    free.retain(|(id, who)| !who.away && !barred.contains(id));
    if let Some(owner) = hand.ticket.owner.filter(|owner| free.iter().any(|(id, _)| id == owner)) {
        return Ok(Some(owner));
    }
    let mut loads = Vec::with_capacity(free.len());
    for (id, who) in free {
        let load = held_by(&books.draft, id)?.len();
        if load < usize::from(hand.sop.cap) {
            let rank = roles.iter().position(|role| who.roles.contains(role));
            loads.push((rank, load, id));
        }
    }
    if let Some(about) = hand.ticket.student.filter(|_| step.advisor) {
        let advisor = student(&books.draft, about)?.advisor;
        if let Some((.., id)) = loads.iter().find(|(.., id)| Some(*id) == advisor) {
            return Ok(Some(*id));
        }
    }
    Ok(loads.into_iter().min().map(|(.., id)| id))
}

//! What to know of a student before the mark, the most pressing first.

use crate::base::{Credits, Day};
use crate::desk::calendar::{GuestKind, SheetRow};
use crate::desk::ledger::fees::Step;
use crate::desk::register::Standing;
use crate::say;
use crate::tui::app::Look;
use crate::tui::symbol;
use crate::tui::theme::Role;
use crate::tui::widgets::Line;

/// So many days before it expires a lot is mentioned.
const EXPIRES_SOON_DAYS: i64 = 14;

/// What to know of a student in a lesson on that day; nothing when there is nothing to know.
pub fn hint(row: &SheetRow, low: Credits, day: Day, look: &Look) -> Line {
    let guest = row.guest.map(|kind| match kind {
        GuestKind::MakeUp => "class-guest-make-up",
        GuestKind::Trial => "class-guest-trial",
        GuestKind::DropIn => "class-guest-drop-in",
    });
    let text = |key: &str, role| Line::of(look.text(key).into_owned(), role);
    match row.standing {
        Standing::Paused => return text("class-hint-paused", Role::Muted),
        Standing::NotYet => return text("class-hint-not-yet", Role::Muted),
        Standing::Active | Standing::Gone => {}
    }
    // Before the mark, not after it: whether a lesson should be given at all.
    if row.dunning >= Some(Step::Suspend) {
        let said = look.text("class-hint-suspended");
        return Line::of(format!("{} {said}", symbol::ABSENT), Role::Bad);
    }
    let makes_up = row.mark.as_ref().and_then(|mark| mark.make_up_until);
    let soon = row.expires.filter(|last| (*last - day).num_days() <= EXPIRES_SOON_DAYS);
    if row.missed > 0 {
        return Line::of(look.say(&say!("class-hint-missed", count = i64::from(row.missed))), Role::Bad);
    }
    if row.credits.0 < 0 {
        return Line::of(look.say(&say!("class-hint-owes", credits = Credits(-row.credits.0))), Role::Bad);
    }
    if let Some(until) = makes_up {
        return Line::of(look.say(&say!("class-hint-make-up", until = until)), Role::Muted);
    }
    match (guest, soon) {
        (Some(key), _) => text(key, Role::Excused),
        _ if row.credits.0 == 0 => text("class-hint-none", Role::Bad),
        _ if row.credits <= low => text("class-hint-low", Role::Warn),
        (_, Some(last)) => Line::of(look.say(&say!("class-hint-expires", last = last)), Role::Warn),
        _ => Line::new(),
    }
}

//! What may be taken back at the fee desk. After an undo the money must hold as it would have held had the entry never
//! been: nothing is paid out that was not received, and no day changes that is over.

use std::collections::BTreeMap;

use super::charge::{ahead, paid_for};
use super::drawer::{self, drawer_of};
use super::origin::{given_back, written_off};
use super::{CHARGES, OpenDrawer};
use crate::base::{ChargeId, Day, DiscountId, Kind, Refused, Say, StaffId, StudentId};
use crate::books::ledger::{Account, AccountKind, Why, balance, entry};
use crate::books::register::{Discount, Listed};
use crate::books::{Act, Books};
use crate::store::journal::Entry;
use crate::store::{Key, Read};

/// What an entry of the journal did to one account.
#[derive(Clone, Copy, Debug, Default)]
struct Effect {
    net: i64,
    /// What was paid on it.
    paid: i64,
    /// What was written off of it.
    off: i64,
    /// What was brought in as the books were opened.
    opening: i64,
    /// What was paid ahead by it: how far it brought the balance below zero.
    ahead: i64,
}

/// Why an entry of the fee desk may not be taken back: its day is over, or what it brought was used since.
pub(in crate::books) fn may_be_undone(books: &Books<'_>, undo: &Entry) -> Result<(), Refused> {
    if undo.act == OpenDrawer::NAME {
        drawer::untouched(books, undo.operator, books.zone().day(undo.at))?;
    }
    // By account: a refund of what was paid for a charge goes by way of it, and leaves it as it was.
    let mut effects: BTreeMap<Account, Effect> = BTreeMap::new();
    for (account, number) in &undo.posted {
        let Some(account) = Account::read(&mut account.as_slice()) else { continue };
        let Some(posted) = entry(&books.draft, account, *number)? else { continue };
        let effect = posted.effect();
        for (side, other, effect) in [(account, posted.contra, effect), (posted.contra, account, -effect)] {
            match side.kind {
                AccountKind::Cash => day_is_open(books, StaffId(side.a), posted.day)?,
                AccountKind::Till => till_is_open(books, StaffId(side.b), posted.day)?,
                _ => {}
            }
            let sum = effects.entry(side).or_default();
            sum.net += effect;
            sum.paid -= if posted.why == Why::Payment { effect } else { 0 };
            sum.off -= if other.kind == AccountKind::WrittenOff { effect } else { 0 };
            sum.opening += if posted.why == Why::Opening { effect } else { 0 };
            if side.kind == AccountKind::Receivable {
                let other = if side == account { None } else { entry(&books.draft, side, posted.twin)? };
                let after = other.map_or(posted.balance, |twin| twin.balance);
                sum.ahead += (-after).max(0) - (effect - after).max(0);
            }
        }
    }
    effects.into_iter().try_for_each(|(account, effect)| match account.kind {
        AccountKind::Charge => charge_holds(books, account, effect),
        _ if books.cx.replayed => Ok(()),
        AccountKind::Receivable => ahead_holds(&books.draft, account, effect),
        AccountKind::Deferred => value_holds(&books.draft, account, effect),
        AccountKind::DiscountUsed => uses_hold(&books.draft, account, effect),
        _ => Ok(()),
    })
}

fn no(key: &'static str, hint: &'static str) -> Result<(), Refused> {
    Err(Refused::new(Kind::Conflict, Say::new(key)).hint(Say::new(hint)))
}

/// No charge is taken back that was paid, no payment that was given back, no write-off whose lessons were.
fn charge_holds(books: &Books<'_>, account: Account, effect: Effect) -> Result<(), Refused> {
    let (read, who, id) = (&books.draft, StudentId(account.a), ChargeId(account.b));
    if effect.net > balance(read, account)? {
        return no("fee-undo-paid", "fee-undo-paid-hint");
    }
    let left = paid_for(read, who, id)?.0 - effect.paid;
    if effect.paid > 0 && left < 0 {
        return no("fee-undo-given-back", "fee-undo-given-back-hint");
    }
    if books.cx.replayed {
        return Ok(());
    }
    if effect.off > 0 && effect.off > written_off(read, who, id)? {
        return no("fee-undo-off-used", "fee-undo-given-back-hint");
    }
    let row = CHARGES.get(read, &(who, id))?.filter(|row| !row.lots.is_empty());
    match row {
        Some(row) if effect.paid > 0 && left < given_back(read, who, &row)? => {
            no("fee-undo-given-back", "fee-undo-given-back-hint")
        }
        _ => Ok(()),
    }
}

/// What was paid ahead is not taken back once it was used or given back: it would turn into a debt that was never
/// stated.
fn ahead_holds(read: &dyn Read, account: Account, effect: Effect) -> Result<(), Refused> {
    if effect.ahead > 0 && effect.ahead > ahead(read, StudentId(account.a))?.0 {
        return no("fee-undo-ahead-used", "fee-undo-ahead-used-hint");
    }
    Ok(())
}

/// What the office stated a lot to be worth stands once a part of it was used.
fn value_holds(read: &dyn Read, account: Account, effect: Effect) -> Result<(), Refused> {
    let value = -balance(read, account)?;
    if effect.opening != 0 && value + effect.opening < 0 {
        return no("fee-undo-value-used", "fee-undo-value-used-hint");
    }
    Ok(())
}

/// Redone, a sale uses its discounts no more often than they may be used.
fn uses_hold(read: &dyn Read, account: Account, effect: Effect) -> Result<(), Refused> {
    let after = balance(read, account)? - effect.net;
    let Some(rule) = Discount::TABLE.get(read, &DiscountId(account.a))? else { return Ok(()) };
    // All uses stand in the red, those of one student in the black.
    let (used, more, limit) = match account.b {
        0 => (-after, effect.net > 0, rule.uses),
        _ => (after, effect.net < 0, rule.uses_each),
    };
    if more && limit > 0 && used > i64::from(limit) {
        let say = Say::new("fee-redo-used-up").with("name", &rule.name);
        return Err(Refused::new(Kind::Conflict, say));
    }
    Ok(())
}

fn day_is_open(books: &Books<'_>, cashier: StaffId, day: Day) -> Result<(), Refused> {
    if drawer::is_closed(&books.draft, cashier, day)? {
        return is_over(day);
    }
    Ok(())
}

/// A till's day ends with the day-end of its cashier's drawer; without a drawer, with the day itself.
fn till_is_open(books: &Books<'_>, cashier: StaffId, day: Day) -> Result<(), Refused> {
    let past = !books.cx.replayed && day < books.today();
    if past && drawer_of(&books.draft, cashier, day)?.is_none() {
        return is_over(day);
    }
    day_is_open(books, cashier, day)
}

fn is_over(day: Day) -> Result<(), Refused> {
    Err(Refused::new(Kind::Conflict, Say::new("drawer-undo-closed").with("day", day))
        .hint(Say::new("drawer-undo-closed-hint")))
}

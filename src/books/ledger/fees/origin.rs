//! Where a lot comes from: the sale behind it, also behind a lot that was moved, and what of that sale was never
//! paid. What was not paid is never paid out.

use std::collections::BTreeSet;

use super::{CHARGES, Charge};
use crate::base::{ChargeId, LotId, Refused, StudentId};
use crate::books::ledger::{Account, AccountKind, Why, balance, entries, entry};
use crate::store::Read;

/// The sale that a lot comes from.
#[derive(Clone, Debug)]
pub(super) struct Sale {
    /// Who was charged.
    pub student: StudentId,
    /// With what.
    pub charge: ChargeId,
    /// That charge.
    pub row: Charge,
}

impl Sale {
    /// What is open of it.
    pub fn open(&self, read: &dyn Read) -> Result<i64, Refused> {
        balance(read, Account::charge(self.student, self.charge))
    }
}

/// The sale of just this lot.
pub(super) fn sold(read: &dyn Read, who: StudentId, lot: LotId) -> Result<Option<Sale>, Refused> {
    let charges = CHARGES.all(read, &(who,))?;
    let found = charges.into_iter().find(|(_, row)| row.lots.contains(&lot));
    Ok(found.map(|((student, charge), row)| Sale { student, charge, row }))
}

/// The sale that a lot comes from, by way of all lots from which it was moved.
pub(super) fn sale_of(read: &dyn Read, who: StudentId, lot: LotId) -> Result<Option<Sale>, Refused> {
    let (mut who, mut lot) = (who, lot);
    loop {
        let found = sold(read, who, lot)?;
        if found.is_some() {
            return Ok(found);
        }
        // The first entry filled it.
        let filled = entry(read, Account::lot(who, lot), 1)?;
        match filled.filter(|entry| entry.why == Why::Move && entry.contra.kind == AccountKind::Lot) {
            Some(entry) if entry.contra.b < lot.0 => {
                (who, lot) = (StudentId(entry.contra.a), LotId(entry.contra.b));
            }
            _ => return Ok(None),
        }
    }
}

/// What of a charge was written off, and that nothing was set against since.
pub(super) fn written_off(read: &dyn Read, who: StudentId, charge: ChargeId) -> Result<i64, Refused> {
    let all = entries(read, Account::charge(who, charge), None, usize::MAX)?.into_iter();
    let off = all.filter(|(_, entry)| entry.contra.kind == AccountKind::WrittenOff);
    Ok(off.map(|(_, entry)| -entry.effect()).sum())
}

/// What was paid out, or kept as paid ahead, for lessons of a charge that were given back: of its lots, and of those
/// that they were moved to.
pub(super) fn given_back(read: &dyn Read, who: StudentId, row: &Charge) -> Result<i64, Refused> {
    let mut lots: Vec<(StudentId, LotId)> = row.lots.iter().map(|lot| (who, *lot)).collect();
    let mut seen = BTreeSet::new();
    let mut sum = 0;
    while let Some((who, lot)) = lots.pop() {
        if !seen.insert((who, lot)) {
            continue;
        }
        for (_, entry) in entries(read, Account::lot(who, lot), None, usize::MAX)? {
            if entry.why == Why::Move && entry.contra.kind == AccountKind::Lot && entry.contra.b > lot.0 {
                lots.push((StudentId(entry.contra.a), LotId(entry.contra.b)));
            }
        }
        for (_, entry) in entries(read, Account::deferred(who, lot), None, usize::MAX)? {
            if entry.why == Why::Refund && entry.contra.kind == AccountKind::Receivable {
                sum += entry.effect();
            }
        }
    }
    Ok(sum)
}

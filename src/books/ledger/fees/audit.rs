//! What must hold of the money beyond each account being the sum of its entries.

use std::collections::BTreeMap;

use super::charge::paid_for;
use super::drawer::without_drawer;
use super::origin::written_off;
use super::{CHARGES, gaps};
use crate::base::{LotId, Money, Refused, Say, StudentId};
use crate::books::ledger::credits::LOTS;
use crate::books::ledger::{Account, AccountKind, Why, accounts, entries};
use crate::store::Read;

/// What does not hold at the fee desk. Empty when all is well.
///
/// # Errors
/// When the store fails.
pub fn unsound(read: &dyn Read) -> Result<Vec<Say>, Refused> {
    let mut faults = gaps(read)?;
    let fault = |key: &'static str, account: Account| Say::new(key).with("account", account.to_string());
    for (account, total) in accounts(read, AccountKind::Deferred)? {
        // No lot is worth less than nothing, and nothing is deferred of a lot that is gone.
        let value = -total.balance();
        let kept = value == 0 || LOTS.get(read, &(StudentId(account.a), LotId(account.b)))?.is_some();
        if value < 0 || !kept {
            faults.push(fault("verify-lot-value", account));
        }
    }
    for ((who, charge), _) in CHARGES.all(read, &())? {
        if paid_for(read, who, charge)?.0 < 0 || written_off(read, who, charge)? < 0 {
            faults.push(fault("verify-given-back", Account::charge(who, charge)));
        }
    }
    let drawers = without_drawer(read)?.into_iter();
    faults.extend(drawers.map(|cash| fault("verify-drawer", cash)));
    faults.extend(overpaid(read)?);
    Ok(faults)
}

/// Families that more was paid out to than they ever paid, or had paid when the books were opened. Students whose
/// lessons were moved from one to the other are one family.
fn overpaid(read: &dyn Read) -> Result<Vec<Say>, Refused> {
    let mut families = Families::default();
    let mut received: BTreeMap<StudentId, i64> = BTreeMap::new();
    for kind in [AccountKind::Receivable, AccountKind::Charge, AccountKind::Deferred] {
        for (account, _) in accounts(read, kind)? {
            let (mut sum, mut opening) = (0, 0);
            for (_, entry) in entries(read, account, None, usize::MAX)? {
                match entry.contra.kind {
                    AccountKind::Cash | AccountKind::Till => sum -= entry.effect(),
                    AccountKind::MoneyOpening => opening -= entry.effect(),
                    AccountKind::Deferred if entry.why == Why::Move => {
                        families.join(StudentId(account.a), StudentId(entry.contra.a));
                    }
                    _ => {}
                }
            }
            // A debt that was brought along is no money.
            *received.entry(StudentId(account.a)).or_default() += sum + opening.max(0);
        }
    }
    let mut sums: BTreeMap<StudentId, i64> = BTreeMap::new();
    for (who, sum) in received {
        *sums.entry(families.of(who)).or_default() += sum;
    }
    let over = sums.into_iter().filter(|(_, sum)| *sum < 0);
    let said = |(who, sum): (StudentId, i64)| {
        Say::new("verify-paid-out").with("student", who).with("amount", Money(-sum))
    };
    Ok(over.map(said).collect())
}

/// Who belongs together: each student's way to the one who stands for the family.
#[derive(Default)]
struct Families(BTreeMap<StudentId, StudentId>);

impl Families {
    fn of(&self, who: StudentId) -> StudentId {
        let mut at = who;
        while let Some(next) = self.0.get(&at) {
            at = *next;
        }
        at
    }

    fn join(&mut self, one: StudentId, other: StudentId) {
        let (one, other) = (self.of(one), self.of(other));
        if one != other {
            self.0.insert(one.max(other), one.min(other));
        }
    }
}

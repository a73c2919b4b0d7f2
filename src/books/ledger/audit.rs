//! The ledger against itself: every running total folded again from the entries.

use std::collections::BTreeMap;

use super::{
    Account, AccountKind, BY_DATE, BY_TAG, DATE_ROWS, Entry, HEAD, HEAD_ROWS, OPEN_ROWS, TAG_ROWS, Turnover,
    Unit, WHOLE, accounts, entries, month_of,
};
use chrono::Datelike;

use crate::base::{Refused, Say};
use crate::store::Read;

/// All that is kept of an account beside its entries.
#[derive(Default, PartialEq, Debug)]
struct Totals {
    all: Turnover,
    tags: BTreeMap<u64, Turnover>,
    months: BTreeMap<(i32, u64), Turnover>,
    /// By month, day of the month, and tag.
    days: BTreeMap<(i32, u8, u64), Turnover>,
}

impl Totals {
    fn add(&mut self, into: bool, entry: &Entry) -> Option<()> {
        let more = |t: &mut Turnover| t.plus(into, entry.amount).map(|next| *t = next);
        more(&mut self.all)?;
        if entry.tag != 0 {
            more(self.tags.entry(entry.tag).or_default())?;
        }
        let month = month_of(entry.day);
        more(self.months.entry((month, entry.tag)).or_default())?;
        more(self.days.entry((month, entry.day.day() as u8, entry.tag)).or_default())
    }

    fn kept(from: &dyn Read, account: Account) -> Result<Totals, Refused> {
        let rows = TAG_ROWS.all(from, &(account, BY_TAG))?;
        let tags = rows.into_iter().map(|((_, _, tag), t)| (tag, t)).collect();
        let (mut months, mut days) = (BTreeMap::new(), BTreeMap::new());
        for ((_, _, (month, day), tag), t) in DATE_ROWS.all(from, &(account, BY_DATE))? {
            match day {
                WHOLE => months.insert((month, tag), t),
                day => days.insert((month, day, tag), t),
            };
        }
        let all = HEAD_ROWS.get(from, &(account, HEAD))?.unwrap_or_default().total;
        Ok(Totals { all, tags, months, days })
    }
}

pub fn unsound(from: &dyn Read) -> Result<Vec<Say>, Refused> {
    let mut faults = Vec::new();
    let mut contra: BTreeMap<Account, Totals> = BTreeMap::new();
    let mut units: BTreeMap<Unit, i128> = BTreeMap::new();
    let fault = |account: Account| Say::new("verify-account").with("account", account.to_string());
    let mut without_entries = Vec::new();
    for kind in AccountKind::ALL {
        for (account, total) in accounts(from, *kind)? {
            *units.entry(kind.unit()).or_default() += i128::from(total.balance());
            let listed = OPEN_ROWS.get(from, &account)?.is_some();
            if listed != (kind.is_listed() && total.balance() != 0) {
                faults.push(fault(account));
            }
            if !kind.keeps_entries() {
                without_entries.push(account);
                continue;
            }
            let mut folded = Totals::default();
            let mut page_end = None;
            loop {
                let page = entries(from, account, page_end, 1024)?;
                let Some((last, _)) = page.last() else { break };
                page_end = Some(*last);
                for (_, entry) in &page {
                    let there = contra.entry(entry.contra).or_default();
                    let counts_there =
                        entry.contra.kind.keeps_entries() || there.add(!entry.into, entry).is_some();
                    if folded.add(entry.into, entry).is_none() || !counts_there {
                        faults.push(fault(account));
                    }
                }
            }
            if folded != Totals::kept(from, account)? {
                faults.push(fault(account));
            }
        }
    }
    for account in without_entries {
        let folded = contra.remove(&account).unwrap_or_default();
        if folded != Totals::kept(from, account)? {
            faults.push(fault(account));
        }
    }
    for (unit, sum) in units {
        if sum != 0 {
            faults.push(Say::new("verify-unit").with("unit", format!("{unit:?}")));
        }
    }
    Ok(faults)
}

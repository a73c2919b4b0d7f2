//! Proof that the books are what the journal says: the chain of hashes holds, replaying every command
//! into an empty engine gives the same rows, and every balance is the sum of its entries.

use serde::{Deserialize, Serialize};

use super::anchor::hex;
use super::decode;
use super::writer::apply;
use crate::base::{Refused, Say};
use crate::books::register::roles_of;
use crate::books::{Context, ledger, tables};
use crate::store::journal::{self, ENTRIES, Hash, Head};
use crate::store::{Direction, Draft, Engine, Memory, Read};

/// What does not hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The first journal entry that it shows in, where it shows in one.
    pub seq: Option<u64>,
    /// What is wrong.
    pub what: Say,
}

/// The outcome of a verification.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Journal entries that were checked.
    pub entries: u64,
    /// Hash of the last entry, in hexadecimal: note it elsewhere, and a journal cut short shows.
    pub head: String,
    /// Rows that were compared.
    pub rows: u64,
    /// What does not hold; empty when all is well.
    pub findings: Vec<Finding>,
}

/// Gives what does not hold in the books.
type Audit = fn(&dyn Read) -> Result<Vec<Say>, Refused>;

/// What must hold beyond the journal.
const AUDITS: &[Audit] = &[ledger::unsound, ledger::fees::unsound];

/// Rows that are read at a time.
const PAGE: usize = 512;

/// Verifies what an engine keeps.
///
/// # Errors
/// When the store fails; what does not hold is in the report.
pub fn verify(engine: &dyn Engine) -> Result<Report, Refused> {
    let kept = engine.snapshot()?;
    let replayed = Memory::new();
    let mut report = Report { entries: 0, head: String::new(), rows: 0, findings: Vec::new() };
    let mut head = Head::default();
    loop {
        let page = ENTRIES.range(&*kept, &(head.0 + 1), &(), Direction::Up, PAGE)?;
        if page.is_empty() {
            break;
        }
        for (seq, sealed) in page {
            let fault = check_link(&head, seq, &sealed).or_else(|| replay(&replayed, head.1, &sealed).err());
            if let Some(what) = fault {
                // A gap shows at the entry after it; what does not hold is the one that is missing.
                report.findings.push(Finding { seq: Some(seq.min(head.0 + 1)), what });
                return Ok(report);
            }
            head = (seq, sealed.hash);
            report.entries += 1;
        }
    }
    report.head = hex(&head.1);
    compare(&*kept, &replayed, &mut report)?;
    for audit in AUDITS {
        let faults = audit(&*kept)?.into_iter();
        report.findings.extend(faults.map(|what| Finding { seq: None, what }));
    }
    Ok(report)
}

fn check_link(head: &Head, seq: u64, sealed: &journal::Sealed) -> Option<Say> {
    if seq != head.0 + 1 {
        return Some(Say::new("verify-gap").with("seq", head.0 + 1));
    }
    if sealed.previous != head.1 {
        return Some(Say::new("verify-chain").with("seq", seq));
    }
    (!sealed.holds()).then(|| Say::new("verify-hash").with("seq", seq))
}

/// Runs an entry's command again and checks that it comes to the same entry.
fn replay(engine: &Memory, previous: Hash, sealed: &journal::Sealed) -> Result<(), Say> {
    let failed = |refused: Refused| Say::new("verify-replay").with("why", refused.reason);
    let kept = sealed.open().map_err(|e| failed(e.into()))?;
    let mut act = decode(&kept.act, kept.body.clone()).map_err(failed)?;
    // What was handed in is what is kept: a field that the command has learned since is no difference.
    act.body.clone_from(&kept.body);
    let snapshot = engine.snapshot().map_err(|e| failed(e.into()))?;
    let writes = {
        let base = Draft::over(&*snapshot);
        let roles = roles_of(&base, kept.operator).map_err(failed)?;
        let (at, operator, terminal) = (kept.at, kept.operator, kept.terminal.clone());
        let cx = Context { seq: kept.seq, at, operator, roles, terminal, rules: kept.rules, replayed: true };
        let (entry, writes) = apply(&base, cx, &act, kept.request.clone()).map_err(failed)?;
        if entry != kept {
            return Err(Say::new("verify-differs").with("seq", kept.seq));
        }
        let mut last = Draft::resume(&base, writes);
        journal::append(&mut last, &entry, previous).map_err(|e| failed(e.into()))?;
        last.into_writes()
    };
    drop(snapshot);
    engine.commit(&writes).map_err(|e| failed(e.into()))
}

/// Compares every table, row by row.
fn compare(kept: &dyn Read, replayed: &Memory, report: &mut Report) -> Result<(), Refused> {
    let replayed = replayed.snapshot()?;
    for table in 0..=u8::MAX {
        let name = tables().iter().find(|info| info.id == table).map_or("?", |info| info.name);
        let mut low = Vec::new();
        loop {
            let a = kept.scan(table, &low, &[], Direction::Up, PAGE)?;
            let b = replayed.scan(table, &low, &[], Direction::Up, PAGE)?;
            if a != b {
                report
                    .findings
                    .push(Finding { seq: None, what: Say::new("verify-table").with("table", name) });
                break;
            }
            report.rows += a.len() as u64;
            let Some((last, _)) = a.last() else { break };
            low.clone_from(last);
            low.push(0);
        }
    }
    Ok(())
}

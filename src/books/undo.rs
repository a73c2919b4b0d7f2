//! Taking back: the rows of record are put back as they were, and every ledger entry is countered by
//! its reverse, linked to it. Nothing is deleted; taking an undo back is redo.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ledger::credits::{LOTS, Lot};
use super::ledger::{self, Account, AccountKind, Unit};
use super::register::Role;
use super::{Act, Ask, Books, Done, View, queue, rests};
use crate::base::{Kind, LotId, Prose, Refused, Say, StaffId, StudentId};
use crate::store::journal::{self, Change, ENTRIES, Entry, UNDONE};
use crate::store::{Direction, Key, Read, Stored};

/// Takes back the journal entry of that number. Where it moved money, a reason is asked for.
/// Others' entries may be taken back by a manager or supervisor only.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Undo {
    /// The entry to take back.
    pub seq: u64,
    /// Why; needed where money was moved.
    #[serde(default)]
    pub reason: Prose,
}

/// Commands that stand: what follows on them could not hold without them.
const STANDS: &[&str] =
    &["school.init", "queue.sweep", "drawer.count", "drawer.close", "safe.count", "receipt.copy"];

/// Says why an entry may not be taken back.
type Guard = fn(&Books<'_>, &Entry) -> Result<(), Refused>;

/// What else must hold before an entry may be taken back.
const GUARDS: &[Guard] = &[ledger::fees::may_be_undone, queue::may_be_redone];

/// Whether what an entry did still stands: it was never taken back, or the undo was.
///
/// # Errors
/// When the store fails.
pub fn stands(read: &dyn Read, seq: u64) -> Result<bool, Refused> {
    let mut stands = true;
    let mut seq = seq;
    while let Some(undo) = UNDONE.get(read, &seq)? {
        stands = !stands;
        seq = undo;
    }
    Ok(stands)
}

impl Act for Undo {
    const NAME: &'static str = "undo";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let entry = entry(&books.draft, self.seq)?;
        may_be_undone(books, &entry)?;
        if self.reason.is_empty() && entry.posted.iter().any(|(account, _)| moves_money(account)) {
            return Err(
                Refused::input(Say::new("undo-needs-reason")).hint(Say::new("undo-needs-reason-hint"))
            );
        }
        let gone = put_back(books, &entry)?;
        // Backwards, so that no balance passes through where it never was.
        for (account, number) in entry.posted.iter().rev() {
            let account = Account::read(&mut account.as_slice())
                .ok_or_else(|| Refused::missing("noun-account", self.seq))?;
            ledger::reverse(books, account, *number)?;
        }
        level(books, &entry, &gone)?;
        if !books.cx.replayed {
            let is_back = |change: &&Change| change.before.is_some();
            let back = entry.changed.iter().filter(is_back).map(|change| (change.table, change.key.clone()));
            rests::check(books, &gone, &back.collect::<Vec<_>>())?;
        }
        UNDONE.put(&mut books.draft, &self.seq, &books.cx.seq);
        let what = entry.said.first().cloned().unwrap_or_else(|| Say::new("undo-something"));
        let key = if depth(&books.draft, &entry)? % 2 == 1 { "undo-redone" } else { "undo-done" };
        Ok(Done::said(Say::new(key).with("what", what)))
    }

    fn example() -> Self {
        Undo { seq: 118, reason: "".into() }
    }
}

fn entry(read: &dyn Read, seq: u64) -> Result<Entry, Refused> {
    journal::entry(read, seq)?.ok_or_else(|| Refused::missing("noun-entry", seq))
}

/// How many times over an entry takes back: 0 for an action, 1 for its undo, 2 for the redo of it …
fn depth(read: &dyn Read, of: &Entry) -> Result<usize, Refused> {
    root(read, of).map(|(depth, _)| depth)
}

/// The action that an entry is about in the end, and how many times over it takes that back.
pub(super) fn root(read: &dyn Read, of: &Entry) -> Result<(usize, Entry), Refused> {
    let (mut depth, mut at) = (0, of.clone());
    while let Some(target) = undoes(&at) {
        depth += 1;
        at = entry(read, target)?;
    }
    Ok((depth, at))
}

/// The entry that this one takes back, if it is one that does.
fn undoes(entry: &Entry) -> Option<u64> {
    (entry.act == Undo::NAME).then(|| entry.body.get("seq").and_then(serde_json::Value::as_u64)).flatten()
}

fn moves_money(account: &[u8]) -> bool {
    Account::read(&mut &*account).is_some_and(|account| account.kind.unit() == Unit::Money)
}

fn may_be_undone(books: &Books<'_>, entry: &Entry) -> Result<(), Refused> {
    if STANDS.contains(&entry.act.as_str()) {
        return Err(Refused::input(Say::new("undo-stands")));
    }
    if UNDONE.get(&books.draft, &entry.seq)?.is_some() {
        return Err(Refused::new(Kind::Conflict, Say::new("undo-already")));
    }
    let senior = books.cx.roles.iter().any(|role| matches!(role, Role::Manager | Role::Supervisor));
    if entry.operator != books.cx.operator && !senior {
        return Err(Refused::new(Kind::Forbidden, Say::new("undo-not-yours")));
    }
    GUARDS.iter().try_for_each(|guard| guard(books, entry))
}

/// Puts the rows of record back, unless one of them was changed since; gives those that are gone then, with what
/// they were.
fn put_back(books: &mut Books<'_>, entry: &Entry) -> Result<Vec<(rests::RowOf, Vec<u8>)>, Refused> {
    let mut gone = Vec::new();
    for change in &entry.changed {
        let now = books.draft.get(change.table, &change.key)?;
        if journal::print(now.as_deref()) != change.after {
            return Err(Refused::new(Kind::Conflict, Say::new("undo-changed-since"))
                .hint(Say::new("undo-changed-since-hint")));
        }
        match &change.before {
            Some(before) => books.draft.put(change.table, change.key.clone(), before.clone()),
            None => {
                books.draft.delete(change.table, change.key.clone());
                gone.extend(now.map(|was| ((change.table, change.key.clone()), was)));
            }
        }
    }
    Ok(gone)
}

/// What happened in between to the lots that it touches: lessons that were owed and settled go back to the lots that
/// settled them, a lot that is gone keeps nothing, and one that is used up is worth nothing.
fn level(books: &mut Books<'_>, entry: &Entry, gone: &[(rests::RowOf, Vec<u8>)]) -> Result<(), Refused> {
    for ((_, key), was) in gone.iter().filter(|((table, _), _)| *table == LOTS.id) {
        if let (Some((who, lot)), Some(was)) = (Key::read(&mut key.as_slice()), Lot::decode(was)) {
            ledger::owed::take_back(books, who, lot, &was)?;
        }
    }
    let posted = entry.posted.iter().filter_map(|(account, _)| Account::read(&mut account.as_slice()));
    let (mut students, mut lots) = (BTreeSet::new(), BTreeSet::new());
    for account in posted {
        let who = StudentId(account.a);
        match account.kind {
            AccountKind::CreditsOwed => drop(students.insert(who)),
            AccountKind::Lot | AccountKind::Deferred => {
                students.insert(who);
                lots.insert((who, LotId(account.b)));
            }
            _ => {}
        }
    }
    students.into_iter().try_for_each(|who| ledger::owed::give_back(books, who))?;
    lots.into_iter().try_for_each(|(who, lot)| ledger::owed::level(books, who, lot))
}

/// The operator's last action that can be taken back, or the last undo that can be redone.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LastAction {
    /// Whose; the asker's own when not given.
    #[serde(default)]
    pub operator: Option<StaffId>,
    /// Look for an undo to redo instead of an action to undo.
    #[serde(default)]
    pub redo: bool,
}

/// What `u` would take back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LastActionAnswer {
    /// The journal entry.
    pub seq: u64,
    /// What it did.
    pub said: Vec<Say>,
    /// Whether money was moved, so that a reason is needed.
    pub needs_reason: bool,
}

/// How far back an operator's last action is looked for.
const LOOK_BACK: usize = 500;

impl Ask for LastAction {
    const NAME: &'static str = "journal.last";
    type Answer = Option<LastActionAnswer>;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let operator = self.operator.unwrap_or(view.operator);
        for (seq, sealed) in ENTRIES.scan(view.read, &(), Direction::Down, LOOK_BACK)? {
            let entry = sealed.open()?;
            if entry.operator != operator
                || STANDS.contains(&entry.act.as_str())
                || UNDONE.get(view.read, &seq)?.is_some()
            {
                continue;
            }
            let depth = depth(view.read, &entry)?;
            if self.redo && depth == 0 {
                // Something was done since the last undo: there is nothing to redo.
                return Ok(None);
            }
            if (depth % 2 == 1) == self.redo {
                let needs_reason = entry.posted.iter().any(|(account, _)| moves_money(account));
                return Ok(Some(LastActionAnswer { seq, said: entry.said, needs_reason }));
            }
        }
        Ok(None)
    }

    fn example() -> Self {
        LastAction { operator: None, redo: false }
    }
}

//! Taking back: the rows of record are put back as they were, and every ledger entry is countered by
//! its reverse, linked to it. Nothing is deleted; taking an undo back is redo.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ledger::{self, Account, Unit};
use super::register::Role;
use super::{Act, Ask, Books, Done, View};
use crate::base::{Kind, Prose, Refused, Say, StaffId};
use crate::store::journal::{self, ENTRIES, Entry, UNDONE};
use crate::store::{Direction, Key, Read};

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
const STANDS: &[&str] = &["school.init", "queue.sweep"];

impl Act for Undo {
    const NAME: &'static str = "undo";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let entry = journal::entry(&books.draft, self.seq)?
            .ok_or_else(|| Refused::missing("noun-entry", self.seq))?;
        may_be_undone(books, &entry)?;
        if self.reason.is_empty() && entry.posted.iter().any(|(account, _)| moves_money(account)) {
            return Err(
                Refused::input(Say::new("undo-needs-reason")).hint(Say::new("undo-needs-reason-hint"))
            );
        }
        put_back(books, &entry)?;
        for (account, number) in &entry.posted {
            let account = Account::read(&mut account.as_slice())
                .ok_or_else(|| Refused::missing("noun-account", self.seq))?;
            ledger::reverse(books, account, *number)?;
        }
        UNDONE.put(&mut books.draft, &self.seq, &books.cx.seq);
        let what = entry.said.first().cloned().unwrap_or_else(|| Say::new("undo-something"));
        let key = if entry.act == Self::NAME { "undo-redone" } else { "undo-done" };
        Ok(Done::said(Say::new(key).with("what", what)))
    }

    fn example() -> Self {
        Undo { seq: 118, reason: "".into() }
    }
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
    Ok(())
}

/// Puts the rows of record back, unless one of them was changed since.
fn put_back(books: &mut Books<'_>, entry: &Entry) -> Result<(), Refused> {
    for change in &entry.changed {
        let now = books.draft.get(change.table, &change.key)?;
        if journal::print(now.as_deref()) != change.after {
            return Err(Refused::new(Kind::Conflict, Say::new("undo-changed-since"))
                .hint(Say::new("undo-changed-since-hint")));
        }
        match &change.before {
            Some(before) => books.draft.put(change.table, change.key.clone(), before.clone()),
            None => books.draft.delete(change.table, change.key.clone()),
        }
    }
    Ok(())
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
            if STANDS.contains(&entry.act.as_str()) {
                continue;
            }
            let is_undo = entry.act == Undo::NAME;
            let open = entry.operator == operator && UNDONE.get(view.read, &seq)?.is_none();
            if open && is_undo != self.redo && self.redo {
                // Something was done since the last undo: there is nothing to redo.
                return Ok(None);
            }
            if open && is_undo == self.redo {
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

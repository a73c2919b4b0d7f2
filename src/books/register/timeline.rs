//! What happened to a student, newest first, as the journal tells it.
//!
//! Which entries concern the student is known from two places: the latest ones from memory ([`Recent`]),
//! older ones from the ledger, where each posting names its journal entry. So no journal is scanned for a
//! card, all that was counted is there from the first day, and what was not counted (an edit, a pause) as
//! far back as the memory goes.
//!
//! [`Recent`]: super::recent::Recent

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Class, Staff, name_of};
use crate::base::{Credits, Instant, LessonId, Money, Points, Refused, Say, StudentId, Text};
use crate::books::Act;
use crate::books::View;
use crate::books::calendar::{MARKS, MarkLesson, Numbers, Presence, lesson, presence};
use crate::books::ledger::fees::CHARGES;
use crate::books::ledger::{self, Account, AccountKind, Unit, credits};
use crate::books::undo::Undo;
use crate::store::journal::{ENTRIES, Entry, UNDONE};
use crate::store::{Direction, Key, Read};

/// Where a line of the timeline leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goes {
    /// To that lesson.
    Lesson(LessonId),
    /// To the student's money.
    Fees,
    /// To the points.
    Points,
    /// Nowhere: it stands on the card.
    Nowhere,
}

/// Something that happened to a student.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The journal entry.
    pub seq: u64,
    /// When, UTC.
    pub at: Instant,
    /// Who did it.
    pub operator: Text,
    /// What was done.
    pub said: Say,
    /// Whether it was taken back.
    pub undone: bool,
    /// Points that the student got.
    pub points: Points,
    /// Lesson credits that the student got.
    pub credits: Credits,
    /// What the student owes more.
    pub owing: Money,
    /// Where it leads.
    pub goes: Goes,
}

/// Entries up to this size are read whole: the mark of a large class is a tenth of it.
const READ_WHOLE_BYTES: usize = 256 << 10;

/// What one journal entry moved in a student's accounts.
#[derive(Default)]
struct Moved {
    points: Points,
    credits: i64,
    owing: i64,
    lesson: Option<LessonId>,
}

/// The last `limit` things that happened to a student, newest first. Something that was taken back is one
/// line, and its undo none.
///
/// # Errors
/// When the store fails.
pub(super) fn timeline(view: &View<'_>, id: StudentId, limit: usize) -> Result<Vec<Event>, Refused> {
    let moved = moved(view.read, id, limit)?;
    let mut seqs = view.index.recent(view.read, id)?;
    seqs.extend(moved.keys());
    seqs.sort_unstable_by(|a, b| b.cmp(a));
    seqs.dedup();
    let mut events = Vec::new();
    for seq in seqs {
        if events.len() == limit {
            break;
        }
        let Some(sealed) = ENTRIES.get(view.read, &seq)? else { continue };
        // A command about thousands, as an import is, is told in its own sentence.
        let entry = if sealed.bytes.len() > READ_WHOLE_BYTES { sealed.brief() } else { sealed.open() }?;
        if entry.act != Undo::NAME {
            events.push(event(view, id, entry, moved.get(&seq))?);
        }
    }
    Ok(events)
}

/// What the newest entries of each of the student's accounts moved, by journal entry.
fn moved(read: &dyn Read, id: StudentId, limit: usize) -> Result<BTreeMap<u64, Moved>, Refused> {
    let mut accounts = vec![Account::points(id), Account::receivable(id), credits::owed(id)];
    accounts.extend(credits::lots(read, id, true)?.into_iter().map(|(lot, _, _)| Account::lot(id, lot)));
    let charges = CHARGES.scan(read, &(id,), Direction::Down, limit)?;
    accounts.extend(
        charges.into_iter().map(|((_, charge), _)| Account::new(AccountKind::Charge, id.0, charge.0)),
    );
    let mut found: BTreeMap<u64, Moved> = BTreeMap::new();
    for account in accounts {
        for (_, entry) in ledger::entries(read, account, None, limit)? {
            let moved = found.entry(entry.tx).or_default();
            match account.kind.unit() {
                Unit::Points => moved.points += entry.effect(),
                Unit::Credits => moved.credits += entry.effect(),
                Unit::Money => moved.owing += entry.effect(),
                Unit::Stock | Unit::Vouchers | Unit::Uses => {}
            }
            moved.lesson = moved.lesson.or(entry.lesson);
        }
    }
    Ok(found)
}

fn event(view: &View<'_>, id: StudentId, entry: Entry, moved: Option<&Moved>) -> Result<Event, Refused> {
    let nothing = Moved::default();
    let moved = moved.unwrap_or(&nothing);
    let mark = marked(&entry, id);
    let goes = match mark.or(moved.lesson) {
        Some(lesson) => Goes::Lesson(lesson),
        None if moved.owing != 0 => Goes::Fees,
        None if moved.points != 0 => Goes::Points,
        None => Goes::Nowhere,
    };
    let own = match mark {
        Some(lesson) if entry.act == MarkLesson::NAME => Some(mark_said(view.read, id, lesson, &entry)?),
        _ => None,
    };
    let first = entry.said.into_iter().next();
    Ok(Event {
        seq: entry.seq,
        at: entry.at,
        operator: name_of::<Staff>(view.read, entry.operator)?,
        said: own.or(first).unwrap_or_else(|| Say::new("undo-something")),
        undone: is_undone(view.read, entry.seq)?,
        points: moved.points,
        credits: Credits(moved.credits),
        owing: Money(moved.owing),
        goes,
    })
}

/// The lesson in which the entry marked this student.
fn marked(entry: &Entry, id: StudentId) -> Option<LessonId> {
    let marks = entry.changed.iter().filter(|change| change.table == MARKS.id);
    let keys = marks.filter_map(|change| <(StudentId, crate::base::Day, LessonId)>::read(&mut &*change.key));
    keys.into_iter().find(|(who, _, _)| *who == id).map(|(_, _, lesson)| lesson)
}

/// How this one student was marked, of a command that marked many.
fn mark_said(read: &dyn Read, id: StudentId, of: LessonId, entry: &Entry) -> Result<Say, Refused> {
    let given = serde_json::from_value::<MarkLesson>(entry.body.clone()).ok();
    let mine = given.iter().flat_map(|given| &given.marks).rfind(|one| one.student == id);
    let how = mine.map_or_else(|| presence(Presence::Present, 0), |one| presence(one.presence, one.minutes));
    let found = lesson(read, of)?;
    let class = name_of::<Class>(read, found.class)?;
    Ok(Say::new("card-event-mark")
        .with("class", &class)
        .with("no", Numbers::default().of(read, of, found.class)?)
        .with("presence", how))
}

/// Whether an entry was taken back, and not brought again since.
fn is_undone(read: &dyn Read, seq: u64) -> Result<bool, Refused> {
    let mut undone = false;
    let mut at = seq;
    while let Some(by) = UNDONE.get(read, &at)?.filter(|by| *by > at) {
        undone = !undone;
        at = by;
    }
    Ok(undone)
}

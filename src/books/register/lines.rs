//! What the roster filters and sorts by, in memory: a line a student, kept in step by the journal.
//!
//! The figures (credits, money, points) are read when a filter or an order first needs them; from then on
//! only students whom a journal entry concerns are read again, so that no key press scans the ledger.

use std::collections::{BTreeSet, HashMap};

use super::roster::{RosterSort, Wanted};
use super::student::STUDENTS;
use super::{Stage, Student, pinyin};
use crate::base::{Day, LotId, Money, Refused, StudentId, Text};
use crate::books::ledger::{self, Account, AccountKind, balance, credits};
use crate::books::tables;
use crate::store::journal::{self, Entry};
use crate::store::{Key, Read};

/// Past so many entries everything is read anew.
const CATCH_UP_MAX: u64 = 2_000;

/// The lines of all students.
#[derive(Default)]
pub struct Lines {
    /// The journal entry up to which they are in step; none before they were read.
    seq: Option<u64>,
    lines: Vec<Line>,
    by_id: HashMap<StudentId, u32>,
    /// Whether the lines hold figures.
    figures: bool,
    orders: HashMap<RosterSort, Order>,
}

struct Line {
    id: StudentId,
    /// Whether there is such a student (a student may be taken back, and come again).
    there: bool,
    number: String,
    sound: String,
    stage: Stage,
    tags: Vec<Text>,
    left: Option<Day>,
    figures: Figures,
}

/// What the ledger says of a student.
#[derive(Default)]
struct Figures {
    /// What is left of each lot, and until when it may be used.
    lots: Vec<(Option<Day>, i64)>,
    /// Lessons owed; at or below zero.
    owed: i64,
    owing: i64,
    points: i64,
}

impl Figures {
    fn of(read: &dyn Read, id: StudentId) -> Result<Figures, Refused> {
        let lots = credits::lots(read, id, false)?;
        Ok(Figures {
            lots: lots.into_iter().map(|(_, lot, left)| (lot.expires, left.0)).collect(),
            owed: balance(read, credits::owed(id))?,
            owing: owing(read, id)?.0,
            points: balance(read, Account::points(id))?,
        })
    }

    fn credits(&self, day: Day) -> i64 {
        let live = self.lots.iter().filter(|(expires, _)| expires.is_none_or(|last| day <= last));
        live.map(|(_, left)| left).sum::<i64>() + self.owed
    }
}

/// Lines in one order. After a change it is sorted again from where it was, which is nearly in order.
#[derive(Default)]
struct Order {
    lines: Vec<u32>,
    /// The day for which it was sorted; none when it is to be sorted again.
    day: Option<Day>,
}

impl Lines {
    /// Reads what changed since, and the figures if they are needed.
    pub fn catch_up(&mut self, read: &dyn Read, figures: bool) -> Result<(), Refused> {
        let seq = self.seq.unwrap_or(0);
        let head = journal::head_behind(read, seq)?.map_or(seq, |(head, _)| head);
        match self.seq {
            Some(seq) if head - seq <= CATCH_UP_MAX => {
                let mut changed = BTreeSet::new();
                for entry in journal::entries(read, seq, head)? {
                    changed.extend(concerned(read, &entry?)?);
                }
                for id in &changed {
                    self.put(read, *id, STUDENTS.get(read, id)?)?;
                }
                if !changed.is_empty() {
                    self.orders.values_mut().for_each(|order| order.day = None);
                }
            }
            _ => {
                *self = Lines::default();
                for (id, student) in STUDENTS.all(read, &())? {
                    self.put(read, id, Some(student))?;
                }
            }
        }
        self.seq = Some(head);
        if figures && !self.figures {
            self.figures = true;
            self.read_figures(read)?;
        }
        Ok(())
    }

    fn put(&mut self, read: &dyn Read, id: StudentId, student: Option<Student>) -> Result<(), Refused> {
        let there = student.is_some();
        let student = student.unwrap_or_default();
        let figures = if self.figures && there { Figures::of(read, id)? } else { Figures::default() };
        let line = Line {
            id,
            there,
            number: in_order(if student.number.is_empty() { "\u{ffff}" } else { &student.number }),
            sound: sound(&student.name),
            stage: student.stage,
            tags: student.tags,
            left: student.left,
            figures,
        };
        match self.by_id.get(&id) {
            Some(at) => self.lines[*at as usize] = line,
            None => {
                let Ok(at) = u32::try_from(self.lines.len()) else { return Ok(()) };
                self.by_id.insert(id, at);
                self.lines.push(line);
                self.orders.values_mut().for_each(|order| order.lines.push(at));
            }
        }
        Ok(())
    }

    /// All figures, account by account: far fewer reads than student by student.
    fn read_figures(&mut self, read: &dyn Read) -> Result<(), Refused> {
        self.lines.iter_mut().for_each(|line| line.figures = Figures::default());
        for (account, left) in ledger::open(read, AccountKind::Lot, None)? {
            let (id, lot) = (StudentId(account.a), LotId(account.b));
            let expires = credits::LOTS.get(read, &(id, lot))?.and_then(|lot| lot.expires);
            self.line(id).into_iter().for_each(|line| line.figures.lots.push((expires, left)));
        }
        for (account, total) in ledger::accounts(read, AccountKind::CreditsOwed)? {
            self.line(StudentId(account.a)).into_iter().for_each(|line| line.figures.owed = total.balance());
        }
        for kind in OWING {
            for (account, open) in ledger::open(read, kind, None)? {
                self.line(StudentId(account.a)).into_iter().for_each(|line| line.figures.owing += open);
            }
        }
        for (account, total) in ledger::accounts(read, AccountKind::Points)? {
            self.line(StudentId(account.a))
                .into_iter()
                .for_each(|line| line.figures.points = total.balance());
        }
        Ok(())
    }

    fn line(&mut self, id: StudentId) -> Option<&mut Line> {
        let at = self.by_id.get(&id)?;
        self.lines.get_mut(*at as usize)
    }

    /// The students that are wanted, in order. Of `among` each list must hold them.
    pub fn select(&mut self, wanted: &Wanted<'_>, among: &[Vec<StudentId>]) -> Vec<StudentId> {
        let mut held = vec![0u8; if among.is_empty() { 0 } else { self.lines.len() }];
        for id in among.iter().flatten() {
            if let Some(at) = self.by_id.get(id) {
                held[*at as usize] += 1;
            }
        }
        self.sort(wanted.sort, wanted.day);
        let lists = among.len() as u8;
        let order = self.orders.get(&wanted.sort).map(|order| order.lines.as_slice()).unwrap_or_default();
        let fits = |at: &&u32| {
            let line = &self.lines[**at as usize];
            line.there && (lists == 0 || held[**at as usize] == lists) && line.fits(wanted)
        };
        order.iter().filter(fits).map(|at| self.lines[*at as usize].id).collect()
    }

    fn sort(&mut self, sort: RosterSort, day: Day) {
        let count = u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
        let lines = &self.lines;
        let order =
            self.orders.entry(sort).or_insert_with(|| Order { lines: (0..count).collect(), day: None });
        if order.day == Some(day) {
            return;
        }
        let line = |at: u32| &lines[at as usize];
        match sort {
            RosterSort::Number => order.lines.sort_by_key(|at| (&line(*at).number, line(*at).id)),
            RosterSort::Name => order.lines.sort_by_key(|at| (&line(*at).sound, line(*at).id)),
            RosterSort::Credits => {
                order.lines.sort_by_cached_key(|at| (line(*at).figures.credits(day), line(*at).id));
            }
            RosterSort::Owing => order.lines.sort_by_key(|at| (-line(*at).figures.owing, line(*at).id)),
            RosterSort::Points => order.lines.sort_by_key(|at| (-line(*at).figures.points, line(*at).id)),
        }
        order.day = Some(day);
    }

    /// How many students bear each label, most first.
    pub fn tags(&self) -> Vec<(Text, usize)> {
        let mut counts: Vec<(Text, usize)> = Vec::new();
        for tag in self.lines.iter().filter(|line| line.there && line.left.is_none()).flat_map(|l| &l.tags) {
            match counts.iter_mut().find(|(found, _)| found == tag) {
                Some((_, count)) => *count += 1,
                None => counts.push((tag.clone(), 1)),
            }
        }
        counts.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
        counts
    }
}

impl Line {
    fn fits(&self, wanted: &Wanted<'_>) -> bool {
        let gone = self.left.is_some_and(|left| left <= wanted.day);
        gone == wanted.left
            && wanted.stage.is_none_or(|stage| stage == self.stage)
            && wanted.tag.is_none_or(|tag| self.tags.contains(tag))
            && (!wanted.owing || self.figures.owing > 0)
            && wanted.credits_at_most.is_none_or(|most| self.figures.credits(wanted.day) <= most)
    }
}

/// A number in the order in which people count: runs of digits by their value.
fn in_order(number: &str) -> String {
    let mut key = String::new();
    let mut digits = String::new();
    for c in number.chars().chain(['\u{0}']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            key.push_str(&format!("{:0>12}", digits.trim_start_matches('0')));
            digits.clear();
        }
        key.push(c);
    }
    key
}

/// A name in the order of a Chinese list of names: as it is read.
fn sound(name: &str) -> String {
    let units = pinyin::units(name);
    let read = units.iter().map(|unit| unit.readings.first().map_or(unit.text.as_str(), |r| &**r));
    read.collect::<Vec<_>>().join(" ")
}

/// Where money that a student owes stands: from before the books were opened, and charges.
const OWING: [AccountKind; 2] = [AccountKind::Receivable, AccountKind::Charge];

/// What a student owes; below zero: paid ahead.
///
/// # Errors
/// When the store fails.
pub fn owing(read: &dyn Read, id: StudentId) -> Result<Money, Refused> {
    let mut sum = 0;
    for kind in OWING {
        sum += ledger::open(read, kind, Some(id.0))?.into_iter().map(|(_, open)| open).sum::<i64>();
    }
    Ok(Money(sum))
}

/// Whom a journal entry concerns: whose row, place, mark or lots it changed, and in whose accounts it posted.
pub fn concerned(read: &dyn Read, entry: &Entry) -> Result<BTreeSet<StudentId>, Refused> {
    let mut found = BTreeSet::new();
    for change in &entry.changed {
        let key = &mut change.key.as_slice();
        let id = match change.table {
            tables::STUDENTS | tables::MARKS | tables::LOTS | tables::PLACES_OF => StudentId::read(key),
            tables::PLACES | tables::GUESTS => <(u64, StudentId)>::read(key).map(|(_, id)| id),
            _ => None,
        };
        found.extend(id);
    }
    for (account, number) in &entry.posted {
        let Some(account) = Account::read(&mut account.as_slice()) else { continue };
        found.extend(student_of(account));
        let posted = ledger::entry(read, account, *number)?;
        found.extend(posted.and_then(|entry| student_of(entry.contra)));
    }
    Ok(found)
}

/// Whose account it is, where it is a student's.
fn student_of(account: Account) -> Option<StudentId> {
    use AccountKind::{Charge, CreditsOwed, Deferred, Lot, Points, Receivable, Voucher};
    let own = matches!(account.kind, Points | Lot | CreditsOwed | Receivable | Charge | Voucher | Deferred);
    own.then_some(StudentId(account.a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_in_the_order_in_which_people_count() {
        let mut numbers = ["S10", "S9", "2025-0003", "S0011", "2025-0010", "学8"];
        numbers.sort_by_key(|number| in_order(number));
        assert_eq!(numbers, ["2025-0003", "2025-0010", "S9", "S10", "S0011", "学8"]);
    }

    #[test]
    fn names_stand_as_they_are_read() {
        let mut names = ["张三", "Ruby", "李四", "安然", "欧阳子涵"];
        names.sort_by_key(|name| sound(name));
        assert_eq!(names, ["安然", "李四", "欧阳子涵", "Ruby", "张三"]);
    }
}

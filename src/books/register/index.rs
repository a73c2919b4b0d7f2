//! The directory kept in step with the books: built once, then told by the journal which students changed.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError, RwLock, RwLockReadGuard};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::directory::{Cursor, Directory, Entry, Likeness};
use super::lines::Lines;
use super::recent::Recent;
use super::roster::Wanted;
use super::student::STUDENTS;
use super::{Student, student};
use crate::base::{Day, Refused, StudentId, Text};
use crate::books::{Ask, View};
use crate::store::{Key, Read, journal};

/// The directory of a store's students, shared by all who ask.
#[derive(Default)]
pub struct StudentIndex {
    state: RwLock<State>,
    /// Where the last search stood: the next key narrows it.
    cursor: Mutex<Cursor>,
    /// What the roster filters and sorts by.
    lines: Mutex<Lines>,
    /// Whom the latest journal entries concern.
    recent: Mutex<Recent>,
}

#[derive(Default)]
struct State {
    /// The journal entry up to which it is in step; none before it was built.
    seq: Option<u64>,
    directory: Directory,
}

/// So many of the best matches stand first in a list that is filtered; the rest keep its order.
const BEST_FIRST: usize = 50;

/// Past so many entries it is built anew: reading students is then faster than reading the journal.
const CATCH_UP_MAX: u64 = 2_000;

impl StudentIndex {
    /// The directory in step with `read`.
    ///
    /// # Errors
    /// When the store fails.
    fn fresh(&self, read: &dyn Read) -> Result<RwLockReadGuard<'_, State>, Refused> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(seq) = state.seq
            && journal::head_behind(read, seq)?.is_none()
        {
            return Ok(state);
        }
        drop(state);
        self.state.write().unwrap_or_else(PoisonError::into_inner).catch_up(read)?;
        Ok(self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Students by what was typed, best first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn search(&self, read: &dyn Read, text: &str, limit: usize) -> Result<Vec<StudentId>, Refused> {
        let state = self.fresh(read)?;
        let mut cursor = self.cursor.lock().unwrap_or_else(PoisonError::into_inner);
        let hits = state.directory.search(&mut cursor, text, limit);
        Ok(hits.into_iter().map(|hit| StudentId(hit.id)).collect())
    }

    /// All students that fit what was typed, by id.
    ///
    /// # Errors
    /// When the store fails.
    pub fn filter(&self, read: &dyn Read, text: &str) -> Result<Vec<StudentId>, Refused> {
        let state = self.fresh(read)?;
        let mut cursor = self.cursor.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(state.directory.filter(&mut cursor, text).into_iter().map(StudentId).collect())
    }

    /// The students that the roster is to show, in order: the best matches of what was typed first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn list(&self, read: &dyn Read, wanted: &Wanted<'_>) -> Result<Vec<StudentId>, Refused> {
        let mut among = wanted.class.iter().map(|roll| roll.to_vec()).collect::<Vec<_>>();
        let typed = wanted.text.trim();
        if !typed.is_empty() {
            among.push(self.filter(read, typed)?);
        }
        let found = {
            let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
            lines.catch_up(read, wanted.needs_figures())?;
            lines.select(wanted, &among)
        };
        if typed.is_empty() || found.len() < 2 {
            return Ok(found);
        }
        let best = self.search(read, typed, BEST_FIRST)?;
        let listed: HashSet<StudentId> = found.iter().copied().collect();
        let mut ids: Vec<StudentId> = best.into_iter().filter(|id| listed.contains(id)).collect();
        let ahead: HashSet<StudentId> = ids.iter().copied().collect();
        ids.extend(found.into_iter().filter(|id| !ahead.contains(id)));
        Ok(ids)
    }

    /// Labels in use, with how many students bear each.
    ///
    /// # Errors
    /// When the store fails.
    pub fn tags(&self, read: &dyn Read) -> Result<Vec<(Text, usize)>, Refused> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.catch_up(read, false)?;
        Ok(lines.tags())
    }

    /// Which of the latest journal entries concern a student, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn recent(&self, read: &dyn Read, id: StudentId) -> Result<Vec<u64>, Refused> {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.catch_up(read)?;
        Ok(recent.of(id))
    }

    /// Students who may be the same person.
    ///
    /// # Errors
    /// When the store fails.
    pub fn similar(
        &self,
        read: &dyn Read,
        name: &str,
        phone: &str,
        born: Option<Day>,
    ) -> Result<Vec<(StudentId, Likeness)>, Refused> {
        let found = self.fresh(read)?.directory.similar(name, phone, born);
        Ok(found.into_iter().map(|(id, why)| (StudentId(id), why)).collect())
    }
}

impl State {
    fn catch_up(&mut self, read: &dyn Read) -> Result<(), Refused> {
        let seq = self.seq.unwrap_or(0);
        let head = journal::head_behind(read, seq)?.map_or(seq, |(head, _)| head);
        match self.seq {
            Some(seq) if head - seq <= CATCH_UP_MAX => {
                for done in journal::entries(read, seq, head)? {
                    for change in done?.changed.iter().filter(|change| change.table == STUDENTS.id) {
                        let Some(id) = StudentId::read(&mut change.key.as_slice()) else { continue };
                        match STUDENTS.get(read, &id)? {
                            Some(student) => {
                                self.directory.put(&entry(id, &student));
                            }
                            None => drop(self.directory.remove(id.0)),
                        }
                    }
                }
            }
            _ => {
                let all = STUDENTS.all(read, &())?;
                self.directory = Directory::build(all.iter().map(|(id, student)| entry(*id, student)));
            }
        }
        self.seq = Some(head);
        Ok(())
    }
}

fn entry(id: StudentId, student: &Student) -> Entry<'_> {
    let phones = std::iter::once(&student.phone).chain(student.guardians.iter().map(|g| &g.phone));
    let own = (!student.number.is_empty()).then(|| student.number.as_str().into());
    Entry {
        id: id.0,
        name: &student.name,
        phones: phones.filter(|phone| !phone.is_empty()).map(|phone| phone.as_str().into()).collect(),
        numbers: std::iter::once(id.to_string().into()).chain(own).collect(),
        born: student.born,
    }
}

/// Finds students by name, reading, initials, phone or number.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FindStudents {
    /// What was typed.
    pub text: Text,
    /// How many at the most.
    #[serde(default = "ten")]
    pub limit: usize,
}

fn ten() -> usize {
    10
}

/// A student that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundStudent {
    /// Id.
    pub id: StudentId,
    /// Name.
    pub name: Text,
    /// The school's own number.
    pub number: Text,
    /// Phone.
    pub phone: Text,
    /// The first guardian's name.
    pub guardian: Text,
}

impl Ask for FindStudents {
    const NAME: &'static str = "student.find";
    type Answer = Vec<FoundStudent>;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let ids = view.index.search(view.read, &self.text, self.limit.min(200))?;
        let found = |id: StudentId| {
            let student = student(view.read, id)?;
            let guardian = student.guardians.first().map(|g| g.name.clone()).unwrap_or_default();
            let (name, number, phone) = (student.name, student.number, student.phone);
            Ok(FoundStudent { id, name, number, phone, guardian })
        };
        ids.into_iter().map(found).collect()
    }

    fn example() -> Self {
        FindStudents { text: "dhw".into(), limit: 10 }
    }
}

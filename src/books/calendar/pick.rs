//! The random pick: who was picked least comes first, and nobody twice in a row.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::guest::{Participant, participants};
use super::lesson::lesson;
use super::mark::{Presence, mark_of};
use crate::base::{ClassId, LessonId, Refused, Say, StudentId};
use crate::books::register::{Standing, student};
use crate::books::{Act, Books, Done, tables};
use crate::store::{Table, versioned};

const PICKS: Table<ClassId, Picks> = Table::new(tables::PICKS, "picks");

/// How often each student of a class was picked, and who was last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Picks {
    count: BTreeMap<u64, u32>,
    last: Option<StudentId>,
}

versioned!(Picks = 1);

/// Picks one of those who are here. The random number stands in the command, so that replay picks
/// the same.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Pick {
    /// In which lesson.
    pub lesson: LessonId,
    /// Any number, at random.
    pub roll: u32,
}

impl Act for Pick {
    const NAME: &'static str = "lesson.pick";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let found = lesson(&books.draft, self.lesson)?;
        let mut picks = PICKS.get(&books.draft, &found.class)?.unwrap_or_default();
        let mut here = Vec::new();
        for Participant { who, standing, .. } in participants(&books.draft, self.lesson, &found)? {
            let presence = mark_of(&books.draft, who, found.day, self.lesson)?.map(|mark| mark.presence);
            let away = matches!(presence, Some(Presence::Absent | Presence::Excused));
            if standing == Standing::Active && !away {
                here.push(who);
            }
        }
        let others: Vec<_> = here.iter().copied().filter(|who| Some(*who) != picks.last).collect();
        let pool = if others.is_empty() { here } else { others };
        let count = |who: &StudentId| picks.count.get(&who.0).copied().unwrap_or(0);
        let least = pool.iter().map(count).min().unwrap_or(0);
        let pool: Vec<_> = pool.into_iter().filter(|who| count(who) == least).collect();
        let picked = *pool
            .get(self.roll as usize % pool.len().max(1))
            .ok_or_else(|| Refused::input(Say::new("pick-nobody")))?;
        *picks.count.entry(picked.0).or_default() += 1;
        picks.last = Some(picked);
        PICKS.put(&mut books.draft, &found.class, &picks);
        let name = student(&books.draft, picked)?.name;
        Ok(Done::said(Say::new("pick-picked").with("name", &name)).made(picked))
    }

    fn example() -> Self {
        Pick { lesson: LessonId(99), roll: 4_071 }
    }
}

//! Finding a class by a few letters, with the lesson that one would open.

use chrono::Days;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Class, Listed, Staff, name_of, pinyin};
use crate::base::{ClassId, Day, LessonId, Refused, Text};
use crate::books::calendar::{Lesson, LessonState, lessons_of_class};
use crate::books::{Ask, View};

/// Finds classes that are taught, by name, reading, initials or id.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FindClasses {
    /// What was typed.
    pub text: Text,
    /// How many at the most.
    #[serde(default = "ten")]
    pub limit: usize,
}

fn ten() -> usize {
    10
}

/// A class that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundClass {
    /// Id.
    pub id: ClassId,
    /// Name.
    pub name: Text,
    /// Who teaches it.
    pub teacher: Text,
    /// The lesson that is on or comes next; else the last one.
    pub lesson: Option<(LessonId, Lesson)>,
}

/// How far the next or last lesson is looked for, in days.
const NEAR_DAYS: u64 = 120;

impl Ask for FindClasses {
    const NAME: &'static str = "class.find";
    type Answer = Vec<FoundClass>;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let typed = pinyin::plain(&self.text);
        let mut ranked: Vec<(usize, ClassId, Class)> = Vec::new();
        for (id, class) in Class::TABLE.all(view.read, &())?.into_iter().filter(|(_, class)| !class.retired) {
            if let Some(rank) = rank(&typed, id, &class.name) {
                ranked.push((rank, id, class));
            }
        }
        ranked.sort_by_key(|(rank, id, _)| (*rank, id.0));
        let found = |(_, id, class): (usize, ClassId, Class)| {
            let teacher = class.teacher.map(|teacher| name_of::<Staff>(view.read, teacher)).transpose()?;
            let teacher = teacher.unwrap_or_default();
            Ok(FoundClass { id, name: class.name, teacher, lesson: near(view, id)? })
        };
        ranked.into_iter().take(self.limit.min(100)).map(found).collect()
    }

    fn example() -> Self {
        FindClasses { text: "zlhh".into(), limit: 10 }
    }
}

/// How well a text fits a class; lower is better.
fn rank(typed: &str, id: ClassId, name: &str) -> Option<usize> {
    let plain = pinyin::plain(name);
    let (readings, initials) = pinyin::ways(&pinyin::units(name));
    let ways = || initials.iter().chain(&readings);
    if plain.starts_with(typed) || id.to_string().eq_ignore_ascii_case(typed) {
        Some(0)
    } else if ways().any(|way| way.starts_with(typed)) {
        Some(1)
    } else if plain.contains(typed) {
        Some(2)
    } else {
        ways().any(|way| way.contains(typed)).then_some(3)
    }
}

/// The lesson of a class that is on or comes next; else the last one.
pub(super) fn near(view: &View<'_>, class: ClassId) -> Result<Option<(LessonId, Lesson)>, Refused> {
    let today = view.today();
    let now = view.school.zone.clock(view.at);
    let live = |(_, lesson): &(LessonId, Lesson)| lesson.state != LessonState::Cancelled;
    let last = today.checked_add_days(Days::new(NEAR_DAYS)).unwrap_or(Day::MAX);
    let ahead = lessons_of_class(view.read, class, today, last)?;
    let mut next = ahead.into_iter().filter(live);
    let open = next.find(|(_, lesson)| lesson.day > today || lesson.until >= now);
    if open.is_some() {
        return Ok(open);
    }
    let first = today.checked_sub_days(Days::new(NEAR_DAYS)).unwrap_or(Day::MIN);
    Ok(lessons_of_class(view.read, class, first, today)?.into_iter().rfind(live))
}

//! Which lesson 第几课 a lesson is: its place in time among the lessons of its class that were not cancelled.
//!
//! It is counted when it is asked for. A lesson that is added between others, moved or cancelled changes the place
//! of those behind it, so a number that stood in a row would be wrong, or stand there twice.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::lesson::{Lesson, LessonState, all_of_class};
use crate::base::{ClassId, LessonId, Refused};
use crate::store::Read;

/// Numbers of lessons; a class is counted through once, however many of its lessons are asked for.
#[derive(Default)]
pub struct Numbers {
    classes: BTreeMap<ClassId, BTreeMap<LessonId, u32>>,
}

impl Numbers {
    /// The lesson's number within its class, from 1; 0 for one that was cancelled.
    ///
    /// # Errors
    /// When the store fails.
    pub fn of(&mut self, read: &dyn Read, id: LessonId, class: ClassId) -> Result<u32, Refused> {
        let numbers = match self.classes.entry(class) {
            Entry::Occupied(counted) => counted.into_mut(),
            Entry::Vacant(new) => new.insert(count(read, class)?),
        };
        Ok(numbers.get(&id).copied().unwrap_or(0))
    }
}

fn count(read: &dyn Read, class: ClassId) -> Result<BTreeMap<LessonId, u32>, Refused> {
    let mut held: Vec<(LessonId, Lesson)> = all_of_class(read, class)?;
    held.retain(|(_, lesson)| lesson.state != LessonState::Cancelled);
    held.sort_by_key(|(id, lesson)| (lesson.day, lesson.from, *id));
    Ok((1..).zip(held).map(|(no, (id, _))| (id, no)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{ClockTime, Day};
    use crate::books::Act;
    use crate::books::calendar::{AddLesson, CancelLesson, ChangeLesson, LessonsOn, PlanLessons};
    use crate::books::register::{Class, Listed, Save, WeeklyTime};
    use crate::desk::Session;
    use crate::tui::driver::test_session;

    fn day(month: u32, day: u32) -> Day {
        Day::from_ymd_opt(2026, month, day).unwrap()
    }

    fn numbers(session: &Session) -> Vec<(Day, u32)> {
        let all = LessonsOn { from: Some(day(11, 1)), until: Some(day(12, 31)) };
        session.ask(&all).unwrap().into_iter().map(|one| (one.lesson.day, one.lesson.no)).collect()
    }

    /// Lessons were numbered on from the last by date: one that was added before it got a number of its own, and
    /// the next planned one the same number again.
    #[test]
    fn no_two_lessons_of_a_class_share_a_number() {
        let session = test_session().unwrap();
        let time =
            WeeklyTime { weekday: 6, from: ClockTime::hm(14, 0), until: ClockTime::hm(15, 30), room: None };
        let class = Class { times: vec![time], ..Class::example() };
        session
            .submit(Save { id: None, expect: None, value: Class { course: None, teacher: None, ..class } })
            .unwrap();
        session.submit(PlanLessons { until: day(11, 28), ..PlanLessons::example() }).unwrap();
        assert_eq!(numbers(&session), [(day(11, 14), 1), (day(11, 21), 2), (day(11, 28), 3)]);
        session.submit(AddLesson { day: day(11, 18), ..AddLesson::example() }).unwrap();
        session.submit(PlanLessons { until: day(12, 5), ..PlanLessons::example() }).unwrap();
        let in_order = [day(11, 14), day(11, 18), day(11, 21), day(11, 28), day(12, 5)];
        assert_eq!(numbers(&session), in_order.into_iter().zip(1..).collect::<Vec<_>>());

        session.submit(CancelLesson { lesson: LessonId(2), ..CancelLesson::example() }).unwrap();
        let moved = ChangeLesson {
            lesson: LessonId(1),
            day: Some(day(11, 17)),
            from: None,
            until: None,
            ..ChangeLesson::example()
        };
        session.submit(moved).unwrap();
        let now = [(day(11, 17), 1), (day(11, 18), 2), (day(11, 21), 0), (day(11, 28), 3), (day(12, 5), 4)];
        assert_eq!(numbers(&session), now, "what does not take place is no lesson");
        assert_eq!(session.desk.verify().unwrap().findings, vec![]);
    }
}

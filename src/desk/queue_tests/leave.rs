//! Leave that was granted goes with its lesson, and gives the right to make it up once and in time.

use super::*;
use crate::books::calendar::{
    ChangeLesson, GUESTS, GuestKind, Invite, LESSONS, LessonState, MarkLesson, MarkOne,
};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A lesson of the class of students 1 to 3, or of the other class, in which nobody has a place.
fn lesson(little: &Little, class: u64, on: &str) -> LessonId {
    let lesson = AddLesson { class: ClassId(class), day: day(on), ..AddLesson::example() };
    little.manager.submit(lesson).unwrap().made[0].parse().unwrap()
}

fn with_another_class() -> Little {
    let little = little();
    let class = Class { name: "周日绘画".into(), ..Class::default() };
    little.manager.submit(Save { id: None, expect: None, value: class }).unwrap();
    little
}

fn leave(little: &Little, lesson: LessonId) -> TicketId {
    let id = little.open("leave", &[("lesson", &lesson.to_string()), ("reason", "发烧")]);
    little.decide(&little.supervisor, id, true).unwrap();
    id
}

fn make_up(little: &Little, lesson: LessonId) -> Result<Receipt, Refused> {
    let id = little.open("make-up", &[("lesson", &lesson.to_string())]);
    little.decide(&little.supervisor, id, true)
}

fn marks(little: &Little) -> Vec<(Day, LessonId, Option<Day>)> {
    let read = little.engine.snapshot().unwrap();
    let all = MARKS.all(&*read, &(StudentId(1),)).unwrap();
    all.into_iter().map(|((_, day, id), mark)| (day, id, mark.make_up_until)).collect()
}

#[test]
fn leave_does_not_hold_a_lesson_fast_and_goes_where_it_goes() {
    let little = with_another_class();
    let (a, b) = (lesson(&little, 1, "2026-10-10"), lesson(&little, 1, "2026-10-17"));
    leave(&little, a);
    leave(&little, b);
    let moves = ChangeLesson { lesson: a, day: Some(day("2026-10-11")), ..ChangeLesson::example() };
    let moved = little.manager.submit(moves).unwrap();
    assert_eq!(moved.said[1].key, "lesson-leave-goes-along");
    let cancelled = little.manager.submit(CancelLesson { lesson: b, note: "台风".into() }).unwrap();
    assert_eq!(cancelled.said[1].key, "lesson-leave-falls-away");
    assert_eq!(marks(&little), [(day("2026-10-11"), a, Some(day("2026-11-10")))]);
    little.manager.submit(Undo { seq: cancelled.seq, reason: "".into() }).unwrap();
    little.manager.submit(Undo { seq: moved.seq, reason: "".into() }).unwrap();
    assert_eq!(marks(&little).len(), 2);
    assert_eq!(marks(&little)[0].0, day("2026-10-10"));
    little.sound();
}

/// A class of one: with its only student on leave the lesson counted as taken.
#[test]
fn a_lesson_from_which_all_are_on_leave_is_still_to_come() {
    let little = with_another_class();
    let one = Enrol { class: ClassId(2), students: vec![StudentId(1)], from: None };
    little.manager.submit(one).unwrap();
    let id = lesson(&little, 2, "2026-10-11");
    leave(&little, id);
    let moves = ChangeLesson { lesson: id, day: Some(day("2026-10-12")), ..ChangeLesson::example() };
    little.manager.submit(moves).unwrap();
    let read = little.engine.snapshot().unwrap();
    let found = LESSONS.get(&*read, &id).unwrap().unwrap();
    assert_eq!((found.state, found.taught), (LessonState::Planned, None));
    little.sound();
}

#[test]
fn a_lesson_that_was_given_stays_where_it_was() {
    let little = little();
    let id = lesson(&little, 1, "2026-09-28");
    leave(&little, id);
    let present = MarkOne { student: StudentId(2), presence: Presence::Present, minutes: 0 };
    let mark = MarkLesson { lesson: id, marks: vec![present], rest: false, reason: "".into() };
    little.manager.submit(mark).unwrap();
    let cancel = || CancelLesson { lesson: id, note: "".into() };
    assert_eq!(key(little.manager.submit(cancel())), "lesson-already-taken");
    little.now("2026-09-29 09:00");
    assert_eq!(key(little.manager.submit(cancel())), "lesson-already-taken");
    little.sound();
}

#[test]
fn a_lesson_missed_with_leave_is_made_up_once_in_time_and_in_a_lesson_to_come() {
    let little = with_another_class();
    let missed = lesson(&little, 1, "2026-10-10");
    let (past, first, second, late) = (
        lesson(&little, 2, "2026-09-27"),
        lesson(&little, 2, "2026-10-18"),
        lesson(&little, 2, "2026-10-25"),
        lesson(&little, 2, "2026-11-22"),
    );
    assert_eq!(key(make_up(&little, first)), "mark-make-up-none", "nothing was missed");
    leave(&little, missed);
    assert_eq!(key(make_up(&little, past)), "mark-make-up-past");
    assert_eq!(key(make_up(&little, late)), "mark-make-up-none", "the right ends on 9 November");
    let granted = make_up(&little, first).unwrap().seq;
    assert_eq!(key(make_up(&little, second)), "mark-make-up-none", "it is used up");
    // Whoever lets a guest in by hand asks for no right.
    let by_hand = Invite { lesson: second, student: StudentId(2), kind: GuestKind::MakeUp };
    little.manager.submit(by_hand).unwrap();
    little.supervisor.submit(Undo { seq: granted, reason: "".into() }).unwrap();
    make_up(&little, second).unwrap();
    // The lesson doesn't take place: the right is there again.
    little.manager.submit(CancelLesson { lesson: second, note: "".into() }).unwrap();
    assert_eq!(key(make_up(&little, second)), "mark-here-already");
    make_up(&little, first).unwrap();
    let read = little.engine.snapshot().unwrap();
    assert_eq!(GUESTS.all(&*read, &(first,)).unwrap().len(), 1);
    little.sound();
}

#[test]
fn nobody_is_let_into_a_lesson_that_is_cancelled() {
    let little = with_another_class();
    let id = lesson(&little, 2, "2026-10-11");
    little.manager.submit(CancelLesson { lesson: id, note: "".into() }).unwrap();
    let guest = Invite { lesson: id, student: StudentId(1), kind: GuestKind::Trial };
    assert_eq!(key(little.manager.submit(guest)), "mark-lesson-cancelled");
    little.sound();
}

//! Which lesson: the one that is on, the ones beside it, one that is picked.

use crate::base::{LessonId, Refused};
use crate::desk::calendar::{DayLesson, LessonState, LessonsOn};
use crate::tui::app::{Cx, Effect, Place, refused};
use crate::tui::widgets::{Item, Picker};

/// How long before it begins, and after it ends, a lesson counts as the one that is on, in minutes.
const EARLY_MINUTES: u16 = 30;
const AFTER_MINUTES: u16 = 20;

/// The lesson that is on now, the operator's own first; else the next of the day, else the last.
///
/// # Errors
/// When the desk refuses.
pub fn on_now(cx: &Cx) -> Result<Option<LessonId>, Refused> {
    let today = cx.ask(&LessonsOn { from: None, until: None })?;
    let now = cx.look.shown.zone.clock(cx.now).0;
    let live: Vec<_> = today.iter().filter(|l| l.lesson.state != LessonState::Cancelled).collect();
    let is_on =
        |l: &&&DayLesson| l.lesson.from.0 <= now + EARLY_MINUTES && now <= l.lesson.until.0 + AFTER_MINUTES;
    let mine = |l: &&&DayLesson| l.lesson.teacher == Some(cx.session.operator);
    let on = || live.iter().filter(is_on);
    let found = on()
        .find(mine)
        .or_else(|| on().next())
        .or_else(|| live.iter().find(|l| l.lesson.from.0 > now))
        .or_else(|| live.last());
    Ok(found.map(|l| l.id))
}

/// How late it is now, in minutes after the lesson began; 0 when it is not on.
pub fn minutes_late(lesson: &DayLesson, cx: &Cx) -> u16 {
    let at = cx.look.shown.zone.instant(lesson.lesson.day, lesson.lesson.from);
    let late = (cx.now - at).num_minutes();
    let long = lesson.lesson.until.0.saturating_sub(lesson.lesson.from.0);
    u16::try_from(late).ok().filter(|late| *late <= long).unwrap_or(0)
}

/// The lesson before or after this one on the same day.
///
/// # Errors
/// When the desk refuses.
pub fn beside(this: &DayLesson, forward: bool, cx: &Cx) -> Result<Option<LessonId>, Refused> {
    let lessons = cx.ask(&LessonsOn { from: Some(this.lesson.day), until: None })?;
    let here = lessons.iter().position(|lesson| lesson.id == this.id).unwrap_or(0);
    let there = if forward { here.checked_add(1) } else { here.checked_sub(1) };
    Ok(there.and_then(|index| lessons.get(index)).map(|lesson| lesson.id))
}

/// Picks another lesson of the days around.
pub fn pick(cx: &mut Cx) -> Effect {
    let today = cx.look.shown.today;
    let around = |days: i64| today.checked_add_signed(chrono::Duration::days(days));
    let lessons = match cx.ask(&LessonsOn { from: around(-14), until: around(14) }) {
        Ok(lessons) => lessons,
        Err(no) => return refused(no),
    };
    let item = |lesson: &DayLesson| {
        let when = cx.look.lang.day(lesson.lesson.day, &cx.look.shown);
        Item::new(format!("{when} {}  {}", lesson.lesson.from, lesson.class))
            .detail(format!("{}  {}", lesson.teacher, lesson.room))
            .words(lesson.lesson.day.to_string())
    };
    let items = lessons.iter().map(item).collect();
    let title = cx.look.text("class-pick-lesson").into_owned();
    let ids: Vec<LessonId> = lessons.iter().map(|lesson| lesson.id).collect();
    let take = move |index: usize, _: &mut Cx| {
        ids.get(index).map_or(Effect::Done, |id| Effect::Go(Place::Class(Some(*id))))
    };
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

//! The calendar: when. Lessons, made ahead from the classes' weekly times, and attendance marks.

mod guest;
mod lesson;
mod list;
mod make_up;
mod mark;
mod number;
mod pick;
mod plan;
mod sheet;

pub use guest::{GUESTS, Guest, GuestKind, Invite};
pub use lesson::{
    AddLesson, CancelLesson, ChangeLesson, LESSONS, Lesson, LessonState, Taught, lesson, lessons_of_class,
    lessons_on,
};
pub use list::{AttendanceLine, ListAttendance};
pub use mark::{MARKS, Mark, MarkLesson, MarkOne, Presence, mark_of, marks_of, presence};
pub use number::Numbers;
pub use pick::Pick;
pub use plan::PlanLessons;
pub use sheet::{DayAnswer, DayLesson, LessonSheet, LessonsOn, Sheet, SheetRow, SheetRule, missed_before};

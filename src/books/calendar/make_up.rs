//! The right to make a lesson up 补课: a lesson missed with leave gives one, and sitting in on another lesson as a
//! make-up uses one up. Nothing is kept of it: it follows from the marks and the guests that there are.

use super::guest::{GUESTS, GuestKind};
use super::lesson::{LessonState, lesson};
use super::mark::MARKS;
use crate::base::{Day, Refused, StudentId};
use crate::store::Read;

/// Whether a student has a lesson left to make up on a day, beside those that they make up already.
///
/// # Errors
/// When the store fails.
pub(super) fn is_open(read: &dyn Read, who: StudentId, day: Day) -> Result<bool, Refused> {
    let marks = MARKS.all(read, &(who,))?;
    let rights: Vec<Day> = marks.into_iter().filter_map(|(_, mark)| mark.make_up_until).collect();
    let mut days = Vec::new();
    for ((id, _), guest) in GUESTS.all(read, &())?.into_iter().filter(|((_, guest), _)| *guest == who) {
        let sat_in = lesson(read, id)?;
        if guest.kind == GuestKind::MakeUp && sat_in.state != LessonState::Cancelled {
            days.push(sat_in.day);
        }
    }
    let before = covered(&days, &rights);
    days.push(day);
    Ok(covered(&days, &rights) > before)
}

/// How many of these days have a right each that holds so long, given out as well as can be.
fn covered(days: &[Day], rights: &[Day]) -> usize {
    let mut days = days.to_vec();
    // The latest first: what holds so long holds for every earlier day.
    days.sort_unstable_by(|a, b| b.cmp(a));
    days.iter().fold(0, |used, day| {
        let holds = rights.iter().filter(|until| *until >= day).count();
        if holds > used { used + 1 } else { used }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(of_october: &[u32]) -> Vec<Day> {
        of_october.iter().map(|d| Day::from_ymd_opt(2026, 10, *d).unwrap()).collect()
    }

    #[test]
    fn each_right_covers_one_day_and_the_one_that_runs_out_first_is_used_first() {
        let covered = |wanted: &[u32], until: &[u32]| covered(&days(wanted), &days(until));
        assert_eq!(covered(&[5], &[]), 0);
        assert_eq!(covered(&[5], &[4]), 0);
        assert_eq!(covered(&[5, 6], &[6]), 1);
        assert_eq!(covered(&[5, 20], &[6, 30]), 2);
        assert_eq!(covered(&[5, 5, 20], &[6, 30]), 2);
        assert_eq!(covered(&[5, 7], &[5, 6]), 1);
    }
}

//! Whether there are lessons to come: a school that has planned none is shown the way to them.

use chrono::Days;

use crate::base::Refused;
use crate::desk::calendar::LessonsOn;
use crate::tui::app::Cx;

/// So many days ahead are looked through.
const DAYS: u64 = 28;

/// Whether no lesson is planned for today and the four weeks that follow.
///
/// # Errors
/// When the operator may not ask, or the store fails.
pub fn is_unplanned(cx: &Cx) -> Result<bool, Refused> {
    let today = cx.look.shown.today;
    let until = today.checked_add_days(Days::new(DAYS));
    Ok(cx.ask(&LessonsOn { from: Some(today), until })?.is_empty())
}

//! Deadlines in words, counted in working time.

use crate::desk::queue::{ListRow, State};
use crate::say;
use crate::tui::app::Look;
use crate::tui::theme::Role;
use crate::tui::widgets::Line;

/// What is due next of a ticket, or how it stands.
pub fn line(row: &ListRow, look: &Look) -> Line {
    match (row.state, row.due, row.left) {
        (State::Done, _, _) if row.score.is_some() => {
            let say = say!("tickets-done-score", score = row.score.map_or(0, i32::from));
            Line::of(look.say(&say), Role::Muted)
        }
        (State::Done, _, _) => Line::of(look.text("tickets-done").into_owned(), Role::Muted),
        (State::Waiting, _, _) => Line::of(look.text("tickets-waiting").into_owned(), Role::Muted),
        (State::Open, Some(_), Some(left)) if left < 0 => {
            Line::of(look.say(&say!("tickets-overdue", time = span(-left, look))), Role::Bad)
        }
        (State::Open, Some(due), left) => {
            let soon = left.is_some_and(|left| left <= SOON_MINUTES);
            Line::of(look.lang.moment(due, &look.shown), if soon { Role::Warn } else { Role::Text })
        }
        (State::Open, None, _) => Line::of(look.text("tickets-undated").into_owned(), Role::Muted),
    }
}

/// How much working time is left of a ticket that is due today, or by how much it is overdue.
pub fn left(row: &ListRow, look: &Look) -> Line {
    match row.left {
        Some(left) if left >= 0 => {
            let role = if left <= SOON_MINUTES { Role::Warn } else { Role::Muted };
            Line::of(look.say(&say!("tickets-left", time = span(left, look))), role)
        }
        _ => line(row, look),
    }
}

/// A deadline within so many working minutes stands out.
const SOON_MINUTES: i64 = 120;

/// A span of working time in its own words: `40 分`, `3.5 时`.
pub fn span(minutes: i64, look: &Look) -> String {
    if minutes < 100 {
        return look.say(&say!("tickets-minutes", minutes = minutes));
    }
    look.say(&say!("tickets-hours", hours = hours(minutes)))
}

/// Minutes as hours with one decimal, rounded half up: `3.4`; a hundred hours and more are whole.
pub fn hours(minutes: i64) -> String {
    if minutes >= 6_000 {
        return ((minutes + 30) / 60).to_string();
    }
    let tenths = (minutes * 10 + 30) / 60;
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn minutes_read_as_hours_with_one_decimal() {
        let read: Vec<String> =
            [0, 3, 30, 59, 60, 204, 600, 6_100].iter().map(|m| super::hours(*m)).collect();
        assert_eq!(read, ["0", "0.1", "0.5", "1", "1", "3.4", "10", "102"]);
    }
}

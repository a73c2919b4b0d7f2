//! Small pictures of numbers: a row of bars, one bar, and attendance as a calendar.

use chrono::{Datelike, Duration};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::text::put;
use crate::base::Day;
use crate::tui::app::Look;
use crate::tui::symbol::{BARS, UNMARKED};
use crate::tui::theme::Role;

/// Values as a row of bars, one cell each, the largest at full height; zero and less are the lowest bar.
pub fn sparkline(values: &[i64]) -> String {
    let most = values.iter().copied().max().unwrap_or(0).max(1);
    let bar = |value: &i64| {
        let top = (BARS.len() - 1) as i128;
        BARS[(i128::from((*value).max(0)) * top / i128::from(most)) as usize]
    };
    values.iter().map(bar).collect()
}

/// One bar of `value` out of `most`, in at most that many cells.
pub fn bar(value: i64, most: i64, cells: usize) -> String {
    let (value, most) = (i128::from(value.max(0)), i128::from(most.max(1)));
    let filled = (value.min(most) * cells as i128 / most) as usize;
    BARS[BARS.len() - 1].repeat(filled)
}

/// A day of the calendar: its sign and what that means.
pub type Mark = (&'static str, Role);

/// Draws days as a calendar, a column a week with Monday on top, ending with the week of `last`. As many weeks
/// as there is room for; a day on which nothing was is a faint dot. Takes 8 rows.
pub fn heat_map(area: Rect, buf: &mut Buffer, look: &Look, last: Day, mark: &dyn Fn(Day) -> Option<Mark>) {
    let area = area.intersection(buf.area);
    /// Room for a weekday's name left of the weeks.
    const NAMES: u16 = 5;
    let weeks = i64::from(area.width.saturating_sub(NAMES) / 2);
    if weeks == 0 || area.height < 8 {
        return;
    }
    let monday = last - Duration::days(i64::from(last.weekday().num_days_from_monday()));
    let first = monday - Duration::weeks(weeks - 1);
    for row in 0..7u16 {
        let name = look.lang.weekday(u32::from(row) + 1);
        put(buf, area.x, area.y + 1 + row, &name, look.style(Role::Label), NAMES - 1);
    }
    let mut named_to = 0;
    for week in 0..weeks {
        let begins = first + Duration::weeks(week);
        let x = area.x + NAMES + week as u16 * 2;
        let new_month = (0..7).map(|day| begins + Duration::days(day)).find(|day| day.day() == 1);
        if let Some(month) = new_month.filter(|_| x >= named_to) {
            let name = format!("{:02}", month.month());
            named_to =
                put(buf, x, area.y, &name, look.style(Role::Label), area.right().saturating_sub(x)) + 1;
        }
        for row in 0..7u16 {
            let day = begins + Duration::days(i64::from(row));
            if day > last {
                continue;
            }
            let (sign, role) = mark(day).unwrap_or((UNMARKED, Role::Heat0));
            put(buf, x, area.y + 1 + row, sign, look.style(role), 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::driver::{print, test_look};
    use crate::tui::symbol::PRESENT;

    #[test]
    fn bars_rise_with_their_values_and_never_overflow() {
        assert_eq!(sparkline(&[0, 1, 7, -3, i64::MIN]), "▁▂█▁▁");
        assert_eq!(sparkline(&[i64::MAX, i64::MAX / 2]), "█▄");
        assert_eq!(sparkline(&[]), "");
        assert_eq!(bar(5, 10, 8), "████");
        assert_eq!(bar(i64::MAX, 1, 3), "███");
        assert_eq!(bar(-1, 0, 3), "");
    }

    #[test]
    fn weeks_are_columns_and_the_last_day_is_at_the_right() {
        let look = test_look(crate::lang::Tongue::ZhCn);
        let mut buf = Buffer::empty(Rect::new(0, 0, 13, 8));
        let saturday = look.shown.today;
        let mark = |day: Day| (day == saturday).then_some((PRESENT, Role::Ok));
        heat_map(buf.area, &mut buf, &look, saturday, &mark);
        let rows: Vec<_> = print(&buf).lines().map(str::to_owned).collect();
        assert_eq!(rows[0].trim(), "11");
        assert_eq!(rows[6], "周六 · · · ●");
        assert_eq!(rows[7], "周日 · · ·", "tomorrow is not there yet");
    }
}

//! A row of the leaderboard, and a line of a statement. Plain data in, cells out.

use crate::desk::ledger::Why;
use crate::desk::ledger::points::board::{BoardRow, Ranked};
use crate::desk::ledger::points::statement::StatementLine;
use crate::say;
use crate::tui::app::Look;
use crate::tui::theme::Role;
use crate::tui::widgets::figures::{bar, sparkline};
use crate::tui::widgets::ranks::{movement, tier_role};
use crate::tui::widgets::{Column, Line, Row};

const BAR_CELLS: usize = 10;

/// Columns of the leaderboard, of students or of teams.
pub fn columns(teams: bool, look: &Look) -> Vec<Column> {
    let text = |key: &str| look.text(key).into_owned();
    let (name, last) = if teams { ("board-team", "board-members") } else { ("board-student", "board-tier") };
    vec![
        Column::fixed(text("board-rank"), 4).right(),
        Column::fixed(text("board-move"), 4),
        Column::flexible(text(name), 10, 1),
        Column::fixed(text("board-earned"), 6).right(),
        Column::fixed("", BAR_CELLS as u16),
        Column::fixed(text("board-balance"), 6).right(),
        Column::fixed(text(last), 8),
        Column::fixed(text("board-trend"), 8),
    ]
}

/// A row; without a rank where `ranked` is false: nobody has points yet.
pub fn row(row: &BoardRow, ranked: bool, most: i64, tiers: usize) -> Row {
    let first = row.rank <= 3 && row.earned > 0;
    let (rank, moved) = match ranked {
        true => {
            let rank = Line::of(row.rank.to_string(), if first { Role::Title } else { Role::Muted });
            (rank, movement(row.rank, row.before))
        }
        false => (Line::new(), Line::new()),
    };
    let earned = if row.earned == 0 { Role::Muted } else { Role::Text };
    let last = match (&row.tier, row.who) {
        (_, Ranked::Team(_)) => Line::of(row.members.to_string(), Role::Muted),
        (Some((place, tier)), _) => Line::of(tier.to_string(), tier_role(*place, tiers)),
        (None, _) => Line::new(),
    };
    let trend = if row.trend.iter().all(|points| *points == 0) {
        Line::new()
    } else {
        Line::of(sparkline(&row.trend), Role::Accent)
    };
    Row::of([
        rank,
        moved,
        Line::of(row.name.to_string(), if first { Role::Title } else { Role::Text }),
        Line::of(number(row.earned), earned),
        Line::of(bar(row.earned, most, BAR_CELLS), Role::Accent),
        Line::of(number(row.balance), Role::Muted),
        last,
        trend,
    ])
}

/// A whole number with the sign that the eye can't miss.
pub fn number(n: i64) -> String {
    if n < 0 { format!("−{}", n.unsigned_abs()) } else { n.to_string() }
}

/// What a line of a statement is about.
pub fn what(line: &StatementLine, look: &Look) -> String {
    match line.why {
        Why::Award => line.what.to_string(),
        Why::Redemption => look.say(&say!("board-redeem-of", reward = &line.what)),
        Why::Opening => look.text("board-why-opening").into_owned(),
        Why::Adjustment if line.note.is_empty() => look.text("board-why-adjustment").into_owned(),
        Why::Adjustment => format!("{}: {}", look.text("board-why-adjustment"), line.note.replace('\n', " ")),
        _ => look.text("board-why-other").into_owned(),
    }
}

/// Points with their sign; quiet where they were taken back.
pub fn points(line: &StatementLine) -> Line {
    let role = match (&line.taken_back, line.points) {
        (Some(_), _) => Role::Muted,
        (None, n) if n < 0 => Role::Bad,
        _ => Role::Ok,
    };
    let sign = if line.points < 0 { '−' } else { '+' };
    Line::of(format!("{sign}{}", line.points.unsigned_abs()), role)
}

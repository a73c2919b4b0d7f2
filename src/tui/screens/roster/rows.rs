//! A student's row. Plain data in, cells out.

use crate::base::Money;
use crate::desk::register::{RosterRow, RosterSort, Standing};
use crate::tui::app::Look;
use crate::tui::theme::Role;
use crate::tui::widgets::text::grouped;
use crate::tui::widgets::{Column, Line, Row};

/// From this width on a list has room for both labels and points.
const BOTH_FROM_WIDTH: u16 = 92;

/// Columns from left to right. Labels, where there are any, take the room of the points in a narrow list.
pub fn columns(tagged: bool, look: &Look) -> Vec<Column> {
    let mut columns = vec![
        Column::fixed(look.text("roster-number"), 8),
        Column::flexible(look.text("roster-name"), 8, 2),
        Column::flexible(look.text("roster-class"), 11, 4).middle(),
    ];
    if tagged {
        columns.push(Column::flexible(look.text("roster-tags"), 6, 2));
    }
    let points = Column::fixed(look.text("roster-points"), 6).right();
    columns.extend([
        Column::fixed(look.text("roster-credits"), 6).right(),
        Column::fixed(look.text("roster-owing"), 10).right(),
        if tagged { points.from_width(BOTH_FROM_WIDTH) } else { points },
        Column::fixed(look.text("roster-phone"), 13),
    ]);
    columns
}

/// The row of a student; of one whose row was not read yet an empty one.
pub fn row(row: Option<&RosterRow>, chosen: bool, tagged: bool, look: &Look) -> Row {
    let Some(row) = row else { return Row { cells: Vec::new(), chosen } };
    let quiet = row.left.is_some() || row.classes.iter().all(|class| class.standing != Standing::Active);
    let plain = if quiet { Role::Muted } else { Role::Text };
    let mut cells = vec![
        Line::of(number(row), Role::Muted),
        Line::of(row.name.to_string(), plain),
        Line::of(classes(row), Role::Muted),
    ];
    if tagged {
        let tags: Vec<&str> = row.tags.iter().map(|tag| tag.as_str()).collect();
        cells.push(Line::of(tags.join(" "), Role::Accent));
    }
    cells.extend([
        Line::of(row.credits.to_string(), credits_role(row)),
        owing(row.owing, look),
        Line::of(row.points.to_string(), Role::Muted),
        Line::of(phone(row), Role::Muted),
    ]);
    Row { cells, chosen }
}

/// The school's own number, or else the id.
pub fn number(row: &RosterRow) -> String {
    if row.number.is_empty() { row.id.to_string() } else { row.number.to_string() }
}

/// Whom one would call: the family's phone, or else the first guardian's.
fn phone(row: &RosterRow) -> String {
    let phones = std::iter::once(&row.phone).chain(row.guardians.iter().map(|guardian| &guardian.phone));
    phones.into_iter().find(|phone| !phone.is_empty()).map(|phone| grouped(phone)).unwrap_or_default()
}

/// The first class, and how many more there are: names cut out of a row of them tell nothing.
fn classes(row: &RosterRow) -> String {
    match row.classes.as_slice() {
        [] => String::new(),
        [only] => only.name.to_string(),
        [first, more @ ..] => format!("{} +{}", first.name, more.len()),
    }
}

/// How urgent the credits are.
pub fn credits_role(row: &RosterRow) -> Role {
    match row.credits.0 {
        i64::MIN..0 => Role::Bad,
        0 if row.low => Role::Bad,
        _ if row.low => Role::Warn,
        _ => Role::Muted,
    }
}

/// What is owed; nothing where nothing is; what was paid ahead with its sign.
pub fn owing(owing: Money, look: &Look) -> Line {
    match owing.0 {
        0 => Line::new(),
        1.. => Line::of(look.shown.currency.show(owing), Role::Bad),
        _ => Line::of(look.shown.currency.show(owing), Role::Ok),
    }
}

/// The orders, as the keys turn them.
const SORTS: [RosterSort; 5] =
    [RosterSort::Number, RosterSort::Name, RosterSort::Credits, RosterSort::Owing, RosterSort::Points];

/// The order after this one, or before it.
pub fn turned(sort: RosterSort, forward: bool) -> RosterSort {
    let here = SORTS.iter().position(|other| *other == sort).unwrap_or(0);
    SORTS[(here + if forward { 1 } else { SORTS.len() - 1 }) % SORTS.len()]
}

/// The key of what an order is called.
pub fn sort_key(sort: RosterSort) -> &'static str {
    match sort {
        RosterSort::Number => "roster-sort-number",
        RosterSort::Name => "roster-sort-name",
        RosterSort::Credits => "roster-sort-credits",
        RosterSort::Owing => "roster-sort-owing",
        RosterSort::Points => "roster-sort-points",
    }
}

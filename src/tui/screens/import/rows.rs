//! The rows of a file: what comes of each, and the selected one at more length.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Import;
use super::tried::{Entry, Tried};
use crate::base::{Arg, Day, Say, Text};
use crate::desk::register::{Change, ComparedRow, ImportRow, RowState, Sex};
use crate::exchange::columns::Field;
use crate::exchange::intake::RefusedRow;
use crate::say;
use crate::tui::app::Look;
use crate::tui::symbol::{ABSENT, DOT, EXCUSED, LATE, PRESENT, UNMARKED};
use crate::tui::theme::Role;
use crate::tui::widgets::text::grouped;
use crate::tui::widgets::{Column, Line, Row, Table};

/// Draws the list.
pub fn draw(import: &mut Import, area: Rect, buf: &mut Buffer, look: &Look) {
    let Some(tried) = &import.tried else { return };
    let who = if tried.is_set() { "intake-file" } else { "intake-student" };
    let heads = [
        Column::fixed(look.text("intake-row"), 6).right(),
        Column::fixed(look.text("intake-state"), 11),
        Column::fixed(look.text(who), 16),
        Column::flexible(look.text("intake-what"), 20, 1),
    ];
    let row = |at: usize| match tried.entry(import.ids[at]) {
        Some(Entry::Good(at)) => good(&tried.found.rows[at], &tried.source.import.rows[at], look),
        Some(Entry::Refused(at)) => refused(tried, &tried.source.refused[at], look),
        None => Row::default(),
    };
    Table { columns: &heads, ids: &import.ids, row: &row }.draw(area, buf, &look.theme, &mut import.rows);
}

/// The sign, the colour and the name of what comes of a row.
pub fn state(state: RowState) -> (&'static str, Role, &'static str) {
    match state {
        RowState::New => (PRESENT, Role::Ok, "intake-state-new"),
        RowState::Changed => (LATE, Role::Accent, "intake-state-changed"),
        RowState::Unchanged => (UNMARKED, Role::Muted, "intake-state-unchanged"),
    }
}

/// The same of a row that is refused; a fault of a set may cost no more than a value.
pub fn state_of_refused(no: &RefusedRow) -> (&'static str, Role, &'static str) {
    match no.dropped {
        true => (ABSENT, Role::Bad, "intake-state-refused"),
        false => (EXCUSED, Role::Warn, "intake-state-noted"),
    }
}

fn sign((sign, role, key): (&'static str, Role, &'static str), look: &Look) -> Line {
    Line::of(format!("{sign} {}", look.text(key)), role)
}

fn good(found: &ComparedRow, row: &ImportRow, look: &Look) -> Row {
    let what = match found.state {
        RowState::Changed => {
            let changes = found.changes.iter().map(|change| look.say(&change_say(change)));
            Line::of(changes.collect::<Vec<_>>().join(DOT), Role::Text)
        }
        RowState::New => {
            let told = told(row, look);
            let short = [Field::Class, Field::LessonsLeft, Field::Owing, Field::Phone];
            let told = short.iter().filter_map(|field| told.iter().find(|(other, _)| other == field));
            let told = told.map(|(field, value)| match field {
                Field::LessonsLeft | Field::Owing => format!("{} {value}", look.say(&field.say())),
                _ => value.clone(),
            });
            Line::of(told.collect::<Vec<_>>().join(DOT), Role::Muted)
        }
        RowState::Unchanged => Line::new(),
    };
    let quiet = if found.state == RowState::Unchanged { Role::Muted } else { Role::Text };
    let number = Line::of(found.row.to_string(), Role::Muted);
    Row::of([number, sign(state(found.state), look), Line::of(found.name.to_string(), quiet), what])
}

fn refused(tried: &Tried, no: &RefusedRow, look: &Look) -> Row {
    let number = if no.row == 0 { String::new() } else { no.row.to_string() };
    let who = if tried.is_set() { no.file.clone() } else { tried.name_in(no) };
    let what = Line::of(look.say(&fault_say(no)), Role::Text);
    let state = sign(state_of_refused(no), look);
    Row::of([Line::of(number, Role::Muted), state, Line::of(who.to_string(), Role::Text), what])
}

fn fault_say(no: &RefusedRow) -> Say {
    let reason = no.reason.clone();
    match (no.column.is_empty(), no.value.is_empty()) {
        (true, true) => reason,
        (true, false) => say!("intake-fault-value", value = &no.value, reason = reason),
        (false, true) => say!("intake-fault-column", column = &no.column, reason = reason),
        (false, false) => say!("intake-fault", column = &no.column, value = &no.value, reason = reason),
    }
}

fn change_say(change: &Change) -> Say {
    let from = change.from.clone().unwrap_or_else(|| Arg::from("—"));
    say!("intake-change", field = change.field.clone()).with("from", from).with("to", change.to.clone())
}

/// The selected row at more length.
pub fn detail(tried: &Tried, id: usize, look: &Look) -> Vec<Line> {
    match tried.entry(id) {
        Some(Entry::Good(at)) => {
            let (found, row) = (&tried.found.rows[at], &tried.source.import.rows[at]);
            good_detail(found, row, look)
        }
        Some(Entry::Refused(at)) => refused_detail(tried, &tried.source.refused[at], look),
        None => Vec::new(),
    }
}

fn head(row: u32, name: &str, shown: (&'static str, Role, &'static str), look: &Look) -> Line {
    let title =
        if row == 0 { name.to_owned() } else { look.say(&say!("intake-row-of", row = row, name = name)) };
    let state = sign(shown, look);
    Line(Line::of(format!("{title}  "), Role::Title).0.into_iter().chain(state.0).collect())
}

fn pair(label: &str, value: String, role: Role) -> Line {
    if label.is_empty() {
        return Line::of(value, role);
    }
    Line::of(format!("{label}  "), Role::Label).and(value, role)
}

fn good_detail(found: &ComparedRow, row: &ImportRow, look: &Look) -> Vec<Line> {
    let mut lines = vec![head(found.row, &found.name, state(found.state), look)];
    match found.state {
        RowState::Changed => {
            lines.extend(found.changes.iter().map(|change| {
                let from = change.from.as_ref().map_or("—".to_owned(), |from| arg(from, look));
                let label = look.say(&change.field);
                pair(&label, format!("{from} → "), Role::Muted).and(arg(&change.to, look), Role::Accent)
            }));
        }
        RowState::New => {
            lines.extend(
                told(row, look)
                    .into_iter()
                    .map(|(field, value)| pair(&look.say(&field.say()), value, Role::Text)),
            );
        }
        RowState::Unchanged => lines.push(Line::of(look.text("intake-same").into_owned(), Role::Muted)),
    }
    lines
}

fn refused_detail(tried: &Tried, no: &RefusedRow, look: &Look) -> Vec<Line> {
    let name = if tried.is_set() { no.file.clone() } else { tried.name_in(no) };
    let mut lines = vec![head(no.row, &name, state_of_refused(no), look)];
    lines.push(Line::of(look.say(&no.reason), Role::Bad));
    let columns = tried.columns();
    let letters = columns.iter().find(|(column, _)| column.title == no.column);
    let place = letters.map(|(column, _)| format!("{} ", column.letters())).unwrap_or_default();
    if !no.value.is_empty() {
        lines.push(pair(&format!("{place}{}", no.column), no.value.to_string(), Role::Text));
    }
    // The row as it stands there.
    if let Some(row) = tried.sheet().and_then(|sheet| sheet.row(no.row)) {
        let others = columns.iter().filter(|(column, _)| column.title != no.column);
        lines.extend(
            others.filter(|(column, _)| !row.cell(column.index).is_blank()).map(|(column, _)| {
                pair(&column.title, row.cell(column.index).shown().to_string(), Role::Muted)
            }),
        );
    }
    lines
}

/// What a row tells of a student, in the order of the fields.
fn told(row: &ImportRow, look: &Look) -> Vec<(Field, String)> {
    let names = |names: &mut dyn Iterator<Item = &Text>| {
        // A class of several terms is one to whoever reads.
        let mut names: Vec<&str> = names.map(Text::as_str).collect();
        let mut seen = std::collections::HashSet::new();
        names.retain(|name| seen.insert(*name));
        names.join(DOT)
    };
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let money = |amount: Option<Arg>| amount.map(|amount| arg(&amount, look)).unwrap_or_default();
    let sex = row.sex.map(|sex| match sex {
        Sex::Female => look.text("roster-sex-female").into_owned(),
        Sex::Male => look.text("roster-sex-male").into_owned(),
    });
    let sex = sex.unwrap_or_default();
    let all = [
        (Field::Number, row.number.to_string()),
        (Field::Sex, sex),
        (Field::Born, day(row.born)),
        (Field::Guardian, row.guardian.to_string()),
        (Field::Phone, grouped(&row.phone)),
        (Field::Class, names(&mut row.classes.iter().chain(row.places.iter().map(|place| &place.class)))),
        (Field::Course, names(&mut row.courses.iter())),
        (Field::Joined, day(row.joined)),
        (Field::LessonsLeft, money(row.lessons_left.map(Arg::Credits))),
        (Field::Owing, money(row.owing.map(Arg::Money))),
        (Field::School, row.school.to_string()),
        (Field::Grade, row.grade.to_string()),
        (Field::Note, row.note.replace('\n', DOT)),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn arg(arg: &Arg, look: &Look) -> String {
    look.say(&Say::new("intake-value").with("value", arg.clone()))
}

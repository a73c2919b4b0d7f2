//! What the forms of the set-up are made of, and how their cells are written.

use crate::base::{Day, Say, Text};
use crate::say;
use crate::tui::app::Look;
use crate::tui::widgets::{Field, FieldKind, Values};

/// A field for the name, which every item has.
pub fn name_field(name: &Text) -> Field {
    Field::text("name", say!("setup-name")).required().value(name)
}

/// The name that was typed.
pub fn name_of(values: &Values) -> Text {
    values.text("name").unwrap_or_default()
}

/// A field for a whole number from 0 on; 0 is left empty.
pub fn whole(field: &'static str, label: Say, most: i64, now: i64) -> Field {
    let text = if now == 0 { String::new() } else { now.to_string() };
    Field::new(field, label, FieldKind::Number { least: 0, most }).value(&text)
}

/// What was typed there; 0 where it was left empty.
pub fn whole_of<N: TryFrom<i64> + Default>(values: &Values, field: &str) -> N {
    values.whole(field).unwrap_or_default()
}

/// A field for a day.
pub fn day_field(field: &'static str, label: Say, now: Option<Day>) -> Field {
    let text = now.map(|day| day.to_string()).unwrap_or_default();
    Field::new(field, label, FieldKind::Day).value(&text)
}

/// A field that points to one of these, or to none.
pub fn pointer<Id: Copy + ToString>(
    field: &'static str,
    label: Say,
    names: &[(Id, Text)],
    now: Option<Id>,
) -> Field {
    let named = names.iter().map(|(id, name)| (*id, say!("setup-named", name = name)));
    Field::one_of(field, label, named).or_none(say!("setup-none")).chosen(now)
}

/// Whether something is so, in a word.
pub fn yes_text(is: bool, look: &Look) -> String {
    look.text(if is { "app-yes" } else { "app-no" }).into_owned()
}

/// A count; nothing where it says nothing.
pub fn count(n: u16) -> String {
    if n == 0 { String::new() } else { n.to_string() }
}

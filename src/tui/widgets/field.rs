//! The fields of a form: what each takes, and what it reads as.

use std::borrow::Cow;
use std::str::FromStr;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::edit::Edit;
use super::text::put;
use crate::base::{AmountError, ClockTime, Credits, Day, Money, Say, Text, parse_day, plain_digits};
use crate::say;
use crate::tui::app::Look;
use crate::tui::input::Action;
use crate::tui::theme::Role;

/// What a field takes.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldKind {
    /// A line of text of at most so many characters.
    Text {
        /// The most characters.
        most: usize,
    },
    /// One of several: the value, and how it is called.
    Choice(Vec<(String, Say)>),
    /// An amount of money, not negative; `digits` is the currency's count of decimals.
    Money {
        /// Decimals of the currency.
        digits: u8,
    },
    /// Lesson credits, not negative.
    Credits,
    /// A day.
    Day,
    /// A time of day.
    Time,
    /// A whole number within bounds.
    Number {
        /// The least.
        least: i64,
        /// The most.
        most: i64,
    },
}

/// What a field was read as.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Left empty.
    Nothing,
    /// Text.
    Text(Text),
    /// The value of the choice.
    Choice(String),
    /// Money.
    Money(Money),
    /// Lesson credits.
    Credits(Credits),
    /// A day.
    Day(Day),
    /// A time of day.
    Time(ClockTime),
    /// A whole number.
    Number(i64),
}

/// A field's name within its form.
pub type Name = Cow<'static, str>;

/// What a form was read as, by field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values(pub(super) Vec<(Name, Value)>);

macro_rules! getters {
    ($($(#[$doc:meta])* $name:ident: $variant:ident -> $type:ty,)*) => {$(
        $(#[$doc])*
        pub fn $name(&self, field: &str) -> Option<$type> {
            match self.get(field) {
                Some(Value::$variant(value)) => Some(value.clone()),
                _ => None,
            }
        }
    )*};
}

impl Values {
    fn get(&self, field: &str) -> Option<&Value> {
        self.0.iter().find(|(name, _)| *name == field).map(|(_, value)| value)
    }
    getters! {
        /// The text of that field, unless it was left empty.
        text: Text -> Text,
        /// The value chosen in that field.
        choice: Choice -> String,
        /// The amount in that field, unless it was left empty.
        money: Money -> Money,
        /// The credits in that field, unless it was left empty.
        credits: Credits -> Credits,
        /// The day in that field, unless it was left empty.
        day: Day -> Day,
        /// The time in that field, unless it was left empty.
        time: Time -> ClockTime,
        /// The number in that field, unless it was left empty.
        number: Number -> i64,
    }

    /// The number in that field in a narrower type, unless it was left empty or does not fit.
    pub fn whole<N: TryFrom<i64>>(&self, field: &str) -> Option<N> {
        self.number(field)?.try_into().ok()
    }

    /// Whether a field made by [`Field::yes_no`] says yes.
    pub fn yes(&self, field: &str) -> bool {
        self.among(field, &YES_NO).unwrap_or_default()
    }

    /// What was chosen in a field made by [`Field::among`] over the same table.
    pub fn among<T: Copy>(&self, field: &str, all: &[(T, &'static str)]) -> Option<T> {
        let chosen = self.choice(field)?;
        all.iter().find(|(_, key)| *key == chosen).map(|(value, _)| *value)
    }

    /// The id chosen in a field made by [`Field::one_of`]; nothing where none was.
    pub fn id<Id: FromStr>(&self, field: &str) -> Option<Id> {
        self.choice(field)?.parse().ok()
    }
}

/// No comes first: what is turned to.
const YES_NO: [(bool, &str); 2] = [(false, "app-no"), (true, "app-yes")];

/// A field of a form.
#[derive(Clone, Debug)]
pub struct Field {
    pub(super) name: Name,
    pub(super) label: Say,
    pub(super) hint: Option<Say>,
    pub(super) error: Option<Say>,
    pub(super) edit: Edit,
    /// A number that stands there beforehand: the first character typed takes its place.
    offered: bool,
    kind: FieldKind,
    chosen: usize,
    required: bool,
    /// What it goes with, without which it makes no sense.
    pub(super) needs: Option<Need>,
}

/// The field that another one goes with.
#[derive(Clone, Debug)]
pub(super) struct Need {
    pub(super) field: &'static str,
    /// The choices there that it goes with; with none, whatever is filled in.
    only: Vec<String>,
}

impl Need {
    /// Whether what is filled in there is what it takes.
    pub(super) fn met_by(&self, field: &Field) -> bool {
        match self.only.is_empty() {
            true => !field.is_blank(),
            false => self.only.iter().any(|value| field.chosen_value() == Some(value)),
        }
    }
}

impl Field {
    /// An empty field that may stay empty.
    pub fn new(name: impl Into<Name>, label: Say, kind: FieldKind) -> Field {
        let edit = Edit::default();
        Field {
            name: name.into(),
            label,
            hint: None,
            error: None,
            edit,
            offered: false,
            kind,
            chosen: 0,
            required: false,
            needs: None,
        }
    }

    /// A field for a short text.
    pub fn text(name: impl Into<Name>, label: Say) -> Field {
        Field::new(name, label, FieldKind::Text { most: 120 })
    }

    /// A field with one of several values.
    pub fn choice(name: impl Into<Name>, label: Say, choices: Vec<(String, Say)>) -> Field {
        Field::new(name, label, FieldKind::Choice(choices))
    }

    /// A field with one of a table's values, each with the key of its name.
    pub fn among<T: Copy + PartialEq>(
        name: impl Into<Name>,
        label: Say,
        all: &[(T, &'static str)],
        now: T,
    ) -> Field {
        let choices = all.iter().map(|(_, key)| ((*key).to_owned(), Say::new(key))).collect();
        let key = all.iter().find(|(value, _)| *value == now).map_or("", |(_, key)| key);
        Field::choice(name, label, choices).value(key)
    }

    /// A field that says no or yes.
    pub fn yes_no(name: impl Into<Name>, label: Say, now: bool) -> Field {
        Field::among(name, label, &YES_NO, now)
    }

    /// A field with one of several things, each by its id and how it is called.
    pub fn one_of<Id: ToString>(
        name: impl Into<Name>,
        label: Say,
        things: impl IntoIterator<Item = (Id, Say)>,
    ) -> Field {
        Field::choice(name, label, things.into_iter().map(|(id, say)| (id.to_string(), say)).collect())
    }

    /// The same field, where none of its things may be chosen too, and is at first.
    pub fn or_none(mut self, none: Say) -> Field {
        if let FieldKind::Choice(choices) = &mut self.kind {
            choices.insert(0, (String::new(), none));
        }
        self
    }

    /// The same field with that thing chosen, if it is one of its own.
    pub fn chosen<Id: ToString>(self, id: Option<Id>) -> Field {
        match id {
            Some(id) => self.value(&id.to_string()),
            None => self,
        }
    }

    /// The same field, which has to be filled in.
    pub fn required(self) -> Field {
        Field { required: true, ..self }
    }

    /// The same field, which is there only while that other one is filled in or chosen.
    pub fn only_with(self, other: &'static str) -> Field {
        Field { needs: Some(Need { field: other, only: Vec::new() }), ..self }
    }

    /// The same field, which is there only while one of these is chosen in that other one.
    pub fn only_with_choice(self, other: &'static str, only: Vec<String>) -> Field {
        Field { needs: Some(Need { field: other, only }), ..self }
    }

    /// The same field with a line of advice, shown while it is filled in.
    pub fn hint(self, hint: Say) -> Field {
        Field { hint: Some(hint), ..self }
    }

    /// The same field with something in it: a text as it is typed, or the value of a choice.
    pub fn value(mut self, value: &str) -> Field {
        match &self.kind {
            FieldKind::Choice(choices) => {
                self.chosen = choices.iter().position(|(v, _)| v == value).unwrap_or(0);
            }
            kind => {
                let number =
                    matches!(kind, FieldKind::Number { .. } | FieldKind::Money { .. } | FieldKind::Credits);
                self.offered = number && !value.is_empty();
                self.edit = Edit::with(value);
            }
        }
        self
    }

    /// The line to type a character into: what was offered gives way.
    pub(super) fn typing(&mut self) -> &mut Edit {
        if std::mem::take(&mut self.offered) {
            self.edit = Edit::default();
        }
        &mut self.edit
    }

    /// Edits what stands there. `false`: it is no such action.
    pub(super) fn on_action(&mut self, action: Action) -> bool {
        let edited = self.edit.on_action(action);
        self.offered &= !edited;
        edited
    }

    pub(super) fn choices(&self) -> Option<&[(String, Say)]> {
        match &self.kind {
            FieldKind::Choice(choices) => Some(choices),
            _ => None,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.choices().is_none() && self.edit.text().is_empty()
    }

    /// Whether nothing is typed, or the choice is the one that stands for nothing.
    pub(super) fn is_blank(&self) -> bool {
        match self.choices() {
            Some(choices) => choices.get(self.chosen).is_none_or(|(value, _)| value.is_empty()),
            None => self.edit.text().is_empty(),
        }
    }

    fn chosen_value(&self) -> Option<&String> {
        self.choices()?.get(self.chosen).map(|(value, _)| value)
    }

    /// Turns to the next choice, or the one before.
    pub(super) fn turn(&mut self, forward: bool) {
        let count = self.choices().map_or(0, <[_]>::len);
        if count > 0 {
            self.chosen = (self.chosen + if forward { 1 } else { count - 1 }) % count;
        }
    }

    /// What it holds, or what is wrong with it.
    pub(super) fn read(&self) -> Result<Value, Say> {
        if let Some(choices) = self.choices() {
            return Ok(choices.get(self.chosen).map_or(Value::Nothing, |(v, _)| Value::Choice(v.clone())));
        }
        let text = self.edit.text();
        if text.is_empty() {
            return if self.required { Err(say!("error-required")) } else { Ok(Value::Nothing) };
        }
        match self.kind {
            FieldKind::Choice(_) => Ok(Value::Nothing),
            FieldKind::Text { most } if text.chars().count() > most => {
                Err(say!("error-too-long", most = most))
            }
            FieldKind::Text { .. } => Ok(Value::Text(text)),
            FieldKind::Money { digits } => read_money(&text, digits).map(Value::Money),
            FieldKind::Credits => {
                let credits = Credits::parse(&text).map_err(|error| amount(error, 2))?;
                if credits.0 < 0 { Err(say!("error-negative")) } else { Ok(Value::Credits(credits)) }
            }
            FieldKind::Day => parse_day(&text).map(Value::Day).ok_or_else(|| say!("error-not-a-day")),
            FieldKind::Time => text.parse().map(Value::Time).map_err(|_| say!("error-not-a-time")),
            FieldKind::Number { least, most } => {
                let number = plain_digits(&text).trim().replace('−', "-");
                let number: i64 = number.parse().map_err(|_| say!("error-not-a-number"))?;
                match number {
                    n if (least..=most).contains(&n) => Ok(Value::Number(n)),
                    _ => Err(say!("error-out-of-range", least = least, most = most)),
                }
            }
        }
    }

    /// Draws it; says where the cursor stands if it is typed into.
    pub(super) fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look, active: bool) -> Option<Position> {
        let role = if active { Role::FieldActive } else { Role::Field };
        let style = look.style(Role::Popup).patch(look.style(role));
        match self.choices() {
            Some(choices) => {
                let chosen = choices.get(self.chosen).map(|(_, say)| look.say(say)).unwrap_or_default();
                let text = if active { format!("< {chosen} >") } else { chosen };
                put(buf, area.x, area.y, &text, style, area.width);
                None
            }
            None => {
                let drawn = self.edit.draw(area, buf, style);
                if self.required && !active && self.edit.is_empty() {
                    let style = style.patch(look.style(Role::Muted));
                    put(buf, area.x, area.y, &look.text("app-form-required"), style, area.width);
                }
                drawn
            }
        }
    }
}

/// Reads an amount of money that is not negative; `digits` is the currency's count of decimals.
///
/// # Errors
/// Says what is wrong with it.
pub fn read_money(text: &str, digits: u8) -> Result<Money, Say> {
    let money = Money::parse(text, digits).map_err(|error| amount(error, digits))?;
    if money.0 < 0 { Err(say!("error-negative")) } else { Ok(money) }
}

fn amount(error: AmountError, digits: u8) -> Say {
    match error {
        AmountError::NotANumber => say!("error-not-an-amount"),
        AmountError::TooFine => say!("error-too-fine", digits = i64::from(digits)),
        AmountError::TooLarge => say!("error-too-large"),
    }
}

//! A sentence without a language: a key of the message files in `src/lang`, and what to put in.
//!
//! Rules, receipts and refusals speak in these, so that no room below the screens holds a word of
//! Chinese or English, and an answer that is stored reads in whichever language asks for it later.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{ClockTime, Credits, Day, Instant, Money};

/// What may stand in a sentence. Amounts and times are shaped by the reader's language and the
/// school's currency and zone only when they are shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arg {
    /// Text as it is.
    Text(String),
    /// A whole number; may choose a plural.
    Int(i64),
    /// Money.
    Money(Money),
    /// Lesson credits.
    Credits(Credits),
    /// A school day.
    Day(Day),
    /// A time of day.
    Time(ClockTime),
    /// A moment, shown in the school's zone.
    Instant(Instant),
    /// Another sentence or term.
    Say(Box<Say>),
}

/// A key of the message files, with its arguments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Say {
    /// The message's name in `src/lang/*/*.ftl`; its first word names the file.
    pub key: Cow<'static, str>,
    /// Arguments by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<(Cow<'static, str>, Arg)>,
}

impl Say {
    /// A sentence that needs no arguments (yet).
    pub fn new(key: &'static str) -> Say {
        Say { key: Cow::Borrowed(key), with: Vec::new() }
    }

    /// The same sentence with an argument more.
    pub fn with(mut self, name: &'static str, arg: impl Into<Arg>) -> Say {
        self.with.push((Cow::Borrowed(name), arg.into()));
        self
    }
}

macro_rules! from {
    ($($type:ty => $variant:ident),* $(,)?) => {$(
        impl From<$type> for Arg {
            fn from(value: $type) -> Arg { Arg::$variant(value.into()) }
        }
    )*};
}
from! {
    &str => Text, String => Text, i64 => Int, i32 => Int, u16 => Int, u32 => Int,
    Money => Money, Credits => Credits, Day => Day, ClockTime => Time, Instant => Instant,
}
impl From<u64> for Arg {
    fn from(n: u64) -> Arg {
        Arg::Int(i64::try_from(n).unwrap_or(i64::MAX))
    }
}
impl From<usize> for Arg {
    fn from(n: usize) -> Arg {
        Arg::Int(i64::try_from(n).unwrap_or(i64::MAX))
    }
}
impl From<&super::Text> for Arg {
    fn from(text: &super::Text) -> Arg {
        Arg::Text(text.to_string())
    }
}
impl From<Say> for Arg {
    fn from(say: Say) -> Arg {
        Arg::Say(Box::new(say))
    }
}

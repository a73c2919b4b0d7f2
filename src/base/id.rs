//! Ids are newtypes over integers, written with one letter in front: `S1042`, `C12`, `T873`.
//!
//! In JSON they are those strings, so that a script reads the same name that a screen shows.

use std::fmt;
use std::str::FromStr;

/// Why a text is not an id of the kind that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {letter} and a number, such as {letter}12, got {got:?}")]
pub struct IdError {
    /// The letter that such an id begins with.
    pub letter: char,
    /// What was given.
    pub got: String,
}

fn parse(letter: char, text: &str) -> Result<u64, IdError> {
    let digits = text.strip_prefix(letter).or_else(|| text.strip_prefix(letter.to_ascii_lowercase()));
    digits
        .filter(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()))
        .and_then(|d| d.parse().ok())
        .ok_or_else(|| IdError { letter, got: text.to_owned() })
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $letter:literal,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u64);

        impl $name {
            /// The letter that such an id begins with.
            pub const LETTER: char = $letter;
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}{}", $letter, self.0)
            }
        }
        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                parse($letter, text).map($name)
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                if s.is_human_readable() { s.collect_str(self) } else { s.serialize_u64(self.0) }
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                struct Either;
                impl serde::de::Visitor<'_> for Either {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        write!(f, "an id such as {}12", $letter)
                    }
                    fn visit_u64<E: serde::de::Error>(self, n: u64) -> Result<$name, E> { Ok($name(n)) }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(E::custom)
                    }
                }
                // Both forms are told apart by themselves: serde's buffering (flatten, tagged enums)
                // forgets which kind of format it reads.
                d.deserialize_any(Either)
            }
        }
        impl From<u64> for $name {
            fn from(n: u64) -> $name { $name(n) }
        }
        impl From<$name> for crate::base::Arg {
            fn from(id: $name) -> crate::base::Arg { crate::base::Arg::Text(id.to_string()) }
        }
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> { stringify!($name).into() }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "pattern": concat!("^", $letter, "[0-9]+$") })
            }
        }
    )*};
}

ids! {
    /// A student 学员.
    StudentId = 'S',
    /// A member of staff who may sign on: an operator 操作员 (teachers among them).
    StaffId = 'O',
    /// A course 课程: what is taught.
    CourseId = 'K',
    /// A class 班级: whom it is taught to, by whom, when.
    ClassId = 'C',
    /// A room.
    RoomId = 'M',
    /// A lesson 课次: one meeting of a class.
    LessonId = 'L',
    /// A point rule 积分规则.
    RuleId = 'P',
    /// A reward 奖品.
    RewardId = 'W',
    /// A team within a class.
    TeamId = 'A',
    /// A term 学期.
    TermId = 'E',
    /// A lot of lesson credits 课时: what one sale or gift granted.
    LotId = 'B',
    /// A ticket 工单.
    TicketId = 'T',
    /// An item of the price list (a package 套餐, a term fee, a single lesson).
    PriceId = 'X',
    /// A charge 应收.
    ChargeId = 'H',
    /// A discount 优惠.
    DiscountId = 'D',
    /// A trigger 触发 that the school made or changed.
    TriggerId = 'G',
    /// A text module 话术 of the school's own.
    WordsId = 'Y',
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_what_it_writes_and_refuses_another_kind() {
        assert_eq!("S1042".parse(), Ok(StudentId(1042)));
        assert_eq!("s1042".parse(), Ok(StudentId(1042)));
        assert_eq!(StudentId(1042).to_string(), "S1042");
        for wrong in ["", "S", "C12", "S-1", "S1 ", "S99999999999999999999999"] {
            assert!(wrong.parse::<StudentId>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn json_shows_the_name_that_a_screen_shows() {
        assert_eq!(serde_json::to_string(&ClassId(12)).unwrap(), r#""C12""#);
        assert_eq!(serde_json::from_str::<ClassId>(r#""C12""#).unwrap(), ClassId(12));
    }
}

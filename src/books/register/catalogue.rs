//! Catalogues: small lists that a school keeps (courses, rooms, rules …). One mechanism serves all:
//! `noun.save` makes or changes an item, `noun.list` shows them, what is retired stays readable.

use std::fmt::{Debug, Display};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::base::{Kind, Refused, Say, Text};
use crate::books::{Act, Ask, Books, Counter, Done, View, next_number};
use crate::store::{Key, Plain, Read, Table, journal};

/// An item of a catalogue.
pub trait Listed: Plain + JsonSchema + Clone + Debug + PartialEq + Send + 'static {
    /// Its id.
    type Id: Key + Copy + Eq + Debug + Display + From<u64> + Serialize + DeserializeOwned + JsonSchema + Send;
    /// Where it is kept.
    const TABLE: Table<Self::Id, Self>;
    /// What numbers it.
    const COUNTER: Counter;
    /// The stable name of its save command, `noun.save`.
    const SAVE: &'static str;
    /// The stable name of its list question, `noun.list`.
    const LIST: &'static str;
    /// The message key of its noun.
    const NOUN: &'static str;

    /// What it is called.
    fn name(&self) -> &Text;
    /// Whether it is no longer used for new things.
    fn retired(&self) -> bool;
    /// Whether two items may bear one name.
    fn may_share_name() -> bool {
        false
    }
    /// Refuses an item that does not make sense.
    ///
    /// # Errors
    /// What is wrong with it.
    fn check(&self, _id: Option<Self::Id>, _books: &Books<'_>) -> Result<(), Refused> {
        Ok(())
    }
    /// One that means something.
    fn example() -> Self;
}

/// Makes an item (no `id`) or changes one. All fields are given; to retire one, save it with
/// `retired: true`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(bound = "T: Listed")]
pub struct Save<T: Listed> {
    /// The item to change; none to make one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<T::Id>,
    /// The print of what the change was made on; when the item was changed since, it is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<u64>,
    /// The item.
    #[serde(flatten)]
    pub value: T,
}

impl<T: Listed> Act for Save<T> {
    const NAME: &'static str = T::SAVE;

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        if self.value.name().is_empty() {
            return Err(Refused::input(Say::new("register-needs-name")));
        }
        if let Some(id) = self.id {
            let now =
                books.draft.get(T::TABLE.id, &id.bytes())?.ok_or_else(|| Refused::missing(T::NOUN, id))?;
            check_unchanged(self.expect, &now)?;
        }
        if !T::may_share_name() && !self.value.retired() {
            let taken = T::TABLE.all(&books.draft, &())?.into_iter().find(|(id, other)| {
                Some(*id) != self.id && !other.retired() && other.name() == self.value.name()
            });
            if let Some((id, _)) = taken {
                let say = Say::new("register-name-taken").with("name", self.value.name());
                return Err(Refused::new(Kind::Conflict, say.with("id", id.to_string())));
            }
        }
        self.value.check(self.id, books)?;
        let (id, key) = match self.id {
            Some(id) if self.value.retired() => (id, "register-retired"),
            Some(id) => (id, "register-changed"),
            None => (T::Id::from(next_number(books, T::COUNTER)?), "register-added"),
        };
        T::TABLE.put(&mut books.draft, &id, &self.value);
        let say = Say::new(key).with("noun", Say::new(T::NOUN)).with("name", self.value.name());
        Ok(Done::said(say.with("id", id.to_string())).made(id))
    }

    fn example() -> Self {
        Save { id: None, expect: None, value: T::example() }
    }
}

/// Refuses when `now` is not what the sender saw.
///
/// # Errors
/// A conflict, when it was changed since.
pub fn check_unchanged(expect: Option<u64>, now: &[u8]) -> Result<(), Refused> {
    match expect {
        Some(seen) if seen != journal::print(Some(now)) => {
            Err(Refused::new(Kind::Conflict, Say::new("register-changed-since"))
                .hint(Say::new("register-changed-since-hint")))
        }
        _ => Ok(()),
    }
}

/// Asks for a catalogue's items, oldest first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct List<T> {
    /// Also those that are retired.
    #[serde(default)]
    pub retired: bool,
    #[serde(skip)]
    of: std::marker::PhantomData<fn() -> T>,
}

impl<T> List<T> {
    /// The items that are in use.
    pub fn live() -> List<T> {
        List { retired: false, of: std::marker::PhantomData }
    }
    /// All items.
    pub fn all() -> List<T> {
        List { retired: true, of: std::marker::PhantomData }
    }
}

/// An item with its id and its print.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound = "T: Listed")]
pub struct Listing<T: Listed> {
    /// Its id.
    pub id: T::Id,
    /// Its print, to send back with a change.
    pub expect: u64,
    /// The item.
    #[serde(flatten)]
    pub value: T,
}

impl<T: Listed> Ask for List<T> {
    const NAME: &'static str = T::LIST;
    type Answer = Vec<Listing<T>>;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let rows = T::TABLE.all(view.read, &())?;
        let wanted = rows.into_iter().filter(|(_, value)| self.retired || !value.retired());
        Ok(wanted
            .map(|(id, value)| Listing { id, expect: journal::print(Some(&value.encode())), value })
            .collect())
    }

    fn example() -> Self {
        List::live()
    }
}

use crate::store::Stored;

/// The item of that id.
///
/// # Errors
/// When there is none, or the store fails.
pub fn item<T: Listed>(read: &dyn Read, id: T::Id) -> Result<T, Refused> {
    T::TABLE.get(read, &id)?.ok_or_else(|| Refused::missing(T::NOUN, id))
}

/// Refuses the id of an item that is not there; none is right.
///
/// # Errors
/// As [`item`].
pub(super) fn exists<T: Listed>(read: &dyn Read, id: Option<T::Id>) -> Result<(), Refused> {
    id.map_or(Ok(()), |id| item::<T>(read, id).map(drop))
}

/// The name of an item; its id where it is not there.
///
/// # Errors
/// When the store fails.
pub fn name_of<T: Listed>(read: &dyn Read, id: T::Id) -> Result<Text, Refused> {
    Ok(T::TABLE.get(read, &id)?.map_or_else(|| Text::new(id.to_string()), |item| item.name().clone()))
}

/// Declares a catalogue: table, counter, command and question names, noun.
macro_rules! catalogue {
    ($type:ty: $id:ty, $table:ident $name:literal, $counter:ident, $save:literal, $list:literal, $noun:literal
     $(, check $check:expr)? $(, shares $shares:literal)?; example $example:expr) => {
        $crate::store::versioned!($type = 1);
        impl $crate::books::register::Listed for $type {
            type Id = $id;
            const TABLE: $crate::store::Table<$id, Self> =
                $crate::store::Table::new($crate::books::tables::$table, $name);
            const COUNTER: $crate::books::Counter = $crate::books::Counter::$counter;
            const SAVE: &'static str = $save;
            const LIST: &'static str = $list;
            const NOUN: &'static str = $noun;
            fn name(&self) -> &$crate::base::Text { &self.name }
            fn retired(&self) -> bool { self.retired }
            $(fn check(&self, id: Option<$id>, books: &$crate::books::Books<'_>) -> Result<(), $crate::base::Refused> {
                $check(self, id, books)
            })?
            $(fn may_share_name() -> bool { $shares })?
            fn example() -> Self { $example }
        }
    };
}
pub(crate) use catalogue;

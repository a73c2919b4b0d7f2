//! What a question is, and what its answer is found in.

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::register::{Role, School, StudentIndex};
use crate::base::{Day, Instant, Refused, StaffId};
use crate::store::Read;

/// A question to the books. Screens keep the answer, never a cursor into the store.
pub trait Ask: Serialize + DeserializeOwned + JsonSchema + Send + 'static {
    /// The stable name, `noun.what`.
    const NAME: &'static str;
    /// What the answer holds.
    type Answer: Serialize + DeserializeOwned + Send + 'static;

    /// Finds the answer.
    ///
    /// # Errors
    /// When what is asked about does not exist, or the store fails.
    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused>;

    /// One that means something, for docs/commands.md.
    fn example() -> Self;
}

/// The books as a question sees them.
pub struct View<'a> {
    /// What is kept now.
    pub read: &'a dyn Read,
    /// When it is asked, UTC.
    pub at: Instant,
    /// Who asks.
    pub operator: StaffId,
    /// The posts that the asker holds.
    pub roles: &'a [Role],
    /// The school's settings.
    pub school: &'a School,
    /// Students by name, reading, phone and number.
    pub index: &'a StudentIndex,
    /// Whether someone with those posts may ask the question of that name.
    pub may_ask: fn(&str, &[Role]) -> bool,
}

impl View<'_> {
    /// The school day on which it is asked.
    pub fn today(&self) -> Day {
        self.school.zone.day(self.at)
    }

    /// Whether the asker may ask that question, too: an answer that is put together of several leaves
    /// out what its asker would be refused.
    pub fn may<Q: Ask>(&self) -> bool {
        (self.may_ask)(Q::NAME, self.roles)
    }

    /// Whether the asker holds one of these posts.
    pub fn holds(&self, any: &[Role]) -> bool {
        self.roles.iter().any(|role| any.contains(role))
    }
}

//! The four figures by month: satisfaction, first response, complaint cycle, tickets per head.

use chrono::Months;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::figures::{Line, QueueFigures};
use super::quality::first_of;
use crate::base::{Day, Refused, StaffId};
use crate::books::{Ask, View};

/// Asks for the figures of the last months, the oldest first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QueueTrend {
    /// How many months, with the present one; from 1 to 36.
    #[serde(default = "half_a_year")]
    pub months: u8,
    /// Only this person; everyone when not given.
    #[serde(default)]
    pub person: Option<StaffId>,
}

fn half_a_year() -> u8 {
    6
}

/// The most months that are asked for at once.
const MOST: u8 = 36;

/// A month's figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Month {
    /// Its first day.
    pub first: Day,
    /// All tickets opened in it.
    pub all: Line,
    /// Complaints alone.
    pub complaints: Line,
    /// Tickets per head of those who dealt with any, in hundredths.
    pub per_head: Option<u32>,
}

impl Ask for QueueTrend {
    const NAME: &'static str = "queue.trend";
    type Answer = Vec<Month>;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let last = first_of(view.today());
        let back = u32::from(self.months.clamp(1, MOST));
        let mut months = Vec::new();
        for ago in (0..back).rev() {
            let first = last.checked_sub_months(Months::new(ago)).unwrap_or(last);
            let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
            let until = next.pred_opt().unwrap_or(first);
            let found = QueueFigures { from: first, until, kind: String::new() }.answer(view)?;
            let theirs = |id: StaffId| {
                let one = found.people.iter().find(|(other, ..)| *other == id);
                one.map_or_else(Line::default, |(_, _, line)| *line)
            };
            months.push(match self.person {
                Some(id) => Month { first, all: theirs(id), complaints: Line::default(), per_head: None },
                None => {
                    Month { first, all: found.all, complaints: found.complaints, per_head: found.per_head }
                }
            });
        }
        Ok(months)
    }

    fn example() -> Self {
        QueueTrend { months: half_a_year(), person: None }
    }
}

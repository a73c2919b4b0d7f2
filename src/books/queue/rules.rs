//! What the trigger screen asks: every rule, shipped or the school's own, with what it opened lately and how
//! that ended.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::list::{ListRow, row};
use super::sop::{self, shipped};
use super::ticket::{opened_lately, ticket};
use super::trigger::{ShippedRule, Trigger, When};
use super::working_time::WorkingTime;
use crate::base::{Instant, Refused, Say, TriggerId};
use crate::books::register::Listed;
use crate::books::{Ask, View};
use crate::store::{Stored, journal};

/// Asks for all triggers, with what each opened lately.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct TriggerRules {
    /// How many of the latest tickets to look through; 0 for 3,000.
    #[serde(default)]
    pub within: usize,
    /// How many tickets to name of each rule; 0 for 30.
    #[serde(default)]
    pub limit: usize,
}

/// A trigger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleRow {
    /// The key of the shipped one that it is, or takes the place of; empty for the school's own.
    pub shipped: String,
    /// What it is called.
    pub title: Say,
    /// When it opens a ticket.
    pub when: When,
    /// From how many days on, where the fee desk's settings say so.
    pub days: Option<u16>,
    /// The kind of ticket.
    pub kind: String,
    /// What that kind is called.
    pub kind_name: Say,
    /// Whether it opens tickets: it is not switched off, and its kind is in use.
    pub on: bool,
    /// The school's own trigger, and its print, where there is one.
    pub own: Option<(TriggerId, u64, Trigger)>,
    /// How many of the tickets looked through it opened.
    pub opened: u32,
    /// The latest of them.
    pub latest: Vec<OpenedBy>,
}

/// A ticket that a rule opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenedBy {
    /// When.
    pub at: Instant,
    /// The ticket as a list shows it.
    pub row: ListRow,
    /// How it ended, if it has.
    pub outcome: Option<super::Outcome>,
}

/// Tickets looked through unless asked otherwise.
const WITHIN: usize = 3_000;
/// Tickets named of a rule unless asked otherwise.
const LIMIT: usize = 30;

impl Ask for TriggerRules {
    const NAME: &'static str = "trigger.rules";
    type Answer = Vec<RuleRow>;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let own = Trigger::TABLE.all(view.read, &())?;
        let mut rows = Vec::new();
        let mut keys: Vec<Vec<String>> = Vec::new();
        for rule in &shipped().rules {
            let taken = own.iter().rev().find(|(_, own)| rule.is_replaced_by(own));
            keys.push(known_as(rule, taken.map(|(id, _)| *id)));
            rows.push(shown(view, Some(rule), taken)?);
        }
        let replaces = |own: &Trigger| shipped().rules.iter().any(|rule| rule.is_replaced_by(own));
        for one in own.iter().filter(|(_, own)| !replaces(own)) {
            keys.push(vec![one.0.to_string()]);
            rows.push(shown(view, None, Some(one))?);
        }
        self.trace(view, &keys, &mut rows)?;
        Ok(rows)
    }

    fn example() -> Self {
        TriggerRules::default()
    }
}

/// What tickets call a shipped rule: its key, those that it had, and the id of what took its place.
fn known_as(rule: &ShippedRule, own: Option<TriggerId>) -> Vec<String> {
    let own = own.map(|id| id.to_string());
    rule.was.iter().chain([&rule.key]).cloned().chain(own).collect()
}

fn shown(
    view: &View<'_>,
    rule: Option<&ShippedRule>,
    own: Option<&(TriggerId, Trigger)>,
) -> Result<RuleRow, Refused> {
    let (when, kind) = match (own, rule) {
        (Some((_, own)), _) => (own.when, own.kind.clone()),
        (None, Some(rule)) => (rule.when, rule.kind.clone()),
        (None, None) => return Err(Refused::missing("queue-noun-trigger", "")),
    };
    let (_, sop) = sop::current(view.read, &kind)?;
    let named = own.map(|(_, own)| Say::new("sop-own").with("text", &own.name));
    let days = when.owed_days(view.school).filter(|_| matches!(when, When::Dunning(_)));
    let runs = days.is_some() || !matches!(when, When::Dunning(_));
    Ok(RuleRow {
        shipped: rule.map(|rule| rule.key.clone()).unwrap_or_default(),
        title: named.or(rule.map(ShippedRule::title)).unwrap_or_else(|| sop.title()),
        when,
        days,
        on: runs && !sop.retired && own.is_none_or(|(_, own)| !own.retired),
        kind_name: sop.title(),
        kind,
        own: own.map(|(id, own)| (*id, journal::print(Some(&own.encode())), own.clone())),
        opened: 0,
        latest: Vec::new(),
    })
}

impl TriggerRules {
    /// Which rule opened what, when, for whom, and how it ended.
    fn trace(&self, view: &View<'_>, keys: &[Vec<String>], rows: &mut [RuleRow]) -> Result<(), Refused> {
        let within = if self.within == 0 { WITHIN } else { self.within };
        let limit = if self.limit == 0 { LIMIT } else { self.limit };
        let time = WorkingTime::of(view.school);
        for id in opened_lately(view.read, within)? {
            let found = ticket(view.read, id)?;
            let place = keys.iter().position(|keys| !found.rule.is_empty() && keys.contains(&found.rule));
            let Some(rule) = place.and_then(|place| rows.get_mut(place)) else { continue };
            rule.opened += 1;
            if rule.latest.len() < limit {
                let (at, outcome) = (found.opened, found.outcome);
                rule.latest.push(OpenedBy { at, row: row(view, &time, id, &found)?, outcome });
            }
        }
        Ok(())
    }
}

//! The rubric 评分标准 of spot checks: what is looked at in a ticket, and how many points that gives. It is data;
//! every version is kept, and a check keeps the one that it was scored by.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sop::{changed_since, shipped};
use crate::base::{Refused, Say, Text};
use crate::books::{Act, Ask, Books, Done, View, tables};
use crate::store::{Direction, Read, Table, versioned};

/// Edited rubrics by version, from 1. Version 0 is what is shipped.
const RUBRICS: Table<u32, Rubric> = Table::new(tables::RUBRICS, "rubrics");

/// The most criteria that a rubric holds, and the most points of one.
const MOST: (usize, u16) = (9, 100);

/// Something that a spot check looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Criterion {
    /// The shipped one that it is; empty for the school's own.
    #[serde(default)]
    pub key: Text,
    /// What the school calls it; empty for the shipped name.
    #[serde(default)]
    pub name: Text,
    /// Points at the most, from 1 to 100.
    pub points: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Rubric {
    criteria: Vec<Criterion>,
}

versioned!(Rubric = 1);

impl Criterion {
    /// What it is called.
    pub fn title(&self) -> Say {
        match self.name.is_empty() {
            true => Say { key: format!("queue-criterion-{}", self.key).into(), with: Vec::new() },
            false => Say::new("sop-own").with("text", &self.name),
        }
    }
}

/// The criteria of a version.
///
/// # Errors
/// When there is none, or the store fails.
pub(super) fn version(read: &dyn Read, version: u32) -> Result<Vec<Criterion>, Refused> {
    if version == 0 {
        let known = shipped().criteria.iter();
        let whole = known.map(|one| Criterion {
            key: Text::new(&one.key),
            name: Text::default(),
            points: one.points,
        });
        return Ok(whole.collect());
    }
    let found = RUBRICS.get(read, &version)?;
    found.map(|found| found.criteria).ok_or_else(|| Refused::missing("queue-noun-rubric", version))
}

/// The version by which checks are scored now.
///
/// # Errors
/// When the store fails.
pub(super) fn current(read: &dyn Read) -> Result<u32, Refused> {
    Ok(RUBRICS.scan(read, &(), Direction::Down, 1)?.pop().map_or(0, |(version, _)| version))
}

/// Keeps a new version of the rubric; all criteria are given.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SaveRubric {
    /// The version that the change was made on; 0 is the shipped one.
    #[serde(default)]
    pub expect: Option<u32>,
    /// The criteria, in order.
    pub criteria: Vec<Criterion>,
}

impl Act for SaveRubric {
    const NAME: &'static str = "rubric.save";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let now = current(&books.draft)?;
        changed_since(self.expect, now)?;
        let (most, points) = MOST;
        if self.criteria.is_empty() || self.criteria.len() > most {
            return Err(Refused::input(Say::new("queue-rubric-count").with("most", most))
                .hint(Say::new("queue-rubric-count-hint")));
        }
        let known = |key: &Text| shipped().criteria.iter().any(|one| one.key == key.as_str());
        for one in &self.criteria {
            if one.name.is_empty() && !known(&one.key) {
                return Err(Refused::input(Say::new("register-needs-name")));
            }
            if !(1..=points).contains(&one.points) {
                return Err(Refused::input(Say::new("queue-rubric-points").with("most", points)));
            }
        }
        RUBRICS.put(&mut books.draft, &(now + 1), &Rubric { criteria: self.criteria.clone() });
        Ok(Done::said(Say::new("queue-rubric-saved").with("version", now + 1)).made(now + 1))
    }

    fn example() -> Self {
        let criterion = |name: &str, points| Criterion { key: "".into(), name: name.into(), points };
        let criteria = vec![criterion("答复及时", 30), criterion("态度", 30), criterion("解决", 40)];
        SaveRubric { expect: Some(0), criteria }
    }
}

/// Asks for the rubric by which checks are scored now.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetRubric {}

/// A rubric.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RubricAnswer {
    /// Its version, to send back with a change.
    pub version: u32,
    /// Its criteria.
    pub criteria: Vec<CriterionRow>,
}

/// A criterion with its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CriterionRow {
    /// What it is called.
    pub title: Say,
    /// The criterion.
    pub criterion: Criterion,
}

/// The criteria with their names.
pub(super) fn rows(criteria: Vec<Criterion>) -> Vec<CriterionRow> {
    criteria.into_iter().map(|criterion| CriterionRow { title: criterion.title(), criterion }).collect()
}

impl Ask for GetRubric {
    const NAME: &'static str = "rubric.get";
    type Answer = RubricAnswer;

    fn answer(&self, view: &View<'_>) -> Result<RubricAnswer, Refused> {
        let now = current(view.read)?;
        Ok(RubricAnswer { version: now, criteria: rows(version(view.read, now)?) })
    }

    fn example() -> Self {
        GetRubric {}
    }
}

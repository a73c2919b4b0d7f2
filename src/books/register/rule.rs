//! Point rules 积分规则. Rules are data: old awards keep the rule that they were given under, since an
//! entry names the rule and carries its own amount.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Role;
use super::catalogue::catalogue;
use crate::base::{Points, Refused, RuleId, Say, Text};
use crate::books::Books;

/// The group that a rule stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RuleGroup {
    /// Attendance and homework 学习.
    Learning,
    /// In class and after it 互动.
    Interaction,
    /// Suggestions 贡献.
    Contribution,
    /// Whatever the school adds, deductions too 自定.
    Own,
}

/// What a rule gives; negative for a deduction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RuleValue {
    /// Always this.
    Fixed(Points),
    /// From, to, and what a plain key press gives.
    Range(Points, Points, Points),
}

impl RuleValue {
    /// What a plain key press gives.
    pub fn usual(self) -> Points {
        match self {
            RuleValue::Fixed(points) | RuleValue::Range(_, _, points) => points,
        }
    }
    /// Whether the rule may give this.
    pub fn allows(self, points: Points) -> bool {
        match self {
            RuleValue::Fixed(fixed) => points == fixed,
            RuleValue::Range(from, to, _) => (from..=to).contains(&points),
        }
    }
}

/// What a cap counts over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CapPer {
    /// One lesson.
    Lesson,
    /// One school day.
    Day,
    /// A week from Monday.
    Week,
}

/// The most that a student may get under a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cap {
    /// So many points at the most.
    pub points: Points,
    /// Counted over this.
    pub per: CapPer,
}

/// A rule under which points are given or taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Rule {
    /// What it is called.
    pub name: Text,
    /// Its group.
    pub group: RuleGroup,
    /// What it gives.
    pub value: RuleValue,
    /// The most that a student may get under it.
    #[serde(default)]
    pub cap: Option<Cap>,
    /// Which posts may use it; empty for all that may give points.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Its place on the number keys, 1 to 9; 0 for none.
    #[serde(default)]
    pub key: u8,
    /// Given by itself for being present or late: `attend` for an ordinary lesson, `attend_key` for a key one.
    #[serde(default)]
    pub auto: Option<RuleAuto>,
    /// No longer used.
    #[serde(default)]
    pub retired: bool,
}

impl Default for Rule {
    fn default() -> Self {
        Rule {
            name: Text::default(),
            group: RuleGroup::Interaction,
            value: RuleValue::Fixed(1),
            cap: None,
            roles: Vec::new(),
            key: 0,
            auto: None,
            retired: false,
        }
    }
}

/// When a rule is applied by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RuleAuto {
    /// Attending an ordinary lesson.
    Attend,
    /// Attending a key lesson.
    AttendKey,
}

catalogue!(Rule: RuleId, RULES "rules", Rule, "rule.save", "rule.list", "noun-rule", check check;
example Rule {
    name: "举手".into(),
    group: RuleGroup::Interaction,
    value: RuleValue::Range(3, 5, 3),
    cap: Some(Cap { points: 15, per: CapPer::Lesson }),
    roles: vec![],
    key: 1,
    auto: None,
    retired: false,
});

fn check(rule: &Rule, _: Option<RuleId>, _: &Books<'_>) -> Result<(), Refused> {
    let (from, to, usual) = match rule.value {
        RuleValue::Fixed(points) => (points, points, points),
        RuleValue::Range(from, to, usual) => (from, to, usual),
    };
    let one_sign = from > 0 || to < 0;
    if from > to || !(from..=to).contains(&usual) || !one_sign || from < -10_000 || to > 10_000 {
        return Err(Refused::input(Say::new("register-rule-value")));
    }
    if rule.key > 9 {
        return Err(Refused::input(Say::new("register-rule-key")));
    }
    if rule.cap.is_some_and(|cap| cap.points <= 0) {
        return Err(Refused::input(Say::new("register-rule-cap")));
    }
    Ok(())
}

//! Rewards that points are redeemed for, and teams within a class.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::catalogue::catalogue;
use crate::base::{ClassId, Points, Refused, RewardId, Say, TeamId, Text};
use crate::books::Books;

/// A reward 奖品.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reward {
    /// What it is called.
    pub name: Text,
    /// Points that one costs.
    pub cost: Points,
    /// How many one student may have in all; 0 for no limit.
    #[serde(default)]
    pub limit: u16,
    /// No longer offered.
    #[serde(default)]
    pub retired: bool,
}

catalogue!(Reward: RewardId, REWARDS "rewards", Reward, "reward.save", "reward.list", "noun-reward", check check;
    example Reward { name: "绘本".into(), cost: 80, limit: 2, retired: false });

fn check(reward: &Reward, _: Option<RewardId>, _: &Books<'_>) -> Result<(), Refused> {
    if !(1..=1_000_000).contains(&reward.cost) {
        return Err(Refused::input(Say::new("register-reward-cost")));
    }
    Ok(())
}

/// A team within a class. Who is in it stands with the student's place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Team {
    /// What it is called.
    pub name: Text,
    /// The class that it is in.
    pub class: ClassId,
    /// No longer used.
    #[serde(default)]
    pub retired: bool,
}

catalogue!(Team: TeamId, TEAMS "teams", Team, "team.save", "team.list", "noun-team", shares true;
    example Team { name: "红队".into(), class: ClassId(1), retired: false });

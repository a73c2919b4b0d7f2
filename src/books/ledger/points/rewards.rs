//! Rewards 奖品: redeemed for points, taken into stock, on the shelf.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::{Points, Refused, RewardId, Say, StudentId, Text};
use crate::books::ledger::{Account, AccountKind, Transfer, Why, balance, entries, post};
use crate::books::register::{Listed, Reward, item, student};
use crate::books::{Act, Ask, Books, Done, View};
use crate::store::Read;

/// Redeems points for a reward 兑换; stock falls.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Redeem {
    /// Who.
    pub student: StudentId,
    /// What for.
    pub reward: RewardId,
    /// How many pieces.
    #[serde(default = "one")]
    pub count: u16,
}

fn one() -> u16 {
    1
}

impl Act for Redeem {
    const NAME: &'static str = "points.redeem";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let name = student(&books.draft, self.student)?.name;
        let reward: Reward = item(&books.draft, self.reward)?;
        if reward.retired || self.count == 0 {
            return Err(Refused::input(Say::new("points-reward-retired").with("reward", &reward.name)));
        }
        if reward.limit > 0 {
            let had = redeemed(&books.draft, self.student, self.reward)?;
            if had + i64::from(self.count) > i64::from(reward.limit) {
                let say = Say::new("points-reward-limit").with("name", &name).with("limit", reward.limit);
                return Err(Refused::input(say.with("reward", &reward.name)));
            }
        }
        let day = books.today();
        let cost = reward.cost * i64::from(self.count);
        let paid = Transfer {
            from: Account::points(self.student),
            to: Account::new(AccountKind::PointsRedeemed, self.reward.0, 0),
            amount: cost,
            day,
            tag: 0,
            why: Why::Redemption,
            subject: self.reward.0,
            lesson: None,
        };
        post(books, &paid)?;
        let given = Transfer {
            from: shelf(self.reward),
            to: Account::new(AccountKind::StockGiven, self.reward.0, 0),
            amount: i64::from(self.count),
            ..paid
        };
        post(books, &given)?;
        let left = balance(&books.draft, Account::points(self.student))?;
        let stock = balance(&books.draft, shelf(self.reward))?;
        let say = Say::new("points-redeemed").with("name", &name).with("reward", &reward.name);
        Ok(Done::said(say.with("cost", cost).with("balance", left).with("stock", stock)))
    }

    fn example() -> Self {
        Redeem { student: StudentId(3), reward: RewardId(1), count: 1 }
    }
}

/// The pieces of a reward on the shelf.
fn shelf(reward: RewardId) -> Account {
    Account::new(AccountKind::Stock, reward.0, 0)
}

/// How many pieces of a reward a student has had, reversals taken off.
fn redeemed(read: &dyn Read, who: StudentId, id: RewardId) -> Result<i64, Refused> {
    let cost = Reward::TABLE.get(read, &id)?.map_or(1, |reward| reward.cost.max(1));
    let all = entries(read, Account::points(who), None, usize::MAX)?;
    let spent: i64 = all
        .iter()
        .filter(|(_, e)| e.why == Why::Redemption && e.subject == id.0)
        .map(|(_, e)| e.amount)
        .sum();
    Ok(spent / cost)
}

/// Takes pieces of a reward into stock; negative after a stocktake.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SupplyReward {
    /// Of what.
    pub reward: RewardId,
    /// How many pieces.
    pub count: i64,
}

impl Act for SupplyReward {
    const NAME: &'static str = "reward.supply";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let reward: Reward = item(&books.draft, self.reward)?;
        if self.count == 0 {
            return Err(Refused::input(Say::new("points-supply-none")));
        }
        let day = books.today();
        post(
            books,
            &Transfer {
                from: Account::new(AccountKind::StockBought, self.reward.0, 0),
                to: shelf(self.reward),
                amount: self.count,
                day,
                tag: 0,
                why: Why::Supply,
                subject: self.reward.0,
                lesson: None,
            },
        )?;
        let stock = balance(&books.draft, shelf(self.reward))?;
        Ok(Done::said(Say::new("points-supplied").with("reward", &reward.name).with("stock", stock)))
    }

    fn example() -> Self {
        SupplyReward { reward: RewardId(1), count: 20 }
    }
}

/// Asks for the rewards on offer, with what is on the shelf.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RewardStock {
    /// For whom: then also what that student may still have.
    pub student: Option<StudentId>,
}

/// A reward on offer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StockRow {
    /// Its id.
    pub id: RewardId,
    /// What it is called.
    pub name: Text,
    /// Points that one costs.
    pub cost: Points,
    /// How many one student may have; 0 for no limit.
    pub limit: u16,
    /// Pieces on the shelf.
    pub stock: i64,
    /// How many that student had.
    pub had: i64,
}

impl Ask for RewardStock {
    const NAME: &'static str = "reward.stock";
    type Answer = Vec<StockRow>;

    fn answer(&self, view: &View<'_>) -> Result<Vec<StockRow>, Refused> {
        let mut rows = Vec::new();
        for (id, reward) in Reward::TABLE.all(view.read, &())? {
            if reward.retired {
                continue;
            }
            let had = match self.student {
                Some(student) => redeemed(view.read, student, id)?,
                None => 0,
            };
            let stock = balance(view.read, shelf(id))?;
            rows.push(StockRow { id, name: reward.name, cost: reward.cost, limit: reward.limit, stock, had });
        }
        rows.sort_by_key(|row| row.cost);
        Ok(rows)
    }

    fn example() -> Self {
        RewardStock { student: Some(StudentId(3)) }
    }
}

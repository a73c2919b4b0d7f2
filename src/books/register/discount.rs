//! Discounts 优惠: rules with an order and limits. The sum is computed from them, never typed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Listed;
use super::catalogue::catalogue;
use crate::base::{CourseId, Day, DiscountId, Kind, Money, Refused, Say, Text};
use crate::books::Books;

/// When a discount applies.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DiscountKind {
    /// A brother or sister is a student here 兄弟姐妹; the sale names them.
    Sibling,
    /// Bought early 早鸟: until that day.
    EarlyBird(Day),
    /// The student bought before 老生续报.
    #[default]
    Renewal,
    /// A friend is a student here 老带新; the sale names them.
    Friend,
    /// Who has its code.
    Coupon(Text),
    /// What a student's vouchers 转介绍抵扣 are good for; the sale says how much of them.
    Voucher,
}

/// How much a discount takes off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// Hundredths of a percent of what the discounts before it left: 500 is 5 %.
    Percent(u16),
    /// An amount.
    Amount(Money),
}

impl Default for Cut {
    fn default() -> Self {
        Cut::Percent(0)
    }
}

/// A discount.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Discount {
    /// What it is called: 老生续报.
    pub name: Text,
    /// When it applies.
    pub kind: DiscountKind,
    /// How much it takes off; of no meaning for vouchers, which take off what is asked of them.
    #[serde(default)]
    pub cut: Cut,
    /// Lower ones are taken off first; of equals the older.
    #[serde(default)]
    pub order: u16,
    /// The most that it takes off one sale; 0 for no limit.
    #[serde(default)]
    pub limit: Money,
    /// Only for sales whose list price is at least this.
    #[serde(default)]
    pub least: Money,
    /// Only for these courses; all when none is given.
    #[serde(default)]
    pub courses: Vec<CourseId>,
    /// How often it may be used in all; 0 for no limit.
    #[serde(default)]
    pub uses: u32,
    /// How often one student may use it; 0 for no limit.
    #[serde(default)]
    pub uses_each: u32,
    /// Not together with one that was taken off before it.
    #[serde(default)]
    pub alone: bool,
    /// No longer given.
    #[serde(default)]
    pub retired: bool,
}

fn check(discount: &Discount, id: Option<DiscountId>, books: &Books<'_>) -> Result<(), Refused> {
    match discount.cut {
        Cut::Percent(percent) if percent > 10_000 => {
            return Err(Refused::input(Say::new("price-percent-wrong")));
        }
        Cut::Amount(amount) if amount.0 < 0 || amount > Money::MOST => {
            return Err(Refused::input(Say::new("error-negative")));
        }
        _ => {}
    }
    if discount.limit.0 < 0 || discount.least.0 < 0 {
        return Err(Refused::input(Say::new("error-negative")));
    }
    let DiscountKind::Coupon(code) = &discount.kind else { return Ok(()) };
    if code.is_empty() {
        return Err(Refused::input(Say::new("price-coupon-needs-code")));
    }
    let same = |(other, row): &(DiscountId, Discount)| {
        Some(*other) != id && !row.retired && row.kind == DiscountKind::Coupon(code.clone())
    };
    if !discount.retired && Discount::TABLE.all(&books.draft, &())?.iter().any(same) {
        return Err(Refused::new(Kind::Conflict, Say::new("price-coupon-taken").with("code", code)));
    }
    Ok(())
}

catalogue!(Discount: DiscountId, DISCOUNTS "discounts", Discount, "discount.save", "discount.list",
    "price-discount-noun", check check;
    example Discount { name: "老生续报".into(), cut: Cut::Percent(500), ..Discount::default() });

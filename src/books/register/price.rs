//! The price list 价目.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Course;
use super::catalogue::{catalogue, exists};
use crate::base::{CourseId, Credits, Day, Money, PriceId, Refused, Say, Text};
use crate::books::Books;

/// What is sold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PriceKind {
    /// Single lessons.
    Lesson,
    /// A term's lessons.
    Term,
    /// A package 套餐 of lesson credits.
    #[default]
    Package,
}

/// An item of the price list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Price {
    /// What it is called: 书法课时包.
    pub name: Text,
    /// The course that it is for; any when not given.
    #[serde(default)]
    pub course: Option<CourseId>,
    /// What is sold.
    #[serde(default)]
    pub kind: PriceKind,
    /// Credits that it grants, in hundredths of a lesson.
    pub credits: Credits,
    /// What it costs before discounts.
    pub price: Money,
    /// Credits given with it.
    #[serde(default)]
    pub gift: Credits,
    /// For how many days the credits may be used; without end when not given.
    #[serde(default)]
    pub valid_days: Option<u16>,
    /// For how many days the gift may be used; as long as the rest when not given.
    #[serde(default)]
    pub gift_days: Option<u16>,
    /// Sold until, that day counted.
    #[serde(default)]
    pub until: Option<Day>,
    /// No longer sold.
    #[serde(default)]
    pub retired: bool,
}

impl Price {
    /// Whether it may be sold on that day.
    pub fn sold_on(&self, day: Day) -> bool {
        !self.retired && self.until.is_none_or(|until| day <= until)
    }
}

fn check(price: &Price, _: Option<PriceId>, books: &Books<'_>) -> Result<(), Refused> {
    if price.price.0 < 0 {
        return Err(Refused::input(Say::new("error-negative")));
    }
    if price.price > Money::MOST || price.credits.0.max(price.gift.0) > Credits::MOST.0 {
        return Err(Refused::input(Say::new("error-too-large")));
    }
    if price.credits.0 <= 0 || price.gift.0 < 0 {
        return Err(Refused::input(Say::new("price-needs-credits")));
    }
    exists::<Course>(&books.draft, price.course)
}

catalogue!(Price: PriceId, PRICES "prices", Price, "price.save", "price.list", "price-noun", check check;
example Price {
    name: "书法课时包 48 节".into(),
    credits: Credits::lessons(48),
    price: Money(384_000),
    gift: Credits::lessons(2),
    valid_days: Some(180),
    ..Price::default()
});

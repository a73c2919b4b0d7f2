//! What a sale comes to, worked out by rule and explained line by line. Pure: facts in, lines out.

use serde::{Deserialize, Serialize};

use super::{Line, ONLY_PAID};
use crate::base::{Credits, Day, DiscountId, Money, Refused, Say, Text};
use crate::books::register::{Cut, Discount, DiscountKind, FeePolicy, Price};

/// What the rules go by.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// The day of the sale.
    pub day: Day,
    /// The student bought before.
    pub renewal: bool,
    /// A brother or sister is a student.
    pub sibling: bool,
    /// A friend is a student.
    pub friend: bool,
    /// A code that was given.
    pub coupon: Option<Text>,
    /// How much of vouchers is to be used; no more than they are good for.
    pub voucher: Money,
    /// How often each discount was used, in all and by the student; none where never.
    pub used: Vec<(DiscountId, i64, i64)>,
    /// Discounts that are to be left away.
    pub without: Vec<DiscountId>,
    /// The version of the rules to go by.
    pub rules: u16,
}

/// What a sale comes to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// The list price, then each discount; their sum is the total.
    pub lines: Vec<Line>,
    /// What is to be paid; never below zero.
    pub total: Money,
    /// The paid credits that it grants.
    pub credits: Credits,
    /// Credits given with it.
    pub gift: Credits,
    /// The last day on which the paid credits may be used.
    pub expires: Option<Day>,
    /// The last day on which the gift may be used.
    pub gift_expires: Option<Day>,
    /// Which discounts were taken off, and how much.
    pub discounts: Vec<(DiscountId, Money)>,
    /// What one should know before signing: more is charged ahead than the settings allow for.
    pub warnings: Vec<Say>,
}

/// Works out a sale of `count` times an item.
///
/// # Errors
/// When nothing is sold, or the sum is past what can be counted.
pub fn quote(
    price: &Price,
    count: u16,
    rules: &[(DiscountId, Discount)],
    facts: &Facts,
    policy: &FeePolicy,
) -> Result<Quote, Refused> {
    let too_large = || Refused::input(Say::new("error-too-large"));
    if count == 0 {
        return Err(Refused::input(Say::new("price-count-zero")));
    }
    let times = |each: i64| each.checked_mul(i64::from(count)).ok_or_else(too_large);
    let list = Money(times(price.price.0)?);
    if list > Money::MOST {
        return Err(too_large());
    }
    let (credits, gift) = (Credits(times(price.credits.0)?), Credits(times(price.gift.0)?));
    let item = Say::new("price-line-item").with("name", &price.name).with("credits", credits);
    let mut lines = vec![Line { say: item.with("count", count), amount: list }];
    let mut left = list;
    let mut voucher = facts.voucher;
    let mut discounts: Vec<(DiscountId, Money)> = Vec::new();
    let mut rules: Vec<&(DiscountId, Discount)> = rules.iter().collect();
    rules.sort_by_key(|(id, rule)| (rule.order, *id));
    for (id, rule) in rules {
        let second = rule.alone && !discounts.is_empty();
        if second || !applies(*id, rule, price, list, facts) {
            continue;
        }
        let off = cut(rule, left, voucher);
        if off.0 == 0 {
            continue;
        }
        left.0 -= off.0;
        // What one rule takes of the vouchers is gone for the next.
        if rule.kind == DiscountKind::Voucher && facts.rules >= ONLY_PAID {
            voucher.0 -= off.0;
        }
        lines.push(Line { say: said(rule), amount: Money(-off.0) });
        discounts.push((*id, off));
        if rule.alone {
            break;
        }
    }
    if gift.0 > 0 {
        lines.push(Line { say: Say::new("price-line-gift").with("credits", gift), amount: Money(0) });
    }
    let ends = |days: Option<u16>| days.and_then(|n| facts.day.checked_add_days(chrono::Days::new(n.into())));
    let expires = ends(price.valid_days);
    let gift_expires = ends(price.gift_days).or(expires);
    let warnings = warnings(credits, expires, facts.day, policy);
    Ok(Quote { lines, total: left, credits, gift, expires, gift_expires, discounts, warnings })
}

/// Whether a discount's conditions and limits allow it here.
fn applies(id: DiscountId, rule: &Discount, price: &Price, list: Money, facts: &Facts) -> bool {
    let kind = match &rule.kind {
        DiscountKind::Sibling => facts.sibling,
        DiscountKind::Friend => facts.friend,
        DiscountKind::EarlyBird(until) => facts.day <= *until,
        DiscountKind::Renewal => facts.renewal,
        DiscountKind::Coupon(code) => facts.coupon.as_ref() == Some(code),
        DiscountKind::Voucher => facts.voucher.0 > 0,
    };
    let (all, own) = facts.used.iter().find(|(used, ..)| *used == id).map_or((0, 0), |(_, a, o)| (*a, *o));
    let within = |limit: u32, used: i64| limit == 0 || used < i64::from(limit);
    let course = rule.courses.is_empty() || price.course.is_some_and(|course| rule.courses.contains(&course));
    kind && !rule.retired
        && !facts.without.contains(&id)
        && course
        && list >= rule.least
        && within(rule.uses, all)
        && within(rule.uses_each, own)
}

/// What a discount takes off what the ones before it left: rounded half up to the minor unit, within
/// its limit, and never more than is left.
fn cut(rule: &Discount, left: Money, voucher: Money) -> Money {
    let off = match (&rule.kind, rule.cut) {
        (DiscountKind::Voucher, _) => voucher.0,
        (_, Cut::Amount(amount)) => amount.0,
        (_, Cut::Percent(percent)) => super::super::credits::share(left.0, percent.into(), 10_000),
    };
    let off = if rule.limit.0 > 0 { off.min(rule.limit.0) } else { off };
    Money(off.clamp(0, left.0.max(0)))
}

fn said(rule: &Discount) -> Say {
    match (&rule.kind, rule.cut) {
        (DiscountKind::Voucher, _) | (_, Cut::Amount(_)) => {
            Say::new("price-line-discount").with("name", &rule.name)
        }
        (_, Cut::Percent(percent)) => Say::new("price-line-percent")
            .with("name", &rule.name)
            .with("percent", Credits(percent.into()).to_string()),
    }
}

fn warnings(credits: Credits, expires: Option<Day>, day: Day, policy: &FeePolicy) -> Vec<Say> {
    let mut warnings = Vec::new();
    if policy.warn_lessons > 0 && credits > Credits::lessons(policy.warn_lessons.into()) {
        let say = Say::new("price-warn-lessons").with("credits", credits);
        warnings.push(say.with("most", policy.warn_lessons));
    }
    let last = day.checked_add_months(chrono::Months::new(policy.warn_months.into()));
    if policy.warn_months > 0 && expires.zip(last).is_some_and(|(expires, last)| expires > last) {
        warnings.push(Say::new("price-warn-months").with("most", policy.warn_months));
    }
    warnings
}

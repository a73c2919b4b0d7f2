use proptest::prelude::*;

use super::*;
use crate::base::{Credits, DiscountId, Money, parse_day};
use crate::books::register::{Cut, Discount, DiscountKind, FeePolicy, Listed, Price};

fn day(text: &str) -> Day {
    parse_day(text).unwrap()
}

fn facts() -> Facts {
    Facts {
        day: day("2026-11-12"),
        renewal: true,
        sibling: false,
        friend: false,
        coupon: None,
        voucher: Money(0),
        used: vec![],
        without: vec![],
        rules: crate::books::RULES,
    }
}

fn amounts(quote: &Quote) -> Vec<i64> {
    quote.lines.iter().map(|line| line.amount.0).collect()
}

#[test]
fn a_package_with_renewal_and_voucher_is_worked_out_line_by_line() {
    let price = Price { gift: Credits(0), ..Price::example() };
    let renewal = Discount { name: "老生续报".into(), cut: Cut::Percent(500), ..Discount::default() };
    let voucher =
        Discount {
            name: "转介绍抵扣".into(), kind: DiscountKind::Voucher, order: 9, ..Discount::default()
        };
    let rules = [(DiscountId(1), voucher), (DiscountId(2), renewal)];
    let facts = Facts { voucher: Money(20_000), ..facts() };
    let quote = quote(&price, 1, &rules, &facts, &FeePolicy::default()).unwrap();
    assert_eq!(amounts(&quote), [384_000, -19_200, -20_000]);
    assert_eq!(quote.total, Money(344_800));
    assert_eq!(quote.discounts, [(DiscountId(2), Money(19_200)), (DiscountId(1), Money(20_000))]);
    assert_eq!(quote.warnings.len(), 1, "48 lessons are few enough, but they run for half a year");
}

#[test]
fn limits_are_kept() {
    let price = Price::example();
    let rule = Discount { cut: Cut::Percent(1_000), limit: Money(10_000), uses: 2, ..Discount::default() };
    let total = |rule: Discount, facts: &Facts| {
        quote(&price, 1, &[(DiscountId(1), rule)], facts, &FeePolicy::default()).unwrap().total.0
    };
    assert_eq!(total(rule.clone(), &facts()), 374_000);
    assert_eq!(total(rule.clone(), &Facts { used: vec![(DiscountId(1), 2, 0)], ..facts() }), 384_000);
    assert_eq!(total(rule.clone(), &Facts { without: vec![DiscountId(1)], ..facts() }), 384_000);
    assert_eq!(total(Discount { least: Money(400_000), ..rule.clone() }, &facts()), 384_000);
    let early = |until: &str| Discount { kind: DiscountKind::EarlyBird(day(until)), ..rule.clone() };
    assert_eq!(total(early("2026-11-12"), &facts()), 374_000);
    assert_eq!(total(early("2026-11-11"), &facts()), 384_000);
    assert_eq!(total(Discount { cut: Cut::Amount(Money(999_999)), limit: Money(0), ..rule }, &facts()), 0);
}

#[test]
fn what_stands_alone_ends_the_list_or_stays_away() {
    let price = Price::example();
    let off = |order, alone| Discount { cut: Cut::Amount(Money(1_000)), order, alone, ..Discount::default() };
    let total = |rules: [Discount; 2]| {
        let [a, b] = rules;
        let rules = [(DiscountId(1), a), (DiscountId(2), b)];
        quote(&price, 1, &rules, &facts(), &FeePolicy::default()).unwrap().total.0
    };
    assert_eq!(total([off(1, false), off(2, false)]), 382_000);
    assert_eq!(total([off(1, true), off(2, false)]), 383_000);
    assert_eq!(total([off(1, false), off(2, true)]), 383_000);
}

/// Two rules that let vouchers in took twice what was asked for.
#[test]
fn vouchers_are_taken_once_whatever_the_number_of_rules() {
    let rule =
        |order| Discount { name: "抵扣".into(), kind: DiscountKind::Voucher, order, ..Discount::default() };
    let rules = [(DiscountId(1), Discount { limit: Money(1_000), ..rule(0) }), (DiscountId(2), rule(1))];
    let worked = |rules: &[_], by| {
        let facts = Facts { voucher: Money(3_000), rules: by, ..facts() };
        quote(&Price::example(), 1, rules, &facts, &FeePolicy::default()).unwrap().discounts
    };
    let now = crate::books::RULES;
    assert_eq!(worked(&rules, now), [(DiscountId(1), Money(1_000)), (DiscountId(2), Money(2_000))]);
    let both = [(DiscountId(1), rule(0)), (DiscountId(2), rule(1))];
    assert_eq!(worked(&both, now), [(DiscountId(1), Money(3_000))]);
    assert_eq!(worked(&both, 1).len(), 2, "as it was then");
}

#[test]
fn the_unit_price_of_less_than_a_lesson_is_that_of_a_lesson() {
    use crate::books::ledger::credits::unit_price;
    assert_eq!(unit_price(Money(1_100), Credits(33)), Money(3_333));
    assert_eq!(unit_price(Money(384_000), Credits(4_800)), Money(8_000));
    assert_eq!(unit_price(Money(0), Credits(0)), Money(0));
}

fn rules() -> impl Strategy<Value = Vec<(DiscountId, Discount)>> {
    let cut = prop_oneof![
        (0u16..=10_000).prop_map(Cut::Percent),
        (0i64..500_000).prop_map(|amount| Cut::Amount(Money(amount))),
    ];
    let kind =
        prop_oneof![Just(DiscountKind::Renewal), Just(DiscountKind::Voucher), Just(DiscountKind::Sibling)];
    let rule =
        (cut, kind, 0u16..5, 0i64..50_000, any::<bool>()).prop_map(|(cut, kind, order, limit, alone)| {
            Discount { name: "d".into(), cut, kind, order, limit: Money(limit), alone, ..Discount::default() }
        });
    prop::collection::vec(rule, 0..6)
        .prop_map(|rules| rules.into_iter().zip(1..).map(|(rule, id)| (DiscountId(id), rule)).collect())
}

proptest! {
    /// Whatever the rules are: the lines sum to the total, which is never below zero; each discount keeps
    /// within its limit and comes in order.
    #[test]
    fn a_quote_sums_up(rules in rules(), list in 0i64..1_000_000, count in 1u16..5, voucher in 0i64..90_000) {
        let price = Price { price: Money(list), ..Price::example() };
        let facts = Facts { voucher: Money(voucher), ..facts() };
        let quote = quote(&price, count, &rules, &facts, &FeePolicy::default()).unwrap();
        prop_assert_eq!(amounts(&quote).iter().sum::<i64>(), quote.total.0);
        prop_assert!(quote.total.0 >= 0);
        let rule = |id: &DiscountId| &rules[usize::try_from(id.0).unwrap() - 1].1;
        for (id, off) in &quote.discounts {
            prop_assert!(off.0 > 0);
            prop_assert!(rule(id).limit.0 == 0 || *off <= rule(id).limit);
            prop_assert!(rule(id).kind != DiscountKind::Sibling, "nobody said that there is one");
        }
        let order: Vec<_> = quote.discounts.iter().map(|(id, _)| (rule(id).order, *id)).collect();
        prop_assert!(order.is_sorted());
    }

    /// A percentage is rounded half up to the minor unit.
    #[test]
    fn percentages_round_half_up(list in 1i64..1_000_000, percent in 1u16..=10_000) {
        let rule = Discount { cut: Cut::Percent(percent), ..Discount::default() };
        let price = Price { price: Money(list), ..Price::example() };
        let quote = quote(&price, 1, &[(DiscountId(1), rule)], &facts(), &FeePolicy::default()).unwrap();
        let off = list - quote.total.0;
        let error = 2 * (off * 10_000 - list * i64::from(percent));
        prop_assert!(-10_000 < error && error <= 10_000);
    }
}

#[test]
fn receipt_numbers_read_back_what_they_write() {
    let no: ReceiptNo = "R2026-000118".parse().unwrap();
    assert_eq!(no, ReceiptNo { series: Series::Payment, year: 2026, number: 118 });
    assert_eq!(no.to_string(), "R2026-000118");
    assert_eq!("f2026-3".parse::<ReceiptNo>().unwrap().to_string(), "F2026-000003");
    for wrong in ["", "R", "X2026-1", "R2026", "R-1", "R2026-", "退2026-1"] {
        assert!(wrong.parse::<ReceiptNo>().is_err(), "{wrong}");
    }
}

#[test]
fn dunning_goes_by_age_and_a_step_of_zero_days_never_comes() {
    let policy = FeePolicy::default();
    let steps = [6, 7, 13, 14, 29, 30, 44, 45, 999].map(|age| Step::at(age, &policy));
    use Step::{Block, Remind, RemindAgain, Suspend};
    let expected = [None, Some(Remind), Some(Remind), Some(RemindAgain), Some(RemindAgain)];
    assert_eq!(steps[..5], expected);
    assert_eq!(steps[5..], [Some(Suspend), Some(Suspend), Some(Block), Some(Block)]);
    assert_eq!(Step::at(99, &FeePolicy { block_days: 0, ..policy }), Some(Suspend));
}

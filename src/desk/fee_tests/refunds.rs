//! Refunds, lots, discounts, dunning.

use super::*;
use crate::books::calendar::LessonSheet;

/// The father of issue 3: he disputes a charge; the two paid lessons that are left are refunded, the
/// given ones are not; drawer, day-end and audit agree.
#[test]
fn the_father_is_refunded_two_paid_lessons_but_not_the_given_ones() {
    let fees = Fees::open();
    let price = Price { credits: Credits::lessons(4), price: Money(10_001), ..Price::example() };
    save(&fees.manager, Price { name: "四节".into(), ..price });
    fees.agent.submit(Sell { offer: Offer::of(CHILD, PriceId(2)), due: None, expect: None }).unwrap();
    fees.pay(Method::Cash, 10_001).unwrap();
    fees.teach("2026-11-12");
    fees.teach("2026-11-12");
    let sum = fees.agent.ask(&FeeReckon { refund: refund(true) }).unwrap();
    // 100.01 for four lessons: two were 25.00 each, so that the last two are worth 50.01.
    assert_eq!(sum.total, Money(5_001));
    assert_eq!(sum.lines.iter().map(|line| line.amount.0).collect::<Vec<_>>(), [5_001, 0]);
    assert_eq!(sum.gifts, [(LotId(2), Credits::lessons(2))]);

    // Nobody hands it in by itself; a gift has no price; no more than was paid goes back.
    for handed_in in [&fees.manager, &fees.cashier, &fees.agent] {
        assert_eq!(why(handed_in.submit(refund(true))), "fee-refund-by-ticket");
        let named = RefundFees { ticket: Some(TicketId(1)), ..refund(true) };
        assert_eq!(why(handed_in.submit(named)), "fee-refund-by-ticket");
    }
    let lot = |lot, credits| RefundFees { lots: vec![RefundLot { lot, credits }], ..refund(false) };
    assert_eq!(why(fees.refund(lot(LotId(2), None))), "fee-gift-not-refunded");
    assert_eq!(why(fees.refund(lot(LotId(1), Some(Credits::lessons(3))))), "fee-refund-over");
    assert_eq!(why(fees.refund(RefundFees { prepaid: Money(1), ..refund(true) })), "fee-prepaid-short");
    assert_eq!(why(fees.refund(RefundFees { fee: Money(9_999), ..refund(true) })), "fee-fee-too-high");

    let done = fees.refund(refund(true)).unwrap();
    assert_eq!(done.made, ["F2026-000001"]);
    assert_eq!(done.said[2].key, "fee-line-gift-withdrawn");
    let account = fees.account();
    assert!(account.lots.iter().all(|lot| lot.left.0 == 0 && lot.value.0 == 0));
    assert_eq!((account.owed, account.ahead), (Money(0), Money(0)));
    assert_eq!(why(fees.refund(refund(true))), "fee-nothing-to-refund");

    fees.cashier
        .submit(CloseDrawer { counted: Some(Money(55_000)), reason: "".into(), ..CloseDrawer::default() })
        .unwrap();
    let report = fees.manager.ask(&FeeDay::default()).unwrap();
    assert_eq!((report.taken, report.refunded), (Money(10_001), Money(5_001)));
    let until = day("2026-11-30");
    let income = fees.manager.ask(&FeeIncome { from: day("2026-11-01"), until }).unwrap();
    assert_eq!(income.iter().map(|row| row.amount.0).sum::<i64>(), 5_000);
    fees.sound();
}

#[test]
fn a_refund_of_what_was_not_paid_settles_the_charge_instead() {
    let fees = Fees::open();
    fees.sell();
    fees.pay(Method::Wechat, 84_000).unwrap();
    let some = RefundFees {
        lots: vec![RefundLot { lot: LotId(1), credits: Some(Credits::lessons(24)) }],
        ..refund(false)
    };
    let done = fees.refund(some).unwrap();
    // Half of it is worth 1,920.00; 3,000.00 are open: nothing is paid out, and the gift stays.
    assert_eq!(fees.account().owed, Money(108_000));
    assert_eq!(fees.account().lots[1].left, Credits::lessons(2));
    let rest = RefundFees { method: Method::Wechat, fee: Money(1_000), ..refund(true) };
    fees.refund(rest).unwrap();
    let account = fees.account();
    assert_eq!((account.owed, account.ahead), (Money(0), Money(0)));
    let report = fees.manager.ask(&FeeDay::default()).unwrap();
    assert_eq!((report.taken, report.refunded), (Money(84_000), Money(83_000)));
    assert_eq!(fees.holds(Account::new(AccountKind::OtherIncome, 0, 0)), -1_000);
    assert!(done.seq > 0);
    fees.sound();
}

#[test]
fn credits_move_with_their_price_and_lapse_into_income() {
    let fees = Fees::open();
    fees.sell();
    let ten = MoveCredits {
        student: CHILD,
        lot: LotId(1),
        credits: Some(Credits::lessons(10)),
        to: Some(SISTER),
        course: None,
        reason: "转给妹妹".into(),
    };
    assert_eq!(why(fees.manager.submit(ten.clone())), "fee-move-unpaid");
    fees.pay(Method::Bank, 384_000).unwrap();
    assert_eq!(why(fees.manager.submit(MoveCredits { to: None, ..ten.clone() })), "fee-move-nowhere");
    let over = MoveCredits { credits: Some(Credits::lessons(49)), ..ten.clone() };
    assert_eq!(why(fees.manager.submit(over)), "fee-move-over");
    let moved = fees.manager.submit(ten.clone()).unwrap();
    let sister = |fees: &Fees| fees.cashier.ask(&FeeAccount { student: SISTER, used_up: false }).unwrap();
    assert_eq!(sister(&fees).lots[0].value, Money(80_000));
    fees.undo(moved.seq).unwrap();
    assert_eq!(sister(&fees).lots, vec![]);
    fees.manager.submit(ten).unwrap();
    assert_eq!(why(fees.manager.submit(LapseCredits::default())), "fee-nothing-lapsed");
    fees.set("2027-06-01T02:00:00Z");
    fees.manager.submit(LapseCredits { student: Some(SISTER), reason: "".into() }).unwrap();
    assert_eq!(fees.holds(Account::new(AccountKind::Breakage, 1, 0)), -80_000);
    fees.manager.submit(LapseCredits::default()).unwrap();
    assert_eq!(fees.holds(Account::new(AccountKind::Breakage, 1, 0)), -384_000);
    fees.sound();
}

#[test]
fn lessons_that_were_owed_are_income_as_soon_as_the_package_is_sold() {
    let fees = Fees::open();
    fees.teach("2026-11-12");
    let sold = fees.sell();
    assert_eq!(fees.account().lots[0].left, Credits::lessons(47));
    assert_eq!(fees.holds(Account::new(AccountKind::Income, 1, 0)), -8_000);
    fees.undo(sold.seq).unwrap();
    assert_eq!(fees.holds(Account::new(AccountKind::Income, 1, 0)), 0);
    fees.sound();
}

#[test]
fn discounts_are_counted_and_taken_back_with_the_sale() {
    let fees = Fees::open();
    let coupon = Discount {
        name: "开学券".into(),
        kind: DiscountKind::Coupon("A1".into()),
        cut: Cut::Amount(Money(10_000)),
        uses: 1,
        ..Discount::default()
    };
    save(&fees.manager, coupon.clone());
    let again = Save { id: None, expect: None, value: Discount { name: "另一张".into(), ..coupon } };
    assert_eq!(why(fees.manager.submit(again)), "price-coupon-taken");
    save(
        &fees.manager,
        Discount { name: "转介绍".into(), kind: DiscountKind::Voucher, order: 1, ..Discount::default() },
    );
    let give = GiveVoucher { student: CHILD, brought: Some(SISTER), ..GiveVoucher::example() };
    fees.manager.submit(give).unwrap();
    let offer = Offer { coupon: Some("A1".into()), voucher: Money(15_000), ..Offer::of(CHILD, PACK) };
    let sell = Sell { offer, due: None, expect: Some(Money(359_000)) };
    assert_eq!(
        why(fees.agent.submit(Sell { expect: Some(Money(384_000)), ..sell.clone() })),
        "price-changed"
    );
    let sold = fees.agent.submit(sell.clone()).unwrap();
    assert_eq!(fees.account().voucher, Money(5_000));
    assert_eq!(why(fees.agent.submit(sell.clone())), "price-voucher-short");
    let once = Sell { offer: Offer { voucher: Money(0), ..sell.offer.clone() }, ..sell.clone() };
    assert_eq!(why(fees.agent.submit(once)), "price-coupon-not-taken");
    fees.undo(sold.seq).unwrap();
    assert_eq!(fees.account().voucher, Money(20_000));
    fees.agent.submit(sell).unwrap();
    fees.sound();
}

#[test]
fn dunning_blocks_what_is_new_and_lifts_by_itself() {
    let fees = Fees::open();
    fees.sell();
    assert_eq!(fees.account().dunning, None);
    fees.set("2026-12-12T02:00:00Z");
    assert_eq!(fees.account().dunning, Some(Step::Suspend));
    // The class sheet says so at the mark.
    fees.teach("2026-12-12");
    let rows = fees.manager.ask(&LessonSheet { lesson: LessonId(1) }).unwrap().rows;
    let steps: Vec<_> = rows.iter().map(|row| (row.student, row.dunning)).collect();
    assert_eq!(steps, [(CHILD, Some(Step::Suspend)), (SISTER, None)]);
    fees.set("2026-12-27T02:00:00Z");
    let rows = fees.agent.ask(&FeeArrears::default()).unwrap();
    assert_eq!((rows.len(), rows[0].arrear.age, rows[0].step), (1, 45, Some(Step::Block)));
    let sell = Sell { offer: Offer::of(CHILD, PACK), due: None, expect: None };
    assert_eq!(why(fees.agent.submit(sell.clone())), "fee-blocked");
    save(&fees.manager, Class { name: "另一班".into(), ..Class::example() });
    let enrol = Enrol { class: ClassId(2), students: vec![CHILD], from: None };
    assert_eq!(why(fees.agent.submit(enrol.clone())), "fee-blocked");
    fees.pay(Method::Wechat, 300_000).unwrap();
    assert_eq!(fees.account().dunning, Some(Step::Block));
    fees.pay(Method::Wechat, 84_000).unwrap();
    assert_eq!(fees.account().dunning, None);
    fees.agent.submit(enrol).unwrap();
    fees.agent.submit(sell).unwrap();
    fees.sound();
}

#[test]
fn what_will_not_be_paid_is_written_off_with_a_reason() {
    let fees = Fees::open();
    fees.sell();
    let off = |amount: Option<i64>, reason: &str| WriteOff {
        student: CHILD,
        charge: Some(ChargeId(1)),
        amount: amount.map(Money),
        reason: reason.into(),
    };
    assert_eq!(why(fees.manager.submit(off(None, ""))), "fee-needs-reason");
    assert_eq!(why(fees.manager.submit(off(Some(384_001), "x"))), "fee-over-open");
    assert_eq!(fees.cashier.submit(off(None, "x")).unwrap_err().kind, Kind::Forbidden);
    let done = fees.manager.submit(off(None, "失联")).unwrap();
    assert_eq!(why(fees.manager.submit(off(None, "失联"))), "fee-nothing-open");
    fees.undo(done.seq).unwrap();
    assert_eq!(fees.account().owed, Money(384_000));
    fees.sound();
}

#[test]
fn lifetime_value_counts_what_was_paid_and_what_those_paid_who_were_brought() {
    let fees = Fees::open();
    fees.sell();
    let ahead = Pay { prepay: true, ..pay(vec![Part::of(Method::Alipay, Money(400_000))]) };
    fees.cashier.submit(ahead).unwrap();
    let back = RefundFees { prepaid: Money(10_000), method: Method::Alipay, ..refund(false) };
    fees.refund(back).unwrap();
    let student = Student {
        name: "董涵雯".into(),
        referrer: Some(SISTER),
        channel: "转介绍".into(),
        ..Student::default()
    };
    fees.manager.submit(EditStudent { id: CHILD, expect: None, student }).unwrap();
    let answer = fees.manager.ask(&FeeLifetime {}).unwrap();
    let values: Vec<_> =
        answer.students.iter().map(|row| (row.student, row.paid.0, row.brought.0, row.sales)).collect();
    assert_eq!(values, [(CHILD, 390_000, 0, 1), (SISTER, 0, 390_000, 0)]);
    assert_eq!(answer.channels, [("转介绍".into(), 1, Money(390_000))]);
    fees.sound();
}

/// After the day-end a payment can't be voided: what was paid for material goes back as a refund, once.
#[test]
fn what_was_paid_for_material_goes_back_after_the_day_is_closed() {
    let fees = Fees::open();
    fees.sell();
    let material = ChargeOther { student: CHILD, amount: Money(12_000), ..ChargeOther::example() };
    fees.agent.submit(material).unwrap();
    let back = |id, amount| RefundFees { charges: vec![given_back(id, amount)], ..refund(false) };
    assert_eq!(why(fees.refund(back(2, None))), "fee-charge-refund-over", "nothing was paid");
    fees.pay(Method::Cash, 396_000).unwrap();
    fees.cashier
        .submit(CloseDrawer { counted: Some(Money(446_000)), reason: "".into(), ..CloseDrawer::default() })
        .unwrap();
    fees.set("2026-11-14T02:00:00Z");
    fees.cashier.submit(OpenDrawer { float: Money(50_000) }).unwrap();
    assert_eq!(why(fees.refund(back(1, None))), "fee-charge-with-lots");
    for wrong in [0, -1, 12_001] {
        assert_eq!(why(fees.refund(back(2, Some(wrong)))), "fee-charge-refund-over", "{wrong}");
    }
    let twice = RefundFees { charges: vec![given_back(2, Some(1)), given_back(2, Some(1))], ..refund(false) };
    assert_eq!(why(fees.refund(twice)), "fee-charge-refund-over");

    fees.refund(back(2, Some(5_000))).unwrap();
    let rest = fees.refund(back(2, None)).unwrap();
    assert_eq!(fees.account().charges[0].back, Money(0));
    assert_eq!(why(fees.refund(back(2, None))), "fee-charge-refund-over", "and not twice");
    fees.undo(rest.seq).unwrap();
    assert_eq!(fees.account().charges[0].back, Money(7_000));
    fees.refund(back(2, Some(7_000))).unwrap();
    let account = fees.account();
    assert_eq!((account.owed, account.ahead, account.charges[0].open), (Money(0), Money(0), Money(0)));
    assert_eq!(fees.holds(Account::new(AccountKind::OtherIncome, 0, 0)), 0, "it is no income any more");
    assert_eq!(fees.holds(Account::cash(CASHIER)), 38_000);
    fees.sound();
}

#[test]
fn what_was_given_back_is_not_voided_too() {
    let fees = Fees::open();
    let material = ChargeOther { student: CHILD, amount: Money(12_000), ..ChargeOther::example() };
    fees.agent.submit(material).unwrap();
    let paid = fees.pay(Method::Wechat, 12_000).unwrap();
    let back = RefundFees { charges: vec![given_back(1, None)], method: Method::Wechat, ..refund(false) };
    let back = fees.refund(back).unwrap();
    assert_eq!(why(fees.undo(paid.seq)), "fee-undo-given-back");
    fees.undo(back.seq).unwrap();
    fees.undo(paid.seq).unwrap();
    assert_eq!(fees.account().owed, Money(12_000));
    fees.sound();
}

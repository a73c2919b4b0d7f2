//! Sales, payments, receipts, the drawer.

use super::*;
use crate::books::tables;
use crate::store::Key;

#[test]
fn a_package_is_sold_paid_in_parts_and_every_payment_has_its_number() {
    let fees = Fees::open();
    let sold = fees.sell();
    assert_eq!(sold.made[0], "H1");
    let paid = fees
        .cashier
        .submit(Pay {
            tendered: Some(Money(210_000)),
            ..pay(vec![Part::of(Method::Cash, Money(200_000)), Part::of(Method::Wechat, Money(50_000))])
        })
        .unwrap();
    assert_eq!(paid.made, ["R2026-000001"]);
    assert_eq!(paid.said[1].key, "fee-change");
    let account = fees.account();
    assert_eq!((account.owed, account.charges[0].open), (Money(134_000), Money(134_000)));
    assert_eq!(account.charges[0].settled, Money(250_000));
    assert_eq!(
        account.lots.iter().map(|lot| lot.left).collect::<Vec<_>>(),
        [Credits::lessons(48), Credits::lessons(2)]
    );
    assert_eq!(fees.pay(Method::Bank, 134_000).unwrap().made, ["R2026-000002"]);
    assert_eq!(fees.account().owed, Money(0));
    let report = fees.manager.ask(&FeeDay::default()).unwrap();
    assert_eq!((report.taken, report.refunded), (Money(384_000), Money(0)));
    assert_eq!(fees.holds(Account::cash(CASHIER)), 250_000);
    fees.sound();
}

#[test]
fn bad_payments_get_a_clear_word_and_change_nothing() {
    let fees = Fees::open();
    fees.sell();
    let before = fees.manager.desk.verify().unwrap().entries;
    assert_eq!(why(fees.pay(Method::Wechat, 384_001)), "fee-over");
    assert_eq!(why(fees.pay(Method::Wechat, -100)), "fee-not-positive");
    assert_eq!(why(fees.pay(Method::Wechat, 0)), "fee-not-positive");
    assert_eq!(why(fees.pay(Method::Prepaid, 100)), "fee-prepaid-short");
    let parts = vec![Part::of(Method::Cash, Money(100))];
    assert_eq!(
        why(fees.cashier.submit(Pay { tendered: Some(Money(99)), ..pay(parts) })),
        "fee-tendered-short"
    );
    let parts = vec![Part::of(Method::Card, Money(100))];
    assert_eq!(
        why(fees.cashier.submit(Pay { tendered: Some(Money(100)), ..pay(parts.clone()) })),
        "fee-tendered-no-cash"
    );
    assert_eq!(why(fees.pay(Method::Wechat, 1_000_000_000_001)), "error-too-large");
    let other = Pay { charges: vec![ChargeId(9)], ..pay(parts) };
    assert_eq!(why(fees.cashier.submit(other)), "fee-charge-settled");
    let huge = vec![Part::of(Method::Card, Money(i64::MAX)), Part::of(Method::Card, Money(i64::MAX))];
    assert_eq!(why(fees.cashier.submit(pay(huge))), "error-too-large");
    // The manager has opened no drawer.
    let cash = pay(vec![Part::of(Method::Cash, Money(100))]);
    assert_eq!(why(fees.manager.submit(cash)), "drawer-needed");
    assert_eq!(fees.manager.desk.verify().unwrap().entries, before);
    // What people type is read before it comes here; three decimals never become an amount.
    assert_eq!(Money::parse("１２８０．５", 2), Ok(Money(128_050)));
    assert_eq!(Money::parse("12.345", 2), Err(AmountError::TooFine));
    fees.sound();
}

#[test]
fn what_is_over_is_paid_ahead_and_settles_the_next_charge() {
    let fees = Fees::open();
    let ahead = Pay { prepay: true, ..pay(vec![Part::of(Method::Alipay, Money(10_000))]) };
    fees.cashier.submit(ahead).unwrap();
    assert_eq!(fees.account().ahead, Money(10_000));
    let material = |amount| ChargeOther { student: CHILD, amount: Money(amount), ..ChargeOther::example() };
    fees.agent.submit(material(6_000)).unwrap();
    fees.pay(Method::Prepaid, 6_000).unwrap();
    assert_eq!((fees.account().ahead, fees.account().owed), (Money(4_000), Money(0)));
    assert_eq!(why(fees.agent.submit(material(0))), "fee-not-positive");
    fees.sound();
}

#[test]
fn a_voided_receipt_keeps_its_number_and_the_next_one_follows_it() {
    let fees = Fees::open();
    let sold = fees.sell();
    let paid = fees.pay(Method::Cash, 100_000).unwrap();
    assert_eq!(why(fees.undo(sold.seq)), "fee-undo-paid");
    let undone = fees.undo(paid.seq).unwrap();
    let number = "R2026-000001".parse().unwrap();
    let get = || fees.cashier.ask(&GetReceipt { number }).unwrap();
    assert!(get().void);
    assert_eq!(fees.pay(Method::Cash, 1_000).unwrap().made, ["R2026-000002"]);
    fees.undo(undone.seq).unwrap();
    assert!(!get().void, "redone, it stands again");
    fees.cashier.submit(CopyReceipt { number }).unwrap();
    assert_eq!(get().copies, 1);
    assert_eq!(fees.account().owed, Money(283_000));
    fees.sound();
}

#[test]
fn the_day_end_names_every_difference_and_leaves_nothing_behind() {
    let fees = Fees::open();
    fees.sell();
    let paid = fees.pay(Method::Cash, 100_000).unwrap();
    let petty = MoveCash { amount: Money(-3_500), with: MoveWith::Petty, reason: "买粉笔".into() };
    fees.cashier.submit(petty.clone()).unwrap();
    assert_eq!(why(fees.cashier.submit(MoveCash { amount: Money(-999_999), ..petty })), "drawer-short");
    let state = || fees.cashier.ask(&DrawerState::default()).unwrap();
    assert_eq!(state().expected, None, "the count is blind");
    let close = |counted| CloseDrawer { counted, reason: "".into(), ..CloseDrawer::default() };
    assert_eq!(why(fees.cashier.submit(close(None))), "drawer-count-first");
    fees.cashier.submit(CountDrawer { counted: Money(146_350), cashier: None }).unwrap();
    assert_eq!(state().expected, Some(Money(146_500)));
    assert_eq!(why(fees.cashier.submit(close(None))), "drawer-name-difference");
    fees.cashier
        .submit(CloseDrawer { counted: None, reason: "找错 1.50".into(), ..CloseDrawer::default() })
        .unwrap();
    assert_eq!(fees.holds(Account::cash(CASHIER)), 0);
    assert_eq!(fees.holds(Account::new(AccountKind::Safe, 0, 0)), 96_350);
    assert_eq!(fees.holds(Account::new(AccountKind::CashOver, CASHIER.0, 0)), 150);
    let figures = fees.cashier.ask(&FeeDay::default()).unwrap().drawers[0].figures.unwrap();
    let expected = DrawerFigures {
        float: Money(50_000),
        taken: Money(100_000),
        refunded: Money(0),
        moved: Money(-3_500),
        over: Money(-150),
        banked: Money(146_350),
        left: Money(0),
    };
    assert_eq!(figures, expected);
    // After the day-end: no payment, no second day-end, no drawer, nothing taken back.
    assert_eq!(why(fees.pay(Method::Cash, 100)), "drawer-day-closed");
    assert_eq!(why(fees.pay(Method::Wechat, 100)), "drawer-day-closed");
    assert_eq!(why(fees.cashier.submit(close(Some(Money(0))))), "drawer-closed-already");
    assert_eq!(why(fees.cashier.submit(OpenDrawer { float: Money(0) })), "drawer-day-closed");
    assert_eq!(why(fees.undo(paid.seq)), "drawer-undo-closed");
    fees.sound();
}

#[test]
fn a_drawer_left_open_is_closed_before_the_next_is_opened() {
    let fees = Fees::open();
    fees.sell();
    fees.set("2026-11-13T02:00:00Z");
    assert_eq!(why(fees.pay(Method::Cash, 100)), "drawer-not-closed");
    assert_eq!(why(fees.cashier.submit(OpenDrawer { float: Money(0) })), "drawer-not-closed");
    fees.cashier
        .submit(CloseDrawer { counted: Some(Money(50_000)), reason: "".into(), ..CloseDrawer::default() })
        .unwrap();
    fees.cashier.submit(OpenDrawer { float: Money(0) }).unwrap();
    fees.pay(Method::Cash, 100).unwrap();
    let of = |on: &str| fees.manager.ask(&FeeDay { day: Some(day(on)) }).unwrap();
    assert_eq!(of("2026-11-12").drawers[0].figures.unwrap().banked, Money(50_000));
    assert_eq!(of("2026-11-13").taken, Money(100));
    fees.sound();
}

#[test]
fn an_opening_is_taken_back_only_while_the_drawer_is_untouched() {
    let fees = Fees::open();
    fees.sell();
    let open = fees.cashier.ask(&crate::books::undo::LastAction { operator: None, redo: false });
    let seq = open.unwrap().unwrap().seq;
    let paid = fees.pay(Method::Cash, 100).unwrap();
    assert_eq!(why(fees.undo(seq)), "drawer-used");
    fees.undo(paid.seq).unwrap();
    fees.undo(seq).unwrap();
    fees.cashier.submit(OpenDrawer { float: Money(20_000) }).unwrap();
    fees.sound();
}

#[test]
fn a_receipt_that_is_missing_is_found_by_the_audit() {
    let fees = Fees::open();
    fees.sell();
    for amount in [100, 200, 300] {
        fees.pay(Method::Wechat, amount).unwrap();
    }
    let engine = fees.manager.desk.engine();
    let gaps = || gaps(&*engine.snapshot().unwrap()).unwrap();
    assert_eq!(gaps(), vec![]);
    let receipts = tables().iter().find(|table| table.name == "receipts").unwrap().id;
    let second: ReceiptNo = "R2026-000002".parse().unwrap();
    engine.commit(&[((receipts, second.bytes()), None)].into_iter().collect()).unwrap();
    let found = gaps();
    assert_eq!((found.len(), found[0].key.as_ref()), (1, "receipt-gap"));
}

//! The safe and the bank, vouchers, what was paid for lessons that were brought along, voids, a manager's figures.

use super::*;

const SAFE: Account = Account::new(AccountKind::Safe, 0, 0);
const BANK: Account = Account::new(AccountKind::Bank, 0, 0);

fn bank(amount: i64, slip: &str) -> BankCash {
    BankCash { amount: Money(amount), slip: slip.into(), reason: "".into() }
}

#[test]
fn the_safe_has_a_beginning_and_a_way_to_the_bank_and_the_day_adds_up() {
    let fees = Fees::open();
    assert_eq!(fees.holds(SAFE), -50_000, "the float came out of a safe that nobody had stated");
    assert_eq!(why(fees.cashier.submit(bank(1, "1"))), "safe-short");
    let opened = fees.manager.submit(OpenSafe { of: Keep::Safe, amount: Money(200_000) }).unwrap();
    assert_eq!(
        why(fees.manager.submit(OpenSafe { of: Keep::Safe, amount: Money(1) })),
        "safe-opened-already"
    );
    assert_eq!(
        fees.cashier.submit(OpenSafe { of: Keep::Safe, amount: Money(1) }).unwrap_err().kind,
        Kind::Forbidden
    );
    fees.undo(opened.seq).unwrap();
    fees.manager.submit(OpenSafe { of: Keep::Safe, amount: Money(300_000) }).unwrap();

    assert_eq!(why(fees.cashier.submit(bank(250_001, "1"))), "safe-short");
    assert_eq!(why(fees.cashier.submit(bank(100, ""))), "safe-needs-slip");
    assert_eq!(why(fees.cashier.submit(bank(0, "1"))), "fee-not-positive");
    assert_eq!(why(fees.cashier.submit(bank(i64::MIN, "1"))), "error-too-large");
    assert_eq!(fees.agent.submit(bank(100, "1")).unwrap_err().kind, Kind::Forbidden);
    let paid_in = fees.cashier.submit(bank(150_000, "0042317")).unwrap();
    fees.cashier.submit(bank(-20_000, "0042318")).unwrap();
    assert_eq!((fees.holds(SAFE), fees.holds(BANK)), (120_000, 130_000));
    fees.undo(paid_in.seq).unwrap();
    let state = fees.manager.ask(&SafeState::default()).unwrap();
    assert_eq!((state.left.unwrap(), state.at_bank, state.stated), (Money(270_000), Money(-20_000), true));
    let slips: Vec<_> =
        state.slips.iter().map(|line| (line.slip.as_str(), line.amount.0, line.reversal)).collect();
    assert_eq!(
        slips,
        [("0042317", -150_000, true), ("0042318", -20_000, false), ("0042317", 150_000, false)]
    );

    fees.cashier
        .submit(CloseDrawer { counted: Some(Money(50_000)), reason: "".into(), ..CloseDrawer::default() })
        .unwrap();
    let day = fees.manager.ask(&FeeDay::default()).unwrap().safe.unwrap();
    let expected = SafeDay {
        before: Money(0),
        opening: Money(300_000),
        floats: Money(50_000),
        moved: Money(0),
        banked: Money(50_000),
        deposited: Money(-20_000),
        over: Money(0),
        left: Money(320_000),
    };
    assert_eq!(day, expected);
    fees.set("2026-11-13T02:00:00Z");
    let next = fees.manager.ask(&FeeDay::default()).unwrap().safe.unwrap();
    assert_eq!((next.before, next.left), (Money(320_000), Money(320_000)));
    fees.sound();
}

fn counted(of: Keep, counted: Option<i64>, reason: &str) -> CountSafe {
    CountSafe { of, counted: counted.map(Money), reason: reason.into() }
}

#[test]
fn the_safe_is_counted_blind_and_a_difference_is_booked_when_it_is_named() {
    let fees = Fees::open();
    fees.manager.submit(OpenSafe { of: Keep::Safe, amount: Money(200_000) }).unwrap();
    let state = |who: &Session| who.ask(&SafeState::default()).unwrap();
    assert_eq!(
        (state(&fees.cashier).left, state(&fees.cashier).day),
        (None, None),
        "not before it is counted"
    );
    assert_eq!(fees.cashier.ask(&FeeDay::default()).unwrap().safe, None);
    assert_eq!(state(&fees.manager).left, Some(Money(150_000)));
    let count = |amount, reason: &str| fees.cashier.submit(counted(Keep::Safe, amount, reason));
    assert_eq!(why(count(None, "少了")), "safe-count-first");
    assert_eq!(why(count(Some(-1), "")), "error-negative");
    assert_eq!(why(fees.agent.submit(counted(Keep::Safe, Some(1), ""))), "error-forbidden");
    assert_eq!(count(Some(149_000), "").unwrap().said[0].key, "safe-counted-off");
    assert_eq!(fees.holds(SAFE), 150_000, "noted, and nothing booked");
    let line = state(&fees.cashier).counted.unwrap();
    assert_eq!((line.counted, line.over, line.by.as_str()), (Money(149_000), Money(-1_000), "前台小赵"));
    assert_eq!(why(count(None, "")), "drawer-name-difference");
    let named = count(None, "零钱少了十元").unwrap();
    assert_eq!(named.said[0].key, "safe-counted-booked");
    assert_eq!((fees.holds(SAFE), state(&fees.cashier).left), (149_000, Some(Money(149_000))));
    assert_eq!(fees.holds(Account::new(AccountKind::CashOver, 0, 0)), 1_000);
    assert_eq!(why(fees.undo(named.seq)), "undo-stands");
    let day = state(&fees.cashier).day.unwrap();
    assert_eq!(
        (day.opening, day.floats, day.over, day.left),
        (Money(200_000), Money(50_000), Money(-1_000), Money(149_000))
    );
    // What moves since makes the count worthless, and who counts is not told any more.
    fees.cashier.submit(bank(100_000, "7")).unwrap();
    assert_eq!(why(count(None, "x")), "safe-count-first");
    assert_eq!(state(&fees.cashier).left, None);
    assert_eq!(count(Some(49_000), "").unwrap().said[0].key, "safe-counted-right");
    assert_eq!(state(&fees.cashier).left, Some(Money(49_000)));
    fees.sound();
}

#[test]
fn the_bank_has_a_beginning_and_is_held_against_its_statement() {
    let fees = Fees::open();
    fees.manager.submit(OpenSafe { of: Keep::Safe, amount: Money(200_000) }).unwrap();
    let open = |amount| fees.manager.submit(OpenSafe { of: Keep::Bank, amount: Money(amount) });
    let opened = open(1).unwrap();
    assert_eq!(why(open(2)), "safe-bank-opened-already");
    fees.undo(opened.seq).unwrap();
    open(1_000_000).unwrap();
    fees.cashier.submit(bank(100_000, "7")).unwrap();
    let compare = |amount, reason: &str| fees.cashier.submit(counted(Keep::Bank, amount, reason)).unwrap();
    assert_eq!(compare(Some(1_100_000), "").said[0].key, "safe-compared-right");
    assert_eq!(compare(Some(1_098_800), "").said[0].key, "safe-compared-off");
    assert_eq!(compare(None, "十月手续费").said[0].key, "safe-compared-booked");
    assert_eq!(fees.holds(BANK), 1_098_800);
    assert_eq!(fees.holds(Account::new(AccountKind::BankOther, 0, 0)), 1_200);
    let state = fees.cashier.ask(&SafeState::default()).unwrap();
    let line = state.compared.unwrap();
    assert_eq!((state.bank_stated, line.over, line.reason.as_str()), (true, Money(-1_200), "十月手续费"));
    assert_eq!(state.slips.len(), 1, "only ways to the bank");
    fees.sound();
}

fn voucher(amount: i64, expires: Option<&str>) -> GiveVoucher {
    GiveVoucher {
        student: CHILD,
        amount: Money(amount),
        brought: Some(SISTER),
        expires: expires.map(day),
        reason: "转介绍".into(),
    }
}

#[test]
fn vouchers_end_on_their_day_and_those_that_end_first_are_used_first() {
    let fees = Fees::open();
    let rule = Discount { name: "转介绍".into(), kind: DiscountKind::Voucher, ..Discount::default() };
    save(&fees.manager, rule);
    assert_eq!(why(fees.manager.submit(voucher(100, Some("2026-11-11")))), "fee-voucher-past");
    let own = GiveVoucher { brought: Some(CHILD), ..voucher(100, None) };
    assert_eq!(why(fees.manager.submit(own)), "price-other-not-student");
    fees.manager.submit(voucher(10_000, None)).unwrap();
    let ending = fees.manager.submit(voucher(5_000, Some("2026-11-20"))).unwrap();
    assert_eq!(fees.account().voucher, Money(15_000));
    assert_eq!(fees.account().vouchers[0].expires, Some(day("2026-11-20")));
    // Taken back and given again.
    let back = fees.undo(ending.seq).unwrap();
    assert_eq!(fees.account().voucher, Money(10_000));
    let again = fees.undo(back.seq).unwrap();
    let sell = |amount| Sell {
        offer: Offer { voucher: Money(amount), ..Offer::of(CHILD, PACK) },
        due: None,
        expect: None,
    };
    let sold = fees.agent.submit(sell(6_000)).unwrap();
    let left = || fees.account().vouchers.iter().map(|voucher| voucher.left.0).collect::<Vec<_>>();
    assert_eq!(left(), [9_000], "the one that ends first is used up");
    assert_eq!(why(fees.undo(again.seq)), "ledger-short-vouchers");
    fees.undo(sold.seq).unwrap();
    assert_eq!(left(), [5_000, 10_000]);
    fees.set("2026-11-21T02:00:00Z");
    assert_eq!(left(), [10_000], "its last day is past");
    assert_eq!(why(fees.agent.submit(sell(10_001))), "price-voucher-short");
    fees.agent.submit(sell(10_000)).unwrap();
    fees.sound();
}

/// Lessons that were brought along, so many hundredths.
fn bring(fees: &Fees, lessons: i64) {
    let row = ImportRow {
        row: 2,
        number: "S1".into(),
        name: "董涵雯".into(),
        lessons_left: Some(Credits(lessons)),
        ..ImportRow::default()
    };
    let student = Student { name: "董涵雯".into(), number: "S1".into(), ..Student::default() };
    let edit = EditStudent { id: CHILD, expect: None, student };
    fees.manager.submit(edit).unwrap();
    let import = ImportRoster { source: "名单.csv".into(), rows: vec![row], ..ImportRoster::default() };
    fees.manager.submit(import).unwrap();
}

fn worth(value: i64) -> ValueLot {
    ValueLot { student: CHILD, lot: LotId(1), value: Money(value), reason: "旧收据".into() }
}

#[test]
fn lessons_that_were_brought_along_are_refunded_at_what_the_office_states() {
    let fees = Fees::open();
    bring(&fees, 800);
    assert_eq!(fees.agent.ask(&FeeReckon { refund: refund(true) }).unwrap().total, Money(0));
    assert_eq!(why(fees.manager.submit(ValueLot { reason: "".into(), ..worth(1) })), "fee-needs-reason");
    assert_eq!(why(fees.manager.submit(worth(-1))), "error-negative");
    assert_eq!(why(fees.manager.submit(worth(0))), "fee-value-same");
    assert_eq!(fees.cashier.submit(worth(64_001)).unwrap_err().kind, Kind::Forbidden);
    let first = fees.manager.submit(worth(99_900)).unwrap();
    fees.undo(first.seq).unwrap();
    assert_eq!(fees.account().lots[0].value, Money(0));
    fees.manager.submit(worth(99_900)).unwrap();
    fees.manager.submit(worth(64_001)).unwrap();
    let lot = fees.account().lots[0].clone();
    assert_eq!((lot.value, lot.lot.value, lot.opening), (Money(64_001), Money(64_001), true));
    assert_eq!(fees.agent.ask(&FeeReckon { refund: refund(true) }).unwrap().total, Money(64_001));
    // Taught, they are income at that price; what is left stays to be refunded.
    fees.teach("2026-11-12");
    let lot = fees.account().lots[0].clone();
    assert_eq!((lot.left, lot.value), (Credits::lessons(7), Money(56_001)));
    assert_eq!(fees.holds(Account::new(AccountKind::Income, 1, 0)), -8_000);
    // Stated again with some used: what is left is worth that, all of it in proportion.
    fees.manager.submit(worth(70_000)).unwrap();
    assert_eq!(fees.account().lots[0].lot.value, Money(80_000));
    // A file that says fewer takes their price along.
    bring(&fees, 300);
    let lot = fees.account().lots[0].clone();
    assert_eq!((lot.left, lot.value), (Credits::lessons(3), Money(30_000)));
    let done = fees.refund(refund(true)).unwrap();
    assert_eq!(done.made, ["F2026-000001"]);
    assert_eq!(fees.account().receipts[0].total, Money(30_000));
    assert_eq!(why(fees.manager.submit(worth(1))), "fee-value-used-up");
    fees.sound();
}

#[test]
fn what_was_sold_here_has_its_price_already() {
    let fees = Fees::open();
    fees.sell();
    for lot in [LotId(1), LotId(2)] {
        assert_eq!(why(fees.manager.submit(ValueLot { lot, ..worth(1) })), "fee-value-sold");
    }
    assert_eq!(why(fees.manager.submit(ValueLot { lot: LotId(9), ..worth(1) })), "error-missing");
    fees.sound();
}

#[test]
fn the_day_end_names_what_was_voided_by_whom_and_why() {
    let fees = Fees::open();
    fees.sell();
    let first = fees.pay(Method::Cash, 1_000).unwrap();
    fees.pay(Method::Wechat, 2_000).unwrap();
    let undo = |seq, reason: &str| fees.cashier.submit(Undo { seq, reason: reason.into() }).unwrap();
    let voided = undo(first.seq, "金额打错");
    let report = || fees.manager.ask(&FeeDay::default()).unwrap();
    let expected = VoidLine {
        number: "R2026-000001".parse().unwrap(),
        name: "董涵雯".into(),
        total: Money(1_000),
        by: "前台小赵".into(),
        reason: "金额打错".into(),
    };
    assert_eq!(report().voids, [expected]);
    undo(voided.seq, "没有错");
    assert_eq!(report().voids, [], "it stands again");
    let latest = fees.cashier.ask(&crate::books::undo::LastAction { operator: None, redo: false });
    undo(latest.unwrap().unwrap().seq, "还是错了");
    assert_eq!(report().voids.len() + 1, 2, "{:?}", report().voids);
    fees.cashier
        .submit(CloseDrawer {
            counted: Some(Money(report().drawers[0].figures.unwrap().left.0)),
            reason: "".into(),
            ..CloseDrawer::default()
        })
        .unwrap();
    let number = "R2026-000002".parse().unwrap();
    assert!(fees.cashier.ask(&GetReceipt { number }).unwrap().closed);
    fees.set("2026-11-13T02:00:00Z");
    assert_eq!(report().voids, [], "another day");
    assert_eq!(fees.manager.ask(&FeeDay { day: Some(day("2026-11-12")) }).unwrap().voids.len(), 1);
    fees.sound();
}

#[test]
fn a_managers_figures_are_of_the_day_the_month_and_the_month_before() {
    let fees = Fees::open();
    fees.sell();
    fees.pay(Method::Cash, 100_000).unwrap();
    fees.teach("2026-11-12");
    fees.agent.submit(ChargeOther { student: CHILD, ..ChargeOther::example() }).unwrap();
    let petty = MoveCash { amount: Money(-3_500), with: MoveWith::Petty, reason: "买粉笔".into() };
    fees.cashier.submit(petty).unwrap();
    assert_eq!(fees.cashier.ask(&FeeFigures::example()).unwrap_err().kind, Kind::Forbidden);
    let of = |on: &str| fees.manager.ask(&FeeFigures { day: Some(day(on)), months: 2 }).unwrap();
    let now = of("2026-11-12");
    let span = |taken, income| SpanFigures { taken: Money(taken), refunded: Money(0), income: Money(income) };
    assert_eq!(
        (now.today, now.month, now.before),
        (span(100_000, 20_000), span(100_000, 20_000), span(0, 0))
    );
    assert_eq!((now.owed, now.deferred), (Money(296_000), Money(376_000)));
    assert_eq!(now.months, [day("2026-10-01"), day("2026-11-01")]);
    let lines: Vec<_> = now.lines.iter().map(|line| (line.course.as_str(), line.amounts[1].0)).collect();
    assert_eq!(lines, [("书法", 8_000), ("", 12_000), ("", -3_500)]);
    assert_eq!(now.result, [Money(0), Money(16_500)]);
    let later = of("2026-12-31");
    assert_eq!((later.today, later.month, later.before), (span(0, 0), span(0, 0), span(100_000, 20_000)));
    fees.sound();
}

//! Nothing is paid out that was not received, and what money rests on is not taken back from under it.

use super::*;

fn half() -> RefundFees {
    let some = RefundLot { lot: LotId(1), credits: Some(Credits::lessons(24)) };
    RefundFees { lots: vec![some], method: Method::Wechat, ..refund(false) }
}

fn off(amount: Option<i64>) -> WriteOff {
    let amount = amount.map(Money);
    WriteOff { student: CHILD, charge: Some(ChargeId(1)), amount, reason: "失联".into() }
}

fn to_sister() -> MoveCredits {
    let credits = Some(Credits::lessons(24));
    MoveCredits {
        student: CHILD,
        lot: LotId(1),
        credits,
        to: Some(SISTER),
        course: None,
        reason: "转".into(),
    }
}

fn of_sister(lot: LotId) -> RefundFees {
    let lots = vec![RefundLot { lot, credits: None }];
    RefundFees { student: SISTER, lots, method: Method::Wechat, ..refund(false) }
}

impl Fees {
    fn amounts(&self, refund: RefundFees) -> (Vec<i64>, i64) {
        let sum = self.agent.ask(&FeeReckon { refund }).unwrap();
        (sum.lines.iter().map(|line| line.amount.0).collect(), sum.total.0)
    }
}

/// 840.00 were paid and 3,000.00 written off: half of the lessons are worth 1,920.00, and all of that was written off.
#[test]
fn what_was_written_off_is_not_paid_out() {
    let fees = Fees::open();
    fees.sell();
    fees.pay(Method::Wechat, 84_000).unwrap();
    let written = fees.manager.submit(off(None)).unwrap();
    assert_eq!(fees.amounts(half()), (vec![192_000, -192_000, 0], 0));
    fees.refund(half()).unwrap();
    assert_eq!(fees.amounts(RefundFees { method: Method::Wechat, ..refund(true) }).1, 84_000);
    assert_eq!(why(fees.undo(written.seq)), "fee-undo-off-used");
    let rest = fees.refund(RefundFees { method: Method::Wechat, ..refund(true) }).unwrap();
    assert_eq!(fees.holds(Account::new(AccountKind::WrittenOff, 0, 0)), 0, "nothing was lost in the end");
    assert_eq!((fees.account().owed, fees.account().ahead), (Money(0), Money(0)));
    fees.undo(rest.seq).unwrap();
    assert_eq!(fees.holds(Account::new(AccountKind::WrittenOff, 0, 0)), 108_000);
    fees.sound();
}

#[test]
fn of_what_was_moved_nothing_is_paid_out_that_was_not_paid() {
    let fees = Fees::open();
    fees.sell();
    let paid = fees.pay(Method::Wechat, 384_000).unwrap();
    let moved: LotId = fees.manager.submit(to_sister()).unwrap().made[0].parse().unwrap();
    assert_eq!(fees.amounts(of_sister(moved)), (vec![192_000], 192_000));
    fees.undo(paid.seq).unwrap();
    assert_eq!(fees.amounts(of_sister(moved)), (vec![192_000, -192_000], 0));
    let back = fees.refund(of_sister(moved)).unwrap();
    assert_eq!(fees.account().owed, Money(192_000), "settled where it was sold");
    let rows = fees.cashier.ask(&FeeStatement { student: CHILD }).unwrap().rows;
    assert_eq!((rows[0].what.key.as_ref(), rows[0].owed), ("fee-statement-settled", Money(192_000)));
    fees.undo(back.seq).unwrap();
    fees.manager.submit(off(None)).unwrap();
    assert_eq!(fees.amounts(of_sister(moved)), (vec![192_000, -192_000], 0));
    fees.refund(of_sister(moved)).unwrap();
    fees.sound();
}

#[test]
fn two_lots_of_one_sale_settle_what_is_open_of_it_once() {
    let fees = Fees::open();
    save(&fees.manager, Course { name: "绘画".into(), ..Course::default() });
    fees.sell();
    let paid = fees.pay(Method::Wechat, 384_000).unwrap();
    let course = Some(CourseId(2));
    fees.manager.submit(MoveCredits { to: None, course, ..to_sister() }).unwrap();
    fees.undo(paid.seq).unwrap();
    fees.pay(Method::Wechat, 100_000).unwrap();
    let all = RefundFees { method: Method::Wechat, ..refund(true) };
    assert_eq!(fees.amounts(all.clone()).1, 100_000);
    fees.refund(all).unwrap();
    assert_eq!(fees.account().owed, Money(0));
    fees.sound();
}

#[test]
fn a_payment_is_not_voided_whose_lessons_were_paid_back() {
    let fees = Fees::open();
    fees.sell();
    let paid = fees.pay(Method::Wechat, 384_000).unwrap();
    let moved: LotId = fees.manager.submit(to_sister()).unwrap().made[0].parse().unwrap();
    let back = fees.refund(of_sister(moved)).unwrap();
    assert_eq!(why(fees.undo(paid.seq)), "fee-undo-given-back");
    fees.undo(back.seq).unwrap();
    fees.undo(paid.seq).unwrap();
    fees.sound();
}

/// What an earlier program paid out stays as it was done; the proof of the books says so.
#[test]
fn a_refund_by_earlier_rules_stays_as_it_was_and_is_told_of() {
    let fees = Fees::open();
    fees.sell();
    fees.manager.submit(off(None)).unwrap();
    let half = half();
    let asked = fees.cashier.submit(RequestRefund {
        student: CHILD,
        lots: half.lots,
        method: half.method,
        cashier: half.cashier,
        ..RequestRefund::example()
    });
    let ticket = asked.unwrap().made[0].parse().unwrap();
    let expect = fees.manager.ask(&TicketCard { ticket }).unwrap().expect;
    let decide = DecideTicket { ticket, grant: true, text: "同意".into(), fields: [].into(), expect };
    fees.by_rules(1, decide);
    assert_eq!(fees.manager.ask(&FeeDay::default()).unwrap().refunded, Money(192_000));
    let findings = fees.manager.desk.verify().unwrap().findings;
    let told: Vec<_> = findings.iter().map(|finding| finding.what.key.as_ref()).collect();
    assert_eq!(told, ["verify-paid-out"], "it replays");
}

const NEWCOMER: StudentId = StudentId(3);

/// A student with 47.5 lessons and a debt of 1,280.50 from before.
fn brought_along() -> (Fees, LotId) {
    let fees = Fees::open();
    fees.manager.submit(ImportRoster::example()).unwrap();
    let account = fees.cashier.ask(&FeeAccount { student: NEWCOMER, used_up: true }).unwrap();
    assert_eq!(account.opening, Money(128_050));
    (fees, account.lots[0].id)
}

fn pay_of(amount: i64, charges: Vec<ChargeId>) -> Pay {
    let parts = vec![Part::of(Method::Wechat, Money(amount))];
    Pay { student: NEWCOMER, prepay: true, charges, ..pay(parts) }
}

#[test]
fn the_value_of_a_lot_is_not_taken_back_once_it_was_used() {
    let (fees, lot) = brought_along();
    let value = ValueLot { student: NEWCOMER, lot, value: Money(475_000), reason: "旧收据".into() };
    let stated = fees.manager.submit(value).unwrap();
    let some = RefundLot { lot, credits: Some(Credits::lessons(5)) };
    let some = RefundFees { student: NEWCOMER, lots: vec![some], method: Method::Wechat, ..refund(false) };
    let back = fees.refund(some).unwrap();
    assert_eq!(why(fees.undo(stated.seq)), "fee-undo-value-used");
    fees.undo(back.seq).unwrap();
    fees.undo(stated.seq).unwrap();
    assert_eq!(fees.holds(Account::deferred(NEWCOMER, lot)), 0);
    fees.sound();
}

#[test]
fn a_payment_is_not_voided_once_what_was_paid_ahead_with_it_is_used() {
    let fees = Fees::open();
    let other = ChargeOther { student: CHILD, amount: Money(10_000), ..ChargeOther::example() };
    fees.agent.submit(other).unwrap();
    let ahead = Pay { prepay: true, ..pay(vec![Part::of(Method::Wechat, Money(30_000))]) };
    let paid = fees.cashier.submit(ahead).unwrap();
    let back = RefundFees { prepaid: Money(5_000), method: Method::Wechat, ..refund(false) };
    let back = fees.refund(back).unwrap();
    assert_eq!(why(fees.undo(paid.seq)), "fee-undo-ahead-used");
    fees.undo(back.seq).unwrap();
    let other = ChargeOther { student: CHILD, amount: Money(10_000), ..ChargeOther::example() };
    fees.agent.submit(other).unwrap();
    let used = fees.pay(Method::Prepaid, 10_000).unwrap();
    assert_eq!(why(fees.undo(paid.seq)), "fee-undo-ahead-used");
    fees.undo(used.seq).unwrap();
    fees.undo(paid.seq).unwrap();
    assert_eq!(fees.account().owed, Money(20_000));
    fees.sound();
}

/// The debt from before was paid, so it is no cover for what was paid ahead later.
#[test]
fn a_debt_that_was_paid_does_not_come_back_for_what_was_paid_ahead() {
    let (fees, _) = brought_along();
    let debt = fees.cashier.submit(pay_of(128_050, vec![])).unwrap();
    let ahead = fees.cashier.submit(pay_of(10_000, vec![])).unwrap();
    let other = ChargeOther { student: NEWCOMER, amount: Money(10_000), ..ChargeOther::example() };
    fees.agent.submit(other).unwrap();
    let used = Pay { student: NEWCOMER, ..pay(vec![Part::of(Method::Prepaid, Money(10_000))]) };
    let used = fees.cashier.submit(used).unwrap();
    assert_eq!(why(fees.undo(ahead.seq)), "fee-undo-ahead-used");
    fees.undo(used.seq).unwrap();
    fees.undo(ahead.seq).unwrap();
    fees.undo(debt.seq).unwrap();
    let account = fees.cashier.ask(&FeeAccount { student: NEWCOMER, used_up: true }).unwrap();
    assert_eq!((account.opening, account.ahead), (Money(128_050), Money(0)));
    fees.sound();
}

/// It went to the debt from before, and the receipt said that it was paid ahead.
#[test]
fn what_is_over_is_said_to_settle_the_debt_from_before() {
    let (fees, _) = brought_along();
    let other = ChargeOther { student: NEWCOMER, amount: Money(10_000), ..ChargeOther::example() };
    fees.agent.submit(other).unwrap();
    let done = fees.cashier.submit(pay_of(150_000, vec![ChargeId(1)])).unwrap();
    let receipt = fees.cashier.ask(&GetReceipt { number: done.made[0].parse().unwrap() }).unwrap().receipt;
    let lines: Vec<_> = receipt.lines.iter().map(|line| (line.say.key.as_ref(), line.amount.0)).collect();
    let expected = [
        ("receipt-line-charge", 10_000),
        ("receipt-line-opening", 128_050),
        ("receipt-line-prepaid", 11_950),
    ];
    assert_eq!(lines, expected);
    fees.undo(done.seq).unwrap();
    let done = fees.cashier.submit(pay_of(150_000, vec![])).unwrap();
    let receipt = fees.cashier.ask(&GetReceipt { number: done.made[0].parse().unwrap() }).unwrap().receipt;
    assert_eq!(receipt.lines.len(), 3, "named or not, it is told once");
    fees.sound();
}

/// Cash went in and out again, so that the drawer held its float: it was taken back, and the day's figures with it.
#[test]
fn a_drawer_that_was_used_stays_opened_and_its_cashier_known() {
    let fees = Fees::open();
    let staff = Staff { name: "前台小孙".into(), roles: vec![Role::Cashier], ..Staff::default() };
    let hired = fees.manager.submit(Save { id: None, expect: None, value: staff.clone() }).unwrap();
    let id: StaffId = hired.made[0].parse().unwrap();
    let desk = fees.manager.desk.session(id, "second");
    let opened = desk.submit(OpenDrawer { float: Money(0) }).unwrap();
    fees.sell();
    let paid = desk.submit(pay(vec![Part::of(Method::Cash, Money(384_000))])).unwrap();
    let back = RefundFees { cashier: Some(id), ..refund(true) };
    let back = fees.refund(back).unwrap();
    assert_eq!(fees.holds(Account::cash(id)), 0);
    assert_eq!(why(fees.undo(opened.seq)), "drawer-used");
    assert_eq!(why(fees.undo(hired.seq)), "undo-used-since");
    let retire = |value: Staff| fees.manager.submit(Save { id: Some(id), expect: None, value });
    assert_eq!(why(retire(Staff { retired: true, ..staff.clone() })), "drawer-of-staff-open");
    assert_eq!(why(retire(Staff { roles: vec![Role::Teacher], ..staff.clone() })), "drawer-of-staff-open");
    fees.undo(back.seq).unwrap();
    fees.undo(paid.seq).unwrap();
    fees.undo(opened.seq).unwrap();
    retire(Staff { retired: true, ..staff }).unwrap();
    fees.sound();
}

/// Whoever tried a sum at the day-end was told the difference, and nothing was left of it.
#[test]
fn a_count_that_is_off_is_noted_before_the_difference_is_told() {
    let fees = Fees::open();
    let close = |counted: Option<i64>, reason: &str| {
        fees.cashier.submit(CloseDrawer {
            counted: counted.map(Money),
            reason: reason.into(),
            ..CloseDrawer::default()
        })
    };
    let told = close(Some(0), "").unwrap_err();
    assert_eq!(told.reason.key, "drawer-note-count");
    assert!(told.reason.with.is_empty(), "how much is off is not said");
    fees.cashier.submit(CountDrawer { counted: Money(49_000), cashier: None }).unwrap();
    assert_eq!(why(close(None, "")), "drawer-name-difference");
    assert_eq!(why(close(Some(49_000), "")), "drawer-name-difference", "this one is noted");
    close(Some(50_000), "").unwrap();
    let drawer = fees.manager.ask(&DrawerState { cashier: Some(CASHIER) }).unwrap().drawer.unwrap();
    assert_eq!(drawer.counts.iter().map(|count| count.counted.0).collect::<Vec<_>>(), [49_000, 50_000]);
    for refused in [
        fees.cashier.ask(&FeeTrialBalance::default()).map(drop),
        fees.cashier.ask(&crate::books::ledger::ListAccounts::default()).map(drop),
    ] {
        assert_eq!(refused.unwrap_err().kind, Kind::Forbidden, "it would tell what the drawer should hold");
    }
    fees.sound();
}

#[test]
fn money_goes_through_the_hands_of_those_who_handle_it() {
    let fees = Fees::open();
    fees.sell();
    fees.pay(Method::Wechat, 384_000).unwrap();
    save(&fees.manager, Staff { name: "李老师".into(), roles: vec![Role::Teacher], ..Staff::default() });
    let by = |id| RefundFees { cashier: Some(StaffId(id)), method: Method::Wechat, ..refund(true) };
    assert_eq!(fees.refund(by(99)).unwrap_err().kind, Kind::Missing);
    assert_eq!(why(fees.refund(by(4))), "fee-no-till");
    fees.refund(by(2)).unwrap();
    fees.sound();
}

/// One person with two accounts, whose telephone is written in two ways.
#[test]
fn who_asked_is_known_however_the_telephone_is_written() {
    let fees = Fees::open();
    fees.sell();
    fees.pay(Method::Wechat, 384_000).unwrap();
    let me = |name: &str, phone: &str, roles| Staff {
        name: name.into(),
        phone: phone.into(),
        roles,
        ..Staff::default()
    };
    let as_cashier = me("前台小赵", "139 0000 0000", vec![Role::Cashier]);
    fees.manager.submit(Save { id: Some(CASHIER), expect: None, value: as_cashier }).unwrap();
    for phone in ["+86 139 0000 0000", "１３９００００００００"] {
        save(&fees.manager, me(&format!("小赵{phone}"), phone, vec![Role::Manager]));
    }
    for other in [4, 5] {
        let asked = fees.cashier.submit(RequestRefund {
            student: CHILD,
            lots: vec![RefundLot { lot: LotId(1), credits: None }],
            cashier: Some(CASHIER),
            method: Method::Wechat,
            ..RequestRefund::example()
        });
        let ticket = asked.unwrap().made[0].parse().unwrap();
        let other = fees.manager.desk.session(StaffId(other), "office");
        assert_eq!(fees.approve(&other, ticket).unwrap_err().kind, Kind::Forbidden);
    }
    fees.sound();
}

#[test]
fn a_day_that_is_over_stays_as_it_was_without_a_drawer_too() {
    let fees = Fees::open();
    fees.sell();
    let by_manager = fees.manager.submit(pay(vec![Part::of(Method::Wechat, Money(84_000))])).unwrap();
    let by_cashier = fees.pay(Method::Wechat, 300_000).unwrap();
    fees.set("2026-11-13T02:00:00Z");
    assert_eq!(why(fees.undo(by_manager.seq)), "drawer-undo-closed");
    fees.undo(by_cashier.seq).unwrap();
    assert_eq!(fees.manager.ask(&FeeDay { day: Some(day("2026-11-12")) }).unwrap().taken, Money(84_000));
    fees.sound();
}

#[test]
fn a_sale_is_not_redone_past_what_its_coupon_allows() {
    let fees = Fees::open();
    let coupon = Discount {
        name: "开学券".into(),
        kind: DiscountKind::Coupon("A1".into()),
        cut: Cut::Amount(Money(10_000)),
        uses: 1,
        ..Discount::default()
    };
    save(&fees.manager, coupon);
    let offer = |student| Offer { coupon: Some("A1".into()), ..Offer::of(student, PACK) };
    let sell = |student| fees.agent.submit(Sell { offer: offer(student), due: None, expect: None });
    let sold = sell(CHILD).unwrap();
    let undone = fees.undo(sold.seq).unwrap();
    let other = sell(SISTER).unwrap();
    assert_eq!(why(fees.undo(undone.seq)), "fee-redo-used-up");
    fees.undo(other.seq).unwrap();
    fees.undo(undone.seq).unwrap();
    fees.sound();
}

#[test]
fn a_float_comes_from_a_safe_that_holds_it() {
    let fees = Fees::open();
    fees.manager.submit(OpenSafe { of: Keep::Safe, amount: Money(60_000) }).unwrap();
    assert_eq!(why(fees.manager.submit(OpenDrawer { float: Money(10_001) })), "safe-short");
    fees.manager.submit(OpenDrawer { float: Money(10_000) }).unwrap();
    fees.sound();
}

#[test]
fn who_has_paid_ahead_what_is_owed_is_not_turned_away() {
    let fees = Fees::open();
    let ahead = Pay { prepay: true, ..pay(vec![Part::of(Method::Wechat, Money(384_000))]) };
    fees.cashier.submit(ahead).unwrap();
    fees.sell();
    fees.set("2026-12-27T02:00:00Z");
    assert_eq!(fees.account().dunning, Some(Step::Block));
    fees.sell();
    fees.sound();
}

#[test]
fn a_package_settles_what_was_taught_of_its_course_and_nothing_else() {
    let fees = Fees::open();
    save(&fees.manager, Course { name: "绘画".into(), ..Course::default() });
    save(&fees.manager, Price { name: "绘画".into(), course: Some(CourseId(2)), ..Price::example() });
    fees.teach("2026-11-12");
    fees.teach("2026-11-12");
    let owed = || fees.holds(crate::books::ledger::credits::owed(CHILD));
    fees.agent.submit(Sell { offer: Offer::of(CHILD, PriceId(2)), due: None, expect: None }).unwrap();
    assert_eq!((owed(), fees.holds(Account::lot(CHILD, LotId(1)))), (-200, 4_800));
    fees.sell();
    assert_eq!((owed(), fees.holds(Account::lot(CHILD, LotId(3)))), (0, 4_600));
    fees.sound();
}

#[test]
fn a_manager_closes_the_drawer_of_a_cashier_who_is_gone() {
    let fees = Fees::open();
    let close =
        CloseDrawer { counted: Some(Money(49_000)), reason: "人已离职".into(), cashier: Some(CASHIER) };
    assert_eq!(fees.agent.submit(close.clone()).unwrap_err().kind, Kind::Forbidden);
    fees.manager.submit(close).unwrap();
    assert_eq!(fees.holds(Account::cash(CASHIER)), 0);
    assert_eq!(
        fees.holds(Account::new(AccountKind::CashOver, CASHIER.0, 0)),
        1_000,
        "missing by that cashier"
    );
    let gone =
        Staff { name: "前台小赵".into(), roles: vec![Role::Cashier], retired: true, ..Staff::default() };
    fees.manager.submit(Save { id: Some(CASHIER), expect: None, value: gone }).unwrap();
    fees.sound();
}

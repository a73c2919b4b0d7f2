//! Vouchers and coupons, many lots and discounts, the safe, lessons brought along, a manager's figures: by keys.

use std::sync::Arc;

use super::sample::{DONG, TO_DONG, account, driver, open_school, save, school, shows, sound, zh};
use crate::base::{Credits, Currency, Money, PriceId, StaffId, StudentId, Text, parse_day};
use crate::desk::ledger::credits::GiveCredits;
use crate::desk::ledger::fees::{
    AccountAnswer, FeeAccount, Method, MoveCash, MoveWith, Offer, OpenDrawer, Part, Pay, SafeState, Sell,
};
use crate::desk::queue::{QueueView, TicketList};
use crate::desk::register::{
    Cut, Discount, DiscountKind, GetSchool, ImportRoster, ImportRow, InitSchool, Price,
};
use crate::desk::{Act, Desk, FixedClock, Session};
use crate::lang::Tongue;
use crate::tui::app::Place;
use crate::tui::driver::{Driver, test_look, test_now};
use crate::tui::screens::program;

const LIAO: StudentId = StudentId(3);
const TO_LIAO: &str = "6 f l m q enter";

fn manager(session: &Session) -> Session {
    session.desk.session(StaffId(1), "office")
}

fn of(session: &Session, student: StudentId) -> AccountAnswer {
    session.ask(&FeeAccount { student, used_up: true }).unwrap()
}

fn referral(session: &Session) {
    let kind = DiscountKind::Voucher;
    save(session, Discount { name: "转介绍抵扣".into(), kind, order: 9, ..Discount::default() });
}

#[test]
fn a_voucher_is_given_for_a_referral_shown_in_the_account_and_taken_back() {
    let session = manager(&open_school());
    let mut driver = zh(&session);
    driver.keys(TO_DONG).unwrap();
    driver.keys("g").unwrap();
    driver.typed("200");
    driver.keys("tab").unwrap();
    driver.typed("lmq");
    driver.keys("tab").unwrap();
    driver.typed("2026-11-01");
    driver.keys("enter").unwrap();
    shows(&mut driver, "最后一天已经过了");
    driver.keys("ctrl-u").unwrap();
    driver.typed("2026-12-31");
    driver.keys("enter").unwrap();
    assert_eq!(account(&session).voucher, Money(20_000));
    for shown in ["抵扣券", "200.00", "12-31"] {
        shows(&mut driver, shown);
    }
    driver.keys("u").unwrap();
    assert_eq!(account(&session).voucher, Money(0));
    assert!(!driver.screen().contains("抵扣券"), "{}", driver.screen());
    sound(&session);
}

#[test]
fn a_coupon_and_a_voucher_lower_a_sale_on_screen() {
    let session = manager(&open_school());
    referral(&session);
    let cut = Cut::Amount(Money(10_000));
    let kind = DiscountKind::Coupon("A1".into());
    save(&session, Discount { name: "开学券".into(), kind, cut, uses: 1, order: 5, ..Discount::default() });
    let mut driver = zh(&session);
    driver.keys(TO_LIAO).unwrap();
    driver.keys("g").unwrap();
    driver.typed("200");
    driver.keys("enter s enter tab tab").unwrap();
    driver.typed("B2");
    driver.keys("tab").unwrap();
    driver.typed("150");
    shows(&mut driver, "券码 B2 在这里不能用");
    driver.keys("shift-tab ctrl-u").unwrap();
    driver.typed("A1");
    // 3,840.00 less 5 %, less the coupon's 100.00 and 150.00 of the voucher.
    shows(&mut driver, "¥3,398.00 │");
    driver.keys("enter").unwrap();
    let sold = of(&session, LIAO);
    assert_eq!((sold.owed, sold.voucher), (Money(339_800), Money(5_000)));
    // Taken back, both are as they were.
    driver.keys("esc u").unwrap();
    driver.typed("报错了");
    driver.keys("enter").unwrap();
    assert_eq!((of(&session, LIAO).owed, of(&session, LIAO).voucher), (Money(0), Money(20_000)));
    sound(&session);
}

#[test]
fn a_refund_lists_every_lot_and_a_sale_every_discount() {
    let session = open_school();
    let office = manager(&session);
    for _ in 0..8 {
        let sell = Sell { offer: Offer::of(LIAO, PriceId(1)), due: None, expect: None };
        session.submit(sell).unwrap();
    }
    let parts = vec![Part::of(Method::Wechat, Money(8 * 364_800))];
    session.submit(Pay { student: LIAO, parts, tendered: None, charges: vec![], prepay: false }).unwrap();
    for n in 0..8 {
        let early = DiscountKind::EarlyBird(parse_day("2026-12-31").unwrap());
        let cut = Cut::Amount(Money(100 << n));
        let name = Text::new(format!("{n}号优惠"));
        save(&office, Discount { name, kind: early, cut, order: 5, ..Discount::default() });
    }
    let mut driver = zh(&session);
    driver.keys(TO_LIAO).unwrap();
    driver.keys("f").unwrap();
    // However long the arithmetic, what it comes to is seen.
    shows(&mut driver, "¥29,184.00");
    // The eighth lot is kept.
    driver.keys("tab tab tab tab tab tab tab ctrl-u").unwrap();
    driver.typed("0");
    shows(&mut driver, "¥25,536.00");
    driver.keys("up up up up up up up up").unwrap();
    driver.typed("搬家");
    driver.keys("enter").unwrap();
    let all = TicketList { view: QueueView::All, ..TicketList::default() };
    assert_eq!(session.ask(&all).unwrap().rows.len(), 1, "{}", driver.screen());

    driver.keys(TO_LIAO).unwrap();
    driver.keys("s enter").unwrap();
    // 3,648.00 less all of 2⁰ + … + 2⁷.
    shows(&mut driver, "¥3,393.00 │");
    driver.keys("tab tab tab tab tab tab tab tab tab space").unwrap();
    shows(&mut driver, "¥3,521.00 │");
    driver.keys("enter").unwrap();
    assert_eq!(of(&session, LIAO).owed, Money(352_100));
    sound(&session);
}

#[test]
fn a_sale_far_ahead_is_warned_of_as_the_settings_say() {
    let session = manager(&open_school());
    let mut driver = zh(&session);
    driver.keys(TO_LIAO).unwrap();
    driver.keys("s enter").unwrap();
    shows(&mut driver, "一次预收超过 3 个月");
    assert!(!driver.screen().contains("48 课时，超过"), "{}", driver.screen());
    driver.keys("esc 7").unwrap();
    for _ in 0..40 {
        if driver.screen().contains("预收超过几课时提醒") {
            break;
        }
        driver.keys("right").unwrap();
    }
    driver.keys("e tab tab tab tab tab ctrl-u tab ctrl-u").unwrap();
    driver.typed("40");
    driver.keys("enter").unwrap();
    let fees = session.ask(&GetSchool {}).unwrap().school.fees;
    assert_eq!((fees.warn_months, fees.warn_lessons, fees.remind_days), (0, 40, 7));
    driver.keys(TO_LIAO).unwrap();
    driver.keys("s enter").unwrap();
    shows(&mut driver, "一次预收 48 课时，超过 40 课时");
    assert!(!driver.screen().contains("个月"), "{}", driver.screen());
    sound(&session);
}

#[test]
fn the_filter_finds_everyone_and_the_account_finds_the_next_one() {
    let session = open_school();
    let mut driver = zh(&session);
    driver.keys("6 /").unwrap();
    driver.typed("lmq");
    shows(&mut driver, "无逾期");
    driver.keys("enter enter").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Fees(Some(LIAO))));
    driver.keys("/ d h w enter").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Fees(Some(DONG))));
}

#[test]
fn the_safe_is_stated_and_brings_cash_to_the_bank_with_the_slip() {
    let session = manager(&open_school());
    let mut driver = zh(&session);
    driver.keys("6 b").unwrap();
    shows(&mut driver, "期初有多少还没有填");
    driver.keys("o").unwrap();
    driver.typed("2000");
    driver.keys("enter d").unwrap();
    driver.typed("500");
    driver.keys("enter").unwrap();
    assert_eq!(session.ask(&SafeState::default()).unwrap().at_bank, Money(0), "not without its slip");
    driver.typed("0042317");
    driver.keys("enter w").unwrap();
    driver.typed("80");
    driver.keys("tab").unwrap();
    driver.typed("0042318");
    driver.keys("enter").unwrap();
    let state = session.ask(&SafeState::default()).unwrap();
    assert_eq!((state.left.unwrap(), state.at_bank), (Money(128_000), Money(42_000)));
    shows(&mut driver, "存入，回单 0042317");
    driver.keys("o").unwrap();
    shows(&mut driver, "期初已经填过");
    // From the drawer it is the same key, and the day-end shows what is in it.
    driver.keys("esc d").unwrap();
    driver.typed("0");
    driver.keys("enter d").unwrap();
    shows(&mut driver, "保险柜现金");
    shows(&mut driver, "1,280.00");
    driver.keys("b").unwrap();
    shows(&mut driver, "昨日结存");
    sound(&session);
}

/// What is off is told after the count, asks where it comes from, and stands on the page with its reason.
#[test]
fn the_safe_is_counted_and_the_bank_held_against_its_statement() {
    let session = manager(&open_school());
    let mut driver = zh(&session);
    driver.keys("6 b o").unwrap();
    driver.typed("2000");
    driver.keys("enter O").unwrap();
    driver.typed("80000");
    driver.keys("enter n").unwrap();
    driver.typed("1690");
    driver.keys("enter").unwrap();
    shows(&mut driver, "保险柜点得 ¥1,690.00，与账面相差 −¥10.00");
    driver.typed("买灯泡没有记");
    driver.keys("enter").unwrap();
    shows(&mut driver, "差额：买灯泡没有记");
    driver.keys("s").unwrap();
    driver.typed("79988");
    driver.keys("enter esc").unwrap();
    shows(&mut driver, "差额没有写明原因");
    driver.keys("s").unwrap();
    driver.typed("79988");
    driver.keys("enter").unwrap();
    driver.typed("十月手续费");
    driver.keys("enter").unwrap();
    let state = session.ask(&SafeState::default()).unwrap();
    assert_eq!((state.left.unwrap(), state.at_bank), (Money(169_000), Money(7_998_800)));
    driver.keys("O").unwrap();
    shows(&mut driver, "银行期初已经填过");
    insta::assert_snapshot!("counted_zh_80", driver.screen());
    sound(&session);
}

fn brought_along(session: &Session) {
    let row = ImportRow {
        row: 2,
        number: "Q009".into(),
        name: "吴桐".into(),
        lessons_left: Some(Credits::lessons(8)),
        ..ImportRow::default()
    };
    let import = ImportRoster { source: "名单.csv".into(), rows: vec![row], ..ImportRoster::default() };
    session.submit(import).unwrap();
}

#[test]
fn the_office_states_what_was_paid_for_lessons_that_were_brought_along() {
    let session = manager(&open_school());
    brought_along(&session);
    let student = StudentId(4);
    let mut driver = zh(&session);
    driver.keys("6 f w t enter").unwrap();
    shows(&mut driver, "期初课时");
    shows(&mut driver, "未填价");
    // A refund would give nothing back, and says why; it takes none of them unless someone types how many.
    driver.keys("f").unwrap();
    shows(&mut driver, "没有填价，退 0");
    assert!(!driver.screen().contains("退期初课时"), "{}", driver.screen());
    driver.typed("3");
    shows(&mut driver, "退期初课时 3 课时");
    driver.keys("esc e").unwrap();
    driver.typed("80");
    shows(&mut driver, "¥640.00");
    driver.keys("tab").unwrap();
    driver.typed("641");
    driver.keys("tab").unwrap();
    driver.typed("旧收据 0917");
    driver.keys("enter").unwrap();
    shows(&mut driver, "与 ¥641.00 不一致");
    driver.keys("ctrl-u enter").unwrap();
    let lot = of(&session, student).lots[0].clone();
    assert_eq!((lot.value, lot.unit), (Money(64_000), Money(8_000)));
    driver.keys("f").unwrap();
    shows(&mut driver, "¥640.00");
    driver.keys("esc u").unwrap();
    driver.typed("看错了");
    driver.keys("enter").unwrap();
    shows(&mut driver, "未填价");
    sound(&session);
}

#[test]
fn lessons_that_ran_out_are_ended_with_a_reason_and_come_back() {
    let session = manager(&open_school());
    let give = GiveCredits { student: LIAO, expires: parse_day("2026-11-10"), ..GiveCredits::example() };
    let mut driver = zh(&session);
    driver.keys(TO_LIAO).unwrap();
    driver.keys("x").unwrap();
    shows(&mut driver, "没有到期的课时");
    session.submit(give).unwrap();
    driver.keys("esc").unwrap();
    driver.keys(TO_LIAO).unwrap();
    driver.keys("x ctrl-u enter").unwrap();
    assert_eq!(of(&session, LIAO).lots[0].left, Credits::lessons(2), "not without a reason");
    driver.typed("到期未用");
    driver.keys("enter").unwrap();
    assert_eq!(of(&session, LIAO).lots[0].left, Credits(0));
    driver.keys("u").unwrap();
    assert_eq!(of(&session, LIAO).lots[0].left, Credits::lessons(2), "{}", driver.screen());
    sound(&session);
}

#[test]
fn notes_and_coins_are_those_of_the_schools_currency() {
    for (code, shown, pieces) in [("JPY", "¥10,000", true), ("USD", "0.25", true), ("CHF", "张数", false)]
    {
        let clock = Arc::new(FixedClock::at(test_now()));
        let session = Desk::in_memory(clock).session(StaffId(1), "office");
        let currency = Currency::new(code).unwrap();
        let init =
            InitSchool { name: "启明星".into(), currency: currency.clone(), ..InitSchool::example() };
        session.submit(init).unwrap();
        session.submit(OpenDrawer { float: Money(0) }).unwrap();
        let mut look = test_look(Tongue::ZhCn);
        look.shown.currency = currency;
        let mut driver = Driver::new(program(session.clone(), look), 80, 24);
        driver.keys("6 d n").unwrap();
        let screen = driver.screen();
        assert_eq!(screen.contains(shown), pieces, "{code}: {screen}");
        driver.typed("0");
        driver.keys("enter").unwrap();
        assert_eq!(session.desk.verify().unwrap().entries, 3, "{}", driver.screen());
    }
}

#[test]
fn figures_are_a_seniors_and_the_rest_is_told_so() {
    let session = open_school();
    let mut driver = zh(&session);
    driver.keys("6 i").unwrap();
    assert!(!driver.screen().contains("待上课预收"), "{}", driver.screen());
    let mut driver = zh(&manager(&session));
    driver.keys("6 i").unwrap();
    shows(&mut driver, "待上课预收");
    driver.keys("left").unwrap();
    shows(&mut driver, "2026-09");
    driver.keys("right right").unwrap();
    shows(&mut driver, "已经是本月");
}

/// A school with a voucher, lessons brought along, cash taken and voided, a safe and a bank.
fn lively() -> Session {
    let (session, _) = school();
    let office = manager(&session);
    session.submit(OpenDrawer { float: Money(30_000) }).unwrap();
    referral(&office);
    save(
        &office,
        Price {
            name: "单节".into(), credits: Credits::lessons(1), price: Money(9_000), ..Price::default()
        },
    );
    brought_along(&office);
    let petty = MoveCash { amount: Money(-3_500), with: MoveWith::Petty, reason: "买粉笔".into() };
    session.submit(petty).unwrap();
    office
}

#[test]
fn the_new_pages_look_as_they_should() {
    for (name, tongue) in [("zh", Tongue::ZhCn), ("en", Tongue::En)] {
        for (width, height) in [(80, 24), (120, 40)] {
            let session = lively();
            let mut driver = driver(&session, tongue, width, height);
            let picture = |driver: &mut Driver, what: &str| {
                insta::assert_snapshot!(format!("{what}_{name}_{width}"), driver.screen());
            };
            driver.keys(TO_DONG).unwrap();
            driver.keys("g").unwrap();
            driver.typed("200");
            driver.keys("tab tab").unwrap();
            driver.typed("2026-12-31");
            picture(&mut driver, "voucher");
            driver.keys("enter").unwrap();
            picture(&mut driver, "account_voucher");
            driver.keys("b o").unwrap();
            driver.typed("2000");
            driver.keys("enter d").unwrap();
            driver.typed("500");
            driver.keys("tab").unwrap();
            driver.typed("0042317");
            picture(&mut driver, "deposit");
            driver.keys("enter").unwrap();
            picture(&mut driver, "safe");
            driver.keys("esc i").unwrap();
            picture(&mut driver, "figures");
            driver.keys("esc 6 f w t enter e").unwrap();
            driver.typed("80");
            picture(&mut driver, "value");
            sound(&session);
        }
    }
}

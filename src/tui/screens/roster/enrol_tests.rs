//! Enrolment in one go, driven by keys: what the front desk relies on.

use crate::base::{ClassId, Credits, Money, PriceId, StudentId, parse_day};
use crate::desk::fee_tests::Fees;
use crate::desk::ledger::fees::{FeeAccount, GiveVoucher};
use crate::desk::register::{
    AskCard, Class, Cut, Discount, DiscountKind, Enrollee, FindStudents, Listed, Price, Save, TakeIn,
};
use crate::desk::undo::LastAction;
use crate::desk::{Act, Session};
use crate::lang::Tongue;
use crate::tui::app::Place;
use crate::tui::driver::{Driver, test_look};
use crate::tui::screens::program;
use crate::tui::screens::tests::school;

fn driver(session: &Session, tongue: Tongue, width: u16, height: u16) -> Driver {
    Driver::new(program(session.clone(), test_look(tongue)), width, height)
}

fn sound(session: &Session) {
    assert_eq!(session.desk.verify().unwrap().findings, vec![]);
}

/// The school with a price list of two items and five in the hundred off for a brother or sister.
fn selling() -> Session {
    let session = school();
    fn save<T: Listed>(session: &Session, value: T) {
        session.submit(Save { id: None, expect: None, value }).unwrap();
    }
    for (name, lessons, price) in [("绘画课时包 48 节", 48, 384_000), ("绘画单节", 1, 10_000)] {
        let credits = Credits::lessons(lessons);
        save(&session, Price { name: name.into(), credits, price: Money(price), ..Price::default() });
    }
    let kind = DiscountKind::Sibling;
    save(&session, Discount { name: "手足优惠".into(), kind, cut: Cut::Percent(500), ..Discount::example() });
    session
}

fn entries(session: &Session) -> u64 {
    session.ask(&LastAction { operator: None, redo: false }).unwrap().unwrap().seq
}

/// Types a new student up to the price: name and phone, the class, the first item.
fn fill(driver: &mut Driver) {
    driver.keys("2 n").unwrap().typed("董小雨").keys("tab").unwrap().typed("13612310078");
    driver.keys("tab tab tab tab tab right tab tab right").unwrap();
}

#[test]
fn a_new_student_has_file_place_and_charge_by_one_enter_and_one_undo() {
    let session = selling();
    let before = entries(&session);
    let mut driver = driver(&session, Tongue::ZhCn, 80, 24);
    fill(&mut driver);
    driver.keys("tab tab tab").unwrap().typed("dhw");
    let screen = driver.screen();
    assert!(screen.contains("手足优惠") && screen.contains("−¥192.00"), "{screen}");
    assert!(screen.contains("3,648.00"), "the sum stands there before it is agreed to:\n{screen}");
    insta::assert_snapshot!("roster_enrol_new_zh_80", screen);
    driver.keys("enter").unwrap();
    let id = StudentId(41);
    assert_eq!(driver.app.place(), Some(Place::Card(id)));
    let card = session.ask(&AskCard { id }).unwrap();
    assert_eq!(card.classes.len(), 1);
    let account = session.ask(&FeeAccount { student: id, used_up: false }).unwrap();
    assert_eq!((account.owed, account.lots.len()), (Money(364_800), 1));
    assert_eq!(entries(&session), before + 1, "one entry of the journal");
    insta::assert_snapshot!("roster_enrolled_zh_80", driver.screen());
    // What moved money is taken back with a reason.
    driver.keys("u").unwrap().typed("填错了").keys("enter").unwrap();
    assert!(session.ask(&AskCard { id }).is_err(), "{}", driver.screen());
    assert!(session.ask(&FeeAccount { student: id, used_up: true }).is_err());
    sound(&session);
}

#[test]
fn the_enrolment_form_in_english() {
    let session = selling();
    for (width, height) in [(80, 24), (120, 40)] {
        let mut driver = driver(&session, Tongue::En, width, height);
        fill(&mut driver);
        insta::assert_snapshot!(format!("roster_enrol_new_en_{width}"), driver.screen());
    }
}

#[test]
fn who_brought_them_is_asked_only_once_something_is_charged() {
    let session = selling();
    let mut driver = driver(&session, Tongue::ZhCn, 80, 24);
    driver.keys("2 n").unwrap().typed("新人");
    assert!(!driver.screen().contains("兄弟姐妹"), "{}", driver.screen());
    driver.keys("enter").unwrap();
    let account = session.ask(&FeeAccount { student: StudentId(41), used_up: false }).unwrap();
    assert_eq!((account.owed, account.charges.len()), (Money(0), 0), "nothing is charged by itself");
    sound(&session);
}

#[test]
fn a_sum_that_changed_meanwhile_is_not_charged() {
    let session = selling();
    let mut driver = driver(&session, Tongue::ZhCn, 80, 24);
    fill(&mut driver);
    let dearer = Price {
        price: Money(400_000),
        credits: Credits::lessons(48),
        name: "绘画课时包 48 节".into(),
        ..Price::default()
    };
    session.submit(Save { id: Some(PriceId(1)), expect: None, value: dearer }).unwrap();
    driver.keys("enter").unwrap();
    assert!(
        session.ask(&AskCard { id: StudentId(41) }).is_err(),
        "no half of it is done:\n{}",
        driver.screen()
    );
    sound(&session);
}

#[test]
fn one_who_is_here_gets_a_second_class_with_its_charge() {
    let session = selling();
    let class = Class { name: "书法晚班".into(), ..Class::default() };
    session.submit(Save { id: None, expect: None, value: class }).unwrap();
    let mut driver = driver(&session, Tongue::ZhCn, 80, 24);
    driver.keys("2 c").unwrap().typed("sfwb").keys("enter tab right").unwrap();
    assert!(driver.screen().contains("3,840.00"), "{}", driver.screen());
    insta::assert_snapshot!("roster_enrol_one_zh_80", driver.screen());
    driver.keys("enter").unwrap();
    let account = session.ask(&FeeAccount { student: StudentId(1), used_up: false }).unwrap();
    assert_eq!((account.owed, account.classes.len()), (Money(384_000), 2), "{}", driver.screen());
    sound(&session);
}

#[test]
fn a_place_is_sold_on_the_terms_of_the_fee_desk_a_discount_left_out_and_a_voucher_used() {
    let session = selling();
    let save = |value| session.submit(Save { id: None, expect: None, value }).unwrap();
    let early = DiscountKind::EarlyBird(parse_day("2026-12-31").unwrap());
    // Five in the hundred off for whoever comes early, but not off a single lesson.
    let least = Money(100_000);
    let bird =
        Discount { name: "早鸟".into(), kind: early, cut: Cut::Percent(500), least, ..Discount::default() };
    save(bird);
    save(Discount {
        name: "转介绍抵扣".into(),
        kind: DiscountKind::Voucher,
        order: 9,
        ..Discount::default()
    });
    let class = Class { name: "书法晚班".into(), ..Class::default() };
    session.submit(Save { id: None, expect: None, value: class }).unwrap();
    session
        .submit(GiveVoucher { student: StudentId(1), amount: Money(20_000), ..GiveVoucher::example() })
        .unwrap();
    let mut driver = driver(&session, Tongue::ZhCn, 80, 24);
    driver.keys("2 c").unwrap().typed("sfwb").keys("enter tab right right").unwrap();
    assert!(!driver.screen().contains("早鸟"), "it is not taken off this item:\n{}", driver.screen());
    driver.keys("left").unwrap();
    assert!(driver.screen().contains("3,648.00"), "{}", driver.screen());
    driver.keys("tab tab space tab tab").unwrap().typed("500");
    assert!(driver.screen().contains("抵扣余额只有 ¥200.00"), "{}", driver.screen());
    driver.keys("ctrl-u").unwrap().typed("200");
    insta::assert_snapshot!("roster_enrol_terms_zh_80", driver.screen());
    driver.keys("enter").unwrap();
    let account = session.ask(&FeeAccount { student: StudentId(1), used_up: false }).unwrap();
    assert_eq!((account.owed, account.voucher), (Money(364_000), Money(0)), "{}", driver.screen());
    sound(&session);
}

#[test]
fn who_has_owed_for_too_long_is_refused_before_anything_is_asked() {
    let fees = Fees::open();
    let session = fees.manager.clone();
    let class = Class { name: "书法晚班".into(), ..Class::default() };
    session.submit(Save { id: None, expect: None, value: class }).unwrap();
    fees.sell();
    fees.clock.set("2027-03-12T02:00:00Z".parse().unwrap());
    let mut look = test_look(Tongue::ZhCn);
    look.shown.today = parse_day("2027-03-12").unwrap();
    let mut driver = Driver::new(program(session.clone(), look), 80, 24);
    driver.keys("2 c").unwrap();
    assert!(driver.screen().contains("暂停报名"), "{}", driver.screen());
    let forced = TakeIn {
        who: Enrollee::Known(StudentId(1)),
        classes: vec![ClassId(2)],
        sale: None,
        ..TakeIn::example()
    };
    assert_eq!(session.submit(forced).unwrap_err().reason.key, "fee-blocked");
    fees.sound();
}

#[test]
fn a_command_that_does_nothing_is_refused_and_one_that_fails_leaves_no_file() {
    let session = selling();
    let nothing =
        TakeIn { who: Enrollee::Known(StudentId(1)), classes: vec![], sale: None, ..TakeIn::example() };
    assert_eq!(session.submit(nothing).unwrap_err().reason.key, "place-nothing-given");
    let gone = TakeIn { classes: vec![ClassId(9)], ..TakeIn::example() };
    assert!(session.submit(gone).is_err());
    assert_eq!(session.ask(&FindStudents { text: "董小雨".into(), limit: 5 }).unwrap(), vec![]);
    sound(&session);
}

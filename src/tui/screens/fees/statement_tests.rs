//! How an account came about, line by line; what a post does not allow is said before anything is asked; who is
//! suspended is seen in class.

use super::sample::{DONG, TO_DONG, account, driver, open_school, shows, sound, zh};
use crate::base::{Money, StaffId, parse_day};
use crate::desk::calendar::AddLesson;
use crate::desk::ledger::fees::{FeeStatement, FeeStatementRow, Method, Part, Pay, WriteOff};
use crate::desk::{Act, Session};
use crate::lang::Tongue;
use crate::tui::driver::Driver;

fn rows(session: &Session) -> Vec<FeeStatementRow> {
    session.ask(&FeeStatement { student: DONG }).unwrap().rows
}

/// A package of 3,648.00, 2,367.50 paid by WeChat, the rest in cash, voided, and written off in part.
fn lived() -> Session {
    let session = open_school();
    let mut driver = zh(&session);
    driver.keys(TO_DONG).unwrap();
    driver.keys("c enter v").unwrap().typed("记错").keys("enter").unwrap();
    let manager = session.desk.session(StaffId(1), "office");
    let off = WriteOff { student: DONG, charge: None, amount: Some(Money(8_050)), reason: "尾数".into() };
    manager.submit(WriteOff { charge: Some(account(&session).charges[0].id), ..off }).unwrap();
    session
}

#[test]
fn an_account_reads_as_it_came_about_and_ends_with_what_is_owed() {
    let session = lived();
    let found: Vec<(i64, i64)> = rows(&session).iter().map(|row| (row.amount.0, row.owed.0)).collect();
    let expected =
        [(-8_050, 120_000), (-128_050, 128_050), (128_050, 0), (236_750, 128_050), (364_800, 364_800)];
    assert_eq!(found, expected);
    assert_eq!(rows(&session)[0].owed, account(&session).owed);
    // What is paid ahead stands below zero, and paying with it changes nothing.
    let parts = vec![Part::of(Method::Wechat, Money(150_000))];
    session.submit(Pay { student: DONG, parts, tendered: None, charges: vec![], prepay: true }).unwrap();
    assert_eq!((rows(&session)[0].amount, rows(&session)[0].owed), (Money(150_000), Money(-30_000)));
    assert_eq!(account(&session).ahead, Money(30_000));
    sound(&session);
}

#[test]
fn a_line_with_a_receipt_opens_it_and_what_was_voided_says_so() {
    for (name, tongue) in [("zh", Tongue::ZhCn), ("en", Tongue::En)] {
        let session = lived();
        let mut driver = driver(&session, tongue, 80, 24);
        driver.keys(TO_DONG).unwrap();
        driver.keys("h").unwrap();
        insta::assert_snapshot!(format!("statement_{name}_80"), driver.screen());
        driver.keys("down enter").unwrap();
        shows(&mut driver, "R2026-000002");
        shows(&mut driver, if name == "zh" { "作废" } else { "VOID" });
        driver.keys("esc h enter").unwrap();
        assert!(!driver.screen().contains("尾数"), "a line without a receipt has nothing to open");
    }
}

#[test]
fn what_a_post_does_not_allow_is_said_before_anything_is_asked() {
    let session = open_school();
    let mut driver = zh(&session);
    driver.keys(TO_DONG).unwrap();
    for key in ["w", "m", "g"] {
        assert!(!driver.screen().contains("核销"), "the footer leaves it out:\n{}", driver.screen());
        driver.keys(key).unwrap();
        shows(&mut driver, "您的岗位不能办这件事");
        assert!(!driver.screen().contains("原因"), "{}", driver.screen());
    }
    // Whoever takes over may do more.
    let manager = session.desk.session(StaffId(1), "office");
    let mut driver = zh(&manager);
    driver.keys(TO_DONG).unwrap();
    driver.keys("w").unwrap();
    shows(&mut driver, "核销");
    sound(&session);
}

#[test]
fn who_is_suspended_stands_out_in_class_before_the_mark_until_it_is_paid() {
    let session = open_school();
    let manager = session.desk.session(StaffId(1), "office");
    let day = parse_day("2026-11-14").unwrap();
    manager.submit(AddLesson { day, ..AddLesson::example() }).unwrap();
    let mut driver = zh(&session);
    driver.keys("3").unwrap();
    let row = |driver: &mut Driver, name: &str| {
        driver.screen().lines().find(|line| line.contains(name)).unwrap_or_default().to_owned()
    };
    let owes = row(&mut driver, "曹庆子");
    assert!(owes.contains("✕ 欠费停课"), "{owes}\n{}", driver.screen());
    assert!(!row(&mut driver, "董涵雯").contains("停课"), "nine days are no suspension");
    driver.keys("alt-6 f c q z enter c enter").unwrap();
    shows(&mut driver, "已付清");
    driver.keys("3").unwrap();
    assert!(!driver.screen().contains("停课"), "{}", driver.screen());
    sound(&session);
}

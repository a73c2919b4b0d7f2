//! The hour in which a queue waits: what was typed stays when it is refused, a line drops, paper runs out, a receipt
//! is voided, the day is over.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::sample::{
    Kept, TO_DONG, account, driver, open_school, school, school_over, shows, sound, with_printer, zh,
};
use crate::base::{Money, StaffId};
use crate::desk::Session;
use crate::desk::ledger::fees::{FeeDay, OpenDrawer};
use crate::desk::register::{EditSchool, FeePolicy, GetSchool, School};
use crate::lang::Tongue;
use crate::store::{Batch, Engine, Memory, Snapshot, StoreError};
use crate::tui::driver::Driver;

fn entries(session: &Session) -> u64 {
    session.desk.verify().unwrap().entries
}

/// Types into the field that is active, presses Enter, and finds both what was typed and what is wrong with it.
fn refuses(driver: &mut Driver, cases: &[(&str, &str)]) {
    for (typed, told) in cases {
        driver.keys("ctrl-u").unwrap();
        driver.typed(typed);
        driver.keys("enter").unwrap();
        shows(driver, typed);
        shows(driver, told);
    }
}

const NEVER: [(&str, &str); 4] =
    [("１．００５", "小数"), ("-5", "负"), ("12a", "这里要填金额"), ("99999999999", "太大")];

#[test]
fn a_wrong_amount_stays_in_its_field_with_what_is_wrong_and_changes_nothing() {
    let session = open_school();
    let manager = session.desk.session(StaffId(1), "office");
    manager.submit(OpenDrawer { float: Money(0) }).unwrap();
    let before = entries(&session);
    let mut driver = zh(&manager);
    // A payment, a charge, a write-off, cash in and out, the safe and the bank.
    for (keys, over) in [
        ("6 f d h w enter c up", Some(("9999", "但只欠 ¥1,280.50"))),
        ("esc s down enter", None),
        ("esc w", Some(("9999", "超过未收的 ¥1,280.50"))),
        ("esc g", None),
        ("esc d i", None),
        ("esc o", Some(("9999", "钱箱里的现金不够"))),
        ("esc n", None),
        ("esc b o", None),
        ("esc d", Some(("9999", "保险柜账面不够"))),
    ] {
        driver.keys(keys).unwrap();
        if keys.ends_with("down enter") {
            driver.typed("画材");
            driver.keys("tab").unwrap();
        }
        refuses(&mut driver, &NEVER);
        if let Some(over) = over {
            // What else is asked is filled in first, so that it is the amount that is refused.
            if !keys.contains("c up") {
                driver.keys("tab").unwrap();
                driver.typed("原因");
                driver.keys("shift-tab").unwrap();
            }
            refuses(&mut driver, &[over]);
        }
    }
    assert_eq!(entries(&session), before);
    sound(&session);
}

/// A school whose cashier took 280.50 in cash and closed the day.
fn closed_day() -> (Session, Driver) {
    let session = open_school();
    let mut driver = zh(&session);
    driver.keys(TO_DONG).unwrap();
    driver.keys("c up").unwrap();
    driver.typed("280.5");
    driver.keys("enter d e").unwrap();
    driver.typed("580.5");
    driver.keys("enter esc").unwrap();
    (session, driver)
}

#[test]
fn after_the_day_end_nothing_is_taken_counted_or_voided_and_the_screen_says_what_to_do() {
    let (session, mut driver) = closed_day();
    let before = entries(&session);
    driver.keys("c").unwrap();
    shows(&mut driver, "今日已日结，今天不能再收");
    driver.keys("tab").unwrap();
    refuses(&mut driver, &[("80.5", "已经日结，不能再收付")]);
    // Another way of paying is another try.
    driver.keys("tab").unwrap();
    assert!(!driver.screen().contains("已经日结，不能再收付"), "{}", driver.screen());
    shows(&mut driver, "明天再收");
    driver.keys("esc d e").unwrap();
    shows(&mut driver, "已经日结过，不能再结一次");
    driver.keys("n").unwrap();
    refuses(&mut driver, &[("580.5", "已经日结过")]);
    driver.keys("esc o").unwrap();
    driver.keys("tab").unwrap();
    driver.typed("买粉笔");
    driver.keys("shift-tab").unwrap();
    refuses(&mut driver, &[("35", "已经日结")]);
    // Its receipt can't be voided any more: what is given back is a refund.
    driver.keys("esc esc v").unwrap();
    shows(&mut driver, "已经日结，不能作废");
    shows(&mut driver, "按 f 走退费");
    driver.keys("h enter v").unwrap();
    shows(&mut driver, "已经日结，不能作废");
    driver.keys("esc u").unwrap();
    assert_eq!(entries(&session), before, "{}", driver.screen());
    sound(&session);
}

#[test]
fn a_void_is_offered_where_receipts_are_seen_keeps_the_number_and_is_named_at_the_day_end() {
    for (tongue, offer, word) in [(Tongue::ZhCn, "v 作废", "作废"), (Tongue::En, "v void", "VOID")] {
        let session = open_school();
        let mut driver = driver(&session, tongue, 80, 24);
        driver.keys(TO_DONG).unwrap();
        driver.keys("c enter").unwrap();
        shows(&mut driver, offer);
        driver.keys("h enter").unwrap();
        shows(&mut driver, "R2026-000002");
        shows(&mut driver, offer);
        driver.keys("v enter").unwrap();
        assert_eq!(account(&session).owed, Money(0), "not without a reason");
        driver.typed("father disputes it");
        driver.keys("enter").unwrap();
        shows(&mut driver, word);
        driver.keys("esc h").unwrap();
        shows(&mut driver, "R2026-000002");
        shows(&mut driver, word);
        driver.keys("esc d n").unwrap();
        driver.typed("300");
        driver.keys("enter").unwrap();
        let report = session.ask(&FeeDay::default()).unwrap();
        assert_eq!((report.taken, report.voids.len()), (Money(0), 1));
        shows(&mut driver, "R2026-000002 董涵雯");
        shows(&mut driver, "father disputes it");
        // The next receipt has the next number.
        driver.keys("esc c enter").unwrap();
        assert_eq!(account(&session).receipts[0].number.to_string(), "R2026-000003");
        sound(&session);
    }
}

fn with_spring(session: &Session) {
    let manager = session.desk.session(StaffId(1), "office");
    let found = manager.ask(&GetSchool {}).unwrap();
    let fees = FeePolicy { spring_drawer: true, ..found.school.fees.clone() };
    manager.submit(EditSchool { expect: None, school: School { fees, ..found.school } }).unwrap();
}

#[test]
fn the_drawer_springs_open_for_cash_by_setting_and_for_nothing_else() {
    let session = open_school();
    let kept = Rc::new(Kept::default());
    let mut driver = with_printer(&session, &kept);
    let pay = |driver: &mut Driver, keys: &str| {
        driver.keys(keys).unwrap();
        driver.typed("10");
        driver.keys("enter").unwrap();
        kept.sprung.get()
    };
    driver.keys(TO_DONG).unwrap();
    assert_eq!(pay(&mut driver, "c up"), 0, "not unless it is set");
    with_spring(&session);
    assert_eq!(pay(&mut driver, "c up"), 1);
    assert_eq!(pay(&mut driver, "c tab"), 1, "not for WeChat");
    driver.keys("d o").unwrap();
    driver.typed("5");
    driver.keys("tab").unwrap();
    driver.typed("粉笔");
    driver.keys("enter").unwrap();
    assert_eq!(kept.sprung.get(), 2, "petty cash is in the drawer");
    driver.keys("n").unwrap();
    assert_eq!(kept.sprung.get(), 3, "what is counted has to be got at");
    driver.keys("esc esc").unwrap();
    kept.empty.set(true);
    assert_eq!(pay(&mut driver, "c up"), 3);
    shows(&mut driver, "没有反应");
    assert_eq!(account(&session).owed, Money(124_050), "taken all the same");
    assert_eq!(kept.printed.borrow().len(), 0);
    sound(&session);
}

#[test]
fn out_of_paper_the_payment_stands_and_the_next_print_is_the_original() {
    let session = open_school();
    let kept = Rc::new(Kept::default());
    let mut driver = with_printer(&session, &kept);
    driver.keys(TO_DONG).unwrap();
    kept.empty.set(true);
    driver.keys("c enter p").unwrap();
    shows(&mut driver, "没有反应");
    assert_eq!(account(&session).owed, Money(0));
    kept.empty.set(false);
    driver.keys("p p").unwrap();
    let number = "R2026-000002".to_owned();
    assert_eq!(*kept.printed.borrow(), [(number.clone(), 0), (number, 1)]);
    sound(&session);
}

/// Keeps what it is given, and then says that it could not: a reply that got lost.
struct Dropping {
    inner: Memory,
    drops: AtomicBool,
}

impl Engine for Dropping {
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        self.inner.snapshot()
    }

    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        self.inner.commit(batch)?;
        match !batch.is_empty() && self.drops.swap(false, Ordering::SeqCst) {
            true => Err(StoreError::Io("gone".into())),
            false => Ok(()),
        }
    }
}

#[test]
fn a_line_that_drops_in_mid_payment_takes_nothing_twice() {
    let engine = Arc::new(Dropping { inner: Memory::new(), drops: AtomicBool::new(false) });
    let (session, _) = school_over(Arc::clone(&engine) as Arc<dyn Engine>);
    session.submit(OpenDrawer { float: Money(30_000) }).unwrap();
    let mut driver = zh(&session);
    driver.keys(TO_DONG).unwrap();
    driver.keys("c up").unwrap();
    driver.typed("500");
    engine.drops.store(true, Ordering::SeqCst);
    driver.keys("enter").unwrap();
    shows(&mut driver, "500");
    assert_eq!(account(&session).owed, Money(78_050), "it was kept; only the answer was lost");
    driver.keys("enter").unwrap();
    shows(&mut driver, "R2026-000002");
    assert_eq!((account(&session).owed, account(&session).receipts.len()), (Money(78_050), 2));
    // Once more, and the amount is changed before it is tried again: the first one stands.
    driver.keys("c up").unwrap();
    driver.typed("80");
    engine.drops.store(true, Ordering::SeqCst);
    driver.keys("enter ctrl-u").unwrap();
    driver.typed("90");
    driver.keys("enter").unwrap();
    shows(&mut driver, "刚才那一笔其实已经收进");
    assert_eq!((account(&session).owed, account(&session).receipts.len()), (Money(70_050), 3));
    sound(&session);
}

#[test]
fn the_queue_may_wait_while_the_drawer_is_not_open_yet() {
    let (session, _) = school();
    let mut driver = zh(&session);
    driver.keys(TO_DONG).unwrap();
    driver.keys("c").unwrap();
    driver.typed("1300");
    driver.keys("enter").unwrap();
    shows(&mut driver, "先开钱箱");
    shows(&mut driver, "1300");
    assert_eq!(account(&session).receipts.len(), 1);
    sound(&session);
}

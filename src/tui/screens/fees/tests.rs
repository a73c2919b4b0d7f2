//! The fee desk driven by keys, over a desk in memory: what cashiers rely on, in both languages.

use std::rc::Rc;

use super::sample::{
    DONG, Kept, TO_DONG, account, driver, open_school, school, shows, sound, with_printer, zh,
};
use crate::base::{Credits, LotId, Money, StaffId, StudentId};
use crate::desk::ledger::fees::{DrawerState, FeeAccount, FeeDay};
use crate::desk::queue::{DecideTicket, QueueView, TicketCard, TicketList};
use crate::lang::Tongue;
use crate::tui::app::Place;
use crate::tui::driver::Driver;

#[test]
fn cash_for_all_that_is_owed_is_taken_with_a_receipt_in_three_keys_of_the_card() {
    let session = open_school();
    let mut driver = zh(&session);
    // Enter on the account opens the student's card.
    driver.keys(TO_DONG).unwrap();
    driver.keys("enter").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Card(DONG)));
    driver.count();
    driver.keys("f c enter").unwrap();
    assert_eq!(driver.count(), 3, "six are allowed");
    let account = account(&session);
    assert_eq!((account.owed, account.receipts.len()), (Money(0), 2));
    shows(&mut driver, "R2026-000002");
    sound(&session);
}

#[test]
fn what_was_handed_over_gives_the_change_before_enter_and_after() {
    let session = open_school();
    let mut driver = zh(&session);
    driver.keys(TO_DONG).unwrap();
    driver.keys("c").unwrap();
    driver.typed("1300");
    shows(&mut driver, "将收 ¥1,280.50，找零 ¥19.50");
    driver.keys("enter").unwrap();
    shows(&mut driver, "已付清；找零 ¥19.50");
    assert_eq!(account(&session).owed, Money(0));
    assert_eq!(session.ask(&FeeDay::default()).unwrap().taken, Money(0), "uncounted cash stays untold");
    sound(&session);
}

#[test]
fn a_payment_may_be_of_several_parts_and_only_a_part_of_what_is_owed() {
    let session = open_school();
    let mut driver = zh(&session);
    driver.keys(TO_DONG).unwrap();
    driver.keys("c up").unwrap();
    driver.typed("500");
    driver.keys("ctrl-n enter").unwrap();
    let paid = account(&session);
    assert_eq!((paid.owed, paid.receipts[0].total), (Money(0), Money(128_050)));
    driver.keys("h enter").unwrap();
    shows(&mut driver, "现金");
    shows(&mut driver, "780.50");
    driver.keys("esc v").unwrap();
    driver.typed("记错");
    driver.keys("enter").unwrap();
    let void = account(&session);
    assert_eq!((void.owed, void.receipts[0].void), (Money(128_050), true), "void, and still there");
    driver.keys("c tab").unwrap();
    driver.typed("80.5");
    driver.keys("enter").unwrap();
    assert_eq!(account(&session).owed, Money(120_000));
    shows(&mut driver, "R2026-000003");
    sound(&session);
}

#[test]
fn a_part_that_was_noted_wrong_comes_back_into_the_fields() {
    let session = open_school();
    let mut driver = zh(&session);
    driver.keys(TO_DONG).unwrap();
    driver.keys("c ctrl-b").unwrap();
    shows(&mut driver, "还没有记下一笔");
    driver.keys("up").unwrap().typed("500").keys("down").unwrap().typed("600").keys("ctrl-n").unwrap();
    shows(&mut driver, "已记  现金 500.00");
    driver.keys("ctrl-b").unwrap();
    assert!(!driver.screen().contains("已记"), "{}", driver.screen());
    shows(&mut driver, "找零 ¥100.00");
    // The first character typed takes the place of what came back.
    driver.typed("80.5").keys("down").unwrap().typed("100").keys("ctrl-n enter").unwrap();
    let paid = account(&session);
    assert_eq!((paid.owed, paid.receipts[0].total), (Money(0), Money(128_050)));
    shows(&mut driver, "找零 ¥19.50");
    sound(&session);
}

#[test]
fn a_wrong_amount_is_told_at_once_and_changes_nothing() {
    let session = open_school();
    let mut driver = zh(&session);
    let before = session.desk.verify().unwrap().entries;
    driver.keys(TO_DONG).unwrap();
    driver.keys("c up").unwrap();
    for (typed, told) in [
        ("1.005", "小数"),
        ("-5", "负"),
        ("12a", "这里要填金额"),
        ("0", "金额要大于零"),
        ("9999", "比欠款多 ¥8,718.50"),
    ] {
        driver.keys("ctrl-u").unwrap();
        driver.typed(typed);
        // Before Enter, but for what only the desk knows.
        if typed == "0" {
            driver.keys("enter").unwrap();
        }
        shows(&mut driver, told);
    }
    driver.keys("enter").unwrap();
    shows(&mut driver, "但只欠 ¥1,280.50");
    shows(&mut driver, "记作预存");
    assert_eq!(session.desk.verify().unwrap().entries, before);
    // With the key that the hint names, what is over is kept.
    driver.keys("ctrl-y enter").unwrap();
    assert_eq!((account(&session).owed, account(&session).ahead), (Money(0), Money(871_850)));
    sound(&session);
}

#[test]
fn full_width_digits_are_taken_as_they_are_meant() {
    let session = open_school();
    let mut driver = zh(&session);
    driver.keys(TO_DONG).unwrap();
    driver.keys("c tab").unwrap();
    driver.typed("￥２８０．５０");
    driver.keys("enter").unwrap();
    assert_eq!(account(&session).owed, Money(100_000));
    sound(&session);
}

#[test]
fn too_little_cash_is_seen_before_enter() {
    let session = open_school();
    let mut driver = zh(&session);
    driver.keys(TO_DONG).unwrap();
    driver.keys("c").unwrap();
    driver.typed("1000");
    shows(&mut driver, "实收还差 ¥280.50");
    driver.keys("enter").unwrap();
    shows(&mut driver, "实收 ¥1,000.00 不够现金 ¥1,280.50");
    assert_eq!(account(&session).receipts.len(), 1);
    driver.keys("esc").unwrap();
    shows(&mut driver, "收款：现金");
    sound(&session);
}

#[test]
fn without_a_drawer_cash_is_not_taken_but_anything_else_is() {
    let (session, _) = school();
    let mut driver = zh(&session);
    driver.keys(TO_DONG).unwrap();
    driver.keys("c").unwrap();
    shows(&mut driver, "钱箱今天没有开");
    driver.keys("enter").unwrap();
    shows(&mut driver, "还没有开钱箱");
    assert_eq!(account(&session).receipts.len(), 1);
    driver.keys("tab tab tab tab tab down").unwrap();
    driver.typed("No. 0042");
    driver.keys("enter h enter").unwrap();
    assert_eq!(account(&session).owed, Money(0));
    shows(&mut driver, "支票 No. 0042");
    sound(&session);
}

#[test]
fn the_drawer_is_opened_with_its_float_in_six_keys_from_today() {
    let (session, _) = school();
    let mut driver = zh(&session);
    driver.keys("6 d 3 0 0 enter").unwrap();
    assert_eq!(driver.count(), 6);
    let drawer = session.ask(&DrawerState::default()).unwrap();
    assert!(drawer.takes_cash);
    assert_eq!(drawer.drawer.unwrap().float, Money(30_000));
    shows(&mut driver, "备用金 ¥300.00");
    sound(&session);
}

#[test]
fn a_right_count_ends_the_day_in_twelve_keys_and_there_is_no_second_day_end() {
    let session = open_school();
    let mut driver = zh(&session);
    driver.keys("6 enter c enter").unwrap();
    driver.keys("esc 1").unwrap();
    driver.count();
    driver.keys("6 esc d e").unwrap();
    driver.typed("3948");
    driver.keys("enter").unwrap();
    let keys = driver.count();
    assert!(keys <= 12, "{keys} keys");
    let closed = session.ask(&DrawerState::default()).unwrap();
    let closing = closed.drawer.unwrap().closed.unwrap();
    assert_eq!((closing.counted, closing.over), (Money(394_800), Money(0)));
    insta::assert_snapshot!("day_end_zh_80", driver.screen());
    driver.keys("e").unwrap();
    shows(&mut driver, "已经日结过，不能再结一次");
    // Nor is anything taken after it.
    driver.keys("esc f d h w enter c enter").unwrap();
    shows(&mut driver, "已经日结，不能再收付");
    assert_eq!(account(&session).owed, Money(128_050));
    sound(&session);
}

#[test]
fn a_difference_is_said_only_after_the_count_and_has_to_be_named() {
    let session = open_school();
    let mut driver = zh(&session);
    driver.keys("6 d e").unwrap();
    assert!(!driver.screen().contains("应有"), "the count is blind");
    // Counted by notes: two hundreds, four twenties and a ten.
    driver.keys("tab").unwrap();
    driver.typed("2");
    driver.keys("tab tab").unwrap();
    driver.typed("4");
    driver.keys("tab").unwrap();
    driver.typed("1");
    shows(&mut driver, "张数合计 ¥290.00");
    driver.keys("enter").unwrap();
    shows(&mut driver, "相差 −¥10.00");
    driver.keys("enter").unwrap();
    assert!(session.ask(&DrawerState::default()).unwrap().takes_cash, "not without a reason");
    driver.typed("找错零钱");
    driver.keys("enter").unwrap();
    let closing = session.ask(&DrawerState::default()).unwrap().drawer.unwrap().closed.unwrap();
    assert_eq!((closing.over, closing.reason.as_str()), (Money(-1_000), "找错零钱"));
    sound(&session);
}

#[test]
fn cash_goes_in_and_out_with_a_reason() {
    let session = open_school();
    let mut driver = zh(&session);
    driver.keys("6 d o").unwrap();
    driver.typed("500");
    driver.keys("tab").unwrap();
    driver.typed("买粉笔");
    driver.keys("enter").unwrap();
    shows(&mut driver, "钱箱里的现金不够");
    driver.keys("ctrl-u").unwrap();
    driver.typed("35");
    driver.keys("enter e").unwrap();
    driver.typed("265");
    driver.keys("enter").unwrap();
    assert!(!session.ask(&DrawerState::default()).unwrap().takes_cash);
    sound(&session);
}

#[test]
fn a_course_is_sold_by_rule_and_collected_at_once() {
    let session = open_school();
    let mut driver = zh(&session);
    driver.keys("6 f l m q enter s").unwrap();
    shows(&mut driver, "书法课时包 48 节");
    driver.keys("enter").unwrap();
    shows(&mut driver, "−¥192.00 │");
    shows(&mut driver, "¥3,648.00 │");
    // The discount is left away, then taken after all.
    driver.keys("tab space").unwrap();
    assert_eq!(driver.screen().matches("¥3,840.00 │").count(), 2, "the item and the total");
    driver.keys("space enter").unwrap();
    shows(&mut driver, "将收 ¥3,648.00");
    driver.keys("enter").unwrap();
    let account = session.ask(&FeeAccount { student: StudentId(3), used_up: false }).unwrap();
    assert_eq!((account.owed, account.charges[0].settled), (Money(0), Money(364_800)));
    assert_eq!(
        account.lots.iter().map(|lot| lot.left).collect::<Vec<_>>(),
        [Credits::lessons(48), Credits::lessons(2)]
    );
    sound(&session);
}

#[test]
fn who_owes_for_too_long_is_sold_nothing_new() {
    let session = open_school();
    let mut driver = zh(&session);
    driver.keys("6 enter s enter").unwrap();
    shows(&mut driver, "暂停报名");
    assert!(!driver.screen().contains("份数"), "it is said before anything is asked:\n{}", driver.screen());
    sound(&session);
}

#[test]
fn a_refund_is_worked_out_here_and_waits_for_another_person() {
    let session = open_school();
    let mut driver = zh(&session);
    driver.keys(TO_DONG).unwrap();
    driver.keys("c enter f ctrl-u 2 tab").unwrap();
    shows(&mut driver, "152.00");
    driver.keys("up up").unwrap();
    driver.typed("搬家");
    driver.keys("enter").unwrap();
    let all = TicketList { view: QueueView::All, ..TicketList::default() };
    let tickets = session.ask(&all).unwrap().rows;
    assert_eq!((tickets.len(), tickets[0].kind.as_str()), (1, "refund"), "{}", driver.screen());
    assert_eq!(tickets[0].student, Some(DONG));
    assert_eq!(account(&session).lots[0].left, Credits::lessons(48), "nothing moves before it is approved");
    let ticket = tickets[0].id;
    // Whoever stands at the desk next sees that one is under way.
    shows(&mut driver, "在办工单");
    shows(&mut driver, "退费 · 审批");
    let there = driver.app.place();
    driver.keys("end enter").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Ticket(ticket)), "{}", driver.screen());
    driver.keys("esc").unwrap();
    assert_eq!(driver.app.place(), there);
    let expect = || session.ask(&TicketCard { ticket }).unwrap().expect;
    let manager = session.desk.session(StaffId(1), "office");
    let grant = DecideTicket { ticket, grant: true, text: "".into(), fields: [].into(), expect: expect() };
    manager.submit(grant).unwrap();
    let after = account(&session);
    assert_eq!(after.lots[0].left, Credits::lessons(46));
    assert_eq!(after.receipts[0].number.to_string(), "F2026-000001");
    // Out of the drawer of whoever asked for it: 300.00 + 1,280.50 − 152.00.
    driver.keys("d e").unwrap();
    driver.typed("1428.5");
    driver.keys("enter").unwrap();
    shows(&mut driver, "退现金");
    assert!(!session.ask(&DrawerState::default()).unwrap().takes_cash);
    sound(&session);
}

#[test]
fn a_refund_of_more_than_is_left_stands_at_its_field() {
    let session = open_school();
    let mut driver = zh(&session);
    driver.keys(TO_DONG).unwrap();
    driver.keys("f ctrl-u").unwrap();
    driver.typed("49");
    driver.keys("up").unwrap();
    driver.typed("搬家");
    driver.keys("enter").unwrap();
    shows(&mut driver, "只剩 48 课时，退不了 49");
    sound(&session);
}

#[test]
fn what_will_not_be_paid_is_written_off_with_a_reason_and_credits_change_hands() {
    let session = open_school();
    let mut driver = zh(&session);
    driver.keys(TO_DONG).unwrap();
    driver.keys("m").unwrap();
    driver.keys("tab").unwrap();
    driver.typed("lmq");
    driver.keys("tab tab").unwrap();
    driver.typed("转给妹妹");
    driver.keys("enter").unwrap();
    // The post may not: a supervisor has to.
    assert_eq!(account(&session).lots[0].left, Credits::lessons(48));
    let manager = session.desk.session(StaffId(1), "office");
    let mut driver = zh(&manager);
    driver.keys(TO_DONG).unwrap();
    driver.keys("w").unwrap();
    driver.keys("tab").unwrap();
    driver.typed("家长失联");
    driver.keys("enter").unwrap();
    assert_eq!(account(&manager).owed, Money(0));
    driver.keys("m tab").unwrap();
    driver.typed("lmq");
    driver.keys("tab tab").unwrap();
    driver.typed("转给妹妹");
    driver.keys("enter").unwrap();
    let other = manager.ask(&FeeAccount { student: StudentId(3), used_up: false }).unwrap();
    assert_eq!(other.lots.iter().map(|lot| lot.left).collect::<Vec<_>>(), [Credits::lessons(48)]);
    assert_eq!(account(&manager).lots[0].id, LotId(3));
    sound(&manager);
}

#[test]
fn a_receipt_is_printed_once_and_after_that_as_copies() {
    let session = open_school();
    let kept = Rc::new(Kept::default());
    let mut driver = with_printer(&session, &kept);
    driver.keys(TO_DONG).unwrap();
    driver.keys("c enter p p h enter p").unwrap();
    let printed = kept.printed.borrow().clone();
    assert_eq!(
        printed,
        [("R2026-000002".to_owned(), 0), ("R2026-000002".to_owned(), 1), ("R2026-000002".to_owned(), 2)]
    );
    sound(&session);
}

#[test]
fn arrears_narrow_as_one_types() {
    let session = open_school();
    let mut driver = zh(&session);
    driver.keys("6 /").unwrap();
    driver.typed("dh");
    let screen = driver.screen();
    assert!(screen.contains("董涵雯") && !screen.contains("曹庆子"), "{screen}");
    driver.keys("esc").unwrap();
    shows(&mut driver, "曹庆子");
}

#[test]
fn the_fee_desk_looks_as_it_should() {
    for (name, tongue) in [("zh", Tongue::ZhCn), ("en", Tongue::En)] {
        for (width, height) in [(80, 24), (120, 40)] {
            let session = open_school();
            let mut driver = driver(&session, tongue, width, height);
            let picture = |driver: &mut Driver, what: &str| {
                insta::assert_snapshot!(format!("{what}_{name}_{width}"), driver.screen());
            };
            driver.keys("6").unwrap();
            picture(&mut driver, "arrears");
            driver.keys("f d h w enter").unwrap();
            picture(&mut driver, "account");
            driver.keys("c").unwrap();
            driver.typed("1300");
            picture(&mut driver, "collect");
            driver.keys("enter f").unwrap();
            picture(&mut driver, "refund");
            driver.keys("esc s enter").unwrap();
            picture(&mut driver, "sell");
            driver.keys("esc h enter").unwrap();
            picture(&mut driver, "receipt");
            driver.keys("esc d n").unwrap();
            picture(&mut driver, "count");
            driver.keys("esc").unwrap();
            picture(&mut driver, "drawer");
            sound(&session);
        }
    }
}

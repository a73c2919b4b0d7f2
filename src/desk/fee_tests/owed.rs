//! Lessons that were taught without a credit, settled by a later sale, and then put right.

use super::*;
use crate::books::RULES;
use crate::books::ledger::credits::owed;

const LESSON: LessonId = LessonId(1);

/// One lesson was taught before the package of 48 for 3,840.00 was sold.
fn settled() -> (Fees, Receipt) {
    let fees = Fees::open();
    fees.teach("2026-11-12");
    let sold = fees.sell();
    (fees, sold)
}

fn mark(presence: Presence) -> MarkLesson {
    let one = MarkOne { student: CHILD, presence, minutes: 0 };
    MarkLesson { lesson: LESSON, marks: vec![one], rest: false, reason: "记错了".into() }
}

impl Fees {
    /// What is owed in lessons, what is left of the paid lot and what it is worth, what is income.
    fn lessons(&self) -> (i64, i64, i64, i64) {
        let lot = |account: fn(StudentId, LotId) -> Account| self.holds(account(CHILD, LotId(1)));
        let income = -self.holds(Account::new(AccountKind::Income, 1, 0));
        (self.holds(owed(CHILD)), lot(Account::lot), -lot(Account::deferred), income)
    }
}

#[test]
fn a_lesson_that_was_settled_and_then_excused_goes_back_to_its_lot_with_its_price() {
    let (fees, _) = settled();
    assert_eq!(fees.lessons(), (0, 4_700, 376_000, 8_000));
    fees.manager.submit(mark(Presence::Excused)).unwrap();
    assert_eq!(fees.lessons(), (0, 4_800, 384_000, 0));
    fees.pay(Method::Wechat, 384_000).unwrap();
    let sum = fees.agent.ask(&FeeReckon { refund: refund(true) }).unwrap();
    assert_eq!(sum.total, Money(384_000), "all of it is refunded");
    // Marked present again, it is taken from the lot like any other.
    fees.manager.submit(mark(Presence::Present)).unwrap();
    assert_eq!(fees.lessons(), (0, 4_700, 376_000, 8_000));
    fees.sound();
}

#[test]
fn the_mark_and_the_sale_are_taken_back_in_either_order() {
    let (fees, sold) = settled();
    let marked = fees.manager.submit(mark(Presence::Excused)).unwrap();
    fees.undo(marked.seq).unwrap();
    assert_eq!(fees.lessons(), (0, 4_700, 376_000, 8_000));
    let marked = fees.manager.submit(mark(Presence::Excused)).unwrap();
    let unsold = fees.undo(sold.seq).unwrap();
    assert_eq!(fees.lessons(), (0, 0, 0, 0));
    fees.undo(unsold.seq).unwrap();
    assert_eq!(fees.lessons(), (0, 4_800, 384_000, 0));
    fees.undo(marked.seq).unwrap();
    assert_eq!(fees.lessons(), (0, 4_700, 376_000, 8_000));
    fees.sound();
}

#[test]
fn of_three_that_were_settled_one_goes_back_with_a_third_of_their_price() {
    let fees = Fees::open();
    for _ in 0..3 {
        fees.teach("2026-11-12");
    }
    let three =
        Price { credits: Credits::lessons(3), price: Money(10_000), gift: Credits(0), ..Price::example() };
    save(&fees.manager, Price { name: "三节".into(), course: Some(CourseId(1)), ..three });
    fees.agent.submit(Sell { offer: Offer::of(CHILD, PriceId(2)), due: None, expect: None }).unwrap();
    assert_eq!(fees.lessons(), (0, 0, 0, 10_000));
    fees.manager.submit(mark(Presence::Excused)).unwrap();
    assert_eq!(fees.lessons(), (0, 100, 3_333, 6_667));
    let second = MarkLesson { lesson: LessonId(2), ..mark(Presence::Excused) };
    fees.manager.submit(second).unwrap();
    assert_eq!(fees.lessons(), (0, 200, 6_667, 3_333));
    fees.sound();
}

/// What an earlier program did stays as it was done, and the next thing that is done to that student mends it.
#[test]
fn a_store_of_the_first_rules_holds_and_is_set_right_by_the_next_mark_or_refund() {
    for by_refund in [false, true] {
        let (fees, _) = settled();
        fees.by_rules(1, mark(Presence::Excused));
        assert_eq!(fees.lessons(), (100, 4_700, 376_000, 8_000), "as it was under rules before {RULES}");
        fees.sound();
        if by_refund {
            let one = RefundLot { lot: LotId(1), credits: Some(Credits::lessons(48)) };
            fees.refund(RefundFees { lots: vec![one], ..refund(false) }).unwrap();
            assert_eq!(fees.lessons(), (0, 0, 0, 0));
        } else {
            fees.teach("2026-11-12");
            assert_eq!(fees.lessons(), (0, 4_700, 376_000, 8_000));
        }
        fees.sound();
    }
}

/// 100.00 for three lessons are 33.33, 33.34 and 33.33. What is brought back takes what it took at first.
#[test]
fn a_lot_that_is_used_up_is_worth_nothing_in_whatever_order_its_lessons_come_back() {
    let fees = Fees::open();
    let three =
        Price { credits: Credits::lessons(3), price: Money(10_000), gift: Credits(0), ..Price::example() };
    save(&fees.manager, Price { name: "三节".into(), course: Some(CourseId(1)), ..three });
    fees.agent.submit(Sell { offer: Offer::of(CHILD, PriceId(2)), due: None, expect: None }).unwrap();
    fees.teach("2026-11-12");
    fees.teach("2026-11-12");
    let last =
        |redo| fees.manager.ask(&crate::books::undo::LastAction { operator: None, redo }).unwrap().unwrap();
    let back = fees.undo(last(false).seq).unwrap();
    fees.teach("2026-11-12");
    fees.undo(back.seq).unwrap();
    assert_eq!(fees.lessons(), (0, 0, 0, 10_000));
    fees.sound();
}

#[test]
fn a_sale_is_not_taken_back_when_a_lesson_took_just_what_was_given_back() {
    let (fees, sold) = settled();
    fees.manager.submit(mark(Presence::Excused)).unwrap();
    fees.teach("2026-11-12");
    assert_eq!(why(fees.undo(sold.seq)), "undo-used-since");
    fees.sound();
}

/// The mark is taken back (its lesson goes back to the lot), brought back, the sale taken back: then there is no lot for
/// the lesson to go back to a second time.
#[test]
fn nothing_goes_back_to_a_lot_whose_sale_was_taken_back() {
    let fees = Fees::open();
    fees.teach("2026-11-12");
    let taught = fees.manager.ask(&crate::books::undo::LastAction { operator: None, redo: false });
    let sold = fees.sell();
    let back = fees.undo(taught.unwrap().unwrap().seq).unwrap();
    let again = fees.undo(back.seq).unwrap();
    fees.undo(sold.seq).unwrap();
    assert_eq!(why(fees.undo(again.seq)), "undo-rests-on-nothing");
    fees.sound();
}

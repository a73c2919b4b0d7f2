//! A small school with charges in it, and a driver at its fee desk, for the tests.

use std::sync::Arc;

use crate::base::{Instant, Money, PriceId, StaffId, StudentId, parse_day};
use crate::desk::ledger::fees::{AccountAnswer, FeeAccount, Method, Offer, OpenDrawer, Part, Pay, Sell};
use crate::desk::register::{
    AddStudent, Class, Course, Cut, Discount, DiscountKind, Guardian, InitSchool, Listed, Price, Role, Save,
    Staff, Student,
};
use crate::desk::{Act, Desk, FixedClock, Session};
use crate::lang::Tongue;
use crate::tui::driver::{Driver, test_look, test_now};
use crate::tui::screens::program;

const CASHIER: StaffId = StaffId(2);
pub const DONG: StudentId = StudentId(1);

fn save<T: Listed>(session: &Session, value: T) {
    session.submit(Save { id: None, expect: None, value }).unwrap();
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// 启明星 on 14 November: 董涵雯 bought a package on the 5th and paid a part of it, 曹庆子 owes since September,
/// 廖梅仇 owes nothing. The drawer is not open yet.
pub fn school() -> (Session, Arc<FixedClock>) {
    let clock = Arc::new(FixedClock::at(at("2026-09-20T02:00:00Z")));
    let desk = Desk::in_memory(Arc::clone(&clock) as Arc<dyn crate::desk::Clock>);
    let manager = desk.session(StaffId(1), "office");
    let init = InitSchool { name: "启明星".into(), operator: "周主管".into(), ..InitSchool::example() };
    manager.submit(init).unwrap();
    save(&manager, Staff { name: "前台小赵".into(), roles: vec![Role::Cashier], ..Staff::default() });
    for name in ["书法", "绘画"] {
        save(&manager, Course { name: name.into(), ..Course::default() });
    }
    let course = Some(crate::base::CourseId(1));
    save(&manager, Class { name: "书法（晚）".into(), course, ..Class::default() });
    save(&manager, Price { course, ..Price::example() });
    let early = DiscountKind::EarlyBird(parse_day("2026-12-31").unwrap());
    let cut = Cut::Percent(500);
    save(&manager, Discount { name: "早鸟".into(), kind: early, cut, ..Discount::default() });
    for name in ["董涵雯", "曹庆子", "廖梅仇"] {
        let guardian =
            Guardian { name: "何强俊".into(), phone: "13612310077".into(), ..Guardian::default() };
        let student = Student { name: name.into(), guardians: vec![guardian], ..Student::default() };
        manager.submit(AddStudent { classes: vec![crate::base::ClassId(1)], student }).unwrap();
    }
    let sell = |student| Sell { offer: Offer::of(student, PriceId(1)), due: None, expect: None };
    let cashier = desk.session(CASHIER, "front");
    cashier.submit(sell(StudentId(2))).unwrap();
    clock.set(at("2026-11-05T02:00:00Z"));
    cashier.submit(sell(DONG)).unwrap();
    let parts = vec![Part::of(Method::Wechat, Money(236_750))];
    cashier.submit(Pay { student: DONG, parts, tendered: None, charges: vec![], prepay: false }).unwrap();
    clock.set(test_now());
    (cashier, clock)
}

pub fn open_school() -> Session {
    let (session, _) = school();
    session.submit(OpenDrawer { float: Money(30_000) }).unwrap();
    session
}

pub fn driver(session: &Session, tongue: Tongue, width: u16, height: u16) -> Driver {
    Driver::new(program(session.clone(), test_look(tongue)), width, height)
}

pub fn zh(session: &Session) -> Driver {
    driver(session, Tongue::ZhCn, 80, 24)
}

pub fn account(session: &Session) -> AccountAnswer {
    session.ask(&FeeAccount { student: DONG, used_up: true }).unwrap()
}

pub fn sound(session: &Session) {
    assert_eq!(session.desk.verify().unwrap().findings, vec![]);
}

/// What is on screen, for a message that must be there.
pub fn shows(driver: &mut Driver, text: &str) {
    let screen = driver.screen();
    assert!(screen.contains(text), "{text} is not on\n{screen}");
}

/// To the account of 董涵雯, by her initials.
pub const TO_DONG: &str = "6 f d h w enter";

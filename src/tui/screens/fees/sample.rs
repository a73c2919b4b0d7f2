//! A small school with charges in it, and a driver at its fee desk, for the tests.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use super::Printer;
use crate::base::{Instant, Money, PriceId, Refused, Say, StaffId, StudentId, parse_day};
use crate::desk::ledger::fees::{
    AccountAnswer, FeeAccount, Method, Offer, OpenDrawer, Part, Pay, ReceiptAnswer, Sell,
};
use crate::desk::register::{
    AddStudent, Class, Course, Cut, Discount, DiscountKind, Guardian, InitSchool, Listed, Price, Role, Save,
    Staff, Student,
};
use crate::desk::{Act, Desk, FixedClock, Session};
use crate::lang::Tongue;
use crate::say;
use crate::store::{Engine, Memory};
use crate::tui::app::Look;
use crate::tui::driver::{Driver, test_look, test_now};
use crate::tui::files::NoFiles;
use crate::tui::screens::{Outside, program, program_with};

const CASHIER: StaffId = StaffId(2);
pub const DONG: StudentId = StudentId(1);

pub fn save<T: Listed>(session: &Session, value: T) {
    session.submit(Save { id: None, expect: None, value }).unwrap();
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// 启明星 on 14 November: 董涵雯 bought a package on the 5th and paid a part of it, 曹庆子 owes since September,
/// 廖梅仇 owes nothing. The drawer is not open yet.
pub fn school() -> (Session, Arc<FixedClock>) {
    school_over(Arc::new(Memory::new()))
}

/// The same over an engine of the test's own.
pub fn school_over(engine: Arc<dyn Engine>) -> (Session, Arc<FixedClock>) {
    let clock = Arc::new(FixedClock::at(at("2026-09-20T02:00:00Z")));
    let desk = Desk::over(engine, Arc::clone(&clock) as Arc<dyn crate::desk::Clock>);
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

/// A printer that keeps what it was told: numbers and how many copies they say, and how often the drawer sprang.
/// Out of paper it refuses.
#[derive(Default)]
pub struct Kept {
    pub printed: RefCell<Vec<(String, u64)>>,
    pub sprung: Cell<usize>,
    pub empty: Cell<bool>,
}

impl Kept {
    fn paper(&self) -> Result<(), Refused> {
        match self.empty.get() {
            true => Err(Refused::input(say!("receipt-printer-waits", path = "lp0"))),
            false => Ok(()),
        }
    }
}

impl Printer for Kept {
    fn print(&self, receipt: &ReceiptAnswer, _: &Look) -> Result<Say, Refused> {
        self.paper()?;
        self.printed.borrow_mut().push((receipt.number.to_string(), receipt.copies));
        Ok(say!("receipt-copied", number = receipt.number.to_string(), copies = receipt.copies))
    }

    fn spring(&self) -> Result<(), Refused> {
        self.paper()?;
        self.sprung.set(self.sprung.get() + 1);
        Ok(())
    }
}

/// The program with a printer.
pub fn with_printer(session: &Session, kept: &Rc<Kept>) -> Driver {
    let paper: Rc<dyn Printer> = Rc::clone(kept) as Rc<dyn Printer>;
    let outside = Outside { files: std::sync::Arc::new(NoFiles), paper: Some(paper) };
    Driver::new(program_with(session.clone(), test_look(Tongue::ZhCn), outside), 80, 24)
}

/// To the account of 董涵雯, by her initials.
pub const TO_DONG: &str = "6 f d h w enter";

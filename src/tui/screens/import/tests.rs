use std::rc::Rc;
use std::sync::Arc;

use insta::assert_snapshot;

use crate::base::StaffId;
use crate::desk::{Desk, FixedClock, Session};
use crate::lang::Tongue;
use crate::store::Memory;
use crate::tui::app::Place;
use crate::tui::driver::{Driver, test_look, test_now};
use crate::tui::screens::sample::{TestFiles, is_sound, school};
use crate::tui::screens::{Outside, program_with};

fn open(tongue: Tongue, width: u16, height: u16) -> (Driver, Session) {
    let session = school().unwrap();
    let mut driver = Driver::new(
        program_with(session.clone(), test_look(tongue), Outside { files: Rc::new(TestFiles), paper: None }),
        width,
        height,
    );
    driver.keys("7 i").unwrap();
    (driver, session)
}

fn said(driver: &Driver) -> String {
    driver.app.message().map(|say| say.key.to_string()).unwrap_or_default()
}

#[test]
fn a_file_is_found_looked_at_and_brought_in_and_undo_takes_it_back() {
    let (mut driver, session) = open(Tongue::ZhCn, 80, 24);
    driver.typed("/data/r").keys("tab").unwrap();
    assert_snapshot!("completed", driver.screen());
    driver.typed(".csv").keys("enter").unwrap();
    assert_snapshot!("review_zh", driver.screen());
    driver.keys("y").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Roster));
    let names = || {
        let question = crate::desk::register::FindStudents { text: "单雪梅".into(), limit: 5 };
        session.ask(&question).unwrap().len()
    };
    assert_eq!(names(), 1);
    driver.keys("u").unwrap();
    assert_eq!(names(), 0);
    assert!(is_sound(&session));
}

#[test]
fn another_column_is_taken_and_the_file_is_tried_again() {
    let (mut driver, _) = open(Tongue::En, 120, 40);
    driver.typed("/data/roster.csv").keys("enter end enter down down down enter").unwrap();
    assert_snapshot!("review_en", driver.screen());
    driver.keys("y 7 i").unwrap().typed("/data/roster.csv").keys("enter").unwrap();
    driver.keys("y").unwrap();
    assert_eq!(said(&driver), "start-nothing-new");
}

#[test]
fn a_file_that_is_not_there_says_so_where_it_was_typed() {
    let (mut driver, _) = open(Tongue::En, 80, 24);
    driver.typed("/nowhere").keys("enter").unwrap();
    assert_snapshot!("missing", driver.screen());
    driver.keys("esc").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Setup));
}

#[test]
fn the_first_run_opens_the_books_and_asks_for_a_roster() {
    for (tongue, name) in [(Tongue::ZhCn, "first_zh"), (Tongue::En, "first_en")] {
        let desk = Desk::over(Arc::new(Memory::new()), Arc::new(FixedClock::at(test_now())));
        let session = desk.session(StaffId(1), "test");
        let mut driver = Driver::new(
            program_with(
                session.clone(),
                test_look(tongue),
                Outside { files: Rc::new(TestFiles), paper: None },
            ),
            80,
            24,
        );
        assert_snapshot!(name, driver.screen());
        driver.keys("2").unwrap();
        assert_eq!(said(&driver), "start-first");
        driver.keys("enter").unwrap().typed("启明星").keys("tab").unwrap().typed("周主管");
        driver.keys("tab ctrl-u").unwrap().typed("Mars/Base").keys("enter").unwrap();
        assert_snapshot!(format!("{name}_form"), driver.screen());
        driver.keys("ctrl-u").unwrap().typed("Asia/Shanghai").keys("enter").unwrap();
        assert_eq!(driver.app.place(), Some(Place::Today));
        assert!(driver.screen().contains("周主管"), "{}", driver.screen());
        driver.keys("y").unwrap();
        assert_eq!(driver.app.place(), Some(Place::Import));
        assert!(is_sound(&session));
    }
}

use insta::assert_snapshot;

use crate::base::{ClassId, LessonId, RuleId, StudentId};
use crate::desk::Session;
use crate::desk::ledger::points::Award;
use crate::desk::register::{BoardNames, EditSchool, GetSchool, School};
use crate::lang::Tongue;
use crate::tui::driver::{Driver, test_look};
use crate::tui::event::Event;
use crate::tui::screens::program;
use crate::tui::screens::sample::school;

fn open(tongue: Tongue, width: u16, height: u16) -> (Driver, Session) {
    let session = school().unwrap();
    let mut driver = Driver::new(program(session.clone(), test_look(tongue)), width, height);
    driver.keys("4 p").unwrap();
    (driver, session)
}

#[test]
fn the_whole_terminal_shows_ranks_and_nothing_private() {
    let (mut driver, _) = open(Tongue::ZhCn, 80, 24);
    assert_snapshot!("zh", driver.screen());
    let (mut driver, _) = open(Tongue::En, 120, 40);
    assert_snapshot!("en", driver.screen());
    driver.keys("esc").unwrap();
    assert!(driver.screen().contains("Leaderboard") || driver.screen().contains("▌Board▐"));
}

#[test]
fn names_stand_as_the_school_wants_them_and_only_the_top_ranks() {
    let (mut driver, session) = open(Tongue::ZhCn, 80, 24);
    let found = session.ask(&GetSchool {}).unwrap();
    let school = School { board_names: BoardNames::Masked, board_top: 5, ..found.school };
    driver.app.session().submit(EditSchool { expect: None, school }).unwrap();
    driver.keys("right left").unwrap();
    let screen = driver.screen();
    assert!(
        screen.contains("董〇〇") && screen.contains("欧阳〇〇") && !screen.contains("董涵雯"),
        "{screen}"
    );
    assert!(!screen.contains("𠮷") || screen.contains("𠮷〇"), "{screen}");
    assert_eq!(
        screen.lines().filter(|line| line.contains('〇')).count() + usize::from(screen.contains("Ada L.")),
        5
    );
}

#[test]
fn what_is_earned_is_seen_by_itself() {
    let (mut driver, session) = open(Tongue::En, 80, 24);
    let before = driver.screen();
    let notices = session.desk.watch();
    let award = Award {
        rule: RuleId(2),
        students: vec![StudentId(6)],
        lesson: Some(LessonId(3)),
        class: Some(ClassId(1)),
        points: None,
    };
    session.submit(award).unwrap();
    let areas = notices.recv().unwrap().areas;
    driver.app.on_event(Event::Changed(areas));
    assert_ne!(driver.screen(), before);
    assert!(
        driver.screen().lines().any(|line| line.contains("莫强兰") && line.ends_with("16")),
        "{}",
        driver.screen()
    );
}

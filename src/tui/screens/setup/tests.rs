use std::sync::Arc;

use insta::assert_snapshot;

use crate::desk::Session;
use crate::desk::calendar::{LessonState, LessonsOn};
use crate::desk::queue::GetRubric;
use crate::desk::register::{Class, Course, GetSchool, List, Rule, RuleValue, Save};
use crate::lang::Tongue;
use crate::tui::app::Place;
use crate::tui::driver::{Driver, test_look, test_session};
use crate::tui::screens::sample::{TestFiles, day, is_sound, school};
use crate::tui::screens::{Outside, program, program_with};

fn open(tongue: Tongue, width: u16, height: u16, section: usize) -> (Driver, Session) {
    let session = school().unwrap();
    let mut driver = Driver::new(program(session.clone(), test_look(tongue)), width, height);
    driver.keys("7").unwrap();
    for _ in 0..section {
        driver.keys("right").unwrap();
    }
    (driver, session)
}

fn said(driver: &Driver) -> String {
    driver.app.message().map(|say| say.key.to_string()).unwrap_or_default()
}

#[test]
fn every_section_shows_its_list() {
    for section in (0..12).chain([14, 15, 16, 18]) {
        let (mut driver, _) = open(Tongue::ZhCn, 80, 24, section);
        assert_snapshot!(format!("zh_{section}"), driver.screen());
    }
    assert_snapshot!("en_rules_wide", open(Tongue::En, 120, 40, 8).0.screen());
    assert_snapshot!("en_classes", open(Tongue::En, 80, 24, 6).0.screen());
}

#[test]
fn a_class_gets_its_weekly_times_as_they_are_written() {
    let (mut driver, session) = open(Tongue::ZhCn, 80, 24, 6);
    driver.keys("n").unwrap().typed("周日素描").keys("tab tab tab tab").unwrap();
    driver.typed("周八 14:00-15:30").keys("enter").unwrap();
    assert_snapshot!("bad_times", driver.screen());
    driver.keys("ctrl-u").unwrap().typed("周日 14:00-15:30; 周三 18:00-19:30").keys("enter").unwrap();
    assert_eq!(said(&driver), "register-added");
    let made = session.ask(&List::<Class>::live()).unwrap().pop().unwrap().value;
    assert_eq!(made.times.iter().map(|time| time.weekday).collect::<Vec<_>>(), [7, 3]);
    assert!(is_sound(&session));
}

#[test]
fn a_rule_takes_a_range_and_can_be_retired_and_brought_back() {
    let (mut driver, session) = open(Tongue::En, 80, 24, 8);
    driver.keys("n").unwrap().typed("Helping").keys("tab tab").unwrap().typed("3-5/4").keys("enter").unwrap();
    assert_eq!(said(&driver), "register-added");
    let rules = || session.ask(&List::<Rule>::live()).unwrap();
    assert_eq!(rules().last().unwrap().value.value, RuleValue::Range(3, 5, 4));
    driver.keys("end d").unwrap();
    assert_eq!(rules().len(), 3);
    assert!(driver.screen().contains("3 entries · 1 retired"), "{}", driver.screen());
    driver.keys("v end d").unwrap();
    assert_eq!(rules().len(), 4);
    driver.keys("u").unwrap();
    assert_eq!(rules().len(), 3);
    assert!(is_sound(&session));
}

#[test]
fn an_edit_that_crosses_another_is_a_conflict_that_stays_in_the_form() {
    let (mut driver, session) = open(Tongue::En, 80, 24, 3);
    driver.keys("e").unwrap().typed(" two");
    let seen = session.ask(&List::<Course>::live()).unwrap().remove(0);
    let value = Course { name: "油画".into(), ..seen.value };
    session.submit(Save { id: Some(seen.id), expect: None, value }).unwrap();
    driver.keys("enter").unwrap();
    let screen = driver.screen();
    assert!(screen.contains("changed") && screen.contains("two"), "{screen}");
    assert!(is_sound(&session));
}

#[test]
fn hours_and_holidays_are_typed_as_people_write_them() {
    let (mut driver, session) = open(Tongue::ZhCn, 80, 24, 2);
    driver.keys("e ctrl-u").unwrap().typed("9:00至12:00 14:00-20:30").keys("enter").unwrap();
    assert_eq!(said(&driver), "register-school-changed");
    driver.keys("end e").unwrap().typed("2026年10月1日 2026-10-02").keys("enter").unwrap();
    let school = session.ask(&GetSchool {}).unwrap().school;
    assert_eq!(school.holidays, [day(10, 1), day(10, 2)]);
    let monday: Vec<_> = school.hours.iter().filter(|hours| hours.weekday == 1).collect();
    assert_eq!((monday.len(), monday[1].until.to_string()), (2, "20:30".into()));
    assert!(is_sound(&session));
}

#[test]
fn lessons_are_planned_added_moved_and_cancelled_and_a_clash_is_named() {
    let (mut driver, session) = open(Tongue::En, 80, 24, 7);
    // The same teacher at the same time.
    driver.keys("n right right tab").unwrap().keys("ctrl-u").unwrap().typed("2026-11-14");
    driver.keys("tab").unwrap().typed("15:00").keys("tab").unwrap().typed("16:00").keys("enter").unwrap();
    let screen = driver.screen();
    assert!(screen.contains("周六绘画一班"), "{screen}");
    driver.keys("esc end e tab").unwrap();
    driver.keys("ctrl-u").unwrap().typed("16:00").keys("tab ctrl-u").unwrap().typed("17:00");
    driver.keys("enter").unwrap();
    assert_eq!(said(&driver), "lesson-changed");
    driver.keys("end d").unwrap().typed("typhoon").keys("enter").unwrap();
    assert_eq!(said(&driver), "lesson-cancelled");
    let found = session.ask(&LessonsOn { from: Some(day(11, 14)), until: None }).unwrap().remove(0);
    assert_eq!((found.lesson.state, found.lesson.from.to_string()), (LessonState::Cancelled, "16:00".into()));
    assert_snapshot!("week_en", driver.screen());
    driver.keys("p enter").unwrap();
    assert_eq!(said(&driver), "lesson-planned");
    driver.keys("left left p").unwrap();
    assert_eq!(said(&driver), "setup-plans-not");
    assert!(is_sound(&session));
}

#[test]
fn procedures_and_triggers_lead_to_their_screens_and_a_rubric_is_changed_here() {
    let (mut driver, session) = open(Tongue::ZhCn, 80, 24, 15);
    driver.keys("enter").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Sops));
    driver.keys("7 right enter").unwrap();
    assert_eq!(driver.app.place(), Some(Place::Rules));
    driver.keys("7 right right").unwrap();
    let rubric = || session.ask(&GetRubric {}).unwrap();
    driver.keys("enter tab ctrl-u").unwrap().typed("25").keys("enter").unwrap();
    assert_eq!(said(&driver), "queue-rubric-saved");
    assert_eq!((rubric().version, rubric().criteria[0].criterion.points), (1, 25));
    assert!(!rubric().criteria[0].criterion.key.is_empty(), "a shipped name stays shipped");
    driver.keys("n").unwrap().typed("回访").keys("tab").unwrap().typed("10").keys("enter").unwrap();
    assert_eq!(rubric().criteria.len(), 5);
    driver.keys("end d").unwrap();
    assert_eq!(rubric().criteria.len(), 4, "{}", driver.screen());
    assert!(is_sound(&session));
}

#[test]
fn the_fee_rules_are_changed_in_one_form() {
    let (mut driver, session) = open(Tongue::En, 80, 24, 14);
    driver.keys("enter tab ctrl-u").unwrap().typed("3").keys("enter").unwrap();
    assert_eq!(said(&driver), "register-school-changed");
    assert_eq!(session.ask(&GetSchool {}).unwrap().school.fees.remind_days, 3);
    assert!(is_sound(&session));
}

/// The readme's own steps: a list is brought in, a class gets its weekly times, `p` plans, `3` is the lesson.
#[test]
fn a_new_school_comes_to_its_first_lesson_as_the_readme_says() {
    let session = test_session().unwrap();
    let outside = Outside { files: Arc::new(TestFiles::default()), paper: None };
    let mut driver = Driver::new(program_with(session.clone(), test_look(Tongue::En), outside), 80, 24);
    driver.keys("7 i").unwrap().typed("/data/roster.csv").keys("enter y y").unwrap();
    driver.keys("1").unwrap();
    assert_snapshot!("first_today_en", driver.screen());
    driver.keys("4").unwrap();
    assert_snapshot!("first_board_en", driver.screen());
    driver.keys("3").unwrap();
    assert_snapshot!("first_class_en", driver.screen());
    driver.keys("alt-7").unwrap();
    for _ in 0..6 {
        driver.keys("right").unwrap();
    }
    assert_snapshot!("first_classes_en", driver.screen());
    // The name, the course; then the teacher, the room, the times.
    driver.keys("e tab tab right tab tab").unwrap().typed("Sat 14:00-15:30; Wed 18:00-19:30");
    driver.keys("enter").unwrap();
    assert_eq!(said(&driver), "register-changed", "{}", driver.screen());
    driver.keys("p enter").unwrap();
    assert_eq!(said(&driver), "lesson-planned");
    driver.keys("3").unwrap();
    let screen = driver.screen();
    assert!(screen.contains("14:00–15:30 · 李老师") && screen.contains("单雪梅"), "{screen}");
    assert!(is_sound(&session));
}

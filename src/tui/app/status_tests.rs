//! The status line names the lesson by the clock alone.

use std::sync::Arc;

use super::*;
use crate::base::ClassId;
use crate::desk::calendar::{AddLesson, CancelLesson};
use crate::desk::register::{Class, InitSchool, Save};
use crate::desk::{Act, Desk, FixedClock};
use crate::lang::Tongue;
use crate::tui::driver::{Driver, test_look, test_now};
use crate::tui::screens::program;

/// 启明星 on the Saturday of the sketches: one class of the operator's at 14:00, two of others' at 16:00.
fn school() -> (Session, Arc<FixedClock>) {
    let clock = Arc::new(FixedClock::at(test_now()));
    let desk = Desk::in_memory(clock.clone());
    let session = desk.session(StaffId(1), "test");
    let init = InitSchool { name: "启明星".into(), operator: "李老师".into(), ..InitSchool::example() };
    session.submit(init).unwrap();
    for (n, (name, teacher, from)) in
        [("周六绘画一班", Some(StaffId(1)), 14), ("书法晚班", None, 16), ("围棋班", None, 16)]
            .into_iter()
            .enumerate()
    {
        let class = Class { name: name.into(), teacher, ..Class::default() };
        session.submit(Save { id: None, expect: None, value: class }).unwrap();
        let (from, until) = (ClockTime::hm(from, 0), ClockTime::hm(from + 1, 30));
        let day = crate::base::Zone::default().day(test_now());
        let class = ClassId(n as u64 + 1);
        session.submit(AddLesson { class, day, from, until, ..AddLesson::example() }).unwrap();
    }
    (session, clock)
}

use crate::desk::Session;

fn first_line(driver: &mut Driver) -> String {
    driver.screen().lines().next().unwrap_or_default().to_owned()
}

#[test]
fn the_lesson_that_is_on_or_next_is_named_and_turns_with_the_minute() {
    let (session, clock) = school();
    let mut driver = Driver::new(program(session.clone(), test_look(Tongue::ZhCn)), 80, 24);
    let line = first_line(&mut driver);
    assert!(line.contains("周六绘画一班 · 李老师") && line.contains("14:07"), "{line}");
    let at = |driver: &mut Driver, hour, minute| {
        clock.set(
            crate::base::Zone::default()
                .instant(test_look(Tongue::En).shown.today, ClockTime::hm(hour, minute)),
        );
        driver.app.tick();
        assert!(driver.app.is_dirty());
        first_line(driver)
    };
    let line = at(&mut driver, 15, 29);
    assert!(line.contains("周六绘画一班"), "{line}");
    let line = at(&mut driver, 15, 30);
    assert!(!line.contains("周六") || !line.contains("绘画"), "it is over: {line}");
    assert!(line.contains("16:00"), "the school's next: {line}");
    let line = at(&mut driver, 16, 10);
    assert!(line.contains("书法晚班 +1"), "{line}");
    let line = at(&mut driver, 18, 0);
    assert!(line.contains("启明星 · 李老师 · 周六 18:00"), "nothing more today: {line}");
}

#[test]
fn what_is_cancelled_is_gone_with_the_next_minute() {
    let (session, clock) = school();
    let mut driver = Driver::new(program(session.clone(), test_look(Tongue::ZhCn)), 120, 40);
    assert!(first_line(&mut driver).contains("启明星 · 周六绘画一班 · 李老师 · 周六 14:07"));
    session.submit(CancelLesson { lesson: crate::base::LessonId(1), ..CancelLesson::example() }).unwrap();
    driver.keys("2").unwrap();
    clock.set(test_now() + chrono::Duration::minutes(1));
    driver.app.tick();
    assert!(first_line(&mut driver).contains("启明星 · 李老师 · 周六 14:08"), "{}", driver.screen());
}

#[test]
fn a_long_name_is_cut_and_never_pushes_the_operator_away() {
    let (session, _) = school();
    let long = Class {
        name: "周六下午创意绘画与手工提高班第二期".into(),
        teacher: Some(StaffId(1)),
        ..Class::default()
    };
    session.submit(Save { id: Some(ClassId(1)), expect: None, value: long }).unwrap();
    for tongue in Tongue::ALL {
        for width in [60, 72, 80, 100, 120, 200] {
            let mut driver = Driver::new(program(session.clone(), test_look(tongue)), width, 24);
            let line = first_line(&mut driver);
            assert!(width < 80 || line.contains("李老师"), "{width}: {line}");
            assert!(crate::tui::widgets::text::width(&line) < usize::from(width), "{width}: {line}");
        }
    }
}

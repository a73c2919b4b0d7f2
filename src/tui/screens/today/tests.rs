//! Today driven by keys and by the clock: it is what stays open on a desk all day.

use std::sync::Arc;

use crate::base::{ClassId, ClockTime, Day, Instant, StaffId, Zone, parse_day};
use crate::desk::calendar::AddLesson;
use crate::desk::register::{Class, InitSchool, Role, Save, Staff};
use crate::desk::{Act, Desk, FixedClock, Session};
use crate::lang::Tongue;
use crate::tui::driver::{Driver, test_look, test_now};
use crate::tui::screens::program;

fn at(day: Day, hour: u16, minute: u16) -> Instant {
    Zone::default().instant(day, ClockTime::hm(hour, minute))
}

/// Two teachers with a lesson each, the manager looking on; 14:07 on a Saturday.
fn school() -> (Session, Arc<FixedClock>) {
    let clock = Arc::new(FixedClock::at(test_now()));
    let desk = Desk::in_memory(clock.clone());
    let session = desk.session(StaffId(1), "test");
    let init = InitSchool { name: "启明星".into(), operator: "周主管".into(), ..InitSchool::example() };
    session.submit(init).unwrap();
    let classes = [("李老师", "周六绘画一班", 13), ("陈老师", "英语进阶班", 16)];
    for (n, (teacher, name, from)) in (1..).zip(classes) {
        let who = Staff { name: teacher.into(), roles: vec![Role::Teacher], ..Staff::default() };
        session.submit(Save { id: None, expect: None, value: who }).unwrap();
        let class = Class { name: name.into(), teacher: Some(StaffId(n + 1)), ..Class::default() };
        session.submit(Save { id: None, expect: None, value: class }).unwrap();
        let day = Zone::default().day(test_now());
        let (from, until) = (ClockTime::hm(from, 0), ClockTime::hm(from + 1, 0));
        session.submit(AddLesson { class: ClassId(n), day, from, until, ..AddLesson::example() }).unwrap();
    }
    (session, clock)
}

#[test]
fn who_only_teaches_has_their_own_lessons_and_who_looks_after_the_house_all() {
    let (session, _) = school();
    let seen = |operator| {
        let session = session.desk.session(StaffId(operator), "test");
        Driver::new(program(session, test_look(Tongue::ZhCn)), 80, 24).screen()
    };
    let (manager, teacher) = (seen(1), seen(3));
    assert!(manager.contains("周六绘画一班") && manager.contains("英语进阶班"), "{manager}");
    assert!(!teacher.contains("周六绘画一班") && teacher.contains("英语进阶班"), "{teacher}");
}

#[test]
fn how_lessons_stand_turns_with_the_minute_and_the_list_with_the_day() {
    let (session, clock) = school();
    let mut driver = Driver::new(program(session, test_look(Tongue::En)), 80, 24);
    let mut line_at = |now: Instant, class: &str| {
        clock.set(now);
        driver.app.tick();
        let screen = driver.screen();
        let body = screen.lines().skip(4);
        body.filter(|line| line.contains(class)).last().map(str::to_owned).unwrap_or_default()
    };
    let day = Zone::default().day(test_now());
    let over = line_at(at(day, 14, 8), "周六绘画一班");
    assert!(over.contains("◐ unmarked"), "nobody marked it, and it is over: {over}");
    let later = line_at(at(day, 15, 59), "英语进阶班");
    assert!(later.contains("· later"), "{later}");
    let on = line_at(at(day, 16, 0), "英语进阶班");
    assert!(on.contains("· unmarked"), "{on}");
    let tomorrow = line_at(at(parse_day("2026-11-15").unwrap(), 0, 0), "英语进阶班");
    assert_eq!(tomorrow, "", "yesterday's lesson is gone");
}

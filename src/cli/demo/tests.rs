use super::*;
use crate::base::parse_day;
use crate::books::calendar::{ListAttendance, Presence};
use crate::books::ledger::{ListPoints, Why};
use crate::books::register::ExportRoster;
use crate::desk::SystemClock;
use crate::lang::Tongue;
use std::sync::Arc;

fn rows(engine: &Memory) -> Vec<(Vec<u8>, Vec<u8>)> {
    let snapshot = engine.snapshot().unwrap();
    (0..=u8::MAX)
        .flat_map(|table| snapshot.scan(table, &[], &[], Direction::Up, usize::MAX).unwrap())
        .collect()
}

fn small(seed: u64) -> Memory {
    let today = parse_day("2026-11-21").unwrap();
    make(Size { students: 40, weeks: 2 }, seed, today, &Lang::new(Tongue::ZhCn)).unwrap()
}

#[test]
fn the_same_seed_and_day_give_the_same_school_and_another_seed_another() {
    let school = rows(&small(7));
    assert!(school == rows(&small(7)));
    assert!(school != rows(&small(8)));
}

#[test]
fn the_school_is_believable_and_sound() {
    let desk = Desk::over(Arc::new(small(7)), Arc::new(SystemClock));
    let session = desk.session(crate::base::StaffId(1), "test");
    assert_eq!(desk.verify().unwrap().findings, vec![]);
    let roster = session.ask(&ExportRoster { left: true }).unwrap();
    assert_eq!(roster.len(), 40);
    assert!(roster.iter().any(|line| line.owing.0 > 0) && roster.iter().any(|line| line.lessons_left.0 > 0));
    let marks = session.ask(&ListAttendance::default()).unwrap();
    let present = marks.iter().filter(|mark| mark.presence == Presence::Present).count();
    assert!(marks.len() > 60 && present * 10 > marks.len() * 7, "{present} of {}", marks.len());
    assert!(marks.iter().all(|mark| mark.day < parse_day("2026-11-21").unwrap()), "today's are open");
    let points = session.ask(&ListPoints::default()).unwrap();
    assert!(points.iter().any(|line| line.why == Why::Award && line.lesson.is_some()));
}

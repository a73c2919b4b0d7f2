//! The kernel through its one door.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::base::*;
use crate::books::calendar::{AddLesson, LessonSheet, MarkLesson, MarkOne, PlanLessons, Presence};
use crate::books::ledger::credits::GiveCredits;
use crate::books::ledger::points::{AdjustPoints, Award, Redeem, SupplyReward};
use crate::books::register::*;
use crate::books::undo::{LastAction, Undo};
use crate::store::{Batch, Memory, Read, Row, Snapshot};

const MANAGER: StaffId = StaffId(1);
const TEACHER: StaffId = StaffId(2);

fn day(text: &str) -> Day {
    parse_day(text).unwrap()
}

/// A school with one teacher, one class of `count` on Saturdays at 14:00, two rules, and credits for all.
pub(super) fn little(count: u64) -> (Session, Arc<FixedClock>, Memory) {
    let engine = Memory::new();
    let clock = Arc::new(FixedClock::at("2026-11-21T06:07:00Z".parse().unwrap()));
    let desk = Desk::over(Arc::new(engine.clone()), Arc::clone(&clock) as Arc<dyn Clock>);
    let session = desk.session(MANAGER, "test");
    session.submit(InitSchool { operator: "周主管".into(), ..InitSchool::example() }).unwrap();
    let teacher = Staff { name: "李老师".into(), roles: vec![Role::Teacher], ..Staff::default() };
    session.submit(Save { id: None, expect: None, value: teacher }).unwrap();
    session
        .submit(Save { id: None, expect: None, value: Course { name: "绘画".into(), ..Course::default() } })
        .unwrap();
    let rule = |name: &str, value, key, auto| Rule {
        name: name.into(),
        group: RuleGroup::Interaction,
        value,
        cap: None,
        roles: vec![],
        key,
        auto,
        retired: false,
    };
    session
        .submit(Save {
            id: None,
            expect: None,
            value: rule("到课", RuleValue::Fixed(5), 0, Some(RuleAuto::Attend)),
        })
        .unwrap();
    session
        .submit(Save { id: None, expect: None, value: rule("举手", RuleValue::Fixed(3), 1, None) })
        .unwrap();
    session
        .submit(Save { id: None, expect: None, value: rule("提醒", RuleValue::Fixed(-1), 2, None) })
        .unwrap();
    session
        .submit(Save { id: None, expect: None, value: Class { teacher: Some(TEACHER), ..Class::example() } })
        .unwrap();
    for n in 1..=count {
        let student = Student { name: format!("学员{n}").into(), ..Student::default() };
        session.submit(AddStudent { classes: vec![ClassId(1)], student }).unwrap();
        session
            .submit(GiveCredits {
                student: StudentId(n),
                credits: Credits::lessons(2),
                ..GiveCredits::example()
            })
            .unwrap();
    }
    session.submit(PlanLessons { class: None, from: None, until: day("2026-12-31") }).unwrap();
    (session, clock, engine)
}

fn sheet(session: &Session) -> crate::books::calendar::Sheet {
    session.ask(&LessonSheet { lesson: LessonId(1) }).unwrap()
}

fn sound(session: &Session) {
    let report = session.desk.verify().unwrap();
    assert_eq!(report.findings, vec![], "after {} entries", report.entries);
    assert!(report.entries > 0);
}

#[test]
fn a_lesson_is_marked_points_are_given_and_all_of_it_can_be_taken_back() {
    let (session, _, _) = little(4);
    let late = MarkOne { student: StudentId(2), presence: Presence::Late, minutes: 6 };
    let mark = MarkLesson { lesson: LessonId(1), marks: vec![late], rest: false, reason: "".into() };
    session.submit(mark).unwrap();
    let rest = MarkLesson { lesson: LessonId(1), marks: vec![], rest: true, reason: "".into() };
    let marked = session.submit(rest).unwrap();
    let award = Award {
        rule: RuleId(2),
        students: vec![StudentId(2)],
        lesson: Some(LessonId(1)),
        class: None,
        points: None,
    };
    let awarded = session.submit(award).unwrap();
    let rows = sheet(&session).rows;
    assert!(rows.iter().all(|row| row.credits == Credits::lessons(1) && row.mark.is_some()));
    assert_eq!(rows.iter().map(|row| row.points_today).collect::<Vec<_>>(), [5, 8, 5, 5]);

    session.submit(Undo { seq: awarded.seq, reason: "".into() }).unwrap();
    session.submit(Undo { seq: marked.seq, reason: "".into() }).unwrap();
    let rows = sheet(&session).rows;
    assert_eq!(rows.iter().map(|row| row.points_today).collect::<Vec<_>>(), [0, 5, 0, 0]);
    assert_eq!(rows.iter().map(|row| row.credits.0).collect::<Vec<_>>(), [200, 100, 200, 200]);
    assert_eq!(rows.iter().filter(|row| row.mark.is_some()).count(), 1);
    sound(&session);
}

#[test]
fn marking_again_changes_only_differences() {
    let (session, _, engine) = little(2);
    let mark = |presence| MarkLesson {
        lesson: LessonId(1),
        marks: vec![MarkOne { student: StudentId(1), presence, minutes: 0 }],
        rest: false,
        reason: "".into(),
    };
    let entries = || {
        let snapshot = engine.snapshot().unwrap();
        crate::books::ledger::entries(
            &*snapshot,
            crate::books::ledger::Account::points(StudentId(1)),
            None,
            99,
        )
        .unwrap()
        .len()
    };
    session.submit(mark(Presence::Present)).unwrap();
    let before = entries();
    session.submit(mark(Presence::Late)).unwrap();
    assert_eq!(entries(), before, "late earns what present earned");
    session.submit(mark(Presence::Excused)).unwrap();
    let row = sheet(&session).rows[0].clone();
    assert_eq!((row.credits, row.points_today), (Credits::lessons(2), 0));
    assert_eq!(row.mark.unwrap().make_up_until, Some(day("2026-12-21")));
    sound(&session);
}

#[test]
fn what_no_lot_covers_is_owed_and_the_next_lot_settles_it() {
    let (session, _, _) = little(1);
    for (n, at) in [(1, "2026-11-21"), (2, "2026-11-22"), (3, "2026-11-20")] {
        let lesson = AddLesson {
            day: day(at),
            from: ClockTime::hm(8, n),
            until: ClockTime::hm(9, 0),
            ..AddLesson::example()
        };
        let made = session.submit(lesson).unwrap().made;
        if at <= "2026-11-21" {
            let lesson = made[0].parse().unwrap();
            session
                .submit(MarkLesson { lesson, marks: vec![], rest: true, reason: "".into() })
                .unwrap_or_else(|e| {
                    // The place began on the 21st: nobody was expected the day before.
                    assert_eq!((at, e.reason.key.as_ref()), ("2026-11-20", "mark-nothing-left"));
                    Receipt {
                        seq: 0,
                        at: session.desk.now(),
                        said: vec![],
                        made: vec![],
                        areas: Default::default(),
                        repeated: false,
                    }
                });
        }
    }
    let rest = MarkLesson { lesson: LessonId(1), marks: vec![], rest: true, reason: "".into() };
    session.submit(rest).unwrap();
    let more = AddLesson {
        day: day("2026-11-21"),
        from: ClockTime::hm(18, 0),
        until: ClockTime::hm(19, 0),
        ..AddLesson::example()
    };
    let lesson = session.submit(more).unwrap().made[0].parse().unwrap();
    let said =
        session.submit(MarkLesson { lesson, marks: vec![], rest: true, reason: "".into() }).unwrap().said;
    assert_eq!(said[1].key, "mark-short");
    assert_eq!(sheet(&session).rows[0].credits, Credits::lessons(-1));
    session
        .submit(GiveCredits { student: StudentId(1), credits: Credits::lessons(3), ..GiveCredits::example() })
        .unwrap();
    assert_eq!(sheet(&session).rows[0].credits, Credits::lessons(2));
    sound(&session);
}

#[test]
fn points_never_go_below_zero_and_stock_neither() {
    let (session, _, _) = little(1);
    let warn =
        Award { rule: RuleId(3), students: vec![StudentId(1)], lesson: None, class: None, points: None };
    assert_eq!(session.submit(warn).unwrap_err().reason.key, "ledger-short-points");
    session.submit(Save { id: None, expect: None, value: Reward::example() }).unwrap();
    session.submit(AdjustPoints { points: 100, ..AdjustPoints::example() }).unwrap_err();
    session.submit(AdjustPoints { student: StudentId(1), points: 100, ..AdjustPoints::example() }).unwrap();
    let redeem = Redeem { student: StudentId(1), reward: RewardId(1), count: 1 };
    assert_eq!(session.submit(redeem.clone()).unwrap_err().reason.key, "ledger-short-stock");
    session.submit(SupplyReward { reward: RewardId(1), count: 5 }).unwrap();
    session.submit(redeem.clone()).unwrap();
    assert_eq!(session.submit(redeem).unwrap_err().reason.key, "ledger-short-points");
    sound(&session);
}

#[test]
fn a_repeated_request_has_one_effect_and_another_command_under_its_id_is_refused() {
    let (session, _, _) = little(1);
    let award =
        Award { rule: RuleId(2), students: vec![StudentId(1)], lesson: None, class: None, points: None };
    let first = session.submit_as("r-1".into(), award.clone()).unwrap();
    let again = session.submit_as("r-1".into(), award.clone()).unwrap();
    assert!(!first.repeated && again.repeated);
    assert_eq!((first.seq, first.said), (again.seq, again.said));
    let other = Award { students: vec![StudentId(1), StudentId(1)], ..award };
    assert_eq!(session.submit_as("r-1".into(), other).unwrap_err().kind, Kind::Conflict);
    sound(&session);
}

#[test]
fn a_post_that_may_not_is_refused_and_nothing_changes() {
    let (session, _, engine) = little(1);
    let teacher = session.desk.session(TEACHER, "test");
    let before =
        engine.snapshot().unwrap().scan(1, &[], &[], crate::store::Direction::Up, 999).unwrap().len();
    let refused =
        teacher.submit(AdjustPoints { student: StudentId(1), ..AdjustPoints::example() }).unwrap_err();
    assert_eq!(refused.kind, Kind::Forbidden);
    let nobody = session.desk.session(StaffId(99), "test");
    assert_eq!(nobody.submit(Undo { seq: 1, reason: "".into() }).unwrap_err().kind, Kind::Forbidden);
    let after = engine.snapshot().unwrap().scan(1, &[], &[], crate::store::Direction::Up, 999).unwrap().len();
    assert_eq!(before, after);
}

#[test]
fn undo_takes_back_the_last_action_and_redo_brings_it_again() {
    let (session, _, _) = little(1);
    let award = Award {
        rule: RuleId(2),
        students: vec![StudentId(1)],
        lesson: Some(LessonId(1)),
        class: None,
        points: None,
    };
    session.submit(award).unwrap();
    let last = session.ask(&LastAction { operator: None, redo: false }).unwrap().unwrap();
    session.submit(Undo { seq: last.seq, reason: "".into() }).unwrap();
    assert_eq!(sheet(&session).rows[0].points_today, 0);
    assert_eq!(session.submit(Undo { seq: last.seq, reason: "".into() }).unwrap_err().kind, Kind::Conflict);
    let redo = session.ask(&LastAction { operator: None, redo: true }).unwrap().unwrap();
    session.submit(Undo { seq: redo.seq, reason: "".into() }).unwrap();
    assert_eq!(sheet(&session).rows[0].points_today, 3);
    sound(&session);
}

#[test]
fn undo_and_redo_walk_back_and_forth_over_several_actions() {
    let (session, _, _) = little(1);
    let award = Award {
        rule: RuleId(2),
        students: vec![StudentId(1)],
        lesson: Some(LessonId(1)),
        class: None,
        points: None,
    };
    session.submit(award.clone()).unwrap();
    session.submit(Award { rule: RuleId(1), ..award.clone() }).unwrap();
    let walk = |redo: bool| {
        let last = session.ask(&LastAction { operator: None, redo }).unwrap();
        last.map(|last| {
            session.submit(Undo { seq: last.seq, reason: "".into() }).unwrap().said[0].key.to_string()
        })
    };
    let points = || sheet(&session).rows[0].points_today;
    let mut seen = vec![points()];
    for redo in [false, false, true, true, false, true] {
        let key = walk(redo).unwrap();
        assert_eq!(key, if redo { "undo-redone" } else { "undo-done" });
        seen.push(points());
    }
    assert_eq!(seen, [8, 3, 0, 3, 8, 3, 8]);
    assert_eq!(walk(true), None, "everything is redone");
    walk(false).unwrap();
    session.submit(award).unwrap();
    assert_eq!(walk(true), None, "something was done since");
    sound(&session);
}

#[test]
fn an_edit_made_on_an_old_state_is_a_conflict() {
    let (session, _, _) = little(1);
    let seen = session.ask(&List::<Course>::live()).unwrap().remove(0);
    let change = |name: &str| Save {
        id: Some(seen.id),
        expect: Some(seen.expect),
        value: Course { name: name.into(), ..seen.value.clone() },
    };
    session.submit(change("素描")).unwrap();
    assert_eq!(session.submit(change("油画")).unwrap_err().kind, Kind::Conflict);
}

#[test]
fn every_example_reads_back_and_every_name_is_one_of_a_kind() {
    let mut names = Vec::new();
    for act in acts() {
        decode(act.name, (act.example)()).unwrap_or_else(|e| panic!("{}: {e:?}", act.name));
        names.push(act.name);
    }
    let (session, _, _) = little(1);
    for ask in asks() {
        match answer_named(&session.desk, MANAGER, ask.name, (ask.example)()) {
            Ok(_) => {}
            Err(e) => assert_eq!(e.kind, Kind::Missing, "{}: {e:?}", ask.name),
        }
        names.push(ask.name);
    }
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    assert_eq!(decode("no.such", json!({})).err().unwrap().kind, Kind::Missing);
    assert_eq!(decode("undo", json!({"seq": "x"})).err().unwrap().kind, Kind::Input);
}

/// An engine that serves what another holds, but for one row.
struct Altered(Memory, (u8, Vec<u8>), Option<Vec<u8>>);

struct AlteredView(Box<dyn Snapshot>, (u8, Vec<u8>), Option<Vec<u8>>);

impl Engine for Altered {
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        Ok(Box::new(AlteredView(self.0.snapshot()?, self.1.clone(), self.2.clone())))
    }
    fn commit(&self, _: &Batch) -> Result<(), StoreError> {
        Ok(())
    }
}

impl Read for AlteredView {
    fn get(&self, table: u8, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        if (table, key) == (self.1.0, self.1.1.as_slice()) {
            Ok(self.2.clone())
        } else {
            self.0.get(table, key)
        }
    }
    fn scan(
        &self,
        table: u8,
        from: &[u8],
        to: &[u8],
        way: crate::store::Direction,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let rows = self.0.scan(table, from, to, way, limit)?;
        let altered = |(key, value): Row| match (table, &key) == (self.1.0, &self.1.1) {
            true => self.2.clone().map(|value| (key, value)),
            false => Some((key, value)),
        };
        Ok(rows.into_iter().filter_map(altered).collect())
    }
}

#[test]
fn verify_names_what_was_tampered_with() {
    let (session, _, engine) = little(3);
    session.submit(MarkLesson { lesson: LessonId(1), marks: vec![], rest: true, reason: "".into() }).unwrap();
    let snapshot = engine.snapshot().unwrap();
    let last = crate::store::journal::head(&*snapshot).unwrap().0;
    let mut checked = 0;
    for table in 0..=u8::MAX {
        for (key, value) in snapshot.scan(table, &[], &[], crate::store::Direction::Up, 9999).unwrap() {
            if (checked + value.len()) % 5 != 0 {
                checked += 1;
                continue;
            }
            checked += 1;
            let mut flipped = value.clone();
            match flipped.len() {
                0 => flipped.push(1),
                len => flipped[len / 2] ^= 4,
            }
            for to in [None, Some(flipped)] {
                let altered = Altered(engine.clone(), (table, key.clone()), to);
                let found = verify(&altered).map(|report| report.findings);
                assert!(found.as_ref().map_or(true, |f| !f.is_empty()), "table {table} key {key:?}");
                if table == 1 {
                    let meant = u64::from_be_bytes(key.clone().try_into().unwrap());
                    // A last entry that is cut off shows as rows that no command explains.
                    let named = found.unwrap()[0].seq;
                    assert!(named == Some(meant) || named.is_none() && meant == last, "{meant}: {named:?}");
                }
            }
        }
    }
    assert!(checked > 50);
}

#[derive(Clone, Debug)]
enum Deed {
    Mark(u64, u8),
    Rest,
    Award(u64, u64),
    Give(u64, i64),
    Adjust(u64, i64),
    UndoLast,
    RedoLast,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        3 => (1u64..5, 0u8..4).prop_map(|(s, p)| Deed::Mark(s, p)),
        1 => Just(Deed::Rest),
        3 => (1u64..5, 2u64..4).prop_map(|(s, r)| Deed::Award(s, r)),
        1 => (1u64..5, 1i64..500).prop_map(|(s, n)| Deed::Give(s, n)),
        1 => (1u64..5, -9i64..9).prop_map(|(s, n)| Deed::Adjust(s, n)),
        3 => Just(Deed::UndoLast),
        1 => Just(Deed::RedoLast),
    ];
    prop::collection::vec(deed, 1..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is done and taken back, each unit sums to zero, every total is the sum of its entries,
    /// and replaying the journal gives the same rows.
    #[test]
    fn the_books_stay_sound_under_any_deeds(deeds in deeds()) {
        let (session, _, _) = little(4);
        let presences = [Presence::Present, Presence::Late, Presence::Absent, Presence::Excused];
        for deed in deeds {
            let lesson = LessonId(1);
            let _ = match deed {
                Deed::Mark(s, p) => {
                    let one = MarkOne { student: StudentId(s), presence: presences[usize::from(p)], minutes: 3 };
                    session.submit(MarkLesson { lesson, marks: vec![one], rest: false, reason: "".into() })
                }
                Deed::Rest => session.submit(MarkLesson { lesson, marks: vec![], rest: true, reason: "".into() }),
                Deed::Award(s, r) => session.submit(Award {
                    rule: RuleId(r), students: vec![StudentId(s)], lesson: Some(lesson), class: None, points: None,
                }),
                Deed::Give(s, n) => session.submit(GiveCredits {
                    student: StudentId(s), credits: Credits(n), ..GiveCredits::example()
                }),
                Deed::Adjust(s, n) => session.submit(AdjustPoints {
                    student: StudentId(s), points: n, ..AdjustPoints::example()
                }),
                Deed::UndoLast | Deed::RedoLast => {
                    let redo = matches!(deed, Deed::RedoLast);
                    match session.ask(&LastAction { operator: None, redo }).unwrap() {
                        Some(last) => session.submit(Undo { seq: last.seq, reason: "why".into() }),
                        None => continue,
                    }
                }
            };
        }
        sound(&session);
    }
}

#[test]
fn a_request_is_answered_once_whether_its_id_says_where_to_look_or_not() {
    let (session, ..) = little(1);
    let save =
        |name: &str| Save { id: None, expect: None, value: Room { name: name.into(), ..Room::default() } };
    let fresh = session.desk.request_id();
    // One that comes late finds its entry; one that names an entry yet to come is remembered by a row.
    for (n, id) in
        [fresh.as_str(), "~0.x", "~ffffffffffffffff.x", "~ffff.x", "~.x", "~12", "own"].iter().enumerate()
    {
        let first = session.submit_as((*id).to_owned(), save(&format!("first {n}"))).unwrap();
        (0..70).for_each(|m| drop(session.submit(save(&format!("{n} {m}"))).unwrap()));
        let again = session.submit_as((*id).to_owned(), save(&format!("first {n}"))).unwrap();
        assert!(again.repeated && again.seq == first.seq, "{id}: {again:?}");
        let other = session.submit_as((*id).to_owned(), save("other")).unwrap_err();
        assert_eq!(other.kind, Kind::Conflict, "{id}");
    }
    sound(&session);
}

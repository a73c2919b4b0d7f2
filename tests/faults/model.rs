//! Money, points and credits don't drift: after long random work every unit sums to zero and every
//! balance is the fold of its entries; the points are also what a plain model says.

use std::collections::BTreeMap;
use std::sync::Arc;

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rollbook::base::{ClassId, Credits, LessonId, LotId, Money, RewardId, RuleId, StudentId};
use rollbook::books::Act;
use rollbook::books::calendar::{MarkLesson, MarkOne, Presence};
use rollbook::books::ledger::credits::GiveCredits;
use rollbook::books::ledger::fees::MoveCredits;
use rollbook::books::ledger::points::{AdjustPoints, Award, Redeem, SupplyReward};
use rollbook::books::ledger::{Account, AccountKind, Unit, accounts, balance};
use rollbook::books::register::{Class, ImportRoster, ImportRow, Listed, Save, Transfer};
use rollbook::books::undo::{LastAction, Undo};
use rollbook::desk::{Receipt, Session};
use rollbook::store::{Memory, Read};

use super::{school, seeds};

const STUDENTS: u64 = 6;
const STEPS: usize = 400;
const RULE: i64 = 3;
const REWARD: i64 = 80;

/// The points of each student by a model that knows no ledger.
type Model = BTreeMap<u64, i64>;

/// What a step did to the model, to be taken back by an undo.
type Effects = BTreeMap<u64, Vec<(u64, i64)>>;

fn kept(done: Result<Receipt, rollbook::base::Refused>) -> Option<u64> {
    done.ok().map(|receipt| receipt.seq)
}

fn award() -> Award {
    Award { rule: RuleId(2), students: vec![], lesson: None, class: None, points: None }
}

fn points_of(session: &Session, who: u64) -> i64 {
    balance(&*session.desk.engine().snapshot().unwrap(), Account::points(StudentId(who))).unwrap()
}

/// One random step; what it did to points, by journal entry.
fn step(session: &Session, dice: &mut impl Rng) -> Option<(u64, Vec<(u64, i64)>)> {
    let who = dice.random_range(1..=STUDENTS);
    let student = StudentId(who);
    match dice.random_range(0..13) {
        0..3 => {
            let some: Vec<u64> = (1..=STUDENTS).filter(|_| dice.random_bool(0.4)).collect();
            let students = some.iter().map(|id| StudentId(*id)).collect();
            let seq = kept(session.submit(Award { students, ..award() }))?;
            Some((seq, some.into_iter().map(|id| (id, RULE)).collect()))
        }
        3 => {
            let points = dice.random_range(-50..=100);
            let seq = kept(session.submit(AdjustPoints { student, points, ..AdjustPoints::example() }))?;
            Some((seq, vec![(who, points)]))
        }
        4 => {
            let count = dice.random_range(1..=2);
            let seq = kept(session.submit(Redeem { student, reward: RewardId(1), count }))?;
            Some((seq, vec![(who, -REWARD * i64::from(count))]))
        }
        5 => {
            let supply = SupplyReward { reward: RewardId(1), count: dice.random_range(-2..=5) };
            Some((kept(session.submit(supply))?, vec![]))
        }
        6 => {
            let credits = Credits(dice.random_range(1..=800));
            let gift = GiveCredits { student, credits, ..GiveCredits::example() };
            Some((kept(session.submit(gift))?, vec![]))
        }
        7 => {
            let deduct =
                Award { rule: RuleId(3), students: (1..=STUDENTS).map(StudentId).collect(), ..award() };
            let able: Vec<u64> = (1..=STUDENTS).filter(|id| points_of(session, *id) > 0).collect();
            Some((kept(session.submit(deduct))?, able.into_iter().map(|id| (id, -1)).collect()))
        }
        8 => {
            let (from, to) = if dice.random_bool(0.5) { (1, 2) } else { (2, 1) };
            let (from, to) = (ClassId(from), ClassId(to));
            Some((kept(session.submit(Transfer { student, from, to, on: None }))?, vec![]))
        }
        9 => {
            let to = Some(StudentId(dice.random_range(1..=STUDENTS)));
            let credits = Some(Credits(dice.random_range(1..=300)));
            let lot = LotId(dice.random_range(1..=2 * STUDENTS));
            Some((
                kept(session.submit(MoveCredits { student, lot, credits, to, ..MoveCredits::example() }))?,
                vec![],
            ))
        }
        10 => {
            let number = dice.random_range(1..=3);
            let row = ImportRow {
                number: format!("N{number}").into(),
                name: format!("新学员{number}").into(),
                phone: format!("1361231007{number}").into(),
                lessons_left: Some(Credits(dice.random_range(0..=900))),
                owing: Some(Money(dice.random_range(0..=50_000))),
                classes: vec![],
                ..ImportRow::default()
            };
            let import = ImportRoster { rows: vec![row], ..ImportRoster::example() };
            Some((kept(session.submit(import))?, vec![]))
        }
        _ => {
            let presence = [Presence::Absent, Presence::Excused][dice.random_range(0..2)];
            let marks = vec![MarkOne { student, presence, minutes: 0 }];
            let lesson = LessonId(dice.random_range(1..=2));
            let mark = MarkLesson { lesson, marks, rest: false, reason: "why".into() };
            Some((kept(session.submit(mark))?, vec![]))
        }
    }
}

/// Takes back the last action, or brings back the last that was taken back.
fn walk(session: &Session, redo: bool, effects: &Effects) -> Option<(u64, Vec<(u64, i64)>)> {
    let last = session.ask(&LastAction { operator: None, redo }).unwrap()?;
    let seq = kept(session.submit(Undo { seq: last.seq, reason: "why".into() }))?;
    let back = effects.get(&last.seq).into_iter().flatten().map(|(who, points)| (*who, -points));
    Some((seq, back.collect()))
}

fn check(read: &dyn Read, model: &Model, seed: u64) {
    let mut units: BTreeMap<Unit, i128> = BTreeMap::new();
    for kind in AccountKind::ALL {
        for (_, total) in accounts(read, *kind).unwrap() {
            *units.entry(kind.unit()).or_default() += i128::from(total.balance());
        }
    }
    assert!(units.values().all(|sum| *sum == 0), "seed {seed}: {units:?}");
    for (who, points) in model {
        assert_eq!(balance(read, Account::points(StudentId(*who))).unwrap(), *points, "seed {seed}");
    }
}

#[test]
fn units_sum_to_zero_and_points_are_what_the_model_says() {
    for seed in seeds(3) {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let desk = school::desk(Arc::new(Memory::new()));
        let session = school::open(&desk, STUDENTS);
        let other = Class { name: "周日绘画班".into(), times: vec![], ..Class::example() };
        session.submit(Save { id: None, expect: None, value: Class { teacher: None, ..other } }).unwrap();
        let mut model: Model = (1..=STUDENTS).map(|who| (who, 0)).collect();
        let mut effects = Effects::new();
        let mut done = 0;
        for n in 0..STEPS {
            let happened = match dice.random_range(0..5) {
                0 => walk(&session, dice.random_bool(0.4), &effects),
                _ => step(&session, &mut dice),
            };
            if let Some((seq, by)) = happened {
                by.iter().for_each(|(who, points)| *model.get_mut(who).unwrap() += points);
                effects.insert(seq, by);
                done += 1;
            }
            if n % 50 == 0 {
                check(&*desk.engine().snapshot().unwrap(), &model, seed);
            }
        }
        assert!(done > STEPS / 3, "seed {seed}: only {done} steps were accepted");
        check(&*desk.engine().snapshot().unwrap(), &model, seed);
        school::sound(&desk, seed);
    }
}

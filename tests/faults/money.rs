//! The money of a school at which everybody does as they like: what is in the house is what a plain model says that
//! came in and went out, nobody approves what they asked for themselves (also not as somebody else), no student has a
//! credit that stands in no lot, and no number of a receipt is missing.

use std::collections::BTreeMap;
use std::sync::Arc;

use rand::seq::IndexedRandom;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rollbook::base::{
    ChargeId, ClassId, ClockTime, Credits, Day, LessonId, LotId, Money, PriceId, Refused, StaffId, StudentId,
};
use rollbook::books::Act;
use rollbook::books::calendar::{AddLesson, MarkLesson, MarkOne, Presence};
use rollbook::books::ledger::credits::{LOTS, owed};
use rollbook::books::ledger::fees::*;
use rollbook::books::ledger::{Account, AccountKind, Unit, accounts, balance};
use rollbook::books::queue::{DecideTicket, Outcome, RequestRefund, TICKETS, TicketCard, What, history};
use rollbook::books::register::{Price, Role, Save, Staff};
use rollbook::books::undo::{LastAction, Undo};
use rollbook::desk::{Clock, Desk, FixedClock, Receipt, Session};
use rollbook::store::{Memory, Read};

use super::{school, seeds};

const STUDENTS: u64 = 4;
const STEPS: usize = 500;
const CASHIER: StaffId = StaffId(3);
/// The cashier once more, as a supervisor: the same phone.
const TWIN: StaffId = StaffId(5);
/// The manager, the cashier, a supervisor, the twin.
const WHO: [StaffId; 4] = [StaffId(1), CASHIER, StaffId(4), TWIN];

/// The step of a refund at which it is approved.
const APPROVE: u16 = 2;
/// Where the house has money.
const HOUSE: [AccountKind; 4] = [AccountKind::Cash, AccountKind::Till, AccountKind::Safe, AccountKind::Bank];

struct Town {
    desk: Desk,
    clock: Arc<FixedClock>,
    day: Day,
    lessons: u64,
    /// What is in the house by a model that knows no ledger.
    house: i64,
    /// What each entry brought in, to be taken back by an undo.
    brought: BTreeMap<u64, i64>,
}

type Kept = Result<(Receipt, i64), Refused>;

fn plain(done: Result<Receipt, Refused>) -> Kept {
    done.map(|receipt| (receipt, 0))
}

impl Town {
    fn open() -> Town {
        let clock = Arc::new(FixedClock::at(school::now()));
        let desk = Desk::over(Arc::new(Memory::new()), Arc::clone(&clock) as Arc<dyn Clock>);
        let manager = school::open(&desk, STUDENTS);
        let staff = [
            ("前台小赵", Role::Cashier, "13612310077"),
            ("孙主管", Role::Supervisor, ""),
            ("赵主管", Role::Supervisor, "136 1231 0077"),
        ];
        for (name, role, phone) in staff {
            let value =
                Staff { name: name.into(), roles: vec![role], phone: phone.into(), ..Staff::default() };
            manager.submit(Save { id: None, expect: None, value }).unwrap();
        }
        for (name, lessons, price, gift, days) in
            [("单次", 1, 9_999, 0, None), ("三节", 3, 10_000, 0, Some(20)), ("十节", 10, 80_001, 1, Some(60))]
        {
            let (credits, gift) = (Credits::lessons(lessons), Credits::lessons(gift));
            let (price, valid_days, gift_days) = (Money(price), days, days);
            let value =
                Price { name: name.into(), credits, price, gift, valid_days, gift_days, ..Price::default() };
            manager.submit(Save { id: None, expect: None, value }).unwrap();
        }
        let day = school::now().date_naive();
        let town = Town { desk, clock, day, lessons: 0, house: 0, brought: BTreeMap::new() };
        town.by(CASHIER).submit(OpenDrawer { float: Money(30_000) }).unwrap();
        town
    }

    fn by(&self, who: StaffId) -> Session {
        self.desk.session(who, "test")
    }

    fn holds(&self, account: Account) -> i64 {
        balance(&*self.desk.engine().snapshot().unwrap(), account).unwrap()
    }

    /// One random step; what it brought into the house.
    fn step(&mut self, dice: &mut impl Rng) -> Kept {
        let student = StudentId(dice.random_range(1..=STUDENTS));
        let session = self.by(*WHO.choose(dice).unwrap());
        match dice.random_range(0..41) {
            0..4 => {
                let price = PriceId(dice.random_range(1..=3));
                plain(session.submit(Sell { offer: Offer::of(student, price), due: None, expect: None }))
            }
            4 => {
                let amount = Money(dice.random_range(-9..=9_999));
                plain(session.submit(ChargeOther { student, amount, ..ChargeOther::example() }))
            }
            5..10 => self.pay(student, dice),
            10..14 => self.teach(&session, dice),
            14..18 => {
                let lesson = LessonId(dice.random_range(1..=self.lessons.max(1)));
                let all = [Presence::Present, Presence::Excused, Presence::Absent];
                let marks = vec![MarkOne { student, presence: *all.choose(dice).unwrap(), minutes: 0 }];
                plain(session.submit(MarkLesson { lesson, marks, rest: false, reason: "更正".into() }))
            }
            18..22 => plain(session.submit(request(&self.desk, student, dice))),
            22..27 => self.decide(&session, dice),
            27 => {
                let refund =
                    RefundFees { student, requested_by: CASHIER, all: true, ..RefundFees::example() };
                let refused = session.submit(refund).unwrap_err();
                assert_eq!(refused.reason.key, "fee-refund-by-ticket");
                Err(refused)
            }
            28 => {
                let to = Some(StudentId(dice.random_range(1..=STUDENTS)));
                let credits = Some(Credits(dice.random_range(1..=300)));
                let lot = any_lot(&self.desk, student, dice);
                plain(session.submit(MoveCredits { student, lot, credits, to, ..MoveCredits::example() }))
            }
            29 => {
                let charge = Some(ChargeId(dice.random_range(1..=20)));
                let amount = Some(Money(dice.random_range(1..=9_999)));
                plain(session.submit(WriteOff { student, charge, amount, reason: "失联".into() }))
            }
            30 => plain(session.submit(LapseCredits::default())),
            31..34 => self.keep(&session, dice),
            34 => self.next_day(dice),
            _ => self.walk(&session, dice),
        }
    }

    fn pay(&self, student: StudentId, dice: &mut impl Rng) -> Kept {
        let method = *Method::ALL.choose(dice).unwrap();
        let session = self.by(CASHIER);
        let owed = session.ask(&FeeAccount { student, used_up: false })?.owed.0;
        let whole = owed > 0 && dice.random_bool(0.5);
        let amount = if whole { owed } else { dice.random_range(-9..=90_000) };
        let (parts, prepay) = (vec![Part::of(method, Money(amount))], dice.random_bool(0.2));
        let done = session.submit(Pay { student, parts, tendered: None, charges: vec![], prepay })?;
        Ok((done, if method == Method::Prepaid { 0 } else { amount }))
    }

    fn teach(&mut self, session: &Session, dice: &mut impl Rng) -> Kept {
        let from = ClockTime(480 + 5 * dice.random_range(0..100));
        let (class, day, until) = (ClassId(1), self.day, ClockTime(from.0 + 4));
        let lesson = AddLesson { class, day, from, until, room: None, ..AddLesson::example() };
        let lesson: LessonId = session.submit(lesson)?.made[0].parse().unwrap();
        self.lessons = lesson.0;
        plain(session.submit(MarkLesson { lesson, marks: vec![], rest: true, reason: "".into() }))
    }

    /// Gets on with a refund that was asked for: works it out, or decides it.
    fn decide(&self, session: &Session, dice: &mut impl Rng) -> Kept {
        let all = TICKETS.all(&*self.desk.engine().snapshot().unwrap(), &()).unwrap();
        let open: Vec<_> = all.into_iter().filter(|(_, found)| !found.is_done()).collect();
        let Some((ticket, found)) = open.choose(dice) else { return self.walk(session, dice) };
        let (ticket, expect) = (*ticket, session.ask(&TicketCard { ticket: *ticket })?.expect);
        if found.step < APPROVE {
            let student = found.student.unwrap();
            let ask = RequestRefund { ticket: Some(ticket), ..request(&self.desk, student, dice) };
            return plain(session.submit(ask));
        }
        let grant = dice.random_bool(0.8);
        let done =
            session
                .submit(DecideTicket { ticket, grant, text: "看过".into(), fields: [].into(), expect })?;
        let Some(number) = done.made.first().and_then(|no| no.parse().ok()) else { return Ok((done, 0)) };
        let receipt = session.ask(&GetReceipt { number })?.receipt;
        let out = if receipt.parts[0].method == Method::Prepaid { 0 } else { receipt.total.0 };
        Ok((done, -out))
    }

    /// The safe, the bank, and what goes in and out of the drawer.
    fn keep(&self, session: &Session, dice: &mut impl Rng) -> Kept {
        let of = if dice.random_bool(0.5) { Keep::Safe } else { Keep::Bank };
        let amount = Money(dice.random_range(-9_000..=90_000));
        match dice.random_range(0..5) {
            0 => Ok((session.submit(OpenSafe { of, amount })?, amount.0)),
            1 => plain(session.submit(BankCash { amount, slip: "7".into(), reason: "".into() })),
            2 => {
                let small = Money(amount.0 / 100);
                let act = MoveCash { amount: small, with: MoveWith::Petty, reason: "粉笔".into() };
                Ok((session.submit(act)?, small.0))
            }
            _ => {
                let kind = if of == Keep::Safe { AccountKind::Safe } else { AccountKind::Bank };
                let over = dice.random_range(-50..=50);
                let counted = Some(Money(self.holds(Account::new(kind, 0, 0)) + over));
                let named = dice.random_bool(0.6);
                let reason = if named { "点错" } else { "" };
                let done = session.submit(CountSafe { of, counted, reason: reason.into() })?;
                Ok((done, if named { over } else { 0 }))
            }
        }
    }

    /// The cashier's day-end, and the next morning.
    fn next_day(&mut self, dice: &mut impl Rng) -> Kept {
        let session = self.by(CASHIER);
        let expected = self.holds(Account::cash(CASHIER));
        let counted = (expected + dice.random_range(-1..=1)).max(0);
        let close =
            CloseDrawer {
                counted: Some(Money(counted)), reason: "差一分".into(), ..CloseDrawer::default()
            };
        if let Ok(done) = session.submit(close) {
            self.count(&done, counted - expected);
        }
        self.day = self.day + chrono::Days::new(dice.random_range(1..=9));
        self.clock.set(self.day.and_hms_opt(6, 7, 0).unwrap().and_utc());
        plain(session.submit(OpenDrawer { float: Money(30_000) }))
    }

    /// Takes something back that was done lately, or brings back what was taken back.
    fn walk(&self, session: &Session, dice: &mut impl Rng) -> Kept {
        let lately = self.brought.len().saturating_sub(12);
        let some: Vec<u64> = self.brought.keys().skip(lately).copied().collect();
        let seq = match dice.random_bool(0.5) {
            true => some.choose(dice).copied(),
            false => {
                session.ask(&LastAction { operator: None, redo: dice.random_bool(0.5) })?.map(|last| last.seq)
            }
        };
        // The school itself, and who is on its staff, stand.
        let seq = seq.filter(|seq| self.brought.contains_key(seq)).unwrap_or(1);
        let done = session.submit(Undo { seq, reason: "记错".into() })?;
        Ok((done, -self.brought.get(&seq).copied().unwrap_or(0)))
    }

    fn count(&mut self, done: &Receipt, brought: i64) {
        self.house += brought;
        self.brought.insert(done.seq, brought);
    }

    fn check(&self, seed: u64) {
        let snapshot = self.desk.engine().snapshot().unwrap();
        let read = &*snapshot;
        let mut units: BTreeMap<Unit, i128> = BTreeMap::new();
        let mut house = 0;
        for kind in AccountKind::ALL {
            for (_, total) in accounts(read, *kind).unwrap() {
                *units.entry(kind.unit()).or_default() += i128::from(total.balance());
                house += if HOUSE.contains(kind) { total.balance() } else { 0 };
            }
        }
        assert!(units.values().all(|sum| *sum == 0), "seed {seed}: {units:?}");
        assert_eq!(house, self.house, "seed {seed}: what is in the house is what came in");
        lots_hold(read, seed);
        self.approved_by_another(read, seed);
    }

    /// Every refund that stands has its ticket, approved by another person than those who asked and worked it out.
    fn approved_by_another(&self, read: &dyn Read, seed: u64) {
        let person = |who: StaffId| if who == TWIN { CASHIER } else { who };
        let mut granted = 0;
        for (id, found) in TICKETS.all(read, &()).unwrap() {
            if found.outcome != Some(Outcome::Granted) {
                continue;
            }
            granted += 1;
            let mut hands = vec![person(found.opened_by)];
            for event in history(read, id).unwrap() {
                match event.what {
                    What::Decided(..) => {
                        assert!(
                            !hands.contains(&person(event.operator)),
                            "seed {seed}: {id} by one's own hand"
                        );
                        hands.clear();
                    }
                    What::Did(..) => hands.push(person(event.operator)),
                    _ => {}
                }
            }
        }
        let manager = self.by(school::MANAGER);
        let accounts = (1..=STUDENTS).map(|n| {
            let account = manager.ask(&FeeAccount { student: StudentId(n), used_up: false }).unwrap();
            account.receipts.iter().filter(|row| !row.void && row.number.series == Series::Refund).count()
        });
        assert_eq!(
            accounts.sum::<usize>(),
            granted,
            "seed {seed}: one refund for each ticket that was granted"
        );
    }
}

/// A lot of the student's, more often one that has credits left.
fn any_lot(desk: &Desk, student: StudentId, dice: &mut impl Rng) -> LotId {
    let read = desk.engine().snapshot().unwrap();
    let mut all = LOTS.all(&*read, &(student,)).unwrap();
    if dice.random_bool(0.8) {
        all.retain(|((who, lot), row)| row.paid && balance(&*read, Account::lot(*who, *lot)).unwrap() > 0);
    }
    all.choose(dice).map_or(LotId(1), |((_, lot), _)| *lot)
}

/// No credit stands in no lot, no lot is below zero, and what is used up is worth nothing.
fn lots_hold(read: &dyn Read, seed: u64) {
    for who in (1..=STUDENTS).map(StudentId) {
        assert!(balance(read, owed(who)).unwrap() <= 0, "seed {seed}: {who} has a credit of no lot");
    }
    for (account, left) in accounts(read, AccountKind::Lot).unwrap() {
        let value = -balance(read, Account::new(AccountKind::Deferred, account.a, account.b)).unwrap();
        let left = left.balance();
        assert!(
            left >= 0 && value >= 0 && (left > 0 || value == 0),
            "seed {seed}: {account}: {left} for {value}"
        );
        let lot = LOTS.get(read, &(StudentId(account.a), LotId(account.b))).unwrap();
        assert!(lot.is_some() || left == 0, "seed {seed}: {account} is gone with {left} in it");
        assert!(lot.is_none_or(|lot| value <= lot.value.0), "seed {seed}: {account} is worth {value}");
    }
}

/// A refund that may come to something: one lot or all that is left of it, a charge, what was paid ahead.
fn request(desk: &Desk, student: StudentId, dice: &mut impl Rng) -> RequestRefund {
    let lot = any_lot(desk, student, dice);
    let credits = dice.random_bool(0.4).then(|| Credits(dice.random_range(1..=400)));
    let all = CHARGES.all(&*desk.engine().snapshot().unwrap(), &(student,)).unwrap();
    let charge = all.choose(dice).map_or(ChargeId(1), |((_, charge), _)| *charge);
    let amount = dice.random_bool(0.5).then(|| Money(dice.random_range(1..=9_999)));
    let which = dice.random_range(0..4);
    RequestRefund {
        student,
        lots: if which < 3 { vec![RefundLot { lot, credits }] } else { vec![] },
        charges: if which == 3 { vec![RefundCharge { charge, amount }] } else { vec![] },
        prepaid: Money(if dice.random_bool(0.1) { dice.random_range(0..=500) } else { 0 }),
        fee: Money(if dice.random_bool(0.2) { dice.random_range(0..=500) } else { 0 }),
        method: *Method::ALL.choose(dice).unwrap(),
        cashier: Some(CASHIER),
        keep_gifts: dice.random_bool(0.3),
        reason: "搬家".into(),
        ..RequestRefund::example()
    }
}

#[test]
fn what_is_in_the_house_is_what_came_in_and_nobody_approves_for_themselves() {
    let (mut steps, mut done, mut refunds) = (0, 0, 0);
    for seed in seeds(3) {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let mut town = Town::open();
        for n in 0..STEPS {
            steps += 1;
            if let Ok((receipt, brought)) = town.step(&mut dice) {
                town.count(&receipt, brought);
                done += 1;
                refunds += usize::from(receipt.made.iter().any(|made| made.starts_with('F')));
            }
            if n % 25 == 0 {
                town.check(seed);
            }
        }
        town.check(seed);
        school::sound(&town.desk, seed);
    }
    println!("{steps} steps, {done} accepted, {refunds} refunds");
    assert!(done > steps / 4 && refunds > 0, "only {done} of {steps} were accepted, {refunds} refunds");
}

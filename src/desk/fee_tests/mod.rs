//! The fee desk through the one door.

mod counter;
mod keep;
mod owed;
mod paid;
mod refunds;

use std::sync::Arc;

use proptest::prelude::*;

use super::Receipt;
use super::*;
use crate::base::*;
use crate::books::calendar::{AddLesson, LessonsOn, MarkLesson, MarkOne, Presence};
use crate::books::ledger::fees::*;
use crate::books::ledger::{Account, AccountKind, balance};
use crate::books::queue::{DecideTicket, RequestRefund, TicketCard};
use crate::books::register::*;
use crate::books::undo::Undo;
use crate::books::{Act, Context};
use crate::store::{Draft, Memory, journal};

pub(crate) const CASHIER: StaffId = StaffId(2);
const AGENT: StaffId = StaffId(3);
const CHILD: StudentId = StudentId(1);
const SISTER: StudentId = StudentId(2);
const PACK: PriceId = PriceId(1);

/// A school with a cashier, an agent, two students in a class, a package of 48 lessons with 2 given and
/// a drawer that was opened with 500.00.
pub(crate) struct Fees {
    pub clock: Arc<FixedClock>,
    pub manager: Session,
    pub cashier: Session,
    pub agent: Session,
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn day(text: &str) -> Day {
    parse_day(text).unwrap()
}

fn save<T: Listed>(session: &Session, value: T) {
    session.submit(Save { id: None, expect: None, value }).unwrap();
}

impl Fees {
    pub fn open() -> Fees {
        let clock = Arc::new(FixedClock::at(at("2026-11-12T02:00:00Z")));
        let desk = Desk::over(Arc::new(Memory::new()), Arc::clone(&clock) as Arc<dyn Clock>);
        let manager = desk.session(StaffId(1), "office");
        manager.submit(InitSchool::example()).unwrap();
        save(&manager, Staff { name: "前台小赵".into(), roles: vec![Role::Cashier], ..Staff::default() });
        save(&manager, Staff { name: "客服小钱".into(), roles: vec![Role::Agent], ..Staff::default() });
        save(&manager, Course { name: "书法".into(), ..Course::default() });
        save(&manager, Class { course: Some(CourseId(1)), ..Class::example() });
        save(&manager, Price { course: Some(CourseId(1)), ..Price::example() });
        for name in ["董涵雯", "董涵月"] {
            let student = Student { name: name.into(), ..Student::default() };
            manager.submit(AddStudent { classes: vec![ClassId(1)], student }).unwrap();
        }
        let (cashier, agent) = (desk.session(CASHIER, "front"), desk.session(AGENT, "phone"));
        cashier.submit(OpenDrawer { float: Money(50_000) }).unwrap();
        Fees { clock, manager, cashier, agent }
    }

    fn set(&self, text: &str) {
        self.clock.set(at(text));
    }

    pub fn sell(&self) -> Receipt {
        self.agent.submit(Sell { offer: Offer::of(CHILD, PACK), due: None, expect: None }).unwrap()
    }

    pub fn pay(&self, method: Method, amount: i64) -> Result<Receipt, Refused> {
        self.cashier.submit(pay(vec![Part::of(method, Money(amount))]))
    }

    /// Gives one lesson of the class on that day, at which everyone is present.
    pub fn teach(&self, on: &str) {
        let before = self.manager.ask(&LessonsOn { from: Some(day(on)), until: None }).unwrap().len();
        let from = ClockTime(480 + 30 * u16::try_from(before).unwrap());
        let until = ClockTime(from.0 + 30);
        let lesson = AddLesson { day: day(on), from, until, ..AddLesson::example() };
        let lesson = self.manager.submit(lesson).unwrap().made[0].parse().unwrap();
        self.manager.submit(MarkLesson { lesson, marks: vec![], rest: true, reason: "".into() }).unwrap();
    }

    /// Asks for a refund at the counter, and has the manager approve it.
    pub fn refund(&self, refund: RefundFees) -> Result<Receipt, Refused> {
        let every = self.account().lots.into_iter().filter(|lot| lot.lot.paid && lot.left.0 > 0);
        let every = every.map(|lot| RefundLot { lot: lot.id, credits: None });
        let asked = self.cashier.submit(RequestRefund {
            student: refund.student,
            ticket: None,
            expect: None,
            lots: if refund.all { every.collect() } else { refund.lots },
            charges: refund.charges,
            prepaid: refund.prepaid,
            fee: refund.fee,
            method: refund.method,
            cashier: refund.cashier,
            keep_gifts: refund.keep_gifts,
            reason: refund.reason.as_str().into(),
        })?;
        self.approve(&self.manager, asked.made[0].parse().unwrap())
    }

    fn approve(&self, by: &Session, ticket: TicketId) -> Result<Receipt, Refused> {
        let expect = by.ask(&TicketCard { ticket })?.expect;
        by.submit(DecideTicket { ticket, grant: true, text: "同意".into(), fields: [].into(), expect })
    }

    fn account(&self) -> AccountAnswer {
        self.cashier.ask(&FeeAccount { student: CHILD, used_up: true }).unwrap()
    }

    fn holds(&self, account: Account) -> i64 {
        balance(&*self.manager.desk.engine().snapshot().unwrap(), account).unwrap()
    }

    /// Hands a command in as a program of earlier rules would have carried it out.
    fn by_rules(&self, rules: u16, act: impl Act) {
        let desk = &self.manager.desk;
        let snapshot = desk.engine().snapshot().unwrap();
        let base = Draft::over(&*snapshot);
        let (seq, hash) = journal::head(&base).unwrap();
        let roles = roles_of(&base, self.manager.operator).unwrap();
        let (operator, terminal) = (self.manager.operator, self.manager.terminal.clone());
        let (seq, at) = (seq + 1, desk.now());
        let cx = Context { seq, at, operator, roles, terminal, rules, replayed: false };
        let (entry, writes) = writer::apply(&base, cx, &AnyAct::of(act).unwrap(), desk.request_id()).unwrap();
        let mut last = Draft::resume(&base, writes);
        journal::append(&mut last, &entry, hash).unwrap();
        let writes = last.into_writes();
        desk.engine().commit(&writes).unwrap();
    }

    fn undo(&self, seq: u64) -> Result<Receipt, Refused> {
        self.manager.submit(Undo { seq, reason: "记错".into() })
    }

    pub fn sound(&self) {
        assert_eq!(self.manager.desk.verify().unwrap().findings, vec![]);
    }
}

pub(crate) fn pay(parts: Vec<Part>) -> Pay {
    Pay { student: CHILD, parts, tendered: None, charges: vec![], prepay: false }
}

fn why(refused: Result<Receipt, Refused>) -> String {
    refused.unwrap_err().reason.key.into_owned()
}

fn refund(all: bool) -> RefundFees {
    RefundFees {
        student: CHILD,
        lots: vec![],
        all,
        method: Method::Cash,
        cashier: Some(CASHIER),
        requested_by: AGENT,
        ..RefundFees::example()
    }
}

fn given_back(id: u64, amount: Option<i64>) -> RefundCharge {
    RefundCharge { charge: ChargeId(id), amount: amount.map(Money) }
}

#[derive(Clone, Debug)]
pub(crate) enum Deed {
    Sell(u16),
    Charge(i64),
    Pay(Method, i64, bool),
    Refund(i64, Method),
    GiveBack(u64, i64, Method),
    SisterBack(Method),
    Teach,
    Move,
    SafeOpen(i64),
    Bank(i64),
    Count(Keep, i64, bool),
    Excuse(u64, bool),
    Voucher(i64, u32),
    WriteOff(i64),
    Lapse,
    Undo(usize),
    NextDay,
}

pub(crate) fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let method = || prop::sample::select(Method::ALL.to_vec());
    let keep = prop::sample::select(vec![Keep::Safe, Keep::Bank]);
    let deed = prop_oneof![
        2 => (1u16..3).prop_map(Deed::Sell),
        1 => (-5i64..9_999).prop_map(Deed::Charge),
        5 => (method(), -9i64..200_000, any::<bool>()).prop_map(|(m, n, p)| Deed::Pay(m, n, p)),
        2 => (1i64..3_000, method()).prop_map(|(n, m)| Deed::Refund(n, m)),
        1 => (1u64..5, 0i64..9_999, method()).prop_map(|(id, n, m)| Deed::GiveBack(id, n, m)),
        1 => method().prop_map(Deed::SisterBack),
        2 => Just(Deed::Teach),
        1 => Just(Deed::Move),
        1 => (-9i64..90_000).prop_map(Deed::SafeOpen),
        2 => (-50_000i64..90_000).prop_map(Deed::Bank),
        1 => (keep, -50i64..50, any::<bool>()).prop_map(|(of, n, named)| Deed::Count(of, n, named)),
        2 => (1u64..5, any::<bool>()).prop_map(|(lesson, yes)| Deed::Excuse(lesson, yes)),
        1 => (-9i64..20_000, 11u32..30).prop_map(|(n, last)| Deed::Voucher(n, last)),
        1 => (-9i64..9_999).prop_map(Deed::WriteOff),
        1 => Just(Deed::Lapse),
        3 => (0usize..6).prop_map(Deed::Undo),
        1 => Just(Deed::NextDay),
    ];
    prop::collection::vec(deed, 1..24)
}

impl Fees {
    pub fn act(&self, deed: &Deed, date: &mut u32, done: &mut Vec<u64>) {
        let outcome = match deed {
            Deed::Sell(count) => {
                let offer = Offer { count: *count, ..Offer::of(CHILD, PACK) };
                self.agent.submit(Sell { offer, due: None, expect: None })
            }
            Deed::Charge(amount) => {
                let charge = ChargeOther { student: CHILD, amount: Money(*amount), ..ChargeOther::example() };
                self.agent.submit(charge)
            }
            Deed::Pay(method, amount, prepay) => {
                let parts = vec![Part::of(*method, Money(*amount))];
                self.cashier.submit(Pay { prepay: *prepay, ..pay(parts) })
            }
            Deed::Refund(credits, method) => self.refund(RefundFees {
                lots: vec![RefundLot { lot: LotId(1), credits: Some(Credits(*credits)) }],
                method: *method,
                ..refund(false)
            }),
            Deed::GiveBack(id, amount, method) => self.refund(RefundFees {
                charges: vec![given_back(*id, Some(*amount))],
                method: *method,
                ..refund(false)
            }),
            Deed::SisterBack(method) => {
                let account = self.cashier.ask(&FeeAccount { student: SISTER, used_up: false }).unwrap();
                let lots = account.lots.into_iter().filter(|lot| lot.left.0 > 0);
                let lots = lots.map(|lot| RefundLot { lot: lot.id, credits: None }).collect();
                self.refund(RefundFees { student: SISTER, lots, method: *method, ..refund(false) })
            }
            Deed::Teach => return self.teach(&format!("2026-11-{date}")),
            Deed::Move => self.manager.submit(MoveCredits {
                student: CHILD,
                to: Some(SISTER),
                ..MoveCredits::example()
            }),
            Deed::SafeOpen(amount) => {
                self.manager.submit(OpenSafe { of: Keep::Safe, amount: Money(*amount) })
            }
            Deed::Bank(amount) => {
                self.cashier.submit(BankCash { amount: Money(*amount), ..BankCash::example() })
            }
            Deed::Count(of, off, named) => {
                let account = Account::new([AccountKind::Safe, AccountKind::Bank][*of as usize], 0, 0);
                let counted = Some(Money(self.holds(account) + off));
                let reason = if *named { "点错" } else { "" };
                self.cashier.submit(CountSafe { of: *of, counted, reason: reason.into() })
            }
            Deed::Excuse(lesson, excused) => {
                let presence = if *excused { Presence::Excused } else { Presence::Present };
                let marks = vec![MarkOne { student: CHILD, presence, minutes: 0 }];
                let lesson = LessonId(*lesson);
                self.manager.submit(MarkLesson { lesson, marks, rest: false, reason: "更正".into() })
            }
            Deed::Voucher(amount, last) => {
                let expires = parse_day(&format!("2026-11-{last}"));
                let give = GiveVoucher { student: CHILD, brought: None, expires, ..GiveVoucher::example() };
                self.manager.submit(GiveVoucher { amount: Money(*amount), ..give })
            }
            Deed::WriteOff(amount) => self.manager.submit(WriteOff {
                student: CHILD,
                charge: Some(ChargeId(1)),
                amount: Some(Money(*amount)),
                reason: "失联".into(),
            }),
            Deed::Lapse => self.manager.submit(LapseCredits::default()),
            Deed::Undo(back) => match done.iter().rev().nth(*back) {
                Some(seq) => self.undo(*seq),
                None => return,
            },
            Deed::NextDay => {
                let counted = self.holds(Account::cash(CASHIER)) + 10;
                let reason = "多了一角".into();
                // Refused where its opening was taken back.
                let _ = self.cashier.submit(CloseDrawer {
                    counted: Some(Money(counted)),
                    reason,
                    ..CloseDrawer::default()
                });
                *date += 1;
                self.set(&format!("2026-11-{date}T02:00:00Z"));
                self.cashier.submit(OpenDrawer { float: Money(50_000) })
            }
        };
        if let Ok(receipt) = outcome {
            done.push(receipt.seq);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is sold, paid, refunded and taken back: debit is credit, every balance is the sum of its
    /// entries, no receipt is missing, no charge is overpaid, what is left in a lot is what is deferred.
    #[test]
    fn the_money_stays_sound_under_any_deeds(deeds in deeds()) {
        let fees = Fees::open();
        let (mut date, mut done) = (12, Vec::new());
        for deed in &deeds {
            fees.act(deed, &mut date, &mut done);
        }
        let trial = fees.manager.ask(&FeeTrialBalance::default()).unwrap();
        prop_assert_eq!(trial.rows.iter().map(|row| row.balance.0).sum::<i64>(), 0);
        let account = fees.account();
        prop_assert!(fees.holds(crate::books::ledger::credits::owed(CHILD)) <= 0, "owed is never owing");
        let open: i64 = account.charges.iter().map(|charge| charge.open.0).sum();
        prop_assert_eq!(account.owed.0, open + account.opening.0);
        for lot in &account.lots {
            prop_assert!(lot.left.0 >= 0 && lot.value.0 >= 0 && lot.value <= lot.lot.value);
            prop_assert_eq!(lot.left.0 == 0 && lot.lot.paid, lot.value.0 == 0 && lot.lot.paid);
        }
        fees.sound();
    }
}

//! Lesson credits 课时 come in lots: paid or gift, with a unit price, an expiry, and the course that may
//! use them. A lesson uses them by one stated rule: paid before gift or the other way round (a setting),
//! then the lot that expires first. What no lot covers is owed, and the next lot settles it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Account, AccountKind, Transfer, Why, balance, entries, post};
use crate::base::{ClassId, CourseId, Credits, Day, LessonId, LotId, Money, Refused, Say, StudentId, Text};
use crate::books::register::{Class, Listed, WhichFirst, student};
use crate::books::{Act, Books, Counter, Done, next_number, tables};
use crate::store::{Read, Table, versioned};

/// Lots by student.
pub const LOTS: Table<(StudentId, LotId), Lot> = Table::new(tables::LOTS, "lots");

/// The first version of the rules by which a lot settles only what was taught of its course.
const OF_ITS_COURSE: u16 = 2;

/// What one sale or gift granted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Lot {
    /// Whether it was paid for, or given.
    pub paid: bool,
    /// How many credits it began with.
    pub credits: Credits,
    /// What all of it cost, after discounts; zero for a gift.
    pub value: Money,
    /// The last day on which it may be used.
    #[serde(default)]
    pub expires: Option<Day>,
    /// The course that may use it; any when not given.
    #[serde(default)]
    pub course: Option<CourseId>,
    /// What it is called on statements: the package, the receipt.
    #[serde(default)]
    pub label: Text,
    /// Granted on.
    pub from: Day,
}

versioned!(Lot = 1);

impl Lot {
    /// Whether a class of that course may use it on that day.
    pub fn usable(&self, course: Option<CourseId>, day: Day) -> bool {
        self.expires.is_none_or(|last| day <= last) && (self.course.is_none() || self.course == course)
    }
}

/// A student's lots with what is left in each, oldest first; used-up ones too when asked for.
///
/// # Errors
/// When the store fails.
pub fn lots(
    read: &dyn Read,
    student: StudentId,
    used_up: bool,
) -> Result<Vec<(LotId, Lot, Credits)>, Refused> {
    let mut found = Vec::new();
    for ((_, id), lot) in LOTS.all(read, &(student,))? {
        let left = Credits(balance(read, Account::lot(student, id))?);
        if used_up || left.0 != 0 {
            found.push((id, lot, left));
        }
    }
    Ok(found)
}

/// What a student may still use on a day, less what is owed; expired lots don't count.
///
/// # Errors
/// When the store fails.
pub fn credits_left(read: &dyn Read, student: StudentId, day: Day) -> Result<Credits, Refused> {
    let live =
        lots(read, student, false)?.into_iter().filter(|(_, lot, _)| lot.expires.is_none_or(|e| day <= e));
    let owed = balance(read, owed(student))?;
    Ok(Credits(live.map(|(_, _, left)| left.0).sum::<i64>() + owed))
}

/// The account of lessons that were taught without a credit; at or below zero.
pub fn owed(student: StudentId) -> Account {
    Account::new(AccountKind::CreditsOwed, student.0, 0)
}

/// Grants a lot, and settles what the student owes in lessons from it.
///
/// # Errors
/// When the amount is not above zero or the value is below.
pub fn grant(books: &mut Books<'_>, who: StudentId, lot: Lot, why: Why) -> Result<LotId, Refused> {
    if lot.credits.0 <= 0 || lot.value.0 < 0 || (!lot.paid && lot.value.0 != 0) {
        return Err(Refused::input(Say::new("credits-bad-lot")));
    }
    let source = if why == Why::Opening { AccountKind::CreditsOpening } else { AccountKind::CreditsGranted };
    let course = lot.course.map_or(0, |course| course.0);
    fill(books, who, &lot, Account::new(source, course, 0), why)
}

/// Makes a lot and fills it from an account; settles what the student owes in lessons from it.
pub(super) fn fill(
    books: &mut Books<'_>,
    who: StudentId,
    lot: &Lot,
    from: Account,
    why: Why,
) -> Result<LotId, Refused> {
    let id = LotId(next_number(books, Counter::Lot)?);
    LOTS.put(&mut books.draft, &(who, id), lot);
    let day = books.today();
    let into = Account::lot(who, id);
    let transfer =
        Transfer { from, to: into, amount: lot.credits.0, day, tag: 0, why, subject: id.0, lesson: None };
    post(books, &transfer)?;
    // Once a lot settled whatever was owed, lessons of another course too.
    let course = lot.course.filter(|_| books.cx.rules >= OF_ITS_COURSE);
    let short = owed_to(&books.draft, who, course)?;
    if short > 0 {
        let amount = short.min(lot.credits.0);
        let settle = Transfer { from: into, to: owed(who), amount, why: Why::Settled, ..transfer };
        post(books, &settle)?;
    }
    Ok(id)
}

/// How much a student owes in lessons that a lot for that course may settle; for any when none is given.
fn owed_to(read: &dyn Read, who: StudentId, course: Option<CourseId>) -> Result<i64, Refused> {
    let all = -balance(read, owed(who))?;
    if course.is_none() || all <= 0 {
        return Ok(all);
    }
    let mut of_it = 0;
    for (_, entry) in entries(read, owed(who), None, usize::MAX)? {
        let for_it = match (entry.why, entry.tag) {
            (Why::Settled, _) => LOTS.get(read, &(who, LotId(entry.subject)))?.map(|lot| lot.course),
            (_, 0) => Some(course),
            (_, class) => Class::TABLE.get(read, &ClassId(class))?.map(|class| class.course),
        };
        of_it -= if for_it == Some(course) { entry.effect() } else { 0 };
    }
    Ok(all.min(of_it))
}

/// What a lesson is to take.
pub struct Use {
    /// From whom.
    pub student: StudentId,
    /// For which class.
    pub class: ClassId,
    /// In which lesson.
    pub lesson: LessonId,
    /// On which day.
    pub day: Day,
    /// How much.
    pub credits: Credits,
}

/// Takes credits for a lesson, lot by lot; with each its part of the price turns from deferred into
/// income. What no lot covers is owed. Gives how much was owed.
///
/// # Errors
/// When the store fails.
pub fn take(books: &mut Books<'_>, take: &Use) -> Result<Credits, Refused> {
    let course = Class::TABLE.get(&books.draft, &take.class)?.and_then(|class| class.course);
    let mut open: Vec<_> = lots(&books.draft, take.student, false)?
        .into_iter()
        .filter(|(_, lot, left)| left.0 > 0 && lot.usable(course, take.day))
        .collect();
    let paid_first = books.school.first == WhichFirst::Paid;
    open.sort_by_key(|(id, lot, _)| (lot.paid != paid_first, lot.expires.unwrap_or(Day::MAX), *id));
    let mut rest = take.credits.0;
    for (id, _, left) in open {
        if rest == 0 {
            break;
        }
        let amount = left.0.min(rest);
        rest -= amount;
        recognise(books, take, id, left.0, amount, course)?;
        post(books, &taught(take, Account::lot(take.student, id), amount, id.0))?;
    }
    if rest > 0 {
        post(books, &taught(take, owed(take.student), rest, 0))?;
    }
    Ok(Credits(rest))
}

fn taught(take: &Use, from: Account, amount: i64, lot: u64) -> Transfer {
    Transfer {
        from,
        to: Account::new(AccountKind::CreditsTaught, take.class.0, 0),
        amount,
        day: take.day,
        tag: take.class.0,
        why: Why::Taught,
        subject: lot,
        lesson: Some(take.lesson),
    }
}

/// Turns the part of a lot's price that `amount` of its `left` credits carry from deferred into income.
/// The last credit takes what is left, so that no rounding remains.
fn recognise(
    books: &mut Books<'_>,
    take: &Use,
    lot: LotId,
    left: i64,
    amount: i64,
    course: Option<CourseId>,
) -> Result<(), Refused> {
    let deferred = Account::new(AccountKind::Deferred, take.student.0, lot.0);
    let open = -balance(&books.draft, deferred)?;
    let part = share(open, amount, left);
    if part == 0 {
        return Ok(());
    }
    let course = course.map_or(0, |course| course.0);
    post(
        books,
        &Transfer {
            from: Account::new(AccountKind::Income, course, 0),
            to: deferred,
            amount: part,
            day: take.day,
            tag: take.class.0,
            why: Why::Taught,
            subject: lot.0,
            lesson: Some(take.lesson),
        },
    )
}

/// `amount` parts of `whole` out of `of`, rounded half up; all of it for the last part.
pub fn share(of: i64, amount: i64, whole: i64) -> i64 {
    if whole <= 0 || amount >= whole {
        return of;
    }
    let exact = i128::from(of) * i128::from(amount);
    let whole = i128::from(whole);
    i64::try_from((2 * exact + whole).div_euclid(2 * whole)).unwrap_or(of)
}

/// What one lesson costs where so many credits cost that, rounded half up: also of less than a lesson.
pub fn unit_price(value: Money, credits: Credits) -> Money {
    let whole = i128::from(credits.0.max(1));
    let unit = (200 * i128::from(value.0) + whole).div_euclid(2 * whole);
    Money(i64::try_from(unit).unwrap_or(value.0))
}

/// Gives a student lesson credits: a gift, a compensation, what a referral earns. Sales go through the
/// fee desk.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GiveCredits {
    /// To whom.
    pub student: StudentId,
    /// How much, in hundredths of a lesson.
    pub credits: Credits,
    /// The last day on which they may be used.
    #[serde(default)]
    pub expires: Option<Day>,
    /// The course that may use them; any when not given.
    #[serde(default)]
    pub course: Option<CourseId>,
    /// Why.
    pub reason: Text,
}

impl Act for GiveCredits {
    const NAME: &'static str = "credits.give";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let who = student(&books.draft, self.student)?;
        if self.reason.is_empty() {
            return Err(Refused::input(Say::new("credits-needs-reason")));
        }
        let lot = Lot {
            paid: false,
            credits: self.credits,
            value: Money(0),
            expires: self.expires,
            course: self.course,
            label: self.reason.clone(),
            from: books.today(),
        };
        let id = grant(books, self.student, lot, Why::Gift)?;
        let left = credits_left(&books.draft, self.student, books.today())?;
        let say = Say::new("credits-given").with("name", &who.name).with("credits", self.credits);
        Ok(Done::said(say.with("left", left)).made(id))
    }

    fn example() -> Self {
        GiveCredits {
            student: StudentId(3),
            credits: Credits::lessons(2),
            expires: None,
            course: None,
            reason: "续报赠送".into(),
        }
    }
}

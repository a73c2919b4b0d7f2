//! What happens to lots of credits beside teaching: moved to another course or to a sister, lapsed after
//! their last day.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::origin::{sale_of, sold};
use super::{Move, shift};
use crate::base::{CourseId, Credits, Kind, LotId, Money, Prose, Refused, Say, StudentId};
use crate::books::ledger::credits::{LOTS, Lot, fill, share};
use crate::books::ledger::{Account, AccountKind, Why, balance, open};
use crate::books::register::{Course, Listed, student};
use crate::books::{Act, Books, Done};

/// Lessons that were owed are settled as a lot is filled: their part of its price is income at once.
pub(super) fn settled(
    books: &mut Books<'_>,
    who: StudentId,
    lot: LotId,
    credits: Credits,
    value: Money,
) -> Result<(), Refused> {
    let used = credits.0 - balance(&books.draft, Account::lot(who, lot))?;
    let course = LOTS.get(&books.draft, &(who, lot))?.and_then(|lot| lot.course);
    let step = Move {
        from: Account::new(AccountKind::Income, course.map_or(0, |course| course.0), 0),
        to: Account::deferred(who, lot),
        amount: if used > 0 { share(value.0, used, credits.0) } else { 0 },
        day: books.today(),
        why: Why::Settled,
        subject: lot.0,
        tag: 0,
    };
    shift(books, step)
}

/// Moves credits to another course, or to another student (a brother or sister), with their price.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MoveCredits {
    /// Whose they are.
    pub student: StudentId,
    /// From which lot.
    pub lot: LotId,
    /// How many; all that are left when not given.
    #[serde(default)]
    pub credits: Option<Credits>,
    /// To whom; the same student when not given.
    #[serde(default)]
    pub to: Option<StudentId>,
    /// For which course they are then; the same when not given.
    #[serde(default)]
    pub course: Option<CourseId>,
    /// Why.
    pub reason: Prose,
}

impl Act for MoveCredits {
    const NAME: &'static str = "credits.move";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let (to, lot, credits) = self.check(books)?;
        let from = Account::lot(self.student, self.lot);
        let left = balance(&books.draft, from)?;
        let deferred = Account::deferred(self.student, self.lot);
        let value = Money(share(-balance(&books.draft, deferred)?, credits.0, left));
        let course = self.course.or(lot.course);
        let new = Lot { credits, value, course, from: books.today(), ..lot };
        let id = fill(books, to, &new, from, Why::Move)?;
        let (day, why, subject) = (books.today(), Why::Move, id.0);
        let other = Account::deferred(to, id);
        shift(books, Move { from: other, to: deferred, amount: value.0, day, why, subject, tag: 0 })?;
        settled(books, to, id, credits, value)?;
        let name = student(&books.draft, to)?.name;
        let say = Say::new("fee-credits-moved").with("name", &name).with("credits", credits);
        Ok(Done::said(say.with("value", value)).made(id))
    }

    fn example() -> Self {
        MoveCredits {
            student: StudentId(3),
            lot: LotId(1),
            credits: Some(Credits::lessons(10)),
            to: Some(StudentId(4)),
            course: None,
            reason: "转给妹妹".into(),
        }
    }
}

impl MoveCredits {
    fn check(&self, books: &Books<'_>) -> Result<(StudentId, Lot, Credits), Refused> {
        if self.reason.is_empty() {
            return Err(Refused::input(Say::new("fee-needs-reason")));
        }
        student(&books.draft, self.student)?;
        let to = self.to.unwrap_or(self.student);
        student(&books.draft, to)?;
        let lot = LOTS.get(&books.draft, &(self.student, self.lot))?;
        let lot = lot.ok_or_else(|| Refused::missing("fee-noun-lot", self.lot))?;
        if let Some(course) = self.course {
            Course::TABLE
                .get(&books.draft, &course)?
                .ok_or_else(|| Refused::missing(Course::NOUN, course))?;
        }
        if to == self.student && self.course.is_none_or(|course| lot.course == Some(course)) {
            return Err(Refused::input(Say::new("fee-move-nowhere")));
        }
        let left = Credits(balance(&books.draft, Account::lot(self.student, self.lot))?);
        let credits = self.credits.unwrap_or(left);
        if credits.0 <= 0 || credits > left {
            let say = Say::new("fee-move-over").with("credits", credits).with("left", left);
            return Err(Refused::input(say));
        }
        let found = if books.cx.replayed { sold } else { sale_of }(&books.draft, self.student, self.lot)?;
        if let Some(sale) = found {
            // What is not paid stays with whoever owes it.
            let open = Money(sale.open(&books.draft)?);
            if open.0 > 0 {
                return Err(Refused::new(Kind::Conflict, Say::new("fee-move-unpaid").with("open", open)));
            }
        }
        Ok((to, lot, credits))
    }
}

/// Ends the credits whose last day is past: of one student, or of all. What was paid for them is income.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct LapseCredits {
    /// Whose; everyone's when not given.
    #[serde(default)]
    pub student: Option<StudentId>,
    /// Why, where there is more to say than that their last day is past.
    #[serde(default)]
    pub reason: Prose,
}

impl Act for LapseCredits {
    const NAME: &'static str = "credits.lapse";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let day = books.today();
        let (mut credits, mut value, mut count) = (0, 0, 0usize);
        for (account, left) in open(&books.draft, AccountKind::Lot, self.student.map(|who| who.0))? {
            let (who, id) = (StudentId(account.a), LotId(account.b));
            let Some(lot) = LOTS.get(&books.draft, &(who, id))? else { continue };
            if lot.expires.is_none_or(|last| day <= last) {
                continue;
            }
            let (why, subject) = (Why::Lapse, id.0);
            let ended = Account::new(AccountKind::CreditsEnded, 0, 0);
            shift(books, Move { from: account, to: ended, amount: left, day, why, subject, tag: 0 })?;
            let deferred = Account::deferred(who, id);
            let amount = -balance(&books.draft, deferred)?;
            let from = Account::new(AccountKind::Breakage, lot.course.map_or(0, |course| course.0), 0);
            shift(books, Move { from, to: deferred, amount, day, why, subject, tag: 0 })?;
            (credits, value, count) = (credits + left, value + amount, count + 1);
        }
        if count == 0 {
            return Err(Refused::input(Say::new("fee-nothing-lapsed")));
        }
        let say = Say::new("fee-credits-lapsed").with("count", count).with("credits", Credits(credits));
        Ok(Done::said(say.with("value", Money(value))))
    }

    fn example() -> Self {
        LapseCredits::default()
    }
}

//! Points 积分: awards by rule, corrections; boards, statements and reports of them; what they are redeemed for.

pub mod board;
pub mod report;
mod rewards;
pub mod statement;

#[cfg(test)]
mod tests;

pub use rewards::{Redeem, RewardStock, StockRow, SupplyReward};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Account, AccountKind, Span, Transfer, Why, balance, entries, post};
use crate::base::{ClassId, Day, Kind, LessonId, Points, Prose, Refused, RuleId, Say, StudentId};
use crate::books::calendar::lesson;
use crate::books::register::{Cap, CapPer, Role, Rule, item, student};
use crate::books::{Act, Books, Done};
use crate::store::Read;

/// Gives (or takes) points by a rule, to one student or many.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Award {
    /// The rule.
    pub rule: RuleId,
    /// To whom.
    pub students: Vec<StudentId>,
    /// The lesson in which it happened.
    #[serde(default)]
    pub lesson: Option<LessonId>,
    /// The class that it counts for; the lesson's when not given.
    #[serde(default)]
    pub class: Option<ClassId>,
    /// How many each, where the rule gives a range; its usual value when not given.
    #[serde(default)]
    pub points: Option<Points>,
}

impl Act for Award {
    const NAME: &'static str = "points.award";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let rule: Rule = item(&books.draft, self.rule)?;
        let points = self.points.unwrap_or(rule.value.usual());
        may_use(books, &rule, points)?;
        let (day, class) = match self.lesson {
            Some(id) => {
                let found = lesson(&books.draft, id)?;
                (found.day, self.class.unwrap_or(found.class))
            }
            None => (books.today(), self.class.unwrap_or_default()),
        };
        let gift = Gift { rule: self.rule, points, day, class, lesson: self.lesson };
        let mut given = Vec::new();
        let mut stopped = None;
        for id in &self.students {
            match give(books, *id, &gift, rule.cap) {
                Ok(()) => given.push(*id),
                Err(refused) => stopped = Some(refused),
            }
        }
        match (given.as_slice(), stopped) {
            ([], Some(refused)) => Err(refused),
            ([], None) => Err(Refused::input(Say::new("points-nobody"))),
            (given, stopped) => tell(books, &rule, points, given, stopped),
        }
    }

    fn example() -> Self {
        Award {
            rule: RuleId(1),
            students: vec![StudentId(3)],
            lesson: Some(LessonId(99)),
            class: None,
            points: None,
        }
    }
}

fn may_use(books: &Books<'_>, rule: &Rule, points: Points) -> Result<(), Refused> {
    if rule.retired {
        return Err(Refused::input(Say::new("points-rule-retired").with("rule", &rule.name)));
    }
    if !rule.value.allows(points) {
        return Err(Refused::input(
            Say::new("points-out-of-range").with("rule", &rule.name).with("points", points),
        ));
    }
    let allowed =
        rule.roles.is_empty() || books.cx.roles.iter().any(|r| rule.roles.contains(r) || *r == Role::Manager);
    if !allowed {
        return Err(Refused::new(
            Kind::Forbidden,
            Say::new("points-rule-not-yours").with("rule", &rule.name),
        ));
    }
    Ok(())
}

fn tell(
    books: &Books<'_>,
    rule: &Rule,
    points: Points,
    given: &[StudentId],
    stopped: Option<Refused>,
) -> Result<Done, Refused> {
    let say = match given {
        [one] => {
            let left = balance(&books.draft, Account::points(*one))?;
            let name = student(&books.draft, *one)?.name;
            Say::new("points-given").with("name", &name).with("balance", left)
        }
        many => Say::new("points-given-many").with("count", many.len()),
    };
    let signed = if points < 0 { format!("−{}", -points) } else { format!("+{points}") };
    let done = Done::said(say.with("rule", &rule.name).with("points", signed));
    Ok(match stopped {
        Some(refused) => done.and(Say::new("points-not-all").with("why", refused.reason)),
        None => done,
    })
}

/// Points under a rule, for a day and a class.
pub struct Gift {
    /// The rule.
    pub rule: RuleId,
    /// How many.
    pub points: Points,
    /// The day that they count for.
    pub day: Day,
    /// The class that they count for; 0 for none.
    pub class: ClassId,
    /// The lesson in which it happened.
    pub lesson: Option<LessonId>,
}

/// Gives one student points under a rule, within its cap.
///
/// # Errors
/// When the cap is reached, or a deduction would take the balance below zero.
pub fn give(books: &mut Books<'_>, who: StudentId, gift: &Gift, cap: Option<Cap>) -> Result<(), Refused> {
    let name = student(&books.draft, who)?.name;
    if let Some(cap) = cap {
        let had = under_rule(&books.draft, who, gift, cap.per)?;
        if had + gift.points.abs() > cap.points {
            let say = Say::new("points-cap").with("name", &name).with("cap", cap.points).with("had", had);
            return Err(Refused::input(say));
        }
    }
    post(
        books,
        &Transfer {
            from: Account::new(AccountKind::PointsIssued, gift.rule.0, books.cx.operator.0),
            to: Account::points(who),
            amount: gift.points,
            day: gift.day,
            tag: gift.class.0,
            why: Why::Award,
            subject: gift.rule.0,
            lesson: gift.lesson,
        },
    )
}

/// How many points (without sign) a student had under the rule in the lesson, day or week.
fn under_rule(read: &dyn Read, who: StudentId, gift: &Gift, per: CapPer) -> Result<Points, Refused> {
    let (from, until) = match (per, Span::week(gift.day)) {
        (CapPer::Week, Span::Days(from, until)) => (from, until),
        _ => (gift.day, gift.day),
    };
    let mut sum = 0;
    let mut before = None;
    loop {
        let page = entries(read, Account::points(who), before, 64)?;
        for (_, entry) in &page {
            let counts = entry.why == Why::Award
                && entry.subject == gift.rule.0
                && (from..=until).contains(&entry.day);
            if counts && (per != CapPer::Lesson || entry.lesson == gift.lesson) {
                sum += entry.amount;
            }
        }
        // Entries stand in the order in which they were made; one made before the span began can't
        // count for a day in it, and a page reaches well past what is posted late.
        match page.last() {
            Some((number, entry)) if page.len() == 64 && entry.day >= from => before = Some(*number),
            _ => return Ok(sum.abs()),
        }
    }
}

/// A correction of a student's points, with its reason (docs/requirements.md P6).
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AdjustPoints {
    /// Whose.
    pub student: StudentId,
    /// How many, up or down.
    pub points: Points,
    /// The class that it counts for.
    #[serde(default)]
    pub class: Option<ClassId>,
    /// Why.
    pub reason: Prose,
}

impl Act for AdjustPoints {
    const NAME: &'static str = "points.adjust";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let name = student(&books.draft, self.student)?.name;
        if self.reason.is_empty() || self.points == 0 {
            return Err(Refused::input(Say::new("points-adjust-needs-reason")));
        }
        let day = books.today();
        post(
            books,
            &Transfer {
                from: Account::new(AccountKind::PointsAdjusted, 0, 0),
                to: Account::points(self.student),
                amount: self.points,
                day,
                tag: self.class.unwrap_or_default().0,
                why: Why::Adjustment,
                subject: 0,
                lesson: None,
            },
        )?;
        let left = balance(&books.draft, Account::points(self.student))?;
        let say = Say::new("points-adjusted").with("name", &name).with("points", self.points);
        Ok(Done::said(say.with("balance", left)))
    }

    fn example() -> Self {
        AdjustPoints { student: StudentId(3), points: 5, class: None, reason: "上周漏记".into() }
    }
}

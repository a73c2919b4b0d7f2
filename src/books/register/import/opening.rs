//! What a student brought along: lessons left and money owing become ledger entries, so that a balance
//! is never a bare number. What was last brought in is remembered with the student.

use super::{Change, ImportRow};
use crate::base::{Arg, Credits, LotId, Money, Refused, Say, StudentId, Text};
use crate::books::Books;
use crate::books::ledger::credits::{Lot, credits_left, grant, lots, share};
use crate::books::ledger::{Account, AccountKind, Transfer, Why, balance, entries, post};
use crate::books::register::{Student, lines};

/// Brings the lessons left to what the file says, unless it says what it said the last time.
pub fn lessons(
    books: &mut Books<'_>,
    who: StudentId,
    student: &mut Student,
    row: &ImportRow,
    changes: &mut Vec<Change>,
) -> Result<(), Refused> {
    let Some(wanted) = row.lessons_left.filter(|wanted| student.opening_lessons != Some(wanted.0)) else {
        return Ok(());
    };
    let today = books.today();
    let now = credits_left(&books.draft, who, today)?;
    let more = wanted.0 - now.0;
    if more > 0 {
        let lot = Lot {
            paid: true,
            credits: Credits(more),
            value: Money(0),
            expires: None,
            course: None,
            label: Text::default(),
            from: today,
        };
        grant(books, who, lot, Why::Opening)?;
    } else if more < 0 {
        take_back(books, who, -more)?;
    }
    student.opening_lessons = Some(wanted.0);
    if now != wanted {
        let field = Say::new("import-field-lessons-left");
        changes.push(Change { field, from: Some(Arg::from(now)), to: Arg::from(wanted) });
    }
    Ok(())
}

/// Takes lessons back from lots that were brought in before, the latest first. What was sold since goes
/// through the fee desk, where money follows it.
fn take_back(books: &mut Books<'_>, who: StudentId, amount: i64) -> Result<(), Refused> {
    let mut rest = amount;
    for (id, _, left) in lots(&books.draft, who, false)?.into_iter().rev() {
        let account = Account::lot(who, id);
        let first = entries(&books.draft, account, None, usize::MAX)?.pop();
        if rest == 0 || left.0 <= 0 || first.is_none_or(|(_, entry)| entry.why != Why::Opening) {
            continue;
        }
        let part = left.0.min(rest);
        rest -= part;
        worth_back(books, who, id, part, left.0)?;
        let transfer = Transfer {
            from: Account::new(AccountKind::CreditsOpening, 0, 0),
            to: account,
            amount: -part,
            day: books.today(),
            tag: 0,
            why: Why::Opening,
            subject: id.0,
            lesson: None,
        };
        post(books, &transfer)?;
    }
    match rest {
        0 => Ok(()),
        rest => Err(Refused::input(Say::new("roster-lessons-sold").with("credits", Credits(rest)))
            .hint(Say::new("roster-lessons-sold-hint"))),
    }
}

/// What the office stated to have been paid for lessons goes with them.
fn worth_back(books: &mut Books<'_>, who: StudentId, id: LotId, part: i64, left: i64) -> Result<(), Refused> {
    let deferred = Account::deferred(who, id);
    let amount = share(-balance(&books.draft, deferred)?, part, left);
    if amount == 0 {
        return Ok(());
    }
    let transfer = Transfer {
        from: Account::new(AccountKind::MoneyOpening, 0, 0),
        to: deferred,
        amount,
        day: books.today(),
        tag: 0,
        why: Why::Opening,
        subject: id.0,
        lesson: None,
    };
    post(books, &transfer)
}

/// Brings what is owed to what the file says, unless it says what it said the last time.
pub fn owing(
    books: &mut Books<'_>,
    who: StudentId,
    student: &mut Student,
    row: &ImportRow,
    changes: &mut Vec<Change>,
) -> Result<(), Refused> {
    let Some(wanted) = row.owing.filter(|wanted| student.opening_owing != Some(wanted.0)) else {
        return Ok(());
    };
    let now = lines::owing(&books.draft, who)?.0;
    if wanted.0 != now {
        let transfer = Transfer {
            from: Account::new(AccountKind::MoneyOpening, 0, 0),
            to: Account::receivable(who),
            amount: wanted.0 - now,
            day: books.today(),
            tag: 0,
            why: Why::Opening,
            subject: 0,
            lesson: None,
        };
        post(books, &transfer)?;
    }
    student.opening_owing = Some(wanted.0);
    if now != wanted.0 {
        let field = Say::new("import-field-owing");
        changes.push(Change { field, from: Some(Arg::from(Money(now))), to: Arg::from(wanted) });
    }
    Ok(())
}

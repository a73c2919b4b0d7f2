//! Who may do what: ONE table of commands and questions by post.
//!
//! A manager may do everything, so does not stand in it. A command that is not in the table is the
//! manager's alone; a question that is not in it may be asked by every operator.

use crate::base::{Kind, Refused, Say};
use crate::books::register::Role::{
    self, Advisor, Agent, Cashier, Reception, Supervisor, Teacher, Technical,
};

/// Whoever deals with students.
const FRONT: &[Role] = &[Supervisor, Agent, Advisor, Reception];
/// Whoever stands in class.
const CLASS: &[Role] = &[Supervisor, Teacher];
/// Whoever sells.
const SALES: &[Role] = &[Supervisor, Agent, Advisor, Reception, Cashier];
/// Whoever may see what money was moved.
const MONEY: &[Role] = &[Supervisor, Agent, Advisor, Reception, Cashier];
/// Whoever takes money.
const TILL: &[Role] = &[Reception, Cashier];
/// Everyone who is signed on.
const ALL: &[Role] = &[Supervisor, Agent, Advisor, Technical, Teacher, Reception, Cashier];

/// Commands, and who may give them beside the manager.
pub const MAY_DO: &[(&str, &[Role])] = &[
    ("course.save", &[Supervisor]),
    ("room.save", &[Supervisor]),
    ("class.save", &[Supervisor]),
    ("class.keys", CLASS),
    ("term.save", &[Supervisor]),
    ("rule.save", &[Supervisor]),
    ("reward.save", &[Supervisor]),
    ("team.save", CLASS),
    ("student.add", FRONT),
    ("student.edit", FRONT),
    ("student.tag", FRONT),
    ("student.enrol", FRONT),
    ("roster.import", &[Supervisor, Reception]),
    ("place.enrol", FRONT),
    ("place.leave", FRONT),
    ("place.transfer", FRONT),
    ("place.pause", FRONT),
    ("place.seat", &[Supervisor, Teacher, Reception]),
    ("lesson.plan", &[Supervisor]),
    ("lesson.add", &[Supervisor, Reception]),
    ("lesson.change", &[Supervisor, Reception]),
    ("lesson.cancel", &[Supervisor, Reception]),
    ("lesson.invite", &[Supervisor, Teacher, Reception]),
    ("lesson.mark", &[Supervisor, Teacher, Reception]),
    ("lesson.pick", CLASS),
    ("points.award", CLASS),
    ("points.adjust", &[Supervisor]),
    ("points.redeem", &[Supervisor, Reception, Teacher]),
    ("reward.supply", &[Supervisor, Reception]),
    ("credits.give", &[Supervisor]),
    ("credits.move", &[Supervisor]),
    ("credits.lapse", &[Supervisor]),
    ("lot.value", &[Supervisor]),
    ("voucher.give", &[Supervisor]),
    ("price.save", &[Supervisor]),
    ("discount.save", &[Supervisor]),
    ("fee.sell", SALES),
    ("fee.charge", SALES),
    ("fee.pay", TILL),
    // Nobody by itself: the decision on its ticket carries it out, which the refund itself says.
    ("fee.refund", ALL),
    ("drawer.open", TILL),
    ("drawer.move", TILL),
    ("drawer.count", TILL),
    ("drawer.close", TILL),
    ("safe.bank", &[Supervisor, Cashier]),
    ("safe.count", &[Supervisor, Cashier]),
    ("receipt.copy", TILL),
    // Whose step it is, the ticket's SOP says; ticket by ticket.
    ("ticket.open", ALL),
    ("ticket.classify", ALL),
    ("ticket.claim", ALL),
    ("ticket.answer", ALL),
    ("ticket.note", ALL),
    ("ticket.hand_over", ALL),
    ("ticket.wait", ALL),
    ("ticket.advance", ALL),
    ("ticket.decide", ALL),
    ("ticket.resolve", ALL),
    ("ticket.revisit", ALL),
    ("ticket.reopen", &[Supervisor, Agent, Advisor, Technical, Reception, Cashier]),
    ("ticket.merge", &[Supervisor, Agent, Advisor, Reception]),
    ("ticket.link", ALL),
    // An SOP says who may have a command carried out: sop.save is the manager's alone.
    ("trigger.save", &[Supervisor]),
    ("words.save", &[Supervisor, Agent, Advisor]),
    ("queue.sweep", ALL),
    // Whose step it is, the ticket's SOP says here, too.
    ("refund.request", MONEY),
    ("check.draw", &[Supervisor]),
    ("check.score", &[Supervisor]),
    ("rubric.save", &[Supervisor]),
    // What is another's may be taken back by a senior only: checked with the entry itself.
    ("undo", ALL),
];

/// Questions that not everyone may ask.
pub const MAY_ASK: &[(&str, &[Role])] = &[
    ("roster.compare", &[Supervisor, Reception]),
    ("roster.export", FRONT),
    ("points.rules_report", &[Supervisor]),
    // What every account holds, a drawer that its cashier has still to count among them.
    ("ledger.accounts", &[Supervisor]),
    // All that ever moved, of everybody, money too.
    ("ledger.transfers", &[Supervisor, Cashier]),
    ("fee.account", MONEY),
    ("fee.statement", MONEY),
    ("fee.quote", SALES),
    ("fee.reckon", MONEY),
    ("fee.arrears", SALES),
    ("fee.day", MONEY),
    ("drawer.state", MONEY),
    ("safe.state", &[Supervisor, Cashier]),
    ("receipt.get", MONEY),
    ("fee.trial_balance", &[Supervisor]),
    ("fee.income", &[Supervisor, Cashier]),
    ("fee.journal", &[Supervisor, Cashier]),
    ("fee.figures", &[Supervisor]),
    ("fee.lifetime", &[Supervisor]),
    ("check.results", &[Supervisor]),
    ("check.list", &[Supervisor]),
    ("student.churn", &[Supervisor]),
];

/// The key of a post's name in the message files.
pub fn key(role: Role) -> &'static str {
    match role {
        Role::Manager => "role-manager",
        Supervisor => "role-supervisor",
        Agent => "role-agent",
        Advisor => "role-advisor",
        Technical => "role-technical",
        Teacher => "role-teacher",
        Reception => "role-reception",
        Cashier => "role-cashier",
    }
}

/// The posts that a table lets do something; none for what it doesn't name.
fn allowed(table: &[(&str, &'static [Role])], name: &str) -> Option<&'static [Role]> {
    table.iter().find(|(row, _)| *row == name).map(|row| row.1)
}

/// Says whose it is: those posts', and a manager's.
fn forbidden(posts: &[Role]) -> Refused {
    let named = posts.iter().filter(|role| **role != Role::Manager).chain([&Role::Manager]);
    let one = |role: &Role| Say::new(key(*role));
    let or = |first: Say, next: Say| Say::new("role-or").with("first", first).with("next", next);
    let posts = named.map(one).reduce(or).unwrap_or_else(|| one(&Role::Manager));
    Refused::new(Kind::Forbidden, Say::new("error-forbidden"))
        .hint(Say::new("error-forbidden-hint").with("posts", posts))
}

fn check(posts: &[Role], roles: &[Role]) -> Result<(), Refused> {
    match roles.iter().any(|role| *role == Role::Manager || posts.contains(role)) {
        true => Ok(()),
        false => Err(forbidden(posts)),
    }
}

/// Whether someone with these posts may give the command.
///
/// # Errors
/// When not.
pub fn may_do(name: &str, roles: &[Role]) -> Result<(), Refused> {
    check(allowed(MAY_DO, name).unwrap_or_default(), roles)
}

/// Whether someone with these posts may ask the question.
///
/// # Errors
/// When not.
pub fn may_ask(name: &str, roles: &[Role]) -> Result<(), Refused> {
    allowed(MAY_ASK, name).map_or(Ok(()), |posts| check(posts, roles))
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::base::{StaffId, Text};
    use crate::books::register::{Save, Staff};
    use crate::desk::{Envelope, Session, acts, answer_named, asks, decode};
    use crate::tui::driver::test_session;

    /// What a manager alone may do: it opens the house, moves what nobody asks for twice, or says who may do what.
    const MANAGERS: &[&str] =
        &["school.init", "school.edit", "staff.save", "fee.write_off", "safe.open", "sop.save"];
    /// One of each post, and one of none.
    fn posts(session: &Session) -> Vec<(Vec<Role>, StaffId)> {
        let some = Role::ALL.into_iter().map(|role| vec![role]).chain([vec![]]);
        some.map(|roles| {
            let name = Text::new(format!("{roles:?}"));
            let value = Staff { name, roles: roles.clone(), ..Staff::default() };
            let made = session.submit(Save { id: None, expect: None, value }).unwrap().made;
            (roles, made[0].parse().unwrap())
        })
        .collect()
    }

    #[test]
    fn no_command_and_no_row_is_forgotten_or_doubled() {
        let mut named: Vec<&str> =
            MAY_DO.iter().map(|(name, _)| *name).chain(MANAGERS.iter().copied()).collect();
        let mut all: Vec<&str> = acts().iter().map(|act| act.name).collect();
        named.sort_unstable();
        all.sort_unstable();
        assert_eq!(named, all, "each command stands in MAY_DO, or here among the manager's own");
        for (at, (name, _)) in MAY_ASK.iter().enumerate() {
            assert!(asks().iter().any(|ask| ask.name == *name), "{name}");
            assert!(MAY_ASK[at + 1..].iter().all(|(other, _)| other != name), "{name} stands there twice");
        }
    }

    /// Every cell of the table, through the door: refused for the post, or for anything but the post.
    #[test]
    fn every_command_and_question_goes_by_the_table_for_every_post() {
        let session = test_session().unwrap();
        let wrong_post =
            |refused: &Refused| refused.kind == Kind::Forbidden && refused.reason.key == "error-forbidden";
        for (roles, operator) in posts(&session) {
            let manager = roles.contains(&Role::Manager);
            let held =
                |row: Option<&(&str, &[Role])>| row.map(|row| roles.iter().any(|role| row.1.contains(role)));
            for act in acts().iter().filter(|act| act.name != "school.init") {
                let may = manager || held(MAY_DO.iter().find(|row| row.0 == act.name)).unwrap_or(false);
                let (request, terminal) = (session.desk.request_id(), Text::new("test"));
                let act = decode(act.name, (act.example)()).unwrap();
                let name = act.name;
                let outcome = session.desk.submit(Envelope { request, operator, terminal, act });
                assert_eq!(!outcome.is_err_and(|no| wrong_post(&no)), may, "{roles:?} {name}");
            }
            for ask in asks() {
                let may = manager || held(MAY_ASK.iter().find(|row| row.0 == ask.name)).unwrap_or(true);
                let outcome = answer_named(&session.desk, operator, ask.name, (ask.example)());
                assert_eq!(!outcome.is_err_and(|no| wrong_post(&no)), may, "{roles:?} {}", ask.name);
            }
        }
    }
}

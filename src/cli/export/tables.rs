//! The tables that can be exported: for each its columns, and the question that its rows come from.

use crate::base::{Credits, Instant, Money, Refused, Say, Text};
use crate::books::calendar::{ListAttendance, Presence};
use crate::books::ledger::{ListPoints, ListTransfers, RankPoints, Unit, Why};
use crate::books::queue::{ExportTickets, ListRow, Priority, State};
use crate::books::register::{Class, ExportRoster, List};
use crate::cli::args::Export;
use crate::cli::school::Opened;
use crate::cli::shell::Shell;
use crate::exchange::write::ColumnKind as Kind;
use crate::exchange::write::{ColumnOut, TableOut, Value};
use crate::{base::ClassId, say};

/// The table of that name.
///
/// # Errors
/// When its rows can't be asked for.
pub fn table(args: &Export, shell: &Shell, opened: &Opened) -> Result<TableOut, Refused> {
    let class = args.class.as_deref().map(|name| class(opened, name)).transpose()?;
    let of = Of { args, shell, opened, class };
    let (columns, rows) = match args.what.as_str() {
        "attendance" => (ATTENDANCE, of.attendance()?),
        "points" => (POINTS, of.points()?),
        "ledger" => (LEDGER, of.ledger()?),
        "tickets" => (TICKETS, of.tickets()?),
        "leaderboard" => (LEADERBOARD, of.leaderboard()?),
        _ => (ROSTER, of.roster()?),
    };
    let title = |key: &str| Text::new(shell.lang.text(&format!("cli-column-{}", key.replace('_', "-"))));
    Ok(TableOut {
        name: Text::new(shell.lang.text(&format!("cli-export-{}", args.what))),
        columns: columns
            .iter()
            .map(|(key, kind)| ColumnOut { key, title: title(key), kind: *kind })
            .collect(),
        rows,
        digits: opened.school.currency.digits(),
    })
}

type Columns = &'static [(&'static str, Kind)];

// The keys are what scripts read: stable.
const ROSTER: Columns = &[
    ("number", Kind::Text),
    ("name", Kind::Text),
    ("phone", Kind::Text),
    ("class", Kind::Text),
    ("born", Kind::Day),
    ("joined", Kind::Day),
    ("lessons_left", Kind::Credits),
    ("owing", Kind::Money),
    ("guardian", Kind::Text),
];
const ATTENDANCE: Columns = &[
    ("day", Kind::Day),
    ("class", Kind::Text),
    ("lesson", Kind::Int),
    ("number", Kind::Text),
    ("name", Kind::Text),
    ("presence", Kind::Text),
    ("minutes", Kind::Int),
    ("credits", Kind::Credits),
    ("reason", Kind::Text),
];
const POINTS: Columns = &[
    ("entry", Kind::Int),
    ("time", Kind::Text),
    ("day", Kind::Day),
    ("number", Kind::Text),
    ("name", Kind::Text),
    ("points", Kind::Int),
    ("why", Kind::Text),
    ("what", Kind::Text),
    ("class", Kind::Text),
    ("operator", Kind::Text),
    ("balance", Kind::Int),
    ("reverses", Kind::Int),
];
const LEDGER: Columns = &[
    ("entry", Kind::Int),
    ("time", Kind::Text),
    ("day", Kind::Day),
    ("unit", Kind::Text),
    ("from", Kind::Text),
    ("to", Kind::Text),
    ("amount", Kind::Money),
    ("why", Kind::Text),
    ("student", Kind::Text),
    ("operator", Kind::Text),
    ("reverses", Kind::Int),
];
const TICKETS: Columns = &[
    ("ticket", Kind::Text),
    ("kind", Kind::Text),
    ("title", Kind::Text),
    ("student", Kind::Text),
    ("owner", Kind::Text),
    ("priority", Kind::Text),
    ("state", Kind::Text),
    ("step", Kind::Text),
    ("due", Kind::Text),
    ("category", Kind::Text),
    ("score", Kind::Int),
];
const LEADERBOARD: Columns = &[
    ("rank", Kind::Int),
    ("number", Kind::Text),
    ("name", Kind::Text),
    ("earned", Kind::Int),
    ("balance", Kind::Int),
];

/// The class of that id or name.
fn class(opened: &Opened, wanted: &str) -> Result<ClassId, Refused> {
    let classes = opened.session.ask(&List::<Class>::all())?;
    let (id, name) = (wanted.parse::<ClassId>().ok(), Text::new(wanted));
    let found = classes.iter().find(|class| Some(class.id) == id || class.value.name == name);
    found
        .map(|class| class.id)
        .ok_or_else(|| Refused::missing("noun-class", wanted).hint(say!("cli-export-class-hint")))
}

struct Of<'a> {
    args: &'a Export,
    shell: &'a Shell,
    opened: &'a Opened,
    class: Option<ClassId>,
}

type Rows = Vec<Vec<Value>>;

impl Of<'_> {
    fn roster(&self) -> Result<Rows, Refused> {
        let lines = self.opened.session.ask(&ExportRoster { left: false })?;
        let wanted = lines.into_iter().filter(|line| {
            self.class.is_none_or(|class| line.places.iter().any(|place| place.class == class))
        });
        let row = |line: crate::books::register::RosterLine| {
            vec![
                words(&line.number),
                words(&line.name),
                words(&line.phone),
                words(&line.classes.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("、")),
                line.born.map_or(Value::Blank, Value::Day),
                line.joined.map_or(Value::Blank, Value::Day),
                Value::Credits(line.lessons_left),
                Value::Money(Money(line.owing.0.max(0))),
                words(&line.guardian),
            ]
        };
        Ok(wanted.map(row).collect())
    }

    fn attendance(&self) -> Result<Rows, Refused> {
        let (from, until, class) = (self.args.from, self.args.until, self.class);
        let lines = self.opened.session.ask(&ListAttendance { from, until, class, student: None })?;
        let row = |line: crate::books::calendar::AttendanceLine| {
            vec![
                Value::Day(line.day),
                words(&line.class),
                Value::Int(i64::from(line.no)),
                words(&line.number),
                words(&line.name),
                self.word(match line.presence {
                    Presence::Present => "presence-present",
                    Presence::Late => "presence-late",
                    Presence::Absent => "presence-absent",
                    Presence::Excused => "presence-excused",
                }),
                Value::Int(i64::from(line.minutes)),
                Value::Credits(line.credits),
                words(&line.reason),
            ]
        };
        Ok(lines.into_iter().map(row).collect())
    }

    fn points(&self) -> Result<Rows, Refused> {
        let question = ListPoints { from: self.args.from, until: self.args.until, student: None };
        let row = |line: crate::books::ledger::PointsLine| {
            vec![
                Value::Int(i64::try_from(line.entry).unwrap_or(i64::MAX)),
                self.time(line.at),
                Value::Day(line.day),
                words(&line.number),
                words(&line.name),
                Value::Int(line.points),
                self.why(line.why),
                words(&line.what),
                words(&line.class),
                words(&line.operator),
                Value::Int(line.balance),
                Value::Int(i64::from(line.reverses)),
            ]
        };
        Ok(self.opened.session.ask(&question)?.into_iter().map(row).collect())
    }

    fn ledger(&self) -> Result<Rows, Refused> {
        let question = ListTransfers { from: self.args.from, until: self.args.until };
        let row = |line: crate::books::ledger::TransferLine| {
            let (unit, amount) = match line.unit {
                Unit::Money => ("cli-unit-money", Value::Money(Money(line.amount))),
                Unit::Credits => ("cli-unit-credits", Value::Credits(Credits(line.amount))),
                Unit::Points => ("cli-unit-points", Value::Int(line.amount)),
                Unit::Stock => ("cli-unit-stock", Value::Int(line.amount)),
                Unit::Vouchers => ("cli-unit-vouchers", Value::Money(Money(line.amount))),
                Unit::Uses => ("cli-unit-uses", Value::Int(line.amount)),
            };
            vec![
                Value::Int(i64::try_from(line.entry).unwrap_or(i64::MAX)),
                self.time(line.at),
                Value::Day(line.day),
                self.word(unit),
                words(&line.from.to_string()),
                words(&line.to.to_string()),
                amount,
                self.why(line.why),
                words(&line.student),
                words(&line.operator),
                Value::Int(i64::from(line.reverses)),
            ]
        };
        Ok(self.opened.session.ask(&question)?.into_iter().map(row).collect())
    }

    fn tickets(&self) -> Result<Rows, Refused> {
        let question = ExportTickets { from: self.args.from, until: self.args.until };
        let rows = self.opened.session.ask(&question)?;
        let say = |say: &Say| words(&self.shell.lang.say(say, &self.opened.shown));
        let row = |row: ListRow| {
            vec![
                words(&row.id.to_string()),
                say(&row.kind_name),
                say(&row.title),
                words(&row.student_name),
                words(&row.owner_name),
                self.word(match row.priority {
                    Priority::Normal => "cli-priority-normal",
                    Priority::Urgent => "cli-priority-urgent",
                }),
                self.word(match row.state {
                    State::Open => "cli-state-open",
                    State::Waiting => "cli-state-waiting",
                    State::Done => "cli-state-done",
                }),
                say(&row.step_name),
                row.due.map_or(Value::Blank, |due| self.time(due)),
                row.category.as_ref().map_or(Value::Blank, say),
                row.score.map_or(Value::Blank, |score| Value::Int(i64::from(score))),
            ]
        };
        Ok(rows.into_iter().map(row).collect())
    }

    fn leaderboard(&self) -> Result<Rows, Refused> {
        let question = RankPoints { from: self.args.from, until: self.args.until, class: self.class };
        let row = |line: crate::books::ledger::RankLine| {
            vec![
                Value::Int(i64::try_from(line.rank).unwrap_or(i64::MAX)),
                words(&line.number),
                words(&line.name),
                Value::Int(line.earned),
                Value::Int(line.balance),
            ]
        };
        Ok(self.opened.session.ask(&question)?.into_iter().map(row).collect())
    }

    fn word(&self, key: &str) -> Value {
        words(&self.shell.lang.text(key))
    }

    fn why(&self, why: Why) -> Value {
        self.word(&why_key(why))
    }

    /// A moment in the school's own time.
    fn time(&self, at: Instant) -> Value {
        words(&at.with_timezone(&self.opened.school.zone.0).format("%Y-%m-%d %H:%M:%S").to_string())
    }
}

/// The key of the words for a reason.
fn why_key(why: Why) -> String {
    format!("cli-why-{}", why.name().to_lowercase())
}

fn words(text: &str) -> Value {
    Value::text(Some(text).filter(|text| !text.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::{Lang, Tongue};

    /// These keys are put together from names, so the search for keys in the sources can't see them.
    #[test]
    fn every_column_table_and_reason_has_its_words() {
        for lang in Tongue::ALL.map(Lang::new) {
            let columns = [ROSTER, ATTENDANCE, POINTS, LEDGER, TICKETS, LEADERBOARD].concat();
            let columns = columns.iter().map(|(key, _)| format!("cli-column-{}", key.replace('_', "-")));
            let whys = Why::ALL.iter().map(|why| why_key(*why));
            let tables = super::super::TABLES.iter().map(|what| format!("cli-export-{what}"));
            let lost: Vec<_> = columns.chain(whys).chain(tables).filter(|key| !lang.has(key)).collect();
            assert!(lost.is_empty(), "{lost:?}");
        }
    }
}

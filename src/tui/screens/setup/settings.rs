//! Settings of the school, a line each, changed in one form: those of the school itself, and those of the fee desk.

use super::fields::{whole, whole_of, yes_text};
use super::section::{Entry, Head, Section, no_new};
use crate::base::{Credits, Currency, Refused, Say, Zone};
use crate::desk::register::{BoardNames, EditSchool, FeePolicy, GetSchool, School, SchoolAnswer, WhichFirst};
use crate::say;
use crate::tui::app::{Cx, Look, done};
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Form, Values};

/// A section whose lines are settings.
pub struct Settings {
    title: &'static str,
    columns: &'static [Head],
    /// The key of each setting's name, and how it stands.
    lines: fn(&School, &Look) -> Vec<(&'static str, String)>,
    fields: fn(&School) -> Vec<Field>,
    /// Lays what was typed over what was.
    read: fn(School, &Values) -> Result<School, Complaint>,
}

impl Section for Settings {
    fn title(&self) -> &'static str {
        self.title
    }

    fn columns(&self) -> &'static [Head] {
        self.columns
    }

    fn read(&self, cx: &mut Cx) -> Result<Vec<Entry>, Refused> {
        let school = cx.ask(&GetSchool {})?.school;
        let entry = |(key, value): (&str, String)| Entry {
            id: key.to_owned(),
            cells: vec![cx.look.text(key).into_owned(), value],
            retired: false,
        };
        Ok((self.lines)(&school, cx.look).into_iter().map(entry).collect())
    }

    fn form(&self, id: Option<&str>, cx: &mut Cx) -> Result<Form, Refused> {
        if id.is_none() {
            return Err(no_new());
        }
        let found = cx.ask(&GetSchool {})?;
        Ok(form(Say::new(self.title), (self.fields)(&found.school), found, self.read))
    }
}

/// A form over the school's record: `read` lays what was typed over it.
pub fn form(
    title: Say,
    fields: Vec<Field>,
    found: SchoolAnswer,
    read: impl Fn(School, &Values) -> Result<School, Complaint> + 'static,
) -> Form {
    Form::new(title, fields, move |values, cx| {
        let school = read(found.school.clone(), values)?;
        Ok(done(cx.session.submit(EditSchool { expect: Some(found.expect), school })?))
    })
}

/// The school itself.
pub const ITSELF: Settings = Settings {
    title: "setup-school",
    columns: &[Head::words("setup-setting", 22), Head::rest("setup-is")],
    lines: school_lines,
    fields: school_fields,
    read: read_school,
};

const FIRST: [(WhichFirst, &str); 2] =
    [(WhichFirst::Paid, "setup-first-paid"), (WhichFirst::Gift, "setup-first-gift")];
const NAMES: [(BoardNames, &str); 2] =
    [(BoardNames::Full, "setup-names-full"), (BoardNames::Masked, "setup-names-masked")];

fn school_lines(school: &School, look: &Look) -> Vec<(&'static str, String)> {
    let text = |key: &str| look.text(key).into_owned();
    let first = if school.first == WhichFirst::Paid { "setup-first-paid" } else { "setup-first-gift" };
    let full = school.board_names == BoardNames::Full;
    let top = if school.board_top == 0 { text("setup-all") } else { school.board_top.to_string() };
    vec![
        ("setup-name", school.name.to_string()),
        ("setup-zone", school.zone.0.name().to_owned()),
        ("setup-currency", school.currency.0.clone()),
        ("setup-first", text(first)),
        ("setup-absent-takes", yes_text(school.absent_takes_credits, look)),
        ("setup-low-credits", Credits(school.low_credits).to_string()),
        ("setup-make-up-days", school.make_up_days.to_string()),
        ("setup-board-names", text(if full { "setup-names-full" } else { "setup-names-masked" })),
        ("setup-board-top", top),
    ]
}

fn school_fields(school: &School) -> Vec<Field> {
    let low = Credits(school.low_credits).to_string();
    vec![
        Field::text("name", say!("setup-name")).required().value(&school.name),
        Field::text("zone", say!("setup-zone"))
            .required()
            .hint(say!("setup-zone-hint"))
            .value(school.zone.0.name()),
        Field::text("currency", say!("setup-currency"))
            .required()
            .hint(say!("setup-currency-hint"))
            .value(&school.currency.0),
        Field::among("first", say!("setup-first"), &FIRST, school.first),
        Field::yes_no("absent", say!("setup-absent-takes"), school.absent_takes_credits),
        Field::new("low", say!("setup-low-credits"), FieldKind::Credits).value(&low),
        whole("make_up", say!("setup-make-up-days"), 999, school.make_up_days.into()),
        Field::among("names", say!("setup-board-names"), &NAMES, school.board_names),
        whole("top", say!("setup-board-top"), 9_999, school.board_top.into())
            .hint(say!("setup-board-top-hint")),
    ]
}

fn read_school(now: School, values: &Values) -> Result<School, Complaint> {
    let (zone, currency) =
        (values.text("zone").unwrap_or_default(), values.text("currency").unwrap_or_default());
    Ok(School {
        name: values.text("name").unwrap_or_default(),
        zone: Zone::named(&zone)
            .ok_or_else(|| Complaint::wrong("zone", say!("setup-bad-zone", text = &zone)))?,
        currency: Currency::new(&currency)
            .ok_or_else(|| Complaint::wrong("currency", say!("setup-bad-currency", text = &currency)))?,
        first: values.among("first", &FIRST).unwrap_or(now.first),
        absent_takes_credits: values.yes("absent"),
        low_credits: values.credits("low").unwrap_or_default().0,
        make_up_days: whole_of(values, "make_up"),
        board_names: values.among("names", &NAMES).unwrap_or(now.board_names),
        board_top: whole_of(values, "top"),
        ..now
    })
}

/// What holds at the fee desk: when a charge is due, the steps of dunning, warnings, the drawer that springs open.
pub const FEE_RULES: Settings = Settings {
    title: "setup-fee-rules",
    columns: &[Head::words("setup-setting", 30), Head::rest("setup-is")],
    lines: fee_lines,
    fields: fee_fields,
    read: read_fees,
};

fn fee_lines(school: &School, look: &Look) -> Vec<(&'static str, String)> {
    let fees = &school.fees;
    let never = || look.text("setup-never").into_owned();
    let in_days = |days: u16| look.say(&say!("setup-days", days = days));
    let days = |days: u16| if days == 0 { never() } else { in_days(days) };
    let most = |most: u16| if most == 0 { never() } else { most.to_string() };
    vec![
        ("setup-fee-due", in_days(fees.due_days)),
        ("setup-fee-remind", days(fees.remind_days)),
        ("setup-fee-again", days(fees.again_days)),
        ("setup-fee-suspend", days(fees.suspend_days)),
        ("setup-fee-block", days(fees.block_days)),
        ("setup-fee-warn-months", most(fees.warn_months)),
        ("setup-fee-warn-lessons", most(fees.warn_lessons)),
        ("setup-fee-spring", yes_text(fees.spring_drawer, look)),
    ]
}

fn fee_fields(school: &School) -> Vec<Field> {
    let fees = &school.fees;
    let count = |field, label, now: u16| whole(field, label, 9_999, now.into());
    let or_never = |field, label, now| count(field, label, now).hint(say!("setup-fee-never-hint"));
    vec![
        count("due", say!("setup-fee-due"), fees.due_days),
        or_never("remind", say!("setup-fee-remind"), fees.remind_days),
        or_never("again", say!("setup-fee-again"), fees.again_days),
        or_never("suspend", say!("setup-fee-suspend"), fees.suspend_days),
        or_never("block", say!("setup-fee-block"), fees.block_days),
        or_never("months", say!("setup-fee-warn-months"), fees.warn_months),
        or_never("lessons", say!("setup-fee-warn-lessons"), fees.warn_lessons),
        Field::yes_no("spring", say!("setup-fee-spring"), fees.spring_drawer),
    ]
}

fn read_fees(now: School, values: &Values) -> Result<School, Complaint> {
    let fees = FeePolicy {
        due_days: whole_of(values, "due"),
        remind_days: whole_of(values, "remind"),
        again_days: whole_of(values, "again"),
        suspend_days: whole_of(values, "suspend"),
        block_days: whole_of(values, "block"),
        warn_months: whole_of(values, "months"),
        warn_lessons: whole_of(values, "lessons"),
        spring_drawer: values.yes("spring"),
    };
    Ok(School { fees, ..now })
}

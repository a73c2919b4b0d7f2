//! What holds at the fee desk: when a charge is due, the steps of dunning, warnings, the drawer that springs open.

use super::lists::{is_yes, whole, yes_no};
use super::school::{form, stays};
use super::section::{Entry, Section, no_new};
use crate::base::Refused;
use crate::desk::register::{FeePolicy, GetSchool, School};
use crate::say;
use crate::tui::app::{Cx, Effect};
use crate::tui::widgets::{Field, Form, Values};

/// The rules of the fee desk.
pub struct FeeRules;

impl Section for FeeRules {
    fn title(&self) -> &'static str {
        "setup-fee-rules"
    }

    fn columns(&self) -> &'static [super::section::Head] {
        &[("setup-setting", 30), ("setup-is", 0)]
    }

    fn read(&self, cx: &mut Cx) -> Result<Vec<Entry>, Refused> {
        let fees = cx.ask(&GetSchool {})?.school.fees;
        let text = |key: &str| cx.look.text(key).into_owned();
        let days = |days: u16| match days {
            0 => text("setup-never"),
            days => cx.look.say(&say!("setup-days", days = days)),
        };
        let most = |most: u16| if most == 0 { text("setup-never") } else { most.to_string() };
        let spring = text(if fees.spring_drawer { "setup-yes" } else { "setup-no" });
        let rows = [
            ("setup-fee-due", cx.look.say(&say!("setup-days", days = fees.due_days))),
            ("setup-fee-remind", days(fees.remind_days)),
            ("setup-fee-again", days(fees.again_days)),
            ("setup-fee-suspend", days(fees.suspend_days)),
            ("setup-fee-block", days(fees.block_days)),
            ("setup-fee-warn-months", most(fees.warn_months)),
            ("setup-fee-warn-lessons", most(fees.warn_lessons)),
            ("setup-fee-spring", spring),
        ];
        let entry = |(key, value): (&str, String)| Entry {
            id: key.to_owned(),
            cells: vec![text(key), value],
            retired: false,
        };
        Ok(rows.into_iter().map(entry).collect())
    }

    fn form(&self, id: Option<&str>, cx: &mut Cx) -> Result<Form, Refused> {
        if id.is_none() {
            return Err(no_new(say!("setup-edit-hint")));
        }
        let found = cx.ask(&GetSchool {})?;
        let fees = found.school.fees.clone();
        let days = |field, label, now: u16| whole(field, label, 9_999, now.into());
        let never = |field: Field| field.hint(say!("setup-fee-never-hint"));
        let fields = vec![
            days("due", say!("setup-fee-due"), fees.due_days),
            never(days("remind", say!("setup-fee-remind"), fees.remind_days)),
            never(days("again", say!("setup-fee-again"), fees.again_days)),
            never(days("suspend", say!("setup-fee-suspend"), fees.suspend_days)),
            never(days("block", say!("setup-fee-block"), fees.block_days)),
            never(days("months", say!("setup-fee-warn-months"), fees.warn_months)),
            never(days("lessons", say!("setup-fee-warn-lessons"), fees.warn_lessons)),
            yes_no("spring", say!("setup-fee-spring"), fees.spring_drawer),
        ];
        Ok(form(say!("setup-fee-rules"), fields, found, |school, values| {
            Ok(School { fees: policy(values), ..school })
        }))
    }

    fn retire(&self, _: &str, _: &mut Cx) -> Effect {
        stays()
    }
}

fn policy(values: &Values) -> FeePolicy {
    let small = |field: &str| values.number(field).and_then(|n| u16::try_from(n).ok()).unwrap_or(0);
    FeePolicy {
        due_days: small("due"),
        remind_days: small("remind"),
        again_days: small("again"),
        suspend_days: small("suspend"),
        block_days: small("block"),
        warn_months: small("months"),
        warn_lessons: small("lessons"),
        spring_drawer: is_yes(values, "spring"),
    }
}

//! Whose school this is, who is signed on and what waits for them, as the desk says it; and what the program
//! does by itself while it is open.

use super::{App, Tab, Tone};
use crate::base::Text;
use crate::desk::queue::TodayDue;
use crate::desk::register::GetSchool;

/// What the status line says beside the clock.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Status {
    /// The school's name.
    pub school: Text,
    /// The operator's name.
    pub operator: Text,
}

/// So many minutes lie between two looks at what comes due by itself.
const SWEEP_MINUTES: i64 = 10;

impl App {
    /// Does what is due by itself: at the first call, and again every ten minutes. The loop calls it after each
    /// frame, so that nobody waits for it to see the first; each call looks at some of the students only, so
    /// that nobody waits for it at all.
    pub fn sweep(&mut self) {
        if self.sweeping.is_none() {
            if self.swept.is_some_and(|minute| self.minute - minute < SWEEP_MINUTES) {
                return;
            }
            self.swept = Some(self.minute);
        }
        let mut sweeping = self.sweeping.take().unwrap_or_default();
        match sweeping.step(&self.session) {
            // Never in place of what the operator was just told.
            Ok(receipt) => {
                self.sweeping = Some(sweeping).filter(|sweeping| !sweeping.is_over());
                let opened = receipt.filter(|receipt| !receipt.made.is_empty() && self.message.is_none());
                let said = opened.into_iter().flat_map(|receipt| receipt.said).next();
                said.into_iter().for_each(|say| self.tell(say, Tone::Quiet));
            }
            Err(refused) => self.tell(refused.reason, Tone::Bad),
        }
    }

    /// Whether there are students left to look at.
    pub fn is_sweeping(&self) -> bool {
        self.sweeping.is_some()
    }

    /// Counts what waits behind the tabs: the operator's own tickets that are due today or overdue. What can't be
    /// counted is not shown; the screen behind the tab says why.
    pub(super) fn ask_badges(&mut self) {
        let due = self.session.ask(&TodayDue {}).map_or(0, |due| due.mine.len());
        self.set_badges(vec![(Tab::Tickets, due)]);
    }

    /// Asks for the school and the operator, and shows amounts and days as the school counts them.
    pub(super) fn ask_status(&mut self) {
        match self.session.ask(&GetSchool {}) {
            Ok(answer) => {
                self.status = Status { school: answer.school.name, operator: answer.operator_name };
                self.look.shown.currency = answer.school.currency;
                self.look.shown.zone = answer.school.zone;
                self.dirty = true;
            }
            Err(refused) => self.tell(refused.reason, Tone::Bad),
        }
    }
}

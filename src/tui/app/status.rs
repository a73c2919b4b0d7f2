//! Whose school this is and who is signed on, as the desk says it.

use super::{App, Tone};
use crate::base::Text;
use crate::desk::register::GetSchool;

/// What the status line says beside the clock.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Status {
    /// The school's name.
    pub school: Text,
    /// The operator's name.
    pub operator: Text,
}

impl App {
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

//! Fee desk 收费: who owes what, a student's account, payments, the drawer.
//!
//! Nobody's yet, it is the list of arrears; Enter, or a name that is found, opens an account.

mod account;
mod arrears;
mod collect;
mod drawer;
mod find;
mod forms;
mod income;
mod keep;
mod near;
mod page;
mod pieces;
mod receipt;
mod rows;
mod safe;
mod sell;
mod view;

#[cfg(test)]
mod hour_tests;
#[cfg(test)]
mod keep_tests;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod statement_tests;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use crate::base::{Refused, Say, StudentId};
use crate::desk::ledger::fees::ReceiptAnswer;
use crate::desk::register::GetSchool;
use crate::say;
use crate::tui::app::{Cx, Effect, Look, Screen, Tone};

/// Prints receipts, to paper or to a file: given by whoever starts the program.
pub trait Printer {
    /// Prints a receipt; says where it went.
    ///
    /// # Errors
    /// When the device or the folder can't be written to.
    fn print(&self, receipt: &ReceiptAnswer, look: &Look) -> Result<Say, Refused>;

    /// Has the printer spring the drawer open; nothing where there is none.
    ///
    /// # Errors
    /// When the device does not take it.
    fn spring(&self) -> Result<(), Refused>;
}

/// The printer of this terminal, if it has one.
pub type Paper = Option<Rc<dyn Printer>>;

/// Has the drawer spring open for cash, where the settings say so. What was done stands either way.
fn spring(paper: &Paper, told: Effect, cx: &Cx) -> Effect {
    let wanted = || cx.ask(&GetSchool {}).is_ok_and(|answer| answer.school.fees.spring_drawer);
    let Some(printer) = paper.as_ref().filter(|_| wanted()) else { return told };
    match (printer.spring(), told) {
        (Err(no), Effect::Tell(said, _)) => {
            Effect::Tell(say!("app-said", first = said, second = no.reason), Tone::Warn)
        }
        (_, told) => told,
    }
}

/// The fee desk: a student's account, or nobody's yet.
pub fn screen(who: Option<StudentId>, paper: Paper, cx: &mut Cx) -> Box<dyn Screen> {
    match who {
        Some(student) => Box::new(account::Account::new(student, paper, cx)),
        None => Box::new(arrears::Arrears::new(paper, cx)),
    }
}

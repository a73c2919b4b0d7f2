//! No subcommand: opens the program on the school.

use super::school::Opened;
use super::shell::Shell;
use super::{Ended, school};
use crate::base::{Kind, Refused, Text};
use crate::say;
use crate::tui::start::{Own, config_folder, start};

pub fn run(shell: &Shell) -> Result<Ended, Refused> {
    open(shell, school::open(shell)?)
}

/// Opens the program on a school that is open.
///
/// # Errors
/// When the terminal can't be had.
pub fn open(shell: &Shell, opened: Opened) -> Result<Ended, Refused> {
    let terminal = Text::new(format!("{}", std::process::id()));
    let session = opened.session.desk.session(opened.session.operator, terminal);
    let own = Own::read(config_folder().as_deref());
    match start(session, shell.lang.tongue(), own) {
        Ok(_) => Ok(Ended::Done),
        Err(error) => Err(Refused::new(Kind::Config, say!("cli-no-terminal", why = error.to_string()))
            .hint(say!("cli-no-terminal-hint"))),
    }
}

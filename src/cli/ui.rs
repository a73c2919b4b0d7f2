//! No subcommand: opens the program on the school.

use super::shell::Shell;
use super::{Ended, school};
use crate::base::{Kind, Refused};
use crate::say;

pub fn run(shell: &Shell) -> Result<Ended, Refused> {
    let _opened = school::open(shell)?;
    Err(Refused::new(Kind::Config, say!("cli-no-screen")).hint(say!("cli-no-screen-hint")))
}

//! No subcommand: opens the program on the school.

use std::io::IsTerminal;
use std::rc::Rc;
use std::sync::Arc;

use super::import::files::LocalFiles;
use super::paper::Paper;
use super::school::Opened;
use super::shell::Shell;
use super::{Ended, school};
use crate::base::{Kind, Refused, StaffId, Text};
use crate::desk::{Desk, Session};
use crate::say;
use crate::tui::screens::Outside;
use crate::tui::screens::fees::Printer;
use crate::tui::start::{Own, config_folder, start};

pub fn run(shell: &Shell) -> Result<Ended, Refused> {
    let folder = shell.data()?;
    if school::is_missing(&folder)? && std::io::stdout().is_terminal() {
        // The first run: whoever opens the books becomes O1.
        let session = Desk::open(&folder)?.session(StaffId(1), terminal());
        return on_screen(shell, session);
    }
    open(shell, school::open(shell)?)
}

fn terminal() -> Text {
    Text::new(format!("{}", std::process::id()))
}

/// Opens the program on a school that is open.
///
/// # Errors
/// When the terminal can't be had.
pub fn open(shell: &Shell, opened: Opened) -> Result<Ended, Refused> {
    on_screen(shell, opened.session.desk.session(opened.session.operator, terminal()))
}

fn on_screen(shell: &Shell, session: Session) -> Result<Ended, Refused> {
    let own = Own::read(config_folder().as_deref());
    let paper: Rc<dyn Printer> = Rc::new(Paper::of(shell.data()?));
    let outside = Outside { files: Arc::new(LocalFiles::of(&shell.data()?)), paper: Some(paper) };
    match start(session, shell.lang.tongue(), own, outside) {
        Ok(_) => Ok(Ended::Done),
        Err(error) => Err(Refused::new(Kind::Config, say!("cli-no-terminal", why = error.to_string()))
            .hint(say!("cli-no-terminal-hint"))),
    }
}

//! `config`: where the user's own files are looked for, and what is wrong with them.

use super::Ended;
use super::shell::{Shell, plain};
use crate::base::{Kind, Refused};
use crate::say;
use crate::tui::start::{OWN_FILES, Own, config_folder};

pub fn run(shell: &Shell) -> Result<Ended, Refused> {
    let folder = config_folder().ok_or_else(|| {
        Refused::new(Kind::Config, say!("cli-config-no-folder")).hint(say!("cli-config-no-folder-hint"))
    })?;
    let text = |say: &crate::base::Say| shell.lang.say(say, &plain());
    for name in OWN_FILES {
        let path = folder.join(name);
        let file = path.display().to_string();
        let there = path.try_exists().unwrap_or(true);
        let say = if there {
            say!("cli-config-there", file = file)
        } else {
            say!("cli-config-not-there", file = file)
        };
        shell.answer(&text(&say))?;
    }
    let mut own = Own::read(Some(&folder));
    let _ = own.theme();
    for problem in &own.problems {
        shell.answer(&text(problem))?;
    }
    Ok(if own.problems.is_empty() { Ended::Done } else { Ended::NotWhole })
}

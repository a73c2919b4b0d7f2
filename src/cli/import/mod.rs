//! `import`: a spreadsheet or a OneRoster set, tried first, then brought in as one command.

pub mod files;
mod report;
mod source;

use std::io::{IsTerminal, Write};

use super::args::Import;
use super::school::Opened;
use super::shell::Shell;
use super::{Ended, school};
use crate::base::{Kind, Refused};
use crate::books::register::Comparison;
use crate::exchange::intake::{SavedMappings, Source, compare};
use crate::say;

pub fn run(args: &Import, shell: &Shell) -> Result<Ended, Refused> {
    let opened = school::open(shell)?;
    let saved = SavedMappings::of(&shell.data()?);
    let mut taken = source::read(args, &saved, opened.school.currency.digits())?;
    if let Some(name) = taken.by_saved() {
        let file = saved.file(name).display().to_string();
        shell.tell(&say!("cli-import-by-saved", file = file), &opened.shown);
    }
    let found = compare(&opened.session, &mut taken.source)?;
    let source = &taken.source;
    if args.dry_run {
        report::tell(args, shell, &opened, source, &found)?;
        return Ok(Ended::Done);
    }
    if !source.refused.is_empty() {
        report::keep_refused(shell, &opened, &taken);
    }
    if !may_go_on(args, shell, &opened, source, &found)? {
        return Err(held_back(source));
    }
    if !found.is_idle() {
        opened.session.submit(source.import.clone())?;
    }
    report::tell(args, shell, &opened, source, &found)?;
    let nothing = source.import.rows.is_empty() && !source.refused.is_empty();
    Ok(if nothing { Ended::NotWhole } else { Ended::Done })
}

/// Whether to go on: asked at a terminal; elsewhere `--yes` says so, and needs to only where rows are refused.
fn may_go_on(
    args: &Import,
    shell: &Shell,
    opened: &Opened,
    source: &Source,
    found: &Comparison,
) -> Result<bool, Refused> {
    if args.yes {
        return Ok(true);
    }
    if !(std::io::stdin().is_terminal() && std::io::stderr().is_terminal()) {
        return Ok(source.refused.is_empty());
    }
    let counts =
        say!("cli-import-ask", new = found.new, changed = found.changed, refused = source.refused.len());
    for refused in &source.refused {
        shell.tell(&report::sentence(refused), &opened.shown);
    }
    eprint!("{} ", shell.lang.say(&counts, &opened.shown));
    let _ = std::io::stderr().flush();
    let mut answer = String::new();
    std::io::stdin()
        .read_line(&mut answer)
        .map_err(|error| Refused::new(Kind::Storage, say!("cli-no-input", why = error.to_string())))?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "是" | "好"))
}

fn held_back(source: &Source) -> Refused {
    let say = say!("cli-import-held", refused = source.refused.len(), good = source.import.rows.len());
    Refused::input(say).hint(say!("cli-import-held-hint"))
}

//! `export ledger --format hledger|beancount`: the money ledger for plain text accounting.

use crate::base::Refused;
use crate::books::ledger::fees::FeeJournal;
use crate::cli::args::Export;
use crate::cli::school::Opened;
use crate::cli::shell::Shell;
use crate::exchange::hledger::{Format, journal};
use crate::say;

/// Which program a format is for, if it is one of plain text accounting.
pub fn format(name: &str) -> Option<Format> {
    match name {
        "hledger" => Some(Format::Hledger),
        "beancount" => Some(Format::Beancount),
        _ => None,
    }
}

/// The journal, and how many transactions it has.
///
/// # Errors
/// When something else than the ledger is to be written, or it may not be asked for.
pub fn text(
    args: &Export,
    format: Format,
    shell: &Shell,
    opened: &Opened,
) -> Result<(String, usize), Refused> {
    if args.what != "ledger" {
        return Err(Refused::input(say!("cli-export-ledger-only")).hint(say!("cli-export-ledger-only-hint")));
    }
    let entries = opened.session.ask(&FeeJournal { from: args.from, until: args.until })?;
    let describe = |said: &crate::base::Say| shell.lang.say(said, &opened.shown);
    let text = journal(&entries, &opened.school.currency, format, &describe);
    Ok((text, entries.len()))
}

//! `export`: a list of the books as csv, xlsx or json; the roster as a OneRoster set; or the ledger for plain
//! text accounting.

mod accounts;
mod oneroster;
mod tables;

use std::io::{IsTerminal, Write};
use std::path::Path;

use super::args::Export;
use super::shell::Shell;
use super::{Ended, school};
use crate::base::{Kind, Refused};
use crate::exchange::write;
use crate::say;

/// What can be exported as a table.
pub const TABLES: &[&str] = &["roster", "attendance", "points", "ledger", "tickets", "leaderboard"];
/// As what.
pub const FORMATS: [&str; 5] = ["csv", "xlsx", "json", "hledger", "beancount"];
/// The roster as a set of the 1EdTech format.
pub const ONEROSTER: &str = "oneroster";

pub fn run(args: &Export, shell: &Shell) -> Result<Ended, Refused> {
    let opened = school::open(shell)?;
    if args.what == ONEROSTER {
        return oneroster::run(args, shell, &opened);
    }
    let format = format(args);
    let (bytes, rows) = match accounts::format(format) {
        Some(program) => {
            let (text, entries) = accounts::text(args, program, shell, &opened)?;
            (text.into_bytes(), entries)
        }
        None => {
            let table = tables::table(args, shell, &opened)?;
            let bytes = match format {
                "json" => format!("{:#}\n", write::json(&table)).into_bytes(),
                "xlsx" => write::xlsx(&table)?,
                _ => write::csv(&table)?,
            };
            (bytes, table.rows.len())
        }
    };
    match &args.out {
        Some(file) => {
            keep(file, &bytes)?;
            let say = say!("cli-export-done", rows = rows, file = file.display().to_string());
            shell.tell(&say, &opened.shown);
        }
        None if format == "xlsx" && std::io::stdout().is_terminal() => {
            return Err(Refused::input(say!("cli-export-binary")).hint(say!("cli-export-binary-hint")));
        }
        None => to_stdout(&bytes)?,
    }
    Ok(Ended::Done)
}

/// The format that was asked for, else the one that the file's name ends in, else csv.
fn format(args: &Export) -> &str {
    let ending = args.out.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str());
    let by_name = ending.filter(|ending| FORMATS.contains(ending));
    args.format.as_deref().or(by_name).unwrap_or("csv")
}

/// Writes a file whole or not at all: what is half written would look like a list.
pub fn keep(file: &Path, bytes: &[u8]) -> Result<(), Refused> {
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    let part = file.with_file_name(format!(".{name}.part"));
    let written = std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, file));
    written.map_err(|error| {
        let _ = std::fs::remove_file(&part);
        write_failed(file, &error)
    })
}

fn write_failed(file: &Path, error: &std::io::Error) -> Refused {
    let say = say!("cli-export-failed", file = file.display().to_string(), why = error.to_string());
    Refused::new(Kind::Storage, say).hint(say!("cli-export-failed-hint"))
}

fn to_stdout(bytes: &[u8]) -> Result<(), Refused> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Refused::new(Kind::Storage, say!("cli-no-output", why = error.to_string())))
        }
        _ => Ok(()),
    }
}

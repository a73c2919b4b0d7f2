//! The command line: arguments in, exit code out. Each subcommand is a file of its own, thin over the
//! desk. Answers go to stdout, messages to stderr; the exit code is 0 for done, 1 for refused or not
//! whole, 2 for wrong use.

mod args;
mod ask;
mod config;
pub mod demo;
pub mod docs;
mod export;
mod import;
mod init;
mod paper;
mod school;
mod script;
mod shell;
mod ui;
mod verify;

use std::ffi::OsString;
use std::process::ExitCode;

use args::{Cli, Sub};
use shell::Shell;

use crate::base::Refused;

/// How a subcommand ended that was not refused.
enum Ended {
    /// Done.
    Done,
    /// Done, and what was looked at is not whole; or some of it was refused.
    NotWhole,
}

/// Runs the program with these arguments, the first being its own name.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let lang = shell::language(&args);
    let cli = match args::parse(&args, &lang) {
        Ok(cli) => cli,
        Err(usage) => return usage.tell(),
    };
    let shell = Shell { lang, data: cli.data.clone(), operator: cli.operator.clone() };
    match run(cli, &shell) {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::NotWhole) => ExitCode::FAILURE,
        Err(refused) => {
            shell.refuse(&refused);
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli, shell: &Shell) -> Result<Ended, Refused> {
    match cli.command {
        None => ui::run(shell),
        Some(Sub::Init(args)) => init::run(&args, shell),
        Some(Sub::Import(args)) => import::run(&args, shell),
        Some(Sub::Export(args)) => export::run(&args, shell),
        Some(Sub::Demo(args)) => demo::run(&args, shell),
        Some(Sub::Verify(args)) => verify::run(&args, shell),
        Some(Sub::Config) => config::run(shell),
        Some(Sub::Do) => script::run(shell),
        Some(Sub::Ask(args)) => ask::run(&args, shell),
    }
}

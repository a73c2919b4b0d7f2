//! `demo`: a believable school, made through the desk's own commands. The clock stands still and is
//! walked through the weeks, chance comes from the seed: the same seed and day give the same school,
//! byte for byte. It is made in memory and goes into the store as one commit.
//!
//! A counter of the house that has something to show adds a step of its own to [`make`] or [`days`].

mod days;
mod maker;
mod names;
mod people;
mod prices;
mod quality;
mod queue;
mod setup;
mod till;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use super::args::Demo;
use super::shell::{Shell, no_home, plain};
use super::{Ended, school, ui};
use crate::base::{Day, Refused};
use crate::desk::Desk;
use crate::lang::Lang;
use crate::say;
use crate::store::{Batch, Direction, Engine, Memory, Redb, journal};
use maker::{Maker, TERMINAL};

pub(super) fn run(args: &Demo, shell: &Shell) -> Result<Ended, Refused> {
    let folder = folder(shell)?;
    let store = Redb::open(&folder)?;
    let place = folder.display().to_string();
    if journal::head(&*store.snapshot()?)?.0 == 0 {
        shell.tell(&say!("cli-demo-making", students = args.students, weeks = args.weeks), &plain());
        let today = args.today.unwrap_or(plain().today);
        let size = Size { students: args.students, weeks: args.weeks };
        keep(&make(size, args.seed, today, &shell.lang)?, &store)?;
        shell.tell(&say!("cli-demo-made", folder = place), &plain());
    } else {
        shell.tell(&say!("cli-demo-again", folder = place), &plain());
    }
    drop(store);
    if args.no_ui {
        return Ok(Ended::Done);
    }
    ui::open(shell, school::signed_on(Desk::open(&folder)?, shell.operator.as_deref(), &folder)?)
}

/// The demo school's own folder: the one that was given, unless a real school lives there.
fn folder(shell: &Shell) -> Result<PathBuf, Refused> {
    const NAME: &str = "rollbook-demo";
    let Some(given) = &shell.data else {
        return directories::BaseDirs::new().map(|dirs| dirs.data_dir().join(NAME)).ok_or_else(no_home);
    };
    Ok(if is_real(given)? { given.join(NAME) } else { given.clone() })
}

fn is_real(folder: &Path) -> Result<bool, Refused> {
    if school::is_missing(folder)? {
        return Ok(false);
    }
    let store = Redb::open(folder)?;
    let first = journal::entry(&*store.snapshot()?, 1)?;
    Ok(first.is_some_and(|entry| entry.terminal.as_str() != TERMINAL))
}

/// How large a demo school is.
#[derive(Clone, Copy)]
pub struct Size {
    /// Students, counting those who joined on the way.
    pub students: u32,
    /// Weeks of teaching up to today.
    pub weeks: u32,
}

/// Makes the school. Its last lessons were yesterday's; today's wait for whoever opens it.
///
/// # Errors
/// When a command is refused that should not be.
pub fn make(size: Size, seed: u64, today: Day, lang: &Lang) -> Result<Memory, Refused> {
    let engine = Memory::new();
    let mut maker = Maker::new(engine.clone(), size, seed, today);
    setup::school(&mut maker, lang)?;
    let classes = setup::classes(&mut maker)?;
    people::first(&mut maker, &classes)?;
    setup::lessons(&mut maker)?;
    days::yesterday(&mut maker, &classes)?;
    days::walk(&mut maker, &classes)?;
    days::today(&mut maker, &classes)?;
    Ok(engine)
}

/// Puts everything that the one engine holds into the other, in one commit.
fn keep(from: &Memory, into: &Redb) -> Result<(), Refused> {
    let snapshot = from.snapshot()?;
    let mut batch = Batch::new();
    for table in 0..=u8::MAX {
        for (key, value) in snapshot.scan(table, &[], &[], Direction::Up, usize::MAX)? {
            batch.insert((table, key), Some(value));
        }
    }
    Ok(into.commit(&batch)?)
}

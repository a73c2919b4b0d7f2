//! Files for the program's screens: the same reading as `rollbook import`.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::base::{Kind, Refused, Text};
use crate::books::register::InitSchool;
use crate::desk::{Receipt, Session};
use crate::exchange::intake::{self, Opened, Plan, Saved, SavedMappings, Source};
use crate::exchange::shipped;
use crate::lang::{Lang, Shown};
use crate::say;
use crate::tui::files::{Files, Offer};

/// The files of this machine.
pub struct LocalFiles {
    saved: SavedMappings,
}

impl LocalFiles {
    /// Files, with the mappings that are saved beside that data.
    pub fn of(data: &Path) -> LocalFiles {
        LocalFiles { saved: SavedMappings::of(data) }
    }
}

/// Names looked at in a folder; more are left out.
const LOOKED_AT_MOST: usize = 5_000;

impl Files for LocalFiles {
    fn complete(&self, typed: &str) -> Result<Vec<Offer>, Refused> {
        // What was typed before the last slash stays as it is: `~/` is not written out.
        let typed = if typed == "~" { "~/" } else { typed };
        let cut = typed.rfind(std::path::is_separator).map_or(0, |at| at + 1);
        let (before, begin) = typed.split_at(cut);
        let folder = if before.is_empty() { PathBuf::from(".") } else { at_home(before) };
        let found = std::fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))?;
        let offer = |entry: std::fs::DirEntry| {
            let name = entry.file_name().into_string().ok()?;
            let hidden = name.starts_with('.') && !begin.starts_with('.');
            if hidden || !begins(&name, begin) {
                return None;
            }
            let folder = entry.path().is_dir();
            let slash = if folder { "/" } else { "" };
            Some(Offer { path: format!("{before}{name}{slash}"), name: Text::new(&name), folder })
        };
        let mut offers: Vec<Offer> =
            found.take(LOOKED_AT_MOST).filter_map(Result::ok).filter_map(offer).collect();
        offers.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(offers)
    }

    fn open(&self, path: &str) -> Result<Opened, Refused> {
        Ok(intake::open(&as_meant(path))?)
    }

    fn saved(&self) -> Vec<Saved> {
        self.saved.all()
    }

    fn save(&self, opened: &Opened, plan: &Plan) -> Result<(Text, PathBuf), Refused> {
        self.saved.save(&opened.path, &plan.mapping)
    }

    fn keep(
        &self,
        opened: &Opened,
        plan: Option<&Plan>,
        source: &Source,
        words: (&Lang, &Shown),
    ) -> Result<(), Refused> {
        intake::keep(opened, plan, source, words)
    }

    fn open_school(&self, session: &Session, init: InitSchool, lang: &Lang) -> Result<Receipt, Refused> {
        shipped::open(session, init, lang)
    }
}

/// Whether a name begins so; small letters stand for capitals too.
fn begins(name: &str, begin: &str) -> bool {
    let mut rest = name.chars();
    begin
        .chars()
        .all(|typed| rest.next().is_some_and(|c| c == typed || c.to_lowercase().eq(std::iter::once(typed))))
}

fn unreadable(folder: &Path, error: &std::io::Error) -> Refused {
    let folder = folder.display().to_string();
    if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) {
        let no = Refused::new(Kind::Missing, say!("import-no-folder", folder = folder));
        return no.hint(say!("import-hint-path"));
    }
    let why = error.to_string();
    Refused::new(Kind::Storage, say!("import-folder-unreadable", folder = folder, why = why))
        .hint(say!("import-hint-permission"))
}

/// A path as people type it: `~/` is their own folder.
fn at_home(typed: &str) -> PathBuf {
    let rest = typed.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with(['/', '\\']));
    match (rest, directories::BaseDirs::new()) {
        (Some(rest), Some(dirs)) => dirs.home_dir().join(rest.trim_start_matches(['/', '\\'])),
        _ => PathBuf::from(typed),
    }
}

/// The path that is meant: as it stands if it is there, else without what a terminal puts around a file that
/// is dropped on it: blanks, quotation marks, backslashes before blanks.
fn as_meant(typed: &str) -> PathBuf {
    let path = at_home(typed);
    if path.exists() {
        return path;
    }
    let bare = typed.trim();
    let quoted = |mark: char| bare.strip_prefix(mark)?.strip_suffix(mark);
    let bare = quoted('\'').or(quoted('"')).unwrap_or(bare);
    let mut meant = String::new();
    let mut chars = bare.chars().peekable();
    while let Some(c) = chars.next() {
        let escapes = c == '\\' && chars.peek().is_some_and(|next| !next.is_alphanumeric());
        meant.extend(if escapes { chars.next() } else { Some(c) });
    }
    [at_home(bare), at_home(&meant)].into_iter().find(|path| path.exists()).unwrap_or(path)
}

#[cfg(test)]
#[path = "files_tests.rs"]
mod tests;

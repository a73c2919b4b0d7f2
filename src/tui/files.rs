//! What the screens need of files, and don't do themselves: whoever starts the program brings it along. Work with
//! files may be slow, so that it may be asked for from any thread.

use std::path::PathBuf;

use crate::base::{Refused, Say, Text};
use crate::desk::register::InitSchool;
use crate::desk::{Receipt, Session};
use crate::exchange::intake::{Opened, Plan, Saved, Source};
use crate::lang::{Lang, Shown};

/// Something that a path which is being typed may become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The path, as it would be typed; a folder's ends with a slash.
    pub path: String,
    /// Its last part.
    pub name: Text,
    /// Whether it is a folder.
    pub folder: bool,
}

/// Reads files, keeps mappings of columns, and opens a school with what ships for it.
pub trait Files: Send + Sync {
    /// Files and folders whose path begins so, for completion.
    ///
    /// # Errors
    /// When the folder can't be read.
    fn complete(&self, typed: &str) -> Result<Vec<Offer>, Refused>;

    /// Reads a file whole.
    ///
    /// # Errors
    /// When it can't be read, or is nothing that can be imported.
    fn open(&self, path: &str) -> Result<Opened, Refused>;

    /// The mappings that were saved.
    fn saved(&self) -> Vec<Saved>;

    /// Saves a plan's mapping for files with the same header; gives its name and where it lies.
    ///
    /// # Errors
    /// When it can't be written.
    fn save(&self, opened: &Opened, plan: &Plan) -> Result<(Text, PathBuf), Refused>;

    /// Writes the refused rows beside their source, in the words of that language.
    ///
    /// # Errors
    /// When they can't be written.
    fn keep(
        &self,
        opened: &Opened,
        plan: Option<&Plan>,
        source: &Source,
        words: (&Lang, &Shown),
    ) -> Result<(), Refused>;

    /// Opens the books of a new school with the rules and tiers that ship in that language.
    ///
    /// # Errors
    /// When a school is there already, or the store fails.
    fn open_school(&self, session: &Session, init: InitSchool, lang: &Lang) -> Result<Receipt, Refused>;
}

/// No files: for whoever draws or drives the program without a disk. A school opened so has no rules yet.
pub struct NoFiles;

fn nothing() -> Refused {
    Refused::input(Say::new("import-not-found"))
}

impl Files for NoFiles {
    fn complete(&self, _: &str) -> Result<Vec<Offer>, Refused> {
        Ok(Vec::new())
    }

    fn open(&self, _: &str) -> Result<Opened, Refused> {
        Err(nothing())
    }

    fn saved(&self) -> Vec<Saved> {
        Vec::new()
    }

    fn save(&self, _: &Opened, _: &Plan) -> Result<(Text, PathBuf), Refused> {
        Err(nothing())
    }

    fn keep(&self, _: &Opened, _: Option<&Plan>, _: &Source, _: (&Lang, &Shown)) -> Result<(), Refused> {
        Err(nothing())
    }

    fn open_school(&self, session: &Session, init: InitSchool, _: &Lang) -> Result<Receipt, Refused> {
        session.submit(init)
    }
}

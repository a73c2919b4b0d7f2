//! Which file is imported, and how it is read: by a mapping that is named, or saved, or found.

use std::path::Path;

use crate::base::{Refused, Text};
use crate::cli::args::Import;
use crate::exchange::columns::Mapping;
use crate::exchange::intake::{self, Opened, Origin, Plan, SavedMappings, Source};
use crate::say;

/// A file that was read.
pub struct Taken {
    /// The file.
    pub opened: Opened,
    /// How it was read; none for a set.
    pub plan: Option<Plan>,
    /// What it asks for.
    pub source: Source,
}

impl Taken {
    /// The name of the saved mapping that was taken up by itself.
    pub fn by_saved(&self) -> Option<&Text> {
        match self.plan.as_ref().map(|plan| &plan.origin) {
            Some(Origin::Saved(name)) => Some(name),
            _ => None,
        }
    }
}

/// Reads a file. `digits` is the currency's count of decimals.
///
/// # Errors
/// When the file, or the mapping's, can't be read; what is wrong with single rows is in the answer.
pub fn read(args: &Import, saved: &SavedMappings, digits: u8) -> Result<Taken, Refused> {
    let file = &args.file;
    let opened = intake::open(file).map_err(|error| in_file(file, error.into()))?;
    let sheet = args.sheet.as_deref().map(|name| opened.sheet_named(name)).transpose();
    let sheet = sheet.map_err(|refused| in_file(file, refused))?;
    let plan = match &args.mapping {
        None => opened.plan(sheet, &saved.all()),
        Some(mapping) => opened.fit(&named_mapping(mapping, saved)?, sheet),
    };
    let plan = plan.map_err(|error| in_file(file, error.into()))?;
    let source = opened.take(plan.as_ref(), digits);
    Ok(Taken { opened, plan, source })
}

/// The mapping of that file, or the one that was saved under that name.
fn named_mapping(given: &Path, saved: &SavedMappings) -> Result<Mapping, Refused> {
    let file = match given.to_str().map(|name| saved.file(name)) {
        Some(file) if !given.exists() && file.is_file() => file,
        _ => given.to_owned(),
    };
    intake::read_mapping(&file).map_err(|refused| in_file(&file, refused))
}

/// A refusal that names the file it speaks of.
fn in_file(file: &Path, refused: Refused) -> Refused {
    let reason = say!("cli-in-file", file = file.display().to_string(), reason = refused.reason);
    Refused { reason, ..refused }
}

//! Mappings that were saved: one JSON file each, in the folder `mappings` of the data folder. One whose header is
//! that of a file, name by name, is taken up by itself.

use std::fs;
use std::path::{Path, PathBuf};

use crate::base::{Kind, Refused, Text};
use crate::exchange::ReadError;
use crate::exchange::columns::{Column, Mapping};
use crate::exchange::kind;
use crate::say;

/// The most mappings that are looked through.
const LOOKED_AT_MOST: usize = 500;
/// The longest name, in characters, that a mapping's file is given.
const NAME_MOST: usize = 60;

/// A mapping with the name it was saved under.
#[derive(Clone, Debug, PartialEq)]
pub struct Saved {
    /// Its name: that of its file without the ending.
    pub name: Text,
    /// What it says.
    pub mapping: Mapping,
}

/// The folder of saved mappings.
#[derive(Clone, Debug)]
pub struct SavedMappings {
    folder: PathBuf,
}

impl SavedMappings {
    /// Those of the school whose data is in that folder.
    pub fn of(data: &Path) -> SavedMappings {
        SavedMappings { folder: data.join("mappings") }
    }

    /// The file of a mapping of that name.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.json"))
    }

    /// All of them, by name. A file that can't be read fits nothing, and is passed over.
    pub fn all(&self) -> Vec<Saved> {
        let Ok(found) = fs::read_dir(&self.folder) else { return Vec::new() };
        let paths = found.filter_map(Result::ok).map(|entry| entry.path());
        let json = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "json");
        let mut paths: Vec<PathBuf> = paths.filter(json).take(LOOKED_AT_MOST).collect();
        paths.sort();
        let read = |path: PathBuf| {
            let name = Text::new(path.file_stem()?.to_string_lossy());
            Some(Saved { name, mapping: read_mapping(&path).ok()? })
        };
        paths.into_iter().filter_map(read).collect()
    }

    /// Saves a mapping: over the one of the same header if there is one, else under the name of the file that it
    /// was made for. Says the name, and where it lies.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn save(&self, source: &Path, mapping: &Mapping) -> Result<(Text, PathBuf), Refused> {
        let all = self.all();
        let same = all.iter().find(|one| titles_of(&one.mapping) == titles_of(mapping));
        let name = match same {
            Some(same) => same.name.to_string(),
            None => free_name(source, &all),
        };
        let path = self.file(&name);
        let text = serde_json::to_string_pretty(mapping).unwrap_or_default();
        let written = fs::create_dir_all(&self.folder).and_then(|()| fs::write(&path, text));
        match written {
            Ok(()) => Ok((Text::new(name), path)),
            Err(error) => {
                let reason = say!("import-not-written", why = error.to_string());
                Err(Refused::new(Kind::Storage, reason).hint(say!("import-hint-permission")))
            }
        }
    }
}

/// A name that no other header has, made of the file's own.
fn free_name(source: &Path, taken: &[Saved]) -> String {
    let stem = source.file_stem().unwrap_or_default().to_string_lossy();
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' };
    let stem: String = stem.trim_start_matches('.').chars().take(NAME_MOST).map(plain).collect();
    let stem = if stem.is_empty() { "mapping".to_owned() } else { stem };
    let free = |name: &String| taken.iter().all(|one| one.name.as_str() != name);
    let numbered = (2..).map(|n| format!("{stem}-{n}"));
    std::iter::once(stem.clone()).chain(numbered).find(free).unwrap_or(stem)
}

/// Reads a mapping's file.
///
/// # Errors
/// When it can't be read, or holds no mapping.
pub fn read_mapping(file: &Path) -> Result<Mapping, Refused> {
    let bytes = kind::load(file).map_err(|error: ReadError| Refused::from(error))?;
    serde_json::from_slice(&bytes).map_err(|error| {
        Refused::new(Kind::Config, say!("import-bad-mapping", detail = error.to_string()))
            .hint(say!("import-bad-mapping-hint"))
    })
}

/// All columns of a mapping's file, from left to right.
pub fn titles(mapping: &Mapping) -> Vec<Column> {
    let mut columns: Vec<Column> = mapping.columns.values().chain(&mapping.unmapped).cloned().collect();
    columns.sort_by_key(|column| column.index);
    columns.dedup();
    columns
}

fn titles_of(mapping: &Mapping) -> Vec<Text> {
    titles(mapping).into_iter().map(|column| column.title).collect()
}

/// The saved mapping that was made for one of these headers, laid over it: same names in the same order, whatever
/// columns stand blank between.
pub fn same_header(saved: &[Saved], headers: &[(u32, Vec<Column>)]) -> Option<(Text, Mapping)> {
    saved.iter().find_map(|one| {
        let old = titles(&one.mapping);
        let same = |new: &&(u32, Vec<Column>)| {
            !old.is_empty()
                && new.1.len() == old.len()
                && new.1.iter().zip(&old).all(|(new, old)| new.title == old.title)
        };
        let (header_row, new) = headers.iter().find(same)?;
        let now = |column: &Column| {
            let at = old.iter().position(|one| one.index == column.index)?;
            new.get(at).cloned()
        };
        let columns = one.mapping.columns.iter();
        let mapping = Mapping {
            header_row: *header_row,
            columns: columns.filter_map(|(field, column)| Some((*field, now(column)?))).collect(),
            unmapped: one.mapping.unmapped.iter().filter_map(now).collect(),
        };
        Some((one.name.clone(), mapping))
    })
}

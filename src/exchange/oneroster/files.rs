//! The files of a set, from a folder or a zip.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

use crate::exchange::ReadError;

/// Csv files by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The most that all files of a set may hold, in MiB.
const SET_MIB_MAX: u64 = 48;
/// The most files that are looked at.
const FILES_MAX: usize = 1_000;

/// Takes the csv files of a folder; folders in it are passed over.
///
/// # Errors
/// When it can't be read, holds no csv, or is beyond the limits.
pub fn from_folder(folder: &Path) -> Result<Files, ReadError> {
    let mut files = Files::new();
    let mut left = SET_MIB_MAX << 20;
    for entry in std::fs::read_dir(folder)?.take(FILES_MAX) {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|n| is_csv(n)) else {
            continue;
        };
        if path.is_file() {
            let bytes = read_within(&mut std::fs::File::open(&path)?, &mut left)?;
            files.insert(name.to_owned(), bytes);
        }
    }
    if files.is_empty() { Err(ReadError::Empty) } else { Ok(files) }
}

/// Takes the csv files of a zip. They may stand together in one folder.
///
/// # Errors
/// When it is no zip, holds no csv, or is beyond the limits.
pub fn from_zip(bytes: &[u8]) -> Result<Files, ReadError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::Damaged)?;
    if archive.len() > FILES_MAX {
        return Err(ReadError::TooMuch);
    }
    let mut files = Files::new();
    let mut left = SET_MIB_MAX << 20;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|_| ReadError::Damaged)?;
        let path = String::from_utf8_lossy(entry.name_raw()).replace('\\', "/");
        let name = path.rsplit('/').next().unwrap_or(&path);
        // What a Mac puts beside the files is none of them.
        if !is_csv(name) || path.starts_with("__MACOSX/") || entry.is_dir() {
            continue;
        }
        let bytes = read_within(&mut entry, &mut left)?;
        if files.insert(name.to_owned(), bytes).is_some() {
            return Err(ReadError::Damaged);
        }
    }
    if files.is_empty() { Err(ReadError::Empty) } else { Ok(files) }
}

fn is_csv(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".csv") && !name.starts_with('.')
}

fn read_within(from: &mut impl Read, left: &mut u64) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    from.take(*left + 1).read_to_end(&mut bytes).map_err(|error| match error.kind() {
        std::io::ErrorKind::InvalidData | std::io::ErrorKind::InvalidInput => ReadError::Damaged,
        _ => error.into(),
    })?;
    *left = left.checked_sub(bytes.len() as u64).ok_or(ReadError::TooBig(SET_MIB_MAX))?;
    Ok(bytes)
}

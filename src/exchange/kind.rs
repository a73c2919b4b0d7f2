//! What a file is, judged by its content: a name's ending is often wrong.

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use super::ReadError;

/// The largest file that is taken in, in MiB.
pub const FILE_MIB_MAX: u64 = 32;
/// The most entries that a zip may have.
const ZIP_ENTRIES_MAX: usize = 4_096;

/// What can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// An .xlsx workbook.
    Workbook,
    /// Text with separators: csv and its like.
    Delimited,
    /// A set of OneRoster files, in a folder or a zip.
    OneRoster,
}

/// Judges what a path leads to. A folder is taken for a OneRoster set if it holds one of its files.
///
/// # Errors
/// When it is nothing that can be imported, which says what it is.
pub fn judge(path: &Path) -> Result<Source, ReadError> {
    if path.is_dir() {
        let known = |name: &str| path.join(name).is_file();
        return match ["manifest.csv", "users.csv", "orgs.csv"].iter().any(|name| known(name)) {
            true => Ok(Source::OneRoster),
            false => Err(ReadError::Folder),
        };
    }
    judge_bytes(&load(path)?)
}

/// Reads a whole file, up to the limit.
///
/// # Errors
/// When it isn't there, is a folder, is empty, too big or unreadable.
pub fn load(path: &Path) -> Result<Vec<u8>, ReadError> {
    if path.is_dir() {
        return Err(ReadError::Folder);
    }
    let limit = FILE_MIB_MAX << 20;
    let mut bytes = Vec::new();
    // Reading one byte beyond the limit tells a device or a growing file from a file of that size.
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 {
        0 => Err(ReadError::Empty),
        n if n > limit => Err(ReadError::TooBig(FILE_MIB_MAX)),
        _ => Ok(bytes),
    }
}

/// Judges the content of a file.
///
/// # Errors
/// When it is nothing that can be imported, which says what it is.
pub fn judge_bytes(bytes: &[u8]) -> Result<Source, ReadError> {
    if bytes.iter().all(|b| b.is_ascii_whitespace()) || bytes == b"\xef\xbb\xbf" {
        return Err(ReadError::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return judge_zip(bytes);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Err(judge_compound(bytes));
    }
    for (magic, kind) in MAGIC {
        if bytes.starts_with(magic) {
            return Err(ReadError::OtherKind(kind));
        }
    }
    let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if !utf16 && bytes.contains(&0) {
        return Err(ReadError::Binary);
    }
    if looks_like_markup(bytes) {
        return Err(ReadError::OtherKind("HTML"));
    }
    Ok(Source::Delimited)
}

const MAGIC: [(&[u8], &str); 14] = [
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM6", "BMP"),
    (b"RIFF", "RIFF"),
    (b"II*\0", "TIFF"),
    (b"{\\rtf", "RTF"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "RAR"),
    (b"\x1f\x8b", "gzip"),
    (b"\x7fELF", "ELF"),
    (b"SQLite format 3\0", "SQLite"),
    (b"redb\x1a\n", "redb"),
];

/// Many systems export a web page under the name `.xls`.
fn looks_like_markup(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).to_ascii_lowercase();
    let head = head.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    ["<html", "<!doctype", "<?xml", "<table", "<meta"].iter().any(|tag| head.starts_with(tag))
}

/// The old compound format holds .xls, .doc, .ppt, and workbooks under a password. Its directory
/// names the streams in UTF-16.
fn judge_compound(bytes: &[u8]) -> ReadError {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if holds("EncryptedPackage") {
        ReadError::Encrypted
    } else if holds("WordDocument") {
        ReadError::OtherKind("Word")
    } else if holds("PowerPoint Document") {
        ReadError::OtherKind("PowerPoint")
    } else {
        ReadError::OldExcel
    }
}

fn judge_zip(bytes: &[u8]) -> Result<Source, ReadError> {
    // Opening it keeps something of each entry: count them by their marks before.
    if memchr::memmem::find_iter(bytes, b"PK\x01\x02").take(ZIP_ENTRIES_MAX + 1).count() > ZIP_ENTRIES_MAX {
        return Err(ReadError::TooMuch);
    }
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::Damaged)?;
    if archive.is_empty() {
        return Err(ReadError::Empty);
    }
    let names: Vec<String> =
        archive.file_names_raw().map(|raw| String::from_utf8_lossy(raw).replace('\\', "/")).collect();
    let has = |test: &dyn Fn(&str) -> bool| names.iter().any(|name| test(name));
    if has(&|n| n.eq_ignore_ascii_case("xl/workbook.xml")) {
        return Ok(Source::Workbook);
    }
    for (part, kind) in [
        ("xl/workbook.bin", "xlsb"),
        ("word/document.xml", "Word"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("content.xml", "OpenDocument"),
        ("meta-inf/manifest.mf", "Java"),
    ] {
        if has(&|n| n.eq_ignore_ascii_case(part)) {
            return Err(ReadError::OtherKind(kind));
        }
    }
    // Some systems zip the folder, not the files in it.
    if has(&|n| matches!(n.rsplit('/').next(), Some("manifest.csv" | "users.csv" | "orgs.csv"))) {
        return Ok(Source::OneRoster);
    }
    // A package of another office program names its main part itself.
    match has(&|n| n == "[Content_Types].xml") {
        true => Ok(Source::Workbook),
        false => Err(ReadError::OtherKind("zip")),
    }
}

//! Why a file can't be read.

use crate::base::{Kind, Refused, Say};

/// Why a file can't be read at all. What is wrong with single rows is told row by row instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No such file.
    #[error("no such file")]
    NotFound,
    /// The system does not let us read it.
    #[error("unreadable: {0}")]
    Unreadable(String),
    /// A folder where a file was expected.
    #[error("a folder")]
    Folder,
    /// Nothing in it.
    #[error("empty")]
    Empty,
    /// More than we take in; the limit in MiB.
    #[error("larger than {0} MiB")]
    TooBig(u64),
    /// A workbook of Excel 97–2003 (.xls).
    #[error("an old .xls workbook")]
    OldExcel,
    /// Protected by a password.
    #[error("protected by a password")]
    Encrypted,
    /// Another kind of file; the name of the kind.
    #[error("another kind of file: {0}")]
    OtherKind(&'static str),
    /// Neither a workbook nor text.
    #[error("neither a workbook nor text")]
    Binary,
    /// It breaks off, or contradicts itself.
    #[error("damaged")]
    Damaged,
    /// More rows than we take in.
    #[error("more than {0} rows")]
    TooManyRows(u32),
    /// More columns than we take in.
    #[error("more than {0} columns")]
    TooManyColumns(u32),
    /// More cells, or more text in them, than we take in.
    #[error("too much in it")]
    TooMuch,
    /// A cell holds more text than a cell may.
    #[error("row {row}: a cell longer than {limit}")]
    LongCell {
        /// Its row.
        row: u32,
        /// The longest text that is taken, in bytes.
        limit: usize,
    },
    /// A quotation mark is opened in that line and never closed.
    #[error("line {0}: a quotation mark that is never closed")]
    OpenQuote(u32),
    /// No row names the columns.
    #[error("no header row")]
    NoHeader,
    /// A saved mapping names a column that the file has not.
    #[error("no column {0:?}")]
    NoColumn(String),
}

impl From<std::io::Error> for ReadError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => ReadError::NotFound,
            std::io::ErrorKind::IsADirectory => ReadError::Folder,
            _ => ReadError::Unreadable(error.to_string()),
        }
    }
}

impl From<ReadError> for Refused {
    fn from(error: ReadError) -> Self {
        let say = |key| Refused::input(Say::new(key));
        let save_as = |refused: Refused| refused.hint(Say::new("import-hint-save-as"));
        let smaller = |refused: Refused| refused.hint(Say::new("import-hint-smaller"));
        match error {
            ReadError::NotFound => {
                Refused::new(Kind::Missing, Say::new("import-not-found")).hint(Say::new("import-hint-path"))
            }
            ReadError::Unreadable(why) => {
                Refused::new(Kind::Storage, Say::new("import-unreadable").with("why", why))
                    .hint(Say::new("import-hint-permission"))
            }
            ReadError::Folder => say("import-folder").hint(Say::new("import-hint-path")),
            ReadError::Empty => say("import-empty").hint(Say::new("import-hint-path")),
            ReadError::TooBig(mib) => smaller(Refused::input(Say::new("import-too-big").with("mib", mib))),
            ReadError::OldExcel => save_as(say("import-old-excel")),
            ReadError::Encrypted => say("import-encrypted").hint(Say::new("import-hint-password")),
            ReadError::OtherKind(kind) => {
                save_as(Refused::input(Say::new("import-other-kind").with("kind", kind)))
            }
            ReadError::Binary => save_as(say("import-binary")),
            ReadError::Damaged => save_as(say("import-damaged")),
            ReadError::TooManyRows(limit) => {
                smaller(Refused::input(Say::new("import-too-many-rows").with("limit", limit)))
            }
            ReadError::TooManyColumns(limit) => {
                smaller(Refused::input(Say::new("import-too-many-columns").with("limit", limit)))
            }
            ReadError::TooMuch => smaller(say("import-too-much")),
            ReadError::LongCell { row, limit } => {
                Refused::input(Say::new("import-long-cell").with("row", row).with("limit", limit))
                    .hint(Say::new("import-hint-row"))
            }
            ReadError::OpenQuote(line) => Refused::input(Say::new("import-open-quote").with("line", line))
                .hint(Say::new("import-hint-row")),
            ReadError::NoHeader => say("import-no-header").hint(Say::new("import-hint-header")),
            ReadError::NoColumn(title) => Refused::input(Say::new("import-no-column").with("title", title))
                .hint(Say::new("import-hint-mapping")),
        }
    }
}

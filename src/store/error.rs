//! What the store refuses, and why.

use std::path::PathBuf;

use crate::base::{Kind, Refused, Say};

/// Why the store did not do what was asked. Nothing was acknowledged.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process holds the store.
    #[error("the store in {0} is open elsewhere")]
    Held(PathBuf),
    /// Written by a later version of the program.
    #[error("the store has format {found}, this program reads up to {known}")]
    Newer {
        /// The format that the store says it has.
        found: u32,
        /// The latest that this program reads.
        known: u32,
    },
    /// What is there can't be read as what it should be.
    #[error("the store is damaged: {0}")]
    Corrupt(String),
    /// The disk or the system said no.
    #[error("the disk did not do it: {0}")]
    Io(String),
}

impl StoreError {
    /// A row that does not read as what its table holds.
    pub fn bad_row(table: &str, key: &[u8]) -> StoreError {
        let key: String = key.iter().map(|b| format!("{b:02x}")).collect();
        StoreError::Corrupt(format!("{table} {key}"))
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Refused {
        let detail = error.to_string();
        let (kind, key, hint) = match &error {
            StoreError::Held(_) => (Kind::Busy, "error-store-held", "error-store-held-hint"),
            StoreError::Newer { .. } => (Kind::Config, "error-store-newer", "error-store-newer-hint"),
            StoreError::Corrupt(_) => (Kind::Storage, "error-store-corrupt", "error-store-corrupt-hint"),
            StoreError::Io(_) => (Kind::Storage, "error-store-io", "error-store-io-hint"),
        };
        Refused::new(kind, Say::new(key).with("detail", detail)).hint(Say::new(hint))
    }
}

//! In and out of files: spreadsheets, csv, OneRoster, and the tables that are written.
//!
//! Reading goes in steps, each plain data to plain data: [`kind`] judges a file by its content,
//! [`table`] makes a grid of it, [`columns`] finds the header and says which column is which,
//! [`roster`] cleans the rows with [`clean`] and refuses what can't be right. [`oneroster`] reads
//! and writes sets of the 1EdTech format, [`write`] writes tables. Nothing here knows the store.

pub mod clean;
pub mod columns;
mod delimited;
mod error;
pub mod hledger;
pub mod intake;
pub mod kind;
mod markup;
pub mod oneroster;
pub mod receipt;
mod rfc4180;
pub mod roster;
pub mod sets;
pub mod shipped;
mod synonyms;
pub mod table;
mod workbook;
pub mod write;

pub use error::ReadError;

#[cfg(test)]
mod hostile_tests;

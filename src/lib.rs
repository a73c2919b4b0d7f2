//! Rollbook.
pub mod base;
pub mod books;

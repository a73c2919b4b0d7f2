//! Rollbook.
pub mod base;

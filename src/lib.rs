//! Rollbook.
pub mod base;
pub mod exchange;

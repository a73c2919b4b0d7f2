//! Rollbook.
pub mod base;
pub mod lang;
pub mod tui;

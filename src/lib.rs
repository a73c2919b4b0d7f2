//! Rollbook: a keyboard-driven terminal program with which a training institution is run.
//!
//! The rooms, from the ground up; imports run downward only (docs/architecture.md).

pub mod base;
pub mod books;
pub mod cli;
pub mod desk;
pub mod exchange;
pub mod lang;
pub mod store;
pub mod tui;

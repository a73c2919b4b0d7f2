//! The four books: pure rules over a [`Draft`]. No clock, no randomness, no files, no screen.
//!
//! A change is a struct that implements [`Act`]; a question is one that implements [`Ask`]. Both are
//! grouped by the book that they belong to and are known to the outside by their stable names.

pub mod act;
pub mod ask;
pub mod calendar;
pub mod ledger;
pub mod queue;
pub mod register;
mod rests;
mod series;
pub mod support;
mod tables;
pub mod today;
pub mod undo;

pub use act::{Act, AnyAct, Books, Context, Done, Grant, RULES};
pub use ask::{Ask, View};
pub use series::{Counter, next_number};
pub use tables::{Area, Areas, TableInfo, info, tables};

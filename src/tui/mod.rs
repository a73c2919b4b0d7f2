//! The screen: terminal, keys, theme, widgets, and the loop that joins them. The screens stand on these, a folder each.

mod ahead;
pub mod app;
mod award_keys;
pub mod config;
pub mod crossed;
pub mod driver;
pub mod due;
pub mod event;
pub mod files;
pub mod input;
pub mod pane;
pub mod refund;
pub mod screens;
pub mod start;
pub mod student;
pub mod symbol;
pub mod terminal;
pub mod theme;
pub mod widgets;

#[cfg(test)]
mod tests;

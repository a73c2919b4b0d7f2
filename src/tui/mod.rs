//! The screen: terminal, keys, theme, widgets, and the loop that joins them. The screens stand on these, a folder each.

pub mod app;
pub mod config;
pub mod driver;
pub mod event;
pub mod files;
pub mod input;
pub mod screens;
pub mod shared;
pub mod start;
pub mod symbol;
pub mod terminal;
pub mod theme;
pub mod widgets;

#[cfg(test)]
mod tests;

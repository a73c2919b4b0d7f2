//! The screen: terminal, keys, theme, widgets, and the loop that joins them. The screens stand on these, a folder each.

pub mod config;
pub mod input;

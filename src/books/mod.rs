//! The four books: pure rules. No clock, no randomness, no files, no screen.
pub mod register;

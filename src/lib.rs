//! Rollbook.
pub mod base;
pub mod books;
pub mod desk;
pub mod store;

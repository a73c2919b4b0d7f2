//! From a key press to an action: keys are normalised once, actions stand in one table, and the keymap joins them.

pub mod action;
pub mod key;
pub mod keymap;
pub mod keymap_docs;

pub use action::{Action, Context};
pub use key::{Code, Key};
pub use keymap::{Keymap, Lookup};

//! The terminal: taken once, given back in one way, painted with as few bytes as a frame needs.

mod guard;
mod hand;
mod paint;
#[cfg(unix)]
mod signals;

pub(in crate::tui) use guard::write;
pub use guard::{Guard, Options, is_gone, take_fault};
pub use paint::Painter;
#[cfg(unix)]
pub use signals::watch;

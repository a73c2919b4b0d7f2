//! What the loop wakes for. One bounded channel carries all of it.

use super::app::Tone;
use super::input::Key;
use crate::base::Say;
use crate::desk::Areas;

/// Something happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted, in one piece.
    Paste(String),
    /// The wheel was turned, one notch; down is true.
    Wheel(bool),
    /// The terminal has another size.
    Resize,
    /// Data changed: somebody's command was accepted, here or elsewhere.
    Changed(Areas),
    /// Work beside the loop has ended; what to say of it.
    Finished(Option<(Say, Tone)>),
    /// Give the terminal back and stop, as Ctrl-Z does.
    Suspend,
    /// The process goes on after it was stopped.
    Continued,
    /// Time to go.
    End(End),
}

/// Why the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The operator said so.
    Quit,
    /// The system said so.
    Terminated,
    /// The terminal is gone.
    HungUp,
}

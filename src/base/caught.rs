//! Panics of other people's code that are turned into errors. A damaged file makes the database engine
//! panic in places; whoever asked is told that the file is damaged, and the terminal stays as it is.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    static CATCHING: Cell<u32> = const { Cell::new(0) };
}

/// Whether a panic of this thread, now, would be turned into an error: no panic hook need tell of it.
pub fn is_catching() -> bool {
    CATCHING.with(Cell::get) > 0
}

/// Runs `run`; a panic in it is given back as its message, and nothing is printed.
///
/// # Errors
/// When `run` panicked. What it was working on may be half done and is to be given up.
pub fn caught<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    static HOOKED: Once = Once::new();
    HOOKED.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !is_catching() {
                before(panic);
            }
        }));
    });
    CATCHING.with(|depth| depth.set(depth.get() + 1));
    let done = catch_unwind(AssertUnwindSafe(run));
    CATCHING.with(|depth| depth.set(depth.get() - 1));
    done.map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(ToString::to_string);
        text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_message_and_the_next_one_is_heard_again() {
        assert_eq!(caught(|| 7), Ok(7));
        assert_eq!(caught(|| -> u8 { panic!("page {} is no page", 3) }), Err("page 3 is no page".into()));
        assert!(!is_catching());
    }
}

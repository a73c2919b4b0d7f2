//! Any text as a user's own theme: faults are listed, defaults serve.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rollbook::tui::theme::{Depth, Theme};

fuzz_target!(|text: &str| {
    let _ = Theme::load("own", Some(("own.toml", text)), Depth::True);
});

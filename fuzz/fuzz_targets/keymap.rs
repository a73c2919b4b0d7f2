//! Any text as a user's own keymap: faults are listed, defaults serve.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rollbook::tui::input::Keymap;

fuzz_target!(|text: &str| {
    let _ = Keymap::default_keys().overlay("keymap.toml", text);
});

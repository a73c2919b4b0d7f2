//! Any bytes as a sealed journal entry: read or refused, and what is read is written the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rollbook::store::Stored;
use rollbook::store::journal::Sealed;

fuzz_target!(|bytes: &[u8]| {
    if let Some(sealed) = Sealed::decode(bytes) {
        assert_eq!(sealed.encode(), bytes);
        let _ = sealed.holds();
        let _ = sealed.open();
    }
});

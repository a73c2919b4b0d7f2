//! Any bytes as a spreadsheet, the whole way to students, and as a OneRoster set.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rollbook::exchange::columns::Mapping;
use rollbook::exchange::table::read_bytes;
use rollbook::exchange::{oneroster, roster};

fuzz_target!(|bytes: &[u8]| {
    let _ = oneroster::from_zip(bytes);
    if let Ok(sheets) = read_bytes(bytes.to_vec())
        && let Ok((at, mapping)) = Mapping::find_sheet(&sheets)
    {
        roster::read(&sheets[at], &mapping, 2);
    }
});

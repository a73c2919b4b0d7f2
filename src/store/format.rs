//! What became of the format: how a store that an earlier program left is brought up to the present one.

use super::{Batch, Direction, Key, Newest, Read, StoreError};

/// The format of what is kept, counted up when an older program could no longer read it.
pub const FORMAT: u32 = 2;

/// What has to be written so that a store of the format `found` has the present one; it goes in one commit with the
/// new number.
///
/// # Errors
/// When the store fails or a row is damaged.
pub fn upgrade(found: u32, read: &dyn Read) -> Result<Batch, StoreError> {
    let mut batch = Batch::new();
    if found < 2 {
        requests_newest_first(read, &mut batch)?;
    }
    Ok(batch)
}

/// Format 2: the requests (table 2) are kept newest first.
fn requests_newest_first(read: &dyn Read, batch: &mut Batch) -> Result<(), StoreError> {
    const REQUESTS: u8 = 2;
    for (key, value) in read.scan(REQUESTS, &[], &[], Direction::Up, usize::MAX)? {
        let id = String::read(&mut key.as_slice()).ok_or_else(|| StoreError::bad_row("requests", &key))?;
        batch.insert((REQUESTS, key), None);
        batch.insert((REQUESTS, Newest(id).bytes()), Some(value));
    }
    Ok(())
}

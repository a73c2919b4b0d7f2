//! The journal's head as the desk last saw it: entries only come behind it, so whoever asks again reads no more
//! than those.

use std::sync::{Arc, Mutex, PoisonError};

use crate::store::journal::{self, Head};
use crate::store::{Read, StoreError};

/// The head, shared by the desk and its writer.
#[derive(Clone, Default)]
pub struct LastHead(Arc<Mutex<Head>>);

impl LastHead {
    /// The head as it stands in `read`, or a later one that was seen.
    ///
    /// # Errors
    /// When the store fails.
    pub fn read(&self, read: &dyn Read) -> Result<Head, StoreError> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(head) = journal::head_behind(read, last.0)? {
            *last = head;
        }
        Ok(*last)
    }

    /// The number of an entry that the journal had last, not long ago; 0 where none was seen.
    pub fn seen(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    /// What was committed ends with this head.
    pub fn set(&self, head: Head) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = head;
    }
}

//! The lengths of the messages that a server sends (manual 55.7): a type, four bytes of length, the
//! rest.
//!
//! The driver puts a whole message into memory before anybody sees any of it, and a row is one
//! message. So one that is longer than what may be read at once ends the line.

use crate::target::diagnostics::MOST_BYTES;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether a line was ended for a message that is too long.
#[derive(Clone, Debug, Default)]
pub struct Overlong(Arc<AtomicBool>);

impl Overlong {
    /// Whether it was.
    pub fn is_met(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Follows the messages of one line.
#[derive(Debug, Default)]
pub(super) struct Lengths {
    /// What has come of the type and the length of a message.
    head: Vec<u8>,
    /// How much is to come of the rest of it.
    rest: u64,
    pub(super) overlong: Overlong,
}

impl Lengths {
    /// Takes note of what arrives; tells whether it may.
    pub(super) fn admit(&mut self, mut bytes: &[u8]) -> bool {
        while let Some((first, others)) = bytes.split_first() {
            if self.rest > 0 {
                let passed = bytes.len().min(usize::try_from(self.rest).unwrap_or(usize::MAX));
                self.rest = self.rest.saturating_sub(passed as u64);
                bytes = bytes.get(passed..).unwrap_or_default();
                continue;
            }
            self.head.push(*first);
            bytes = others;
            if let [_, length @ ..] = self.head.as_slice()
                && let Ok(length) = <[u8; 4]>::try_from(length)
            {
                // The length counts itself.
                self.rest = u64::from(u32::from_be_bytes(length)).saturating_sub(4);
                self.head.clear();
            }
            if self.rest > MOST_BYTES {
                self.overlong.0.store(true, Ordering::Release);
                return false;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(length: u64) -> Vec<u8> {
        let length = u32::try_from(length + 4).unwrap();
        [&b"D"[..], &length.to_be_bytes()].concat()
    }

    #[test]
    fn a_message_is_followed_however_it_is_cut() {
        let whole = [message(3), b"abc".to_vec(), message(0), message(MOST_BYTES + 1)].concat();
        for size in 1..=whole.len() {
            let mut lengths = Lengths::default();
            let mut pieces = whole.chunks(size).map(|piece| lengths.admit(piece));
            let refused = pieces.position(|admitted| !admitted);
            assert_eq!(refused, Some(whole.len().div_ceil(size) - 1), "in pieces of {size}");
            assert!(lengths.overlong.is_met());
        }
    }

    #[test]
    fn as_much_as_may_be_read_is_admitted() {
        let mut lengths = Lengths::default();
        assert!(lengths.admit(&message(MOST_BYTES)) && !lengths.overlong.is_met());
    }
}

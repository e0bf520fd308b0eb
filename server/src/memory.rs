//! What is known for a while: each thing is believed for a fixed time after it was learnt.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// The most things remembered at once.
const MOST: usize = 1_000;

/// A memory with a limit of time.
#[derive(Debug)]
pub(crate) struct Memory<K, V> {
    believed: Duration,
    known: Mutex<HashMap<K, (Instant, V)>>,
}

impl<K: Eq + Hash, V: Clone> Memory<K, V> {
    pub(crate) fn new(believed: Duration) -> Self {
        Self { believed, known: Mutex::default() }
    }

    /// What is known, if it was learnt lately.
    pub(crate) fn get(&self, key: &K) -> Option<V> {
        let known = self.known();
        let (learnt, value) = known.get(key)?;
        (learnt.elapsed() < self.believed).then(|| value.clone())
    }

    /// Remembers something.
    pub(crate) fn put(&self, key: K, value: V) {
        let mut known = self.known();
        if known.len() >= MOST {
            let believed = self.believed;
            known.retain(|_, (learnt, _)| learnt.elapsed() < believed);
        }
        if known.len() < MOST {
            known.insert(key, (Instant::now(), value));
        }
    }

    /// Forgets some things.
    pub(crate) fn forget(&self, which: impl Fn(&K) -> bool) {
        self.known().retain(|key, _| !which(key));
    }

    fn known(&self) -> MutexGuard<'_, HashMap<K, (Instant, V)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

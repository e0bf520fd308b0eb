//! The anchors of every connection, in one memory with a bound in bytes.
//!
//! What was not asked for the longest goes first; what was learnt too long ago is not believed.

use crate::target::read::{AnchorKey, Anchors};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How much is kept, in bytes.
const MOST: usize = 32 << 20;
/// How long anchors are believed.
const BELIEVED: Duration = Duration::from_mins(1);

/// The anchors that are kept.
#[derive(Debug)]
pub(in crate::target) struct Shelf {
    most: usize,
    believed: Duration,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    entries: HashMap<AnchorKey, Entry>,
    /// Which entry was asked for when, the one asked for longest ago first.
    turns: BTreeMap<u64, AnchorKey>,
    turn: u64,
    bytes: usize,
}

#[derive(Debug)]
struct Entry {
    anchors: Arc<Anchors>,
    learnt: Instant,
    bytes: usize,
    turn: u64,
}

impl Default for Shelf {
    fn default() -> Self {
        Self { most: MOST, believed: BELIEVED, kept: Mutex::default() }
    }
}

impl Shelf {
    /// What is known, if it was learnt lately.
    pub(in crate::target) fn get(&self, key: &AnchorKey) -> Option<Arc<Anchors>> {
        let mut kept = self.kept();
        if kept.entries.get(key)?.learnt.elapsed() >= self.believed {
            kept.remove(key);
            return None;
        }
        kept.ask(key)
    }

    /// Remembers anchors, and forgets others for them where there is no room.
    pub(in crate::target) fn put(&self, key: AnchorKey, anchors: Arc<Anchors>) {
        let bytes = anchors.bytes().saturating_add(key.bytes());
        let mut kept = self.kept();
        kept.remove(&key);
        if bytes > self.most {
            return;
        }
        while kept.bytes.saturating_add(bytes) > self.most {
            let Some(oldest) = kept.turns.values().next().cloned() else { break };
            kept.remove(&oldest);
        }
        kept.insert(key, anchors, bytes);
    }

    /// Forgets some.
    pub(in crate::target) fn forget(&self, which: impl Fn(&AnchorKey) -> bool) {
        self.remove_where(|key, _| which(key));
    }

    /// Forgets what is not believed any more.
    pub(super) fn sweep(&self) {
        self.remove_where(|_, entry| entry.learnt.elapsed() >= self.believed);
    }

    fn remove_where(&self, which: impl Fn(&AnchorKey, &Entry) -> bool) {
        let mut kept = self.kept();
        let gone = kept.entries.iter().filter(|(key, entry)| which(key, entry));
        let gone: Vec<_> = gone.map(|(key, _)| key.clone()).collect();
        for key in gone {
            kept.remove(&key);
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn ask(&mut self, key: &AnchorKey) -> Option<Arc<Anchors>> {
        self.turn += 1;
        let entry = self.entries.get_mut(key)?;
        self.turns.remove(&entry.turn);
        entry.turn = self.turn;
        self.turns.insert(self.turn, key.clone());
        Some(entry.anchors.clone())
    }

    fn insert(&mut self, key: AnchorKey, anchors: Arc<Anchors>, bytes: usize) {
        self.turn += 1;
        self.bytes += bytes;
        self.turns.insert(self.turn, key.clone());
        self.entries.insert(key, Entry { anchors, learnt: Instant::now(), bytes, turn: self.turn });
    }

    fn remove(&mut self, key: &AnchorKey) {
        if let Some(entry) = self.entries.remove(key) {
            self.turns.remove(&entry.turn);
            self.bytes -= entry.bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::model::page::Place;

    fn anchors(bytes: usize) -> Arc<Anchors> {
        let values = vec![Some("x".repeat(bytes))];
        Arc::new(Anchors::at(vec![Place { row: 0, values }]))
    }

    fn key(number: u64) -> AnchorKey {
        AnchorKey::named(number, "t")
    }

    #[test]
    fn what_was_not_asked_for_the_longest_makes_room() {
        let shelf = Shelf { most: 3_500, ..Shelf::default() };
        for number in 1..=3 {
            shelf.put(key(number), anchors(1_000 - 100));
        }
        assert!(shelf.get(&key(1)).is_some(), "three have room");
        shelf.put(key(4), anchors(1_000 - 100));
        assert!(shelf.get(&key(2)).is_none(), "it was asked for longest ago");
        assert!([1, 3, 4].iter().all(|number| shelf.get(&key(*number)).is_some()));
        shelf.put(key(5), anchors(4_000));
        assert!(shelf.get(&key(5)).is_none(), "larger than everything");
        assert!(shelf.get(&key(4)).is_some(), "and nothing went for it");
    }

    #[test]
    fn nothing_is_counted_that_is_not_there() {
        let shelf = Shelf::default();
        shelf.put(key(1), anchors(10));
        shelf.put(key(1), anchors(20));
        shelf.put(key(2), anchors(10));
        shelf.forget(|key| *key == self::key(1));
        shelf.forget(|_| true);
        let kept = shelf.kept();
        assert_eq!((kept.bytes, kept.turns.len(), kept.entries.len()), (0, 0, 0));
    }

    #[test]
    fn what_was_learnt_long_ago_is_not_believed() {
        let shelf = Shelf { believed: Duration::ZERO, ..Shelf::default() };
        shelf.put(key(1), anchors(10));
        shelf.put(key(2), anchors(10));
        assert!(shelf.get(&key(1)).is_none());
        shelf.sweep();
        assert_eq!(shelf.kept().bytes, 0);
    }
}

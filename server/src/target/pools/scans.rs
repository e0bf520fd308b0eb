//! How many scans of whole tables are under way: they must leave sessions for people.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The scans that are under way.
#[derive(Clone, Debug, Default)]
pub(in crate::target) struct Scans(Arc<AtomicUsize>);

/// One scan; dropping it says that it has ended.
#[derive(Debug)]
pub(in crate::target) struct Scan(Arc<AtomicUsize>);

impl Scans {
    /// Takes a place for a scan; none where there are so many already.
    pub(in crate::target) fn begin(&self, most: usize) -> Option<Scan> {
        let more = |under_way: usize| (under_way < most).then_some(under_way + 1);
        self.0.fetch_update(Ordering::AcqRel, Ordering::Acquire, more).ok()?;
        Some(Scan(self.0.clone()))
    }
}

impl Drop for Scan {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

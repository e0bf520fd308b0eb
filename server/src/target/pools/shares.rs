//! Shares of a connection's sessions, so that nobody can take them all.
//!
//! Invariant: whoever waits for a place holds no session meanwhile.

use super::MOST;
use crate::target::diagnostics::TargetError;
use app::model::ids::UserId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

/// How many sessions one person may use at once.
const OWN: usize = MOST / 2;
/// How many sessions may read whole tables at once.
const LONG: usize = 3;
/// How many of these one person may use.
const OWN_LONG: usize = 2;

/// Who wants a session, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The person; none for the product itself, which has no share.
    pub by: Option<UserId>,
    /// What for.
    pub work: Work,
}

/// How long a session will be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// As briefly as a page, a Save or a look into the catalog takes.
    Brief,
    /// As long as it takes to read a whole table.
    Long,
}

/// What was all taken when somebody gave up waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// The sessions of the connection.
    Everybody,
    /// The person's own share of them.
    Own,
    /// The share for reading whole tables.
    Long,
    /// The person's own share of that.
    OwnLong,
}

impl Claim {
    /// What the product does by itself.
    pub const SYSTEM: Self = Self { by: None, work: Work::Brief };

    /// What a person does.
    pub fn of(user: UserId) -> Self {
        Self { by: Some(user), work: Work::Brief }
    }

    /// The same for reading a whole table.
    #[must_use]
    pub fn long(self) -> Self {
        Self { work: Work::Long, ..self }
    }
}

/// The places of one connection.
#[derive(Debug)]
pub(in crate::target) struct Shares {
    long: Arc<Semaphore>,
    people: Mutex<HashMap<UserId, Weak<Own>>>,
}

/// One person's places.
#[derive(Debug)]
struct Own {
    all: Arc<Semaphore>,
    long: Arc<Semaphore>,
}

/// Places that are taken; dropping them frees them.
#[derive(Debug)]
pub(in crate::target) struct Places {
    _permits: Vec<OwnedSemaphorePermit>,
    _own: Option<Arc<Own>>,
}

impl Default for Shares {
    fn default() -> Self {
        Self { long: Arc::new(Semaphore::new(LONG)), people: Mutex::default() }
    }
}

impl Shares {
    /// Takes the places that a claim needs, waiting for them, the scarcest first.
    pub(super) async fn take(&self, claim: Claim, until: Instant) -> Result<Places, TargetError> {
        let own = claim.by.map(|user| self.own(user));
        let mut permits = Vec::new();
        for (places, share) in self.needed(claim, own.as_deref()) {
            let taken = timeout_at(until, places.acquire_owned()).await;
            let taken = taken.ok().and_then(Result::ok);
            permits.push(taken.ok_or(TargetError::Full(share))?);
        }
        Ok(Places { _permits: permits, _own: own })
    }

    /// Takes places only where they are free.
    pub(super) fn try_take(&self, claim: Claim) -> Option<Places> {
        let own = claim.by.map(|user| self.own(user));
        let needed = self.needed(claim, own.as_deref());
        let permits = needed.into_iter().map(|(places, _)| places.try_acquire_owned().ok());
        Some(Places { _permits: permits.collect::<Option<_>>()?, _own: own })
    }

    fn needed(&self, claim: Claim, own: Option<&Own>) -> Vec<(Arc<Semaphore>, Share)> {
        let long = claim.work == Work::Long;
        let own_long = own.filter(|_| long).map(|own| (own.long.clone(), Share::OwnLong));
        let all_long = long.then(|| (self.long.clone(), Share::Long));
        let own_all = own.map(|own| (own.all.clone(), Share::Own));
        own_long.into_iter().chain(all_long).chain(own_all).collect()
    }

    fn own(&self, user: UserId) -> Arc<Own> {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = people.get(&user).and_then(Weak::upgrade) {
            return own;
        }
        people.retain(|_, own| own.strong_count() > 0);
        let own = Arc::new(Own {
            all: Arc::new(Semaphore::new(OWN)),
            long: Arc::new(Semaphore::new(OWN_LONG)),
        });
        people.insert(user, Arc::downgrade(&own));
        own
    }
}

impl Share {
    /// What is all taken, and what to do about it.
    pub(in crate::target) fn words(self) -> (String, &'static str) {
        match self {
            Self::Everybody => (
                format!("All {MOST} sessions with this database are in use by others"),
                "Try again in a moment",
            ),
            Self::Own => (
                format!("{OWN} of your own requests to this database are still running"),
                "Wait until one of them has ended, or close other tabs with tables of this database",
            ),
            Self::Long => (
                format!("{LONG} counts of this database are running already"),
                "Try again when one of them has ended; meanwhile the estimate stands",
            ),
            Self::OwnLong => (
                format!("{OWN_LONG} of your own counts of this database are still running"),
                "Wait until one of them has ended; meanwhile the estimate stands",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn person(number: u128) -> Claim {
        Claim::of(UserId(Uuid::from_u128(number)))
    }

    #[test]
    fn one_person_leaves_places_for_others() {
        let shares = Shares::default();
        let mine: Vec<_> = std::iter::from_fn(|| shares.try_take(person(1))).collect();
        assert_eq!(mine.len(), OWN);
        assert!(shares.try_take(person(2)).is_some());
        drop(mine);
        assert!(shares.try_take(person(1)).is_some());
    }

    #[test]
    fn one_persons_counts_leave_places_for_others_counts() {
        let shares = Shares::default();
        let mine: Vec<_> = std::iter::from_fn(|| shares.try_take(person(1).long())).collect();
        assert_eq!(mine.len(), OWN_LONG);
        let theirs: Vec<_> = std::iter::from_fn(|| shares.try_take(person(2).long())).collect();
        assert_eq!(theirs.len(), LONG - OWN_LONG);
        // What failed half-way has given back what it took.
        assert!(shares.try_take(person(1)).is_some() && shares.try_take(person(2)).is_some());
    }

    #[test]
    fn who_has_gone_is_forgotten() {
        let shares = Shares::default();
        drop(shares.try_take(person(1)));
        drop(shares.try_take(person(2)));
        assert_eq!(shares.people.lock().unwrap().len(), 1);
    }
}

//! How many tables one person may watch at once.

use app::error::{AppError, ErrorCode};
use app::model::ids::UserId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many tables one person may watch at once in one instance, in all tabs together.
pub(super) const PER_PERSON: usize = 32;

/// The seats that are taken.
#[derive(Clone, Debug, Default)]
pub(super) struct Seats(Arc<Mutex<HashMap<UserId, usize>>>);

/// One watcher's seat; dropping it frees it.
#[derive(Debug)]
pub(super) struct Seat {
    seats: Seats,
    user: UserId,
}

impl Seats {
    /// Takes a seat.
    ///
    /// # Errors
    /// `TooManyAttempts`.
    pub(super) fn take(&self, user: UserId) -> Result<Seat, AppError> {
        let mut taken = self.taken();
        let own = taken.entry(user).or_default();
        if *own >= PER_PERSON {
            let message = format!("You have {PER_PERSON} tables open already");
            return Err(AppError::new(ErrorCode::TooManyAttempts, message)
                .with_hint("Close tables in other tabs to see others’ changes here"));
        }
        *own += 1;
        Ok(Seat { seats: self.clone(), user })
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<UserId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.taken();
        if let Some(own) = taken.get_mut(&self.user) {
            *own -= 1;
        }
        taken.retain(|_, own| *own > 0);
    }
}

//! A transaction that may write.

use super::Line;
use sqlx::{Any, Error, Transaction};
use std::ops::{Deref, DerefMut};
use tokio::sync::OwnedMutexGuard;

/// A transaction that may write; dropping it undoes everything.
#[derive(Debug)]
pub struct Write {
    transaction: Transaction<'static, Any>,
    /// The turn to write, given on after the transaction.
    _turn: OwnedMutexGuard<()>,
}

impl Write {
    pub(super) fn new(transaction: Transaction<'static, Any>, turn: OwnedMutexGuard<()>) -> Self {
        Self { transaction, _turn: turn }
    }

    /// Keeps what was written.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn commit(self) -> Result<(), Error> {
        self.transaction.commit().await
    }

    /// Undoes what was written.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn rollback(self) -> Result<(), Error> {
        self.transaction.rollback().await
    }
}

impl Deref for Write {
    type Target = Line;

    fn deref(&self) -> &Line {
        &self.transaction
    }
}

impl DerefMut for Write {
    fn deref_mut(&mut self) -> &mut Line {
        &mut self.transaction
    }
}

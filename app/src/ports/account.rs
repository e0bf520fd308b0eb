//! The signed-in person's own affairs.

use super::Op;
use crate::error::AppError;
use crate::model::account::SessionView;
use crate::model::ids::SessionId;
use crate::model::secret::Secret;
use async_trait::async_trait;

/// What people may do about their own sign-in.
#[async_trait]
pub trait Account: Send + Sync {
    /// Lists where the person is signed in, the asking session first.
    async fn list_sessions(&self, op: &Op) -> Result<Vec<SessionView>, AppError>;

    /// Ends one of the person's sessions.
    async fn revoke_session(&self, op: &Op, id: SessionId) -> Result<(), AppError>;

    /// Changes the person's password and ends their other sessions.
    async fn change_password(&self, op: &Op, current: Secret, new: Secret) -> Result<(), AppError>;
}

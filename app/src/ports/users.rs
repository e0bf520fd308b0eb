//! What the server must be able to do with users.

use super::Op;
use crate::error::AppError;
use crate::model::ids::UserId;
use crate::model::secret::Secret;
use crate::model::user::{User, UserDraft, UserEdit};
use async_trait::async_trait;

/// What may be done with users; all of it needs Manage users, and only an administrator may make
/// or change another administrator.
#[async_trait]
pub trait Users: Send + Sync {
    /// Lists all users by name.
    async fn list(&self, op: &Op) -> Result<Vec<User>, AppError>;

    /// Creates a user.
    async fn create(&self, op: &Op, draft: UserDraft) -> Result<User, AppError>;

    /// Changes a user's name and rights.
    async fn edit(&self, op: &Op, id: UserId, edit: UserEdit) -> Result<User, AppError>;

    /// Ends a user's sessions and lets them sign in no more.
    async fn deactivate(&self, op: &Op, id: UserId) -> Result<User, AppError>;

    /// Lets a deactivated user sign in again.
    async fn reactivate(&self, op: &Op, id: UserId) -> Result<User, AppError>;

    /// Gives a user a new password and ends their sessions.
    async fn reset_password(&self, op: &Op, id: UserId, password: Secret) -> Result<(), AppError>;
}

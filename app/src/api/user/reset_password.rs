//! Gives a user a new password.

use crate::error::AppError;
use crate::model::ids::UserId;
use crate::model::secret::Secret;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Gives a user a new password.
#[server(name = ResetPassword, endpoint = "user/reset_password", input = Json, output = Json)]
pub async fn reset_password(id: UserId, password: Secret) -> Result<(), AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.users.reset_password(&op, id, password).await
}

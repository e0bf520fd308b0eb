//! Lets a deactivated user sign in again.

use crate::error::AppError;
use crate::model::ids::UserId;
use crate::model::user::User;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Lets a deactivated user sign in again.
#[server(name = ReactivateUser, endpoint = "user/reactivate", input = Json, output = Json)]
pub async fn reactivate(id: UserId) -> Result<User, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.users.reactivate(&op, id).await
}

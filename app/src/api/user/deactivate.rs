//! Lets a user sign in no more.

use crate::error::AppError;
use crate::model::ids::UserId;
use crate::model::user::User;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Lets a user sign in no more.
#[server(name = DeactivateUser, endpoint = "user/deactivate", input = Json, output = Json)]
pub async fn deactivate(id: UserId) -> Result<User, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.users.deactivate(&op, id).await
}

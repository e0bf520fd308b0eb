//! Lists all users.

use crate::error::AppError;
use crate::model::user::User;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Lists all users.
#[server(name = ListUsers, endpoint = "user/list", input = Json, output = Json)]
pub async fn list() -> Result<Vec<User>, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.users.list(&op).await
}

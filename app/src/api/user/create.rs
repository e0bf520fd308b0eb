//! Creates a user.

use crate::error::AppError;
use crate::model::user::{User, UserDraft};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Creates a user.
#[server(name = CreateUser, endpoint = "user/create", input = Json, output = Json)]
pub async fn create(draft: UserDraft) -> Result<User, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.users.create(&op, draft).await
}

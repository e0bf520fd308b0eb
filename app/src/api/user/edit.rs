//! Changes a user's name and rights.

use crate::error::AppError;
use crate::model::ids::UserId;
use crate::model::user::{User, UserEdit};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Changes a user's name and rights.
#[server(name = EditUser, endpoint = "user/edit", input = Json, output = Json)]
pub async fn edit(id: UserId, edit: UserEdit) -> Result<User, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.users.edit(&op, id, edit).await
}

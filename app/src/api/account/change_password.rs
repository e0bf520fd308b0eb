//! Changes the person's password.

use crate::error::AppError;
use crate::model::secret::Secret;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Changes the person's password.
#[server(name = ChangePassword, endpoint = "account/change_password", input = Json, output = Json)]
pub async fn change_password(current: Secret, new: Secret) -> Result<(), AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.account.change_password(&op, current, new).await
}

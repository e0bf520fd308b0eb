//! Ends one of the person's sessions.

use crate::error::AppError;
use crate::model::ids::SessionId;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Ends one of the person's sessions.
#[server(name = RevokeSession, endpoint = "account/revoke_session", input = Json, output = Json)]
pub async fn revoke_session(id: SessionId) -> Result<(), AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.account.revoke_session(&op, id).await
}

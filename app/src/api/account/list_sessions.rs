//! Lists where the person is signed in.

use crate::error::AppError;
use crate::model::account::SessionView;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Lists where the person is signed in.
#[server(name = ListSessions, endpoint = "account/list_sessions", input = Json, output = Json)]
pub async fn list_sessions() -> Result<Vec<SessionView>, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.account.list_sessions(&op).await
}

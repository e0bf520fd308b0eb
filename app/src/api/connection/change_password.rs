//! Tests a stored connection with a new password and stores it when the test passes.

use crate::error::AppError;
use crate::model::ids::ConnectionId;
use crate::model::secret::Secret;
use leptos::prelude::*;
use server_fn::codec::{ByteStream, Json, Streaming};

/// Tests a stored connection with a new password and stores it when the test passes.
#[server(name = ChangeConnectionPassword, endpoint = "connection/change_password", input = Json, output = Streaming)]
pub async fn change_password(
    id: ConnectionId,
    password: Secret,
) -> Result<ByteStream<AppError>, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.connections.change_password(&op, id, password).await.map(super::super::stream::encode)
}

//! Tells from which addresses targets are reached.

use crate::error::AppError;
use crate::model::connection::EgressAddresses;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Tells from which addresses targets are reached.
#[server(name = Egress, endpoint = "connection/egress", input = Json, output = Json)]
pub async fn egress() -> Result<EgressAddresses, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.connections.egress(&op).await
}

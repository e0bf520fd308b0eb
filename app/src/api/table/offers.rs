//! Lists the tables and views of a connection's schema.

use crate::error::AppError;
use crate::model::ids::{ConnectionId, FolderId};
use crate::model::table::TargetTable;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Lists the tables and views of a connection's schema.
#[server(name = OfferTables, endpoint = "table/offers", input = Json, output = Json)]
pub async fn offers(
    folder: FolderId,
    connection: ConnectionId,
) -> Result<Vec<TargetTable>, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.tables.offers(&op, folder, connection).await
}

//! Lists a table's change sets, newest first.

use crate::error::AppError;
use crate::model::history::{HistoryFilter, HistoryPage};
use crate::model::ids::{ChangeSetId, TableId};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Lists a table's change sets, newest first.
#[server(name = ListHistory, endpoint = "history/list", input = Json, output = Json)]
pub async fn list(
    table: TableId,
    filter: HistoryFilter,
    before: Option<ChangeSetId>,
) -> Result<HistoryPage, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.history.list(&op, table, filter, before).await
}

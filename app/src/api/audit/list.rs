//! Lists entries of the audit log, newest first.

use crate::error::AppError;
use crate::model::audit::{AuditFilter, AuditPage};
use crate::model::ids::EntryId;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Lists entries of the audit log, newest first.
#[server(name = ListEntries, endpoint = "audit/list", input = Json, output = Json)]
pub async fn list(filter: AuditFilter, before: Option<EntryId>) -> Result<AuditPage, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.audit.list(&op, filter, before).await
}

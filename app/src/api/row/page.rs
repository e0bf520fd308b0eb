//! Gives a page of rows.

use crate::error::AppError;
use crate::model::page::{Page, PageRequest};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Gives a page of rows.
#[server(name = PageOfRows, endpoint = "row/page", input = Json, output = Json)]
pub async fn page(request: PageRequest) -> Result<Page, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.rows.page(&op, request).await
}

//! Downloads: what the audit log and the history hold, as CSV.

use super::Web;
use super::errors::answer;
use crate::error::ServiceError;
use crate::service::export::{self, Reader};
use app::error::AppError;
use app::model::ids::TableId;
use app::pages::{audit_log, history};
use app::ports::Op;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, Query};
use axum::response::Response;
use futures::Stream;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use std::collections::HashMap;

/// The address's query.
type Asked = Query<HashMap<String, String>>;

/// The audit log.
pub async fn audit_log(
    Extension(web): Extension<Web>,
    Extension(op): Extension<Op>,
    Query(asked): Asked,
) -> Response {
    let filter = audit_log::read(|name| asked.get(name).cloned());
    match export::audit_log(&web.site, &op, filter, reader(&asked)).await {
        Ok(lines) => file("audit-log.csv", lines),
        Err(error) => answer(&error.into(), op.request),
    }
}

/// The history of a table.
pub async fn history(
    Extension(web): Extension<Web>,
    Extension(op): Extension<Op>,
    Path(table): Path<String>,
    Query(asked): Asked,
) -> Response {
    let Ok(table) = table.parse::<TableId>() else {
        return answer(&AppError::not_found("table"), op.request);
    };
    let filter = history::read(|name| asked.get(name).cloned());
    match export::history(&web.site, &op, table, filter, reader(&asked)).await {
        Ok(lines) => file("history.csv", lines),
        Err(error) => answer(&error.into(), op.request),
    }
}

fn reader(asked: &HashMap<String, String>) -> Reader {
    let spreadsheet = asked.get("for").is_some_and(|reader| reader == "spreadsheet");
    if spreadsheet { Reader::Spreadsheet } else { Reader::Program }
}

fn file(
    name: &str,
    lines: impl Stream<Item = Result<String, ServiceError>> + Send + 'static,
) -> Response {
    let body = Body::from_stream(lines);
    let disposition = format!("attachment; filename=\"{name}\"");
    let built = Response::builder()
        .header(CONTENT_TYPE, "text/csv; charset=utf-8")
        .header(CONTENT_DISPOSITION, disposition)
        .header(CACHE_CONTROL, "no-store")
        .body(body);
    built.unwrap_or_default()
}

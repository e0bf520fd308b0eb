//! Errors on their way out: the status that fits the code, and the request's id.

use super::visit::RequestTag;
use app::error::{AppError, ErrorCode};
use app::model::ids::RequestId;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use std::any::Any;
use uuid::Uuid;

/// The header by which the page's code knows an error of a server function.
const SERVER_FN_ERROR: &str = "serverfnerror";
/// More than any error of ours has.
const MOST_ERROR: usize = 256 * 1024;

/// The id of a request.
pub fn tag(request: &Request) -> RequestId {
    request.extensions().get::<RequestTag>().map_or(RequestId(Uuid::nil()), |tag| tag.0)
}

/// Answers with an error.
pub fn answer(error: &AppError, tag: RequestId) -> Response {
    let mut error = error.clone();
    error.request_id = Some(tag.to_string());
    untagged(error)
}

/// Answers with an error to which `translate` adds the request's id.
fn untagged(error: AppError) -> Response {
    let status = StatusCode::from_u16(error.code.status());
    let mut response =
        (status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), axum::Json(error)).into_response();
    response.headers_mut().insert(SERVER_FN_ERROR, HeaderValue::from_static("1"));
    response
}

/// Answers where no server function is.
pub async fn no_function() -> Response {
    untagged(
        AppError::new(ErrorCode::NotFound, "There is no such function")
            .with_hint("Reload the page; it may be older than the server"),
    )
}

/// Sets the status of a server function's error; they all leave as 500 otherwise.
pub async fn translate(mut request: Request, next: Next) -> Response {
    let tag = tag(&request);
    let api = request.uri().path().starts_with("/api/");
    if api {
        // A function that sees that HTML is welcome answers with a redirect, errors included.
        request.headers_mut().remove(ACCEPT);
    }
    let response = next.run(request).await;
    let failed = response.headers().contains_key(SERVER_FN_ERROR);
    let unread = match response.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Some(too_large()),
        StatusCode::BAD_REQUEST if api => Some(unreadable()),
        _ => None,
    };
    if !failed && unread.is_none() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, MOST_ERROR).await.unwrap_or_default();
    let told = serde_json::from_slice::<AppError>(&bytes).ok();
    let mut error = told.or(unread).unwrap_or_else(unreadable);
    error.request_id.get_or_insert_with(|| tag.to_string());
    parts.status =
        StatusCode::from_u16(error.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    parts.headers.remove(CONTENT_LENGTH);
    let bytes = serde_json::to_vec(&error).unwrap_or_default();
    Response::from_parts(parts, Body::from(bytes))
}

fn unreadable() -> AppError {
    AppError::new(ErrorCode::BadRequest, "The server could not read the request")
}

fn too_large() -> AppError {
    AppError::new(ErrorCode::TooLarge, "What was sent is larger than NextTables takes")
        .with_hint("Send at most 1 MiB at once; a Save may have 32 MiB")
}

/// Answers for a piece of code that panicked; what it said goes to the log only.
pub fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let said = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = said.unwrap_or("?"), "a request panicked");
    untagged(AppError::new(ErrorCode::Internal, "Something went wrong on the server"))
}

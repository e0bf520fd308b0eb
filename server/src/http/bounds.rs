//! How large a request may be: forms are small, a Save of many rows is not.

use app::ports::Op;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::CONTENT_LENGTH;
use http_body_util::Limited;

/// The largest body of a request, in bytes.
const MOST: usize = 1024 * 1024;
/// The largest body of a Save by somebody who is signed in, in bytes.
const MOST_OF_SAVE: usize = 32 * 1024 * 1024;

/// Refuses what is too large: at once where its length is told, else as soon as it is.
pub async fn bound(request: Request, next: Next) -> Response {
    let saves = request.uri().path() == "/api/row/save";
    let most =
        if saves && request.extensions().get::<Op>().is_some() { MOST_OF_SAVE } else { MOST };
    let told = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if told.and_then(|length| length.parse().ok()).is_some_and(|length: usize| length > most) {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    next.run(request.map(|body| Body::new(Limited::new(body, most)))).await
}

//! How large a request may be, and how long its body may rest: forms are small, a Save of many rows
//! is not, and whoever sends nothing shall not hold a connection.

use super::Web;
use app::ports::Op;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::CONTENT_LENGTH;
use http_body_util::Limited;
use std::time::Duration;
use tower_http::timeout::TimeoutBody;

/// The largest body of a request, in bytes.
const MOST: usize = 1024 * 1024;
/// The largest body of a Save by somebody who is signed in, in bytes.
const MOST_OF_SAVE: usize = 32 * 1024 * 1024;
/// How long a request's head may take, and its body may rest.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Refuses what is too large: at once where its length is told, else as soon as it is.
pub async fn bound(State(web): State<Web>, request: Request, next: Next) -> Response {
    let saves = request.uri().path() == "/api/row/save";
    let most =
        if saves && request.extensions().get::<Op>().is_some() { MOST_OF_SAVE } else { MOST };
    let told = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if told.and_then(|length| length.parse().ok()).is_some_and(|length: usize| length > most) {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    let bounded = |body| TimeoutBody::new(web.patience, Limited::new(body, most));
    next.run(request.map(|body| Body::new(bounded(body)))).await
}

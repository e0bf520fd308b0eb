//! What operators watch: `/healthz`, `/readyz`, `/metrics`.

use super::Web;
use axum::Extension;
use axum::extract::ConnectInfo;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use std::net::SocketAddr;

/// The process is alive.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The process can do its work: its store answers.
pub async fn readyz(Extension(web): Extension<Web>) -> Response {
    match web.site.store.ping().await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n").into_response()
        }
    }
}

/// Numbers for Prometheus; only for this machine, and not through a proxy on it.
pub async fn metrics(
    Extension(web): Extension<Web>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    let forwarded = headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded");
    if forwarded || !peer.ip().to_canonical().is_loopback() {
        return StatusCode::NOT_FOUND.into_response();
    }
    web.metrics.render().into_response()
}

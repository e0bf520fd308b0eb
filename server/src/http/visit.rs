//! Who is visiting: the request's id, the network address, and the signed-in person.

use super::Web;
use crate::authn::session;
use app::error::AppError;
use app::model::ids::RequestId;
use app::ports::Op;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderValue};
use std::net::{IpAddr, SocketAddr};
use tracing::Instrument;
use uuid::Uuid;

/// A request's id, as an extension of the request.
#[derive(Clone, Copy, Debug)]
pub struct RequestTag(pub RequestId);

/// A request's network address, as an extension of the request.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub Option<IpAddr>);

/// Gives every request an id, which every answer carries and everything logged meanwhile.
pub async fn tag(mut request: Request, next: Next) -> Response {
    let tag = RequestId(Uuid::now_v7());
    let span = tracing::info_span!("request", id = %tag, method = %request.method(), path = request.uri().path());
    request.extensions_mut().insert(RequestTag(tag));
    let mut response = next.run(request).instrument(span).await;
    if let Ok(id) = HeaderValue::from_str(&tag.to_string()) {
        response.headers_mut().insert("x-request-id", id);
    }
    response
}

/// Resolves the session and notes the rest; everything below finds it in the extensions.
pub async fn identify(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let (tag, peer) = (super::errors::tag(&request), peer(&web, &request));
    request.extensions_mut().insert(Peer(peer));
    let found = op(&web, request.headers(), tag, peer).await;
    let response = match found {
        Ok(op) => {
            if let Some(op) = op {
                request.extensions_mut().insert(op);
            }
            next.run(request).await
        }
        Err(error) => super::errors::answer(&error, tag),
    };
    let status = response.status().as_u16();
    metrics::counter!("nexttables_http_requests_total", "status" => status.to_string())
        .increment(1);
    tracing::info!(%method, path, status, "answered");
    response
}

async fn op(
    web: &Web,
    headers: &HeaderMap,
    request: RequestId,
    address: Option<IpAddr>,
) -> Result<Option<Op>, AppError> {
    let Some(token) = web.cookie.read(headers) else { return Ok(None) };
    let at = web.site.clock.now();
    let found = session::resolve(&web.site.store, &token, at).await?;
    Ok(found.map(|(session, me)| Op { me, session, request, address, at }))
}

/// The visitor's address: the line's other end, or what a proxy on this machine says of it.
fn peer(web: &Web, request: &Request) -> Option<IpAddr> {
    let info = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    let line = info.0.ip().to_canonical();
    if web.origin.is_none() || !line.is_loopback() {
        return Some(line);
    }
    let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let last = forwarded.and_then(|list| list.rsplit(',').next()?.trim().parse().ok());
    last.or(Some(line))
}

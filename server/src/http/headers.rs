//! Headers that harden every answer.

use crate::authn::cookie::CookieKind;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderValue;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};

/// What a page may load; the nonce lets its own inline scripts run.
pub fn content_security_policy(nonce: Option<&str>) -> String {
    let nonce = nonce.map(|nonce| format!(" 'nonce-{nonce}'")).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'{nonce} 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
         form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
    )
}

/// Chromium counts a stream that must not be stored as broken off, even once it was read to its end.
/// Without a time to live, the answer to a POST is not stored anyway (RFC 9111, 3 and 4.2).
const STREAM: &str = "private, no-cache";

fn streams(response: &Response) -> bool {
    response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == "application/octet-stream")
}

/// Adds what is not there yet.
pub async fn harden(State(cookie): State<CookieKind>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let caching = if streams(&response) { STREAM } else { "no-store" };
    let headers = response.headers_mut();
    let mut add = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.entry(name).or_insert(value);
        }
    };
    add(CONTENT_SECURITY_POLICY, &content_security_policy(None));
    add(X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(REFERRER_POLICY, "same-origin");
    add(CACHE_CONTROL, caching);
    add(HeaderName::from_static("x-frame-options"), "DENY");
    add(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    add(
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    );
    if cookie == CookieKind::Secure {
        add(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

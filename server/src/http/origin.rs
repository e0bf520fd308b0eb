//! Against requests that another site makes in a person's name (CSRF).
//!
//! Invariant: nothing unsafe is done unless the browser says that the request comes from our own
//! page, by `Sec-Fetch-Site` or, in browsers without it, by `Origin`.

use super::Web;
use super::errors::{answer, tag};
use app::error::{AppError, ErrorCode};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{HOST, ORIGIN};
use http::{HeaderMap, Method};

/// Refuses unsafe requests that do not come from our own page.
pub async fn check(State(web): State<Web>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || same_origin(request.headers(), web.origin.as_deref()) {
        return next.run(request).await;
    }
    let error = AppError::new(ErrorCode::Forbidden, "This request does not come from our own page")
        .with_hint("Reload the page and try again");
    answer(&error, tag(&request))
}

fn same_origin(headers: &HeaderMap, configured: Option<&str>) -> bool {
    let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    if let Some(site) = text(http::HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin";
    }
    let Some(origin) = text(ORIGIN) else { return false };
    if let Some(configured) = configured {
        return origin == configured;
    }
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    host.is_some() && host == text(HOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_our_own_page_passes() {
        assert!(same_origin(&headers(&[("sec-fetch-site", "same-origin")]), None));
        assert!(!same_origin(&headers(&[("sec-fetch-site", "same-site")]), None));
        assert!(!same_origin(&headers(&[("sec-fetch-site", "none")]), None));
        assert!(!same_origin(&headers(&[]), None));
        let own = [("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")];
        assert!(same_origin(&headers(&own), None));
        let foreign = [("origin", "https://evil.example"), ("host", "127.0.0.1:3000")];
        assert!(!same_origin(&headers(&foreign), None));
        assert!(!same_origin(&headers(&own), Some("https://tables.example.com")));
        assert!(!same_origin(&headers(&[("origin", "null"), ("host", "null")]), None));
        let mixed = [("sec-fetch-site", "cross-site"), own[0], own[1]];
        assert!(!same_origin(&headers(&mixed), None));
    }
}

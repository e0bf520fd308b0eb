//! The browser's files, embedded: compressed beforehand, named by their content, cached for good.

use app::assets::AssetNames;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode};
use sha2::{Digest, Sha256};
use std::env;
use tower::ServiceExt;
use tower_http::services::ServeDir;

/// One embedded file.
pub struct File {
    /// Below the site's root, without a leading slash.
    path: &'static str,
    plain: &'static [u8],
    br: Option<&'static [u8]>,
    gz: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/site.rs"));

/// The files' names as pages link them; none in a build without the browser's side.
///
/// Under `cargo leptos watch` the files lie in a folder, without a hash in their names.
pub fn names() -> Option<AssetNames> {
    if env::var_os("LEPTOS_SITE_ROOT").is_some() {
        let name = |ending| format!("/pkg/nexttables.{ending}");
        return Some(AssetNames { js: name("js"), wasm: name("wasm"), css: name("css") });
    }
    let name = |ending: &str| {
        let found =
            FILES.iter().find(|f| f.path.starts_with("pkg/nexttables") && f.path.ends_with(ending));
        found.map(|file| format!("/{}", file.path))
    };
    Some(AssetNames { js: name(".js")?, wasm: name(".wasm")?, css: name(".css")? })
}

/// Finds the file that a request asks for.
pub async fn find(request: &Parts) -> Option<Response> {
    if !matches!(request.method, Method::GET | Method::HEAD) {
        return None;
    }
    if let Some(root) = env::var_os("LEPTOS_SITE_ROOT") {
        return from_folder(root, request).await;
    }
    let path = request.uri.path().trim_start_matches('/');
    let file = FILES.iter().find(|file| file.path == path)?;
    Some(serve(file, &request.headers))
}

async fn from_folder(root: std::ffi::OsString, request: &Parts) -> Option<Response> {
    let copy = Request::get(request.uri.clone()).body(Body::empty()).ok()?;
    let found = ServeDir::new(root).append_index_html_on_directories(false).oneshot(copy).await;
    found.ok().filter(|response| response.status().is_success()).map(IntoResponse::into_response)
}

fn serve(file: &File, headers: &HeaderMap) -> Response {
    let hash = Sha256::digest(file.plain);
    let etag = format!("\"{}\"", hex::encode(hash.get(..12).unwrap_or_default()));
    let cache = if file.path.starts_with("pkg/") {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=3600"
    };
    let known = headers.get(IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == etag.as_bytes());
    let common =
        [(CACHE_CONTROL, cache.to_owned()), (ETAG, etag), (VARY, "accept-encoding".into())];
    if known {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    let kind = [(CONTENT_TYPE, content_type(file.path))];
    match choose(file, headers) {
        (Some(encoding), bytes) => {
            (common, kind, [(CONTENT_ENCODING, encoding)], bytes).into_response()
        }
        (None, bytes) => (common, kind, bytes).into_response(),
    }
}

fn choose(file: &File, headers: &HeaderMap) -> (Option<&'static str>, &'static [u8]) {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let accepts = |encoding: &str| {
        accepted.unwrap_or_default().split(',').any(|one| {
            let (name, weight) = one.split_once(';').unwrap_or((one, ""));
            name.trim() == encoding && !weight.replace(' ', "").starts_with("q=0")
        })
    };
    match (file.br, file.gz) {
        (Some(br), _) if accepts("br") => (Some("br"), br),
        (_, Some(gz)) if accepts("gzip") => (Some("gzip"), gz),
        _ => (None, file.plain),
    }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

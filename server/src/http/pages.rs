//! The pages: what each finds in its context, and what is shown where there is none.

use super::headers::content_security_policy;
use super::{Web, assets};
use app::ports::{Op, PageStatus};
use axum::Extension;
use axum::extract::Request;
use axum::response::Response;
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{ResponseOptions, render_app_async_with_context};
use std::sync::Arc;

/// Puts the ports, the op and the rest into the context of every page and server function.
pub fn context(web: &Web) -> impl Fn() + Clone + Send + Sync + 'static {
    let ports = web.site.ports();
    let names = assets::names();
    move || {
        provide_context(ports.clone());
        if let Some(names) = &names {
            provide_context(names.clone());
        }
        if let Some(op) =
            use_context::<Parts>().and_then(|parts| parts.extensions.get::<Op>().cloned())
        {
            provide_context(op);
        }
        if let Some(options) = use_context::<ResponseOptions>() {
            harden(&options);
            provide_context(PageStatus(Arc::new(move |status| {
                options.set_status(StatusCode::from_u16(status).unwrap_or_default());
            })));
        }
    }
}

fn harden(options: &ResponseOptions) {
    let Some(nonce) = leptos::nonce::use_nonce() else { return };
    if let Ok(policy) = HeaderValue::from_str(&content_security_policy(Some(&nonce.to_string()))) {
        options.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// Renders the page at a path with something more in its context.
pub async fn render(
    web: &Web,
    request: Request,
    more: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    let context = context(web);
    let both = move || {
        context();
        more();
    };
    render_app_async_with_context(both, app::shell)(request).await
}

/// An embedded file, or the page that says there is none.
pub async fn fallback(Extension(web): Extension<Web>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if let Some(file) = assets::find(&parts).await {
        return file;
    }
    render(&web, Request::from_parts(parts, body), || {}).await
}

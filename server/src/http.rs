//! HTTP: the pages, the server functions, the forms that need no script, and what operators watch.

pub mod assets;
pub mod bounds;
mod errors;
mod exports;
mod forms;
mod gate;
mod headers;
mod origin;
mod pages;
mod probes;
mod visit;

use crate::authn::cookie::CookieKind;
use crate::service::Site;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get, post};
use leptos::config::LeptosOptions;
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use metrics_exporter_prometheus::PrometheusHandle;
use std::sync::LazyLock;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;

/// The pages' paths, found out once: meanwhile no page of this process gets what it waits for, ever
/// (`leptos_server` 0.8, `SuppressResourceLoad`), so none may be open.
static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(app::App));

/// What answering requests takes besides the site.
#[derive(Clone)]
pub struct Web {
    /// The services.
    pub site: Site,
    /// How session cookies look.
    pub cookie: CookieKind,
    /// The origin that people use, as the operator configured it.
    pub origin: Option<String>,
    /// The numbers that operators watch.
    pub metrics: PrometheusHandle,
    /// How long a client may send nothing while we wait for its request.
    pub patience: Duration,
}

/// Builds the whole of it.
pub fn router(web: &Web) -> Router {
    let options = LeptosOptions::builder().output_name("nexttables").build();
    Router::new()
        .route("/sign-in", post(forms::sign_in))
        .route("/sign-out", post(forms::sign_out))
        .route("/set-up", post(forms::set_up))
        .route("/administration/audit-log.csv", get(exports::audit_log))
        .route("/tables/{table}/history.csv", get(exports::history))
        .route("/api/{*function}", any(errors::no_function))
        .leptos_routes_with_context(&options, PAGES.clone(), pages::context(web), app::shell)
        .fallback(pages::fallback)
        .layer(from_fn_with_state(web.clone(), gate::gate))
        .layer(CatchPanicLayer::custom(errors::panicked))
        // The framework's own bound is smaller than what a Save may have.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(web.clone(), bounds::bound))
        .layer(from_fn(errors::translate))
        .layer(from_fn_with_state(web.clone(), origin::check))
        .layer(from_fn_with_state(web.clone(), visit::identify))
        .route("/healthz", get(probes::healthz))
        .route("/readyz", get(probes::readyz))
        .route("/metrics", get(probes::metrics))
        .layer(axum::Extension(web.clone()))
        .layer(from_fn(visit::tag))
        .layer(from_fn_with_state(web.cookie, headers::harden))
        .with_state(options)
}

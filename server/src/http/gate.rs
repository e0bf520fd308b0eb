//! Sends people who are not signed in to the sign-in page, and new sites to their set-up.

use super::Web;
use crate::service::sign_in::is_unset;
use app::ports::Op;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::Method;

/// Paths that open to everybody.
const OPEN: [&str; 4] = ["/sign-in", "/set-up", "/favicon.svg", "/api/"];

/// Lets signed-in people and open paths pass.
pub async fn gate(State(web): State<Web>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let page = matches!(*request.method(), Method::GET | Method::HEAD);
    let open = path.starts_with("/pkg/") || OPEN.iter().any(|prefix| path.starts_with(prefix));
    let entrance = page && matches!(path, "/sign-in" | "/set-up");
    let signed_in = request.extensions().get::<Op>().is_some();
    if signed_in && entrance {
        return Redirect::to("/").into_response();
    }
    if signed_in || !page || (open && !entrance) {
        return next.run(request).await;
    }
    match is_unset(&web.site).await {
        Ok(true) if path != "/set-up" => Redirect::to("/set-up").into_response(),
        Ok(false) if path != "/sign-in" => Redirect::to(&sign_in_path(&request)).into_response(),
        Ok(_) => next.run(request).await,
        Err(error) => super::errors::answer(&error.into(), super::errors::tag(&request)),
    }
}

fn sign_in_path(request: &Request) -> String {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    if matches!(request.uri().path(), "/" | "/set-up") {
        return "/sign-in".to_owned();
    }
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    format!("/sign-in?{}", query.append_pair("next", path).finish())
}

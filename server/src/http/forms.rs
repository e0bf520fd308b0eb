//! The forms that work without a script: sign-in, sign-out, set-up.

use super::visit::{Peer, RequestTag};
use super::{Web, pages};
use crate::authn::session::Device;
use crate::service::sign_in::{self as service, Visit};
use app::error::{AppError, ErrorCode};
use app::model::access::SiteAccess;
use app::model::secret::Secret;
use app::model::sign_in::{SetUpFailure, SignInFailure};
use app::model::user::UserDraft;
use app::ports::Op;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use http::header::{SET_COOKIE, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use leptos::prelude::provide_context;
use serde::Deserialize;

/// Sign-in as typed.
#[derive(Deserialize)]
pub struct SignInForm {
    email: String,
    password: Secret,
    #[serde(default)]
    next: String,
}

/// Set-up as typed.
#[derive(Deserialize)]
pub struct SetUpForm {
    token: String,
    name: String,
    email: String,
    password: Secret,
}

fn visit(headers: &HeaderMap, tag: RequestTag, peer: Peer) -> Visit {
    let user_agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
    Visit {
        device: Device {
            address: peer.0.map(|address| address.to_string()),
            user_agent: user_agent.map(str::to_owned),
        },
        request: tag.0,
    }
}

/// Signs in, or shows the page again with what went wrong.
pub async fn sign_in(
    Extension(web): Extension<Web>,
    Extension(tag): Extension<RequestTag>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Response {
    let visit = visit(&headers, tag, peer);
    match service::sign_in(&web.site, &visit, &form.email, form.password).await {
        Ok(token) => welcome(&web, &token, safe_next(&form.next)),
        Err(error) => {
            let error = AppError::from(error);
            let failure = SignInFailure {
                email: form.email,
                next: form.next,
                message: error.message,
                hint: error.hint,
            };
            again(&web, "/sign-in", error.code, move || provide_context(failure.clone())).await
        }
    }
}

/// Ends the session, wherever it stands.
pub async fn sign_out(Extension(web): Extension<Web>, op: Option<Extension<Op>>) -> Response {
    if let Some(Extension(op)) = op
        && let Err(error) = service::sign_out(&web.site, &op).await
    {
        return super::errors::answer(&error.into(), op.request);
    }
    with_cookie(Redirect::to("/sign-in").into_response(), &web.cookie.clear())
}

/// Creates the first administrator, or shows the page again with what went wrong.
pub async fn set_up(
    Extension(web): Extension<Web>,
    Extension(tag): Extension<RequestTag>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    Form(form): Form<SetUpForm>,
) -> Response {
    let visit = visit(&headers, tag, peer);
    let draft = UserDraft {
        email: form.email.clone(),
        name: form.name.clone(),
        password: form.password,
        access: SiteAccess::Administrator,
    };
    match service::set_up(&web.site, &visit, &form.token, draft).await {
        Ok(token) => welcome(&web, &token, "/"),
        Err(error) => {
            let error = AppError::from(error);
            let code = error.code;
            let failure =
                SetUpFailure { token: form.token, email: form.email, name: form.name, error };
            again(&web, "/set-up", code, move || provide_context(failure.clone())).await
        }
    }
}

fn welcome(web: &Web, token: &str, next: &str) -> Response {
    with_cookie(Redirect::to(next).into_response(), &web.cookie.set(token))
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

/// Where to go after signing in: a path of ours, never another site.
fn safe_next(next: &str) -> &str {
    let own = next.starts_with('/') && !next.starts_with("//");
    if own && !next.contains(['\\', '\n', '\r', '\t']) { next } else { "/" }
}

/// Shows a page again, with the status of what went wrong.
async fn again(
    web: &Web,
    path: &'static str,
    code: ErrorCode,
    failure: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    let mut request = Request::new(Body::empty());
    *request.method_mut() = Method::GET;
    *request.uri_mut() = http::Uri::from_static(path);
    let mut response = pages::render(web, request, failure).await;
    *response.status_mut() = StatusCode::from_u16(code.status()).unwrap_or_default();
    response
}

#[cfg(test)]
mod tests {
    use super::safe_next;

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(safe_next("/administration/databases?x=1"), "/administration/databases?x=1");
        for next in ["", "https://evil.example", "//evil.example", "/\\evil.example", "/\n/evil"] {
            assert_eq!(safe_next(next), "/", "{next:?}");
        }
    }
}

//! Tells who is signed in; none when nobody is.

#![cfg_attr(
    feature = "ssr",
    expect(clippy::unused_async, reason = "a server function is async whatever it does")
)]

use crate::error::AppError;
use crate::model::account::Me;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Tells who is signed in; none when nobody is.
#[server(name = WhoAmI, endpoint = "account/me", input = Json, output = Json)]
pub async fn me() -> Result<Option<Me>, AppError> {
    Ok(use_context::<crate::ports::Op>().map(|op| op.me))
}

//! What people may do: asked in every service, answered from what the store held at the request.

use app::error::{AppError, ErrorCode};
use app::model::access::{SiteAccess, SiteRight};
use app::ports::Op;

/// Lets only holders of a right on site level pass.
///
/// # Errors
/// `Forbidden`, naming the right.
pub fn require(op: &Op, right: SiteRight) -> Result<(), AppError> {
    if op.me.access.may(right) {
        return Ok(());
    }
    Err(forbidden(right.label()))
}

/// Lets only administrators pass.
///
/// # Errors
/// `Forbidden`.
pub fn require_administrator(op: &Op) -> Result<(), AppError> {
    if op.me.access == SiteAccess::Administrator {
        return Ok(());
    }
    Err(AppError::new(ErrorCode::Forbidden, "Only an administrator may do this"))
}

fn forbidden(right: &str) -> AppError {
    let message = format!("You need the {right} authorisation on Site level");
    AppError::new(ErrorCode::Forbidden, message).with_hint("Ask a site administrator to grant it")
}

//! What people may do: asked in every service, answered from what the store held at the request, and
//! asked again where a request takes long.

use crate::authn::session::is_over;
use crate::error::ServiceError;
use crate::store::{Line, session};
use app::error::{AppError, ErrorCode};
use app::model::access::{SiteAccess, SiteRight};
use app::model::account::Me;
use app::model::table::{Lock, RowAccess};
use app::ports::Op;
use chrono::{DateTime, Utc};

/// The same request with what the person may do by now. Whatever waits, for a lock, a test or the
/// next piece of a file, asks again before it goes on.
///
/// # Errors
/// `Forbidden` where the account was deactivated, `Unauthenticated` where the session has ended.
pub async fn present(line: &mut Line, op: &Op, now: DateTime<Utc>) -> Result<Op, ServiceError> {
    let found = session::with_user(line, op.me.id, op.session).await?;
    let Some((user, session)) = found.filter(|(user, _)| user.active) else {
        let message = "Your account was deactivated meanwhile";
        return Err(AppError::new(ErrorCode::Forbidden, message).into());
    };
    if session.is_none_or(|session| is_over(&session, now)) {
        return Err(AppError::new(ErrorCode::Unauthenticated, "Please sign in").into());
    }
    let me = Me { access: user.access, ..op.me.clone() };
    Ok(Op { me, ..op.clone() })
}

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

/// Lets only holders of a right over tables pass; they know of the table, so the answer may say
/// what they lack.
///
/// # Errors
/// `Forbidden`, naming the right.
pub fn require_here(op: &Op, right: SiteRight) -> Result<(), AppError> {
    if op.me.access.may(right) {
        return Ok(());
    }
    Err(forbidden_here(right.label()))
}

/// What somebody is told who lacks a right over a table.
pub fn forbidden_here(right: &str) -> AppError {
    AppError::new(ErrorCode::Forbidden, format!("You need the {right} authorisation"))
        .with_hint("Ask a site administrator to grant it")
}

/// What the person may do with rows, given what could be done at all.
pub fn locks(op: &Op, possible: RowAccess) -> RowAccess {
    let lock = |right: SiteRight, possible: Option<Lock>| {
        if op.me.access.may(right) {
            return possible;
        }
        // What nobody can do says more than what this person may not.
        Some(possible.unwrap_or_else(|| Lock::MissingRight(right.label().to_owned())))
    };
    RowAccess {
        insert: lock(SiteRight::Insert, possible.insert),
        update: lock(SiteRight::Update, possible.update),
        delete: lock(SiteRight::Delete, possible.delete),
    }
}

fn forbidden(right: &str) -> AppError {
    let message = format!("You need the {right} authorisation on Site level");
    AppError::new(ErrorCode::Forbidden, message).with_hint("Ask a site administrator to grant it")
}

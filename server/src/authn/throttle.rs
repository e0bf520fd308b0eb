//! Slowing down guessing: failed sign-ins are counted per account and per address.

use crate::audit::Deed;
use crate::error::ServiceError;
use crate::store::{Line, sign_in_failure};
use app::error::{AppError, ErrorCode};
use app::model::audit::AuditAction;
use chrono::{DateTime, TimeDelta, Utc};

/// For how long a failure counts.
pub const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// How many failures an account may have in that time.
pub const PER_ACCOUNT: i64 = 10;
/// How many failures an address may have in that time; offices share addresses.
pub const PER_ADDRESS: i64 = 50;

fn subjects(email: &str, address: Option<&str>) -> [(String, i64); 2] {
    let account = email.trim().to_lowercase();
    [
        (format!("account {account}"), PER_ACCOUNT),
        (format!("address {}", address.unwrap_or("unknown")), PER_ADDRESS),
    ]
}

/// Refuses a sign-in after too many failures.
///
/// # Errors
/// `TooManyAttempts`, or when the store fails.
pub async fn admit(
    line: &mut Line,
    email: &str,
    address: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    for (subject, most) in subjects(email, address) {
        if sign_in_failure::count(line, &subject, now - WINDOW).await? >= most {
            let error = AppError::new(ErrorCode::TooManyAttempts, "Too many failed sign-ins");
            return Err(error
                .with_hint(format!("Wait {} minutes, then try again", WINDOW.num_minutes()))
                .into());
        }
    }
    Ok(())
}

/// Counts a failure. After the last one that is admitted it gives the entry that says so: those that
/// are refused from then on have none, or guessing could fill the audit log.
///
/// # Errors
/// When the store fails.
pub async fn fail(
    line: &mut Line,
    email: &str,
    address: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Option<Deed>, ServiceError> {
    let mut full = Vec::new();
    for (subject, most) in subjects(email, address) {
        sign_in_failure::insert(line, &subject, now, now - WINDOW).await?;
        if sign_in_failure::count(line, &subject, now - WINDOW).await? >= most {
            full.push(subject);
        }
    }
    let full = full.join(" and ");
    let note = format!("Too many failures of {full} within {} minutes", WINDOW.num_minutes());
    let deed = Deed::new(AuditAction::SignInThrottled, None).note(note);
    Ok((!full.is_empty()).then_some(deed))
}

/// Forgets an account's failures; the address keeps its own, or an attacker could clear it by
/// signing in to an account of theirs.
///
/// # Errors
/// When the store fails.
pub async fn succeed(line: &mut Line, email: &str) -> Result<(), ServiceError> {
    let [(account, _), _] = subjects(email, None);
    Ok(sign_in_failure::delete(line, &account).await?)
}

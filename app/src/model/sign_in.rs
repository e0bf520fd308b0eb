//! What the sign-in and set-up pages show again after a failure: everything but the password.

use crate::error::AppError;
use serde::{Deserialize, Serialize};

/// A sign-in that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInFailure {
    /// As typed.
    pub email: String,
    /// Where the person wanted to go.
    pub next: String,
    /// What went wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// A set-up that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUpFailure {
    /// The one-time link's token.
    pub token: String,
    /// As typed.
    pub email: String,
    /// As typed.
    pub name: String,
    /// What went wrong.
    pub error: AppError,
}

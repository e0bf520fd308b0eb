//! Faults inside the server: logged with their detail, shown to nobody.

use crate::store::is_busy;
use app::error::{AppError, ErrorCode};

/// What can go wrong in a service besides what the person did.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The store failed.
    #[error("store: {0}")]
    Store(#[from] sqlx::Error),
    /// A secret could not be sealed or opened.
    #[error("secrets: {0}")]
    Secret(#[from] crate::secrets::SecretError),
    /// A password could not be hashed.
    #[error("password hash: {0}")]
    Hash(String),
    /// The target could not do what was asked.
    #[error("target: {0}")]
    Target(#[from] crate::target::diagnostics::TargetError),
    /// A background task was cut off.
    #[error("task: {0}")]
    Task(#[from] tokio::task::JoinError),
    /// The person's own mistake, or a refusal they are told of.
    #[error("{0}")]
    App(#[from] AppError),
}

impl From<ServiceError> for AppError {
    /// Keeps what is meant for the person and hides the rest behind a request id, which the
    /// response layer adds.
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::App(error) => error,
            ServiceError::Target(error) => error.into(),
            ServiceError::Store(ref failed) if is_unreachable(failed) => {
                tracing::error!(%error, "the store cannot be reached");
                Self::new(ErrorCode::Unavailable, "NextTables cannot reach its own store now")
                    .with_hint("Try again in a moment; if it stays, tell your administrator")
            }
            error => {
                tracing::error!(%error, "a service failed");
                Self::new(ErrorCode::Internal, "Something went wrong on the server")
                    .with_hint("Try again; if it stays, give your administrator the request id")
            }
        }
    }
}

fn is_unreachable(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::PoolTimedOut | sqlx::Error::Io(_)) || is_busy(error)
}

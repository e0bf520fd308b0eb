//! From SQLSTATE to the error it means, where no cell and no filter is to blame.
//!
//! Source: PostgreSQL manual, appendix A.

use super::{Said, TargetError, said};
use app::error::{AppError, Problem};
use app::model::probe::Cause;
use app::model::table::Lock;
use std::io;
use tokio_postgres::Error;

impl From<Error> for TargetError {
    fn from(error: Error) -> Self {
        match said(&error) {
            Some(said) => said.into(),
            None if error.is_closed() => Self::Lost("closed".to_owned()),
            None => unsaid(&error),
        }
    }
}

/// What went wrong where the server said nothing.
fn unsaid(error: &Error) -> TargetError {
    let source = std::error::Error::source(error);
    let kind = source.and_then(|source| source.downcast_ref::<io::Error>()).map(io::Error::kind);
    match kind {
        // The driver could not put it into a message, and sent nothing.
        Some(io::ErrorKind::InvalidInput) => {
            let problem = Problem::form("too_large", "This is more than can be asked for at once");
            AppError::invalid(vec![problem.hint("Ask for less, or with fewer values")]).into()
        }
        Some(_) => TargetError::Lost(error.to_string()),
        None => TargetError::Unreadable(error.to_string()),
    }
}

impl From<Said> for TargetError {
    fn from(said: Said) -> Self {
        match said.code.as_str() {
            "42P01" | "3F000" => Self::TableGone,
            "42703" => Self::ColumnsChanged,
            "42501" => Self::Denied { grant: None, said: said.words },
            "57014" => Self::TooSlow,
            "55P03" | "40P01" | "40001" => Self::Locked,
            "25006" => Self::ReadOnly(Lock::ReadOnlyTarget),
            "53300" | "53000" | "53200" => Self::Busy,
            _ if said.fatal => Self::Lost(said.words),
            _ => Self::Server { code: said.code, said: said.words },
        }
    }
}

impl TargetError {
    /// Tells whether there was no session in which anything could be asked, or not to the end.
    pub fn is_no_session(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Busy | Self::Full(_) | Self::Lost(_))
    }

    /// Tells whether the target is there and only has no place or no time for us now.
    pub fn is_passing(&self) -> bool {
        let passes = [Cause::TooManyConnections, Cause::StartingUp];
        match self {
            Self::Unreachable(failure) => passes.contains(&failure.cause),
            Self::Busy | Self::Full(_) | Self::Locked | Self::TooSlow => true,
            _ => false,
        }
    }

    /// Tells whether what we know of the table may be out of date.
    pub(in crate::target) fn doubts_the_catalog(&self) -> bool {
        match self {
            Self::TableGone | Self::ColumnsChanged | Self::Outdated | Self::Denied { .. } => true,
            // Undefined object or function, wrong type, wrong object type.
            Self::Server { code, .. } => code.starts_with("42"),
            _ => false,
        }
    }
}

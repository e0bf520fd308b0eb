//! From SQLSTATE to the error it means, where no cell and no filter is to blame.
//!
//! Source: PostgreSQL manual, appendix A.

use super::{Said, TargetError, said};
use app::model::table::Lock;
use tokio_postgres::Error;

impl From<Error> for TargetError {
    fn from(error: Error) -> Self {
        match said(&error) {
            Some(said) => said.into(),
            None if error.is_closed() => Self::Lost("closed".to_owned()),
            None => {
                let source = std::error::Error::source(&error);
                let broke = source.is_some_and(<dyn std::error::Error>::is::<std::io::Error>);
                let text = error.to_string();
                if broke { Self::Lost(text) } else { Self::Unreadable(text) }
            }
        }
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
    /// Tells whether what we know of the table may be out of date.
    pub(in crate::target) fn doubts_the_catalog(&self) -> bool {
        match self {
            Self::TableGone | Self::ColumnsChanged | Self::Denied { .. } => true,
            // Undefined object or function, wrong type, wrong object type.
            Self::Server { code, .. } => code.starts_with("42"),
            _ => false,
        }
    }
}

//! An error of the server in its parts, taken out of the driver's type.

use crate::target::probe::{clean, said as words};
use tokio_postgres::Error;
use tokio_postgres::error::{DbError, Severity};

/// What the server said when a statement failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::target) struct Said {
    /// The SQLSTATE.
    pub(in crate::target) code: String,
    /// Message, detail and hint, cleaned.
    pub(in crate::target) words: String,
    /// The message alone, cleaned.
    pub(in crate::target) message: String,
    /// Whether the session ends with it.
    pub(in crate::target) fatal: bool,
    /// Whether it was raised inside of a function, such as a trigger's.
    pub(in crate::target) inside: bool,
    /// The schema of the table that the error is about.
    pub(in crate::target) schema: Option<String>,
    /// The table that the error is about.
    pub(in crate::target) table: Option<String>,
    /// The column that the error is about.
    pub(in crate::target) column: Option<String>,
    /// The constraint that was broken.
    pub(in crate::target) constraint: Option<String>,
}

impl Said {
    /// The class of the SQLSTATE: its first two characters.
    pub(in crate::target) fn class(&self) -> &str {
        self.code.get(..2).unwrap_or_default()
    }
}

/// Takes the server's words out of an error; none where the server said nothing.
pub(in crate::target) fn said(error: &Error) -> Option<Said> {
    error.as_db_error().map(read)
}

fn read(error: &DbError) -> Said {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Said {
        code: clean(error.code().code()),
        words: words(error),
        message: clean(error.message()),
        fatal: !matches!(error.parsed_severity(), Some(Severity::Error)),
        inside: error.where_().is_some(),
        schema: owned(error.schema()),
        table: owned(error.table()),
        column: owned(error.column()),
        constraint: owned(error.constraint()),
    }
}

//! What goes wrong between us and a target, and what the person is told of it.
//!
//! PostgreSQL's errors are told apart by SQLSTATE, never by their text, which may be in any language
//! and may quote anything: it is passed on only as cleaned text in `hint`.

mod said;
mod sqlstate;

pub(super) use said::{Said, said};

use super::pools::Share;
use super::probe::clean;
use app::error::{AppError, ErrorCode};
use app::model::probe::Failure;
use app::model::table::Lock;

/// How much may be read of a target at once, in MiB: more would take the memory from everybody.
pub(super) const MOST_MIB: u64 = 128;

/// The same in bytes.
pub(super) const MOST_BYTES: u64 = MOST_MIB << 20;

/// Why something could not be done in a target.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// No session could be opened.
    #[error("no session: {} ({})", .0.message, .0.cause.code())]
    Unreachable(Box<Failure>),
    /// The server has no session left.
    #[error("the server has no session left")]
    Busy,
    /// No session of ours got free in time.
    #[error("no session got free: {0:?}")]
    Full(Share),
    /// The session broke off; what it was doing was not committed, unless it was committing.
    #[error("the session broke off: {0}")]
    Lost(String),
    /// It took longer than it may.
    #[error("it took too long")]
    TooSlow,
    /// The server follows another one, which alone is written to and knows what was.
    #[error("the server follows another one")]
    Follows,
    /// It is more than may be read at once.
    #[error("more than {MOST_MIB} MiB at once")]
    TooMuch,
    /// Somebody else's transaction stands in the way.
    #[error("rows are locked by somebody else")]
    Locked,
    /// The table is not there any more, or its schema is closed to the role.
    #[error("the table is gone")]
    TableGone,
    /// A column is not there any more.
    #[error("the table's columns have changed")]
    ColumnsChanged,
    /// What was known of the table is out of date, so that nothing was written.
    #[error("the table is not as it was known")]
    Outdated,
    /// The row is not there any more.
    #[error("the row is gone")]
    RowGone,
    /// The login role lacks a privilege.
    #[error("the role lacks a privilege: {said}")]
    Denied {
        /// What a database administrator runs to give it, where it is known.
        grant: Option<String>,
        /// The server's own words, cleaned.
        said: String,
    },
    /// Nothing can be written there.
    #[error("nothing can be written: {0:?}")]
    ReadOnly(Lock),
    /// The server knows no such time zone.
    #[error("unknown time zone {0}")]
    UnknownZone(String),
    /// What was asked for does not hold.
    #[error("{0}")]
    Refused(AppError),
    /// The server answered with an error that none of the above names.
    #[error("error {code} of the server: {said}")]
    Server {
        /// The SQLSTATE.
        code: String,
        /// The server's own words, cleaned.
        said: String,
    },
    /// The server's answer is not what was asked for.
    #[error("an answer that cannot be read: {0}")]
    Unreadable(String),
}

/// The SQLSTATE of a text that is not in the encoding that it is asked for in.
pub(super) const NOT_TEXT: &str = "22021";

/// What to do about such a text.
pub(super) const NOT_TEXT_HINT: &str = "The database’s encoding is SQL_ASCII, in which texts may be \
    any bytes. Whoever manages the database can turn it into UTF-8, for example from LATIN1 with \
    convert_from(convert(convert_to(value, 'SQL_ASCII'), 'LATIN1', 'UTF8'), 'SQL_ASCII')";

/// What to do about a value that is too large.
const TOO_LARGE_HINT: &str =
    "Values of this size are read and written in the database itself, for example with psql";

impl From<AppError> for TargetError {
    fn from(error: AppError) -> Self {
        Self::Refused(error)
    }
}

impl From<TargetError> for AppError {
    fn from(error: TargetError) -> Self {
        tracing::info!(%error, "a target could not do what was asked");
        match error {
            TargetError::Unreachable(_) => unavailable(
                "The database of this table cannot be reached now",
                "Try again; if it stays, whoever manages databases can test the connection",
            ),
            TargetError::Busy => unavailable(
                "The database has no session free for this now",
                "Try again in a moment",
            ),
            TargetError::Full(share) => full(share),
            TargetError::Lost(_) => {
                unavailable("The connection to the database broke off", "Try again in a moment")
            }
            TargetError::TooSlow => unavailable(
                "The database took too long to answer",
                "Narrow the filter, sort by a column that has an index, or try again later",
            ),
            TargetError::Follows => unavailable(
                "The server that answered is a replica, which another server writes to",
                "Try again; if it stays, the connection’s host should be the primary server",
            ),
            TargetError::TooMuch => Self::new(
                ErrorCode::TooLarge,
                format!("These rows hold more than {MOST_MIB} MiB, which is too much at once"),
            )
            .with_hint("Fewer rows at once may do"),
            TargetError::Locked => Self::new(
                ErrorCode::Conflict,
                "Somebody else is changing these rows in the database right now",
            )
            .with_hint("Try again in a moment"),
            TargetError::TableGone => Self::new(
                ErrorCode::NotFound,
                "This table is not in the database any more, or closed to the login role",
            ),
            TargetError::ColumnsChanged | TargetError::Outdated => Self::columns_changed(),
            TargetError::RowGone => Self::not_found("row"),
            TargetError::Denied { grant, said } => Self::new(
                ErrorCode::Forbidden,
                "The login role lacks a privilege in PostgreSQL for this",
            )
            .with_hint(grant.unwrap_or(said)),
            TargetError::ReadOnly(lock) => Self::new(ErrorCode::Forbidden, lock.sentence()),
            TargetError::UnknownZone(zone) => {
                let message = format!("PostgreSQL knows no time zone named {zone}");
                Self::invalid(vec![app::error::Problem::field("zone", "unknown_zone", message)])
            }
            TargetError::Refused(error) => error,
            TargetError::Server { code, .. } if code == NOT_TEXT => unavailable(
                "A text of this table is not valid UTF-8, so that it cannot be read",
                NOT_TEXT_HINT,
            ),
            TargetError::Server { code, said } => {
                let message = format!("PostgreSQL answered with error {code}");
                Self::new(ErrorCode::Unavailable, message).with_hint(said)
            }
            TargetError::Unreadable(_) => {
                Self::new(ErrorCode::Internal, "The database gave an answer that cannot be read")
            }
        }
    }
}

fn full(share: Share) -> AppError {
    let (message, hint) = share.words();
    let own = matches!(share, Share::Own | Share::OwnLong);
    let code = if own { ErrorCode::TooManyAttempts } else { ErrorCode::Unavailable };
    AppError::new(code, message).with_hint(hint)
}

/// A value that is not UTF-8.
pub(super) fn not_text(column: &str) -> TargetError {
    let column = clean(column);
    let message = format!("This value of {column} is not valid UTF-8: it cannot be read or edited");
    unavailable(&message, NOT_TEXT_HINT).into()
}

/// A value of more than may be read at once.
pub(super) fn too_large(column: &str) -> TargetError {
    let column = clean(column);
    let message = format!("This value of {column} has more than {MOST_MIB} MiB as text");
    AppError::new(ErrorCode::TooLarge, message).with_hint(TOO_LARGE_HINT).into()
}

/// A row of more than may be read at once, where it is the only one.
pub(super) fn row_too_large() -> TargetError {
    let message = format!("This row has more than {MOST_MIB} MiB as text");
    AppError::new(ErrorCode::TooLarge, message).with_hint(TOO_LARGE_HINT).into()
}

fn unavailable(message: &str, hint: &str) -> AppError {
    AppError::new(ErrorCode::Unavailable, message).with_hint(hint)
}

//! What goes wrong, as it travels: one error type for every server function.

use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

/// The kind of an error; UI and tests match on it, never on the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Nobody is signed in.
    Unauthenticated,
    /// The person lacks the authorisation.
    Forbidden,
    /// There is no such thing, or not for this person.
    NotFound,
    /// Something that was typed does not hold; `problems` say what.
    Invalid,
    /// It clashes with what is there, or somebody changed it meanwhile.
    Conflict,
    /// Too many attempts; wait.
    TooManyAttempts,
    /// The request is not well-formed, or does not come from our own page.
    BadRequest,
    /// The request is larger than any of ours.
    TooLarge,
    /// Something the server needs cannot be reached now.
    Unavailable,
    /// A fault of ours; the log has the detail under the request id.
    Internal,
    /// The browser cannot reach the server.
    Offline,
}

impl ErrorCode {
    /// Tells whether an answer, or that there is none, says nothing about what was done.
    pub fn leaves_doubt(self) -> bool {
        matches!(self, Self::Offline | Self::Unavailable | Self::Internal)
    }

    /// The HTTP status of an answer with this error.
    pub fn status(self) -> u16 {
        match self {
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Invalid => 422,
            Self::Conflict => 409,
            Self::TooManyAttempts => 429,
            Self::BadRequest => 400,
            Self::TooLarge => 413,
            Self::Unavailable | Self::Offline => 503,
            Self::Internal => 500,
        }
    }
}

/// Where a problem is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum At {
    /// The form as a whole.
    Form,
    /// One field, by the name that the form's model gives it.
    Field(String),
    /// One cell of a change set.
    Cell {
        /// Which change, from 0.
        change: usize,
        /// The column's name; none for the row as a whole.
        column: Option<String>,
    },
}

/// One thing wrong, with what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where it is.
    pub at: At,
    /// Stable name.
    pub code: String,
    /// What is wrong, one sentence.
    pub message: String,
    /// What to do, one sentence.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem at a field.
    pub fn field(name: &str, code: &str, message: impl Into<String>) -> Self {
        Self { at: At::Field(name.to_owned()), ..Self::form(code, message) }
    }

    /// A problem at a cell of a change set, or at a row where no column is named.
    pub fn cell(
        change: usize,
        column: Option<&str>,
        code: &str,
        message: impl Into<String>,
    ) -> Self {
        let at = At::Cell { change, column: column.map(str::to_owned) };
        Self { at, ..Self::form(code, message) }
    }

    /// A problem of the form as a whole.
    pub fn form(code: &str, message: impl Into<String>) -> Self {
        Self { at: At::Form, code: code.to_owned(), message: message.into(), hint: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// The error of every server function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct AppError {
    /// The kind.
    pub code: ErrorCode,
    /// What went wrong, one sentence for the person.
    pub message: String,
    /// The single things wrong, where they can be told.
    #[serde(default)]
    pub problems: Vec<Problem>,
    /// What to do about it.
    #[serde(default)]
    pub hint: Option<String>,
    /// Under which id the server's log tells more.
    #[serde(default)]
    pub request_id: Option<String>,
}

/// The code of the problem that a table has other columns than were opened.
const COLUMNS_CHANGED: &str = "columns_changed";

impl AppError {
    /// An error of a kind with its sentence.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), problems: Vec::new(), hint: None, request_id: None }
    }

    /// What was typed does not hold.
    pub fn invalid(problems: Vec<Problem>) -> Self {
        let message = match problems.as_slice() {
            [one] => one.message.clone(),
            _ => "Please correct the marked fields".to_owned(),
        };
        Self { problems, ..Self::new(ErrorCode::Invalid, message) }
    }

    /// There is no such thing, or not for this person.
    pub fn not_found(what: &str) -> Self {
        Self::new(ErrorCode::NotFound, format!("This {what} does not exist, or not for you"))
    }

    /// A table has other columns by now than were opened.
    pub fn columns_changed() -> Self {
        let message = "The columns of this table have changed";
        let problems = vec![Problem::form(COLUMNS_CHANGED, message)];
        Self { problems, ..Self::new(ErrorCode::Conflict, message) }.with_hint("Reload the table")
    }

    /// Tells whether a table has other columns by now than were opened, whoever noticed it.
    pub fn is_of_other_columns(&self) -> bool {
        self.problems.iter().any(|problem| problem.code == COLUMNS_CHANGED)
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The problem at a field, if there is one.
    pub fn at_field(&self, name: &str) -> Option<&Problem> {
        self.problems
            .iter()
            .find(|problem| matches!(&problem.at, At::Field(field) if field == name))
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    /// Maps the transport's own errors; its texts can quote the request, so none is passed on.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => {
                Self::new(ErrorCode::Offline, "The server cannot be reached")
                    .with_hint("Check your network, then try again; nothing you typed is lost")
            }
            // On the server it is the request that cannot be read, in the browser the answer.
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "ssr") => {
                Self::new(ErrorCode::BadRequest, "The server could not read the request")
            }
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Serialization(_) => {
                Self::new(ErrorCode::BadRequest, "The server could not read the request")
            }
            _ => Self::new(ErrorCode::Internal, "The server gave an answer that cannot be read")
                .with_hint("Reload the page; if it stays, tell your administrator"),
        }
    }
}

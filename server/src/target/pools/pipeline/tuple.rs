//! One row of an answer, whichever way it came.

use crate::target::diagnostics::TargetError;
use tokio_postgres::types::{FromSql, Type};
use tokio_postgres::{Row, SimpleQueryRow};

/// One row of an answer.
#[derive(Debug)]
pub(in crate::target) enum Tuple {
    /// By a message of its own, each value with its type.
    Typed(Row),
    /// By one message with others, each value as its text.
    Plain(SimpleQueryRow),
}

impl Tuple {
    /// Reads the value of a column, counted from 0.
    ///
    /// # Errors
    /// `Unreadable` where there is no such column, or its value is not of this type.
    pub(in crate::target) fn try_get<'a, T: FromSql<'a>>(
        &'a self,
        at: usize,
    ) -> Result<T, TargetError> {
        match self {
            Self::Typed(row) => Ok(row.try_get(at)?),
            Self::Plain(row) => {
                let unreadable =
                    |why: String| TargetError::Unreadable(format!("column {at}: {why}"));
                if !T::accepts(&Type::TEXT) {
                    return Err(unreadable("it came as a text".to_owned()));
                }
                let text = row.try_get(at)?.map(str::as_bytes);
                T::from_sql_nullable(&Type::TEXT, text)
                    .map_err(|error| unreadable(error.to_string()))
            }
        }
    }

    /// How many columns it has.
    pub(in crate::target) fn len(&self) -> usize {
        match self {
            Self::Typed(row) => row.len(),
            Self::Plain(row) => row.len(),
        }
    }

    /// How much it takes, in bytes.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Typed(row) => row.raw_size_bytes(),
            Self::Plain(row) => {
                let text = |at| row.try_get(at).ok().flatten().map_or(0, str::len);
                (0..row.len()).map(text).sum()
            }
        }
    }
}

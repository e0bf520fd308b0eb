//! PostgreSQL identifiers, kept apart from text so that a name cannot slip into SQL unquoted.

use std::fmt;

/// The longest identifier of PostgreSQL, in bytes (NAMEDATALEN − 1).
pub const MAX_BYTES: usize = 63;

/// A name of a role, database, schema, table or column; has no `Display` on purpose.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(String);

/// Why a text cannot be a PostgreSQL identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentError {
    /// Nothing was given.
    #[error("a name is required")]
    Empty,
    /// PostgreSQL would silently cut it off.
    #[error("a PostgreSQL name has at most {MAX_BYTES} bytes")]
    TooLong,
    /// No PostgreSQL text can hold the character NUL.
    #[error("a name cannot contain the character NUL")]
    Nul,
}

impl Ident {
    /// Takes a name exactly as it stands: case, blanks and quotes are part of it.
    ///
    /// # Errors
    /// When PostgreSQL could not hold the name as given.
    pub fn new(name: impl Into<String>) -> Result<Self, IdentError> {
        let name = name.into();
        if name.is_empty() {
            return Err(IdentError::Empty);
        }
        if name.len() > MAX_BYTES {
            return Err(IdentError::TooLong);
        }
        if name.contains('\0') {
            return Err(IdentError::Nul);
        }
        Ok(Self(name))
    }

    /// The bare name, for comparing and for bind parameters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as SQL, always quoted (PostgreSQL manual 4.1.1).
    pub fn quoted(&self) -> String {
        format!("\"{}\"", self.0.replace('"', "\"\""))
    }
}

impl fmt::Debug for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ident({:?})", self.0)
    }
}

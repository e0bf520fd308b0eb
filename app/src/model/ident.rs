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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads a quoted identifier as PostgreSQL's scanner does: `""` stands for one quote, a single
    /// one ends it. None when anything follows.
    fn scan(sql: &str) -> Option<String> {
        let mut chars = sql.strip_prefix('"')?.chars();
        let mut name = String::new();
        loop {
            match chars.next()? {
                '"' if chars.as_str().starts_with('"') => name.extend(chars.next()),
                '"' => return chars.as_str().is_empty().then_some(name),
                c => name.push(c),
            }
        }
    }

    #[test]
    fn what_postgresql_cannot_hold_is_refused() {
        assert_eq!(Ident::new(""), Err(IdentError::Empty));
        assert_eq!(Ident::new("a\0b"), Err(IdentError::Nul));
        assert_eq!(Ident::new("a".repeat(64)), Err(IdentError::TooLong));
        // Bytes count, not characters: 32 of these are 64 bytes.
        assert_eq!(Ident::new("é".repeat(32)), Err(IdentError::TooLong));
        assert_eq!(Ident::new("é".repeat(31)).unwrap().as_str().chars().count(), 31);
    }

    proptest! {
        #[test]
        fn a_name_survives_quoting_and_nothing_follows_it(name in "(?s)[^\0]{1,15}") {
            let ident = Ident::new(name.clone()).unwrap();
            prop_assert_eq!(scan(&ident.quoted()), Some(name));
        }

        #[test]
        fn names_made_of_quotes_and_sql_survive_too(name in "[\"'; \\-a]{1,63}") {
            let ident = Ident::new(name.clone()).unwrap();
            prop_assert_eq!(scan(&ident.quoted()), Some(name));
        }

        #[test]
        fn what_is_accepted_is_what_postgresql_can_hold(name in "(?s).{0,80}") {
            let holds = !name.is_empty() && name.len() <= MAX_BYTES && !name.contains('\0');
            prop_assert_eq!(Ident::new(name).is_ok(), holds);
        }
    }
}

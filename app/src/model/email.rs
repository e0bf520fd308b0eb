//! E-mail addresses as sign-in names: trimmed, compared without regard to case.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An address in its compared form: trimmed and in lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

/// The text is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct EmailError;

impl Email {
    /// Reads an address as typed.
    ///
    /// # Errors
    /// When it has no name before, or no host after, its one `@`, or is longer than 254 bytes
    /// (RFC 5321, 4.5.3.1.3).
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let text = text.trim().to_lowercase();
        let (name, host) = text.split_once('@').ok_or(EmailError)?;
        let whole = !name.is_empty() && !host.is_empty() && !host.contains('@');
        let clean = !text.chars().any(|c| c.is_whitespace() || c.is_control());
        if whole && clean && text.len() <= 254 {
            return Ok(Self(text));
        }
        Err(EmailError)
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

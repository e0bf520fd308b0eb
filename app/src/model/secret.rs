//! A text that must not be shown: passwords on their way from the form to the server.

use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A password as typed; its `Debug` shows nothing of it, it has no `Display`, and what it held in
/// memory is overwritten when it is dropped.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Gives the text to the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Tells whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl ZeroizeOnDrop for Secret {}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_overwritten<T: ZeroizeOnDrop>(_: &T) {}

    #[test]
    fn a_secret_is_not_shown_and_not_left_behind() {
        let secret = Secret::new("open sesame");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        is_overwritten(&secret);
    }
}

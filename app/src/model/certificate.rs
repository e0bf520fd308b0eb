//! TLS certificates as people look at them, and fingerprints as we compare them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt::{self, Write as _};

/// The SHA-256 of a certificate's DER encoding.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 32]);

/// The text is not a SHA-256 fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a SHA-256 fingerprint has 64 hexadecimal digits")]
pub struct FingerprintError;

impl Fingerprint {
    /// Reads hexadecimal digits, with or without colons between the bytes.
    ///
    /// # Errors
    /// When they are not exactly 32 bytes.
    pub fn parse(text: &str) -> Result<Self, FingerprintError> {
        let digits: Vec<u32> = text
            .chars()
            .filter(|c| *c != ':')
            .map(|c| c.to_digit(16).ok_or(FingerprintError))
            .collect::<Result<_, _>>()?;
        let bytes: Vec<u8> = digits
            .chunks_exact(2)
            .filter_map(|pair| {
                u8::try_from(pair.iter().fold(0, |sum, digit| sum * 16 + digit)).ok()
            })
            .collect();
        if digits.len() != 64 {
            return Err(FingerprintError);
        }
        bytes.try_into().map(Self).map_err(|_| FingerprintError)
    }
}

impl fmt::Display for Fingerprint {
    /// Writes upper-case bytes with colons, as browsers and `openssl x509 -fingerprint` do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(95);
        for (index, byte) in self.0.iter().enumerate() {
            if index > 0 {
                text.push(':');
            }
            write!(text, "{byte:02X}")?;
        }
        f.write_str(&text)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// What a person compares before trusting a certificate; every text is the server's, so escape it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateView {
    /// Whom it names, as a distinguished name.
    pub subject: String,
    /// Who signed it, as a distinguished name.
    pub issuer: String,
    /// Host names and addresses it is valid for.
    pub names: Vec<String>,
    /// Valid from.
    pub not_before: DateTime<Utc>,
    /// Valid until.
    pub not_after: DateTime<Utc>,
    /// What trusting it will compare from then on.
    pub fingerprint: Fingerprint,
}

//! The connection test: its stages, what each found, and the causes of failure.

mod cause;
mod stage;
mod warning;

pub use cause::Cause;
pub use stage::Stage;
pub use warning::{Warning, WarningCode};

use super::certificate::CertificateView;
use serde::{Deserialize, Serialize};

/// The probe moved on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProbeEvent {
    /// A stage has begun.
    Began(Stage),
    /// A stage has ended.
    Ended(StageReport),
}

/// How one stage ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageReport {
    /// Which stage.
    pub stage: Stage,
    /// How long it took, in microseconds.
    pub micros: u64,
    /// What it found.
    pub verdict: Verdict,
}

/// What a stage found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// All is well.
    Passed,
    /// It works, and something should be better.
    Warned(Vec<Warning>),
    /// It does not work; the probe ends here.
    Failed(Box<Failure>),
}

/// Why a stage failed, where to look and what to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    /// Stable cause.
    pub cause: Cause,
    /// The form's field to look at, by its name in `connection::field`.
    pub field: String,
    /// What is wrong, one sentence.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
    /// SQL that remedies it, to copy, where SQL is the remedy.
    pub sql: Option<String>,
    /// The certificate that was shown, where it is the matter.
    pub certificate: Option<CertificateView>,
    /// The server's own words, where it said any: not ours, so escape them.
    pub detail: Option<String>,
}

impl Failure {
    /// A failure at a field of the connection form.
    pub fn new(cause: Cause, field: &str, message: String, remedy: String) -> Self {
        Self {
            cause,
            field: field.to_owned(),
            message,
            remedy,
            sql: None,
            certificate: None,
            detail: None,
        }
    }

    /// Adds SQL to copy.
    #[must_use]
    pub fn with_sql(mut self, sql: String) -> Self {
        self.sql = Some(sql);
        self
    }

    /// Adds the certificate that was shown.
    #[must_use]
    pub fn with_certificate(mut self, certificate: Option<CertificateView>) -> Self {
        self.certificate = certificate;
        self
    }

    /// Adds the server's own words.
    #[must_use]
    pub fn with_detail(mut self, detail: Option<String>) -> Self {
        self.detail = detail;
        self
    }
}

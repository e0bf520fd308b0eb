//! What a connect, an edit or a test reports while it runs, one line of JSON each.

use super::Connection;
use crate::error::AppError;
use crate::model::probe::ProbeEvent;
use serde::{Deserialize, Serialize};

/// One step of an attempt. The last one is a failed stage, told once the audit log has it, or
/// `Succeeded`, or `Refused`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectEvent {
    /// The probe moved on.
    Probe(ProbeEvent),
    /// The connection is stored, or its health is, as shown here.
    Succeeded(Box<Connection>),
    /// The probe passed, but the store refused, for example because the name is taken.
    Refused(AppError),
}

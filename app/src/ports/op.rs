//! Who is doing what, now: the first argument of every port.

use crate::model::account::Me;
use crate::model::ids::{RequestId, SessionId};
use chrono::{DateTime, Utc};
use std::net::IpAddr;

/// One signed-in person's request.
#[derive(Clone, Debug)]
pub struct Op {
    /// The person, with the rights that the store held when the request came.
    pub me: Me,
    /// The session the request came in.
    pub session: SessionId,
    /// The request.
    pub request: RequestId,
    /// The network address it came from.
    pub address: Option<IpAddr>,
    /// When it came.
    pub at: DateTime<Utc>,
}

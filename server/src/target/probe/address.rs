//! Stage 3: policy allows an address of the host. Only addresses from here are ever dialled.

use super::Outcome;
use super::words::Words;
use crate::target::policy::{EgressPolicy, plain};
use app::model::connection::field;
use app::model::probe::{Cause, Failure};
use std::net::IpAddr;

/// Keeps the addresses that may be dialled.
pub(super) fn vet(
    words: &Words<'_>,
    policy: &EgressPolicy,
    found: &[IpAddr],
) -> Outcome<Vec<IpAddr>> {
    let vetted: Vec<_> = found.iter().copied().filter(|address| policy.allows(*address)).collect();
    if !vetted.is_empty() {
        return Ok(vetted);
    }
    let refused: Vec<_> = found.iter().map(|address| plain(*address).to_string()).collect();
    Err(Box::new(Failure::new(
        Cause::AddressRefusedByPolicy,
        field::HOST,
        format!(
            "NextTables may not connect to {} (address {}).",
            words.connection.host,
            refused.join(", ")
        ),
        "Enter the host of your PostgreSQL server. If this is the one, whoever runs NextTables can \
         take it out of NEXTTABLES_EGRESS_DENY, or allow it with a more specific network in \
         NEXTTABLES_EGRESS_ALLOW; link-local, metadata, multicast and unspecified addresses always \
         stay refused."
            .to_owned(),
    )))
}

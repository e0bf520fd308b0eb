//! Stage 2: the host name has addresses. It is asked for once; what it says is what is dialled.

use super::Outcome;
use super::words::Words;
use crate::target::Reach;
use app::model::connection::field;
use app::model::probe::{Cause, Failure};
use std::net::IpAddr;

/// Finds the addresses of the host.
pub(super) async fn resolve(words: &Words<'_>, reach: &Reach) -> Outcome<Vec<IpAddr>> {
    let host = &words.connection.host;
    if let Ok(address) = host.parse() {
        return Ok(vec![address]);
    }
    match reach.resolver.resolve(host).await {
        Ok(addresses) if !addresses.is_empty() => Ok(addresses),
        _ => Err(Box::new(Failure::new(
            Cause::HostNotFound,
            field::HOST,
            format!("There is no host named {host}."),
            "Check the host for typing errors. If it is known only inside a private network, \
             NextTables must run in that network or use its name server."
                .to_owned(),
        ))),
    }
}

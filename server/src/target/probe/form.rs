//! Stage 1: what was typed holds. The fields were checked before; left is what needs a parser.

use super::Outcome;
use crate::target::tls::authorities;
use app::model::connection::{CheckedConnection, Trust, field};
use app::model::probe::{Cause, Failure};

/// Checks that a pasted authority can be read.
pub(super) fn check(connection: &CheckedConnection) -> Outcome<()> {
    let Trust::Authority { pem } = &connection.trust else { return Ok(()) };
    if authorities(pem).is_ok() {
        return Ok(());
    }
    Err(Box::new(Failure::new(
        Cause::InvalidInput,
        field::TRUST,
        "The text pasted as CA certificate is not a certificate in PEM format.".to_owned(),
        "Paste it with its lines “-----BEGIN CERTIFICATE-----” and “-----END CERTIFICATE-----”."
            .to_owned(),
    )))
}

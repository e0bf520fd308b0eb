//! Opening a session outside of a probe: its steps up to the sign-in, without reports.

use super::words::Words;
use super::{Outcome, address, certificate, resolve, sign_in, tcp, tls_offer};
use crate::target::Reach;
use crate::target::sign_in::Session;
use crate::target::tls::Secured;
use app::model::connection::CheckedConnection;
use app::model::probe::Stage;
use std::time::Duration;
use tokio::time::timeout;

/// Opens a session; a failure is told in the probe's words.
///
/// # Errors
/// As the stage at which the probe would fail.
pub(in crate::target) async fn open(
    connection: &CheckedConnection,
    reach: &Reach,
) -> Outcome<Session> {
    let words = Words::new(connection, &reach.egress);
    let line = secure(connection, reach).await?;
    let session = Box::pin(sign_in::sign_in(&words, line));
    bounded(&words, Stage::SignIn, reach.limits.sign_in, session).await?
}

/// Opens a line to the server that is secured and verified, before anybody signs in.
///
/// # Errors
/// As the stage at which the probe would fail.
pub(in crate::target) async fn secure(
    connection: &CheckedConnection,
    reach: &Reach,
) -> Outcome<Secured> {
    let words = Words::new(connection, &reach.egress);
    let limits = reach.limits;
    let found = resolve::resolve(&words, reach);
    let found = bounded(&words, Stage::Resolve, limits.resolve, found).await?;
    let vetted = address::vet(&words, &reach.policy, &found)?;
    let line = tcp::open(&words, &vetted);
    let mut line = bounded(&words, Stage::Tcp, limits.tcp, line).await?;
    let offer = tls_offer::ask(&words, &mut line);
    bounded(&words, Stage::TlsOffer, limits.tls_offer, offer).await?;
    let secured = certificate::verify(&words, line, &reach.roots);
    bounded(&words, Stage::Certificate, limits.handshake, secured).await
}

async fn bounded<T>(
    words: &Words<'_>,
    stage: Stage,
    limit: Duration,
    work: impl Future<Output = Outcome<T>>,
) -> Outcome<T> {
    timeout(limit, work).await.unwrap_or_else(|_| Err(Box::new(words.timed_out(stage))))
}

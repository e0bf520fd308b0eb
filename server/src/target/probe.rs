//! The connection test: eleven stages in order, each with its own time, reported as they run.

mod address;
mod certificate;
mod form;
mod grant;
mod hygiene;
mod open;
mod privileges;
mod resolve;
mod run;
mod schema;
mod sign_in;
mod tcp;
mod tls_offer;
mod words;

pub(super) use open::{open, secure};
pub(super) use words::{clean, said};

use super::Reach;
use super::sign_in::Session;
use app::model::certificate::CertificateView;
use app::model::connection::CheckedConnection;
use app::model::probe::{Failure, ProbeEvent, Stage, Warning};
use futures::channel::mpsc;
use futures::{Stream, StreamExt, future, stream};
use run::Run;
use tokio::time::Instant;
use words::Words;

/// What a stage hands to the next ones, or why the probe ends with it.
type Outcome<T> = Result<T, Box<Failure>>;

/// What a stage that cannot hand on anything has found.
type Findings = Outcome<Vec<Warning>>;

/// Tests a connection: for each stage one event when it begins and one when it ends, up to the
/// first that fails. Dropping the stream ends the probe and closes its socket.
///
/// The password must be there: whoever tests a stored connection fills it in.
pub fn probe(
    connection: CheckedConnection,
    reach: Reach,
) -> impl Stream<Item = ProbeEvent> + Send + 'static {
    let (sender, events) = mpsc::unbounded();
    let run = Run::new(sender, Instant::now() + reach.limits.whole);
    // The probe runs only while the stream is read, so that dropping it cancels everything.
    let running = stream::once(async move {
        let _ = Box::pin(stages(&connection, &reach, run)).await;
    });
    stream::select(events, running.filter_map(|()| future::ready(None)))
}

/// Runs the stages; none when one of them failed.
async fn stages(connection: &CheckedConnection, reach: &Reach, run: Run) -> Option<()> {
    let words = Words::new(connection, &reach.egress);
    let limits = reach.limits;

    let check = async { form::check(connection) };
    run.stage(Stage::Form, limits.query, &words, check).await?;
    let found = resolve::resolve(&words, reach);
    let found = run.stage(Stage::Resolve, limits.resolve, &words, found).await?;
    let vetted = async { address::vet(&words, &reach.policy, &found) };
    let vetted = run.stage(Stage::Address, limits.query, &words, vetted).await?;
    let line = tcp::open(&words, &vetted);
    let mut line = run.stage(Stage::Tcp, limits.tcp, &words, line).await?;
    let offer = tls_offer::ask(&words, &mut line);
    run.stage(Stage::TlsOffer, limits.tls_offer, &words, offer).await?;
    let secured = certificate::verify(&words, line, &reach.roots);
    let secured = run.stage(Stage::Certificate, limits.handshake, &words, secured).await?;
    let shown = secured.certificate();

    let session = Box::pin(sign_in::sign_in(&words, secured));
    let session = run.stage(Stage::SignIn, limits.sign_in, &words, session).await?;
    let session = sign_in::open(&words, session);
    let session = run.stage(Stage::Database, limits.query, &words, session).await?;
    let passed = Box::pin(inside(&words, reach, &run, &session, shown.as_ref())).await;
    sign_in::leave(session).await;
    passed
}

/// Runs the stages that read the catalog.
async fn inside(
    words: &Words<'_>,
    reach: &Reach,
    run: &Run,
    session: &Session,
    shown: Option<&CertificateView>,
) -> Option<()> {
    let limit = reach.limits.query;
    let schema = schema::find(words, session);
    let schema = run.stage(Stage::Schema, limit, words, schema).await?;
    let privileges = privileges::check(words, session, &schema);
    run.warned(Stage::Privileges, limit, words, privileges).await?;
    let hygiene = hygiene::look(words, session, shown);
    run.warned(Stage::Hygiene, limit, words, hygiene).await
}

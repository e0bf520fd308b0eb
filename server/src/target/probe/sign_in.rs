//! Stages 7 and 8: the role signs in, and the database exists and opens for it.
//!
//! PostgreSQL answers both at once. Which of them it was is told by SQLSTATE and by the routine
//! that raised the error, never by its text, which may be in any language.

mod refusal;

use super::Outcome;
use super::words::{Words, clean};
use crate::target::sign_in::Session;
use crate::target::tls::Secured;
use app::model::connection::field;
use app::model::probe::{Cause, Failure};
use refusal::{Refusal, database_failure, sign_in_failure};
use std::error::Error as _;
use std::time::Duration;
use tokio::time::timeout;
use tokio_postgres::Error;

/// Begins the one transaction in which the catalog is read. It is local to the transaction, so
/// that nothing is left behind in a pooler's session.
const BEGIN: &str = "\
start transaction isolation level repeatable read read only;
set local statement_timeout = '5s';
set local lock_timeout = '2s';
set local idle_in_transaction_session_timeout = '15s';
set local search_path = '';";

/// How long the end of the transaction may take.
const PARTING: Duration = Duration::from_millis(250);

/// What the database said once the role was known; the next stage reports it.
pub(super) type Admitted = Outcome<Session>;

/// Signs in; an error about the database is kept for the next stage.
pub(super) async fn sign_in(words: &Words<'_>, stream: Secured) -> Outcome<Admitted> {
    let error = match crate::target::sign_in::sign_in(stream, words.connection).await {
        Ok(session) => return Ok(Ok(session)),
        Err(error) => error,
    };
    let Some(said) = error.as_db_error() else { return Err(Box::new(unspoken(words, &error))) };
    match Refusal::of(said) {
        Refusal::Database(refusal) => Ok(Err(Box::new(database_failure(words, refusal, said)))),
        Refusal::SignIn(refusal) => Err(Box::new(sign_in_failure(words, refusal, said))),
        Refusal::Other => Err(Box::new(words.server_error(said))),
    }
}

/// Opens the database.
pub(super) async fn open(words: &Words<'_>, admitted: Admitted) -> Outcome<Session> {
    let session = admitted?;
    session.client.batch_execute(BEGIN).await.map_err(|error| words.broken(&error))?;
    Ok(session)
}

/// Ends the transaction and takes leave; a pooler throws away a session that is left inside one.
pub(super) async fn leave(session: Session) {
    // Whatever it says, the session is closed next.
    let _ = timeout(PARTING, session.client.batch_execute("rollback")).await;
    session.close().await;
}

/// A sign-in that ended without an error from the server.
fn unspoken(words: &Words<'_>, error: &Error) -> Failure {
    let broke = error.source().is_some_and(<dyn std::error::Error>::is::<std::io::Error>);
    if error.is_closed() || broke {
        return words.lost();
    }
    Failure::new(
        Cause::ServerError,
        field::USERNAME,
        format!("Signing in at {} did not work out.", words.place()),
        "The server must accept a password for this role (scram-sha-256 in pg_hba.conf), not only \
         Kerberos, LDAP or a client certificate."
            .to_owned(),
    )
    .with_detail(Some(clean(&error.to_string())))
}

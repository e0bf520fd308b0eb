//! Stage 5: PostgreSQL answers and offers TLS.

use super::Outcome;
use super::words::{Words, clean};
use crate::target::tls::{self, OfferError};
use app::model::connection::field;
use app::model::probe::{Cause, Failure};
use tokio::net::TcpStream;

/// Asks for TLS.
pub(super) async fn ask(words: &Words<'_>, line: &mut TcpStream) -> Outcome<()> {
    tls::ask(line).await.map_err(|error| Box::new(failure(words, &error)))
}

fn failure(words: &Words<'_>, error: &OfferError) -> Failure {
    match error {
        OfferError::NotOffered => not_offered(words),
        OfferError::NotPostgresql => not_postgresql(words),
        OfferError::Said(said) => Failure::new(
            Cause::ServerError,
            field::HOST,
            format!("PostgreSQL at {} answered with an error.", words.place()),
            "Try again in a moment. If it stays, ask the server's administrator.".to_owned(),
        )
        .with_detail(Some(clean(said))),
        OfferError::Io(_) => words.lost(),
    }
}

fn not_offered(words: &Words<'_>) -> Failure {
    Failure::new(
        Cause::TlsNotOffered,
        field::HOST,
        format!("PostgreSQL at {} does not offer SSL, which is required.", words.place()),
        "Ask the server's administrator to turn SSL on (ssl = on, with a certificate), then try \
         again. NextTables never connects without it."
            .to_owned(),
    )
    // A superuser can do it without a restart once certificate and key are in place.
    .with_sql("ALTER SYSTEM SET ssl = on;\nSELECT pg_reload_conf();".to_owned())
}

fn not_postgresql(words: &Words<'_>) -> Failure {
    Failure::new(
        Cause::NotPostgresql,
        field::PORT,
        format!("What answers at {} does not speak PostgreSQL.", words.place()),
        format!(
            "Check that the host and port are those of PostgreSQL, usually port 5432. If they \
             are, a proxy or firewall may stand between. {}.",
            words.allowlist()
        ),
    )
}

//! Signing in over a TLS stream that is ready.

use super::tls::{HandOver, Secured};
use app::model::connection::CheckedConnection;
use tokio::task::AbortHandle;
use tokio_postgres::config::{SslMode, SslNegotiation};
use tokio_postgres::{Client, Config, Error};

/// A signed-in session; dropping it closes the socket at once.
#[derive(Debug)]
pub struct Session {
    /// Speaks to the server.
    pub client: Client,
    line: AbortHandle,
}

impl Drop for Session {
    fn drop(&mut self) {
        self.line.abort();
    }
}

/// Signs in. No start-up options are sent, so that it works through `PgBouncer` as well.
///
/// # Errors
/// As the server or the driver says.
pub async fn sign_in(stream: Secured, connection: &CheckedConnection) -> Result<Session, Error> {
    let mut config = Config::new();
    config
        .user(connection.username.as_str())
        .password(connection.password.reveal())
        .dbname(connection.instance.as_str())
        .application_name("NextTables")
        .ssl_mode(SslMode::Require)
        // The request for TLS and the handshake are behind us.
        .ssl_negotiation(SslNegotiation::Direct);
    let (client, line) = config.connect_raw(stream, HandOver).await?;
    let line = tokio::spawn(async move {
        // What ends the line reaches whoever waits for an answer on it.
        let _ = line.await;
    });
    Ok(Session { client, line: line.abort_handle() })
}

//! Signing in over a TLS stream that is ready.

use super::tls::{HandOver, Overlong, Secured};
use app::model::connection::CheckedConnection;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_postgres::config::{SslMode, SslNegotiation};
use tokio_postgres::{Client, Config, Error};

/// How long a good-bye may take.
const PARTING: Duration = Duration::from_millis(250);

/// A signed-in session; dropping it closes the socket at once.
#[derive(Debug)]
pub struct Session {
    /// Speaks to the server.
    pub client: Client,
    /// Whether it ended because the server sent a message that is too long.
    pub overlong: Overlong,
    line: Line,
}

/// What carries the session's messages; dropping it cuts it off.
#[derive(Debug)]
struct Line(JoinHandle<()>);

impl Drop for Line {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Session {
    /// Takes leave, so that the server's log shows no broken connection.
    pub async fn close(self) {
        let Self { client, mut line, .. } = self;
        drop(client);
        // Whoever does not take leave in time is cut off, which is all that is left to do.
        let _ = tokio::time::timeout(PARTING, &mut line.0).await;
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
    let overlong = stream.overlong();
    let (client, line) = config.connect_raw(stream, HandOver).await?;
    let line = tokio::spawn(async move {
        // What ends the line reaches whoever waits for an answer on it.
        let _ = line.await;
    });
    Ok(Session { client, overlong, line: Line(line) })
}

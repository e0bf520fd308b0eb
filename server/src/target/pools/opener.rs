//! Opening sessions for a pool, in the same steps as the connection test.

use crate::target::Reach;
use crate::target::probe;
use crate::target::sign_in::Session;
use crate::target::tls::{HandOver, OneWay};
use app::model::connection::CheckedConnection;
use app::model::probe::Failure;
use deadpool::managed::{Manager, Metrics, RecycleError, RecycleResult};
use std::time::Duration;
use tokio_postgres::CancelToken;

/// How long the server may take to end the line that asked it to stop.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens sessions of one connection.
pub(in crate::target) struct Opener {
    pub(in crate::target) connection: CheckedConnection,
    pub(super) reach: Reach,
}

impl Opener {
    /// Asks the server to stop what a session is doing, over a line of its own.
    pub(super) async fn cancel(&self, token: CancelToken) {
        let Ok(line) = probe::secure(&self.connection, &self.reach).await else { return };
        // There is no answer to it: the server stops, or the end of the session stops it.
        let asked = token.cancel_query_raw(OneWay(line), HandOver);
        let _ = tokio::time::timeout(PATIENCE, asked).await;
    }
}

impl Manager for Opener {
    type Type = Session;
    type Error = Box<Failure>;

    async fn create(&self) -> Result<Session, Box<Failure>> {
        Box::pin(probe::open(&self.connection, &self.reach)).await
    }

    async fn recycle(&self, session: &mut Session, _: &Metrics) -> RecycleResult<Box<Failure>> {
        if session.client.is_closed() {
            return Err(RecycleError::message("closed"));
        }
        Ok(())
    }
}

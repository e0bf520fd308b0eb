//! Database connections: listing, connecting, testing, changing.

use super::Op;
use crate::error::AppError;
use crate::model::connection::{ConnectEvent, Connection, ConnectionDraft, EgressAddresses};
use crate::model::ids::ConnectionId;
use crate::model::secret::Secret;
use async_trait::async_trait;
use futures::stream::BoxStream;

/// What an attempt reports while it runs; dropping it cancels the attempt.
pub type ConnectEvents = BoxStream<'static, ConnectEvent>;

/// What may be done with database connections; all of it needs Manage databases.
#[async_trait]
pub trait Connections: Send + Sync {
    /// Lists all connections by name.
    async fn list(&self, op: &Op) -> Result<Vec<Connection>, AppError>;

    /// Tells from which addresses targets are reached.
    async fn egress(&self, op: &Op) -> Result<EgressAddresses, AppError>;

    /// Tests a new connection and, when the test passes, stores it.
    async fn connect(&self, op: &Op, draft: ConnectionDraft) -> Result<ConnectEvents, AppError>;

    /// Tests a stored connection with its new values and, when the test passes, stores them.
    async fn edit(
        &self,
        op: &Op,
        id: ConnectionId,
        revision: i64,
        draft: ConnectionDraft,
    ) -> Result<ConnectEvents, AppError>;

    /// Tests a stored connection as it stands and stores its health.
    async fn test(&self, op: &Op, id: ConnectionId) -> Result<ConnectEvents, AppError>;

    /// Tests a stored connection with a new password and, when the test passes, stores it.
    async fn change_password(
        &self,
        op: &Op,
        id: ConnectionId,
        password: Secret,
    ) -> Result<ConnectEvents, AppError>;

    /// Gives a stored connection as a draft for a new one: another name, no password.
    async fn copy(&self, op: &Op, id: ConnectionId) -> Result<ConnectionDraft, AppError>;

    /// Counts the changes by a connection of which it is not known yet how they ended: where its
    /// database does not answer, they are given up with it.
    async fn unsettled(&self, op: &Op, id: ConnectionId) -> Result<usize, AppError>;

    /// Deletes a connection and disconnects the tables that use it, each of which must be named.
    async fn delete(
        &self,
        op: &Op,
        id: ConnectionId,
        disconnect: Vec<String>,
    ) -> Result<(), AppError>;
}

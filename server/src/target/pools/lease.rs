//! A session on loan: it goes back to its pool unless a transaction is still open in it.

use super::Target;
use super::opener::Opener;
use super::pipeline::Pipeline;
use super::settings::{Mode, Zone};
use super::shares::{Claim, Places};
use crate::target::diagnostics::TargetError;
use crate::target::sign_in::Session;
use app::model::connection::CheckedConnection;
use app::model::ident::Ident;
use deadpool::managed::Object;
use futures::FutureExt;
use std::sync::Arc;
use tokio::runtime::Handle;
use tokio_postgres::Client;

/// A session on loan from its pool.
pub struct Lease {
    session: Option<Object<Opener>>,
    target: Arc<Target>,
    claim: Claim,
    places: Option<Places>,
    pub(super) state: State,
    /// Whether the transaction that was begun last only reads.
    pub(super) reads: bool,
}

/// What a session is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing; it may go back.
    Idle,
    /// It waits inside a transaction.
    Open,
    /// It waits inside a transaction that only reads, which anybody may end.
    Read,
    /// Statements are under way, or nobody knows.
    Busy,
}

impl Lease {
    pub(super) fn new(
        session: Object<Opener>,
        target: Arc<Target>,
        claim: Claim,
        places: Places,
    ) -> Self {
        let (session, places) = (Some(session), Some(places));
        Self { session, target, claim, places, state: State::Idle, reads: false }
    }

    /// The schema that the connection reaches.
    pub fn schema(&self) -> &Ident {
        &self.connection().schema
    }

    /// Where the connection leads: another place may be another server.
    pub fn place(&self) -> String {
        let to = self.connection();
        format!("{}:{}/{}/{}", to.host, to.port, to.instance.as_str(), to.schema.as_str())
    }

    /// Whether the connection is read-only.
    pub fn read_only(&self) -> bool {
        self.connection().read_only
    }

    /// The login role.
    pub(in crate::target) fn role(&self) -> &Ident {
        &self.connection().username
    }

    /// What is known of this connection's tables.
    pub(in crate::target) fn target(&self) -> &Arc<Target> {
        &self.target
    }

    /// Whether its session still is at a statement, or nobody knows.
    pub(in crate::target) fn is_busy(&self) -> bool {
        self.state == State::Busy
    }

    /// For whom it was taken.
    pub(in crate::target) fn claim(&self) -> Claim {
        self.claim
    }

    /// Begins a transaction with the next statements.
    pub(in crate::target) fn begin(&mut self, mode: Mode, zone: &Zone) -> Pipeline<'_> {
        Pipeline::begin(self, mode, zone)
    }

    /// Goes on in the transaction that is open.
    pub(in crate::target) fn go_on(&mut self) -> Pipeline<'_> {
        Pipeline::go_on(self)
    }

    pub(super) fn client(&self) -> Result<&Client, TargetError> {
        let session = self.session.as_ref().map(|session| &session.client);
        session.ok_or_else(|| TargetError::Lost("given up".to_owned()))
    }

    /// Whether its session was ended because more arrived at once than may be read.
    pub(super) fn is_overlong(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.overlong.is_met())
    }

    fn connection(&self) -> &CheckedConnection {
        &self.target.sessions.manager().connection
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(session) = self.session.take().filter(|_| self.state != State::Idle) else {
            return;
        };
        if self.state == State::Read {
            // Sent at once and answered later: whoever uses the session next comes after it. If it
            // fails, so does the session.
            let _ = session.client.batch_execute("commit").now_or_never();
            return;
        }
        let session = Object::take(session);
        // Without a runtime there is nobody left to be polite for: the socket closes.
        let Ok(runtime) = Handle::try_current() else { return };
        let places = self.places.take();
        runtime.spawn(give_up(session, places, self.target.clone(), self.state));
    }
}

/// Ends a session that was left inside a transaction. Closing alone is not enough while a statement
/// runs: the server would notice only at its end. Its places stay taken until it has ended.
async fn give_up(session: Session, places: Option<Places>, target: Arc<Target>, state: State) {
    if state == State::Busy && !session.client.is_closed() {
        target.sessions.manager().cancel(session.client.cancel_token()).await;
    }
    session.close().await;
    drop(places);
}

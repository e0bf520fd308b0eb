//! A stored connection on its way through a test: opened for it, and noted whatever comes of it.

use super::create::from_checked;
use super::record::{changes, subject};
use super::require_connection;
use crate::audit::{Deed, record};
use crate::error::ServiceError;
use crate::secrets::open;
use crate::service::Site;
use crate::service::attempt::{Finding, Reporter, test};
use crate::store::{Line, connection, folder};
use app::error::{AppError, ErrorCode};
use app::model::audit::AuditAction;
use app::model::connection::{CheckedConnection, Connection, ConnectionDraft, Health};
use app::model::ids::ConnectionId;
use app::model::secret::Secret;
use app::ports::Op;

/// A stored connection with what to test it with.
#[derive(Clone)]
pub struct Stored {
    /// As it is stored.
    pub old: Connection,
    /// What is tested, password included.
    pub checked: CheckedConnection,
}

impl Stored {
    /// Takes a connection as it stands, but for its password.
    pub fn with_password(old: Connection, secret: Secret) -> Result<Self, ServiceError> {
        let mut draft = ConnectionDraft::from(&old);
        draft.password = secret;
        let checked = draft.check_edit().map_err(AppError::invalid)?;
        Ok(Self { old, checked })
    }
}

/// Opens a connection for a test as it stands.
pub async fn open_for_test(site: &Site, id: ConnectionId) -> Result<Stored, ServiceError> {
    let mut line = site.store.read().await?;
    let old = require_connection(&mut line, id).await?;
    let secret = password(site, &mut line, id).await?;
    Stored::with_password(old, secret)
}

/// Opens the stored password.
pub async fn password(
    site: &Site,
    line: &mut Line,
    id: ConnectionId,
) -> Result<Secret, ServiceError> {
    let sealed = connection::sealed_password(line, id).await?;
    let sealed = sealed.ok_or_else(|| AppError::not_found("database connection"))?;
    Ok(open(&site.keys, id, &sealed)?)
}

/// Tests new values; none when they do not work, which the audit log and the person then know.
pub async fn passed(site: &Site, op: &Op, stored: &Stored, reporter: &Reporter) -> Option<Health> {
    match test(site, stored.checked.clone(), Some(reporter)).await {
        Finding::Works(health) => Some(health),
        finding => {
            let noted = note(site, op, stored, finding.note()).await;
            reporter.conclude(finding, noted.map_err(AppError::from));
            None
        }
    }
}

/// Notes that a test passed whose values are not stored all the same.
pub async fn unstored(site: &Site, op: &Op, stored: &Stored, error: ServiceError) -> AppError {
    let error = AppError::from(error);
    let noted = note(site, op, stored, &format!("works, but: {}", error.message)).await;
    noted.map_or_else(AppError::from, |()| error)
}

/// Notes what came of new values, and which they were: the connection itself stays as it was.
async fn note(site: &Site, op: &Op, stored: &Stored, found: &str) -> Result<(), ServiceError> {
    let Stored { old, checked } = stored;
    let tested = from_checked(old.id, old.revision, checked.clone());
    let mut write = site.store.write().await?;
    let tree = folder::tree(&mut write).await?;
    let deed = Deed::new(AuditAction::ConnectionTested, Some(subject(old)));
    let deed = deed.changes(changes(&tree, Some(old), Some(&tested)));
    record(&mut write, op, deed.note(format!("new values, not stored: {found}"))).await?;
    Ok(write.commit().await?)
}

/// Writes that a connection was tested, and what came of it.
pub async fn write_note(
    line: &mut Line,
    op: &Op,
    tested: &Connection,
    note: &str,
) -> Result<(), ServiceError> {
    let deed = Deed::new(AuditAction::ConnectionTested, Some(subject(tested))).note(note);
    Ok(record(line, op, deed).await?)
}

/// A colleague was quicker.
pub fn changed_meanwhile() -> AppError {
    AppError::new(ErrorCode::Conflict, "Somebody changed this connection meanwhile")
        .with_hint("Close the panel, look at the new values, then try again")
}

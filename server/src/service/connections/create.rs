//! A new connection: admitted, tested, stored.

use super::record::{changes, subject};
use super::{check_name, check_scope, require_still, stored};
use crate::audit::{Deed, record};
use crate::error::ServiceError;
use crate::secrets::seal;
use crate::service::Site;
use crate::service::attempt::{Finding, Reporter, test};
use crate::store::{connection, folder, health};
use app::error::AppError;
use app::model::audit::{AuditAction, Subject, SubjectKind};
use app::model::connection::{CheckedConnection, Connection, ConnectionDraft, Health};
use app::model::ids::ConnectionId;
use app::ports::Op;
use uuid::Uuid;

/// Refuses what needs no test to be refused.
pub async fn admit(site: &Site, draft: ConnectionDraft) -> Result<CheckedConnection, ServiceError> {
    let checked = draft.check().map_err(AppError::invalid)?;
    let mut line = site.store.read().await?;
    check_name(&mut line, &checked.name, None).await?;
    check_scope(&mut line, &checked.scope).await?;
    Ok(checked)
}

/// Tests, then stores.
pub async fn run(site: &Site, op: &Op, checked: CheckedConnection, reporter: &Reporter) {
    let refused = from_checked(ConnectionId(Uuid::nil()), 0, checked.clone());
    match test(site, checked.clone(), Some(reporter)).await {
        Finding::Works(health) => {
            let stored = insert(site, op, checked, health).await.map_err(AppError::from);
            reporter.finish(match stored {
                Err(error) => Err(unstored(site, op, &refused, error).await),
                Ok(connection) => Ok(connection),
            });
        }
        finding => {
            let noted = refuse(site, op, &refused, finding.note()).await;
            reporter.conclude(finding, noted.map_err(AppError::from));
        }
    }
}

/// Notes that the test passed and the connection is not stored all the same.
async fn unstored(site: &Site, op: &Op, refused: &Connection, error: AppError) -> AppError {
    let noted = refuse(site, op, refused, &format!("works, but: {}", error.message)).await;
    noted.map_or_else(AppError::from, |()| error)
}

/// Notes with which values it was tried: whoever looks for open doors leaves their addresses.
async fn refuse(
    site: &Site,
    op: &Op,
    refused: &Connection,
    note: &str,
) -> Result<(), ServiceError> {
    let (kind, id, name) = (SubjectKind::Connection, String::new(), refused.name.clone());
    let deed = Deed::new(AuditAction::ConnectionRefused, Some(Subject { kind, id, name }));
    let mut write = site.store.write().await?;
    let tree = folder::tree(&mut write).await?;
    record(&mut write, op, deed.changes(changes(&tree, None, Some(refused))).note(note)).await?;
    Ok(write.commit().await?)
}

async fn insert(
    site: &Site,
    op: &Op,
    checked: CheckedConnection,
    found: Health,
) -> Result<Connection, ServiceError> {
    let id = ConnectionId(Uuid::now_v7());
    let sealed = seal(&site.keys, id, &checked.password)?;
    let new = Connection { health: Some(found.clone()), ..from_checked(id, 1, checked) };
    let mut write = site.store.write().await?;
    require_still(site, &mut write, op).await?;
    check_scope(&mut write, &new.scope).await?;
    connection::insert(&mut write, &new, &sealed, site.clock.now()).await.map_err(stored)?;
    health::set(&mut write, id, new.revision, &found).await?;
    let tree = folder::tree(&mut write).await?;
    let deed = Deed::new(AuditAction::ConnectionCreated, Some(subject(&new)));
    record(&mut write, op, deed.changes(changes(&tree, None, Some(&new)))).await?;
    write.commit().await?;
    Ok(new)
}

/// A checked form as a connection, without its password.
pub fn from_checked(id: ConnectionId, revision: i64, checked: CheckedConnection) -> Connection {
    Connection {
        id,
        revision,
        name: checked.name,
        kind: checked.kind,
        scope: checked.scope,
        instance: checked.instance.as_str().to_owned(),
        host: checked.host,
        port: checked.port,
        schema: checked.schema.as_str().to_owned(),
        read_only: checked.read_only,
        username: checked.username.as_str().to_owned(),
        trust: checked.trust,
        health: None,
        tables: Vec::new(),
    }
}

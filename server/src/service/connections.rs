//! Database connections: tested first, stored after, each change with its audit entry.

mod create;
mod edit;
mod password;
mod record;
mod retest;
mod stored;
mod using;

pub use stored::open_for_test;

use super::Site;
use super::attempt::events;
use super::settle::settle_by;
use crate::audit::{Deed, record as write_entry};
use crate::authz::{present, require};
use crate::error::ServiceError;
use crate::store::{Line, connection, folder};
use app::error::{AppError, Problem};
use app::model::access::SiteRight;
use app::model::audit::AuditAction;
use app::model::connection::{Connection, ConnectionDraft, EgressAddresses, Scope, field};
use app::model::ids::ConnectionId;
use app::model::secret::Secret;
use app::ports::{ConnectEvents, Connections, Op};
use async_trait::async_trait;
use std::sync::Arc;

/// Fills the port.
pub struct ConnectionService(pub Arc<Site>);

#[async_trait]
impl Connections for ConnectionService {
    async fn list(&self, op: &Op) -> Result<Vec<Connection>, AppError> {
        require(op, SiteRight::ManageDatabases)?;
        let mut line = self.0.store.read().await?;
        Ok(connection::list(&mut line).await.map_err(ServiceError::from)?)
    }

    async fn egress(&self, op: &Op) -> Result<EgressAddresses, AppError> {
        require(op, SiteRight::ManageDatabases)?;
        Ok(self.0.egress.clone())
    }

    async fn connect(&self, op: &Op, draft: ConnectionDraft) -> Result<ConnectEvents, AppError> {
        require(op, SiteRight::ManageDatabases)?;
        let checked = create::admit(&self.0, draft).await?;
        let place = self.0.places.take(op.me.id)?;
        let (site, op) = (self.0.clone(), op.clone());
        Ok(events(place, op.request, |reporter| async move {
            create::run(&site, &op, checked, &reporter).await;
        }))
    }

    async fn edit(
        &self,
        op: &Op,
        id: ConnectionId,
        revision: i64,
        draft: ConnectionDraft,
    ) -> Result<ConnectEvents, AppError> {
        require(op, SiteRight::ManageDatabases)?;
        let edit = edit::admit(&self.0, id, revision, draft).await?;
        let place = self.0.places.take(op.me.id)?;
        let (site, op) = (self.0.clone(), op.clone());
        Ok(events(place, op.request, |reporter| async move {
            edit::run(&site, &op, edit, &reporter).await;
        }))
    }

    async fn test(&self, op: &Op, id: ConnectionId) -> Result<ConnectEvents, AppError> {
        require(op, SiteRight::ManageDatabases)?;
        let stored = open_for_test(&self.0, id).await?;
        let place = self.0.places.take(op.me.id)?;
        let (site, op) = (self.0.clone(), op.clone());
        Ok(events(place, op.request, |reporter| async move {
            retest::run(&site, &op, stored, &reporter).await;
        }))
    }

    async fn change_password(
        &self,
        op: &Op,
        id: ConnectionId,
        password: Secret,
    ) -> Result<ConnectEvents, AppError> {
        require(op, SiteRight::ManageDatabases)?;
        let stored = password::admit(&self.0, id, password).await?;
        let place = self.0.places.take(op.me.id)?;
        let (site, op) = (self.0.clone(), op.clone());
        Ok(events(place, op.request, |reporter| async move {
            password::run(&site, &op, stored, &reporter).await;
        }))
    }

    async fn copy(&self, op: &Op, id: ConnectionId) -> Result<ConnectionDraft, AppError> {
        require(op, SiteRight::ManageDatabases)?;
        Ok(copy(&self.0, op, id).await?)
    }

    async fn unsettled(&self, op: &Op, id: ConnectionId) -> Result<usize, AppError> {
        require(op, SiteRight::ManageDatabases)?;
        self.0.settling.over().await;
        let mut line = self.0.store.read().await?;
        require_connection(&mut line, id).await?;
        Ok(using::unsettled(&mut line, id).await.map_err(ServiceError::from)?)
    }

    async fn delete(
        &self,
        op: &Op,
        id: ConnectionId,
        disconnect: Vec<String>,
    ) -> Result<(), AppError> {
        require(op, SiteRight::ManageDatabases)?;
        Ok(delete(&self.0, op, id, &disconnect).await?)
    }
}

async fn require_connection(line: &mut Line, id: ConnectionId) -> Result<Connection, ServiceError> {
    let found = connection::get(line, id).await?;
    Ok(found.ok_or_else(|| AppError::not_found("database connection"))?)
}

/// Asking a target takes seconds, in which the right may be taken away: it is asked for again before
/// anything is stored.
async fn require_still(site: &Site, line: &mut Line, op: &Op) -> Result<(), ServiceError> {
    let op = present(line, op, site.clock.now()).await?;
    Ok(require(&op, SiteRight::ManageDatabases)?)
}

/// Every mapped folder must be there.
async fn check_scope(line: &mut Line, scope: &Scope) -> Result<(), ServiceError> {
    let Scope::Folders(folders) = scope else { return Ok(()) };
    let tree = folder::tree(line).await?;
    if folders.iter().all(|id| tree.get(*id).is_some()) {
        return Ok(());
    }
    let problem =
        Problem::field(field::SCOPE, "folder_gone", "A chosen folder does not exist any more")
            .hint("Remove it, or choose another");
    Err(AppError::invalid(vec![problem]).into())
}

/// No two connections have one name.
async fn check_name(
    line: &mut Line,
    name: &str,
    own: Option<ConnectionId>,
) -> Result<(), ServiceError> {
    match connection::id_by_name(line, name).await? {
        Some(other) if Some(other) != own => Err(name_taken().into()),
        _ => Ok(()),
    }
}

fn name_taken() -> AppError {
    let problem =
        Problem::field(field::NAME, "taken", "There is a database connection of this name already");
    AppError::invalid(vec![problem.hint("Choose another name")])
}

/// Turns a taken name, noticed by the store, into a problem at the field.
fn stored(error: sqlx::Error) -> ServiceError {
    if crate::store::violates(&error, "connection_name", "connection.name_key") {
        return name_taken().into();
    }
    error.into()
}

async fn copy(site: &Site, op: &Op, id: ConnectionId) -> Result<ConnectionDraft, ServiceError> {
    let mut write = site.store.write().await?;
    let original = require_connection(&mut write, id).await?;
    let mut draft = ConnectionDraft::from(&original);
    draft.name = format!("{} (copy)", original.name);
    let deed = Deed::new(AuditAction::ConnectionCopied, Some(record::subject(&original)));
    write_entry(&mut write, op, deed).await?;
    write.commit().await?;
    Ok(draft)
}

async fn delete(
    site: &Site,
    op: &Op,
    id: ConnectionId,
    disconnect: &[String],
) -> Result<(), ServiceError> {
    // What can be found out is found out; what nobody can find out any more is given up.
    let silent = settle_by(site, id).await?;
    let mut write = site.store.write().await?;
    require_still(site, &mut write, op).await?;
    let old = require_connection(&mut write, id).await?;
    using::release(&mut write, op, &old, disconnect).await?;
    let open = using::give_up(&mut write, site, op, (id, &silent)).await?;
    connection::delete(&mut write, id).await?;
    let tree = folder::tree(&mut write).await?;
    let deed = Deed::new(AuditAction::ConnectionDeleted, Some(record::subject(&old)));
    let deed = deed.changes(record::changes(&tree, Some(&old), None));
    write_entry(&mut write, op, if open == 0 { deed } else { deed.note(given_up(open)) }).await?;
    write.commit().await?;
    site.pools.forget(id);
    Ok(())
}

/// What the entry says of changes that nobody can find out any more.
fn given_up(changes: usize) -> String {
    let changes = if changes == 1 { "1 change".to_owned() } else { format!("{changes} changes") };
    format!("Not known of {changes}, and now for good: whether the database kept what was saved")
}

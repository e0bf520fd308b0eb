//! A stored connection gets new values, tested before they are stored.

use super::create::from_checked;
use super::record::{changes, subject};
use super::stored::{Stored, changed_meanwhile, passed, password, unstored};
use super::using::{check_covered, check_settled};
use super::{check_name, check_scope, require_connection, require_still, stored};
use crate::audit::{Deed, record};
use crate::error::ServiceError;
use crate::secrets::seal;
use crate::service::Site;
use crate::service::attempt::Reporter;
use crate::store::{connection, folder, health};
use app::error::{AppError, Problem};
use app::model::audit::AuditAction;
use app::model::connection::{Connection, ConnectionDraft, Health, field};
use app::model::ids::ConnectionId;
use app::model::secret::Secret;
use app::ports::Op;

/// An edit that was admitted.
pub struct Edit {
    stored: Stored,
    /// The new password, where one was typed.
    typed: Option<Secret>,
}

/// Refuses an edit that needs no test to be refused.
pub async fn admit(
    site: &Site,
    id: ConnectionId,
    revision: i64,
    draft: ConnectionDraft,
) -> Result<Edit, ServiceError> {
    let mut line = site.store.read().await?;
    let old = require_connection(&mut line, id).await?;
    if old.revision != revision {
        return Err(changed_meanwhile().into());
    }
    let demands = draft.demands_password(&old);
    let mut checked = draft.check_edit().map_err(AppError::invalid)?;
    check_name(&mut line, &checked.name, Some(id)).await?;
    check_scope(&mut line, &checked.scope).await?;
    check_covered(&mut line, id, &checked.scope).await?;
    let typed = Some(checked.password.clone()).filter(|typed| !typed.is_empty());
    if typed.is_none() {
        if demands {
            return Err(password_again().into());
        }
        checked.password = password(site, &mut line, id).await?;
    }
    Ok(Edit { stored: Stored { old, checked }, typed })
}

fn password_again() -> AppError {
    let message = "Enter the password again, because the connection goes to another place";
    let problem = Problem::field(field::PASSWORD, "password_again", message);
    AppError::invalid(vec![problem.hint("A stored password is never sent to a changed place")])
}

/// Tests the new values, then stores them; a new name or other folders need no test.
pub async fn run(site: &Site, op: &Op, edit: Edit, reporter: &Reporter) {
    let mut found = None;
    if edit.typed.is_some() || target_changed(&edit.stored) {
        found = passed(site, op, &edit.stored, reporter).await;
        if found.is_none() {
            return;
        }
    }
    let (stored, tested) = (edit.stored.clone(), found.is_some());
    reporter.finish(match update(site, op, edit, found).await {
        Err(error) if tested => Err(unstored(site, op, &stored, error).await),
        result => result.map_err(AppError::from),
    });
}

fn target_changed(stored: &Stored) -> bool {
    let (old, new) = (&stored.old, &stored.checked);
    old.host != new.host
        || old.port != new.port
        || old.instance != new.instance.as_str()
        || old.schema != new.schema.as_str()
        || old.username != new.username.as_str()
        || old.read_only != new.read_only
        || old.trust != new.trust
}

/// Where a connection's tables are.
fn place(connection: &Connection) -> (&str, u16, &str, &str) {
    (&connection.host, connection.port, &connection.instance, &connection.schema)
}

async fn update(
    site: &Site,
    op: &Op,
    edit: Edit,
    found: Option<Health>,
) -> Result<Connection, ServiceError> {
    let Stored { old, checked } = edit.stored;
    let sealed = edit.typed.map(|typed| seal(&site.keys, old.id, &typed)).transpose()?;
    let new = Connection {
        health: found.clone().or_else(|| old.health.clone()),
        tables: old.tables.clone(),
        ..from_checked(old.id, old.revision + 1, checked)
    };
    site.settling.over().await;
    let mut write = site.store.write().await?;
    require_still(site, &mut write, op).await?;
    check_scope(&mut write, &new.scope).await?;
    check_covered(&mut write, new.id, &new.scope).await?;
    if place(&old) != place(&new) {
        check_settled(&mut write, new.id).await?;
    }
    if !connection::update(&mut write, &new).await.map_err(stored)? {
        return Err(changed_meanwhile().into());
    }
    if let Some(found) = &found {
        health::set(&mut write, new.id, new.revision, found).await?;
    }
    let tree = folder::tree(&mut write).await?;
    let deed = Deed::new(AuditAction::ConnectionChanged, Some(subject(&new)));
    record(&mut write, op, deed.changes(changes(&tree, Some(&old), Some(&new)))).await?;
    if let Some(sealed) = sealed {
        connection::set_sealed_password(&mut write, new.id, &sealed).await?;
        let deed = Deed::new(AuditAction::ConnectionPasswordChanged, Some(subject(&new)));
        record(&mut write, op, deed).await?;
    }
    write.commit().await?;
    site.pools.forget(new.id);
    Ok(new)
}

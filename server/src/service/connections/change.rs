//! A stored connection: edited, tested again, given a new password.

use super::create::from_checked;
use super::record::{changes, subject};
use super::{check_name, check_scope, require_connection, require_still, stored};
use crate::audit::{Deed, record};
use crate::error::ServiceError;
use crate::secrets::{open, seal};
use crate::service::Site;
use crate::service::attempt::{Finding, Reporter, test};
use crate::store::{Line, connection, health};
use app::error::{AppError, ErrorCode, Problem};
use app::model::audit::AuditAction;
use app::model::connection::{CheckedConnection, Connection, ConnectionDraft, Health, field};
use app::model::ids::ConnectionId;
use app::model::probe::Cause;
use app::model::secret::Secret;
use app::ports::Op;

/// A stored connection with what to test it with.
pub struct Stored {
    /// As it is stored.
    pub old: Connection,
    /// What is tested, password included.
    pub checked: CheckedConnection,
}

/// An edit that was admitted.
pub struct Edit {
    stored: Stored,
    /// Whether a new password was typed.
    password_typed: bool,
}

/// Refuses an edit that needs no test to be refused.
pub async fn admit_edit(
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
    let password_typed = !checked.password.is_empty();
    if demands && !password_typed {
        return Err(password_again().into());
    }
    if !password_typed {
        checked.password = password(site, &mut line, id).await?;
    }
    Ok(Edit { stored: Stored { old, checked }, password_typed })
}

fn password_again() -> AppError {
    let message = "Enter the password again, because the connection goes to another place";
    let problem = Problem::field(field::PASSWORD, "password_again", message);
    AppError::invalid(vec![problem.hint("A stored password is never sent to a changed place")])
}

fn changed_meanwhile() -> AppError {
    AppError::new(ErrorCode::Conflict, "Somebody changed this connection meanwhile")
        .with_hint("Close the panel, look at the new values, then edit again")
}

async fn password(site: &Site, line: &mut Line, id: ConnectionId) -> Result<Secret, ServiceError> {
    let sealed = connection::sealed_password(line, id).await?;
    let sealed = sealed.ok_or_else(|| AppError::not_found("database connection"))?;
    Ok(open(&site.keys, id, &sealed)?)
}

/// Tests the new values, then stores them; a new name or other folders need no test.
pub async fn run_edit(site: &Site, op: &Op, edit: Edit, reporter: &Reporter) {
    let Edit { stored, password_typed } = edit;
    let found = if password_typed || target_changed(&stored) {
        match passed(site, op, &stored, reporter).await {
            Some(health) => Some(health),
            None => return,
        }
    } else {
        None
    };
    let result = update(site, op, stored, password_typed, found).await;
    reporter.finish(result.map_err(AppError::from));
}

/// Tests the new values; none when they do not work, which the audit log then says.
async fn passed(site: &Site, op: &Op, stored: &Stored, reporter: &Reporter) -> Option<Health> {
    let finding = test(site, stored.checked.clone(), Some(reporter)).await;
    let Some(failure) = finding.failure else { return Some(finding.health) };
    if let Err(error) = note(site, op, &stored.old, failure.cause.code()).await {
        reporter.finish(Err(error.into()));
    }
    None
}

async fn note(site: &Site, op: &Op, old: &Connection, note: &str) -> Result<(), ServiceError> {
    let mut write = site.store.write().await?;
    let deed = Deed::new(AuditAction::ConnectionTested, Some(subject(old))).note(note);
    record(&mut write, op, deed).await?;
    Ok(write.commit().await?)
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

async fn update(
    site: &Site,
    op: &Op,
    edit: Stored,
    password_typed: bool,
    found: Option<Health>,
) -> Result<Connection, ServiceError> {
    let Stored { old, checked } = edit;
    let sealed =
        if password_typed { Some(seal(&site.keys, old.id, &checked.password)?) } else { None };
    let new = Connection {
        health: found.clone().or_else(|| old.health.clone()),
        tables: old.tables.clone(),
        ..from_checked(old.id, old.revision + 1, checked)
    };
    let mut write = site.store.write().await?;
    require_still(&mut write, op).await?;
    check_scope(&mut write, &new.scope).await?;
    if !connection::update(&mut write, &new).await.map_err(stored)? {
        return Err(changed_meanwhile().into());
    }
    if let Some(found) = &found {
        health::set(&mut write, new.id, found).await?;
    }
    let deed = Deed::new(AuditAction::ConnectionChanged, Some(subject(&new)));
    record(&mut write, op, deed.changes(changes(Some(&old), Some(&new)))).await?;
    if let Some(sealed) = sealed {
        connection::set_sealed_password(&mut write, new.id, &sealed).await?;
        let deed = Deed::new(AuditAction::ConnectionPasswordChanged, Some(subject(&new)));
        record(&mut write, op, deed).await?;
    }
    write.commit().await?;
    Ok(new)
}

/// Opens a stored connection for a test as it stands.
pub async fn admit_test(site: &Site, id: ConnectionId) -> Result<Stored, ServiceError> {
    let mut line = site.store.read().await?;
    let old = require_connection(&mut line, id).await?;
    let secret = password(site, &mut line, id).await?;
    with_password(old, secret)
}

/// Opens a stored connection for a test with a new password.
pub async fn admit_password(
    site: &Site,
    id: ConnectionId,
    secret: Secret,
) -> Result<Stored, ServiceError> {
    let mut line = site.store.read().await?;
    let old = require_connection(&mut line, id).await?;
    if secret.is_empty() {
        let problem = Problem::field(field::PASSWORD, "required", "Enter the new password");
        return Err(AppError::invalid(vec![problem]).into());
    }
    with_password(old, secret)
}

fn with_password(old: Connection, secret: Secret) -> Result<Stored, ServiceError> {
    let mut draft = ConnectionDraft::from(&old);
    draft.password = secret;
    let checked = draft.check_edit().map_err(AppError::invalid)?;
    Ok(Stored { old, checked })
}

/// Tests as it stands and stores what was found.
pub async fn run_test(site: &Site, op: &Op, stored: Stored, reporter: &Reporter) {
    let finding = test(site, stored.checked, Some(reporter)).await;
    let failed = finding.failure.is_some();
    match note_test(site, op, stored.old, finding).await {
        Ok(_) if failed => {}
        result => reporter.finish(result.map_err(AppError::from)),
    }
}

async fn note_test(
    site: &Site,
    op: &Op,
    mut tested: Connection,
    finding: Finding,
) -> Result<Connection, ServiceError> {
    let mut write = site.store.write().await?;
    health::set(&mut write, tested.id, &finding.health).await?;
    let note = finding.failure.map_or("works", |failure| Cause::code(failure.cause));
    let deed = Deed::new(AuditAction::ConnectionTested, Some(subject(&tested))).note(note);
    record(&mut write, op, deed).await?;
    write.commit().await?;
    tested.health = Some(finding.health);
    Ok(tested)
}

/// Tests with the new password, then stores it.
pub async fn run_password(site: &Site, op: &Op, stored: Stored, reporter: &Reporter) {
    let Some(health) = passed(site, op, &stored, reporter).await else { return };
    let result = store_password(site, op, stored, health).await;
    reporter.finish(result.map_err(AppError::from));
}

async fn store_password(
    site: &Site,
    op: &Op,
    stored: Stored,
    found: Health,
) -> Result<Connection, ServiceError> {
    let Stored { mut old, checked } = stored;
    let sealed = seal(&site.keys, old.id, &checked.password)?;
    let mut write = site.store.write().await?;
    require_still(&mut write, op).await?;
    let now = require_connection(&mut write, old.id).await?;
    if now.revision != old.revision {
        return Err(changed_meanwhile().into());
    }
    connection::set_sealed_password(&mut write, old.id, &sealed).await?;
    health::set(&mut write, old.id, &found).await?;
    let deed = Deed::new(AuditAction::ConnectionPasswordChanged, Some(subject(&old)));
    record(&mut write, op, deed).await?;
    write.commit().await?;
    old.health = Some(found);
    Ok(old)
}

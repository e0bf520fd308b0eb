//! Carrying out a change of a table itself, and never without its entry in the audit log.
//!
//! Invariant: the store holds the change as prepared, with its SQL, before the target is told to
//! commit it, as with rows (see `service::rows::save`). Whatever is cut off where, the settlement
//! finds out what became of it, and connects what was created and disconnects what was dropped.

use super::record::subject;
use super::still::{still_creates, still_reaches};
use crate::audit::{Deed, record};
use crate::error::ServiceError;
use crate::service::Site;
use crate::service::settle::{settle, settle_now};
use crate::store::connected_table::Way;
use crate::store::table_change::{self, TableChange};
use crate::target::ddl::Prepared;
use crate::target::transaction::CommitFailure;
use app::error::{AppError, ErrorCode};
use app::model::access::SiteRight;
use app::model::audit::{Actor, AuditAction, FieldChange};
use app::model::history::ChangeState;
use app::model::ids::ChangeSetId;
use app::model::table::Table;
use app::ports::Op;
use uuid::Uuid;

/// Writes down what is about to happen to a table, lets it happen, and writes down how it ended.
///
/// # Errors
/// What keeps the target from committing it; `Unavailable` where that is not known yet.
pub async fn apply(
    site: &Site,
    op: &Op,
    way: &Way,
    (action, changes): (AuditAction, Vec<FieldChange>),
    prepared: Prepared,
) -> Result<(), ServiceError> {
    let change = change(site, op, &way.table, (action, changes), &prepared)?;
    if let Err(error) = prepare(site, op, way, &change).await {
        prepared.abort().await;
        return Err(error);
    }
    match prepared.commit().await {
        Ok(()) => {
            let settled = settle(site, op, &change, ChangeState::Committed).await;
            settled.map_err(|error| {
                tracing::warn!(%error, change = %change.id, "a change of a table is not settled yet");
                not_noted().into()
            })
        }
        Err(CommitFailure::Aborted(error)) => {
            settle(site, op, &change, ChangeState::Aborted).await?;
            Err(error.into())
        }
        Err(CommitFailure::Unknown(_)) => match settle_now(site, &change).await {
            Ok(ChangeState::Committed) => Ok(()),
            Ok(ChangeState::Aborted) => Err(cut_off().into()),
            Ok(_) | Err(_) => Err(not_known().into()),
        },
    }
}

fn change(
    site: &Site,
    op: &Op,
    table: &Table,
    (action, changes): (AuditAction, Vec<FieldChange>),
    prepared: &Prepared,
) -> Result<TableChange, ServiceError> {
    let evidence = serde_json::to_string(&prepared.evidence);
    Ok(TableChange {
        id: ChangeSetId(Uuid::now_v7()),
        action,
        table: table.id,
        table_name: table.name.clone(),
        folder: table.folder,
        connection: table.connection,
        actor: Actor::Person { id: op.me.id, email: op.me.email.to_string() },
        // The target lets nobody else at the table by now, so this stands between what was saved
        // before and what is saved after.
        at: site.clock.now(),
        state: ChangeState::Prepared,
        statements: prepared.statements.clone(),
        changes,
        xid: prepared.xid.clone(),
        evidence: evidence.map_err(|error| sqlx::Error::Encode(error.into()))?,
    })
}

async fn prepare(
    site: &Site,
    op: &Op,
    way: &Way,
    change: &TableChange,
) -> Result<(), ServiceError> {
    let digest = table_change::digest(change)?;
    let sql = FieldChange {
        field: "SQL".to_owned(),
        old: None,
        new: Some(change.statements.trim_end().to_owned()),
    };
    let deed = Deed::new(AuditAction::TableChangePrepared, Some(subject(&way.table)));
    let deed = deed.changes(vec![sql]).about(change.id).digest(digest);
    let mut write = site.store.write().await?;
    let now = site.clock.now();
    if change.action == AuditAction::TableCreated {
        still_creates(&mut write, op, now, way).await?;
    } else {
        still_reaches(&mut write, op, now, way, SiteRight::ManageTables).await?;
    }
    table_change::insert(&mut write, change).await?;
    record(&mut write, op, deed).await?;
    Ok(write.commit().await?)
}

/// It is done; the settlement finds that out as soon as the store takes it.
fn not_noted() -> AppError {
    let message = "The database has done it, but NextTables could not take note of it yet";
    AppError::new(ErrorCode::Unavailable, message)
        .with_hint("It does so as soon as its own store is well again. Reload the page then")
}

fn cut_off() -> AppError {
    AppError::new(ErrorCode::Unavailable, "The connection broke off, and nothing was changed")
        .with_hint("Try again")
}

fn not_known() -> AppError {
    let message = "The connection broke off meanwhile; it is not yet known whether it was done";
    AppError::new(ErrorCode::Unavailable, message)
        .with_hint("The audit log shows it as soon as the database answers. Reload the page then")
}

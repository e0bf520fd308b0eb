//! Saving a change set: all or nothing in the target, and never without its audit entry.
//!
//! Invariant: the store holds the change set as prepared, with every cell from → to, before the
//! target is told to commit. Whatever is cut off where, the settlement finds out by the target's
//! transaction id what became of it (see `service::settle`). So there is no change without its
//! entry, and no entry that says committed without its change. Whoever saves makes the id, and an id
//! is carried out at most once (see `fate`).

use super::early::by_way;
use super::fate::{ended, known};
use super::restoring::Restoring;
use super::stage::{Asked, Stop, check, stage};
use crate::audit::{Deed, record};
use crate::error::ServiceError;
use crate::service::Site;
use crate::service::settle::{settle, settle_now};
use crate::service::tables::{require_way, still_may, subject};
use crate::store::change_set::{self, ChangeSetHead};
use crate::target::transaction::CommitFailure;
use crate::target::write::{Prepared, Staged};
use app::error::{AppError, ErrorCode};
use app::model::access::SiteRight;
use app::model::audit::{Actor, AuditAction};
use app::model::change::{Change, SaveFate, SaveOutcome};
use app::model::history::ChangeState;
use app::model::ids::{ChangeSetId, TableId};
use app::model::table::Table;
use app::ports::Op;

/// What shall be saved.
#[derive(Clone, Debug)]
pub struct SaveDraft {
    /// The change set's id, which whoever saves has made.
    pub id: ChangeSetId,
    /// The table.
    pub table: TableId,
    /// The changes.
    pub changes: Vec<Change>,
    /// The zone in which moments without an offset are meant.
    pub zone: String,
    /// What this one brings back, if it does.
    pub restores: Option<Restoring>,
}

/// Saves changes. It runs to its end even when the person has gone.
///
/// # Errors
/// `Forbidden` where a change needs a right, or meets a lock; `Invalid` with problems at cells;
/// `Conflict` where the id is taken by another Save.
pub async fn save(site: &Site, op: &Op, draft: SaveDraft) -> Result<SaveOutcome, ServiceError> {
    let (site, op) = (site.clone(), op.clone());
    tokio::spawn(async move { run(&site, &op, draft).await }).await?
}

async fn run(site: &Site, op: &Op, draft: SaveDraft) -> Result<SaveOutcome, ServiceError> {
    let asked = async {
        // One line does for both: they are answered long before the target answers.
        let mut line = site.store.read().await?;
        match known(&mut line, op, draft.table, draft.id).await? {
            Some(head) => Err(Stop::Known(Box::new(head))),
            None => Ok(require_way(&mut line, op, draft.table, SiteRight::Read).await?),
        }
    };
    // Nothing of it stands before it is committed, and the way is looked at again before that.
    let staged = by_way(site, op, draft.table, asked, |way| stage(site, op, way, &draft)).await;
    let (asked, staged) = match staged {
        Ok(staged) => staged,
        // No session is held any more, of which the target may have no other.
        Err(Stop::Known(head)) => return Ok(SaveOutcome::Known(ended(site, &head).await)),
        Err(Stop::Failed(error)) => return Err(error),
    };
    match staged {
        Staged::Nothing(results) => Ok(SaveOutcome::Saved { id: None, results }),
        Staged::Conflicts(conflicts) => Ok(SaveOutcome::Conflicts(conflicts)),
        Staged::Ready(prepared) => {
            let restored = draft.restores.as_ref().map(|one| one.id);
            let head = head(site, op, (draft.id, &asked.way.table), &prepared, restored)?;
            commit(site, op, &asked, head, *prepared).await
        }
    }
}

fn head(
    site: &Site,
    op: &Op,
    (id, table): (ChangeSetId, &Table),
    prepared: &Prepared,
    restores: Option<ChangeSetId>,
) -> Result<ChangeSetHead, ServiceError> {
    let evidence = serde_json::to_string(&prepared.evidence);
    Ok(ChangeSetHead {
        id,
        table: table.id,
        table_name: table.name.clone(),
        connection: table.connection,
        actor: Actor::Person { id: op.me.id, email: op.me.email.to_string() },
        // The target lets nobody else write these rows by now, so this stands after what was saved
        // in them before.
        at: site.clock.now(),
        state: ChangeState::Prepared,
        xid: prepared.xid.clone(),
        evidence: evidence.map_err(|error| sqlx::Error::Encode(error.into()))?,
        restores,
    })
}

/// Writes down what is about to happen, lets it happen, and writes down how it ended.
async fn commit(
    site: &Site,
    op: &Op,
    asked: &Asked<'_>,
    head: ChangeSetHead,
    prepared: Prepared,
) -> Result<SaveOutcome, ServiceError> {
    let table = &asked.way.table;
    let written = prepare(site, op, asked, &head, &prepared).await;
    if !matches!(written, Ok(Written::Prepared)) {
        prepared.abort().await;
        written?;
        // The id came to be known while this Save was staged; where no Save has it, it was given up.
        let found = known(&mut *site.store.read().await?, op, table.id, head.id).await?;
        let fate = match found {
            Some(head) => ended(site, &head).await,
            None => SaveFate::NotSaved,
        };
        return Ok(SaveOutcome::Known(fate));
    }
    let results = prepared.results.clone();
    match prepared.commit().await {
        Ok(()) => {
            site.pools.forget_anchors(table.connection, &table.name);
            let id = Some(head.id);
            site.settling.begin(note_saved(site.clone(), op.clone(), head));
            Ok(SaveOutcome::Saved { id, results })
        }
        Err(CommitFailure::Aborted(error)) => {
            settle(site, op, &head, ChangeState::Aborted).await?;
            Err(error.into())
        }
        Err(CommitFailure::Unknown(_)) => {
            site.pools.forget_anchors(table.connection, &table.name);
            found_out(site, &head).await?;
            Ok(SaveOutcome::Saved { id: Some(head.id), results })
        }
    }
}

/// Writes down that it is saved.
async fn note_saved(site: Site, op: Op, head: ChangeSetHead) {
    if let Err(error) = settle(&site, &op, &head, ChangeState::Committed).await {
        // The settlement finds it out as soon as the store takes it.
        tracing::warn!(%error, change_set = %head.id, "a saved change set is not settled yet");
    }
}

/// Finds out at once whether a Save was committed whose answer was lost.
async fn found_out(site: &Site, head: &ChangeSetHead) -> Result<(), AppError> {
    match settle_now(site, head).await {
        Ok(ChangeState::Committed) => Ok(()),
        Ok(ChangeState::Aborted) => Err(cut_off()),
        Ok(_) | Err(_) => Err(not_known()),
    }
}

/// What came of writing a change set down.
enum Written {
    /// It is prepared.
    Prepared,
    /// Its id is known already.
    Refused,
}

async fn prepare(
    site: &Site,
    op: &Op,
    asked: &Asked<'_>,
    head: &ChangeSetHead,
    prepared: &Prepared,
) -> Result<Written, ServiceError> {
    let digest = change_set::digest(head, &prepared.deeds)?;
    let mut write = site.store.write().await?;
    let now = site.clock.now();
    let access = still_may(&mut write, op, now, &asked.way, &asked.relation).await?;
    check(&access, &asked.changes)?;
    if !change_set::insert(&mut write, head, &prepared.deeds).await? {
        return Ok(Written::Refused);
    }
    let deed = Deed::new(AuditAction::RowsPrepared, Some(subject(&asked.way.table)));
    let rows = u32::try_from(prepared.deeds.len()).unwrap_or(u32::MAX);
    record(&mut write, op, deed.about(head.id).digest(digest).rows(rows)).await?;
    write.commit().await?;
    Ok(Written::Prepared)
}

fn cut_off() -> AppError {
    AppError::new(ErrorCode::Unavailable, "The connection broke off, and nothing was saved")
        .with_hint("Save again; nothing you typed is lost")
}

fn not_known() -> AppError {
    let message = "The connection broke off while saving; it is not yet known whether it was saved";
    AppError::new(ErrorCode::Unavailable, message)
        .with_hint("The history shows it as soon as the database answers. Load the rows again then")
}

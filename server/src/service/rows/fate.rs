//! How a Save ended, told by its id.
//!
//! Invariant: an id is carried out at most once. A Save writes its id down as prepared, or somebody
//! who asks for it voids it, whichever comes first; either looks for the other in the transaction in
//! which it writes, and the Save that comes second undoes what it staged.

use crate::authz::require_here;
use crate::error::ServiceError;
use crate::service::Site;
use crate::service::settle::settle_now;
use crate::service::tables::require_table;
use crate::store::change_set::{self, ChangeSetHead};
use crate::store::{Line, voided_save};
use app::error::{AppError, ErrorCode};
use app::model::access::SiteRight;
use app::model::audit::Actor;
use app::model::change::SaveFate;
use app::model::history::ChangeState;
use app::model::ids::{ChangeSetId, TableId};
use app::ports::Op;

/// Tells how somebody's own Save ended, and voids an id that is not known.
///
/// # Errors
/// `NotFound` where there is no such table, or the id is not theirs.
pub async fn outcome(
    site: &Site,
    op: &Op,
    table: TableId,
    id: ChangeSetId,
) -> Result<SaveFate, ServiceError> {
    let mut write = site.store.write().await?;
    may_ask(&mut write, op, table).await?;
    let Some(head) = change_set::get(&mut write, id).await? else {
        voided_save::insert(&mut write, id, op.at).await?;
        write.commit().await?;
        return Ok(SaveFate::NotSaved);
    };
    drop(write);
    if !is_own(op, table, &head) {
        return Err(AppError::not_found("change set").into());
    }
    Ok(ended(site, &head).await)
}

/// A Save that is in the store already; none where there is none under this id.
///
/// # Errors
/// `Conflict` where the id is another person's or another table's.
pub(super) async fn known(
    line: &mut Line,
    op: &Op,
    table: TableId,
    id: ChangeSetId,
) -> Result<Option<ChangeSetHead>, ServiceError> {
    let Some(head) = change_set::get(line, id).await? else { return Ok(None) };
    may_ask(line, op, table).await?;
    if !is_own(op, table, &head) {
        let message = "This change set’s id is taken by another one";
        return Err(AppError::new(ErrorCode::Conflict, message).with_hint("Save again").into());
    }
    Ok(Some(head))
}

async fn may_ask(line: &mut Line, op: &Op, table: TableId) -> Result<(), ServiceError> {
    require_table(line, op, table).await?;
    Ok(require_here(op, SiteRight::Read)?)
}

fn is_own(op: &Op, table: TableId, head: &ChangeSetHead) -> bool {
    let own = matches!(&head.actor, Actor::Person { id, .. } if *id == op.me.id);
    own && head.table == table
}

/// How a Save ended; the target is asked where that is still to be found out.
pub(in crate::service) async fn ended(site: &Site, head: &ChangeSetHead) -> SaveFate {
    let state = match head.state {
        ChangeState::Prepared => settle_now(site, head).await.unwrap_or_else(|error| {
            tracing::warn!(%error, change_set = %head.id, "a change set is not settled yet");
            ChangeState::Prepared
        }),
        state => state,
    };
    match state {
        ChangeState::Prepared => SaveFate::Pending,
        ChangeState::Committed => SaveFate::Committed,
        ChangeState::Aborted => SaveFate::NotSaved,
        ChangeState::Unknown => SaveFate::Unknown,
    }
}

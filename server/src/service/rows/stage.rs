//! Staging a Save: the way to the table, what may be done there, and everything up to the commit.

use super::save::SaveDraft;
use crate::error::ServiceError;
use crate::service::Site;
use crate::service::tables::{Reached, reach_by, unlocked};
use crate::store::change_set::ChangeSetHead;
use crate::store::connected_table::Way;
use crate::target::catalog::Relation;
use crate::target::diagnostics::TargetError;
use crate::target::pools::Claim;
use crate::target::write::{Purpose, Staged, stage_for};
use app::error::{AppError, Problem};
use app::model::change::{Change, MOST_CHANGES};
use app::model::table::RowAccess;
use app::ports::Op;
use std::borrow::Cow;
use std::sync::Arc;

/// What somebody asked for, and by which way.
pub(super) struct Asked<'d> {
    pub(super) way: Way,
    pub(super) relation: Arc<Relation>,
    pub(super) changes: Cow<'d, [Change]>,
}

/// Why changes are not staged.
pub(super) enum Stop {
    /// There is a Save of this id already.
    Known(Box<ChangeSetHead>),
    /// It failed.
    Failed(ServiceError),
}

impl<E: Into<ServiceError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// Does everything that somebody asks for by a way, up to the commit; once more where the table is not
/// as it was known, since it is by then.
pub(super) async fn stage<'d>(
    site: &Site,
    op: &Op,
    way: Way,
    draft: &'d SaveDraft,
) -> Result<(Asked<'d>, Staged), Stop> {
    match stage_as_known(site, op, way.clone(), draft).await {
        Err(Stop::Failed(ServiceError::Target(TargetError::Outdated))) => {
            stage_as_known(site, op, way, draft).await
        }
        staged => staged,
    }
}

async fn stage_as_known<'d>(
    site: &Site,
    op: &Op,
    way: Way,
    draft: &'d SaveDraft,
) -> Result<(Asked<'d>, Staged), Stop> {
    let reached = reach_by(site, op, way, Claim::of(op.me.id)).await?;
    check(&reached.access, &draft.changes)?;
    let Reached { way, lease, relation, .. } = reached;
    let (purpose, changes) = match &draft.restores {
        None => (Purpose::Edit, Cow::Borrowed(&*draft.changes)),
        Some(one) => (Purpose::Restore, one.fit(&relation, draft.changes.clone()).into()),
    };
    let staged = stage_for(lease, &relation, &changes, &draft.zone, purpose).await?;
    Ok((Asked { way, relation, changes }, staged))
}

/// Every kind of change needs its right, and must not be locked.
pub(super) fn check(access: &RowAccess, changes: &[Change]) -> Result<(), AppError> {
    if changes.len() > MOST_CHANGES {
        let message = format!("One Save holds at most {MOST_CHANGES} changed rows");
        let problem = Problem::form("too_many_changes", message);
        return Err(AppError::invalid(vec![problem.hint("Save in smaller parts")]));
    }
    for change in changes {
        unlocked(match change {
            Change::Insert { .. } => access.insert.as_ref(),
            Change::Update { .. } => access.update.as_ref(),
            Change::Delete { .. } => access.delete.as_ref(),
        })?;
    }
    Ok(())
}

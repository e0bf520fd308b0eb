//! A change of a table that is done and waits for its commit, and how it is found again.

use super::outline::{outline, read};
use crate::target::catalog;
use crate::target::diagnostics::TargetError;
use crate::target::pools::{Lease, Mode, Zone};
use crate::target::transaction::{self, CommitFailure, Origin};
use app::model::history::ChangeState;
use app::model::ident::Ident;
use serde::{Deserialize, Serialize};

/// By what one finds out later whether a table was changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Where the transaction got its number.
    pub origin: Origin,
    /// The outline of before, none where there was no such table.
    pub before: Option<String>,
    /// The outline of after.
    pub after: Option<String>,
}

/// A change of a table that is done and waits for its commit; dropping it undoes it.
pub struct Prepared {
    /// The SQL that did it.
    pub statements: String,
    /// The number of the target's transaction.
    pub xid: String,
    /// By what one finds out later whether it was committed.
    pub evidence: Evidence,
    /// The comment of before, where it is a comment that is changed.
    pub old_comment: Option<String>,
    pub(super) lease: Lease,
    pub(super) table: Ident,
}

impl Prepared {
    /// Commits.
    ///
    /// # Errors
    /// `Aborted` when the target refuses, `Unknown` when its answer does not arrive.
    pub async fn commit(mut self) -> Result<(), CommitFailure> {
        let outcome = transaction::commit(&mut self.lease).await;
        catalog::forget(&self.lease, self.table.as_str());
        self.lease.target().forget_anchors(self.table.as_str());
        outcome
    }

    /// Undoes everything.
    pub async fn abort(mut self) {
        transaction::roll_back(&mut self.lease).await;
    }
}

/// Finds out later what became of a change of a table; `Prepared` while its transaction runs. Where
/// its number may be another's, the catalog tells: the table looks as it did before, or as after, or
/// nobody can say.
///
/// # Errors
/// When the target cannot be asked, or only one of its replicas.
pub async fn settle(
    lease: &mut Lease,
    table: &str,
    xid: &str,
    evidence: &Evidence,
) -> Result<ChangeState, TargetError> {
    let told = transaction::outcome(lease, xid, Some(&evidence.origin)).await?;
    catalog::forget(lease, table);
    if let Some(state) = told {
        return Ok(state);
    }
    let table = Ident::new(table).map_err(|_| TargetError::TableGone)?;
    let question = outline(&lease.schema().clone(), &table);
    let answers = lease.begin(Mode::Settle, &Zone::utc()).query(&question).commit().send().await?;
    let now = read(answers.first())?;
    Ok(match (now == evidence.before, now == evidence.after) {
        (true, false) => ChangeState::Aborted,
        (false, true) => ChangeState::Committed,
        _ => ChangeState::Unknown,
    })
}

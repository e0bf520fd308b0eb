//! A transaction of a target that is written down before it is committed, and found again after.
//!
//! Invariant: “aborted” is always true of it, because a number that is on the disk as committed is
//! never given out again. “Committed” is true in the life of the server in which the number was
//! given; in another one it may be said of somebody else's transaction, and what was changed has to
//! tell. Neither is true of what a server says that follows another one, which may not have heard of
//! it yet: `Mode::Settle` does not begin there.

mod life;

pub use life::Life;
pub(super) use life::of_process;

use super::diagnostics::TargetError;
use super::pools::{Answer, Lease, Mode, Zone};
use super::sql::{Fragment, bound, sql};
use app::model::history::ChangeState;
use serde::{Deserialize, Serialize};

/// Where a transaction got its number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The life of the server.
    pub life: Life,
    /// Where the server was, and the schema.
    pub place: String,
}

/// Why a commit was not confirmed.
#[derive(Debug, thiserror::Error)]
pub enum CommitFailure {
    /// The target has certainly not committed it.
    #[error("not committed: {0}")]
    Aborted(TargetError),
    /// Nobody knows, until the target is asked what became of the transaction.
    #[error("nobody knows whether it was committed: {0}")]
    Unknown(TargetError),
}

/// The number of the present transaction, and the life of the server.
pub(super) fn number() -> Fragment {
    sql!("select ", own_number(), ", ", life::columns())
}

/// The number and the server's process, as the last columns of a question.
pub(super) fn number_columns() -> Fragment {
    sql!(own_number(), ", ", life::process())
}

fn own_number() -> Fragment {
    sql!("pg_catalog.pg_current_xact_id()::pg_catalog.text")
}

/// Reads number and life.
pub(super) fn read_number(answer: Option<&Answer>) -> Result<(String, Life), TargetError> {
    let row = answer.and_then(|rows| rows.first()).ok_or_else(without_number)?;
    Ok((row.try_get(0)?, life::read(row, 1)?))
}

/// Reads number and process from the last columns.
pub(super) fn read_number_columns(
    answer: Option<&Answer>,
) -> Result<(String, String), TargetError> {
    let row = answer.and_then(|rows| rows.first()).ok_or_else(without_number)?;
    let at = row.len().checked_sub(2).ok_or_else(without_number)?;
    Ok((row.try_get(at)?, row.try_get(at + 1)?))
}

fn without_number() -> TargetError {
    TargetError::Unreadable("a transaction without a number".to_owned())
}

/// Commits what is open.
///
/// # Errors
/// `Aborted` when the target refuses, `Unknown` when its answer does not arrive.
pub(super) async fn commit(lease: &mut Lease) -> Result<(), CommitFailure> {
    let Err(failed) = lease.go_on().commit().send().await else { return Ok(()) };
    Err(match failed.said {
        // 40003 and class 08: even the server does not know.
        Ok(said) if said.fatal || said.code == "40003" || said.class() == "08" => {
            CommitFailure::Unknown(said.into())
        }
        Ok(said) => CommitFailure::Aborted(said.into()),
        Err(error) => CommitFailure::Unknown(error),
    })
}

/// Ends a transaction as if it had never been.
pub(super) async fn roll_back(lease: &mut Lease) {
    // A session that cannot even do that is closed by whoever drops it, which undoes as well; one
    // that still is at a statement would only be waited for.
    if lease.is_busy() {
        return;
    }
    let _ = lease.go_on().roll_back().send().await;
}

/// Finds out by its number what became of a transaction; `Prepared` while it runs, none where what
/// it changed has to tell.
///
/// # Errors
/// When the target cannot be asked, or only one of its replicas.
pub async fn outcome(
    lease: &mut Lease,
    xid: &str,
    origin: Option<&Origin>,
) -> Result<Option<ChangeState>, TargetError> {
    let (state, now) = state(lease, xid).await?;
    let same = origin.is_some_and(|then| now.is_some_and(|now| then.life.is(&now)));
    if same && state != ChangeState::Unknown {
        return Ok(Some(state));
    }
    if !same && origin.is_some_and(|origin| origin.place != lease.place()) {
        return Ok(Some(ChangeState::Unknown));
    }
    let told = matches!(state, ChangeState::Prepared | ChangeState::Aborted);
    Ok(told.then_some(state))
}

/// Goes on only with a server that is written to.
///
/// # Errors
/// `Follows` where it follows another one.
pub(super) async fn require_primary(lease: &mut Lease) -> Result<(), TargetError> {
    lease.begin(Mode::Settle, &Zone::utc()).commit().send().await?;
    Ok(())
}

/// What the server says of the transaction, and in which life it says so.
async fn state(lease: &mut Lease, xid: &str) -> Result<(ChangeState, Option<Life>), TargetError> {
    let number = sql!(bound(Some(xid)), "::pg_catalog.xid8");
    let question = sql!("select pg_catalog.pg_xact_status(", number, "), ", life::columns());
    let asked = lease.begin(Mode::Settle, &Zone::utc()).query(&question).commit().send().await;
    let answers = match asked {
        Ok(answers) => answers,
        // Invalid parameter value: this number was never given out, so its transaction is lost.
        Err(failed) if failed.query.is_some() => match failed.said {
            Ok(said) if said.code == "22023" => return Ok((ChangeState::Aborted, None)),
            said => return Err(said.map_or_else(|error| error, TargetError::from)),
        },
        Err(failed) => return Err(failed.into()),
    };
    let none = || TargetError::Unreadable("a transaction without a state".to_owned());
    let row = answers.first().and_then(|rows| rows.first()).ok_or_else(none)?;
    let state = match row.try_get(0)? {
        Some("committed") => ChangeState::Committed,
        Some("aborted") => ChangeState::Aborted,
        Some("in progress") => ChangeState::Prepared,
        _ => ChangeState::Unknown,
    };
    Ok((state, Some(life::read(row, 1)?)))
}

//! Finding out later whether a Save was committed.
//!
//! The transaction's own state comes first: while it runs, its rows still look untouched. Then the
//! rows decide, since after a crash or a restored backup its number may belong to another.

use super::deeds::{Evidence, Trace};
use super::statements::{Hold, read};
use crate::target::catalog::Relation;
use crate::target::diagnostics::TargetError;
use crate::target::pools::{Lease, Mode, Zone};
use crate::target::read::Shape;
use crate::target::sql::{bound, sql};
use app::model::cell::Cell;
use app::model::history::ChangeState;
use app::model::page::Row;

/// Finds out what became of a Save; `Prepared` while its transaction still runs.
///
/// # Errors
/// When the target cannot be asked.
pub async fn settle(
    lease: &mut Lease,
    relation: Option<&Relation>,
    xid: &str,
    evidence: &Evidence,
) -> Result<ChangeState, TargetError> {
    let state = state(lease, xid).await?;
    if matches!(state, ChangeState::Prepared | ChangeState::Aborted) {
        return Ok(state);
    }
    let Some(relation) = relation else { return Ok(state) };
    match look(lease, relation, evidence).await {
        Ok(found) => Ok(found.unwrap_or(state)),
        Err(TargetError::Lost(words)) => Err(TargetError::Lost(words)),
        // The table has changed too much to tell anything.
        Err(_) => Ok(state),
    }
}

/// What the server says of the transaction.
async fn state(lease: &mut Lease, xid: &str) -> Result<ChangeState, TargetError> {
    let number = sql!(bound(Some(xid)), "::pg_catalog.xid8");
    let question = sql!("select pg_catalog.pg_xact_status(", number, ")");
    let asked = lease.begin(Mode::Settle, &Zone::utc()).query(&question).commit().send().await;
    let answers = match asked {
        Ok(answers) => answers,
        // Invalid parameter value: this number was never given out, so its transaction is lost.
        Err(failed) if failed.query.is_some() => match failed.said {
            Ok(said) if said.code == "22023" => return Ok(ChangeState::Aborted),
            said => return Err(said.map_or_else(|error| error, TargetError::from)),
        },
        Err(failed) => return Err(failed.into()),
    };
    let row = answers.first().and_then(|rows| rows.first());
    let word: Option<&str> = row.map(|row| row.try_get(0)).transpose()?.flatten();
    Ok(match word {
        Some("committed") => ChangeState::Committed,
        Some("aborted") => ChangeState::Aborted,
        Some("in progress") => ChangeState::Prepared,
        _ => ChangeState::Unknown,
    })
}

/// What the rows say; none where they say nothing. They are looked at after the state is known,
/// each statement with a snapshot of its own.
async fn look(
    lease: &mut Lease,
    relation: &Relation,
    evidence: &Evidence,
) -> Result<Option<ChangeState>, TargetError> {
    for trace in &evidence.traces {
        if let Some(before) = &trace.before {
            let row = find(lease, relation, &before.key).await?;
            if row.is_some_and(|row| row.id.as_ref() == Some(before)) {
                return Ok(Some(ChangeState::Aborted));
            }
        }
        if let Some(after) = &trace.after {
            let row = find(lease, relation, &after.key).await?;
            if row.is_some_and(|row| row.id.as_ref() == Some(after) && has(relation, &row, trace)) {
                return Ok(Some(ChangeState::Committed));
            }
        }
    }
    Ok(None)
}

async fn find(
    lease: &mut Lease,
    relation: &Relation,
    key: &[String],
) -> Result<Option<Row>, TargetError> {
    let Some(question) = read(relation, key, Hold::Seen) else { return Ok(None) };
    let begun = lease.begin(Mode::Settle, &Zone::utc()).query(&question).commit();
    let answers = begun.send().await?;
    match answers.first().map(|answer| &**answer) {
        Some([one]) => Shape::whole(relation).row(one).map(Some),
        _ => Ok(None),
    }
}

/// Whether a row has the values that a trace tells of.
fn has(relation: &Relation, row: &Row, trace: &Trace) -> bool {
    trace.values.iter().all(|(column, value)| {
        let cell = relation.place(column).and_then(|place| row.cells.get(place));
        cell.and_then(Cell::value).is_some_and(|found| found == value.as_deref())
    })
}

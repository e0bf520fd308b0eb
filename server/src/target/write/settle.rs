//! Finding out later whether a Save was committed.
//!
//! Invariant: what is told is what happened, or that nobody can say. In the order in which it is
//! asked for:
//!
//! 1. The transaction's state, by its number (see `transaction`). While it runs, nothing else tells
//!    anything.
//! 2. Another Save with the same number, prepared later: the number was given out again, so this
//!    transaction was lost.
//! 3. The rows, as the next Save that touched them found them, or else as they are now. A row in
//!    the version of before was not changed; one in the version of after was. An inserted row that
//!    is not there was not inserted; a deleted one that is not there was deleted. Only here would
//!    other software mislead us, which removed that very row between the crash and the settlement.
//! 4. Where they have come into yet another version, nobody can say.

use super::deeds::{Evidence, Trace};
use crate::target::catalog::{self, Attribute, Order, Relation};
use crate::target::diagnostics::TargetError;
use crate::target::pools::{Lease, Mode, Zone};
use crate::target::read::{by_key, same_file};
use crate::target::sql::{Fragment, bound, sql};
use crate::target::transaction::require_primary;
use app::model::history::ChangeState;
use app::model::page::RowId;
use app::model::table::Key;
use std::collections::BTreeMap;

/// How a row was found, after a Save that may have changed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// There was none with this key.
    Nothing,
    /// In this version.
    Version(String),
    /// Somehow.
    Unclear,
}

/// How rows were found, by their keys.
pub type Sights = BTreeMap<Vec<String>, Sight>;

/// Looks how the rows of the traces are now, each with a snapshot of its own; none where the table
/// has changed too much to tell.
///
/// # Errors
/// When the target cannot be asked, or only one of its replicas.
pub async fn look(
    lease: &mut Lease,
    table: &str,
    evidence: &Evidence,
) -> Result<Sights, TargetError> {
    require_primary(lease).await?;
    // What was known of the table a moment ago may be what has changed.
    catalog::forget(lease, table);
    match look_at(lease, table, evidence).await {
        Err(TargetError::TableGone | TargetError::ColumnsChanged | TargetError::Denied { .. }) => {
            Ok(Sights::new())
        }
        // A data exception: what identified a row is no value of its column's type any more.
        Err(TargetError::Server { code, .. }) if code.starts_with("22") => Ok(Sights::new()),
        sights => sights,
    }
}

async fn look_at(
    lease: &mut Lease,
    table: &str,
    evidence: &Evidence,
) -> Result<Sights, TargetError> {
    let relation = catalog::open(lease, table).await?;
    if *relation.key.columns() != evidence.key {
        return Err(TargetError::ColumnsChanged);
    }
    let mut sights = Sights::new();
    for trace in &evidence.traces {
        for id in trace.rows() {
            let found = find(lease, &relation, trace, &id.key).await?;
            let doubtful = found.is_none() && relation.key == Key::Address;
            let sight = if doubtful && is_written_anew(lease, &id.key).await? {
                Sight::Unclear
            } else {
                sight(&relation, trace, id, found)
            };
            sights.insert(id.key.clone(), sight);
        }
    }
    Ok(sights)
}

fn sight(relation: &Relation, trace: &Trace, looked_for: &RowId, found: Option<Found>) -> Sight {
    let Some(Found { version, has }) = found else { return Sight::Nothing };
    if version != looked_for.version && relation.key == Key::Address {
        // An address is given to another row only when its own is gone.
        return Sight::Nothing;
    }
    let written =
        trace.after.as_ref() == Some(&RowId { version: version.clone(), ..looked_for.clone() });
    if written && !has { Sight::Unclear } else { Sight::Version(version) }
}

/// A row as it was found.
struct Found {
    version: String,
    /// Whether it has the values of the trace.
    has: bool,
}

/// Finds a row. The server compares its values, since it may be too large to travel.
async fn find(
    lease: &mut Lease,
    relation: &Relation,
    trace: &Trace,
    key: &[String],
) -> Result<Option<Found>, TargetError> {
    // A key with another number of columns: the table's key has changed.
    let found = by_key(relation, key).ok_or(TargetError::ColumnsChanged)?;
    let has = sql!("(", has(relation, trace), ")::pg_catalog.text");
    let columns = sql!("t.xmin::pg_catalog.text, ", has);
    let question = sql!("select ", columns, " from ", relation.sql(), " t where ", found);
    let begun = lease.begin(Mode::Settle, &Zone::utc()).query(&question).commit();
    let answers = begun.send().await?;
    match answers.first().map(|answer| &**answer) {
        Some([one]) => {
            let has = one.try_get::<_, &str>(1)? == "true";
            Ok(Some(Found { version: one.try_get(0)?, has }))
        }
        _ => Ok(None),
    }
}

/// Whether the table was written into another file since an address was told, where the row may be
/// at another place.
async fn is_written_anew(lease: &mut Lease, key: &[String]) -> Result<bool, TargetError> {
    let Some(same) = same_file(key) else { return Ok(true) };
    let question = sql!("select ", same, "::pg_catalog.text");
    let begun = lease.begin(Mode::Settle, &Zone::utc()).query(&question).commit();
    let answers = begun.send().await?;
    let row = answers.first().and_then(|rows| rows.first());
    Ok(row.map_or(Ok(None), |row| row.try_get::<_, Option<&str>>(0))? != Some("true"))
}

/// Whether a row has the values that a trace tells of, byte for byte, as SQL.
fn has(relation: &Relation, trace: &Trace) -> Fragment {
    let same = trace.values.iter().map(|(column, value)| {
        let Some(text) = relation.attribute(column).map(Attribute::text) else {
            return sql!("false");
        };
        let Some(value) = value else { return sql!("(", text, ") is null") };
        let text = sql!("((", text, ") collate pg_catalog.\"C\")");
        let equal = sql!(text, &Order::own().equal, bound(Some(value)));
        sql!("coalesce(", equal, ", false)")
    });
    Fragment::list(" and ", std::iter::once(sql!("true")).chain(same))
}

/// Finds out by its rows what became of a Save.
pub fn by_rows(evidence: &Evidence, sights: &Sights) -> ChangeState {
    let verdicts = evidence.traces.iter().filter_map(|trace| verdict(trace, sights));
    verdicts.take(1).next().unwrap_or(ChangeState::Unknown)
}

fn verdict(trace: &Trace, sights: &Sights) -> Option<ChangeState> {
    let found = |id: &Option<RowId>| sights.get(&id.as_ref()?.key);
    let is = |id: &Option<RowId>| match (id, found(id)) {
        (Some(id), Some(Sight::Version(version))) => id.version == *version,
        _ => false,
    };
    if is(&trace.before) {
        return Some(ChangeState::Aborted);
    }
    if is(&trace.after) {
        return Some(ChangeState::Committed);
    }
    match (&trace.before, &trace.after) {
        (None, after) if found(after) == Some(&Sight::Nothing) => Some(ChangeState::Aborted),
        (before, None) if found(before) == Some(&Sight::Nothing) => Some(ChangeState::Committed),
        _ => None,
    }
}

impl Evidence {
    /// Where the server was; another place may be another server.
    pub fn place(&self) -> Option<&str> {
        self.origin.as_ref().map(|origin| origin.place.as_str())
    }

    /// How the Save that left this found a row, which was there before it or not.
    pub fn sight(&self, key: &[String], was_there: bool) -> Sight {
        if !was_there {
            return Sight::Nothing;
        }
        let before = self.traces.iter().filter_map(|trace| trace.before.as_ref());
        let version = before.filter(|id| id.key == key).map(|id| id.version.clone());
        version.take(1).next().map_or(Sight::Unclear, Sight::Version)
    }
}

impl Trace {
    /// The row before and after.
    pub fn rows(&self) -> impl Iterator<Item = &RowId> {
        self.before.iter().chain(&self.after)
    }
}

//! Reading rows: pages, counts, whole values, and what foreign keys may take.

mod anchors;
mod bytes;
mod canonical;
mod choices;
mod filter;
mod identity;
mod labels;
mod order;
mod page;
mod shape;
mod span;
mod start;
mod total;

pub(super) use anchors::{AnchorKey, Anchors};
pub use choices::{choices, named};
pub(super) use identity::{Held, address, by_key, by_place, by_version, same_file};
pub(super) use shape::Shape;
pub(super) use start::shortened;

use super::catalog::{self, Relation};
use super::diagnostics::{MOST_BYTES, NOT_TEXT, Said, TargetError, not_text, too_large};
use super::pools::{Lease, Mode, Zone};
use super::sql::{Fragment, sql};
use app::error::{AppError, Problem};
use app::model::cell::CellKind;
use app::model::filter::{Filter, Operator, RowQuery};
use app::model::page::{Page, PageRequest, RowId, Total};
use app::model::table::Key;
use std::time::Duration;
use tokio::time::Instant;

/// How long the values of filters are looked through for those that cannot be read.
const PATIENCE: Duration = Duration::from_secs(5);

/// Reads a page of rows.
///
/// # Errors
/// `Refused` with problems at the filters and sort columns that do not hold.
pub async fn page(
    lease: &mut Lease,
    relation: &Relation,
    request: &PageRequest,
) -> Result<Page, TargetError> {
    let outcome = Box::pin(page::page(lease, relation, request)).await;
    match outcome {
        Err(error) => Err(blamed(lease, relation, &request.query, &request.zone, error).await),
        found => found,
    }
}

/// Counts the rows that match a query; where that takes too long, PostgreSQL's estimate stands.
///
/// # Errors
/// As `page`.
pub async fn count(
    lease: &mut Lease,
    relation: &Relation,
    query: &RowQuery,
    zone: &str,
) -> Result<Total, TargetError> {
    let outcome = Box::pin(counted(lease, relation, query, zone)).await;
    match outcome {
        Err(error) => Err(blamed(lease, relation, query, zone, error).await),
        found => found,
    }
}

async fn counted(
    lease: &mut Lease,
    relation: &Relation,
    query: &RowQuery,
    zone: &str,
) -> Result<Total, TargetError> {
    let zone = Zone::new(zone)?;
    let key = AnchorKey::new(lease, relation, query, &zone);
    let condition = filter::condition(relation, query)?;
    for (mode, means) in [(Mode::Scan, total::Means::Count), (Mode::Read, total::Means::Plan)] {
        let question = means.sql(relation, condition.as_ref());
        let begun = lease.begin(mode, &zone).queries(&question).commit();
        match begun.send().await.map_err(TargetError::from) {
            Ok(answers) => {
                let total = means.read(answers.first())?;
                let wrong = |rows| matches!(total, Total::Exactly(now) if now != rows);
                anchors::disprove(lease, &key, wrong);
                return Ok(total);
            }
            Err(TargetError::TooSlow) if mode == Mode::Scan => {}
            Err(error) => return Err(error),
        }
    }
    Err(TargetError::TooSlow)
}

/// Reads one cell's whole value, NULL as none.
///
/// # Errors
/// `RowGone` when the row is not there; `Refused` when the value is not UTF-8, or more than may be read
/// at once.
pub async fn value(
    lease: &mut Lease,
    relation: &Relation,
    row: &RowId,
    column: &str,
    zone: &str,
) -> Result<Option<String>, TargetError> {
    let zone = Zone::new(zone)?;
    let attribute = relation.attribute(column).ok_or(TargetError::ColumnsChanged)?;
    // An address may have been given to another row since.
    let found = match relation.key {
        Key::Address => by_version(relation, row),
        _ => by_key(relation, &row.key),
    };
    let found = found.ok_or(TargetError::RowGone)?;
    let text = attribute.text();
    // The server is asked not to send what is too much: it would be in memory before it is noticed.
    let size = sql!("pg_catalog.octet_length(", &text, ") operator(pg_catalog.<=) ", MOST_BYTES);
    let text = sql!("case when ", &size, " then ", text, " end");
    let columns = sql!(text, ", (", size, ")::pg_catalog.text");
    let question = sql!("select ", columns, " from ", relation.sql(), " t where ", found);
    let begun = lease.begin(Mode::Read, &zone).query(&question).commit();
    let answers = match begun.send().await.map_err(TargetError::from) {
        Ok(answers) => answers,
        Err(TargetError::Server { code, .. }) if code == NOT_TEXT => return Err(not_text(column)),
        Err(error) => return Err(doubted(lease, relation, error)),
    };
    match answers.first().map(|answer| &**answer) {
        Some([one]) if one.try_get::<_, Option<&str>>(1)? == Some("false") => {
            Err(too_large(column))
        }
        Some([one]) => Ok(one.try_get(0)?),
        _ => Err(TargetError::RowGone),
    }
}

/// Finds out what an error is to be blamed on: a value of a filter, or what we know of the table.
async fn blamed(
    lease: &mut Lease,
    relation: &Relation,
    query: &RowQuery,
    zone: &str,
    error: TargetError,
) -> TargetError {
    match &error {
        // A data exception: a value that its type cannot read.
        TargetError::Server { code, .. } if code.starts_with("22") => {
            let problems = unreadable(lease, relation, query, zone).await;
            match problems {
                Ok(problems) if !problems.is_empty() => AppError::invalid(problems).into(),
                _ => error,
            }
        }
        // Undefined function: nothing compares what such values are made of.
        TargetError::Server { code, .. } if code == "42883" => incomparable(relation, query)
            .map_or_else(
                || doubted(lease, relation, error),
                |problem| AppError::invalid(vec![problem]).into(),
            ),
        _ => doubted(lease, relation, error),
    }
}

/// The sort column or the filter of which PostgreSQL finds only when it compares values that it
/// cannot: they are made of others.
fn incomparable(relation: &Relation, query: &RowQuery) -> Option<Problem> {
    let made_of_others = |name: &str| {
        let kind = relation.place(name).and_then(|place| relation.columns.get(place));
        kind.is_some_and(|column| {
            matches!(column.kind, CellKind::Array | CellKind::Range | CellKind::Composite)
        })
    };
    let sorted = query.sort.iter().position(|by| made_of_others(&by.column)).map(|at| {
        let message = "PostgreSQL cannot sort values of this type";
        Problem::field(&format!("sort.{at}"), "cannot_sort", message)
    });
    let compares =
        |filter: &Filter| !filter.operator.compares_text() && filter.operator.operands() != Some(0);
    let filtered = || {
        let mut filters = query.filters.iter();
        let at = filters.position(|filter| compares(filter) && made_of_others(&filter.column))?;
        let message = "PostgreSQL cannot compare values of this type";
        Some(filter::problem(at, "operator_unsuited", message))
    };
    sorted.or_else(filtered)
}

/// Finds the first value of each filter that its type cannot read.
async fn unreadable(
    lease: &mut Lease,
    relation: &Relation,
    query: &RowQuery,
    zone: &str,
) -> Result<Vec<Problem>, TargetError> {
    let (zone, until) = (Zone::new(zone)?, Instant::now() + PATIENCE);
    let mut problems = Vec::new();
    for (at, values) in filter::operands(relation, query) {
        let Some(said) = against(lease, &zone, &values, until).await? else { continue };
        let filter = query.filters.get(at);
        let operator = filter.map(|filter| filter.operator);
        let column = filter.and_then(|filter| relation.place(&filter.column));
        let kind = column.and_then(|place| relation.columns.get(place));
        let kind = kind.map_or("value", |column| column.type_name.as_str());
        let part = operator == Some(Operator::Includes);
        let message = format!(
            "This is not a {} of the type {kind}",
            if part { "part of a value" } else { "value" }
        );
        problems.push(filter::problem(at, "invalid_value", &message).hint(said.message));
    }
    Ok(problems)
}

/// What the server says against the first value that it cannot read: all are asked for together,
/// then the half that has it, as long as there is time.
async fn against(
    lease: &mut Lease,
    zone: &Zone,
    values: &[Fragment],
    until: Instant,
) -> Result<Option<Said>, TargetError> {
    let mut doubtful = values;
    let mut said = asked(lease, zone, doubtful).await?;
    while said.is_some() && doubtful.len() > 1 && Instant::now() < until {
        let (first, second) = doubtful.split_at(doubtful.len() / 2);
        let found = asked(lease, zone, first).await?;
        (said, doubtful) = match found {
            Some(_) => (found, first),
            None => (asked(lease, zone, second).await?, second),
        };
    }
    Ok(said)
}

async fn asked(
    lease: &mut Lease,
    zone: &Zone,
    values: &[Fragment],
) -> Result<Option<Said>, TargetError> {
    if values.is_empty() {
        return Ok(None);
    }
    let question = sql!("select ", Fragment::list(" and ", values.iter().cloned()));
    match lease.begin(Mode::Read, zone).query(&question).commit().send().await {
        Ok(_) => Ok(None),
        Err(failed) => match failed.said? {
            said if said.class() == "22" => Ok(Some(said)),
            said => Err(said.into()),
        },
    }
}

fn doubted(lease: &Lease, relation: &Relation, error: TargetError) -> TargetError {
    if error.doubts_the_catalog() {
        catalog::forget(lease, relation.name.as_str());
    }
    error
}

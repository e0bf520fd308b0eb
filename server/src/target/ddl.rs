//! Changing tables in the target: creating them, their columns, their comments, dropping them.

mod refusal;
mod statements;

use super::catalog;
use super::diagnostics::TargetError;
use super::pools::{Lease, Mode, Zone};
use super::sql::{Fragment, script};
use app::model::ident::Ident;
use app::model::table::{CheckedColumn, CheckedTable, Lock};
use refusal::Deed;

/// The SQL that creating a table runs.
pub fn preview(schema: &Ident, table: &CheckedTable) -> String {
    script(&statements::create(schema, table))
}

/// Creates a table with its comments.
///
/// # Errors
/// `Refused` with problems at the form's fields; `Denied` with the grant that is missing.
pub async fn create(lease: &mut Lease, table: &CheckedTable) -> Result<(), TargetError> {
    let statements = statements::create(lease.schema(), table);
    run(lease, &table.name, &statements, Deed::Create(table)).await
}

/// Adds a column to a table.
///
/// # Errors
/// As `create`.
pub async fn add_column(
    lease: &mut Lease,
    table: &str,
    column: &CheckedColumn,
) -> Result<(), TargetError> {
    let table = known(table)?;
    let statements = statements::add_column(lease.schema(), &table, column);
    run(lease, &table, &statements, Deed::AddColumn(column)).await
}

/// Gives a column another name.
///
/// # Errors
/// As `create`; `ColumnsChanged` when there is no such column.
pub async fn rename_column(
    lease: &mut Lease,
    table: &str,
    column: &str,
    name: &Ident,
) -> Result<(), TargetError> {
    let table = known(table)?;
    let column = Ident::new(column).map_err(|_| TargetError::ColumnsChanged)?;
    let statement = statements::rename_column(lease.schema(), &table, &column, name);
    run(lease, &table, &[statement], Deed::Rename).await
}

/// Writes the comment of a table or of one of its columns; an empty one removes it.
///
/// # Errors
/// As `create`; `ColumnsChanged` when there is no such column.
pub async fn comment(
    lease: &mut Lease,
    table: &str,
    column: Option<&str>,
    comment: &str,
) -> Result<(), TargetError> {
    let relation = catalog::open(lease, table).await?;
    let column = column.map(Ident::new).transpose().map_err(|_| TargetError::ColumnsChanged)?;
    let statement = statements::comment(&relation, column.as_ref(), comment);
    let table = relation.name.clone();
    run(lease, &table, &[statement], Deed::Comment).await
}

/// Drops a table with its rows, and nothing that depends on it.
///
/// # Errors
/// As `create`; `Refused` when other objects depend on it.
pub async fn drop_table(lease: &mut Lease, table: &str) -> Result<(), TargetError> {
    let relation = catalog::open(lease, table).await?;
    let statement = statements::drop_table(&relation);
    let table = relation.name.clone();
    run(lease, &table, &[statement], Deed::Drop).await
}

fn known(table: &str) -> Result<Ident, TargetError> {
    Ident::new(table).map_err(|_| TargetError::TableGone)
}

/// Runs statements, all or none.
async fn run(
    lease: &mut Lease,
    table: &Ident,
    statements: &[Fragment],
    deed: Deed<'_>,
) -> Result<(), TargetError> {
    if lease.read_only() {
        return Err(TargetError::ReadOnly(Lock::ReadOnlyConnection));
    }
    let begun = lease.begin(Mode::Alter, &Zone::utc());
    // Not sent in one piece with the beginning: without it each would be kept by itself.
    let mut outcome = begun.send().await;
    if outcome.is_ok() {
        outcome = lease.go_on().queries(statements).commit().send().await;
    }
    catalog::forget(lease, table.as_str());
    lease.target().forget_anchors(table.as_str());
    match outcome {
        Ok(_) => Ok(()),
        Err(failed) => Err(refusal::explain(lease, table, deed, failed).await),
    }
}

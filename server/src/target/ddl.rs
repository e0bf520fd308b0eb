//! Changing tables in the target: creating them, their columns, their comments, dropping them.
//!
//! Each is done up to the commit, so that the caller can write down before what will have happened.

mod outline;
mod prepared;
mod refusal;
mod statements;

pub use prepared::{Evidence, Prepared, settle};

use super::catalog;
use super::diagnostics::TargetError;
use super::pools::{Failed, Lease, Mode, Share, Zone};
use super::sql::{Fragment, script};
use super::transaction::{Origin, number, read_number, roll_back};
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
pub async fn create(lease: Lease, table: &CheckedTable) -> Result<Prepared, TargetError> {
    let statements = statements::create(lease.schema(), table);
    run(lease, &table.name, &statements, Deed::Create(table)).await
}

/// Adds a column to a table.
///
/// # Errors
/// As `create`.
pub async fn add_column(
    lease: Lease,
    table: &str,
    column: &CheckedColumn,
) -> Result<Prepared, TargetError> {
    let table = known(table)?;
    let statements = statements::add_column(lease.schema(), &table, column);
    run(lease, &table, &statements, Deed::AddColumn(column)).await
}

/// Gives a column another name.
///
/// # Errors
/// As `create`; `ColumnsChanged` when there is no such column.
pub async fn rename_column(
    lease: Lease,
    table: &str,
    column: &str,
    name: &Ident,
) -> Result<Prepared, TargetError> {
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
    mut lease: Lease,
    table: &str,
    column: Option<&str>,
    comment: &str,
) -> Result<Prepared, TargetError> {
    let relation = catalog::open(&mut lease, table).await?;
    let column = column.map(Ident::new).transpose().map_err(|_| TargetError::ColumnsChanged)?;
    let statement = statements::comment(&relation, column.as_ref(), comment);
    let question = outline::comment(&relation, column.as_ref());
    let prepared = run(lease, &relation.name, &[statement], Deed::Comment).await?;
    match replaced(&prepared.lease, &question).await {
        Ok(old_comment) => Ok(Prepared { old_comment, ..prepared }),
        Err(error) => {
            prepared.abort().await;
            Err(error)
        }
    }
}

/// The comment that one which is not committed yet replaces: what everybody else sees, by a session
/// of its own. Nobody can write another meanwhile, since COMMENT holds its lock on the relation, of
/// whatever kind that is, until its transaction ends. What the transaction itself can read before is
/// not always the same: somebody may have written another while it waited for the lock; and there is
/// no statement that takes this lock alone on views and foreign tables.
async fn replaced(lease: &Lease, question: &Fragment) -> Result<Option<String>, TargetError> {
    let (target, claim) = (lease.target(), lease.claim());
    // It is not waited for: a session is held already.
    let places = target.places(claim).ok_or(TargetError::Full(Share::Own))?;
    let mut other = target.lease_for(claim, places).await?;
    let begun = other.begin(Mode::Catalog, &Zone::utc());
    let answers = begun.query(question).commit().send().await?;
    outline::read_comment(answers.first())
}

/// Drops a table with its rows, and nothing that depends on it.
///
/// # Errors
/// As `create`; `Refused` when other objects depend on it.
pub async fn drop_table(mut lease: Lease, table: &str) -> Result<Prepared, TargetError> {
    let relation = catalog::open(&mut lease, table).await?;
    let statement = statements::drop_table(&relation);
    let table = relation.name.clone();
    run(lease, &table, &[statement], Deed::Drop).await
}

fn known(table: &str) -> Result<Ident, TargetError> {
    Ident::new(table).map_err(|_| TargetError::TableGone)
}

/// Runs statements, all or none, up to the commit.
async fn run(
    mut lease: Lease,
    table: &Ident,
    statements: &[Fragment],
    deed: Deed<'_>,
) -> Result<Prepared, TargetError> {
    if lease.read_only() {
        return Err(TargetError::ReadOnly(Lock::ReadOnlyConnection));
    }
    let schema = lease.schema().clone();
    let outline = outline::outline(&schema, table);
    // Not sent in one piece with the beginning: without it each would be kept by itself.
    let begun = lease.begin(Mode::Alter, &Zone::utc()).query(&outline);
    let mut done = begun.queries(&refusal::trials(deed)).send().await;
    let before = outline::read(done.as_deref().unwrap_or_default().first())?;
    if done.is_ok() {
        let going = lease.go_on().queries(statements).query(&outline).query(&number());
        done = going.send().await;
    }
    let answers = match done {
        Ok(answers) => answers,
        Err(failed) => return Err(undone(&mut lease, table, deed, failed).await),
    };
    let (xid, life) = read_number(answers.last())?;
    let origin = Origin { life, place: lease.place() };
    let after = outline::read(answers.get(statements.len()))?;
    let evidence = Evidence { origin, before, after };
    let (statements, table) = (script(statements), table.clone());
    Ok(Prepared { statements, xid, evidence, old_comment: None, lease, table })
}

/// Undoes what was begun, and explains why it was not done.
async fn undone(lease: &mut Lease, table: &Ident, deed: Deed<'_>, failed: Failed) -> TargetError {
    roll_back(lease).await;
    catalog::forget(lease, table.as_str());
    refusal::explain(lease, table, deed, failed).await
}

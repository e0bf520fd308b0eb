//! What the target's catalog says of a schema's tables, as an ordinary role may read it.

mod access;
mod columns;
mod kind;
mod references;
mod relation;
mod tables;
mod unique;

pub(super) use references::Lookup;
pub use relation::Relation;
pub(super) use relation::{Attribute, Order};

use super::diagnostics::TargetError;
use super::pools::{Lease, Mode, Zone};
use super::sql::{script, sql};
use app::model::ident::Ident;
use app::model::table::{Privileges, TargetKind, TargetTable};
use std::sync::Arc;

/// Lists the tables and views of the connection's schema that can be connected.
///
/// # Errors
/// When the target cannot be asked.
pub async fn list(lease: &mut Lease) -> Result<Vec<TargetTable>, TargetError> {
    let question = tables::all(&lease.schema().clone());
    let begun = lease.begin(Mode::Catalog, &Zone::utc());
    let answers = begun.query(&question).commit().send().await?;
    answers
        .iter()
        .flat_map(|answer| answer.iter())
        .map(|row| offer(lease, tables::read(row)?))
        .collect()
}

fn offer(lease: &Lease, table: tables::Described) -> Result<TargetTable, TargetError> {
    let name = columns::ident(table.name)?;
    Ok(TargetTable {
        kind: table.kind,
        estimate: table.estimate,
        key: table.key,
        comment: table.comment,
        privileges: table.privileges,
        connected: false,
        grant_sql: grant(lease, &name, table.kind, table.privileges),
        name: name.as_str().to_owned(),
    })
}

/// What gives the privileges that reading and, where the connection writes, writing still need.
fn grant(lease: &Lease, table: &Ident, kind: TargetKind, held: Privileges) -> Option<String> {
    let writes = matches!(kind, TargetKind::Table | TargetKind::Partitioned);
    let mut missing = held.missing();
    missing.retain(|name| *name == "SELECT" || (writes && !lease.read_only()));
    if missing.is_empty() {
        return None;
    }
    let missing = super::sql::Fragment::list(", ", missing.into_iter().map(Into::into));
    let grant = sql!("GRANT ", missing, " ON ", lease.schema(), ".", table, " TO ", lease.role());
    Some(script(&[grant]).trim_end().to_owned())
}

/// Opens a table or view by its name; what is known of it lately is taken as it is.
///
/// # Errors
/// `TableGone` when it is not there.
pub async fn open(lease: &mut Lease, name: &str) -> Result<Arc<Relation>, TargetError> {
    if let Some(known) = lease.target().relations.get(&name.to_owned()) {
        return Ok(known);
    }
    let table = Ident::new(name).map_err(|_| TargetError::TableGone)?;
    let relation = Arc::new(look_up(lease, &table).await?);
    lease.target().relations.put(name.to_owned(), relation.clone());
    Ok(relation)
}

async fn look_up(lease: &mut Lease, table: &Ident) -> Result<Relation, TargetError> {
    let schema = lease.schema().clone();
    let answers = lease
        .begin(Mode::Catalog, &Zone::utc())
        .query(&tables::one(&schema, table))
        .query(&columns::of(&schema, table))
        .query(&references::of(&schema, table))
        .query(&unique::of(&schema, table))
        .commit()
        .send()
        .await?;
    let [tables, columns, references, unique] = answers.as_slice() else {
        return Err(TargetError::Unreadable("four answers were expected".to_owned()));
    };
    let table = tables::read(tables.first().ok_or(TargetError::TableGone)?)?;
    let columns = columns.iter().map(columns::read).collect::<Result<_, _>>()?;
    let (references, unique) = (references::read(references)?, unique::read(unique)?);
    Relation::new(schema, table, columns, references, &unique, lease.read_only())
}

/// Forgets what is known of a table, since it was found to be otherwise.
pub(super) fn forget(lease: &Lease, name: &str) {
    lease.target().relations.forget(|known| known == name);
}

//! What the target's catalog says of a schema's tables, as an ordinary role may read it.

mod access;
mod columns;
mod edition;
mod kind;
mod parts;
mod references;
mod relation;
mod tables;
mod unique;

pub(super) use references::Lookup;
pub use relation::Relation;
pub(super) use relation::{Attribute, Order};

use super::diagnostics::TargetError;
use super::pools::{Lease, Mode, Zone};
use access::{Access, Grant};
use app::model::ident::Ident;
use app::model::table::TargetTable;
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
    let name = columns::ident(table.name.clone())?;
    let missing = access::missing(&table, lease.read_only());
    Ok(TargetTable {
        privileges: access::held(&table),
        grant_sql: (!missing.is_empty()).then(|| grant(lease, &name).sql(&missing)),
        missing: missing.into_iter().map(str::to_owned).collect(),
        kind: table.kind,
        estimate: table.estimate,
        key: table.key,
        comment: table.comment,
        connected: false,
        name: name.as_str().to_owned(),
    })
}

fn grant<'g>(lease: &'g Lease, table: &'g Ident) -> Grant<'g> {
    Grant { schema: lease.schema(), table, role: lease.role() }
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
    let described = tables::read(tables.first().ok_or(TargetError::TableGone)?)?;
    let columns = columns.iter().map(columns::read).collect::<Result<_, _>>()?;
    let (references, unique) = (references::read(references)?, unique::read(unique)?);
    let access = Access::new(&described, lease.read_only(), grant(lease, table));
    Relation::new(schema, described, columns, references, &unique, access)
}

/// Opens it as it is now, whatever is known of it; from then on this is known of it.
///
/// # Errors
/// As `open`.
pub async fn open_anew(lease: &mut Lease, name: &str) -> Result<Arc<Relation>, TargetError> {
    forget(lease, name);
    open(lease, name).await
}

/// Forgets what is known of a table, since it was found to be otherwise.
pub(super) fn forget(lease: &Lease, name: &str) {
    lease.target().relations.forget(|known| known == name);
}

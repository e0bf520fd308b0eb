//! The statements that read, lock and write single rows.

use super::before::Seen;
use super::check::{Task, Work};
use crate::target::catalog::{Attribute, Relation};
use crate::target::diagnostics::TargetError;
use crate::target::pools::{Answer, begun};
use crate::target::read::{Held, Shape, address, by_key, by_place, by_version};
use crate::target::sql::{Fragment, sql};
use crate::target::transaction::number_columns;
use app::model::page::RowId;
use app::model::table::{Key, Lock};

/// Whether a row is locked when it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hold {
    /// Nobody else may change it until we are done.
    Locked,
    /// It is only looked at.
    Seen,
}

/// Reads one row whole by its key, and where it is if it is locked; none where the key cannot be one
/// of this table.
pub(super) fn read(relation: &Relation, key: &[String], hold: Hold) -> Option<Fragment> {
    let texts = Shape::whole(relation).texts();
    match hold {
        Hold::Seen => select(relation, key, texts),
        Hold::Locked => {
            let texts = sql!(texts, ", ", Held::texts());
            Some(sql!(select(relation, key, texts)?, " for update of t"))
        }
    }
}

/// The same with the table's version and the transaction's number in the last columns.
pub(super) fn read_numbered(relation: &Relation, key: &[String]) -> Option<Fragment> {
    let texts = Shape::whole(relation).texts();
    select(relation, key, sql!(texts, ", ", relation.edition.now(), ", ", number_columns()))
}

/// Asks for the table's version.
pub(super) fn edition(relation: &Relation) -> Fragment {
    sql!("select ", relation.edition.now())
}

/// Whether the table is as it is known, by the column that has so many after it.
pub(super) fn is_as_known(
    relation: &Relation,
    answer: Option<&Answer>,
    after: usize,
) -> Result<bool, TargetError> {
    let Some(row) = answer.and_then(|rows| rows.first()) else { return Ok(false) };
    let Some(at) = row.len().checked_sub(after + 1) else { return Ok(false) };
    Ok(relation.edition.is(row.try_get(at)?))
}

fn select(relation: &Relation, key: &[String], columns: Fragment) -> Option<Fragment> {
    let found = by_key(relation, key)?;
    Some(sql!("select ", columns, " from ", relation.sql(), " t where ", found))
}

/// Carries out a task on the row that was looked at, and answers its key; none for tasks that write
/// nothing.
pub(super) fn write(relation: &Relation, task: &Task<'_>, seen: Option<&Seen>) -> Option<Fragment> {
    let row = seen.and_then(|seen| seen.row.id.as_ref());
    write_at(relation, task, row, seen.and_then(|seen| seen.held.as_ref()))
}

/// The same on a row in a version; where it is locked, also on what was made of it since.
pub(super) fn write_at(
    relation: &Relation,
    task: &Task<'_>,
    row: Option<&RowId>,
    held: Option<&Held>,
) -> Option<Fragment> {
    let found = |row| match held {
        Some(held) => by_place(relation, row, held),
        None => by_version(relation, row),
    };
    // Where there are rules, PostgreSQL may refuse to return anything.
    let returning = if relation.ruled { sql!() } else { returning(relation) };
    Some(match &task.work {
        Work::Look(_) => return None,
        Work::Delete(..) => {
            sql!("delete from ", relation.sql(), " t where ", found(row?)?, returning)
        }
        Work::Update(..) => {
            let row = sql!(found(row?)?, " and ", begun());
            let set = settings(relation, task)?;
            sql!("update ", relation.sql(), " t set ", set, " where ", row, returning)
        }
        Work::Insert([]) => {
            sql!("insert into ", relation.sql(), " as t default values", returning)
        }
        Work::Insert(_) => sql!(insertion(relation, task)?, returning),
    })
}

fn settings(relation: &Relation, task: &Task<'_>) -> Option<Fragment> {
    let set = task.cells().into_iter().map(|(name, value)| {
        let attribute = relation.attribute(name)?;
        Some(sql!(&attribute.name, " = ", attribute.base.value(value)))
    });
    Some(Fragment::list(", ", set.collect::<Option<Vec<_>>>()?))
}

fn insertion(relation: &Relation, task: &Task<'_>) -> Option<Fragment> {
    let cells = task.cells();
    let numbered = cells.iter().any(|(name, _)| is_identity(relation, name));
    let pairs = cells.into_iter().map(|(name, value)| {
        let attribute = relation.attribute(name)?;
        Some((sql!(&attribute.name), attribute.base.value(value)))
    });
    let (names, values): (Vec<_>, Vec<_>) = pairs.collect::<Option<Vec<_>>>()?.into_iter().unzip();
    let (names, values) = (Fragment::list(", ", names), Fragment::list(", ", values));
    let table = sql!("insert into ", relation.sql(), " as t (", names, ")");
    let overriding = if numbered { " overriding system value" } else { "" };
    Some(sql!(table, overriding, " values (", values, ")"))
}

/// Whether PostgreSQL gives a column's values, and takes one only when it is told to.
fn is_identity(relation: &Relation, name: &str) -> bool {
    let column = relation.columns.iter().find(|column| column.name == name);
    column.is_some_and(|column| column.locked == Some(Lock::Identity))
}

/// The key that a row will have, where nothing in the database changes it.
pub(super) fn expected_key(relation: &Relation, task: &Task<'_>) -> Option<Vec<String>> {
    let old = match &task.work {
        Work::Insert(_) => None,
        Work::Update(row, _) | Work::Delete(row, _) | Work::Look(row) => Some(&row.key),
    };
    let edited = task.cells();
    let columns = relation.key.columns().iter().enumerate();
    let key: Option<Vec<_>> = columns
        .map(|(at, name)| match edited.iter().find(|(column, _)| column == name) {
            Some((_, value)) => value.map(str::to_owned),
            None => old?.get(at).cloned(),
        })
        .collect();
    key.filter(|key| !key.is_empty())
}

/// Returns the texts of the key. The version is not among them: a row that moves between partitions has
/// none yet when it is returned.
fn returning(relation: &Relation) -> Fragment {
    if relation.key == Key::Address {
        return sql!(" returning ", address());
    }
    sql!(" returning ", Fragment::list(", ", relation.key_attributes().map(Attribute::text)))
}

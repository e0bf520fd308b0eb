//! Counting what the role may do with the tables of a schema.

use super::super::schema::Schema;
use crate::target::sign_in::Session;
use tokio_postgres::types::Type;
use tokio_postgres::{Error, Row};

/// `has_any_column_privilege` holds for a grant on the table and for one on some columns.
/// A materialised view cannot be written by anybody. The sequence of a `serial` column needs a
/// grant of its own; that of an identity column does not. `case` because
/// asking that of anything but a sequence is an error, in whatever order conditions are tried.
const COUNT: &str = "\
with candidate as (
  select c.oid,
         c.relname::text as name,
         c.relkind <> 'm' as changeable,
         has_any_column_privilege(c.oid, 'SELECT') as reads,
         has_any_column_privilege(c.oid, 'INSERT') as inserts,
         has_any_column_privilege(c.oid, 'UPDATE') as updates,
         has_table_privilege(c.oid, 'DELETE') as deletes
  from pg_catalog.pg_class c
  where c.relnamespace = $1
    and c.relkind in ('r', 'p', 'v', 'm', 'f')
    and not c.relispartition
    and not exists (
      select from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_class'::regclass
        and d.objid = c.oid
        and d.deptype = 'e')
)
select count(*),
       count(*) filter (where reads),
       count(*) filter (where changeable),
       count(*) filter (where changeable and inserts and updates and deletes),
       coalesce(bool_and(inserts) filter (where changeable), true),
       coalesce(bool_and(updates) filter (where changeable), true),
       coalesce(bool_and(deletes) filter (where changeable), true),
       array(select name from candidate where not reads order by name limit 5),
       array(select name from candidate
             where changeable and reads and not (inserts and updates and deletes)
             order by name limit 5),
       array(select distinct s.relname::text
             from pg_catalog.pg_class s
             join pg_catalog.pg_depend d
               on d.classid = 'pg_catalog.pg_class'::regclass and d.objid = s.oid
             join candidate c
               on d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = c.oid
             where d.deptype = 'a'
               and c.inserts
               and case when s.relkind = 'S'
                        then not has_sequence_privilege(s.oid, 'USAGE, UPDATE') end
             order by 1 limit 5),
       pg_is_in_recovery()
from candidate";

/// How many of the tables the role may use, and in which way.
pub(super) struct Count {
    /// Tables, views and the like.
    pub(super) tables: i64,
    /// Those it may read.
    pub(super) readable: i64,
    /// Those that anybody could write.
    pub(super) changeable: i64,
    /// Those it may write in every way.
    pub(super) writable: i64,
    /// Whether it may insert, update and delete everywhere.
    everywhere: [bool; 3],
    /// Up to five that it may not read.
    pub(super) unreadable: Vec<String>,
    /// Up to five that it may read and not write.
    pub(super) unwritable: Vec<String>,
    /// Up to five sequences that new rows need and it may not use.
    pub(super) sequences: Vec<String>,
    /// Whether the server itself can only be read.
    pub(super) is_replica: bool,
}

impl Count {
    /// The privileges for writing that are missing somewhere.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        let names = ["INSERT", "UPDATE", "DELETE"].into_iter().zip(self.everywhere);
        names.filter(|(_, everywhere)| !everywhere).map(|(name, _)| name).collect()
    }
}

/// Counts.
pub(super) async fn count(session: &Session, schema: &Schema) -> Result<Count, Error> {
    read(&session.client.query_typed_one(COUNT, &[(&schema.oid, Type::OID)]).await?)
}

fn read(row: &Row) -> Result<Count, Error> {
    Ok(Count {
        tables: row.try_get(0)?,
        readable: row.try_get(1)?,
        changeable: row.try_get(2)?,
        writable: row.try_get(3)?,
        everywhere: [row.try_get(4)?, row.try_get(5)?, row.try_get(6)?],
        unreadable: row.try_get(7)?,
        unwritable: row.try_get(8)?,
        sequences: row.try_get(9)?,
        is_replica: row.try_get(10)?,
    })
}

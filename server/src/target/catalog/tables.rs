//! The tables and views of a schema: what they are, how their rows are identified, and what the
//! role may do with them.

use super::edition::Edition;
use crate::target::diagnostics::TargetError;
use crate::target::sql::{Fragment, bound, sql};
use app::model::ident::Ident;
use app::model::table::{Key, Privileges, TargetKind};
use tokio_postgres::Row;

/// A key holds no NULL, also none that a constraint of PostgreSQL 18 has not looked for yet.
/// `name` and not `text`, so that the catalog's own indices are used.
const TABLES: &str = "\
select c.relname::text,
       c.relkind::text,
       pg_catalog.obj_description(c.oid, 'pg_class'),
       size.estimate::int8,
       size.bytes::int8,
       has_any_column_privilege(c.oid, 'SELECT'),
       has_any_column_privilege(c.oid, 'INSERT'),
       has_any_column_privilege(c.oid, 'UPDATE'),
       has_table_privilege(c.oid, 'DELETE'),
       key.is_primary,
       key.columns,
       c.relkind = 'r' and exists (
         select from pg_catalog.pg_inherits i where i.inhparent = c.oid),
       coalesce(size.elsewhere, false),
       case when c.relkind in ('r', 'p')
            then has_column_privilege(c.oid, 'xmin', 'SELECT')
             and has_column_privilege(c.oid, 'ctid', 'SELECT')
             and has_column_privilege(c.oid, 'tableoid', 'SELECT')
            else false end,
       exists (
         select from pg_catalog.pg_trigger g
         where g.tgrelid = c.oid and not g.tgisinternal and g.tgenabled <> 'D'
           and g.tgtype & 7 = 7),
       exists (
         select from pg_catalog.pg_rewrite w
         where w.ev_class = c.oid and w.is_instead and w.ev_type in ('2', '3', '4')),
       pg_is_in_recovery() or current_setting('default_transaction_read_only') = 'on',
       pg_catalog.getdatabaseencoding() = 'SQL_ASCII',
       coalesce(size.apart > 0, true),
       c.oid::text,
       c.xmin::text
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join lateral (
  select sum(l.reltuples) filter (where l.reltuples >= 0) as estimate,
         sum(case when l.relkind in ('r', 'm') then pg_relation_size(l.oid) end) as bytes,
         sum(coalesce(pg_relation_size(nullif(l.reltoastrelid, 0)), 0)) as apart,
         bool_or(l.relkind = 'f') as elsewhere
  from pg_catalog.pg_class l
  where case when c.relkind = 'p'
             then l.oid in (select t.relid from pg_partition_tree(c.oid) t where t.isleaf)
             else l.oid = c.oid or l.oid in (
               select i.inhrelid from pg_catalog.pg_inherits i where i.inhparent = c.oid) end
) size on c.relkind in ('r', 'p', 'm')
left join lateral (
  select i.indisprimary as is_primary,
         array(
           select a.attname::text
           from generate_series(0, i.indnkeyatts - 1) as place
           join pg_catalog.pg_attribute a
             on a.attrelid = i.indrelid and a.attnum = i.indkey[place]
           order by place) as columns
  from pg_catalog.pg_index i
  where i.indrelid = c.oid
    and i.indisunique and i.indisvalid and i.indislive
    and (i.indimmediate or i.indisprimary)
    and i.indpred is null and i.indexprs is null
    and not exists (
      select from generate_series(0, i.indnkeyatts - 1) as place
      join pg_catalog.pg_attribute a
        on a.attrelid = i.indrelid and a.attnum = i.indkey[place]
      where not a.attnotnull or not has_column_privilege(c.oid, a.attnum, 'SELECT')
         or exists (
           select from pg_catalog.pg_constraint k
           where k.conrelid = c.oid and k.contype = 'n' and not k.convalidated
             and k.conkey = array[a.attnum]))
  order by i.indisprimary desc, i.indnkeyatts, i.indexrelid
  limit 1
) key on c.relkind in ('r', 'p')
where n.nspname = ";

/// What belongs to an extension and what is only a part of a partitioned table is not offered.
const OFFERED: &str = "
  and c.relkind in ('r', 'p', 'v', 'm', 'f')
  and not c.relispartition
  and not exists (
    select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
order by c.relname";

/// What the catalog says of one table.
#[expect(clippy::struct_excessive_bools, reason = "facts of the catalog, each true or not")]
pub(super) struct Described {
    pub(super) name: String,
    pub(super) kind: TargetKind,
    pub(super) comment: Option<String>,
    pub(super) estimate: Option<u64>,
    /// The size on disk; none where it has none.
    pub(super) bytes: Option<u64>,
    pub(super) privileges: Privileges,
    pub(super) key: Key,
    /// Whether its rows lie in other tables too, so that an address needs the table.
    pub(super) in_many: bool,
    /// Whether some of its rows lie on another server.
    pub(super) elsewhere: bool,
    /// Whether a trigger sees new rows before they are checked.
    pub(super) fills_rows: bool,
    /// Whether rules may do something else instead of writing.
    pub(super) ruled: bool,
    /// Whether the server takes no writes.
    pub(super) server_read_only: bool,
    /// Whether its texts may be any bytes.
    pub(super) any_bytes: bool,
    /// Whether values lie apart from their rows, as long ones do, or nobody knows.
    pub(super) apart: bool,
    /// As which it is described.
    pub(super) edition: Edition,
}

/// Asks for every table and view that can be connected.
pub(super) fn all(schema: &Ident) -> Fragment {
    sql!(TABLES, name(schema), OFFERED)
}

/// Asks for one table or view.
pub(super) fn one(schema: &Ident, table: &Ident) -> Fragment {
    let kinds = " and c.relkind in ('r', 'p', 'v', 'm', 'f')";
    sql!(TABLES, name(schema), " and c.relname = ", name(table), kinds)
}

/// A name as a value.
pub(super) fn name(ident: &Ident) -> Fragment {
    sql!(bound(Some(ident.as_str())), "::pg_catalog.name")
}

/// Reads one row of the answer.
pub(super) fn read(row: &Row) -> Result<Described, TargetError> {
    let kind = kind(row.try_get(1)?)?;
    let privileges = Privileges {
        select: row.try_get(5)?,
        insert: row.try_get(6)?,
        update: row.try_get(7)?,
        delete: row.try_get(8)?,
    };
    let has_children: bool = row.try_get(11)?;
    let elsewhere: bool = row.try_get(12)?;
    Ok(Described {
        name: row.try_get(0)?,
        kind,
        comment: row.try_get(2)?,
        estimate: natural(row.try_get(3)?),
        bytes: natural(row.try_get(4)?),
        privileges,
        key: key(row, has_children, elsewhere)?,
        in_many: has_children || kind == TargetKind::Partitioned,
        elsewhere,
        fills_rows: row.try_get(14)?,
        ruled: row.try_get(15)?,
        server_read_only: row.try_get(16)?,
        any_bytes: row.try_get(17)?,
        apart: row.try_get(18)?,
        edition: Edition::new(row.try_get(19)?, row.try_get(20)?),
    })
}

fn key(row: &Row, has_children: bool, elsewhere: bool) -> Result<Key, TargetError> {
    let versions: bool = row.try_get(13)?;
    let columns: Option<Vec<String>> = row.try_get(10)?;
    Ok(match (columns, row.try_get(9)?) {
        // Without its version a row cannot be told from what it was before.
        _ if !versions || elsewhere => Key::None,
        // A key holds for each of the tables that inherit, not for all of them together.
        _ if has_children => Key::Address,
        (Some(columns), Some(true)) => Key::Primary(columns),
        (Some(columns), _) => Key::Unique(columns),
        (None, _) => Key::Address,
    })
}

fn natural(number: Option<i64>) -> Option<u64> {
    number.and_then(|number| u64::try_from(number).ok())
}

fn kind(code: &str) -> Result<TargetKind, TargetError> {
    Ok(match code {
        "r" => TargetKind::Table,
        "p" => TargetKind::Partitioned,
        "v" => TargetKind::View,
        "m" => TargetKind::MaterialisedView,
        "f" => TargetKind::ForeignTable,
        other => return Err(TargetError::Unreadable(format!("relkind {other}"))),
    })
}

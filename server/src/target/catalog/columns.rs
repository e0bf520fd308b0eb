//! The columns of a table: their types down to the base of domains, and what surrounds them.

use super::kind::{Base, Shape};
use super::tables::name;
use crate::target::diagnostics::TargetError;
use crate::target::sql::{Fragment, sql};
use app::model::ident::Ident;
use tokio_postgres::Row;

/// The output function is asked where a cast to text says something else: `inet` (869) gets a mask,
/// `bpchar` (1042) without a length loses blanks, and casts of other people's types do as they like.
///
/// The operators are those of the type's own order (its default B-tree class), found by what they
/// mean; for kinds of types they are those of the pseudo-type (`anyenum` 3500, `anyarray` 2277,
/// `anyrange` 3831, `anymultirange` 4537, `record` 2249), and `varchar` and `cidr` borrow theirs.
///
/// Since PostgreSQL 18 a column may be marked as not NULL by a constraint that was not validated,
/// while there still are NULLs in it.
const COLUMNS: [&str; 2] = [
    "\
with recursive relation as (
  select c.oid
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = ",
    "
),
chain (attnum, oid, typmod, required, preset) as (
  select a.attnum, a.atttypid, a.atttypmod,
         a.attnotnull and not exists (
           select from pg_catalog.pg_constraint k
           where k.conrelid = a.attrelid and k.contype = 'n' and not k.convalidated
             and k.conkey = array[a.attnum]),
         null::text collate \"C\"
  from pg_catalog.pg_attribute a
  join relation r on a.attrelid = r.oid
  where a.attnum > 0 and not a.attisdropped
  union all
  select c.attnum,
         t.typbasetype,
         case when c.typmod = -1 then t.typtypmod else c.typmod end,
         c.required or t.typnotnull,
         coalesce(c.preset, t.typdefault collate \"C\")
  from chain c
  join pg_catalog.pg_type t on t.oid = c.oid
  where t.typtype = 'd'
)
select a.attname::text,
       format_type(a.atttypid, a.atttypmod),
       c.required,
       coalesce(pg_get_expr(d.adbin, d.adrelid), c.preset),
       a.attidentity::text,
       a.attgenerated::text,
       col_description(a.attrelid, a.attnum),
       has_column_privilege(a.attrelid, a.attnum, 'SELECT'),
       has_column_privilege(a.attrelid, a.attnum, 'INSERT'),
       has_column_privilege(a.attrelid, a.attnum, 'UPDATE'),
       exists (
         select from pg_catalog.pg_index i
         where i.indrelid = a.attrelid and i.indisunique and i.indisvalid
           and i.indnkeyatts = 1 and i.indkey[0] = a.attnum and i.indpred is null),
       bn.nspname::text,
       b.typname::text,
       b.typtype::text,
       b.typcategory::text,
       c.typmod,
       array(
         select e.enumlabel::text
         from pg_catalog.pg_enum e
         where e.enumtypid = b.oid
         order by e.enumsortorder),
       exists (select from pg_catalog.pg_type e where e.typarray = b.oid),
       case when b.oid = 869 or b.oid = 1042 and c.typmod = -1 or bn.nspname <> 'pg_catalog' and exists (
              select from pg_catalog.pg_cast k
              where k.castsource = b.oid and k.casttarget = 25 and k.castmethod = 'f')
            then on_.nspname::text end,
       o.proname::text,
       sorting.schema,
       sorting.operators
from chain c
join pg_catalog.pg_type b on b.oid = c.oid and b.typtype <> 'd'
join pg_catalog.pg_namespace bn on bn.oid = b.typnamespace
join pg_catalog.pg_proc o on o.oid = b.typoutput
join pg_catalog.pg_namespace on_ on on_.oid = o.pronamespace
join relation r on true
join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attnum = c.attnum
left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
left join lateral (
  select min(n.nspname::text) as schema,
         array_agg(p.oprname::text order by m.amopstrategy) as operators
  from pg_catalog.pg_opclass oc
  join pg_catalog.pg_am am on am.oid = oc.opcmethod and am.amname = 'btree'
  join pg_catalog.pg_amop m
    on m.amopfamily = oc.opcfamily and m.amopmethod = oc.opcmethod and m.amoppurpose = 's'
   and m.amoplefttype = oc.opcintype and m.amoprighttype = oc.opcintype
  join pg_catalog.pg_operator p on p.oid = m.amopopr
  join pg_catalog.pg_namespace n on n.oid = p.oprnamespace
  where oc.opcdefault
    and oc.opcintype in (b.oid, case
      when b.typtype = 'e' then 3500
      when b.typtype = 'r' then 3831
      when b.typtype = 'm' then 4537
      when b.typtype = 'c' then 2249
      when b.oid = 1043 then 25
      when b.oid = 650 then 869
      when b.typcategory = 'A' then 2277
    end)
  group by oc.oid, oc.opcintype
  having count(*) = 5 and min(n.nspname) = max(n.nspname)
  order by oc.opcintype = b.oid desc
  limit 1
) sorting on true
order by a.attnum",
];

/// What the catalog says of one column.
#[expect(clippy::struct_excessive_bools, reason = "facts of the catalog, each true or not")]
pub(super) struct Described {
    pub(super) name: Ident,
    pub(super) type_name: String,
    pub(super) required: bool,
    pub(super) default: Option<String>,
    pub(super) identity: String,
    pub(super) generated: String,
    pub(super) comment: Option<String>,
    pub(super) selects: bool,
    pub(super) inserts: bool,
    pub(super) updates: bool,
    pub(super) unique: bool,
    pub(super) base: Base,
    /// The output function, where a cast to text would say something else.
    pub(super) output: Option<(Ident, Ident)>,
    /// The schema and the names of `<`, `<=`, `=`, `>=` and `>`.
    pub(super) sorting: Option<(Ident, Vec<String>)>,
}

/// Asks for the columns of a table, in their order.
pub(super) fn of(schema: &Ident, table: &Ident) -> Fragment {
    let [before, after] = COLUMNS;
    sql!(before, name(schema), " and c.relname = ", name(table), after)
}

/// Reads one row of the answer.
pub(super) fn read(row: &Row) -> Result<Described, TargetError> {
    let base = Base {
        schema: ident(row.try_get(11)?)?,
        name: ident(row.try_get(12)?)?,
        shape: Shape::of(row.try_get(13)?, row.try_get(14)?, row.try_get(17)?),
        modifier: row.try_get(15)?,
        labels: row.try_get(16)?,
    };
    let output: Option<String> = row.try_get(18)?;
    let output = output.map(|schema| Ok((ident(schema)?, ident(row.try_get(19)?)?))).transpose();
    let sorting: Option<String> = row.try_get(20)?;
    let sorting = sorting.map(|schema| Ok((ident(schema)?, row.try_get(21)?))).transpose();
    Ok(Described {
        name: ident(row.try_get(0)?)?,
        type_name: row.try_get(1)?,
        required: row.try_get(2)?,
        default: row.try_get(3)?,
        identity: row.try_get(4)?,
        generated: row.try_get(5)?,
        comment: row.try_get(6)?,
        selects: row.try_get(7)?,
        inserts: row.try_get(8)?,
        updates: row.try_get(9)?,
        unique: row.try_get(10)?,
        base,
        output: output.map_err(|error: TargetError| error)?,
        sorting: sorting.map_err(|error: TargetError| error)?,
    })
}

/// A name as the catalog gave it, which always is one.
pub(super) fn ident(name: String) -> Result<Ident, TargetError> {
    Ident::new(name).map_err(|error| TargetError::Unreadable(error.to_string()))
}

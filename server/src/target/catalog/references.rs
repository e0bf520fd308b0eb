//! Foreign keys of one column, and the text that stands for the rows they lead to.

use super::columns::ident;
use super::tables::name;
use crate::target::diagnostics::TargetError;
use crate::target::sql::{Fragment, Operator, sql};
use app::model::ident::Ident;
use std::collections::BTreeMap;
use tokio_postgres::Row;

/// `pg_constraint` is open to every role, other than the information schema.
const REFERENCES: &str = "\
select a.attname::text,
       rn.nspname::text,
       r.relname::text,
       ra.attname::text,
       en.nspname::text,
       e.oprname::text,
       label.attname::text
from pg_catalog.pg_constraint k
join pg_catalog.pg_class c on c.oid = k.conrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
join pg_catalog.pg_class r on r.oid = k.confrelid
join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
join pg_catalog.pg_attribute ra on ra.attrelid = k.confrelid and ra.attnum = k.confkey[1]
join pg_catalog.pg_operator e on e.oid = k.conpfeqop[1]
join pg_catalog.pg_namespace en on en.oid = e.oprnamespace
left join lateral (
  select t.attname
  from pg_catalog.pg_attribute t
  join pg_catalog.pg_type tt on tt.oid = t.atttypid
  where t.attrelid = r.oid and t.attnum > 0 and not t.attisdropped
    and t.attnum <> ra.attnum
    and tt.typcategory = 'S' and tt.typname not in ('char', 'name')
    and has_column_privilege(r.oid, t.attnum, 'SELECT')
  order by array_position(
             array['name', 'title', 'label', 'bezeichnung', 'description'],
             lower(t.attname::text)),
           t.attnum
  limit 1
) label on true
where k.contype = 'f'
  and array_length(k.conkey, 1) = 1
  and has_schema_privilege(rn.oid, 'USAGE')
  and has_column_privilege(r.oid, ra.attnum, 'SELECT')
  and n.nspname = ";

/// Where a foreign key leads, as SQL needs it.
#[derive(Clone, Debug)]
pub(in crate::target) struct Lookup {
    pub(in crate::target) schema: Ident,
    pub(in crate::target) table: Ident,
    pub(in crate::target) column: Ident,
    /// Compares the referenced column with the referencing one.
    pub(in crate::target) equal: Operator,
    pub(in crate::target) label: Option<Ident>,
}

/// Asks for the foreign keys of a table that the role may follow.
pub(super) fn of(schema: &Ident, table: &Ident) -> Fragment {
    sql!(REFERENCES, name(schema), " and c.relname = ", name(table), " order by k.conname")
}

/// Reads the answer: by the name of the column, the first key of each.
pub(super) fn read(rows: &[Row]) -> Result<BTreeMap<String, Lookup>, TargetError> {
    let mut found = BTreeMap::new();
    for row in rows {
        let operator: String = row.try_get(5)?;
        let Some(equal) = Operator::new(&ident(row.try_get(4)?)?, &operator) else { continue };
        let label: Option<String> = row.try_get(6)?;
        let lookup = Lookup {
            schema: ident(row.try_get(1)?)?,
            table: ident(row.try_get(2)?)?,
            column: ident(row.try_get(3)?)?,
            equal,
            label: label.map(ident).transpose()?,
        };
        found.entry(row.try_get(0)?).or_insert(lookup);
    }
    Ok(found)
}

//! Which columns of a table hold their values together once.

use super::tables::name;
use crate::target::diagnostics::TargetError;
use crate::target::sql::{Fragment, sql};
use app::model::ident::Ident;
use tokio_postgres::Row;

/// Those that are checked with each row: a constraint that is deferrable waits for the end. Of an
/// index that holds for some rows only, the columns are what counts.
const UNIQUE: &str = "\
select array(
         select a.attname::text
         from generate_series(0, i.indnkeyatts - 1) as place
         join pg_catalog.pg_attribute a
           on a.attrelid = i.indrelid and a.attnum = i.indkey[place]
         order by place)
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where i.indisunique and i.indisvalid and i.indislive and i.indimmediate
  and i.indexprs is null
  and n.nspname = ";

/// Asks for the unique indexes of a table.
pub(super) fn of(schema: &Ident, table: &Ident) -> Fragment {
    sql!(UNIQUE, name(schema), " and c.relname = ", name(table))
}

/// Reads the answer: the columns of each.
pub(super) fn read(rows: &[Row]) -> Result<Vec<Vec<String>>, TargetError> {
    Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
}

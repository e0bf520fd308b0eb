//! The outline of a table: what the catalog says of it, as one text that differs where it does.

use crate::target::catalog::Relation;
use crate::target::diagnostics::TargetError;
use crate::target::pools::Answer;
use crate::target::sql::{Fragment, bound, sql};
use app::model::ident::Ident;
use sha2::{Digest, Sha256};

/// The table's own number, its comment, and each column's place, name, type, whether it is
/// required, and comment.
const OUTLINE: &str = "\
select pg_catalog.concat_ws(' ', c.oid::pg_catalog.text,
  pg_catalog.quote_nullable(pg_catalog.obj_description(c.oid, 'pg_class')),
  (select pg_catalog.string_agg(
     pg_catalog.concat_ws(' ', a.attnum::pg_catalog.text,
       pg_catalog.quote_nullable(a.attname::pg_catalog.text),
       a.atttypid::pg_catalog.oid::pg_catalog.text, a.attnotnull::pg_catalog.text,
       pg_catalog.quote_nullable(pg_catalog.col_description(c.oid, a.attnum::pg_catalog.int4))),
     ' ' order by a.attnum)
   from pg_catalog.pg_attribute a
   where a.attrelid operator(pg_catalog.=) c.oid
     and a.attnum operator(pg_catalog.>) 0
     and not a.attisdropped))";

const TABLE: [&str; 2] = [
    "
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
where n.nspname operator(pg_catalog.=) ",
    " and c.relname operator(pg_catalog.=) ",
];

/// Asks for the outline of a table.
pub(super) fn outline(schema: &Ident, table: &Ident) -> Fragment {
    sql!(OUTLINE, of(schema, table))
}

/// Asks for the comment of a table or of one of its columns.
pub(super) fn comment(relation: &Relation, column: Option<&Ident>) -> Fragment {
    let comment = match column {
        None => sql!("select pg_catalog.obj_description(c.oid, 'pg_class')"),
        Some(column) => sql!(
            "select (
               select pg_catalog.col_description(c.oid, a.attnum::pg_catalog.int4)
               from pg_catalog.pg_attribute a
               where a.attrelid operator(pg_catalog.=) c.oid
                 and a.attname operator(pg_catalog.=) ",
            name(column),
            ")"
        ),
    };
    comment.with(of(&relation.schema, &relation.name))
}

fn of(schema: &Ident, table: &Ident) -> Fragment {
    let [first, second] = TABLE;
    sql!(first, name(schema), second, name(table))
}

fn name(ident: &Ident) -> Fragment {
    sql!(bound(Some(ident.as_str())), "::pg_catalog.name")
}

/// Reads it, as a hash, since it may be long; none where there is no such table.
pub(super) fn read(answer: Option<&Answer>) -> Result<Option<String>, TargetError> {
    let row = answer.and_then(|rows| rows.first());
    let text: Option<String> = row.map(|row| row.try_get(0)).transpose()?;
    Ok(text.map(|text| hex::encode(Sha256::digest(text))))
}

/// Reads a comment; none where there is none.
pub(super) fn read_comment(answer: Option<&Answer>) -> Result<Option<String>, TargetError> {
    let row = answer.and_then(|rows| rows.first());
    Ok(row.map(|row| row.try_get(0)).transpose()?.flatten())
}

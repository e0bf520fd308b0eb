//! From an error of the server to problems at cells, by SQLSTATE and constraint.
//!
//! Source: PostgreSQL manual, appendix A. The server's own words are data: they go into the hint.

use super::check::{Task, Work, required};
use crate::target::catalog::Relation;
use crate::target::diagnostics::{Said, TargetError};
use crate::target::probe::clean;
use crate::target::sql::{Fragment, bound, sql};
use app::error::{At, Problem};
use tokio_postgres::Row;

/// A constraint or unique index, by the name that the error gives and the table it names.
const CONSTRAINT: [&str; 3] = [
    "\
with broken as (
  select c.oid
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
  where n.nspname operator(pg_catalog.=) ",
    "::pg_catalog.name and c.relname operator(pg_catalog.=) ",
    "::pg_catalog.name
)
select k.contype::pg_catalog.text,
       array(
         select a.attname::pg_catalog.text
         from pg_catalog.pg_attribute a
         where a.attrelid operator(pg_catalog.=) k.conrelid
           and a.attnum operator(pg_catalog.=) any (k.conkey)
         order by pg_catalog.array_position(k.conkey, a.attnum)),
       array(
         select a.attname::pg_catalog.text
         from pg_catalog.pg_attribute a
         where a.attrelid operator(pg_catalog.=) k.confrelid
           and a.attnum operator(pg_catalog.=) any (k.confkey)
         order by pg_catalog.array_position(k.confkey, a.attnum)),
       f.relname::pg_catalog.text,
       fn.nspname::pg_catalog.text
from pg_catalog.pg_constraint k
join broken b on b.oid operator(pg_catalog.=) k.conrelid
left join pg_catalog.pg_class f on f.oid operator(pg_catalog.=) k.confrelid
left join pg_catalog.pg_namespace fn on fn.oid operator(pg_catalog.=) f.relnamespace
where k.conname operator(pg_catalog.=) ",
];

const INDEX: &str = "::pg_catalog.name
union all
select 'u',
       array(
         select a.attname::pg_catalog.text
         from pg_catalog.generate_series(0, i.indnkeyatts operator(pg_catalog.-) 1) as place
         join pg_catalog.pg_attribute a
           on a.attrelid operator(pg_catalog.=) i.indrelid
          and a.attnum operator(pg_catalog.=) i.indkey[place]
         order by place),
       array[]::pg_catalog.text[],
       null,
       null
from pg_catalog.pg_index i
join broken b on b.oid operator(pg_catalog.=) i.indrelid
join pg_catalog.pg_class x on x.oid operator(pg_catalog.=) i.indexrelid
where x.relname operator(pg_catalog.=) ";

/// The columns by which a table is partitioned.
const PARTITIONED: [&str; 3] = [
    "\
select 'partition',
       array(
         select a.attname::pg_catalog.text
         from pg_catalog.pg_attribute a
         where a.attrelid operator(pg_catalog.=) p.partrelid
           and a.attnum operator(pg_catalog.=) any (p.partattrs)
         order by a.attnum),
       array[]::pg_catalog.text[],
       null::pg_catalog.text,
       null::pg_catalog.text
from pg_catalog.pg_partitioned_table p
join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) p.partrelid
join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
where n.nspname operator(pg_catalog.=) ",
    "::pg_catalog.name and c.relname operator(pg_catalog.=) ",
    "::pg_catalog.name",
];

/// A constraint that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Constraint {
    kind: String,
    columns: Vec<String>,
    /// The columns that a foreign key leads to.
    referenced: Vec<String>,
    /// The table that a foreign key leads to, with its schema.
    leads_to: Option<(String, String)>,
}

/// Asks for the constraint that an error names; where it names none, a table has no partition for
/// the row.
pub(super) fn constraint(said: &Said) -> Option<Fragment> {
    let [schema, table, name] = [&said.schema, &said.table, &said.constraint]
        .map(|part| part.as_deref().map(|part| bound(Some(part))));
    let (schema, table) = (schema?, table?);
    if name.is_none() && said.code == "23514" {
        let [first, second, third] = PARTITIONED;
        return Some(sql!(first, schema, second, table, third));
    }
    let ([first, second, third], name) = (CONSTRAINT, name?);
    Some(sql!(
        first,
        schema,
        second,
        table,
        third,
        &name,
        INDEX,
        &name,
        "::pg_catalog.name limit 1"
    ))
}

/// Reads the answer.
pub(super) fn read_constraint(row: &Row) -> Result<Constraint, TargetError> {
    let (table, schema): (Option<String>, Option<String>) = (row.try_get(3)?, row.try_get(4)?);
    Ok(Constraint {
        kind: row.try_get(0)?,
        columns: row.try_get(1)?,
        referenced: row.try_get(2)?,
        leads_to: schema.zip(table),
    })
}

/// Whether an error is about what is written, and not about the server, the session or what we
/// know of the table.
pub(super) fn is_about_rows(said: &Said) -> bool {
    match (said.class(), said.code.as_str()) {
        _ if said.fatal => false,
        (_, "42501" | "428C9") => true,
        // Errors inside a trigger's function are the table's own matter.
        ("42", _) => said.inside,
        ("08" | "25" | "40" | "53" | "55" | "57" | "58" | "XX", _) => false,
        _ => true,
    }
}

/// Whether a change may have broken a constraint.
pub(super) fn involves(relation: &Relation, task: &Task<'_>, constraint: &Constraint) -> bool {
    match task.work {
        Work::Insert(_) => true,
        Work::Delete(..) => constraint.leads_here(relation),
        Work::Update(..) => {
            let cells = task.cells();
            cells.iter().any(|(name, _)| constraint.names(name))
        }
        Work::Look(_) => false,
    }
}

impl Constraint {
    fn names(&self, column: &str) -> bool {
        self.columns.iter().chain(&self.referenced).any(|name| name == column)
    }

    /// The places of columns that hold their values together once: the changes of a Save are put in
    /// order by these, so what still clashes goes in a circle.
    pub(super) fn places_of_unique(&self, relation: &Relation) -> Option<Vec<usize>> {
        let places = relation.places(&self.columns)?;
        let is_known = relation.unique.contains(&places);
        (is_known && matches!(self.kind.as_str(), "p" | "u")).then_some(places)
    }

    fn leads_here(&self, relation: &Relation) -> bool {
        self.leads_to.as_ref().is_some_and(|(schema, table)| {
            schema == relation.schema.as_str() && table == relation.name.as_str()
        })
    }
}

/// Cells without a value where one is required.
pub(super) fn of_null(relation: &Relation, task: &Task<'_>, said: &Said) -> Vec<Problem> {
    let nullable = |name: &str| relation.attribute(name).is_none_or(|found| found.nullable);
    let empty = task.cells().into_iter().filter(|(name, value)| value.is_none() && !nullable(name));
    let mut columns: Vec<_> = empty.map(|(name, _)| name.to_owned()).collect();
    let named = said.column.clone().filter(|name| relation.place(name).is_some());
    columns.extend(named.filter(|name| !columns.contains(name)));
    if columns.is_empty() {
        return vec![of_row(Some(task.change), said)];
    }
    columns.iter().map(|column| required(task.change, column)).collect()
}

/// The cells of a constraint that was broken.
pub(super) fn of_constraint(
    relation: &Relation,
    task: &Task<'_>,
    said: &Said,
    constraint: &Constraint,
) -> Vec<Problem> {
    let (code, message, columns) = told(relation, task, said, constraint);
    let edited = task.cells();
    let edited = |name: &&String| edited.iter().any(|(edited, _)| edited == *name);
    let mut at: Vec<Option<&str>> =
        columns.iter().filter(edited).map(|name| Some(name.as_str())).collect();
    if at.is_empty() && matches!(task.work, Work::Insert(_)) {
        let known = columns.iter().filter(|name| relation.place(name).is_some());
        at.extend(known.map(|name| Some(name.as_str())));
    }
    if at.is_empty() {
        at.push(None);
    }
    let problem =
        |column| Problem::cell(task.change, column, code, message.clone()).hint(said.words.clone());
    at.into_iter().map(problem).collect()
}

/// The code, the sentence, and the columns that are concerned.
fn told<'c>(
    relation: &Relation,
    task: &Task<'_>,
    said: &Said,
    constraint: &'c Constraint,
) -> (&'static str, String, &'c [String]) {
    let table = clean(said.table.as_deref().unwrap_or_default());
    let name = clean(said.constraint.as_deref().unwrap_or_default());
    let own = constraint.columns.as_slice();
    let writes_own = task.cells().iter().any(|(column, _)| own.iter().any(|name| name == column));
    match constraint.kind.as_str() {
        "p" | "u" if own.len() > 1 => {
            ("taken", "Another row has these values together already".to_owned(), own)
        }
        "p" | "u" => ("taken", "Another row has this value already".to_owned(), own),
        "x" => ("excluded", "This value clashes with another row's".to_owned(), own),
        "f" if constraint.leads_here(relation)
            && (said.table.as_deref() != Some(relation.name.as_str()) || !writes_own) =>
        {
            let message = format!("Rows of {table} still refer to this row");
            ("still_referenced", message, &constraint.referenced)
        }
        "f" => {
            let leads_to = constraint.leads_to.as_ref().map(|(_, table)| clean(table));
            let message = format!("There is no such row in {}", leads_to.unwrap_or_default());
            ("reference_missing", message, own)
        }
        "partition" => ("no_partition", "No partition of the table takes this row".to_owned(), own),
        _ => ("check_failed", format!("The rule {name} of the table does not hold"), own),
    }
}

/// Values that another row of the same Save gives up, in exchange for this row's.
pub(super) fn of_exchange(task: &Task<'_>, constraint: &Constraint, said: &Said) -> Vec<Problem> {
    let message = "PostgreSQL does not let rows exchange their values here at once";
    let next = "Save one of the rows with a value that no row has, and then both as you want them";
    let edited = task.cells().into_iter().filter(|(column, _)| constraint.names(column));
    let problem = |(column, _)| {
        let problem = Problem::cell(task.change, Some(column), "exchanged", message);
        problem.hint(format!("{next}. {}", said.words))
    };
    edited.map(problem).collect()
}

/// A value that its type does not take, or that is too long for an index.
pub(super) fn of_value(relation: &Relation, task: &Task<'_>, column: &str, said: &Said) -> Problem {
    let kind = relation.columns.iter().find(|known| known.name == column);
    let kind = kind.map_or("", |column| column.type_name.as_str());
    let (code, message) = match (said.class(), said.code.as_str()) {
        (_, "22001") => ("too_long", format!("This is too long for {kind}")),
        ("54", _) => ("too_long", "This is more than PostgreSQL can hold or index".to_owned()),
        (_, "22003" | "22008") => ("out_of_range", format!("This is out of the range of {kind}")),
        ("23", _) => ("check_failed", format!("The rules of {kind} do not hold for this value")),
        _ => ("invalid_value", format!("This is not a value of the type {kind}")),
    };
    Problem::cell(task.change, Some(column), code, message).hint(said.words.clone())
}

/// A problem of a row as a whole, or of the whole Save where no row is to blame.
pub(super) fn of_row(change: Option<usize>, said: &Said) -> Problem {
    let (code, message) = match said.code.as_str() {
        "42501" => ("denied", "The login role may not write this row"),
        // RETURNING meets a rule that does something else instead.
        "0A000" => ("not_written", "A rule of the table keeps this row from being written"),
        _ => ("refused", "The database refuses this row"),
    };
    let at = change.map_or(At::Form, |change| At::Cell { change, column: None });
    Problem { at, ..Problem::form(code, message).hint(said.words.clone()) }
}

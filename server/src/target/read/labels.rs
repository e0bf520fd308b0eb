//! Texts that stand for the values of foreign keys: one query a page for all columns together.

use super::bytes::{bytes, start, text};
use crate::target::catalog::{Lookup, Order, Relation};
use crate::target::diagnostics::TargetError;
use crate::target::sql::{Fragment, bound, sql};
use app::model::page::{Choice, Named, Row as Shown};
use std::collections::{BTreeMap, BTreeSet};
use tokio_postgres::Row;

/// How long a label may be, in characters.
const LONGEST: u64 = 200;
/// How many choices are offered at once.
const CHOICES: u64 = 50;
/// How many values are found of one text: enough to tell one from several.
const ALIKE: u64 = 3;

/// Labels by column and value.
pub(super) type Labels = BTreeMap<String, BTreeMap<String, String>>;

/// Asks for the labels of a page's rows; none where there is nothing to ask.
pub(super) fn question(relation: &Relation, rows: &[Shown]) -> Option<Fragment> {
    let parts: Vec<_> = relation
        .attributes
        .iter()
        .enumerate()
        .filter_map(|(place, attribute)| {
            let lookup = attribute.lookup.as_ref()?;
            let label = lookup.label.as_ref()?;
            let cells = rows.iter().filter_map(|row| row.cells.get(place)?.value()?);
            let values: BTreeSet<_> = cells.collect();
            if values.is_empty() {
                return None;
            }
            let values = values.into_iter().map(|value| sql!("(", bound(Some(value)), ")"));
            let values = Fragment::list(", ", values);
            let place = u64::try_from(place).unwrap_or(u64::MAX);
            let value = sql!("(w.value::", attribute.base.sql(), ")");
            Some(sql!(
                "select ",
                place,
                "::pg_catalog.text, w.value, ",
                sent(relation, &shown(label)),
                " from (values ",
                values,
                ") w (value) join ",
                table(lookup),
                " on t.",
                &lookup.column,
                &lookup.equal,
                value
            ))
        })
        .collect();
    (!parts.is_empty()).then(|| Fragment::list(" union all ", parts))
}

/// A text as it comes.
fn sent(relation: &Relation, text: &Fragment) -> Fragment {
    if relation.any_bytes { bytes(text) } else { text.clone() }
}

/// Reads the answer.
pub(super) fn read(relation: &Relation, answer: &[Row]) -> Result<Labels, TargetError> {
    let mut labels = Labels::new();
    for row in answer {
        let place: &str = row.try_get(0)?;
        let column = place.parse().ok().and_then(|place: usize| relation.columns.get(place));
        let label: Option<String> = row.try_get(2)?;
        if let (Some(column), Some(label)) = (column, label) {
            let label = if relation.any_bytes { start(&label, LONGEST)? } else { label };
            labels.entry(column.name.clone()).or_default().insert(row.try_get(1)?, label);
        }
    }
    Ok(labels)
}

/// Asks for the values that a foreign key may take.
pub(super) fn choices(relation: &Relation, lookup: &Lookup, search: &str) -> Fragment {
    let value = sql!("t.", &lookup.column, "::pg_catalog.text");
    let label = lookup.label.as_ref().map_or_else(|| value.clone(), shown);
    let found = |text: &Fragment| {
        sql!(
            "pg_catalog.strpos(pg_catalog.lower(",
            text,
            " collate pg_catalog.\"default\"), pg_catalog.lower(",
            bound(Some(search)),
            ")) operator(pg_catalog.>) 0"
        )
    };
    let named = either(&label, &value);
    let (value_sent, named_sent) = (sent(relation, &value), sent(relation, &named));
    let choices = sql!("select ", value_sent, ", ", named_sent, " from ");
    let in_order = sql!(&named, ", ", &value, " limit ", CHOICES);
    if search.is_empty() {
        return sql!(choices, table(lookup), " order by ", in_order);
    }
    // What is spelled exactly so is among those that are offered, however many there are.
    let exact = |text: &Fragment| exactly_first(text, &bound(Some(search)));
    let place = sql!(" where ", found(&value), " or ", found(&label));
    let order = sql!(" order by ", exact(&value), ", ", exact(&label), ", ", in_order);
    sql!(choices, table(lookup), place, order)
}

/// An order in which texts come first that are spelled exactly like another one.
fn exactly_first(text: &Fragment, other: &Fragment) -> Fragment {
    let same = sql!(text, " collate pg_catalog.\"C\"", &Order::own().equal, other);
    sql!("coalesce(", same, ", false) desc")
}

/// Reads the answer; a value that is not UTF-8 cannot be taken.
pub(super) fn read_choices(
    relation: &Relation,
    answer: &[Row],
) -> Result<Vec<Choice>, TargetError> {
    answer.iter().filter_map(|row| choice(relation, row).transpose()).collect()
}

fn choice(relation: &Relation, row: &Row) -> Result<Option<Choice>, TargetError> {
    let Some(value) = row.try_get::<_, Option<String>>(0)? else { return Ok(None) };
    let label: String = row.try_get(1)?;
    if !relation.any_bytes {
        return Ok(Some(Choice { value, label }));
    }
    let value = text(&value)?;
    value.map(|value| Ok(Choice { value, label: start(&label, LONGEST)? })).transpose()
}

/// Asks for the values whose value or label is one of the texts, whatever their capitals: each of the
/// two in a join of its own, so that the table is read once for all texts. None without a text.
pub(super) fn named(relation: &Relation, lookup: &Lookup, texts: &[String]) -> Option<Fragment> {
    let texts = texts.iter().filter(|text| !text.contains('\0'));
    let texts: Vec<_> = texts.map(|text| sql!("(", bound(Some(text)), ")")).collect();
    if texts.is_empty() {
        return None;
    }
    let value = sql!("t.", &lookup.column, "::pg_catalog.text");
    let label = lookup.label.as_ref().map_or_else(|| value.clone(), shown);
    let found = sql!("select w.name, ", &value, ", ", either(&label, &value), " from w join ");
    let alike = |text: &Fragment| {
        let equal = &Order::own().equal;
        let join = sql!(&found, table(lookup), " on ", lower(text), equal);
        sql!(join, lower(&sql!("w.name")))
    };
    let (of_value, of_label) = (alike(&value), alike(&label));
    let (value, label, name) = (sql!("f.value"), sql!("f.label"), sql!("f.name"));
    let likeliest =
        sql!(exactly_first(&value, &name), ", ", exactly_first(&label, &name), ", f.value");
    let with = sql!("with w (name) as (values ", Fragment::list(", ", texts), ")");
    let first = sql!("pg_catalog.row_number() over (partition by f.name order by ", likeliest, ")");
    let all = sql!("(", of_value, " union ", of_label, ") f (name, value, label)");
    let ranked = sql!("(select f.*, ", first, " as place from ", all, ") f");
    let columns =
        sql!(" select ", sent(relation, &value), ", ", sent(relation, &label), ", f.name");
    let few = sql!(" where f.place operator(pg_catalog.<=) ", ALIKE);
    Some(sql!(with, columns, " from ", ranked, few, " order by f.name, f.place"))
}

/// The label, or where there is none the value; in one collation, since theirs may differ.
fn either(label: &Fragment, value: &Fragment) -> Fragment {
    sql!("coalesce(", label, ", ", value, ") collate pg_catalog.\"default\"")
}

fn lower(text: &Fragment) -> Fragment {
    sql!("pg_catalog.lower(", text, " collate pg_catalog.\"default\")")
}

/// Reads the answer by text.
pub(super) fn read_named(relation: &Relation, answer: &[Row]) -> Result<Named, TargetError> {
    let mut named = Named::new();
    for row in answer {
        if let Some(choice) = choice(relation, row)? {
            named.entry(row.try_get(2)?).or_default().push(choice);
        }
    }
    Ok(named)
}

fn shown(label: &app::model::ident::Ident) -> Fragment {
    sql!("pg_catalog.\"left\"(t.", label, "::pg_catalog.text, ", LONGEST, ")")
}

fn table(lookup: &Lookup) -> Fragment {
    sql!(&lookup.schema, ".", &lookup.table, " t")
}

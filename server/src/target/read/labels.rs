//! Texts that stand for the values of foreign keys: one query a page for all columns together.

use super::bytes::{bytes, start, text};
use crate::target::catalog::{Lookup, Order, Relation};
use crate::target::diagnostics::TargetError;
use crate::target::sql::{Fragment, bound, sql};
use app::model::page::{Choice, Row as Shown};
use std::collections::{BTreeMap, BTreeSet};
use tokio_postgres::Row;

/// How long a label may be, in characters.
const LONGEST: u64 = 200;
/// How many choices are offered at once.
const CHOICES: u64 = 50;

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
    let named = sql!("coalesce(", &label, ", ", &value, ")");
    let (value_sent, named_sent) = (sent(relation, &value), sent(relation, &named));
    let choices = sql!("select ", value_sent, ", ", named_sent, " from ");
    let in_order = sql!(&named, ", ", &value, " limit ", CHOICES);
    if search.is_empty() {
        return sql!(choices, table(lookup), " order by ", in_order);
    }
    // What is spelled exactly so is among those that are offered, however many there are.
    let exact = |text: &Fragment| {
        let same =
            sql!(text, " collate pg_catalog.\"C\"", &Order::own().equal, bound(Some(search)));
        sql!("coalesce(", same, ", false) desc")
    };
    let place = sql!(" where ", found(&value), " or ", found(&label));
    let order = sql!(" order by ", exact(&value), ", ", exact(&label), ", ", in_order);
    sql!(choices, table(lookup), place, order)
}

/// Reads the answer; a value that is not UTF-8 cannot be taken.
pub(super) fn read_choices(
    relation: &Relation,
    answer: &[Row],
) -> Result<Vec<Choice>, TargetError> {
    let choices = answer.iter().map(|row| {
        let Some(value) = row.try_get::<_, Option<String>>(0)? else { return Ok(None) };
        let label: String = row.try_get(1)?;
        if !relation.any_bytes {
            return Ok(Some(Choice { value, label }));
        }
        let value = text(&value)?;
        value.map(|value| Ok(Choice { value, label: start(&label, LONGEST)? })).transpose()
    });
    choices.filter_map(Result::transpose).collect()
}

fn shown(label: &app::model::ident::Ident) -> Fragment {
    sql!("pg_catalog.\"left\"(t.", label, "::pg_catalog.text, ", LONGEST, ")")
}

fn table(lookup: &Lookup) -> Fragment {
    sql!(&lookup.schema, ".", &lookup.table, " t")
}

//! Conditions on rows: filters of columns and the quick search.
//!
//! Values are compared by the column's own operators; texts without regard to case and without
//! patterns, so that `%` and `_` stand for themselves.

use crate::target::catalog::{Attribute, Order, Relation};
use crate::target::diagnostics::TargetError;
use crate::target::sql::{Fragment, bound, sql};
use app::error::{AppError, Problem};
use app::model::cell::CellKind;
use app::model::filter::{Filter, Operator, RowQuery};
use app::model::table::Column;

/// What must hold of a row; none where every row will do.
///
/// # Errors
/// With the problems of the filters, each at its place.
pub(super) fn condition(
    relation: &Relation,
    query: &RowQuery,
) -> Result<Option<Fragment>, TargetError> {
    let mut conditions = Vec::new();
    let mut problems = Vec::new();
    for (at, filter) in query.filters.iter().enumerate() {
        match one(relation, filter) {
            Ok(condition) => conditions.push(sql!("(", condition, ")")),
            Err((code, message)) => problems.push(problem(at, code, message)),
        }
    }
    if !problems.is_empty() {
        return Err(AppError::invalid(problems).into());
    }
    if !query.search.is_empty() {
        conditions.push(search(relation, &query.search));
    }
    Ok((!conditions.is_empty()).then(|| Fragment::list(" and ", conditions)))
}

/// A problem at a filter.
pub(super) fn problem(at: usize, code: &str, message: &str) -> Problem {
    Problem::field(&format!("filters.{at}"), code, message)
}

fn one(relation: &Relation, filter: &Filter) -> Result<Fragment, (&'static str, &'static str)> {
    let mut columns = relation.both();
    let found = columns.find(|(column, _)| column.name == filter.column);
    let (known, attribute) = found.ok_or(("column_gone", "This column is not there any more"))?;
    let takes = filter.operator.operands();
    if takes.is_some_and(|takes| takes != filter.operands.len()) {
        return Err(("operands", "The number of values does not suit the condition"));
    }
    if filter.operands.iter().any(|operand| operand.contains('\0')) {
        return Err(("invalid_value", "A value cannot contain the character NUL"));
    }
    Ok(match (filter.operator, filter.operands.as_slice()) {
        (Operator::IsNull, _) => sql!(attribute.text(), " is null"),
        (Operator::IsNotNull, _) => sql!(attribute.text(), " is not null"),
        (Operator::Contains, [text]) => contains(attribute, text),
        (Operator::ContainsNot, [text]) => {
            sql!(attribute.text(), " is null or not ", contains(attribute, text))
        }
        (Operator::StartsWith, [text]) => {
            sql!("pg_catalog.starts_with(", lower(attribute.text()), ", ", lower_text(text), ")")
        }
        (Operator::Includes, [text]) => attribute.parts.ok_or(UNSUITED)?.included(attribute, text),
        (operator, operands) => {
            compared_with(known, attribute, operator, operands).ok_or(UNSUITED)?
        }
    })
}

fn compared_with(
    column: &Column,
    attribute: &Attribute,
    operator: Operator,
    operands: &[String],
) -> Option<Fragment> {
    let value = |text: &String| attribute.base.value(Some(text));
    match (&attribute.order, &column.kind) {
        (Some(order), _) => compared(operator, order, &attribute.operand(), operands, value),
        // Of `xml` PostgreSQL itself does not say when two values are equal.
        (None, CellKind::Text { .. }) => {
            let text = |text: &String| bound(Some(text));
            compared(operator, &Order::own(), &attribute.text(), operands, text)
        }
        (None, _) => None,
    }
}

const UNSUITED: (&str, &str) = ("operator_unsuited", "This condition does not suit the column");

fn compared(
    operator: Operator,
    order: &Order,
    column: &Fragment,
    operands: &[String],
    value: impl Fn(&String) -> Fragment,
) -> Option<Fragment> {
    let with = |by, text| sql!(column, by, value(text));
    Some(match (operator, operands) {
        (Operator::Equals, [one]) => with(&order.equal, one),
        (Operator::Differs, [one]) => {
            sql!(column, " is null or not (", with(&order.equal, one), ")")
        }
        (Operator::Less, [one]) => with(&order.less, one),
        (Operator::AtMost, [one]) => with(&order.at_most, one),
        (Operator::Greater, [one]) => with(&order.greater, one),
        (Operator::AtLeast, [one]) => with(&order.at_least, one),
        (Operator::Between, [low, high]) => {
            sql!(with(&order.at_least, low), " and ", with(&order.at_most, high))
        }
        (Operator::OneOf, []) => sql!("false"),
        (Operator::OneOf, many) => {
            let values = Fragment::list(", ", many.iter().map(value));
            sql!(column, &order.equal, "any (array[", values, "])")
        }
        _ => return None,
    })
}

/// Bytes are left out: nobody searches for hexadecimal digits.
fn search(relation: &Relation, text: &str) -> Fragment {
    // Text that PostgreSQL cannot hold is in no cell.
    if text.contains('\0') {
        return sql!("false");
    }
    let columns = relation.both().filter(|(column, _)| column.kind != CellKind::Bytes);
    let found = columns.map(|(_, attribute)| contains(attribute, text));
    sql!("(false or ", Fragment::list(" or ", found.chain([sql!("false")])), ")")
}

fn contains(attribute: &Attribute, text: &str) -> Fragment {
    let (within, wanted) = (lower(attribute.text()), lower_text(text));
    let position = sql!("pg_catalog.strpos(", within, ", ", wanted, ")");
    sql!("(", position, " operator(pg_catalog.>) 0)")
}

/// In the database's own collation: a column's may not tell where a text is found in another.
fn lower(text: Fragment) -> Fragment {
    sql!("pg_catalog.lower(", text, " collate pg_catalog.\"default\")")
}

fn lower_text(text: &str) -> Fragment {
    lower(bound(Some(text)))
}

/// Whether each value that a filter compares with can be read at all, by filter.
pub(super) fn operands(relation: &Relation, query: &RowQuery) -> Vec<(usize, Vec<Fragment>)> {
    let mut operands = Vec::new();
    for (at, filter) in query.filters.iter().enumerate() {
        let Some(attribute) = relation.attribute(&filter.column) else { continue };
        if filter.operator.compares_text() {
            continue;
        }
        let values = filter.operands.iter().map(|one| match attribute.parts {
            Some(parts) if filter.operator == Operator::Includes => {
                parts.value(&attribute.base, one)
            }
            _ => attribute.base.value(Some(one)),
        });
        let values = values.map(|value| sql!(value, " is not null"));
        operands.push((at, values.collect()));
    }
    operands
}

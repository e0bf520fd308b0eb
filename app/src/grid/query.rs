//! Changing what is asked for: a click on a head sorts, a filter joins the others.

use crate::model::cell::CellKind;
use crate::model::filter::{Direction, Filter, Operator, RowQuery, SortBy};

/// How a column is sorted: its place among the sort columns, from 1, and its direction.
pub fn sorted(query: &RowQuery, column: &str) -> Option<(usize, Direction)> {
    let at = query.sort.iter().position(|by| by.column == column)?;
    Some((at + 1, query.sort.get(at)?.direction))
}

/// Sorts by one column alone; the same one again turns the order round, then takes it back.
pub fn sort_alone(query: &mut RowQuery, column: &str) {
    let alone = query.sort.len() == 1;
    let next = match sorted(query, column).filter(|_| alone) {
        None => Some(Direction::Ascending),
        Some((_, Direction::Ascending)) => Some(Direction::Descending),
        Some((_, Direction::Descending)) => None,
    };
    let by = |direction| SortBy { column: column.to_owned(), direction };
    query.sort = next.map(by).into_iter().collect();
}

/// Sorts by one more column; the same one again turns its order round, then leaves it out.
pub fn sort_further(query: &mut RowQuery, column: &str) {
    match sorted(query, column) {
        None => {
            let direction = Direction::Ascending;
            query.sort.push(SortBy { column: column.to_owned(), direction });
        }
        Some((_, Direction::Ascending)) => turn(query, column, Direction::Descending),
        Some((_, Direction::Descending)) => query.sort.retain(|by| by.column != column),
    }
}

/// Gives a sort column a direction.
pub fn turn(query: &mut RowQuery, column: &str, direction: Direction) {
    for by in query.sort.iter_mut().filter(|by| by.column == column) {
        by.direction = direction;
    }
}

/// A filter on a column as it begins, with the operator that suits it first.
pub fn new_filter(column: &str, kind: &CellKind) -> Filter {
    let operator = Operator::suiting(kind).first().copied().unwrap_or(Operator::IsNotNull);
    let operands = vec![String::new(); operator.operands().unwrap_or(1)];
    Filter { column: column.to_owned(), operator, operands }
}

/// Gives a filter another operator and keeps the operands that still fit.
pub fn with_operator(filter: &mut Filter, operator: Operator) {
    filter.operator = operator;
    match operator.operands() {
        Some(count) => filter.operands.resize(count, String::new()),
        None if filter.operands.is_empty() => filter.operands.push(String::new()),
        None => {}
    }
}

/// A filter in one line, as a chip shows it.
pub fn sentence(filter: &Filter) -> String {
    let operands = match filter.operands.as_slice() {
        [] => String::new(),
        [from, to] if filter.operator == Operator::Between => format!(" {from} and {to}"),
        some => format!(" {}", some.join(", ")),
    };
    format!("{} {}{operands}", filter.column, filter.operator.label())
}

/// Tells whether a filter asks for something: one without a value to compare with does not yet.
pub fn is_complete(filter: &Filter, kind: &CellKind) -> bool {
    match filter.operator.operands() {
        Some(0) => true,
        None => filter.operands.iter().any(|operand| !operand.is_empty()),
        Some(_) => {
            let may_be_empty = kind.holds_empty_text() && !filter.operator.compares_text();
            may_be_empty || filter.operands.iter().all(|operand| !operand.is_empty())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{new_filter, sentence, sort_alone, sort_further, sorted, with_operator};
    use crate::model::cell::CellKind;
    use crate::model::filter::{Direction, Operator, RowQuery};

    #[test]
    fn clicking_a_head_goes_up_down_and_back() {
        let mut query = RowQuery::default();
        sort_alone(&mut query, "a");
        assert_eq!(sorted(&query, "a"), Some((1, Direction::Ascending)));
        sort_alone(&mut query, "a");
        assert_eq!(sorted(&query, "a"), Some((1, Direction::Descending)));
        sort_alone(&mut query, "a");
        assert_eq!(query, RowQuery::default());
    }

    #[test]
    fn shift_adds_a_column_and_a_plain_click_makes_it_the_only_one() {
        let mut query = RowQuery::default();
        sort_alone(&mut query, "a");
        sort_further(&mut query, "b");
        sort_further(&mut query, "b");
        assert_eq!(sorted(&query, "b"), Some((2, Direction::Descending)));
        sort_further(&mut query, "b");
        sort_further(&mut query, "b");
        sort_alone(&mut query, "b");
        assert_eq!(query.sort.len(), 1);
        assert_eq!(sorted(&query, "b"), Some((1, Direction::Ascending)));
    }

    #[test]
    fn a_filter_keeps_what_was_typed_when_its_operator_changes() {
        let mut filter = new_filter("since", &CellKind::Date);
        filter.operands = vec!["2020-01-01".to_owned()];
        with_operator(&mut filter, Operator::Between);
        filter.operands[1] = "2021-01-01".to_owned();
        assert_eq!(sentence(&filter), "since is between 2020-01-01 and 2021-01-01");
        with_operator(&mut filter, Operator::IsNull);
        assert_eq!(sentence(&filter), "since is empty (NULL)");
    }
}

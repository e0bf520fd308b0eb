//! Sorting, filtering and searching: what a view of a table asks for.

use super::cell::CellKind;
use crate::error::Problem;
use serde::{Deserialize, Serialize};

/// Which rows in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RowQuery {
    /// The columns to sort by, the first one first; the key always comes last by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sort: Vec<SortBy>,
    /// All of these must hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<Filter>,
    /// A text that some cell must contain, without regard to case; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub search: String,
}

/// The most conditions, and the most columns to sort by.
const MOST_PARTS: usize = 100;
/// The most values of one condition.
const MOST_OPERANDS: usize = 1_000;
/// The most values of all conditions together: each goes to PostgreSQL as a parameter of its own.
const MOST_OPERANDS_IN_ALL: usize = 10_000;
/// The longest value or search, in bytes.
const LONGEST: usize = 10_000;

impl RowQuery {
    /// Follows a column that was given another name.
    pub fn rename(&mut self, old: &str, new: &str) {
        let sorted = self.sort.iter_mut().map(|sort| &mut sort.column);
        let filtered = self.filters.iter_mut().map(|filter| &mut filter.column);
        for column in sorted.chain(filtered).filter(|column| *column == old) {
            new.clone_into(column);
        }
    }

    /// Checks that a query is no larger than a person would make it.
    ///
    /// # Errors
    /// With the part that is too large.
    pub fn check(&self) -> Result<(), Problem> {
        let large = |at: &str, message: &str| Err(Problem::field(at, "too_large", message));
        if self.sort.len() > MOST_PARTS {
            return large("sort", "Sort by at most 100 columns");
        }
        if self.filters.len() > MOST_PARTS {
            return large("filters", "Filter by at most 100 conditions");
        }
        if self.search.len() > LONGEST {
            return large("search", "Search for at most 10,000 characters");
        }
        let mut in_all = 0;
        for (number, filter) in self.filters.iter().enumerate() {
            in_all += filter.operands.len();
            let long = filter.operands.iter().any(|operand| operand.len() > LONGEST);
            if filter.operands.len() > MOST_OPERANDS || long {
                let at = format!("filters.{number}");
                return large(&at, "Compare with at most 1,000 values of 10,000 characters");
            }
            if in_all > MOST_OPERANDS_IN_ALL {
                let at = format!("filters.{number}");
                return large(&at, "All filters together compare with at most 10,000 values");
            }
        }
        Ok(())
    }
}

/// One column to sort by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SortBy {
    /// The column's name.
    pub column: String,
    /// Which end comes first.
    pub direction: Direction,
}

/// Which end of an order comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The smallest first, NULL last.
    #[default]
    Ascending,
    /// The greatest first, NULL before it, as PostgreSQL does.
    Descending,
}

/// One condition on one column.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Filter {
    /// The column's name.
    pub column: String,
    /// What is asked of the cell.
    pub operator: Operator,
    /// The values to compare with, as typed; as many as the operator takes.
    pub operands: Vec<String>,
}

macro_rules! operators {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $label:literal, $operands:expr;)*) => {
        /// What can be asked of a cell.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Operator { $($(#[$doc])* $variant,)* }

        impl Operator {
            /// Every operator, in the order in which screens list them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name in addresses and in the store.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The words on screen.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// How many values it takes; none for a list of any length.
            pub fn operands(self) -> Option<usize> {
                match self { $(Self::$variant => $operands,)* }
            }

            /// Finds one by its code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

operators! {
    /// The text contains another, without regard to case.
    Contains = "contains", "contains", Some(1);
    /// The text does not contain another, or is NULL.
    ContainsNot = "contains_not", "does not contain", Some(1);
    /// The text begins with another, without regard to case.
    StartsWith = "starts_with", "begins with", Some(1);
    /// The value is made of others, and one of them is this: an element of an array, a point of a
    /// range, a part of a JSON value, a key of an `hstore`.
    Includes = "includes", "includes", Some(1);
    /// The value equals another.
    Equals = "equals", "is", Some(1);
    /// The value differs from another, or is NULL.
    Differs = "differs", "is not", Some(1);
    /// The value is smaller or earlier.
    Less = "less", "is less than", Some(1);
    /// The value is smaller or earlier, or the same.
    AtMost = "at_most", "is at most", Some(1);
    /// The value is greater or later.
    Greater = "greater", "is greater than", Some(1);
    /// The value is greater or later, or the same.
    AtLeast = "at_least", "is at least", Some(1);
    /// The value lies between two others, both included.
    Between = "between", "is between", Some(2);
    /// The value is one of a list.
    OneOf = "one_of", "is one of", None;
    /// The cell is NULL.
    IsNull = "is_null", "is empty (NULL)", Some(0);
    /// The cell is not NULL.
    IsNotNull = "is_not_null", "is not empty", Some(0);
}

impl Operator {
    /// The operators that suit a kind of cell, the usual one first.
    pub fn suiting(kind: &CellKind) -> Vec<Self> {
        let null = [Self::IsNull, Self::IsNotNull];
        let own: &[Self] = match kind {
            CellKind::Text { .. } | CellKind::Char { .. } => &[
                Self::Contains,
                Self::ContainsNot,
                Self::StartsWith,
                Self::Equals,
                Self::Differs,
                Self::OneOf,
            ],
            CellKind::Boolean => &[Self::Equals, Self::Differs],
            CellKind::Enum { .. } | CellKind::Uuid => &[Self::Equals, Self::Differs, Self::OneOf],
            kind if kind.is_ordered() => &[
                Self::Equals,
                Self::Differs,
                Self::Less,
                Self::AtMost,
                Self::Greater,
                Self::AtLeast,
                Self::Between,
                Self::OneOf,
            ],
            CellKind::Network => &[Self::Equals, Self::Differs, Self::Contains],
            CellKind::Array | CellKind::Range | CellKind::Json | CellKind::Pairs => {
                &[Self::Includes, Self::Contains, Self::ContainsNot]
            }
            _ => &[Self::Contains, Self::ContainsNot],
        };
        own.iter().copied().chain(null).collect()
    }

    /// Tells whether it compares the text of a cell, not its value.
    pub fn compares_text(self) -> bool {
        matches!(self, Self::Contains | Self::ContainsNot | Self::StartsWith)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::At;
    use crate::model::cell::NumberKind;

    const WRITTEN: &str = "contains contains_not starts_with equals differs one_of";
    const ORDERED: &str = "equals differs less at_most greater at_least between one_of";
    const CHOSEN: &str = "equals differs one_of";
    const SEARCHED: &str = "contains contains_not";
    const MADE_OF_OTHERS: &str = "includes contains contains_not";

    /// Every kind of cell, with the codes of the operators that suit it.
    fn kinds() -> Vec<(CellKind, &'static str)> {
        let number = |kind| (CellKind::Number(kind), ORDERED);
        vec![
            (CellKind::Text { length: Some(9) }, WRITTEN),
            (CellKind::Char { length: 3 }, WRITTEN),
            number(NumberKind::Smallint),
            number(NumberKind::Integer),
            number(NumberKind::Bigint),
            number(NumberKind::Numeric { precision: Some(9), scale: Some(2) }),
            number(NumberKind::Real),
            number(NumberKind::Double),
            number(NumberKind::Money),
            (CellKind::Boolean, "equals differs"),
            (CellKind::Date, ORDERED),
            (CellKind::Time, ORDERED),
            (CellKind::TimeWithZone, ORDERED),
            (CellKind::Timestamp, ORDERED),
            (CellKind::TimestampWithZone, ORDERED),
            (CellKind::Interval, ORDERED),
            (CellKind::Uuid, CHOSEN),
            (CellKind::Enum { labels: vec!["sad".to_owned()] }, CHOSEN),
            (CellKind::Network, "equals differs contains"),
            (CellKind::Json, MADE_OF_OTHERS),
            (CellKind::Bytes, SEARCHED),
            (CellKind::Array, MADE_OF_OTHERS),
            (CellKind::Range, MADE_OF_OTHERS),
            (CellKind::Pairs, MADE_OF_OTHERS),
            (CellKind::Composite, SEARCHED),
            (CellKind::Other, SEARCHED),
        ]
    }

    #[test]
    fn every_kind_has_the_operators_that_hold_for_it() {
        for (kind, codes) in kinds() {
            let suiting = Operator::suiting(&kind).into_iter().map(Operator::code);
            let expected = codes.split(' ').chain(["is_null", "is_not_null"]);
            assert_eq!(suiting.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{kind:?}");
            assert_eq!(kind.is_ordered(), codes == ORDERED, "{kind:?}");
        }
    }

    #[test]
    fn all_filters_together_hold_so_many_values() {
        let filter = |values| Filter {
            column: "id".to_owned(),
            operator: Operator::OneOf,
            operands: vec!["1".to_owned(); values],
        };
        let mut query = RowQuery { filters: vec![filter(1_000); 10], ..RowQuery::default() };
        assert_eq!(query.check(), Ok(()));
        query.filters.extend([filter(0), filter(1), filter(0)]);
        let problem = query.check().unwrap_err();
        assert_eq!(
            (problem.at, problem.code.as_str()),
            (At::Field("filters.11".into()), "too_large")
        );
    }
}

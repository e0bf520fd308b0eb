//! The order of rows: the sort columns, then the key; and what lies beyond a place in it.
//!
//! PostgreSQL's own order of NULL is kept (after everything ascending, before it descending), since
//! only that is in its indices. The key goes the way of the last sort column, so that one index can
//! give both.

use crate::target::catalog::{Order, Relation};
use crate::target::diagnostics::TargetError;
use crate::target::sql::{Fragment, bound, sql};
use app::error::{AppError, Problem};
use app::model::filter::{Direction, SortBy};
use app::model::table::Key;

/// How many columns at most make the order of a view's rows, which have no key.
const WITHOUT_KEY: usize = 32;

/// The whole order of a table's rows.
#[derive(Clone, Debug)]
pub(super) struct Sorting {
    keys: Vec<SortKey>,
    /// Whether no two rows have the same place in it.
    pub(super) is_total: bool,
    /// Whether it is the order of the key alone, which an index gives.
    pub(super) is_of_key: bool,
}

/// One column of the order.
#[derive(Clone, Debug)]
struct SortKey {
    /// What is sorted.
    by: Fragment,
    /// The same beside an operator.
    operand: Fragment,
    /// Its text.
    text: Fragment,
    /// The type of it.
    kind: Fragment,
    order: Order,
    nullable: bool,
    direction: Direction,
    source: Source,
}

/// Where a row has the value of a sort key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// In the cell of a column.
    Cell(usize),
    /// In the table's part of the address.
    Table,
    /// In the row's part of the address.
    Address,
}

impl Sorting {
    /// Puts the order together.
    ///
    /// # Errors
    /// When a column is not there.
    pub(super) fn new(relation: &Relation, sort: &[SortBy]) -> Result<Self, TargetError> {
        let mut keys: Vec<SortKey> = Vec::new();
        for (at, by) in sort.iter().enumerate() {
            let place = relation.place(&by.column).ok_or_else(|| gone(at))?;
            if keys.iter().all(|key| key.source != Source::Cell(place)) {
                keys.extend(column(relation, place, by.direction));
            }
        }
        let direction = keys.last().map(|key| key.direction).unwrap_or_default();
        let last = match &relation.key {
            Key::Primary(_) | Key::Unique(_) => columns(relation, &relation.key_places, direction),
            Key::Address => address(relation, direction),
            Key::None => {
                let all: Vec<_> = (0..relation.columns.len()).take(WITHOUT_KEY).collect();
                columns(relation, &all, direction)
            }
        };
        for key in last {
            if keys.iter().all(|known| known.source != key.source) {
                keys.push(key);
            }
        }
        let keyed = matches!(relation.key, Key::Primary(_) | Key::Unique(_));
        let is_of_key = keyed && sort.is_empty();
        Ok(Self { keys, is_total: relation.key != Key::None, is_of_key })
    }

    /// The same from the other end.
    pub(super) fn reversed(&self) -> Self {
        let keys = self.keys.iter().cloned().map(|key| SortKey {
            direction: match key.direction {
                Direction::Ascending => Direction::Descending,
                Direction::Descending => Direction::Ascending,
            },
            ..key
        });
        Self { keys: keys.collect(), ..*self }
    }

    /// What follows `order by`.
    pub(super) fn sql(&self) -> Fragment {
        let keys = self.keys.iter().map(|key| match key.direction {
            Direction::Ascending => sql!(&key.by),
            Direction::Descending => sql!(&key.by, " desc"),
        });
        Fragment::list(", ", keys)
    }

    /// The texts of a row's place.
    pub(super) fn texts(&self) -> impl Iterator<Item = &Fragment> {
        self.keys.iter().map(|key| &key.text)
    }

    /// Where rows have the values of their places.
    pub(super) fn sources(&self) -> impl Iterator<Item = Source> {
        self.keys.iter().map(|key| key.source)
    }

    /// The rows from a place on, in parts that an index can find and that follow each other; none
    /// where the place is not one of this order.
    pub(super) fn from(&self, values: &[Option<String>], at: Bound) -> Option<Vec<Fragment>> {
        if values.len() != self.keys.len() || !self.is_total {
            return None;
        }
        if let Some(rows) = self.compared_as_rows(values, at) {
            return Some(vec![rows]);
        }
        let (first, rest) = self.keys.split_first()?;
        let (value, values) = values.split_first()?;
        let value = value.as_deref();
        let tail = tail(rest, values, at);
        let ties = sql!(first.equals(value), " and ", tail);
        Some(match (first.direction, value) {
            (Direction::Ascending, Some(value)) => {
                let mut parts = vec![first.bounded(value, ties)];
                parts.extend(first.nullable.then(|| sql!(&first.by, " is null")));
                parts
            }
            (Direction::Descending, Some(value)) => vec![first.bounded(value, ties)],
            (Direction::Ascending, None) => vec![ties],
            (Direction::Descending, None) => vec![ties, sql!(&first.by, " is not null")],
        })
    }

    /// One comparison of rows, where all go the same way and none is NULL: the best for an index.
    fn compared_as_rows(&self, values: &[Option<String>], at: Bound) -> Option<Fragment> {
        let own = Order::own();
        let direction = self.keys.first()?.direction;
        let alike = |key: &SortKey| key.direction == direction && !key.nullable && key.order == own;
        if !self.keys.iter().all(alike) {
            return None;
        }
        let values: Option<Vec<_>> =
            self.keys.iter().zip(values).map(|(k, v)| Some(k.value(v.as_deref()?))).collect();
        let compared = match (direction, at) {
            (Direction::Ascending, Bound::After) => &own.greater,
            (Direction::Ascending, Bound::At) => &own.at_least,
            (Direction::Descending, Bound::After) => &own.less,
            (Direction::Descending, Bound::At) => &own.at_most,
        };
        let columns = Fragment::list(", ", self.keys.iter().map(|key| key.operand.clone()));
        let values = Fragment::list(", ", values?);
        Some(sql!("(", columns, ")", compared, "(", values, ")"))
    }
}

/// Whether a place itself belongs to what lies beyond it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// It does.
    At,
    /// It does not.
    After,
}

/// What lies beyond a place in the columns after the first.
fn tail(keys: &[SortKey], values: &[Option<String>], at: Bound) -> Fragment {
    let Some(((key, rest), (value, values))) = keys.split_first().zip(values.split_first()) else {
        return match at {
            Bound::At => sql!("true"),
            Bound::After => sql!("false"),
        };
    };
    let value = value.as_deref();
    let tail = tail(rest, values, at);
    sql!("(", key.beyond(value), " or (", key.equals(value), " and ", tail, "))")
}

impl SortKey {
    fn value(&self, text: &str) -> Fragment {
        sql!(bound(Some(text)), "::", &self.kind)
    }

    fn equals(&self, value: Option<&str>) -> Fragment {
        match value {
            None => sql!(&self.by, " is null"),
            Some(text) => sql!(&self.operand, &self.order.equal, self.value(text)),
        }
    }

    fn beyond(&self, value: Option<&str>) -> Fragment {
        match (self.direction, value) {
            (Direction::Ascending, None) => sql!("false"),
            (Direction::Descending, None) => sql!(&self.by, " is not null"),
            (Direction::Descending, Some(text)) => {
                sql!(&self.operand, &self.order.less, self.value(text))
            }
            (Direction::Ascending, Some(text)) if self.nullable => {
                let value = self.value(text);
                sql!("(", &self.operand, &self.order.greater, value, " or ", &self.by, " is null)")
            }
            (Direction::Ascending, Some(text)) => {
                sql!(&self.operand, &self.order.greater, self.value(text))
            }
        }
    }

    /// Beyond a value or tied with it, said twice: first as a bound that an index can take.
    fn bounded(&self, value: &str, ties: Fragment) -> Fragment {
        let (bound, strict) = match self.direction {
            Direction::Ascending => (&self.order.at_least, &self.order.greater),
            Direction::Descending => (&self.order.at_most, &self.order.less),
        };
        let (first, second) = (self.value(value), self.value(value));
        let by = &self.operand;
        sql!(by, bound, first, " and (", by, strict, second, " or (", ties, "))")
    }
}

fn gone(at: usize) -> TargetError {
    let problem = Problem::field(&format!("sort.{at}"), "column_gone", "This column is not there");
    AppError::invalid(vec![problem]).into()
}

fn columns(relation: &Relation, places: &[usize], direction: Direction) -> Vec<SortKey> {
    places.iter().filter_map(|place| column(relation, *place, direction)).collect()
}

/// Values without an order of their own are sorted by their texts.
fn column(relation: &Relation, place: usize, direction: Direction) -> Option<SortKey> {
    let attribute = relation.attributes.get(place)?;
    let (nullable, text, source) = (attribute.nullable, attribute.text(), Source::Cell(place));
    let own = (attribute.sql(), attribute.operand(), attribute.base.sql());
    let (by, operand, kind) = if attribute.order.is_some() {
        own
    } else {
        let by = sql!("(", &text, ")");
        (by.clone(), by, sql!("pg_catalog.text"))
    };
    let order = attribute.order.clone().unwrap_or_else(Order::own);
    Some(SortKey { by, operand, text, kind, order, nullable, direction, source })
}

fn address(relation: &Relation, direction: Direction) -> Vec<SortKey> {
    let part = |by: &'static str, text: &'static str, kind: &'static str, source| SortKey {
        by: sql!(by),
        operand: sql!(by),
        text: sql!(text),
        kind: sql!(kind),
        order: Order::own(),
        nullable: false,
        direction,
        source,
    };
    let table = part("t.tableoid", "t.tableoid::pg_catalog.text", "pg_catalog.oid", Source::Table);
    let row = part("t.ctid", "t.ctid::pg_catalog.text", "pg_catalog.tid", Source::Address);
    if relation.in_many { vec![table, row] } else { vec![row] }
}

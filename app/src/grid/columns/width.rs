//! How wide a column is as long as nobody gave it a width.

use crate::model::cell::{CellKind, NumberKind};
use crate::model::table::Column;
use crate::model::view::MAX_WIDTH;

/// How many characters of a number fit into its column as long as nobody made it narrower: as
/// many as the longest `bigint` has.
const MOST_DIGITS: u16 = 20;

/// The width that suits what is usually in a column.
pub fn usual_width(column: &Column) -> u16 {
    let content = match &column.kind {
        CellKind::Boolean => 90,
        CellKind::Number(NumberKind::Smallint | NumberKind::Integer) => 110,
        CellKind::Number(NumberKind::Bigint) => width_of(MOST_DIGITS),
        CellKind::Number(NumberKind::Numeric { precision, .. }) => {
            // With its sign and its point.
            width_of(precision.map_or(MOST_DIGITS, |digits| digits.saturating_add(2))).max(130)
        }
        CellKind::Number(_) | CellKind::Date | CellKind::Time | CellKind::TimeWithZone => 130,
        CellKind::Enum { .. } | CellKind::Network | CellKind::Interval | CellKind::Range => 160,
        CellKind::Timestamp => 190,
        CellKind::TimestampWithZone | CellKind::Text { .. } | CellKind::Char { .. } => 220,
        CellKind::Uuid => 320,
        _ => 240,
    };
    let heading = column.name.chars().count().saturating_mul(9).saturating_add(64);
    let heading = u16::try_from(heading).unwrap_or(MAX_WIDTH).min(320);
    let content = if column.reference.is_some() { content.max(200) } else { content };
    content.max(heading)
}

/// The width of so many digits in a row.
fn width_of(digits: u16) -> u16 {
    digits.min(MOST_DIGITS) * 19 / 2 + 22
}

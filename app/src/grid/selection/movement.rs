//! Ways from one cell to another, within bounds.

use super::Spot;

/// How many rows and columns there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Rows.
    pub rows: u64,
    /// Columns.
    pub columns: usize,
}

impl Bounds {
    pub(super) fn hold(self, spot: Spot) -> Spot {
        Spot {
            row: spot.row.min(self.rows.saturating_sub(1)),
            column: spot.column.min(self.columns.saturating_sub(1)),
        }
    }
}

/// A way from one cell to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movement {
    /// One column to the left.
    Left,
    /// One column to the right.
    Right,
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// To the column on the right; from the last one, to the first of the next row.
    Next,
    /// To the column on the left; from the first one, to the last of the row above.
    Previous,
    /// As many rows up as fit in the view.
    PageUp,
    /// As many rows down as fit in the view.
    PageDown,
    /// To the first column.
    RowStart,
    /// To the last column.
    RowEnd,
    /// To the first row.
    ColumnStart,
    /// To the last row.
    ColumnEnd,
    /// To the first cell of all.
    First,
    /// To the last cell of all.
    Last,
}

impl Movement {
    /// Where it leads; `page` is how many rows fit in the view.
    pub fn from(self, spot: Spot, bounds: Bounds, page: u64) -> Spot {
        let Spot { row, column } = spot;
        let (last_row, last_column) =
            (bounds.rows.saturating_sub(1), bounds.columns.saturating_sub(1));
        let to = match self {
            Self::Left => Spot { row, column: column.saturating_sub(1) },
            Self::Right => Spot { row, column: column.saturating_add(1) },
            Self::Up => Spot { row: row.saturating_sub(1), column },
            Self::Down => Spot { row: row.saturating_add(1), column },
            Self::Next if column < last_column => Spot { row, column: column + 1 },
            Self::Next if row < last_row => Spot { row: row + 1, column: 0 },
            Self::Previous if column > 0 => Spot { row, column: column - 1 },
            Self::Previous if row > 0 => Spot { row: row - 1, column: last_column },
            Self::Next | Self::Previous => spot,
            Self::PageUp => Spot { row: row.saturating_sub(page), column },
            Self::PageDown => Spot { row: row.saturating_add(page), column },
            Self::RowStart => Spot { row, column: 0 },
            Self::RowEnd => Spot { row, column: last_column },
            Self::ColumnStart => Spot { row: 0, column },
            Self::ColumnEnd => Spot { row: last_row, column },
            Self::First => Spot::default(),
            Self::Last => Spot { row: last_row, column: last_column },
        };
        bounds.hold(to)
    }
}

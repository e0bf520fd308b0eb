//! What is selected: the active cell, the area that it belongs to, and areas besides.

use super::number::wide;
use crate::ui::number::grouped;

/// A cell's place among the shown rows and columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Spot {
    /// The row, from 0.
    pub row: u64,
    /// The column, from 0.
    pub column: usize,
}

/// A rectangle of cells, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// The first row.
    pub top: u64,
    /// The last row.
    pub bottom: u64,
    /// The first column.
    pub left: usize,
    /// The last column.
    pub right: usize,
}

impl Area {
    /// The smallest area that holds two cells.
    pub fn between(one: Spot, other: Spot) -> Self {
        Self {
            top: one.row.min(other.row),
            bottom: one.row.max(other.row),
            left: one.column.min(other.column),
            right: one.column.max(other.column),
        }
    }

    /// How many rows it has.
    pub fn height(self) -> u64 {
        self.bottom - self.top + 1
    }

    /// How many columns it has.
    pub fn width(self) -> usize {
        self.right - self.left + 1
    }

    /// How many cells it has.
    pub fn cells(self) -> u64 {
        self.height().saturating_mul(wide(self.width()))
    }

    /// Its size in words.
    pub fn told(self) -> String {
        let columns = wide(self.width());
        match self.cells() {
            1 => "1 cell".to_owned(),
            _ => format!("{} × {} cells", grouped(self.height()), grouped(columns)),
        }
    }

    /// Tells whether a cell lies in it.
    pub fn contains(self, spot: Spot) -> bool {
        (self.top..=self.bottom).contains(&spot.row)
            && (self.left..=self.right).contains(&spot.column)
    }
}

/// How many rows and columns there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Rows.
    pub rows: u64,
    /// Columns.
    pub columns: usize,
}

impl Bounds {
    fn hold(self, spot: Spot) -> Spot {
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

/// What is selected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    active: Spot,
    head: Spot,
    more: Vec<Area>,
}

impl Selection {
    /// One cell.
    pub fn at(spot: Spot) -> Self {
        Self { active: spot, head: spot, more: Vec::new() }
    }

    /// An area, whose first cell is active.
    pub fn of(area: Area) -> Self {
        Self {
            active: Spot { row: area.top, column: area.left },
            head: Spot { row: area.bottom, column: area.right },
            more: Vec::new(),
        }
    }

    /// The cell that keys act on.
    pub fn active(&self) -> Spot {
        self.active
    }

    /// The corner that moves when the area is extended.
    pub fn head(&self) -> Spot {
        self.head
    }

    /// The area that the active cell belongs to.
    pub fn area(&self) -> Area {
        Area::between(self.active, self.head)
    }

    /// Every area, that of the active cell last.
    pub fn areas(&self) -> impl Iterator<Item = Area> + '_ {
        self.more.iter().copied().chain([self.area()])
    }

    /// Tells whether a cell is selected.
    pub fn contains(&self, spot: Spot) -> bool {
        self.areas().any(|area| area.contains(spot))
    }

    /// Extends the area to a cell.
    #[must_use]
    pub fn extended(self, head: Spot) -> Self {
        Self { head, ..self }
    }

    /// Keeps what is selected and begins another area.
    #[must_use]
    pub fn and(mut self, spot: Spot) -> Self {
        self.more.push(self.area());
        Self { active: spot, head: spot, more: self.more }
    }

    /// Holds everything within bounds, after rows or columns went away.
    #[must_use]
    pub fn within(self, bounds: Bounds) -> Self {
        let hold = |spot| bounds.hold(spot);
        let more = self.more.into_iter().map(|area| {
            let first = hold(Spot { row: area.top, column: area.left });
            Area::between(first, hold(Spot { row: area.bottom, column: area.right }))
        });
        Self { active: hold(self.active), head: hold(self.head), more: more.collect() }
    }

    /// The numbers of the rows in which something is selected, each once, upwards; at most so many.
    pub fn rows(&self, most: usize) -> Vec<u64> {
        let mut spans: Vec<_> = self.areas().map(|area| (area.top, area.bottom)).collect();
        spans.sort_unstable();
        let mut rows = Vec::new();
        let mut next = 0;
        for (top, bottom) in spans {
            rows.extend((top.max(next)..=bottom).take(most.saturating_sub(rows.len())));
            next = next.max(bottom.saturating_add(1));
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::{Area, Bounds, Movement, Selection, Spot};
    use proptest::prelude::*;

    fn spot() -> impl Strategy<Value = Spot> {
        (0_u64..50, 0_usize..12).prop_map(|(row, column)| Spot { row, column })
    }

    proptest! {
        #[test]
        fn an_area_holds_its_corners_and_counts_its_cells(one in spot(), other in spot()) {
            let area = Area::between(one, other);
            prop_assert!(area.contains(one) && area.contains(other));
            let counted = (0..50).flat_map(|row| (0..12).map(move |column| Spot { row, column }))
                .filter(|spot| area.contains(*spot)).count();
            prop_assert_eq!(u64::try_from(counted).unwrap(), area.cells());
        }

        #[test]
        fn rows_are_named_once_and_upwards(spots in prop::collection::vec((spot(), spot()), 1..6)) {
            let mut selection = Selection::default();
            for (one, other) in spots {
                selection = selection.and(one).extended(other);
            }
            let rows = selection.rows(1_000);
            prop_assert!(rows.windows(2).all(|pair| pair[0] < pair[1]));
            for row in 0..50 {
                let touched = (0..12).any(|column| selection.contains(Spot { row, column }));
                prop_assert_eq!(rows.contains(&row), touched);
            }
        }

        #[test]
        fn nothing_leads_out_of_bounds(start in spot(), rows in 1_u64..40, columns in 1_usize..9) {
            use Movement::{ColumnEnd, ColumnStart, Down, First, Last, Left, Next, PageDown, PageUp};
            use Movement::{Previous, Right, RowEnd, RowStart, Up};
            let bounds = Bounds { rows, columns };
            let all = [
                Left, Right, Up, Down, Next, Previous, PageUp, PageDown, RowStart, RowEnd,
                ColumnStart, ColumnEnd, First, Last,
            ];
            for movement in all {
                let to = movement.from(start, bounds, 7);
                prop_assert!(to.row < rows && to.column < columns, "{movement:?} leads to {to:?}");
            }
        }
    }

    #[test]
    fn tab_goes_through_every_cell_and_back() {
        let bounds = Bounds { rows: 3, columns: 4 };
        let mut spot = Spot::default();
        for _ in 0..11 {
            spot = Movement::Next.from(spot, bounds, 1);
        }
        assert_eq!(spot, Spot { row: 2, column: 3 });
        for _ in 0..11 {
            spot = Movement::Previous.from(spot, bounds, 1);
        }
        assert_eq!(spot, Spot::default());
    }
}

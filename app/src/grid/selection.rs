//! What is selected: the active cell, the area that it belongs to, and areas besides.

mod area;
mod movement;

pub use area::{Area, Spot};
pub use movement::{Bounds, Movement};

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

    /// Moves the rows of each area, in the order of `areas`, up or down.
    #[must_use]
    pub fn shifted(self, by: &[i64]) -> Self {
        let shift = |row: u64, at: usize| {
            let by = by.get(at).copied().unwrap_or(0);
            row.saturating_add_signed(by)
        };
        let own = self.more.len();
        let spot = |spot: Spot| Spot { row: shift(spot.row, own), ..spot };
        let more = self.more.iter().enumerate().map(|(at, area)| Area {
            top: shift(area.top, at),
            bottom: shift(area.bottom, at),
            ..*area
        });
        Self { active: spot(self.active), head: spot(self.head), more: more.collect() }
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
mod tests;

//! Where columns lie and which of them are in sight; frozen ones always are.

use std::ops::Range;

/// The part of the view that frozen columns may take, as a fraction.
const MOST_FROZEN: (i32, i32) = (3, 5);

/// The columns' places from left to right, in CSS pixels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tracks {
    /// Where each column begins, and where the last one ends.
    edges: Vec<i32>,
    frozen: usize,
}

impl Tracks {
    /// Lays columns side by side, the first of which are frozen.
    pub fn new(widths: impl IntoIterator<Item = u16>, frozen: usize) -> Self {
        let mut edges = vec![0];
        let mut edge = 0_i32;
        for width in widths {
            edge = edge.saturating_add(i32::from(width));
            edges.push(edge);
        }
        let frozen = frozen.min(edges.len() - 1);
        Self { edges, frozen }
    }

    /// The same in a view so wide, where frozen columns never take the others' room; a view
    /// without a width was not measured yet.
    #[must_use]
    pub fn within(self, view: i32) -> Self {
        let frozen = if view > 0 { self.frozen.min(self.most_frozen(view)) } else { self.frozen };
        Self { frozen, ..self }
    }

    /// How many columns can be frozen in a view so wide.
    pub fn most_frozen(&self, view: i32) -> usize {
        let most = view.saturating_mul(MOST_FROZEN.0) / MOST_FROZEN.1;
        self.edges.iter().skip(1).take_while(|edge| **edge <= most).count()
    }

    /// How many columns there are.
    pub fn count(&self) -> usize {
        self.edges.len().saturating_sub(1)
    }

    /// How many of them are frozen.
    pub fn frozen(&self) -> usize {
        self.frozen
    }

    /// Where a column begins; the end of the last one for any beyond.
    pub fn left(&self, column: usize) -> i32 {
        self.edges.get(column).or(self.edges.last()).copied().unwrap_or(0)
    }

    /// A column's width.
    pub fn width(&self, column: usize) -> i32 {
        self.left(column + 1) - self.left(column)
    }

    /// The width of all of them.
    pub fn total(&self) -> i32 {
        self.left(self.count())
    }

    /// The width of the frozen ones.
    pub fn frozen_width(&self) -> i32 {
        self.left(self.frozen)
    }

    /// The columns that are drawn besides the frozen ones: those in sight and some around them.
    ///
    /// In steps of four, so that a short way to the side draws nothing anew.
    pub fn drawn(&self, scrolled: i32, view: i32) -> Range<usize> {
        const STEP: usize = 4;
        let from = scrolled + self.frozen_width();
        let to = scrolled + view;
        let first = self.edges.iter().skip(1).filter(|edge| **edge <= from).count();
        let after = self.edges.iter().take(self.count()).filter(|edge| **edge < to).count();
        let first = first.saturating_sub(1) / STEP * STEP;
        let after = (after + 1).div_ceil(STEP) * STEP;
        first.max(self.frozen)..after.min(self.count()).max(self.frozen)
    }

    /// The column at a place of the view, of which the frozen ones cover the left.
    pub fn at(&self, x: i32, scrolled: i32) -> Option<usize> {
        let x = if x < self.frozen_width() { x } else { x + scrolled };
        if x < 0 || x >= self.total() {
            return None;
        }
        Some(self.edges.iter().skip(1).filter(|edge| **edge <= x).count())
    }

    /// How far to scroll so that a column is in sight, the way kept as short as possible.
    pub fn revealing(&self, column: usize, scrolled: i32, view: i32) -> i32 {
        if column < self.frozen {
            return scrolled;
        }
        let (left, right) = (self.left(column), self.left(column + 1));
        let nearest = scrolled.max(right - view);
        nearest.min(left - self.frozen_width()).max(0)
    }

    /// The place between columns that is nearest to one of the view, for dropping a column.
    pub fn gap(&self, x: i32, scrolled: i32) -> usize {
        let Some(column) = self.at(x, scrolled) else {
            return if x < 0 { 0 } else { self.count() };
        };
        let x = if x < self.frozen_width() { x } else { x + scrolled };
        if x - self.left(column) < self.width(column) / 2 { column } else { column + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::Tracks;
    use proptest::prelude::*;

    fn tracks() -> impl Strategy<Value = Tracks> {
        (prop::collection::vec(40_u16..400, 1..60), 0_usize..3)
            .prop_map(|(widths, frozen)| Tracks::new(widths, frozen))
    }

    proptest! {
        #[test]
        fn every_place_in_sight_is_drawn(tracks in tracks(), scrolled in 0_i32..9_000, view in 1_300_i32..2_000) {
            let scrolled = scrolled.min((tracks.total() - view).max(0));
            let drawn = tracks.drawn(scrolled, view);
            for x in 0..view {
                if let Some(column) = tracks.at(x, scrolled) {
                    let frozen = column < tracks.frozen();
                    prop_assert!(frozen || drawn.contains(&column), "{column} at {x} in {drawn:?}");
                }
            }
        }

        #[test]
        fn frozen_columns_leave_room(tracks in tracks(), view in 1_i32..2_000) {
            let frozen = tracks.frozen();
            let within = tracks.within(view);
            prop_assert!(within.frozen() <= frozen && within.frozen_width() * 5 <= view * 3);
        }

        #[test]
        fn a_revealed_column_is_in_sight(tracks in tracks(), scrolled in 0_i32..9_000, column in 0_usize..60) {
            let view = 1_800;
            let column = column % tracks.count();
            let scrolled = tracks.revealing(column, scrolled, view);
            let left = tracks.left(column);
            if column >= tracks.frozen() {
                prop_assert!(left - scrolled >= tracks.frozen_width());
                prop_assert!(left + tracks.width(column) - scrolled <= view);
                prop_assert_eq!(tracks.at(left - scrolled, scrolled), Some(column));
            }
        }
    }
}

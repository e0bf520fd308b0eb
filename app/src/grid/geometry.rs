//! Where rows lie and which of them are in sight, however many there are.
//!
//! Browsers draw nothing that is taller than some 17 to 33 million pixels, so a tall table is
//! shown on a shorter sheet. A place on the sheet is *physical*, a place among all rows *virtual*.
//! A short way is scrolled pixel by pixel; a long one, as with the scroll bar, in proportion.
//!
//! Invariant: virtual = physical + shift, and both ends of the sheet show both ends of the table.

use super::number::{signed, unsigned};
use std::ops::Range;

/// The height of a row in CSS pixels.
pub const ROW_HEIGHT: i64 = 32;
/// The height of the head in CSS pixels.
pub const HEAD_HEIGHT: i64 = 36;
/// The tallest sheet, which every browser can draw.
const TALLEST: i64 = 15_000_000;
/// More rows than any table has, so that arithmetic cannot overflow.
const MOST_ROWS: u64 = 1 << 48;
/// How many rows are kept ready above and below those in sight.
const READY: u64 = 10;

/// How far somebody has scrolled down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scroller {
    rows: u64,
    view: i64,
    physical: i64,
    shift: i64,
}

impl Scroller {
    /// The height of all rows, were there no limit.
    fn whole(self) -> i64 {
        signed(self.rows.min(MOST_ROWS)) * ROW_HEIGHT
    }

    /// The height of the sheet.
    pub fn sheet(self) -> i64 {
        self.whole().min(TALLEST)
    }

    /// What has to be subtracted from a virtual place to draw it.
    pub fn shift(self) -> i64 {
        self.shift
    }

    /// How far down the sheet is scrolled.
    pub fn physical(self) -> i64 {
        self.physical
    }

    /// How many rows fit wholly.
    pub fn page(self) -> u64 {
        unsigned(self.view / ROW_HEIGHT).max(1)
    }

    /// How many rows there are.
    pub fn rows(self) -> u64 {
        self.rows
    }

    fn furthest_physical(self) -> i64 {
        (self.sheet() - self.view).max(0)
    }

    fn furthest_virtual(self) -> i64 {
        (self.whole() - self.view).max(0)
    }

    /// The virtual place of the upper edge of what is seen.
    pub fn top(self) -> i64 {
        (self.physical + self.shift).clamp(0, self.furthest_virtual())
    }

    /// Where the upper edge of a row is drawn on the sheet.
    pub fn place(self, row: u64) -> i64 {
        signed(row.min(MOST_ROWS)) * ROW_HEIGHT - self.shift
    }

    /// The row that is drawn at a place of the sheet, were there rows without end.
    pub fn row_at(self, physical: i64) -> u64 {
        unsigned((physical + self.shift).div_euclid(ROW_HEIGHT))
    }

    /// Takes over that the sheet was scrolled to a place.
    #[must_use]
    pub fn scrolled(self, to: i64) -> Self {
        let to = to.clamp(0, self.furthest_physical());
        let way = (to - self.physical).abs();
        let at_end = to == 0 || to == self.furthest_physical();
        let shift = if way > self.view || at_end { self.in_proportion(to) } else { self.shift };
        let next = Self { physical: to, shift, ..self };
        let inside = (0..=self.furthest_virtual()).contains(&(to + shift));
        if inside { next } else { Self { shift: self.in_proportion(to), ..next } }
    }

    fn in_proportion(self, physical: i64) -> i64 {
        let (far, virtually) = (self.furthest_physical(), self.furthest_virtual());
        if far == 0 || far == virtually {
            return 0;
        }
        let place = i128::from(physical) * i128::from(virtually) / i128::from(far);
        i64::try_from(place).unwrap_or(virtually) - physical
    }

    /// Takes over how many rows there are and how tall the view is, and stays where it was.
    #[must_use]
    pub fn resized(self, rows: u64, view: i64) -> Self {
        let top = self.top();
        Self { rows, view: view.max(0), ..self }.at(top)
    }

    /// Tells whether it is made for so many rows and so tall a view.
    pub fn measures(self, rows: u64, view: i64) -> bool {
        self.rows == rows && self.view == view.max(0)
    }

    /// Goes to a virtual place.
    #[must_use]
    pub fn at(self, top: i64) -> Self {
        let top = top.clamp(0, self.furthest_virtual());
        let (far, virtually) = (self.furthest_physical(), self.furthest_virtual());
        if far == virtually {
            return Self { physical: top, shift: 0, ..self };
        }
        let place = i128::from(top) * i128::from(far) / i128::from(virtually.max(1));
        let mut physical = i64::try_from(place).unwrap_or(far);
        // The ends of the sheet belong to the ends of the table alone.
        if top > 0 && top < virtually {
            physical = physical.clamp(1, (far - 1).max(1));
        }
        Self { physical, shift: top - physical, ..self }
    }

    /// Goes just so far that a row is wholly in sight.
    #[must_use]
    pub fn revealing(self, row: u64) -> Self {
        let upper = signed(row.min(self.rows.saturating_sub(1)).min(MOST_ROWS)) * ROW_HEIGHT;
        let lower = upper + ROW_HEIGHT;
        let top = self.top();
        if upper < top {
            self.near(upper)
        } else if lower > top + self.view {
            self.near(lower - self.view)
        } else {
            self
        }
    }

    /// Goes to a virtual place; a short way moves the sheet, so that nothing is drawn anew.
    fn near(self, top: i64) -> Self {
        let physical = top - self.shift;
        let inside = physical > 0 && physical < self.furthest_physical();
        if inside { Self { physical, ..self } } else { self.at(top) }
    }

    /// The rows of which something is in sight.
    pub fn in_sight(self) -> Range<u64> {
        let top = self.top();
        let first = unsigned(top / ROW_HEIGHT).min(self.rows);
        let last = unsigned((top + self.view + ROW_HEIGHT - 1) / ROW_HEIGHT).min(self.rows);
        first..last
    }

    /// The rows that are drawn: those in sight and some around them.
    pub fn drawn(self) -> Range<u64> {
        let Range { start, end } = self.in_sight();
        // In pairs, so that a step of one row leaves most of them as they are.
        start.saturating_sub(READY) & !1..end.saturating_add(READY).min(self.rows)
    }
}

#[cfg(test)]
mod tests {
    use super::{ROW_HEIGHT, Scroller, TALLEST};
    use proptest::prelude::*;

    fn scroller() -> impl Strategy<Value = Scroller> {
        let rows = prop_oneof![0_u64..100, 0_u64..2_000_000, 0_u64..20_000_000_000];
        (rows, 100_i64..2_000).prop_map(|(rows, view)| Scroller::default().resized(rows, view))
    }

    proptest! {
        #[test]
        fn no_place_is_blank(start in scroller(), to in prop::collection::vec(0_i64..TALLEST, 1..20)) {
            let mut here = start;
            for place in to {
                here = here.scrolled(place);
                let drawn = here.drawn();
                let upper = here.place(drawn.start);
                let lower = here.place(drawn.end);
                prop_assert!(upper <= here.physical());
                let bottom = (here.physical() + here.view).min(here.sheet());
                prop_assert!(drawn.end == here.rows || lower >= bottom);
            }
        }

        #[test]
        fn both_ends_can_be_reached(start in scroller(), way in prop::collection::vec(-900_i64..900, 0..40)) {
            let mut here = start;
            for step in way {
                here = here.scrolled(here.physical() + step);
            }
            prop_assert_eq!(here.scrolled(0).top(), 0);
            let end = here.scrolled(here.sheet());
            prop_assert_eq!(end.top(), end.furthest_virtual());
        }

        #[test]
        fn a_short_way_is_scrolled_pixel_by_pixel(start in scroller(), place in 0_i64..TALLEST, step in -90_i64..90) {
            let here = start.scrolled(place);
            let there = here.scrolled(here.physical() + step);
            let inside = there.physical() > 0 && there.physical() < there.furthest_physical();
            if inside && there.shift() == here.shift() {
                prop_assert_eq!(there.top() - here.top(), there.physical() - here.physical());
            }
        }

        #[test]
        fn a_revealed_row_is_in_sight(start in scroller(), place in 0_i64..TALLEST, row in any::<u64>()) {
            prop_assume!(start.rows > 0);
            let row = row % start.rows;
            let here = start.scrolled(place).revealing(row);
            let top = here.place(row) - here.physical();
            prop_assert!(top >= 0 && top + ROW_HEIGHT <= here.view, "{top} in {}", here.view);
            // The browser then says that it scrolled there, which must change nothing.
            prop_assert_eq!(here.scrolled(here.physical()).top(), here.top());
        }

        #[test]
        fn what_is_drawn_is_found_again(start in scroller(), place in 0_i64..TALLEST) {
            let here = start.scrolled(place);
            for row in here.in_sight() {
                prop_assert_eq!(here.row_at(here.place(row)), row);
                prop_assert_eq!(here.row_at(here.place(row) + ROW_HEIGHT - 1), row);
            }
        }
    }
}

//! The rows that a selection means: it stays with them when others insert, delete or move rows.

use super::edits::Line;
use super::number::signed;
use super::selection::{Area, Selection};
use crate::model::change::MOST_CHANGES;
use std::collections::BTreeMap;

/// A selection, and the rows that were selected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    selection: Selection,
    rows: BTreeMap<u64, Line>,
    lost: bool,
}

/// Where the selected rows are now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Followed {
    /// Where they were.
    Stayed,
    /// Elsewhere, still together.
    Moved(Selection),
    /// Gone, torn apart, or not known yet.
    Astray,
}

impl Anchor {
    /// Takes hold of the rows that are selected, as far as they are here.
    pub fn of(selection: Selection, line: impl Fn(u64) -> Option<Line>) -> Self {
        let rows = selection.rows(MOST_CHANGES).into_iter();
        let rows = rows.filter_map(|row| Some((row, line(row)?))).collect();
        Self { selection, rows, lost: false }
    }

    /// A selection that stands at other rows than those that were selected: they are gone.
    pub fn lost(selection: Selection) -> Self {
        Self { selection, rows: BTreeMap::new(), lost: true }
    }

    /// Tells whether it is this selection's.
    pub fn is_of(&self, selection: &Selection) -> bool {
        self.selection == *selection
    }

    /// Tells whether it knows any of the rows.
    pub fn holds_rows(&self) -> bool {
        !self.rows.is_empty()
    }

    /// Takes over that a row goes by another key, or by one at all, since it was saved.
    pub fn rename(&mut self, from: &Line, to: &Line) {
        for line in self.rows.values_mut().filter(|line| *line == from) {
            line.clone_from(to);
        }
    }

    /// Looks for the rows; `line` tells which is at a place now, `place` where one is now.
    pub fn follow(
        &self,
        line: impl Fn(u64) -> Option<Line>,
        place: impl Fn(&Line) -> Option<u64>,
    ) -> Followed {
        let shift = |area: Area| self.shift(area, &line, &place);
        let shifts: Option<Vec<i64>> = self.selection.areas().map(shift).collect();
        match shifts {
            None => Followed::Astray,
            Some(_) if self.lost => Followed::Astray,
            Some(shifts) if shifts.iter().all(|shift| *shift == 0) => Followed::Stayed,
            Some(shifts) => Followed::Moved(self.selection.clone().shifted(&shifts)),
        }
    }

    /// How far the rows of an area have moved together; none where they are not all found so.
    fn shift(
        &self,
        area: Area,
        line: impl Fn(u64) -> Option<Line>,
        place: impl Fn(&Line) -> Option<u64>,
    ) -> Option<i64> {
        let mut known = self.rows.range(area.top..=area.bottom);
        let Some((row, first)) = known.next() else { return Some(0) };
        let stayed = line(*row).as_ref() == Some(first);
        let now = if stayed { *row } else { place(first)? };
        let shift = signed(now) - signed(*row);
        let together = |(row, one): (&u64, &Line)| {
            let now = row.checked_add_signed(shift)?;
            (line(now).as_ref() == Some(one)).then_some(())
        };
        known.map(together).collect::<Option<()>>()?;
        area.top.checked_add_signed(shift).map(|_| shift)
    }
}

#[cfg(test)]
mod tests {
    use super::{Anchor, Followed};
    use crate::grid::edits::Line;
    use crate::grid::number::{narrow, wide};
    use crate::grid::selection::{Area, Selection, Spot};
    use proptest::prelude::*;

    /// Rows by their places.
    struct Rows(Vec<u32>);

    impl Rows {
        fn line(&self, at: u64) -> Option<Line> {
            self.0.get(narrow(at)).copied().map(Line::New)
        }

        fn place(&self, line: &Line) -> Option<u64> {
            self.0.iter().position(|row| Line::New(*row) == *line).map(wide)
        }

        fn anchor(&self, selection: Selection) -> Anchor {
            Anchor::of(selection, |at| self.line(at))
        }

        fn follow(&self, anchor: &Anchor) -> Followed {
            anchor.follow(|at| self.line(at), |line| self.place(line))
        }

        fn selected(&self, selection: &Selection) -> Vec<Option<Line>> {
            selection.rows(100).into_iter().map(|at| self.line(at)).collect()
        }
    }

    fn selection() -> impl Strategy<Value = Selection> {
        let area = (0_u64..20, 0_u64..4, 0_usize..3).prop_map(|(top, more, left)| {
            let first = Spot { row: top, column: left };
            Area::between(first, Spot { row: (top + more).min(19), column: 3 })
        });
        (area.clone(), prop::option::of(area)).prop_map(|(first, second)| {
            let selection = Selection::of(first);
            match second {
                None => selection,
                Some(area) => selection
                    .and(Spot { row: area.top, column: area.left })
                    .extended(Spot { row: area.bottom, column: area.right }),
            }
        })
    }

    /// What others do: rows that come and rows that go.
    fn changed(rows: &[u32], changes: &[(usize, bool)]) -> Vec<u32> {
        let mut rows = rows.to_vec();
        for (number, (at, comes)) in (100..).zip(changes) {
            let at = at % (rows.len() + 1);
            if *comes {
                rows.insert(at, number);
            } else if at < rows.len() {
                rows.remove(at);
            }
        }
        rows
    }

    proptest! {
        #[test]
        fn the_same_rows_stay_selected_or_it_is_said_that_they_do_not(
            selection in selection(),
            changes in prop::collection::vec((0_usize..25, any::<bool>()), 0..4),
        ) {
            let before = Rows((0..20).collect());
            let after = Rows(changed(&before.0, &changes));
            let selected = before.selected(&selection);
            match after.follow(&before.anchor(selection.clone())) {
                Followed::Stayed => prop_assert_eq!(after.selected(&selection), selected),
                Followed::Moved(now) => {
                    let mut found = after.selected(&now);
                    found.sort();
                    let mut selected = selected;
                    selected.sort();
                    prop_assert_eq!(found, selected);
                }
                Followed::Astray => {
                    let places = selected.iter().flatten().map(|line| after.place(line));
                    let places: Option<Vec<u64>> = places.collect();
                    // Gone, or no longer side by side.
                    let together = places.is_some_and(|places| {
                        places.windows(2).all(|pair| pair[0] + 1 == pair[1])
                    });
                    prop_assert!(!together);
                }
            }
        }
    }

    #[test]
    fn a_selection_whose_rows_are_gone_means_no_others() {
        let rows = Rows(vec![7, 8]);
        let lost = Anchor::lost(Selection::at(Spot { row: 0, column: 0 }));
        assert_eq!(rows.follow(&lost), Followed::Astray);
    }

    #[test]
    fn a_row_that_was_saved_is_found_by_its_new_key() {
        let before = Rows(vec![7, 8]);
        let selection = Selection::at(Spot { row: 0, column: 0 });
        let mut anchor = before.anchor(selection);
        let after = Rows(vec![8, 9]);
        assert_eq!(after.follow(&anchor), Followed::Astray);
        anchor.rename(&Line::New(7), &Line::New(9));
        let moved = Selection::at(Spot { row: 1, column: 0 });
        assert_eq!(after.follow(&anchor), Followed::Moved(moved));
    }
}

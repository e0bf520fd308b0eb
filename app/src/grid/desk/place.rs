//! Moving about: what is selected, and bringing it into sight.

use super::{Desk, Sight};
use crate::grid::edits::Line;
use crate::grid::geometry::HEAD_HEIGHT;
use crate::grid::number::{pixels, signed};
use crate::grid::selection::{Area, Movement, Selection, Spot};
use leptos::prelude::*;

impl Desk {
    /// The width of the column with the row numbers, in CSS pixels.
    pub fn gutter(self) -> i32 {
        let digits = self.rows().max(1).to_string().len();
        i32::try_from(digits).unwrap_or(20).max(3) * 9 + 30
    }

    /// Selects something and brings its moving corner into sight.
    pub fn select(self, selection: Selection) {
        let selection = selection.within(self.bounds());
        let head = selection.head();
        // What was said of another cell is over.
        if selection.area().cells() == 1 && !self.said.with_untracked(String::is_empty) {
            self.say("");
        }
        self.selection.set(selection);
        self.reveal(head);
    }

    /// Makes another cell the active one.
    pub fn go(self, movement: Movement) {
        let active = self.selection.with_untracked(Selection::active);
        self.select(Selection::at(movement.from(active, self.bounds(), self.page())));
        self.go_back(movement);
    }

    /// A way to the first column leads the others back to their start as well, which a frozen
    /// first column, always in sight, would not.
    fn go_back(self, movement: Movement) {
        if matches!(movement, Movement::RowStart | Movement::First) {
            self.look(Sight { left: 0, ..self.sight.get_untracked() });
        }
    }

    /// Extends the area.
    pub fn extend(self, movement: Movement) {
        let selection = self.selection.get_untracked();
        let head = movement.from(selection.head(), self.bounds(), self.page());
        self.select(selection.extended(head));
        self.go_back(movement);
        self.say_area();
    }

    /// Says how much is selected.
    pub fn say_area(self) {
        let area = self.selection.with_untracked(Selection::area);
        if area.cells() > 1 {
            self.say(format!("{} selected", area.told()));
        }
    }

    /// Selects an area without leaving the place that is seen.
    pub fn select_area(self, area: Area) {
        self.selection.set(Selection::of(area));
        self.say_area();
    }

    /// Goes to a cell by its row and column; only where the row is here.
    pub fn go_to(self, line: &Line, column: Option<&str>) {
        let Some(row) = self.row_of(line) else { return };
        let place = column.and_then(|name| {
            let (index, _) = self.table().column(name)?;
            self.arrangement.with_untracked(|arrangement| arrangement.place(index))
        });
        let column =
            place.unwrap_or_else(|| self.selection.with_untracked(Selection::active).column);
        self.select(Selection::at(Spot { row, column }));
    }

    fn page(self) -> u64 {
        self.sight.with_untracked(|sight| sight.scroller.page())
    }

    /// Scrolls just so far that a cell is in sight.
    pub fn reveal(self, spot: Spot) {
        self.measure();
        let Sight { scroller, left, width } = self.sight.get_untracked();
        let scroller = scroller.revealing(spot.row);
        let left = self.tracks.with_untracked(|tracks| tracks.revealing(spot.column, left, width));
        self.look(Sight { scroller, left, width });
    }

    /// Scrolls to a place.
    pub fn look(self, sight: Sight) {
        if sight != self.sight.get_untracked() {
            self.sight.set(sight);
        }
        let Some(frame) = self.frame.get_untracked() else { return };
        let top = pixels(sight.scroller.physical());
        if frame.scroll_top() != top {
            frame.set_scroll_top(top);
        }
        if frame.scroll_left() != sight.left {
            frame.set_scroll_left(sight.left);
        }
    }

    /// Takes over where the person has scrolled to, how large the view is, and how many rows
    /// there are now; stays at the same rows.
    pub fn measure(self) {
        let Some(frame) = self.frame.get_untracked() else { return };
        let (rows, gutter) = untrack(|| (self.rows(), self.gutter()));
        let view = i64::from(frame.client_height()) - HEAD_HEIGHT;
        // What the browser shows goes first: it may not have told of it yet.
        let before = self.sight.get_untracked();
        let mut scroller = before.scroller.scrolled(i64::from(frame.scroll_top()));
        if !scroller.measures(rows, view) {
            scroller = scroller.resized(rows, view);
        }
        let (left, width) = (frame.scroll_left(), (frame.client_width() - gutter).max(0));
        self.look(Sight { scroller, left, width });
    }

    /// Holds the selection within the rows that there are.
    pub fn hold_selection(self) {
        let selection = self.selection.get_untracked();
        let within = selection.clone().within(self.bounds());
        if within != selection {
            let other_row = within.active().row != selection.active().row;
            self.selection.set(within);
            if other_row {
                self.lose_rows();
            }
        }
    }

    /// The place of the window at which a cell is drawn: left, top, width.
    pub fn on_screen(self, spot: Spot) -> Option<(i32, i32, i32)> {
        let frame = self.frame.get_untracked()?;
        let Sight { scroller, left, .. } = self.sight.get_untracked();
        let bounds = frame.get_bounding_client_rect();
        #[expect(clippy::cast_possible_truncation, reason = "places of a window are small")]
        let (x, y) = (bounds.left() as i32, bounds.top() as i32);
        let gutter = untrack(|| self.gutter());
        let (column, width) = self.tracks.with_untracked(|tracks| {
            let scrolled = if spot.column < tracks.frozen() { 0 } else { left };
            (tracks.left(spot.column) - scrolled, tracks.width(spot.column))
        });
        let row = scroller.place(spot.row) - scroller.physical() + HEAD_HEIGHT;
        Some((x + gutter + column, y + pixels(row.clamp(0, signed(1 << 20))), width))
    }
}

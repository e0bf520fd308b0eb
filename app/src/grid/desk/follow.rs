//! Holding on to the rows that are selected, wherever they move.

use super::Desk;
use crate::grid::anchor::{Anchor, Followed};
use crate::grid::edits::Line;
use crate::grid::selection::Selection;
use crate::grid::window::Window;
use leptos::prelude::*;

impl Desk {
    /// Takes hold of the rows that were selected anew, or goes with those that moved; follows
    /// whatever may have moved them.
    pub fn follow_rows(self) {
        self.arrived.track();
        self.edits.track();
        let selection = self.selection.get();
        if !self.anchor.with_value(|anchor| anchor.is_of(&selection)) {
            self.take_hold();
            return;
        }
        let followed = self
            .anchor
            .with_value(|anchor| anchor.follow(|row| self.line_at(row), |line| self.row_of(line)));
        match followed {
            // Rows that came into sight since are held from now on.
            Followed::Stayed => self.take_hold(),
            Followed::Moved(selection) => {
                let anchor = Anchor::of(selection.clone(), |row| self.line_at(row));
                self.anchor.set_value(anchor);
                self.astray.set_value(false);
                self.selection.set(selection);
            }
            Followed::Astray => self.astray.set_value(true),
        }
    }

    /// Selects rows that have just come to where others stood. The place may be the one that was
    /// selected before: it is these rows that are meant now, not those that made way.
    pub fn select_new(self, selection: Selection) {
        self.select(selection);
        self.take_hold();
    }

    /// Takes hold of the rows at which the selection stands now.
    pub fn take_hold(self) {
        let anchor = Anchor::of(self.selection.get_untracked(), |row| self.line_at(row));
        self.anchor.set_value(anchor);
        self.astray.set_value(false);
    }

    /// The rows that were selected are no more; the selection stands at others.
    pub(super) fn lose_rows(self) {
        if self.anchor.with_value(Anchor::holds_rows) {
            self.anchor.set_value(Anchor::lost(self.selection.get_untracked()));
            self.astray.set_value(true);
        }
    }

    /// Lets go of the rows: others are asked for.
    pub fn let_go(self) {
        let anchor = Anchor::of(self.selection.get_untracked(), |_| None);
        self.anchor.set_value(anchor);
        self.astray.set_value(false);
    }

    /// Tells whether the selection means the rows at which it was made; else says so, once.
    pub fn is_steady(self) -> bool {
        let astray = self.astray.get_value();
        if astray {
            // Or rows of before would be met next, and that be told as well.
            self.change_window(Window::forget_old);
            self.take_hold();
            self.say(
                "The selected rows have moved or are gone. Look at the selection and do that again",
            );
        }
        !astray
    }

    fn line_at(self, row: u64) -> Option<Line> {
        self.here(row)?.line()
    }
}

//! What is drawn of which row: a row is drawn anew only when this differs.

use super::Desk;
use crate::grid::edits::Line;
use crate::grid::number::{narrow, wide};
use crate::grid::window::Window;
use leptos::prelude::*;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

/// Identifies a row as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RowFace {
    /// Its place among the shown rows.
    pub row: u64,
    /// The columns that are drawn besides the frozen ones.
    pub columns: Range<usize>,
    /// What has to be subtracted from its place.
    pub shift: i64,
    /// Differs when its cells, edits or problems do.
    pub stamp: u64,
}

impl Desk {
    /// The rows that are drawn now; follows everything that shows in them.
    pub fn faces(self) -> Vec<RowFace> {
        self.arrived.track();
        let sight = self.sight.get();
        let (columns, frozen) =
            self.tracks.with(|tracks| (tracks.drawn(sight.left, sight.width), tracks.frozen()));
        let arranged = self.arrangement.with(|arrangement| {
            let mut hasher = DefaultHasher::new();
            for shown in &arrangement.shown {
                (shown.index, shown.width).hash(&mut hasher);
            }
            frozen.hash(&mut hasher);
            hasher.finish()
        });
        let drawn = sight.scroller.drawn();
        drawn
            .map(|row| RowFace {
                row,
                columns: columns.clone(),
                shift: sight.scroller.shift(),
                stamp: self.stamp(row, arranged),
            })
            .collect()
    }

    fn stamp(self, row: u64, arranged: u64) -> u64 {
        let mut hasher = DefaultHasher::new();
        (arranged, self.with_window(Window::learned)).hash(&mut hasher);
        let line = self.edits.with(|edits| {
            let added = wide(edits.drafts().added().len());
            let Some(number) = row.checked_sub(added) else {
                let new = edits.drafts().added().get(narrow(row));
                new.hash(&mut hasher);
                return new.map(|new| Line::New(new.number));
            };
            (number, added).hash(&mut hasher);
            self.with_window(|window| {
                (window.stamp(number), window.failed(number)).hash(&mut hasher);
                let id = window.row(number)?.id.as_ref()?;
                edits.drafts().row(&id.key).hash(&mut hasher);
                Some(Line::Stored(id.key.clone()))
            })
        });
        if let Some(line) = line {
            self.flaws.with(|flaws| flaws.of(&line).hash(&mut hasher));
        }
        hasher.finish()
    }
}

//! Changing which columns are shown, in which order, how wide.

use super::complete;
use crate::model::table::Column;
use crate::model::view::{ColumnLayout, Layout, MAX_WIDTH, MIN_WIDTH};

/// A change of the layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arranging {
    /// Gives a column a width.
    Widen {
        /// The column's name.
        column: String,
        /// In CSS pixels.
        width: u16,
    },
    /// Leaves a column out.
    Hide(String),
    /// Shows a column again.
    Show(String),
    /// Shows every column.
    ShowAll,
    /// Puts a column before the shown one at a place.
    Move {
        /// The column's name.
        column: String,
        /// A place among the shown columns.
        before: usize,
    },
    /// Keeps so many shown columns in sight.
    Freeze(usize),
    /// Puts everything back.
    Reset,
}

/// Changes a layout.
pub fn arranged(layout: &Layout, columns: &[Column], change: Arranging) -> Layout {
    let mut layout = complete(layout, columns);
    match change {
        Arranging::Widen { column, width } => {
            let width = Some(width.clamp(MIN_WIDTH, MAX_WIDTH));
            edit(&mut layout, &column, |column| column.width = width);
        }
        Arranging::Hide(column) => edit(&mut layout, &column, |column| column.hidden = true),
        Arranging::Show(column) => edit(&mut layout, &column, |column| column.hidden = false),
        Arranging::ShowAll => layout.columns.iter_mut().for_each(|column| column.hidden = false),
        Arranging::Move { column, before } => place_before(&mut layout, &column, before),
        Arranging::Freeze(count) => layout.frozen = u16::try_from(count).unwrap_or(u16::MAX),
        Arranging::Reset => layout = Layout::default(),
    }
    complete(&layout, columns)
}

fn edit(layout: &mut Layout, name: &str, change: impl FnOnce(&mut ColumnLayout)) {
    if let Some(column) = layout.columns.iter_mut().find(|column| column.column == name) {
        change(column);
    }
}

fn place_before(layout: &mut Layout, name: &str, before: usize) {
    let shown = layout.columns.iter().filter(|column| !column.hidden);
    let anchor = shown.skip(before).map(|column| column.column.clone()).next();
    if anchor.as_deref() == Some(name) {
        return;
    }
    let Some(at) = layout.columns.iter().position(|column| column.column == name) else { return };
    let moved = layout.columns.remove(at);
    let to = anchor
        .and_then(|anchor| layout.columns.iter().position(|column| column.column == anchor))
        .unwrap_or(layout.columns.len());
    layout.columns.insert(to, moved);
}

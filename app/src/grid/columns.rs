//! Which columns are shown, in which order, how wide; and changing that.
//!
//! Invariant: a layout may name columns that are gone and miss ones that are new; every column of
//! the table is either shown or hidden, once.

use crate::model::cell::{CellKind, NumberKind};
use crate::model::table::Column;
use crate::model::view::{ColumnLayout, Layout, MAX_WIDTH, MIN_WIDTH};

/// How many characters of a number fit into its column as long as nobody made it narrower: as
/// many as the longest `bigint` has.
const MOST_DIGITS: u16 = 20;

/// A shown column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its place among the table's columns.
    pub index: usize,
    /// Its width in CSS pixels.
    pub width: u16,
}

/// The shown columns from left to right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// The columns.
    pub shown: Vec<Shown>,
    /// How many of them stay in sight.
    pub frozen: usize,
}

impl Arrangement {
    /// Applies a layout to the columns that there are.
    pub fn of(layout: &Layout, columns: &[Column]) -> Self {
        let layout = complete(layout, columns);
        let shown: Vec<_> = layout
            .columns
            .iter()
            .filter(|column| !column.hidden)
            .filter_map(|column| {
                let index = columns.iter().position(|other| other.name == column.column)?;
                let usual = columns.get(index).map_or(MIN_WIDTH, usual_width);
                Some(Shown { index, width: column.width.unwrap_or(usual) })
            })
            .collect();
        let frozen = usize::from(layout.frozen).min(shown.len());
        Self { shown, frozen }
    }

    /// The table's column at a shown place.
    pub fn index(&self, shown: usize) -> Option<usize> {
        self.shown.get(shown).map(|shown| shown.index)
    }

    /// The shown place of one of the table's columns.
    pub fn place(&self, index: usize) -> Option<usize> {
        self.shown.iter().position(|shown| shown.index == index)
    }
}

/// The width that suits what is usually in a column.
fn usual_width(column: &Column) -> u16 {
    let content = match &column.kind {
        CellKind::Boolean => 90,
        CellKind::Number(NumberKind::Smallint | NumberKind::Integer) => 110,
        CellKind::Number(NumberKind::Bigint) => width_of(MOST_DIGITS),
        CellKind::Number(NumberKind::Numeric { precision, .. }) => {
            // With its sign and its point.
            width_of(precision.map_or(MOST_DIGITS, |digits| digits.saturating_add(2))).max(130)
        }
        CellKind::Number(_) | CellKind::Date | CellKind::Time | CellKind::TimeWithZone => 130,
        CellKind::Enum { .. } | CellKind::Network | CellKind::Interval | CellKind::Range => 160,
        CellKind::Timestamp => 190,
        CellKind::TimestampWithZone | CellKind::Text { .. } | CellKind::Char { .. } => 220,
        CellKind::Uuid => 320,
        _ => 240,
    };
    let heading = column.name.chars().count().saturating_mul(9).saturating_add(64);
    let heading = u16::try_from(heading).unwrap_or(MAX_WIDTH).min(320);
    let content = if column.reference.is_some() { content.max(200) } else { content };
    content.max(heading)
}

/// The width of so many digits in a row.
fn width_of(digits: u16) -> u16 {
    digits.min(MOST_DIGITS) * 19 / 2 + 22
}

/// A layout that names every column there is, and no other.
pub fn complete(layout: &Layout, columns: &[Column]) -> Layout {
    let exists = |name: &str| columns.iter().any(|column| column.name == name);
    let mut all: Vec<ColumnLayout> = Vec::with_capacity(columns.len());
    for column in &layout.columns {
        let again = all.iter().any(|other| other.column == column.column);
        if exists(&column.column) && !again {
            let width = column.width.map(|width| width.clamp(MIN_WIDTH, MAX_WIDTH));
            all.push(ColumnLayout { width, ..column.clone() });
        }
    }
    for column in columns {
        if !all.iter().any(|other| other.column == column.name) {
            let column = column.name.clone();
            all.push(ColumnLayout { column, width: None, hidden: false });
        }
    }
    // A grid without a column could not be left again by the keyboard.
    if all.iter().all(|column| column.hidden)
        && let Some(first) = all.first_mut()
    {
        first.hidden = false;
    }
    Layout { columns: all, frozen: layout.frozen }
}

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

#[cfg(test)]
mod tests {
    use super::{Arrangement, Arranging, arranged};
    use crate::model::cell::CellKind;
    use crate::model::table::Column;
    use crate::model::view::{ColumnLayout, Layout};
    use proptest::prelude::*;

    fn columns(count: usize) -> Vec<Column> {
        let column = |number: usize| Column {
            name: format!("c{number}"),
            type_name: "text".to_owned(),
            kind: CellKind::Text { length: None },
            nullable: true,
            default: None,
            required: false,
            unique: false,
            locked: None,
            comment: None,
            reference: None,
        };
        (0..count).map(column).collect()
    }

    fn name() -> impl Strategy<Value = String> {
        (0_usize..9).prop_map(|number| format!("c{number}"))
    }

    fn layout() -> impl Strategy<Value = Layout> {
        let column = (name(), prop::option::of(any::<u16>()), any::<bool>())
            .prop_map(|(column, width, hidden)| ColumnLayout { column, width, hidden });
        (prop::collection::vec(column, 0..9), any::<u16>())
            .prop_map(|(columns, frozen)| Layout { columns, frozen })
    }

    fn change() -> impl Strategy<Value = Arranging> {
        prop_oneof![
            (name(), any::<u16>()).prop_map(|(column, width)| Arranging::Widen { column, width }),
            name().prop_map(Arranging::Hide),
            name().prop_map(Arranging::Show),
            Just(Arranging::ShowAll),
            (name(), 0_usize..9).prop_map(|(column, before)| Arranging::Move { column, before }),
            (0_usize..20).prop_map(Arranging::Freeze),
            Just(Arranging::Reset),
        ]
    }

    proptest! {
        #[test]
        fn every_column_is_there_once(
            layout in layout(), count in 1_usize..8, changes in prop::collection::vec(change(), 0..9),
        ) {
            let columns = columns(count);
            let layout = changes.into_iter().fold(layout, |layout, change| {
                arranged(&layout, &columns, change)
            });
            let shown = Arrangement::of(&layout, &columns);
            prop_assert!(!shown.shown.is_empty() && shown.frozen <= shown.shown.len());
            let mut indices: Vec<_> = shown.shown.iter().map(|shown| shown.index).collect();
            indices.sort_unstable();
            indices.dedup();
            prop_assert_eq!(indices.len(), shown.shown.len());
            prop_assert!(indices.iter().all(|index| *index < count));
        }

        #[test]
        fn a_moved_column_stands_where_it_was_put(from in 0_usize..6, before in 0_usize..7) {
            let columns = columns(6);
            let change = Arranging::Move { column: format!("c{from}"), before };
            let shown = Arrangement::of(&arranged(&Layout::default(), &columns, change), &columns);
            let order: Vec<_> = shown.shown.iter().map(|shown| shown.index).collect();
            let place = order.iter().position(|index| *index == from).unwrap();
            prop_assert_eq!(place, if before > from { before - 1 } else { before });
        }
    }
}

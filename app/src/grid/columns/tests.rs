//! Every column is there once, whatever was done to the layout.

use super::{Arrangement, Arranging, arranged};
use crate::grid::cell::check::tests::column;
use crate::model::cell::CellKind;
use crate::model::table::Column;
use crate::model::view::{ColumnLayout, Layout};
use proptest::prelude::*;

fn columns(count: usize) -> Vec<Column> {
    let text = column(CellKind::Text { length: None });
    let named = |number: usize| Column { name: format!("c{number}"), ..text.clone() };
    (0..count).map(named).collect()
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

//! What must hold for selections and movements, wherever they are.

use super::{Area, Bounds, Movement, Selection, Spot};
use proptest::prelude::*;

fn spot() -> impl Strategy<Value = Spot> {
    (0_u64..50, 0_usize..12).prop_map(|(row, column)| Spot { row, column })
}

proptest! {
    #[test]
    fn an_area_holds_its_corners_and_counts_its_cells(one in spot(), other in spot()) {
        let area = Area::between(one, other);
        prop_assert!(area.contains(one) && area.contains(other));
        let counted = (0..50).flat_map(|row| (0..12).map(move |column| Spot { row, column }))
            .filter(|spot| area.contains(*spot)).count();
        prop_assert_eq!(u64::try_from(counted).unwrap(), area.cells());
    }

    #[test]
    fn rows_are_named_once_and_upwards(spots in prop::collection::vec((spot(), spot()), 1..6)) {
        let mut selection = Selection::default();
        for (one, other) in spots {
            selection = selection.and(one).extended(other);
        }
        let rows = selection.rows(1_000);
        prop_assert!(rows.windows(2).all(|pair| pair[0] < pair[1]));
        for row in 0..50 {
            let touched = (0..12).any(|column| selection.contains(Spot { row, column }));
            prop_assert_eq!(rows.contains(&row), touched);
        }
    }

    #[test]
    fn nothing_leads_out_of_bounds(start in spot(), rows in 1_u64..40, columns in 1_usize..9) {
        use Movement::{ColumnEnd, ColumnStart, Down, First, Last, Left, Next, PageDown, PageUp};
        use Movement::{Previous, Right, RowEnd, RowStart, Up};
        let bounds = Bounds { rows, columns };
        let all = [
            Left, Right, Up, Down, Next, Previous, PageUp, PageDown, RowStart, RowEnd,
            ColumnStart, ColumnEnd, First, Last,
        ];
        for movement in all {
            let to = movement.from(start, bounds, 7);
            prop_assert!(to.row < rows && to.column < columns, "{movement:?} leads to {to:?}");
        }
    }
}

#[test]
fn tab_goes_through_every_cell_and_back() {
    let bounds = Bounds { rows: 3, columns: 4 };
    let mut spot = Spot::default();
    for _ in 0..11 {
        spot = Movement::Next.from(spot, bounds, 1);
    }
    assert_eq!(spot, Spot { row: 2, column: 3 });
    for _ in 0..11 {
        spot = Movement::Previous.from(spot, bounds, 1);
    }
    assert_eq!(spot, Spot::default());
}

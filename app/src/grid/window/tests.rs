//! What must hold for the rows that are here, in whatever order answers come.

use super::{ROWS, Wanted, Window};
use crate::model::cell::Cell;
use crate::model::page::{Page, Place, Row, Total};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn row(number: u64) -> Row {
    Row { id: None, cells: vec![Cell::Text(number.to_string())] }
}

/// What a table with so many rows answers.
fn answer(wanted: &Wanted, rows: u64, total: Total) -> Page {
    let numbers = wanted.from.min(rows)..(wanted.from + ROWS).min(rows);
    let place = |row| Place { row, values: Vec::new() };
    Page {
        from: wanted.from,
        columns: vec!["number".to_owned()],
        first: numbers.clone().next().map(place),
        last: numbers.clone().next_back().map(place),
        rows: numbers.map(row).collect(),
        total,
        labels: BTreeMap::new(),
    }
}

proptest! {
    #[test]
    fn everything_in_sight_is_fetched(rows in 0_u64..5_000, start in 0_u64..5_000, about in 0_u64..9_000) {
        let mut window = Window::default();
        let start = start.min(rows.saturating_sub(1));
        let sight = start..(start + 30).min(rows.max(1));
        let mut asked = 0;
        while let Some(wanted) = window.next(sight.clone()) {
            let page = answer(&wanted, rows, Total::About(about));
            window.take(wanted.ticket, page);
            asked += 1;
            prop_assert!(asked <= 4, "the same rows are asked for again and again");
        }
        for number in sight.start..sight.end.min(rows) {
            prop_assert_eq!(window.row(number), Some(&row(number)));
        }
    }

    #[test]
    fn an_old_answer_is_not_shown_for_a_new_question(first in 0_u64..2_000) {
        let mut window = Window::default();
        let old = window.next(first..first + 20).unwrap();
        window.clear();
        let page = answer(&old, 5_000, Total::Exactly(5_000));
        window.take(old.ticket, page);
        prop_assert_eq!(window.row(old.from), None);
        prop_assert_eq!(window.next(first..first + 20).map(|wanted| wanted.from), Some(old.from));
    }
}

#[test]
fn a_refresh_shows_the_old_rows_until_the_new_ones_are_here() {
    let mut window = Window::default();
    let wanted = window.next(0..20).unwrap();
    window.take(wanted.ticket, answer(&wanted, 100, Total::Exactly(100)));
    let before = window.stamp(3);
    window.refresh();
    assert_eq!((window.row(3), window.present(3)), (Some(&row(3)), None));
    let again = window.next(0..20).unwrap();
    window.take(again.ticket, answer(&again, 100, Total::Exactly(100)));
    assert_ne!(window.stamp(3), before);
    assert_eq!(window.present(3), Some(&row(3)));
}

#[test]
fn what_came_before_a_refresh_can_be_let_go_of() {
    let mut window = Window::default();
    let take = |window: &mut Window, sight: std::ops::Range<u64>| {
        let wanted = window.next(sight).unwrap();
        window.take(wanted.ticket, answer(&wanted, 500, Total::Exactly(500)));
    };
    take(&mut window, 0..20);
    take(&mut window, 400..420);
    window.refresh();
    take(&mut window, 0..20);
    window.forget_old();
    assert_eq!((window.row(3), window.row(403)), (Some(&row(3)), None));
}

#[test]
fn a_failed_block_waits_until_it_is_tried_again() {
    let mut window = Window::default();
    let wanted = window.next(0..20).unwrap();
    window.fail(wanted.ticket);
    assert!(window.failed(7));
    assert_eq!(window.next(0..20), None);
    window.retry();
    assert!(window.next(0..20).is_some());
}

#[test]
fn memory_is_bounded() {
    let mut window = Window::default();
    for start in (0..1_000_000).step_by(5_000) {
        let sight = start..start + 30;
        while let Some(wanted) = window.next(sight.clone()) {
            window.take(wanted.ticket, answer(&wanted, 1_000_000, Total::Exactly(1_000_000)));
        }
        window.trim(sight.clone());
        assert!(window.row(start).is_some());
    }
    assert!(window.blocks.len() <= super::MOST_BLOCKS);
}

#[test]
fn a_count_stays_until_a_page_disproves_it() {
    let mut window = Window::default();
    let take = |window: &mut Window, sight: std::ops::Range<u64>, rows, total| {
        let wanted = window.next(sight).unwrap();
        window.take(wanted.ticket, answer(&wanted, rows, total));
        window.total()
    };
    assert_eq!(take(&mut window, 0..20, 500, Total::About(90)), Some(Total::About(101)));
    window.count(Total::Exactly(300));
    assert_eq!(take(&mut window, 100..120, 500, Total::About(90)), Some(Total::Exactly(300)));
    assert_eq!(window.disproved(), 0);
    assert_eq!(take(&mut window, 200..220, 500, Total::About(301)), Some(Total::About(301)));
    assert_eq!(window.disproved(), 1);
    // What a page saw of the end counts as much.
    assert_eq!(take(&mut window, 400..420, 500, Total::Exactly(500)), Some(Total::Exactly(500)));
    assert_eq!(take(&mut window, 300..320, 500, Total::About(90)), Some(Total::Exactly(500)));
}

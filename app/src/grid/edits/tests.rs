//! What must hold for edits, whatever is edited in which order.

use super::step::DeletedLine;
use super::{Changed, Edit, Edits, Exchange, Line, Value};
use crate::model::change::{Change, Saved};
use crate::model::page::{Row, RowId};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn id(key: u8) -> RowId {
    RowId { key: vec![key.to_string()], version: "1".to_owned() }
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![Just(None), Just(Some(String::new())), "[ab]".prop_map(Some)]
}

fn column() -> impl Strategy<Value = String> {
    prop_oneof![Just("a".to_owned()), Just("b".to_owned())]
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        4 => (0_u8..4, column(), value()).prop_map(|(row, column, new)| Edit::Cell {
            row: id(row), column, old: Some("seen".to_owned()), new,
        }),
        2 => (0_u32..4, column(), value())
            .prop_map(|(number, column, value)| Edit::NewCell { number, column, value }),
        1 => (0_u32..4, column())
            .prop_map(|(number, column)| Edit::NewCellDefault { number, column }),
        2 => (0_usize..4).prop_map(|at| Edit::Add { at, cells: BTreeMap::new() }),
        1 => (0_u8..4).prop_map(|row| Edit::Delete(DeletedLine::Stored(id(row)))),
        1 => (0_u32..4).prop_map(|number| Edit::Delete(DeletedLine::New(number))),
        1 => (0_u8..4).prop_map(|row| Edit::Keep(id(row))),
        1 => (0_u8..4).prop_map(|row| Edit::Revert(Line::Stored(id(row).key))),
    ]
}

fn steps() -> impl Strategy<Value = Vec<Vec<Edit>>> {
    prop::collection::vec(prop::collection::vec(edit(), 1..5), 0..12)
}

fn line() -> impl Strategy<Value = Line> {
    prop_oneof![(0_u8..4).prop_map(|row| Line::Stored(id(row).key)), (0_u32..4).prop_map(Line::New),]
}

/// The edit with the value that was meant.
fn exchanged(edit: &Edit, exchange: &Exchange) -> Edit {
    let mut edit = edit.clone();
    let (line, column, value) = match &mut edit {
        Edit::Cell { row, column, new, .. } => (Line::Stored(row.key.clone()), column, new),
        Edit::NewCell { number, column, value } => (Line::New(*number), column, value),
        _ => return edit,
    };
    if let Some((given, meant)) = exchange.cells.get(&line)
        && (&*column, &*value) == (&exchange.column, given)
    {
        value.clone_from(meant);
    }
    edit
}

fn made(steps: Vec<Vec<Edit>>) -> Edits {
    let mut edits = Edits::default();
    for step in steps {
        edits.make(step);
    }
    edits
}

proptest! {
    #[test]
    fn undoing_everything_leaves_nothing_and_redoing_brings_it_back(steps in steps()) {
        let mut edits = made(steps);
        let before = edits.clone();
        let mut undone = 0;
        while edits.undo() == Changed::Yes {
            undone += 1;
        }
        prop_assert!(edits.drafts().is_empty());
        for _ in 0..undone {
            prop_assert_eq!(edits.redo(), Changed::Yes);
        }
        prop_assert_eq!(edits, before);
    }

    #[test]
    fn what_is_kept_in_the_browser_comes_back(steps in steps()) {
        let edits = made(steps);
        let kept = serde_json::to_string(edits.drafts()).unwrap();
        prop_assert_eq!(&serde_json::from_str::<super::Drafts>(&kept).unwrap(), edits.drafts());
    }

    #[test]
    fn a_value_that_stands_for_another_leaves_all_as_if_that_had_been_given(
        steps in steps(), lines in prop::collection::btree_set(line(), 1..4), undone in 0_usize..4,
    ) {
        let values = (Some("a".to_owned()), Some("key".to_owned()));
        let cells = lines.into_iter().map(|line| (line, values.clone())).collect();
        let exchange = Exchange { column: "a".to_owned(), cells };
        let as_if = steps.iter().map(|step| step.iter().map(|edit| exchanged(edit, &exchange)).collect());
        let (mut expected, mut edits) = (made(as_if.collect()), made(steps));
        for _ in 0..undone {
            expected.undo();
            edits.undo();
        }
        let held = exchange.cells.iter().any(|(line, (given, _))| edits.holds(line, "a", given));
        prop_assert_eq!(edits.exchange(&exchange) == Changed::Yes, held);
        prop_assert_eq!(edits, expected);
    }

    #[test]
    fn only_what_differs_is_sent(steps in steps()) {
        let edits = made(steps);
        let sent = edits.drafts().to_send();
        prop_assert_eq!(sent.len(), edits.drafts().counts().rows());
        for one in &sent {
            if let Change::Update { cells, .. } = &one.change {
                prop_assert!(!cells.is_empty());
                prop_assert!(cells.iter().all(|cell| cell.old != cell.new));
            }
        }
    }

    #[test]
    fn a_save_leaves_only_what_was_edited_meanwhile(before in steps(), meanwhile in steps()) {
        let mut edits = made(before);
        let sent = edits.drafts().to_send();
        let results: Vec<_> = sent.iter().map(|one| match &one.change {
            Change::Update { row, .. } => {
                let id = RowId { key: row.key.clone(), version: "2".to_owned() };
                Saved::Row(Row { id: Some(id), cells: Vec::new() })
            }
            _ => Saved::Gone,
        }).collect();
        let mut saved = edits.clone();
        saved.saved(&sent, &results);
        prop_assert!(saved.drafts().is_empty());
        for step in meanwhile {
            edits.make(step);
        }
        edits.saved(&sent, &results);
        for draft in edits.drafts().edited() {
            prop_assert!(draft.cells.values().all(|cell| cell.old != cell.new));
        }
    }
}

#[test]
fn a_cell_that_is_back_at_its_value_is_no_edit() {
    let cell = |new: &str| Edit::Cell {
        row: id(1),
        column: "a".to_owned(),
        old: Some("seen".to_owned()),
        new: Some(new.to_owned()),
    };
    let mut edits = made(vec![vec![cell("other")]]);
    assert_eq!(edits.drafts().counts().cells, 1);
    edits.make([cell("seen")]);
    assert!(edits.drafts().is_empty());
    assert_eq!(edits.make([cell("seen")]), Changed::No);
}

#[test]
fn a_label_of_the_key_that_is_stored_is_no_edit_and_no_step() {
    let cell = Edit::Cell {
        row: id(1),
        column: "a".to_owned(),
        old: Some("key".to_owned()),
        new: Some("label".to_owned()),
    };
    let mut edits = made(vec![vec![cell]]);
    let values = (Some("label".to_owned()), Some("key".to_owned()));
    let cells = BTreeMap::from([(Line::Stored(id(1).key), values)]);
    edits.exchange(&Exchange { column: "a".to_owned(), cells });
    assert!(edits.is_untouched());
}

#[test]
fn steps_are_forgotten_once() {
    let mut edits = made(vec![vec![Edit::Add { at: 0, cells: BTreeMap::new() }]]);
    edits.undo();
    assert_eq!(edits.forget_steps(), Changed::Yes);
    assert_eq!(edits.redo(), Changed::No);
    assert_eq!(edits.forget_steps(), Changed::No);
}

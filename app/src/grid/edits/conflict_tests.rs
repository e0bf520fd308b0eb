//! What must hold when edits meet somebody else's, whatever was edited and whatever is decided.

use super::{CellDraft, Choice, Clash, Edit, Edits, RowDraft, Theirs, Value};
use crate::model::page::{Row, RowId};
use proptest::prelude::*;
use std::collections::BTreeMap;

const COLUMNS: [&str; 3] = ["a", "b", "c"];

fn id(version: &str) -> RowId {
    RowId { key: vec!["1".to_owned()], version: version.to_owned() }
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![Just(None), "[xyz]".prop_map(Some)]
}

/// For some columns: what was seen, what is wanted, what is there now.
fn cells() -> impl Strategy<Value = BTreeMap<String, (Value, Value, Value)>> {
    let cell = (value(), value(), value());
    prop::collection::btree_map(prop::sample::select(&COLUMNS).prop_map(str::to_owned), cell, 1..4)
        .prop_map(|cells| cells.into_iter().filter(|(_, (old, new, _))| old != new).collect())
}

fn choice() -> impl Strategy<Value = Choice> {
    prop_oneof![Just(Choice::Mine), Just(Choice::Theirs)]
}

fn edited(cells: &BTreeMap<String, (Value, Value, Value)>) -> Edits {
    let mut edits = Edits::default();
    for (column, (old, new, _)) in cells {
        let (old, new) = (old.clone(), new.clone());
        edits.make([Edit::Cell { row: id("1"), column: column.clone(), old, new }]);
    }
    edits
}

fn theirs(cells: &BTreeMap<String, (Value, Value, Value)>) -> Theirs {
    let row = Row { id: Some(id("2")), cells: Vec::new() };
    let cells = cells.iter().map(|(column, (.., now))| (column.clone(), now.clone()));
    Theirs { row, cells: cells.collect() }
}

fn draft(edits: &Edits) -> RowDraft {
    edits.drafts().row(&id("1").key).unwrap().clone()
}

proptest! {
    #[test]
    fn each_cell_becomes_what_was_decided_of_it(
        cells in cells(),
        choices in prop::collection::vec(choice(), 3),
    ) {
        prop_assume!(!cells.is_empty());
        let mut edits = edited(&cells);
        let mut clash = Clash::new(draft(&edits), Some(theirs(&cells)));
        for (column, choice) in COLUMNS.iter().zip(&choices) {
            clash.choose(&Some((*column).to_owned()), *choice);
        }
        prop_assert_eq!(clash.open_points(), 0);
        edits.settle(&clash);
        for (column, choice) in COLUMNS.iter().zip(&choices) {
            let Some((old, new, now)) = cells.get(*column) else { continue };
            let touched = now != old && now != new;
            let stands = new != now && (!touched || *choice == Choice::Mine);
            let expected = stands.then(|| CellDraft { old: now.clone(), new: new.clone() });
            let draft = edits.drafts().cell(&id("1").key, column);
            prop_assert_eq!(draft, expected.as_ref(), "{}", column);
        }
        let version = edits.drafts().row(&id("1").key).map(|draft| draft.id.version.as_str());
        prop_assert!(matches!(version, None | Some("2")));
    }

    #[test]
    fn only_what_both_changed_differently_is_to_be_decided(cells in cells()) {
        prop_assume!(!cells.is_empty());
        let edits = edited(&cells);
        let clash = Clash::new(draft(&edits), Some(theirs(&cells)));
        for (column, (old, new, now)) in &cells {
            let asked = clash.choice(&Some(column.clone())).is_some();
            prop_assert_eq!(asked, now != old && now != new);
        }
        prop_assert_eq!(clash.choice(&None), None);
    }
}

fn deletion() -> Edits {
    let mut edits = Edits::default();
    edits.make([Edit::Delete(super::DeletedLine::Stored(id("1")))]);
    edits
}

#[test]
fn a_deletion_stands_or_the_row_does() {
    for (choice, stands) in [(Choice::Mine, true), (Choice::Theirs, false)] {
        let mut edits = deletion();
        let mut clash = Clash::new(draft(&edits), Some(theirs(&BTreeMap::new())));
        assert_eq!(clash.open_points(), 1);
        clash.choose_all(choice);
        edits.settle(&clash);
        assert_eq!(edits.drafts().is_empty(), !stands);
        if stands {
            assert_eq!(draft(&edits).id, id("2"));
        }
    }
}

#[test]
fn edits_of_a_row_that_is_gone_go_only_when_somebody_says_so() {
    let cells = BTreeMap::from([("a".to_owned(), (None, Some("x".to_owned()), None))]);
    let mut edits = edited(&cells);
    let mut clash = Clash::new(draft(&edits), None);
    clash.choose_all(Choice::Mine);
    assert_eq!(clash.open_points(), 1);
    clash.choose_all(Choice::Theirs);
    assert_eq!(clash.open_points(), 0);
    assert_eq!(clash.undecided().choice(&None), Some(None));
    edits.settle(&clash);
    assert!(edits.drafts().is_empty());
}

#[test]
fn what_is_edited_after_the_save_that_met_theirs_stays_an_edit() {
    let cell = |old: &str, new: &str, now: &str| {
        let value = |text: &str| Some(text.to_owned());
        ("a".to_owned(), (value(old), value(new), value(now)))
    };
    for (choice, in_a) in [(Choice::Mine, Some("mine")), (Choice::Theirs, None)] {
        let mut cells = BTreeMap::from([cell("old", "mine", "theirs")]);
        // Nobody else touched what is taken back.
        let old = Some("old".to_owned());
        cells.insert("c".to_owned(), (old.clone(), Some("mine".to_owned()), old.clone()));
        let mut edits = edited(&cells);
        let mut clash = Clash::new(draft(&edits), Some(theirs(&cells)));
        let (column, new) = ("b".to_owned(), Some("further".to_owned()));
        edits.make([Edit::Cell { row: id("1"), column, old: None, new }]);
        edits.make([Edit::Cell {
            row: id("1"),
            column: "c".to_owned(),
            old: old.clone(),
            new: old,
        }]);
        clash.choose_all(choice);
        edits.settle(&clash);
        let new = |column| edits.drafts().cell(&id("1").key, column).map(|cell| cell.new.clone());
        assert_eq!(new("b"), Some(Some("further".to_owned())));
        assert_eq!(new("a"), in_a.map(|text| Some(text.to_owned())));
        assert_eq!(new("c"), None);
    }
}

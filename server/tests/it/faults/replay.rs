//! The comparison: what the audit log says was committed, replayed, is what the target holds.

use super::books::{Books, SAVERS, history};
use super::savers::fate;
use crate::postgres::Postgres;
use crate::product::Person;
use app::model::cell::Cell;
use app::model::change::SaveFate;
use app::model::history::{ChangeSet, ChangeState, RowDeed};
use app::model::ids::TableId;
use std::collections::{BTreeMap, BTreeSet};

/// Compares target and audit log; nothing may be left unsettled.
pub async fn agree(server: &Postgres, person: &Person, books: &Books, what: &str) {
    accounts(server, person, books, what).await;
    for (table, held) in [
        (books.entry, "select id || ' ' || text, count(*) from hr.entry group by 1"),
        (books.line, "select text, count(*) from hr.line group by 1"),
    ] {
        rows(server, person, table, held, what).await;
    }
    fates(person, books, what).await;
}

/// For each account, the committed changes are exactly 0 → 1 → … → the number in the target.
async fn accounts(server: &Postgres, person: &Person, books: &Books, what: &str) {
    let mut told = vec![BTreeSet::new(); SAVERS + 1];
    for set in committed(person, books.account, what).await {
        for row in &set.rows {
            let number = |cell: &Cell| cell.shown().unwrap().parse::<i32>().unwrap();
            let (old, new) = (number(&row.cells[0].old), number(&row.cells[0].new));
            let account: usize = row.key[0].parse().unwrap();
            assert_eq!(new, old + 1, "{what}: {row:?}");
            assert!(told[account].insert(new), "{what}: committed twice: {row:?}");
        }
    }
    let client = server.admin("postgres").await;
    for row in client.query("select id, n from hr.account order by id", &[]).await.unwrap() {
        let (id, n): (i32, i32) = (row.get(0), row.get(1));
        let expected: BTreeSet<_> = (1..=n).collect();
        assert_eq!(told[usize::try_from(id).unwrap()], expected, "{what}: account {id} holds {n}");
    }
}

/// What was inserted less what was deleted is there, each row as often as it should be.
async fn rows(server: &Postgres, person: &Person, table: TableId, held: &str, what: &str) {
    let mut told = BTreeMap::<String, i64>::new();
    for set in committed(person, table, what).await {
        for row in &set.rows {
            let inserted = row.deed == RowDeed::Inserted;
            let cells = row.cells.iter().map(|cell| if inserted { &cell.new } else { &cell.old });
            let values: Vec<_> = cells.map(|value| value.shown().unwrap()).collect();
            *told.entry(values.join(" ")).or_default() += if inserted { 1 } else { -1 };
        }
    }
    told.retain(|_, times| *times != 0);
    let client = server.admin("postgres").await;
    let found = client.query(held, &[]).await.unwrap();
    let found: BTreeMap<String, i64> = found.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(told, found, "{what}: told and found");
}

/// Each Save that was sent since the last comparison ended as it is told by its id.
async fn fates(person: &Person, books: &Books, what: &str) {
    let states = books.states(person).await;
    let sent = std::mem::take(&mut *books.sent.lock().unwrap());
    for (table, id) in sent {
        let told = fate(person, table, id).await;
        let expected = match states.get(&id) {
            Some(ChangeState::Committed) => SaveFate::Committed,
            _ => SaveFate::NotSaved,
        };
        assert_eq!(told, Some(expected), "{what}: {id}");
    }
}

async fn committed(person: &Person, table: TableId, what: &str) -> Vec<ChangeSet> {
    let mut sets = whole_history(person, table).await;
    for set in &sets {
        let known = matches!(set.state, ChangeState::Committed | ChangeState::Aborted);
        assert!(known, "{what}: {set:?} is not settled");
    }
    sets.retain(|set| set.state == ChangeState::Committed);
    sets
}

/// The whole history of a table.
pub async fn whole_history(person: &Person, table: TableId) -> Vec<ChangeSet> {
    let mut sets = Vec::new();
    let mut before = None;
    loop {
        let page = history(person, table, before).await;
        sets.extend(page.change_sets);
        before = page.next;
        if before.is_none() {
            return sets;
        }
    }
}

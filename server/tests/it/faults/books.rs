//! Accounts that only ever count up by one, who counts them up, and the comparison afterwards.

use crate::postgres::{HBA, Postgres, Setup};
use crate::probe::scene;
use crate::product::Person;
use crate::tables::ground::{save_as, texts, update};
use app::model::cell::Cell;
use app::model::connection::{ConnectionDraft, Scope};
use app::model::history::{ChangeState, HistoryPage};
use app::model::ids::TableId;
use app::model::page::Page;
use serde_json::json;
use std::collections::BTreeSet;
use std::io::Write as _;
use uuid::Uuid;

/// How many people save at once.
pub const SAVERS: usize = 3;

/// A server of its own, with the accounts, reached through a relay's port.
pub async fn server() -> &'static Postgres {
    let setup = Setup { hba: format!("local all all trust\n{HBA}"), ..Setup::default() };
    let server: &'static Postgres = Box::leak(Box::new(Postgres::start(&setup)));
    let form = form(0);
    scene::set_up(server, &form).await;
    let role = scene::quoted(&form.username);
    let sql = format!(
        "create table hr.account (id int primary key, n int not null);
         insert into hr.account select id, 0 from generate_series(0, {SAVERS}) id;
         grant select, insert, update, delete on hr.account to {role}"
    );
    server.run("postgres", &sql).await;
    server
}

/// The form for a relay's port.
pub fn form(port: u16) -> ConnectionDraft {
    ConnectionDraft { scope: Scope::Site, ..scene::draft(port) }
}

/// Connects the accounts through a relay.
pub async fn connect(admin: &Person, port: u16) -> TableId {
    let connection = crate::connections::connect(admin, &form(port)).await;
    let folder = json!({ "parent": null, "name": "Books" });
    let folder = admin.done("folder/create", folder).await["id"].clone();
    let asked = json!({ "folder": folder, "connection": connection.id, "names": ["account"] });
    let tables = admin.done("table/connect", asked).await;
    serde_json::from_value(tables[0]["id"].clone()).unwrap()
}

/// Counts an account up by one, if nothing comes between; whatever does is not this one's matter.
pub async fn count_up(person: &Person, table: TableId, account: usize) {
    let request = json!({ "request": crate::tables::ground::request(table) });
    let Some(answer) = person.try_call("row/page", request).await else { return };
    let Ok(page) = serde_json::from_str::<Page>(&answer.body) else { return };
    let row = &page.rows[account];
    let old = texts(row)[1].unwrap().to_owned();
    let new = (old.parse::<u64>().unwrap() + 1).to_string();
    let change = update(row, "n", Some(&old), Some(&new));
    let arguments =
        json!({ "table": table, "id": Uuid::now_v7(), "changes": [change], "zone": "UTC" });
    let _ = person.try_call("row/save", arguments).await;
}

/// Everybody counts up their own account and the common one, so many times, at once.
pub async fn count_all_up(person: &Person, table: TableId, times: usize) {
    let saver = |own: usize| async move {
        for _ in 0..times {
            count_up(person, table, own).await;
            count_up(person, table, 0).await;
        }
    };
    futures::future::join_all((1..=SAVERS).map(saver)).await;
}

/// Compares target and audit log: for each account, the committed changes are exactly
/// 0 → 1 → … → the number in the target, and nothing is left unsettled.
pub async fn agree(server: &Postgres, person: &Person, table: TableId, what: &str) {
    let mut committed = vec![BTreeSet::new(); SAVERS + 1];
    let mut before = None;
    loop {
        let page = history(person, table, before).await;
        for set in &page.change_sets {
            let known = matches!(set.state, ChangeState::Committed | ChangeState::Aborted);
            assert!(known, "{what}: {set:?} is not settled");
            for row in set.rows.iter().filter(|_| set.state == ChangeState::Committed) {
                let number = |cell: &Cell| cell.shown().unwrap().parse::<i32>().unwrap();
                let (old, new) = (number(&row.cells[0].old), number(&row.cells[0].new));
                let account: usize = row.key[0].parse().unwrap();
                assert_eq!(new, old + 1, "{what}: {row:?}");
                assert!(committed[account].insert(new), "{what}: committed twice: {row:?}");
            }
        }
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    let client = server.admin("postgres").await;
    for row in client.query("select id, n from hr.account order by id", &[]).await.unwrap() {
        let (id, n): (i32, i32) = (row.get(0), row.get(1));
        let told = &committed[usize::try_from(id).unwrap()];
        let expected: BTreeSet<_> = (1..=n).collect();
        assert_eq!(told, &expected, "{what}: account {id} holds {n}");
    }
}

/// A page of history.
pub async fn history(
    person: &Person,
    table: TableId,
    before: Option<app::model::ids::ChangeSetId>,
) -> HistoryPage {
    let asked = json!({ "table": table, "filter": {}, "before": before });
    serde_json::from_value(person.done("history/list", asked).await).unwrap()
}

/// Tells whether every change set of the first page is settled.
pub async fn is_settled(person: &Person, table: TableId) -> bool {
    let page = history(person, table, None).await;
    page.change_sets.iter().all(|set| set.state != ChangeState::Prepared)
}

/// A saved change outside the faults, which must succeed.
pub async fn must_save(person: &Person, table: TableId) {
    let page = crate::tables::ground::page_of(person, table).await;
    let old = texts(&page.rows[0])[1].unwrap().to_owned();
    let new = (old.parse::<u64>().unwrap() + 1).to_string();
    let change = update(&page.rows[0], "n", Some(&old), Some(&new));
    let answer = save_as(person, table, &[change]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

/// Says how many runs there were, past what the test runner keeps to itself.
pub fn report(runs: usize, what: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{runs} runs with {what}: target and audit log agree").unwrap();
}

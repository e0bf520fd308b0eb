//! What the history keeps: tables that were disconnected, long keys and large values.

use super::ground::{Ground, delete, insert, save_as, texts, update};
use crate::product::{Engine, both};
use app::model::access::SiteRight;
use app::model::cell::Cell;
use app::model::history::HistoryPage;
use app::model::ids::{ChangeSetId, TableId};
use serde_json::json;

both!(
    the_history_goes_on_when_a_table_is_connected_again,
    a_table_that_is_made_anew_has_a_history_of_its_own,
    what_is_left_of_a_disconnected_table_is_for_those_who_read_the_audit_log,
    keys_of_any_length_have_their_history,
    large_values_come_by_their_starts_and_whole_when_asked_for,
    a_page_is_bounded_in_bytes,
);

const ADA: &str = "insert into $s.employee (name) values ('Ada')";

/// Saves a name, and gives the change set.
async fn rename(ground: &Ground, table: TableId, to: &str) -> ChangeSetId {
    let rows = ground.page(table).await.rows;
    let from = texts(&rows[0])[1].map(str::to_owned);
    ground.saved(table, &[update(&rows[0], "name", from.as_deref(), Some(to))]).await;
    ground.history(table).await.change_sets[0].id
}

async fn the_history_goes_on_when_a_table_is_connected_again(engine: Engine) {
    let sql = format!("{ADA}; create table $s.employee_of_another (id int primary key)");
    let ground = Ground::new(engine, &sql).await;
    let first = ground.connect("employee").await;
    let change = rename(&ground, first, "Eve").await;
    ground.admin.done("table/disconnect", json!({ "id": first })).await;
    let again = ground.connect("employee").await;
    rename(&ground, again, "Bob").await;
    assert_eq!(ground.history(again).await.change_sets.len(), 2);
    let row = ground.history_where(again, json!({ "row": ["1"], "column": "name" })).await;
    assert_eq!(row.change_sets.len(), 2);
    rename(&ground, again, "Eve").await;
    let restore = json!({ "table": again, "change_set": change, "row": null });
    ground.restored(restore).await;
    let name = ground.read("select name from $s.employee").await;
    assert_eq!(name.as_deref(), Some("Ada"));
    let other = ground.connect("employee_of_another").await;
    assert!(ground.history(other).await.change_sets.is_empty());
    let id = uuid::Uuid::now_v7();
    let foreign = json!({ "table": other, "id": id, "change_set": change, "row": null });
    assert_eq!(ground.admin.call("history/restore", foreign).await.status, 404);
}

async fn a_table_that_is_made_anew_has_a_history_of_its_own(engine: Engine) {
    let ground = Ground::new(engine, ADA).await;
    let first = ground.connect("employee").await;
    rename(&ground, first, "Eve").await;
    let owner = crate::probe::scene::quoted(&ground.draft.username);
    ground.run(&format!("alter table $s.employee owner to {owner}")).await;
    let dropping = json!({ "id": first, "confirmation": "employee" });
    ground.admin.done("table/drop_table", dropping).await;
    ground.product.clock.pass(chrono::TimeDelta::seconds(1));
    ground
        .run(&format!("create table $s.employee (id int primary key, name text); {ADA_AGAIN}"))
        .await;
    ground.run(&format!("grant all on $s.employee to {owner}")).await;
    let new = ground.connect("employee").await;
    assert!(ground.history(new).await.change_sets.is_empty());
    rename(&ground, new, "Bob").await;
    assert_eq!(ground.history(new).await.change_sets.len(), 1);
    assert_eq!(ground.history(first).await.change_sets.len(), 1, "the administrator may look");
}

const ADA_AGAIN: &str = "insert into $s.employee values (1, 'Ada')";

async fn what_is_left_of_a_disconnected_table_is_for_those_who_read_the_audit_log(engine: Engine) {
    let ground = Ground::new(engine, ADA).await;
    let table = ground.connect("employee").await;
    let change = rename(&ground, table, "Eve").await;
    let auditor = ground.product.person_with(&[SiteRight::ViewAuditLog]).await;
    let reader = ground.product.person_with(&[SiteRight::Read]).await;
    let list = json!({ "table": table, "filter": {}, "before": null });
    let cell = json!({ "table": table, "change_set": change, "row": 0, "column": "name" });
    assert_eq!(auditor.call("history/list", list.clone()).await.status, 404);
    assert_eq!(auditor.call("history/cell", cell.clone()).await.status, 404);
    assert_eq!(reader.done("history/cell", cell.clone()).await["new"], "Eve");
    ground.admin.done("table/disconnect", json!({ "id": table })).await;
    assert_eq!(reader.call("history/list", list.clone()).await.status, 404);
    assert_eq!(reader.call("history/cell", cell.clone()).await.status, 404);
    let page: HistoryPage =
        serde_json::from_value(auditor.done("history/list", list).await).unwrap();
    assert_eq!((page.change_sets.len(), page.disconnected.as_deref()), (1, Some("employee")));
    assert_eq!(auditor.done("history/cell", cell).await["new"], "Eve");
    let id = uuid::Uuid::now_v7();
    let restore = json!({ "table": table, "id": id, "change_set": change, "row": null });
    assert_eq!(ground.admin.call("history/restore", restore).await.status, 404);
}

/// What is stored of a key may be twice as long as it was in its own index.
async fn keys_of_any_length_have_their_history(engine: Engine) {
    let sql = "
        create table $s.file (id bytea primary key, name text);
        insert into $s.file
        select decode((select string_agg(md5(i::text), '') from generate_series(1, 150) i)
                      || last, 'hex'), last
        from unnest(array['00', '01']) last";
    let ground = Ground::new(engine, sql).await;
    let id = ground.connect("file").await;
    let rows = ground.page(id).await.rows;
    ground.saved(id, &[update(&rows[0], "name", Some("00"), Some("first"))]).await;
    ground.saved(id, &[delete(&rows[1])]).await;
    for (row, value) in rows.iter().zip(["first", "01"]) {
        let key = row.id.clone().unwrap().key;
        let found = ground.history_where(id, json!({ "row": key })).await.change_sets;
        assert_eq!(found.len(), 1, "the one that ends otherwise is another row");
        let cells = &found[0].rows[0].cells;
        let names = cells.iter().find(|cell| cell.column == "name").unwrap();
        let shown = [&names.old, &names.new].map(|cell| cell.shown());
        assert!(shown.contains(&Some(value)), "{shown:?}");
    }
}

async fn large_values_come_by_their_starts_and_whole_when_asked_for(engine: Engine) {
    let ground = Ground::new(engine, ADA).await;
    let table = ground.connect("employee").await;
    let large = "ä <img onerror> \"".repeat(20_000);
    let change = rename(&ground, table, &large).await;
    let set = ground.history(table).await.change_sets.remove(0);
    let start: String = large.chars().take(1_000).collect();
    let characters = large.chars().count() as u64;
    let cell = &set.rows[0].cells[0];
    assert_eq!(cell.old, Cell::Text("Ada".to_owned()));
    assert_eq!(cell.new, Cell::Cut { start, characters });
    let asked = json!({ "table": table, "change_set": change, "row": 0, "column": "name" });
    let whole = ground.admin.done("history/cell", asked).await;
    assert_eq!((&whole["old"], &whole["new"]), (&json!("Ada"), &json!(large)));
    for (row, column) in [(1, "name"), (0, "id")] {
        let none = json!({ "table": table, "change_set": change, "row": row, "column": column });
        assert_eq!(ground.admin.call("history/cell", none).await.status, 404);
    }
}

async fn a_page_is_bounded_in_bytes(engine: Engine) {
    let columns: Vec<_> = (0..100).map(|number| format!("c{number} text")).collect();
    let sql = format!("create table $s.wide (id int primary key, {})", columns.join(", "));
    let ground = Ground::new(engine, &sql).await;
    let table = ground.connect("wide").await;
    let long = "x".repeat(900);
    let row = |id: &str| {
        let names: Vec<_> = (0..100).map(|number| format!("c{number}")).collect();
        let mut cells = vec![("id", Some(id))];
        cells.extend(names.iter().map(|name| (name.as_str(), Some(long.as_str()))));
        insert(&cells)
    };
    for set in 0..12 {
        let ids: Vec<_> = (0..8).map(|number| (set * 8 + number).to_string()).collect();
        let changes: Vec<_> = ids.iter().map(|id| row(id)).collect();
        let answer = save_as(&ground.admin, table, &changes).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    let (mut before, mut seen) = (None, Vec::new());
    loop {
        let asked = json!({ "table": table, "filter": {}, "before": before });
        let answer = ground.admin.call("history/list", asked).await;
        assert!(answer.body.len() < 2 << 20, "{} bytes", answer.body.len());
        let page: HistoryPage = serde_json::from_value(answer.json()).unwrap();
        for set in &page.change_sets {
            assert!(set.row_count == 8 && (1..8).contains(&set.rows.len()), "{}", set.rows.len());
        }
        seen.extend(page.change_sets.iter().map(|set| set.id));
        let Some(next) = page.next else { break };
        before = Some(next);
    }
    assert_eq!(seen.len(), 12);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 12);
}

//! Everything works behind `PgBouncer` in transaction mode, where each transaction may be on another
//! session of the server.

use super::ground::{Ground, delete, id, insert, request, texts, update};
use crate::postgres::{Bouncer, Postgres};
use crate::product::Engine;
use app::error::{AppError, At};
use app::model::change::SaveOutcome;
use app::model::history::ChangeState;
use app::model::ids::TableId;
use app::model::page::{Page, Total};
use app::model::table::{ColumnDraft, ColumnType, TableDraft};
use app::model::watch::TableEvent;
use app::ports::Tables;
use futures::StreamExt;
use serde_json::json;
use server::service::settle::{settle_all, settle_now};
use server::service::tables::TableService;
use server::store::change_set;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A ground whose connection leads through a pooler.
pub async fn behind(sql: &str) -> (Ground, Bouncer) {
    let mut bouncer = None;
    let ground = Ground::with(Engine::Sqlite, sql, |mut draft| {
        let started = Bouncer::start(&draft, Postgres::shared().port);
        draft.port = started.port.to_string();
        bouncer = Some(started);
        draft
    })
    .await;
    (ground, bouncer.unwrap())
}

#[tokio::test]
async fn rows_are_read_saved_and_brought_back() {
    let (ground, _bouncer) =
        behind("insert into $s.employee (name) values ('Ada'), ('Grace')").await;
    let table = ground.connect("employee").await;
    let pages = futures::future::join_all((0..16).map(|_| ground.page(table))).await;
    assert!(pages.iter().all(|page| page.rows.len() == 2));
    let rows = &pages[0].rows;
    let changes = [
        update(&rows[0], "name", Some("Ada"), Some("Eve")),
        delete(&rows[1]),
        insert(&[("name", Some("Mary"))]),
    ];
    ground.saved(table, &changes).await;
    let conflict = ground.save(table, &[update(&rows[0], "name", Some("Ada"), Some("Bob"))]).await;
    match serde_json::from_value(conflict.json()).unwrap() {
        SaveOutcome::Conflicts(found) => {
            assert_eq!(texts(found[0].theirs.as_ref().unwrap())[1], Some("Eve"));
        }
        outcome => panic!("{outcome:?}"),
    }
    let done = ground.history(table).await.change_sets[0].id;
    let all = json!({ "table": table, "change_set": done, "row": null });
    ground.restored(all).await;
    let page = ground.page(table).await;
    let names: Vec<_> = page.rows.iter().map(|row| texts(row)[1]).collect();
    assert_eq!(names, [Some("Ada"), Some("Grace")]);
}

#[tokio::test]
async fn problems_are_told_at_their_cells() {
    let (ground, _bouncer) = behind(
        "create table $s.price (
            id int primary key, article text unique, amount numeric(8,2) check (amount > 0), day date);
         insert into $s.price values (1, 'A', 1, null), (2, 'B', 2, null)",
    )
    .await;
    let table = ground.connect("price").await;
    let rows = ground.page(table).await.rows;
    let changes = [
        update(&rows[0], "amount", Some("1.00"), Some("-1")),
        update(&rows[1], "day", None, Some("2026-02-30")),
        insert(&[("id", Some("3")), ("article", Some("A")), ("amount", Some("many"))]),
    ];
    let answer = ground.save(table, &changes).await;
    let error: AppError = serde_json::from_value(answer.json()).unwrap();
    let mut at: Vec<_> = error
        .problems
        .iter()
        .filter_map(|problem| match &problem.at {
            At::Cell { change, column } => Some((*change, column.as_deref()?)),
            At::Form | At::Field(_) => None,
        })
        .collect();
    at.dedup();
    assert_eq!(at, [(0, "amount"), (1, "day"), (2, "amount")], "{error:?}");
    assert_eq!(ground.page(table).await.rows, rows, "nothing is left behind");
}

#[tokio::test]
async fn rows_without_a_key_are_changed_and_brought_back() {
    let (ground, _bouncer) =
        behind("create table $s.note (text text); insert into $s.note values ('a'), ('b')").await;
    let table = ground.connect("note").await;
    let rows = ground.page(table).await.rows;
    let changes = [update(&rows[0], "text", Some("a"), Some("A")), delete(&rows[1])];
    ground.saved(table, &changes).await;
    let stale = ground.save(table, &[update(&rows[0], "text", Some("a"), Some("x"))]).await;
    assert!(stale.json()["conflicts"].is_array(), "{}", stale.body);
    let done = ground.history(table).await.change_sets[0].id;
    let all = json!({ "table": table, "change_set": done, "row": null });
    ground.restored(all).await;
    let all = ground.read("select string_agg(text, ',' order by text) from $s.note").await;
    assert_eq!(all.as_deref(), Some("a,b"));
}

#[tokio::test]
async fn large_tables_are_counted_and_their_middle_comes_near() {
    let (ground, _bouncer) = behind(
        "create table $s.big (id int primary key, at timestamptz);
         insert into $s.big select i, '2026-01-01 00:00+00' from generate_series(1, 30000) i;
         analyze $s.big; delete from $s.big where id > 29990",
    )
    .await;
    let table = ground.connect("big").await;
    let filter =
        json!({ "filters": [{ "column": "id", "operator": "greater", "operands": ["9"] }] });
    let count = json!({ "table": table, "query": filter, "zone": "Asia/Kathmandu" });
    assert_eq!(ground.admin.done("row/count", count).await, json!({ "exactly": 29_981 }));
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let mut asked = request(table);
        asked["from"] = json!(25_000);
        asked["zone"] = json!("Asia/Kathmandu");
        let page = ground.admin.done("row/page", json!({ "request": asked })).await;
        let page: Page = serde_json::from_value(page).unwrap();
        assert_eq!(texts(&page.rows[0]), [Some("25001"), Some("2026-01-01 05:45:00+05:45")]);
        if page.total == Total::About(29_990) {
            break;
        }
        assert!(Instant::now() < until, "no anchors were found");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let filter = json!({ "filters": [{ "column": "id", "operator": "less", "operands": ["x"] }] });
    let mut asked = request(table);
    asked["query"] = filter;
    let answer = ground.admin.call("row/page", json!({ "request": asked })).await;
    assert_eq!(answer.problem(), "filters.0: invalid_value");
}

#[tokio::test]
async fn foreign_keys_views_and_whole_values_are_read() {
    let (ground, _bouncer) = behind(
        "create table $s.country (code text primary key, name text);
         insert into $s.country values ('de', 'Germany'), ('nl', repeat('x', 3000));
         create table $s.city (id int primary key, country text references $s.country);
         insert into $s.city values (1, 'de');
         create view $s.names as select name from $s.country",
    )
    .await;
    let city = ground.connect("city").await;
    assert_eq!(ground.page(city).await.labels["country"]["de"], "Germany");
    let choices = json!({ "table": city, "column": "country", "search": "GERM" });
    let found = ground.admin.done("row/choices", choices).await;
    assert_eq!(found, json!([{ "value": "de", "label": "Germany" }]));
    let names = ground.connect("names").await;
    assert_eq!(ground.page(names).await.rows.len(), 2);
    let country = ground.connect("country").await;
    let rows = ground.page(country).await.rows;
    let whole = json!({ "table": country, "row": id(&rows[1]), "column": "name", "zone": "UTC" });
    assert_eq!(ground.admin.done("row/value", whole).await, json!("x".repeat(3_000)));
}

#[tokio::test]
async fn tables_are_made_changed_and_dropped() {
    let (ground, _bouncer) = behind("").await;
    let mut draft = TableDraft { name: "behind".to_owned(), ..TableDraft::default() };
    "text".clone_into(&mut draft.columns[1].name);
    let made = ground.admin.done("table/create", ground.place(json!({ "draft": draft }))).await;
    let table: TableId = serde_json::from_value(made["id"].clone()).unwrap();
    let column = ColumnDraft { name: "more".into(), ..ColumnDraft::new(ColumnType::Text) };
    ground.admin.done("table/add_column", json!({ "id": table, "draft": column })).await;
    let rename = json!({ "id": table, "column": "more", "name": "less" });
    ground.admin.done("table/rename_column", rename).await;
    let comment = json!({ "id": table, "column": "less", "comment": "Why?" });
    ground.admin.done("table/comment", comment).await;
    ground.saved(table, &[insert(&[("less", Some("x"))])]).await;
    let opened = ground.open(table).await;
    let last = opened.columns.last().unwrap();
    assert_eq!((last.name.as_str(), last.comment.as_deref()), ("less", Some("Why?")));
    let taken = ground.admin.call("table/create", ground.place(json!({ "draft": draft }))).await;
    assert_eq!(taken.problem(), "name: taken");
    let drop = json!({ "id": table, "confirmation": "behind" });
    ground.admin.done("table/drop_table", drop).await;
    assert_eq!(ground.read("select to_regclass('$s.behind')::text").await, None);
}

#[tokio::test]
async fn whoever_watches_is_told() {
    let (ground, _bouncer) = behind("insert into $s.employee (name) values ('Ada')").await;
    let table = ground.connect("employee").await;
    let tables = TableService(Arc::new(ground.product.site.clone()));
    let op = ground.product.op(&ground.admin).await;
    let mut events = tables.watch(&op, table, None).await.unwrap();
    assert!(matches!(events.next().await, Some(TableEvent::Viewers(_))));
    let rows = ground.page(table).await.rows;
    ground.saved(table, &[update(&rows[0], "name", Some("Ada"), Some("Eve"))]).await;
    assert!(matches!(events.next().await, Some(TableEvent::Saved { .. })));
}

/// The pooler dies while a Save waits for its commit; nobody can say then what became of it, until
/// the database is reached again.
#[tokio::test]
async fn a_save_that_was_cut_off_is_settled() {
    let (ground, bouncer) = behind("insert into $s.employee (name) values ('Ada')").await;
    let site = &ground.product.site;
    let table = ground.connect("employee").await;
    let rows = ground.page(table).await.rows;
    ground.saved(table, &[update(&rows[0], "name", Some("Ada"), Some("Eve"))]).await;
    let saved = ground.history(table).await.change_sets[0].id;
    let head = {
        let mut line = site.store.read().await.unwrap();
        change_set::get(&mut line, saved).await.unwrap().unwrap()
    };
    assert_eq!(settle_now(site, &head).await.unwrap(), ChangeState::Committed);
    let rows = ground.page(table).await.rows;
    let change = [update(&rows[0], "name", Some("Eve"), Some("Bob"))];
    // Everything is done in the target, and cannot be written down yet.
    let write = site.store.write().await.unwrap();
    let (saving, ()) = tokio::join!(ground.save(table, &change), async {
        let until = Instant::now() + Duration::from_secs(20);
        let role = ground.draft.username.replace('\'', "''");
        // It has written, and has read back what it wrote.
        let waiting = format!(
            "select count(*)::text from pg_stat_activity
             where usename = '{role}' and state = 'idle in transaction'
               and backend_xid is not null and query like 'select t.%'"
        );
        while ground.read(&waiting).await.as_deref() != Some("1") {
            assert!(Instant::now() < until, "the Save does not wait");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        drop(bouncer);
        write.rollback().await.unwrap();
    });
    assert_eq!(saving.status, 503, "{}", saving.body);
    let port = ground.draft.port.parse().unwrap();
    let _bouncer = Bouncer::start_at(&ground.draft, Postgres::shared().port, port);
    settle_all(site).await.unwrap();
    let states: Vec<_> =
        ground.history(table).await.change_sets.iter().map(|set| set.state).collect();
    assert_eq!(states, [ChangeState::Aborted, ChangeState::Committed]);
    assert_eq!(texts(&ground.page(table).await.rows[0])[1], Some("Eve"));
}

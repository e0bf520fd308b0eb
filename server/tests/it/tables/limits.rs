//! Bounds: what one request may ask for and carry.

use super::ground::{Ground, insert, request, update};
use crate::product::Engine;
use app::model::change::MOST_CHANGES;
use app::model::page::MOST_ROWS;
use serde_json::json;

#[tokio::test]
async fn a_large_text_travels_whole() {
    let ground = Ground::new(Engine::Sqlite, "").await;
    let table = ground.connect("employee").await;
    let large = "ä <img onerror> \"; drop table x; -- ".repeat(40_000);
    ground.saved(table, &[insert(&[("name", Some(&large))])]).await;
    let page = ground.page(table).await;
    let app::model::cell::Cell::Cut { characters, .. } = &page.rows[0].cells[1] else {
        panic!("a page carries only the start")
    };
    assert_eq!(*characters, large.chars().count() as u64);
    let asked = json!({ "table": table, "row": page.rows[0].id, "column": "name", "zone": "UTC" });
    assert_eq!(ground.admin.done("row/value", asked).await, json!(large));
}

/// What is too large is told as such, and is never in memory: neither where it is asked for nor where
/// it is in the way.
#[tokio::test]
async fn a_value_that_is_too_large_is_told_as_such() {
    let sql = "create table $s.file (id int primary key, name text, whole text);
        insert into $s.file values (1, 'a', repeat('x', 150 << 20)), (2, 'b', 'y');";
    let ground = Ground::new(Engine::Sqlite, sql).await;
    let table = ground.connect("file").await;
    let rows = ground.page(table).await.rows;
    let asked = json!({ "table": table, "row": rows[0].id, "column": "whole", "zone": "UTC" });
    let value = ground.admin.call("row/value", asked).await;
    let rename = |at: usize, from| update(&rows[at], "name", Some(from), Some("c"));
    let save = ground.save(table, &[rename(0, "a")]).await;
    for (answer, what) in [(value, "This value of whole"), (save, "This row")] {
        assert_eq!((answer.status, answer.code().as_str()), (413, "too_large"));
        assert!(answer.json()["message"].as_str().unwrap().starts_with(what), "{}", answer.body);
    }
    ground.saved(table, &[rename(1, "b")]).await;
}

/// More than the framework would take by itself.
#[tokio::test]
async fn a_save_may_be_large() {
    let ground = Ground::new(Engine::Sqlite, "").await;
    let table = ground.connect("employee").await;
    let large = "x".repeat(3 * 1024 * 1024);
    ground.saved(table, &[insert(&[("name", Some(&large))])]).await;
    let page = json!({ "request": request(table), "filling": large });
    let answer = ground.admin.call("row/page", page).await;
    assert_eq!((answer.status, answer.code().as_str()), (413, "too_large"));
}

#[tokio::test]
async fn many_problems_are_told_as_such() {
    let sql = "create table $s.strict (id int primary key, a text not null, b text not null)";
    let ground = Ground::new(Engine::Sqlite, sql).await;
    let table = ground.connect("strict").await;
    let answer = ground.save(table, &vec![insert(&[]); 2_000]).await;
    assert_eq!((answer.status, answer.code().as_str()), (422, "invalid"));
    assert_eq!(answer.json()["problems"].as_array().unwrap().len(), 100);
}

#[tokio::test]
async fn a_query_beyond_the_bounds_is_refused() {
    let ground = Ground::new(Engine::Sqlite, "").await;
    let table = ground.connect("employee").await;
    let filter = |operands: usize| json!({ "column": "id", "operator": "one_of", "operands": vec!["1"; operands] });
    let mut asked = request(table);
    asked["query"] = json!({ "filters": [filter(1_001)] });
    let answer = ground.admin.call("row/page", json!({ "request": asked })).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "filters.0: too_large"));
    asked["query"] = json!({ "filters": [filter(1_000)] });
    asked["from"] = json!(u64::MAX);
    let answer = ground.admin.call("row/page", json!({ "request": asked })).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "from: too_large"));
}

#[tokio::test]
async fn a_request_beyond_the_bounds_is_refused() {
    let many = format!(
        "insert into $s.employee (name) select 'x' from generate_series(1, {})",
        MOST_ROWS + 1
    );
    let ground = Ground::new(Engine::Sqlite, &many).await;
    let table = ground.connect("employee").await;
    let changes = vec![insert(&[("name", Some("x"))]); MOST_CHANGES + 1];
    let answer = ground.save(table, &changes).await;
    assert_eq!((answer.status, answer.code().as_str()), (422, "invalid"), "{}", answer.body);
    let mut asked = request(table);
    asked["count"] = json!(60_000);
    let page = ground.admin.done("row/page", json!({ "request": asked })).await;
    let rows = page["rows"].as_array().unwrap().len();
    assert_eq!(rows, usize::from(MOST_ROWS), "the count is drawn to the bound, not refused");
    asked["zone"] = json!("Atlantis/Poseidonis'; drop table x; --");
    let answer = ground.admin.call("row/page", json!({ "request": asked })).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    asked["zone"] = json!("Europe/Berlin");
    asked["query"] = json!({ "sort": [{ "column": "nothing", "direction": "ascending" }] });
    let answer = ground.admin.call("row/page", json!({ "request": asked })).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "sort.0: column_gone"));
}

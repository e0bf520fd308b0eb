//! Who has a table open, and others' saves as they happen.

use super::ground::{Ground, save_as, update};
use crate::product::{Engine, both};
use app::error::ErrorCode;
use app::model::access::SiteRight;
use app::model::ids::TableId;
use app::model::watch::TableEvent;
use app::ports::{TableEvents, Tables};
use futures::StreamExt;
use serde_json::json;
use server::service::tables::TableService;
use std::sync::Arc;
use std::time::Duration;

both!(
    whoever_has_a_table_open_is_shown_and_told_of_saves,
    whoever_may_not_read_any_more_is_told_no_more,
    a_session_that_ends_by_its_age_ends_the_watching,
    what_was_saved_before_the_watching_began_is_told,
    a_save_is_told_wherever_the_table_is_connected,
    a_watcher_that_is_far_behind_catches_up_at_once,
);

async fn whoever_has_a_table_open_is_shown_and_told_of_saves(engine: Engine) {
    let ground = Ground::new(engine, "insert into $s.employee (name) values ('Ada')").await;
    let table = ground.connect("employee").await;
    let rows = ground.page(table).await.rows;
    let grace = ground.product.person_with(&[SiteRight::Read, SiteRight::Update]).await;
    let tables = TableService(Arc::new(ground.product.site.clone()));
    let (ada_op, grace_op) =
        (ground.product.op(&ground.admin).await, ground.product.op(&grace).await);
    let mut events = tables.watch(&ada_op, table, None).await.unwrap();
    assert_eq!(viewers(next(&mut events).await), 1);
    let other = tables.watch(&grace_op, table, None).await.unwrap();
    assert_eq!(viewers(next(&mut events).await), 2);
    let answer =
        save_as(&grace, table, &[update(&rows[0], "name", Some("Ada"), Some("Eve"))]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    match next(&mut events).await {
        Some(TableEvent::Saved { by, keys, .. }) => {
            assert_eq!((by.id, keys), (grace_op.me.id, Some(vec![vec!["1".to_owned()]])));
        }
        event => panic!("{event:?}"),
    }
    drop(other);
    assert_eq!(viewers(next(&mut events).await), 1);
}

/// The next event; one that never comes does not keep the other tests from ending.
pub async fn next(events: &mut TableEvents) -> Option<TableEvent> {
    let event = tokio::time::timeout(Duration::from_mins(1), events.next()).await;
    event.expect("there is something to tell")
}

/// How many have the table open, where that is told.
pub fn viewers(event: Option<TableEvent>) -> usize {
    match event {
        Some(TableEvent::Viewers(viewers)) => viewers.len(),
        event => panic!("{event:?}"),
    }
}

async fn whoever_may_not_read_any_more_is_told_no_more(engine: Engine) {
    let ground = Ground::new(engine, "").await;
    let table = ground.connect("employee").await;
    let grace = ground.product.person_with(&[SiteRight::Read]).await;
    let tables = TableService(Arc::new(ground.product.site.clone()));
    let op = ground.product.op(&grace).await;
    let mut events = tables.watch(&op, table, None).await.unwrap();
    assert_eq!(viewers(next(&mut events).await), 1);
    ground.admin.done("user/deactivate", json!({ "id": op.me.id })).await;
    let ended = next(&mut events).await;
    assert_eq!(ended, None);
}

async fn a_session_that_ends_by_its_age_ends_the_watching(engine: Engine) {
    let ground = Ground::new(engine, "").await;
    let table = ground.connect("employee").await;
    let tables = TableService(Arc::new(ground.product.site.clone()));
    let op = ground.product.op(&ground.admin).await;
    let mut events = tables.watch(&op, table, None).await.unwrap();
    assert_eq!(viewers(next(&mut events).await), 1);
    ground.product.clock.pass(chrono::TimeDelta::hours(13));
    ground.product.site.watchers.wake(table);
    assert_eq!(next(&mut events).await, None);
}

/// Between the opening of the page and its first event somebody else may save.
async fn what_was_saved_before_the_watching_began_is_told(engine: Engine) {
    let ground = Ground::new(engine, "insert into $s.employee (name) values ('Ada')").await;
    let table = ground.connect("employee").await;
    let early = ground.page(table).await.rows;
    ground.saved(table, &[update(&early[0], "name", Some("Ada"), Some("Eve"))]).await;
    let seen = ground.open(table).await.seen;
    let rows = ground.page(table).await.rows;
    ground.saved(table, &[update(&rows[0], "name", Some("Eve"), Some("Bob"))]).await;
    let last = ground.history(table).await.change_sets[0].id;
    let tables = TableService(Arc::new(ground.product.site.clone()));
    let op = ground.product.op(&ground.admin).await;
    let mut events = tables.watch(&op, table, Some(seen)).await.unwrap();
    assert_eq!(viewers(next(&mut events).await), 1);
    match next(&mut events).await {
        Some(TableEvent::Saved { id, .. }) => assert_eq!(id, last, "and not the one of before"),
        event => panic!("{event:?}"),
    }
}

/// So many entries would take minutes, if there were a pause after every thousand.
async fn a_watcher_that_is_far_behind_catches_up_at_once(engine: Engine) {
    let ground = Ground::new(engine, "insert into $s.employee (name) values ('Ada')").await;
    let table = ground.connect("employee").await;
    let seen = ground.open(table).await.seen;
    let rows = ground.page(table).await.rows;
    ground.saved(table, &[update(&rows[0], "name", Some("Ada"), Some("Eve"))]).await;
    let site = &ground.product.site;
    let mut write = site.store.write().await.unwrap();
    sqlx::query("update audit_entry set position = position + 100000 where position > $1")
        .bind(seen)
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let tables = TableService(Arc::new(site.clone()));
    let op = ground.product.op(&ground.admin).await;
    let mut events = tables.watch(&op, table, Some(seen)).await.unwrap();
    assert_eq!(viewers(next(&mut events).await), 1);
    let told = next(&mut events).await;
    assert!(matches!(told, Some(TableEvent::Saved { .. })), "{told:?}");
}

async fn a_save_is_told_wherever_the_table_is_connected(engine: Engine) {
    let ground = Ground::new(engine, "insert into $s.employee (name) values ('Ada')").await;
    let table = ground.connect("employee").await;
    let folder = json!({ "parent": null, "name": "Elsewhere" });
    let folder = ground.admin.done("folder/create", folder).await["id"].clone();
    let names = json!({
        "folder": folder, "connection": ground.connection.id, "names": ["employee"],
    });
    let other = ground.admin.done("table/connect", names).await[0]["id"].clone();
    let other: TableId = serde_json::from_value(other).unwrap();
    let tables = TableService(Arc::new(ground.product.site.clone()));
    let op = ground.product.op(&ground.admin).await;
    let mut events = tables.watch(&op, other, None).await.unwrap();
    assert_eq!(viewers(next(&mut events).await), 1);
    let rows = ground.page(table).await.rows;
    ground.saved(table, &[update(&rows[0], "name", Some("Ada"), Some("Eve"))]).await;
    assert!(matches!(next(&mut events).await, Some(TableEvent::Saved { .. })));
    assert_eq!(ground.history(other).await.change_sets.len(), 1, "it has one history");
}

#[tokio::test]
async fn one_person_watches_so_many_tables_and_no_more() {
    let ground = Ground::new(Engine::Sqlite, "").await;
    let table = ground.connect("employee").await;
    let tables = TableService(Arc::new(ground.product.site.clone()));
    let op = ground.product.op(&ground.admin).await;
    let mut watching = Vec::new();
    let refused = loop {
        match tables.watch(&op, table, None).await {
            Ok(events) => watching.push(events),
            Err(error) => break error,
        }
    };
    assert_eq!((watching.len(), refused.code), (32, ErrorCode::TooManyAttempts));
    let grace = ground.product.person_with(&[SiteRight::Read]).await;
    let other = ground.product.op(&grace).await;
    assert!(tables.watch(&other, table, None).await.is_ok(), "others are not concerned");
    watching.pop();
    assert!(tables.watch(&op, table, None).await.is_ok());
}

#[tokio::test]
async fn a_server_that_stops_need_not_wait_for_open_grids() {
    let ground = Ground::new(Engine::Sqlite, "").await;
    let table = ground.connect("employee").await;
    let tables = TableService(Arc::new(ground.product.site.clone()));
    let op = ground.product.op(&ground.admin).await;
    let mut events = tables.watch(&op, table, None).await.unwrap();
    assert_eq!(viewers(next(&mut events).await), 1);
    ground.product.site.watchers.stop();
    assert_eq!(next(&mut events).await, None);
}

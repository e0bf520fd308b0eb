//! Targets that are gone: others are not kept waiting, and the connection can go too.

use super::ground::Ground;
use super::once::{SQL, prepare};
use crate::postgres::Postgres;
use crate::probe::scene::scene;
use crate::product::{Engine, both};
use app::error::ErrorCode;
use app::model::audit::{AuditAction, AuditFilter, AuditPage};
use app::model::connection::{ConnectEvent, ConnectionDraft};
use app::model::history::ChangeState;
use app::model::ids::{ChangeSetId, ConnectionId, TableId};
use serde_json::json;
use server::service::Site;
use server::service::settle::settle_all;
use server::store::change_set;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

both!(
    a_connection_whose_host_is_gone_for_good_can_be_deleted,
    a_connection_stays_while_a_save_is_under_way,
    a_connection_goes_nowhere_else_before_its_saves_are_settled,
    one_dead_target_keeps_no_other_waiting,
);

/// The connection leads to another port of this machine from now on.
async fn lead_to(site: &Site, connection: ConnectionId, port: u16) {
    let mut write = site.store.write().await.unwrap();
    sqlx::query("update connection set port = $1 where id = $2")
        .bind(i64::from(port))
        .bind(connection.to_string())
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    site.pools.forget(connection);
}

async fn listener() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

/// A change set that is committed in the target, which nobody was there to hear.
async fn left_open(ground: &Ground, table: TableId) -> ChangeSetId {
    let (prepared, id) = prepare(ground, table).await;
    prepared.commit().await.unwrap();
    id
}

async fn state(site: &Site, id: ChangeSetId) -> ChangeState {
    let mut line = site.store.read().await.unwrap();
    change_set::get(&mut line, id).await.unwrap().unwrap().state
}

async fn a_connection_whose_host_is_gone_for_good_can_be_deleted(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let site = &ground.product.site;
    let table = ground.connect("log").await;
    let open = [left_open(&ground, table).await, left_open(&ground, table).await];
    let (_, port) = listener().await;
    lead_to(site, ground.connection.id, port).await;
    let gone = json!({ "id": ground.connection.id, "disconnect": ["log"] });
    ground.admin.done("connection/delete", gone).await;
    for id in open {
        assert_eq!(state(site, id).await, ChangeState::Unknown);
    }
    let filter = AuditFilter::default();
    let page = ground.admin.done("audit/list", json!({ "filter": filter, "before": null })).await;
    let entries = serde_json::from_value::<AuditPage>(page).unwrap().entries;
    let about = |action| entries.iter().filter(move |entry| entry.action == action);
    assert_eq!(about(AuditAction::RowsUnknown).count(), 2);
    let deleted = about(AuditAction::ConnectionDeleted).next().unwrap();
    assert!(deleted.note.as_ref().unwrap().contains("2 changes"), "{deleted:?}");
}

async fn a_connection_stays_while_a_save_is_under_way(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let table = ground.connect("log").await;
    let (prepared, id) = prepare(&ground, table).await;
    let gone = json!({ "id": ground.connection.id, "disconnect": ["log"] });
    let answer = ground.admin.call("connection/delete", gone.clone()).await;
    assert_eq!((answer.status, answer.code().as_str()), (409, "conflict"), "{}", answer.body);
    assert_eq!(state(&ground.product.site, id).await, ChangeState::Prepared);
    ground.open(table).await;
    prepared.commit().await.unwrap();
    ground.admin.done("connection/delete", gone).await;
    assert_eq!(state(&ground.product.site, id).await, ChangeState::Committed);
}

async fn a_connection_goes_nowhere_else_before_its_saves_are_settled(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let table = ground.connect("log").await;
    let (prepared, _) = prepare(&ground, table).await;
    let elsewhere = scene(Postgres::shared()).await;
    let draft = ConnectionDraft { name: ground.connection.name.clone(), ..elsewhere };
    let edit = json!({ "id": ground.connection.id, "revision": 1, "draft": draft });
    let events = ground.admin.events("connection/edit", edit.clone()).await;
    let refused = match events.last() {
        Some(ConnectEvent::Refused(error)) => error.code,
        event => panic!("it ended with {event:?}"),
    };
    assert_eq!(refused, ErrorCode::Conflict);
    prepared.abort().await;
    settle_all(&ground.product.site).await.unwrap();
    let events = ground.admin.events("connection/edit", edit).await;
    assert!(matches!(events.last(), Some(ConnectEvent::Succeeded(_))), "{events:?}");
}

async fn one_dead_target_keeps_no_other_waiting(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let site = &ground.product.site;
    let (table, other) = (ground.connect("log").await, ground.connect("other").await);
    let dead = [left_open(&ground, table).await, left_open(&ground, table).await];
    let alive = left_open(&ground, other).await;
    // The later one is by a connection of its own, to the same place.
    let id = ground.twin().await;
    let mut write = site.store.write().await.unwrap();
    sqlx::query("update change_set set connection_id = $1 where id = $2")
        .bind(id.to_string())
        .bind(alive.to_string())
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let (listener, port) = listener().await;
    lead_to(site, ground.connection.id, port).await;
    let settling = tokio::spawn({
        let site = site.clone();
        async move { settle_all(&site).await }
    });
    let (line, _) = listener.accept().await.unwrap();
    let until = Instant::now() + Duration::from_secs(10);
    while state(site, alive).await == ChangeState::Prepared {
        assert!(Instant::now() < until, "it waits for the dead one");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(state(site, alive).await, ChangeState::Committed);
    assert!(!settling.is_finished(), "the dead one is still asked");
    drop(line);
    settling.await.unwrap().unwrap();
    assert_eq!(state(site, dead[0]).await, ChangeState::Prepared);
    // Its second change was not tried at all.
    assert!(listener.into_std().unwrap().accept().is_err());
}

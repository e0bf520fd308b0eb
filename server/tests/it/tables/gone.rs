//! Targets that are gone: others are not kept waiting, and the connection can go too.

use super::ground::Ground;
use super::late::on_store;
use super::once::{SQL, prepare};
use crate::postgres::Postgres;
use crate::probe::scene::scene;
use crate::product::{Engine, Person, both};
use app::error::ErrorCode;
use app::model::access::SiteRight;
use app::model::audit::AuditAction;
use app::model::connection::{ConnectEvent, ConnectionDraft};
use app::model::history::ChangeState;
use app::model::ids::{ChangeSetId, ConnectionId, TableId};
use chrono::TimeDelta;
use serde_json::json;
use server::service::Site;
use server::service::settle::{keep_settled, settle_all};
use server::service::tables::{reach, reach_by};
use server::store::change_set;
use server::target::pools::Claim;
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};

both!(
    a_connection_whose_host_is_gone_for_good_can_be_deleted,
    a_connection_without_a_free_session_stays,
    what_the_target_has_answered_for_is_not_given_up,
    a_connection_is_not_deleted_by_somebody_who_may_not_any_more,
    a_silent_target_has_one_turn_at_a_time,
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

/// The line by which the host is asked.
async fn dialled(listener: &TcpListener) -> TcpStream {
    let line = tokio::time::timeout(Duration::from_mins(1), listener.accept()).await;
    line.expect("the host is asked").unwrap().0
}

/// A change set that is committed in the target, which nobody was there to hear.
async fn left_open(ground: &Ground, table: TableId) -> ChangeSetId {
    let (prepared, id) = prepare(ground, table).await;
    prepared.commit().await.unwrap();
    id
}

/// A table by a connection of its own, to the same place.
async fn connect_by_twin(ground: &Ground, name: &str) -> TableId {
    let twin = ground.twin().await;
    let place = json!({ "folder": ground.folder, "connection": twin, "names": [name] });
    let table = ground.admin.done("table/connect", place).await[0]["id"].clone();
    serde_json::from_value(table).unwrap()
}

/// How a change set has ended, as soon as it has.
async fn settled(site: &Site, id: ChangeSetId) -> ChangeState {
    let until = Instant::now() + Duration::from_secs(10);
    while state(site, id).await == ChangeState::Prepared {
        assert!(Instant::now() < until, "it waits for another target");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    state(site, id).await
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
    let asked = json!({ "id": ground.connection.id });
    assert_eq!(ground.admin.done("connection/unsettled", asked).await, json!(2));
    // What is this young may be under way at another instance.
    assert_eq!(delete(&ground, &ground.admin).await, 409);
    ground.product.clock.pass(TimeDelta::minutes(2));
    assert_eq!(delete(&ground, &ground.admin).await, 200);
    for id in open {
        assert_eq!(state(site, id).await, ChangeState::Unknown);
    }
    let entries = ground.log().await;
    let about = |action| entries.iter().filter(move |entry| entry.action == action);
    let unknown: Vec<_> = about(AuditAction::RowsUnknown).map(|entry| &entry.note).collect();
    assert_eq!(unknown, [&Some("1 row".to_owned()), &Some("1 row".to_owned())]);
    let deleted = about(AuditAction::ConnectionDeleted).next().unwrap();
    assert!(deleted.note.as_ref().unwrap().contains("2 changes"), "{deleted:?}");
}

async fn delete(ground: &Ground, person: &Person) -> u16 {
    let gone = json!({ "id": ground.connection.id, "disconnect": ["log"] });
    person.call("connection/delete", gone).await.status
}

async fn a_connection_without_a_free_session_stays(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let site = &ground.product.site;
    let table = ground.connect("log").await;
    let op = ground.product.op(&ground.admin).await;
    let way = reach(site, &op, table, SiteRight::Read).await.unwrap().way;
    let take = || reach_by(site, &op, way.clone(), Claim::SYSTEM);
    let (prepared, open) = prepare(&ground, table).await;
    let mut all = futures::future::join_all((0..7).map(|_| take())).await;
    ground.product.clock.pass(TimeDelta::minutes(2));
    prepared.commit().await.unwrap();
    all.push(take().await);
    assert!(all.iter().all(Result::is_ok));
    assert_eq!(delete(&ground, &ground.admin).await, 503);
    drop(all);
    assert_eq!(delete(&ground, &ground.admin).await, 200);
    assert_eq!(state(site, open).await, ChangeState::Committed);
}

/// The store takes one of two answers only.
async fn what_the_target_has_answered_for_is_not_given_up(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let site = &ground.product.site;
    let broken = "create unique index broken on change_set (state) where state = 'committed'";
    on_store(&ground, broken).await;
    let table = ground.connect("log").await;
    let open = [left_open(&ground, table).await, left_open(&ground, table).await];
    ground.product.clock.pass(TimeDelta::minutes(2));
    assert_eq!(delete(&ground, &ground.admin).await, 409);
    assert_eq!(state(site, open[1]).await, ChangeState::Prepared);
    on_store(&ground, "drop index broken").await;
    assert_eq!(delete(&ground, &ground.admin).await, 200);
    assert_eq!(state(site, open[1]).await, ChangeState::Committed);
}

async fn a_connection_is_not_deleted_by_somebody_who_may_not_any_more(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let site = &ground.product.site;
    let table = ground.connect("log").await;
    left_open(&ground, table).await;
    ground.product.clock.pass(TimeDelta::minutes(2));
    let person = ground.product.person_with(&[SiteRight::ManageDatabases]).await;
    let op = ground.product.op(&person).await;
    let edit = json!({ "id": op.me.id, "edit": { "name": "Eve", "access": { "rights": [] } } });
    let (_, port) = listener().await;
    lead_to(site, ground.connection.id, port).await;
    ground.admin.done("user/edit", edit).await;
    // As if the right had been taken away while the target was asked.
    let connections = site.ports().connections;
    let known = vec!["log".to_owned()];
    let refused = connections.delete(&op, ground.connection.id, known).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Forbidden);
    assert_eq!(delete(&ground, &ground.admin).await, 200);
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
    let (table, other) = (ground.connect("log").await, connect_by_twin(&ground, "other").await);
    let dead = [left_open(&ground, table).await, left_open(&ground, table).await];
    let alive = left_open(&ground, other).await;
    let (listener, port) = listener().await;
    lead_to(site, ground.connection.id, port).await;
    let settling = tokio::spawn({
        let site = site.clone();
        async move { settle_all(&site).await }
    });
    let line = dialled(&listener).await;
    assert_eq!(settled(site, alive).await, ChangeState::Committed);
    assert!(!settling.is_finished(), "the dead one is still asked");
    drop(line);
    settling.await.unwrap().unwrap();
    assert_eq!(state(site, dead[0]).await, ChangeState::Prepared);
    // Its second change was not tried at all.
    assert!(listener.into_std().unwrap().accept().is_err());
}

async fn a_silent_target_has_one_turn_at_a_time(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let site = &ground.product.site;
    let (table, other) = (ground.connect("log").await, connect_by_twin(&ground, "other").await);
    left_open(&ground, table).await;
    let (listener, port) = listener().await;
    lead_to(site, ground.connection.id, port).await;
    let began = Instant::now();
    let settling = tokio::spawn(keep_settled(site.clone(), Duration::from_millis(1)));
    let _line = dialled(&listener).await;
    for _ in 0..4 {
        let alive = left_open(&ground, other).await;
        assert_eq!(settled(site, alive).await, ChangeState::Committed);
    }
    settling.abort();
    let listener = listener.into_std().unwrap();
    let more = std::iter::from_fn(|| listener.accept().ok()).count();
    // A turn lasts as long as one waits for a silent host; else there is one a millisecond.
    let turns = began.elapsed().as_secs() / site.reach.limits.tls_offer.as_secs();
    assert!(more as u64 <= turns, "{more} turns more");
}

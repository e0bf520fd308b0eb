//! What happens while a table is connected, created or changed: it is not done for somebody, or by a
//! way, that is not what it was any more.

use super::ground::Ground;
use crate::postgres::Postgres;
use crate::probe::scene::quoted;
use crate::product::{Answer, Engine, both};
use app::error::ErrorCode;
use app::model::access::SiteRight;
use app::model::connection::{ConnectEvent, ConnectionDraft};
use app::model::ids::TableId;
use app::model::table::TableDraft;
use serde_json::{Value, json};

both!(
    a_table_is_not_changed_by_a_connection_that_was_changed_meanwhile,
    a_table_is_not_changed_that_was_disconnected_meanwhile,
    a_table_is_not_created_by_a_connection_that_was_changed_meanwhile,
    a_right_that_was_taken_away_meanwhile_connects_nothing,
);

/// Calls a function that has to wait for a lock in the database, does something else meanwhile, and
/// gives the answer.
async fn call(
    ground: &Ground,
    (function, asked): (&'static str, Value),
    lock: &str,
    meanwhile: impl AsyncFnOnce(),
) -> Answer {
    let mut somebody = Postgres::shared().admin("postgres").await;
    let held = somebody.transaction().await.unwrap();
    held.batch_execute(&lock.replace("$s", &quoted(&ground.draft.schema))).await.unwrap();
    let admin = ground.admin.clone();
    let call = tokio::spawn(async move { admin.call(function, asked).await });
    ground.waiting("wait_event_type = 'Lock'", "1").await;
    meanwhile().await;
    held.rollback().await.unwrap();
    call.await.unwrap()
}

/// Begins to rename a column while somebody reads the table.
async fn rename(ground: &Ground, table: TableId, meanwhile: impl AsyncFnOnce()) -> Answer {
    let rename = json!({ "id": table, "column": "name", "name": "called" });
    let lock = "lock table $s.employee in access share mode";
    call(ground, ("table/rename_column", rename), lock, meanwhile).await
}

async fn move_connection(ground: &Ground) {
    let draft = ConnectionDraft { name: "Moved".to_owned(), ..ground.draft.clone() };
    let edit = json!({ "id": ground.connection.id, "revision": 1, "draft": draft });
    let events = ground.admin.events("connection/edit", edit).await;
    assert!(matches!(events.last(), Some(ConnectEvent::Succeeded(_))), "{events:?}");
}

async fn a_table_is_not_changed_by_a_connection_that_was_changed_meanwhile(engine: Engine) {
    let ground = Ground::new(engine, "").await;
    let table = ground.connect("employee").await;
    ground.own("employee").await;
    let answer = rename(&ground, table, async || move_connection(&ground).await).await;
    assert_eq!((answer.status, answer.code().as_str()), (409, "conflict"), "{}", answer.body);
    let names = ground.open(table).await.columns.into_iter().map(|column| column.name);
    assert_eq!(names.collect::<Vec<_>>(), ["id", "name"]);
}

async fn a_table_is_not_changed_that_was_disconnected_meanwhile(engine: Engine) {
    let ground = Ground::new(engine, "").await;
    let table = ground.connect("employee").await;
    ground.own("employee").await;
    let disconnect = async || {
        ground.admin.done("table/disconnect", json!({ "id": table })).await;
    };
    let answer = rename(&ground, table, disconnect).await;
    assert_eq!((answer.status, answer.code().as_str()), (404, "not_found"), "{}", answer.body);
    let again = ground.connect("employee").await;
    let names = ground.open(again).await.columns.into_iter().map(|column| column.name);
    assert_eq!(names.collect::<Vec<_>>(), ["id", "name"]);
}

async fn a_table_is_not_created_by_a_connection_that_was_changed_meanwhile(engine: Engine) {
    let ground = Ground::new(engine, "").await;
    let mut draft = TableDraft { name: "made".to_owned(), ..TableDraft::default() };
    "text".clone_into(&mut draft.columns[1].name);
    let create = ("table/create", ground.place(json!({ "draft": draft })));
    let lock = "create table $s.made (id int)";
    let answer = call(&ground, create, lock, async || move_connection(&ground).await).await;
    assert_eq!((answer.status, answer.code().as_str()), (409, "conflict"), "{}", answer.body);
    assert_eq!(ground.read("select to_regclass('$s.made')::text").await, None);
}

/// As if it had been taken away while the catalog was read.
async fn a_right_that_was_taken_away_meanwhile_connects_nothing(engine: Engine) {
    let ground = Ground::new(engine, "").await;
    let person = ground.product.person_with(&[SiteRight::ManageTables]).await;
    let op = ground.product.op(&person).await;
    let edit = json!({ "name": "Eve", "access": { "rights": ["read"] } });
    ground.admin.done("user/edit", json!({ "id": op.me.id, "edit": edit })).await;
    let tables = ground.product.site.ports().tables;
    let names = vec!["employee".to_owned()];
    let connected = tables.connect(&op, ground.folder, ground.connection.id, names).await;
    assert_eq!(connected.unwrap_err().code, ErrorCode::Forbidden);
    let listed = ground.admin.done("table/list", json!({ "folder": ground.folder })).await;
    assert_eq!(listed, json!([]));
}

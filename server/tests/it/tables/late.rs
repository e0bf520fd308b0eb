//! Changes of tables whose settlement comes late, because the store failed meanwhile.

use super::ground::Ground;
use crate::product::{Engine, both};
use app::model::audit::{AuditAction, AuditEntry, AuditFilter, AuditPage};
use app::model::table::{Table, TableDraft};
use serde_json::json;
use server::service::settle::settle_all;
use server::store::verify::verify;
use sqlx::AssertSqlSafe;

both!(
    what_was_created_is_connected_when_the_store_takes_it,
    what_was_dropped_is_disconnected_when_the_store_takes_it,
    what_cannot_be_written_down_is_not_done,
    what_has_no_place_any_more_is_told_and_not_connected,
);

/// Keeps a second change from being settled.
const SETTLE: &str = "create unique index broken on table_change (state) where state <> 'prepared'";
/// Keeps a second change from being prepared.
const PREPARE: &str = "create unique index broken on table_change (connection_id)";

/// A ground where one table was created, and the store has just broken.
async fn broken(engine: Engine, how: &str) -> Ground {
    let ground = Ground::new(engine, "").await;
    assert_eq!(create(&ground, "first").await, 200);
    on_store(&ground, how).await;
    ground
}

/// Runs SQL in the store.
pub async fn on_store(ground: &Ground, sql: &str) {
    let mut write = ground.product.site.store.write().await.unwrap();
    sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut *write).await.unwrap();
    write.commit().await.unwrap();
}

async fn mend(ground: &Ground) {
    on_store(ground, "drop index broken").await;
    settle_all(&ground.product.site).await.unwrap();
    let mut line = ground.product.site.store.read().await.unwrap();
    assert_eq!(verify(&mut line, None).await.unwrap().flaws, Vec::<String>::new());
}

/// Creates a table; the status of the answer.
async fn create(ground: &Ground, name: &str) -> u16 {
    let mut draft = TableDraft { name: name.to_owned(), ..TableDraft::default() };
    "text".clone_into(&mut draft.columns[1].name);
    ground.admin.call("table/create", ground.place(json!({ "draft": draft }))).await.status
}

async fn connected(ground: &Ground) -> Vec<Table> {
    let tables = ground.admin.done("table/list", json!({ "folder": ground.folder })).await;
    serde_json::from_value(tables).unwrap()
}

async fn is_there(ground: &Ground, name: &str) -> bool {
    ground.read(&format!("select to_regclass('$s.{name}')::text")).await.is_some()
}

/// The newest entry about a table of this name.
async fn newest(ground: &Ground, name: &str) -> AuditEntry {
    let filter = AuditFilter { text: name.to_owned(), ..AuditFilter::default() };
    let page = ground.admin.done("audit/list", json!({ "filter": filter, "before": null })).await;
    serde_json::from_value::<AuditPage>(page).unwrap().entries.remove(0)
}

async fn what_was_created_is_connected_when_the_store_takes_it(engine: Engine) {
    let ground = broken(engine, SETTLE).await;
    assert_eq!(create(&ground, "second").await, 503);
    assert!(is_there(&ground, "second").await);
    assert_eq!(connected(&ground).await.len(), 1);
    let prepared = newest(&ground, "second").await;
    assert_eq!(prepared.action, AuditAction::TableChangePrepared);
    assert!(prepared.changes[0].new.as_ref().unwrap().starts_with("CREATE TABLE"));
    mend(&ground).await;
    let tables = connected(&ground).await;
    let second = tables.iter().find(|table| table.name == "second").unwrap();
    let created = newest(&ground, "second").await;
    assert_eq!((created.action, created.note), (AuditAction::TableCreated, None));
    assert_eq!(created.subject.unwrap().id, second.id.to_string());
    assert_eq!(ground.open(second.id).await.columns.len(), 2);
}

async fn what_was_dropped_is_disconnected_when_the_store_takes_it(engine: Engine) {
    let ground = broken(engine, SETTLE).await;
    let first = connected(&ground).await.remove(0);
    let drop = json!({ "id": first.id, "confirmation": "first" });
    assert_eq!(ground.admin.call("table/drop_table", drop).await.status, 503);
    assert!(!is_there(&ground, "first").await);
    assert_eq!(connected(&ground).await.len(), 1);
    mend(&ground).await;
    assert_eq!(connected(&ground).await, []);
    assert_eq!(newest(&ground, "first").await.action, AuditAction::TableDropped);
}

async fn what_cannot_be_written_down_is_not_done(engine: Engine) {
    let ground = broken(engine, PREPARE).await;
    assert_eq!(create(&ground, "second").await, 500);
    let first = connected(&ground).await.remove(0);
    let drop = json!({ "id": first.id, "confirmation": "first" });
    assert_eq!(ground.admin.call("table/drop_table", drop).await.status, 500);
    assert!(is_there(&ground, "first").await && !is_there(&ground, "second").await);
    mend(&ground).await;
    assert_eq!(newest(&ground, "first").await.action, AuditAction::TableCreated);
}

async fn what_has_no_place_any_more_is_told_and_not_connected(engine: Engine) {
    let ground = broken(engine, SETTLE).await;
    assert_eq!(create(&ground, "second").await, 503);
    let first = connected(&ground).await.remove(0);
    ground.admin.done("table/disconnect", json!({ "id": first.id })).await;
    ground.admin.done("folder/delete", json!({ "id": ground.folder })).await;
    mend(&ground).await;
    let told = newest(&ground, "second").await;
    assert_eq!(told.action, AuditAction::TableCreated);
    assert!(told.note.unwrap().starts_with("Not connected"));
}

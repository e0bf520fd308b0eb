//! The product is killed at each step of creating and of dropping a table.

use super::books::form;
use super::product::Ordeal;
use super::relay::Step;
use crate::postgres::Postgres;
use crate::product::{Engine, Person};
use app::model::audit::{AuditAction, AuditEntry, AuditFilter, AuditPage};
use app::model::ids::FolderId;
use app::model::table::{Table, TableDraft};
use serde_json::{Value, json};
use std::time::Duration;

/// Where tables are made.
struct Place {
    folder: FolderId,
    connection: Value,
}

impl Place {
    async fn new(admin: &Person, port: u16) -> Self {
        let connection = crate::connections::connect(admin, &form(port)).await;
        let folder = json!({ "parent": null, "name": "Tables" });
        let folder = admin.done("folder/create", folder).await["id"].clone();
        Self { folder: serde_json::from_value(folder).unwrap(), connection: json!(connection.id) }
    }

    async fn create(&self, admin: &Person) {
        let mut draft = TableDraft { name: "made".to_owned(), ..TableDraft::default() };
        "text".clone_into(&mut draft.columns[1].name);
        let asked = json!({ "folder": self.folder, "connection": self.connection, "draft": draft });
        let _ = admin.try_call("table/create", asked).await;
    }

    async fn drop(&self, admin: &Person, table: &Table) {
        let asked = json!({ "id": table.id, "confirmation": "made" });
        let _ = admin.try_call("table/drop_table", asked).await;
    }

    /// Drops the table that was made, or makes one.
    async fn turn(&self, admin: &Person, made: Option<&Table>) {
        match made {
            Some(table) => self.drop(admin, table).await,
            None => self.create(admin).await,
        }
    }

    async fn connected(&self, admin: &Person) -> Option<Table> {
        let tables = admin.done("table/list", json!({ "folder": self.folder })).await;
        serde_json::from_value::<Vec<Table>>(tables).unwrap().pop()
    }
}

async fn entries(admin: &Person) -> Vec<AuditEntry> {
    let filter = AuditFilter { text: "made".to_owned(), ..AuditFilter::default() };
    let page = admin.done("audit/list", json!({ "filter": filter, "before": null })).await;
    let page: AuditPage = serde_json::from_value(page).unwrap();
    assert_eq!(page.next, None, "all fit on one page");
    page.entries
}

/// Waits until each change that was prepared has ended, and compares: what was created and not
/// dropped is in the target, and connected.
async fn agree(server: &Postgres, admin: &Person, place: &Place, what: &str) {
    let entries = loop {
        let entries = entries(admin).await;
        let prepared = |one: &&AuditEntry| one.action == AuditAction::TableChangePrepared;
        if entries.iter().filter(prepared).count() * 2 == entries.len() {
            break entries;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    let count = |action| entries.iter().filter(|one| one.action == action).count();
    let told = count(AuditAction::TableCreated) - count(AuditAction::TableDropped);
    let client = server.admin("postgres").await;
    let found = "select count(*) from pg_tables where schemaname = 'hr' and tablename = 'made'";
    let found: i64 = client.query_one(found, &[]).await.unwrap().get(0);
    let connected = place.connected(admin).await.map_or(0, |_| 1);
    assert_eq!((told, found), (connected, i64::try_from(connected).unwrap()), "{what}");
}

async fn kill(engine: Engine, what: &str) {
    let mut ordeal = Ordeal::start(engine, 2).await;
    let server = ordeal.server;
    let place = Place::new(&ordeal.admin, ordeal.port).await;
    server.run("postgres", "grant create on schema hr to hr_role").await;
    for step in Step::ALL.into_iter().flat_map(|step| [step, step]) {
        let made = place.connected(&ordeal.admin).await;
        let what = format!("killed at {step:?}, with {made:?}");
        ordeal.kill(step, &what, async |admin| place.turn(admin, made.as_ref()).await).await;
        let admin = &ordeal.admin;
        agree(server, admin, &place, &what).await;
        if place.connected(admin).await == made {
            // What did not happen is done now, so that each step meets both changes.
            place.turn(admin, made.as_ref()).await;
            agree(server, admin, &place, &what).await;
        }
        assert_ne!(place.connected(admin).await, made, "{what}: nothing was done");
    }
    ordeal.end(what);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tables_agree_wherever_the_product_is_killed() {
    kill(Engine::Sqlite, "the product killed while it changes tables").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tables_agree_with_a_store_in_postgresql() {
    kill(Engine::Postgres, "the product killed while it changes tables, on PostgreSQL").await;
}

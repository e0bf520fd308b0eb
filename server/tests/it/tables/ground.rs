//! What the tests of tables start from: a product, a connection to a schema of its own, a folder.

use crate::connections::connect;
use crate::postgres::Postgres;
use crate::probe::scene::{quoted, scene};
use crate::product::{Answer, Engine, Person, Product};
use app::model::audit::{AuditEntry, AuditFilter, AuditPage};
use app::model::change::{CellEdit, CellInput, Change, SaveOutcome, Saved};
use app::model::connection::{Connection, ConnectionDraft};
use app::model::history::HistoryPage;
use app::model::ids::{ConnectionId, FolderId, TableId};
use app::model::page::{Page, Row, RowId};
use app::model::table::{OpenTable, Table};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A product with a connection and a folder.
pub struct Ground {
    /// The product.
    pub product: Product,
    /// Its administrator.
    pub admin: Person,
    /// The form that the connection was made from.
    pub draft: ConnectionDraft,
    /// The connection.
    pub connection: Connection,
    /// A folder.
    pub folder: FolderId,
}

impl Ground {
    /// Runs SQL in a new schema, `$s` standing for its name, and connects it.
    pub async fn new(engine: Engine, sql: &str) -> Self {
        Self::with(engine, sql, |draft| draft).await
    }

    /// The same with another form.
    pub async fn with(
        engine: Engine,
        sql: &str,
        change: impl FnOnce(ConnectionDraft) -> ConnectionDraft,
    ) -> Self {
        Self::of(Product::start_idle(engine).await, sql, change).await
    }

    /// The same with a product that runs already.
    pub async fn of(
        product: Product,
        sql: &str,
        change: impl FnOnce(ConnectionDraft) -> ConnectionDraft,
    ) -> Self {
        let admin = product.admin().await;
        let draft = scene(Postgres::shared()).await;
        make(&draft, sql).await;
        let draft = change(draft);
        let connection = connect(&admin, &draft).await;
        let folder = json!({ "parent": null, "name": "Finance" });
        let folder = admin.done("folder/create", folder).await;
        let folder = serde_json::from_value(folder["id"].clone()).unwrap();
        Self { product, admin, draft, connection, folder }
    }

    /// Runs SQL as the owner of the schema, `$s` standing for its name.
    pub async fn run(&self, sql: &str) {
        let sql = sql.replace("$s", &quoted(&self.draft.schema));
        Postgres::shared().run("postgres", &sql).await;
    }

    /// Makes the role the owner of a table.
    pub async fn own(&self, table: &str) {
        let role = quoted(&self.draft.username);
        self.run(&format!("alter table $s.{table} owner to {role}")).await;
    }

    /// Makes a second connection to the same place.
    pub async fn twin(&self) -> ConnectionId {
        let draft = ConnectionDraft { name: "Twin".to_owned(), ..self.draft.clone() };
        connect(&self.admin, &draft).await.id
    }

    /// Waits until so many of the connection's sessions are in a state of the database's view of
    /// activity.
    pub async fn waiting(&self, what: &str, many: &str) {
        let role = self.draft.username.replace('\'', "''");
        let all = "select count(*)::text from pg_stat_activity where usename =";
        let asked = format!("{all} '{role}' and {what}");
        let until = Instant::now() + Duration::from_secs(20);
        while self.read(&asked).await.as_deref() != Some(many) {
            assert!(Instant::now() < until, "they do not wait");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Gives the first column of the first row, as text.
    pub async fn read(&self, sql: &str) -> Option<String> {
        let sql = sql.replace("$s", &quoted(&self.draft.schema));
        let client = Postgres::shared().admin("postgres").await;
        let rows = client.query(&sql, &[]).await.unwrap();
        rows.first().and_then(|row| row.get(0))
    }

    /// Arguments that name the folder and the connection.
    pub fn place(&self, more: Value) -> Value {
        let mut place = json!({ "folder": self.folder, "connection": self.connection.id });
        place.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        place
    }

    /// Connects a table.
    pub async fn connect(&self, name: &str) -> TableId {
        let place = self.place(json!({ "names": [name] }));
        let tables = self.admin.done("table/connect", place).await;
        let tables: Vec<Table> = serde_json::from_value(tables).unwrap();
        tables[0].id
    }

    /// Opens a table.
    pub async fn open(&self, id: TableId) -> OpenTable {
        let opened = self.admin.done("table/open", json!({ "id": id })).await;
        serde_json::from_value(opened).unwrap()
    }

    /// The first rows.
    pub async fn page(&self, id: TableId) -> Page {
        page_of(&self.admin, id).await
    }

    /// Saves changes.
    pub async fn save(&self, id: TableId, changes: &[Change]) -> Answer {
        save_as(&self.admin, id, changes).await
    }

    /// Saves changes, which must succeed.
    pub async fn saved(&self, id: TableId, changes: &[Change]) -> Vec<Saved> {
        let answer = self.save(id, changes).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        match serde_json::from_value(answer.json()).unwrap() {
            SaveOutcome::Saved { id, results } => {
                assert!(id.is_some(), "something was written");
                results
            }
            outcome => panic!("{outcome:?}"),
        }
    }

    /// Restores a change set or a row of it, under a new id.
    pub async fn restored(&self, mut asked: Value) -> Value {
        asked["id"] = json!(Uuid::now_v7());
        self.admin.done("history/restore", asked).await
    }

    /// The whole history of a table.
    pub async fn history(&self, id: TableId) -> HistoryPage {
        self.history_where(id, json!({})).await
    }

    /// The newest entries of the audit log, the newest first.
    pub async fn log(&self) -> Vec<AuditEntry> {
        let asked = json!({ "filter": AuditFilter::default(), "before": null });
        let page = self.admin.done("audit/list", asked).await;
        serde_json::from_value::<AuditPage>(page).unwrap().entries
    }

    /// A part of the history of a table.
    pub async fn history_where(&self, id: TableId, filter: Value) -> HistoryPage {
        let asked = json!({ "table": id, "filter": filter, "before": null });
        serde_json::from_value(self.admin.done("history/list", asked).await).unwrap()
    }
}

/// The first rows as somebody sees them.
pub async fn page_of(person: &Person, id: TableId) -> Page {
    let answer = person.done("row/page", json!({ "request": request(id) })).await;
    serde_json::from_value(answer).unwrap()
}

/// A request for the first rows.
pub fn request(id: TableId) -> Value {
    json!({ "table": id, "query": {}, "zone": "UTC", "from": 0, "count": 100, "near": null })
}

/// Saves changes as somebody.
pub async fn save_as(person: &Person, id: TableId, changes: &[Change]) -> Answer {
    save_under(person, Uuid::now_v7(), id, changes).await
}

/// Saves changes under an id.
pub async fn save_under(person: &Person, id: Uuid, table: TableId, changes: &[Change]) -> Answer {
    let save = json!({ "table": table, "id": id, "changes": changes, "zone": "UTC" });
    person.call("row/save", save).await
}

/// Runs SQL in a schema and grants the role what the product's script grants.
pub async fn make(draft: &ConnectionDraft, sql: &str) {
    let (schema, role) = (quoted(&draft.schema), quoted(&draft.username));
    let sql = sql.replace("$s", &schema);
    let sql = format!(
        "{sql};
         grant select, insert, update, delete on all tables in schema {schema} to {role};
         grant usage, select on all sequences in schema {schema} to {role};"
    );
    Postgres::shared().run("postgres", &sql).await;
}

/// The problems that an answer tells at cells, as `column code`.
pub fn told(answer: &Answer) -> Vec<String> {
    let problems = answer.json()["problems"].as_array().cloned().unwrap_or_default();
    let told = problems.iter().map(|problem| {
        let column = problem["at"]["cell"]["column"].as_str().unwrap_or("row");
        format!("{column} {}", problem["code"].as_str().unwrap_or_default())
    });
    told.collect()
}

/// A row's identity.
pub fn id(row: &Row) -> RowId {
    row.id.clone().unwrap()
}

/// A row's texts, NULL as none.
pub fn texts(row: &Row) -> Vec<Option<&str>> {
    row.cells.iter().map(|cell| cell.value().unwrap()).collect()
}

/// A change of one cell.
pub fn update(row: &Row, column: &str, old: Option<&str>, new: Option<&str>) -> Change {
    let (old, new) = (old.map(str::to_owned), new.map(str::to_owned));
    let cells = vec![CellEdit { column: column.to_owned(), old, new }];
    Change::Update { row: id(row), cells }
}

/// A new row.
pub fn insert(cells: &[(&str, Option<&str>)]) -> Change {
    let cell = |(column, value): &(&str, Option<&str>)| CellInput {
        column: (*column).to_owned(),
        value: value.map(str::to_owned),
    };
    Change::Insert { cells: cells.iter().map(cell).collect() }
}

/// A row that goes.
pub fn delete(row: &Row) -> Change {
    Change::Delete { row: id(row), seen: Vec::new() }
}

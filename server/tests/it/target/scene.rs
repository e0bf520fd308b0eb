//! A schema of its own for each test, reached as the product reaches it, by an ordinary role.

use crate::postgres::Postgres;
use crate::probe::scene;
use app::error::{AppError, At};
use app::model::cell::Cell;
use app::model::change::{CellEdit, CellInput, Change, Conflict, Saved};
use app::model::connection::{CheckedConnection, ConnectionDraft};
use app::model::filter::{Direction, Filter, Operator, RowQuery, SortBy};
use app::model::history::RowChange;
use app::model::ids::{ConnectionId, TableId};
use app::model::page::{Page, PageRequest, Place, Row, RowId};
use server::target::catalog::{self, Relation};
use server::target::diagnostics::TargetError;
use server::target::pools::{Claim, Lease, Pools};
use server::target::read;
use server::target::write::{self, Prepared, Staged};
use std::sync::Arc;
use uuid::Uuid;

/// A schema, its role, and our way to it.
pub struct Scene {
    /// The form, for other connections to the same schema.
    pub draft: ConnectionDraft,
    /// The sessions.
    pub pools: Pools,
    /// The connection.
    pub id: ConnectionId,
}

impl Scene {
    /// A schema with these tables; the SQL runs as superuser with the schema as its search path, and
    /// the role is then granted everything in it.
    pub async fn new(sql: &str) -> Self {
        // Once for all schemas: extensions belong to the database.
        let extensions = "begin; select pg_advisory_xact_lock(2);
            create extension if not exists hstore; create extension if not exists citext; commit;";
        Postgres::shared().run("postgres", extensions).await;
        let draft = scene::scene(Postgres::shared()).await;
        let scene =
            Self { pools: Pools::new(scene::reach()), id: ConnectionId(Uuid::now_v7()), draft };
        scene.run(sql).await;
        let (schema, role) = (scene::quoted(&scene.draft.schema), scene.role());
        scene
            .run(&format!(
                "grant select, insert, update, delete on all tables in schema {schema} to {role};
                 grant usage, select on all sequences in schema {schema} to {role};"
            ))
            .await;
        scene
    }

    /// The same role with a schema of the same name in another database, where the SQL runs.
    pub async fn in_database(mut self, database: &str, sql: &str) -> Self {
        let (schema, role) = (scene::quoted(&self.draft.schema), self.role());
        let sql = format!(
            "create schema {schema}; set search_path = {schema}; {sql}
             grant usage on schema {schema} to {role};
             grant select on all tables in schema {schema} to {role};"
        );
        Postgres::shared().run(database, &sql).await;
        database.clone_into(&mut self.draft.instance);
        self
    }

    /// The login role, quoted.
    pub fn role(&self) -> String {
        scene::quoted(&self.draft.username)
    }

    /// Runs SQL as superuser, in the scene's schema.
    pub async fn run(&self, sql: &str) {
        let path = scene::quoted(&self.draft.schema);
        let sql = format!("set search_path = {path}, public; {sql}");
        Postgres::shared().run("postgres", &sql).await;
    }

    /// Asks as superuser for one text.
    pub async fn text(&self, sql: &str) -> Option<String> {
        let admin = Postgres::shared().admin("postgres").await;
        let path = scene::quoted(&self.draft.schema);
        admin.batch_execute(&format!("set search_path = {path}, public")).await.unwrap();
        let row = admin.query_typed_one(&format!("select ({sql})::text"), &[]).await.unwrap();
        row.get(0)
    }

    /// The server's version, as in `14`.
    pub async fn version() -> u32 {
        let admin = Postgres::shared().admin("postgres").await;
        let version = "select current_setting('server_version_num')";
        let row = admin.query_typed_one(version, &[]).await.unwrap();
        row.get::<_, &str>(0).parse::<u32>().unwrap() / 10_000
    }

    /// The connection as checked.
    pub fn connection(&self) -> CheckedConnection {
        self.draft.clone().check().unwrap()
    }

    /// A session.
    pub async fn lease(&self) -> Lease {
        self.lease_for(Claim::SYSTEM).await.unwrap()
    }

    /// A session for somebody.
    pub async fn lease_for(&self, claim: Claim) -> Result<Lease, TargetError> {
        self.pools.lease(self.id, 1, claim, || async { Ok(self.connection()) }).await
    }

    /// A table, as the catalog says it is.
    pub async fn open(&self, table: &str) -> Arc<Relation> {
        catalog::open(&mut self.lease().await, table).await.unwrap()
    }

    /// A page, read with a request.
    pub async fn page(&self, table: &str, request: &PageRequest) -> Result<Page, TargetError> {
        let relation = self.open(table).await;
        read::page(&mut self.lease().await, &relation, request).await
    }

    /// The first rows of a table.
    pub async fn rows(&self, table: &str) -> Vec<Row> {
        self.page(table, &request(0, 200)).await.unwrap().rows
    }

    /// The first rows' cells as texts.
    pub async fn texts(&self, table: &str) -> Vec<Vec<Option<String>>> {
        self.rows(table).await.iter().map(texts).collect()
    }
}

impl Scene {
    /// Stages changes, moments in UTC.
    pub async fn stage(&self, table: &str, changes: &[Change]) -> Result<Staged, TargetError> {
        self.stage_in(table, changes, "UTC").await
    }

    /// Stages changes, once more where the table is not as it was known, as the service does.
    pub async fn stage_in(
        &self,
        table: &str,
        changes: &[Change],
        zone: &str,
    ) -> Result<Staged, TargetError> {
        let relation = self.open(table).await;
        match write::stage(self.lease().await, &relation, changes, zone).await {
            Err(TargetError::Outdated) => {
                let relation = self.open(table).await;
                write::stage(self.lease().await, &relation, changes, zone).await
            }
            staged => staged,
        }
    }

    /// Stages changes that nothing stands against.
    pub async fn prepare(&self, table: &str, changes: &[Change]) -> Prepared {
        match self.stage(table, changes).await {
            Ok(Staged::Ready(prepared)) => *prepared,
            Ok(Staged::Nothing(_)) => panic!("nothing differs"),
            Ok(Staged::Conflicts(conflicts)) => panic!("{conflicts:?}"),
            Err(error) => panic!("{error:?}"),
        }
    }

    /// Saves changes that nothing stands against.
    pub async fn save(&self, table: &str, changes: &[Change]) -> (Vec<Saved>, Vec<RowChange>) {
        let prepared = self.prepare(table, changes).await;
        let saved = (prepared.results.clone(), prepared.deeds.clone());
        prepared.commit().await.unwrap();
        saved
    }

    /// The conflicts that changes meet.
    pub async fn conflicts(&self, table: &str, changes: &[Change]) -> Vec<Conflict> {
        match self.stage(table, changes).await {
            Ok(Staged::Conflicts(conflicts)) => conflicts,
            Ok(_) => panic!("no conflict"),
            Err(error) => panic!("{error:?}"),
        }
    }

    /// The problems that the database has with changes, as `change column: code`.
    pub async fn problems(&self, table: &str, changes: &[Change]) -> Vec<String> {
        match self.stage(table, changes).await {
            Err(TargetError::Refused(error)) => told(&error),
            Err(error) => panic!("{error:?}"),
            Ok(_) => panic!("no problem"),
        }
    }
}

/// Problems as `change column: code`.
pub fn told(error: &AppError) -> Vec<String> {
    let place = |at: &At| match at {
        At::Cell { change, column } => format!("{change} {}", column.as_deref().unwrap_or("row")),
        At::Field(name) => name.clone(),
        At::Form => "form".to_owned(),
    };
    error.problems.iter().map(|one| format!("{}: {}", place(&one.at), one.code)).collect()
}

/// What identifies a row.
pub fn id(row: &Row) -> RowId {
    row.id.clone().expect("rows of this table can be told apart")
}

/// A value, NULL as none.
pub fn owned(value: Option<&str>) -> Option<String> {
    value.map(str::to_owned)
}

/// An edit of some cells of a row: column, old and new value.
pub fn update(row: &Row, cells: &[(&str, Option<&str>, Option<&str>)]) -> Change {
    let cells = cells.iter().map(|(column, old, new)| CellEdit {
        column: (*column).to_owned(),
        old: owned(*old),
        new: owned(*new),
    });
    Change::Update { row: id(row), cells: cells.collect() }
}

/// A new row.
pub fn insert(cells: &[(&str, Option<&str>)]) -> Change {
    let cells = cells
        .iter()
        .map(|(column, value)| CellInput { column: (*column).to_owned(), value: owned(*value) });
    Change::Insert { cells: cells.collect() }
}

/// A row that goes.
pub fn delete(row: &Row) -> Change {
    Change::Delete { row: id(row), seen: Vec::new() }
}

/// A row's cells as texts.
pub fn texts(row: &Row) -> Vec<Option<String>> {
    row.cells.iter().map(|cell| cell.shown().map(str::to_owned)).collect()
}

/// The first cells of rows.
pub fn firsts(rows: &[Row]) -> Vec<&str> {
    rows.iter().map(|row| row.cells.first().and_then(Cell::shown).unwrap_or("NULL")).collect()
}

/// A request for rows in the order of the key, moments in UTC.
pub fn request(from: u64, count: u16) -> PageRequest {
    PageRequest {
        table: TableId(Uuid::nil()),
        query: RowQuery::default(),
        zone: "UTC".to_owned(),
        from,
        count,
        near: None,
    }
}

/// A request in another order.
pub fn sorted(
    from: u64,
    count: u16,
    sort: &[(&str, Direction)],
    near: Option<Place>,
) -> PageRequest {
    let sort = sort
        .iter()
        .map(|(column, direction)| SortBy { column: (*column).to_owned(), direction: *direction });
    let query = RowQuery { sort: sort.collect(), ..RowQuery::default() };
    PageRequest { query, near, ..request(from, count) }
}

/// A request for the rows that one filter lets pass.
pub fn filtered(column: &str, operator: Operator, operands: &[&str]) -> PageRequest {
    let operands = operands.iter().map(|operand| (*operand).to_owned()).collect();
    let filters = vec![Filter { column: column.to_owned(), operator, operands }];
    PageRequest { query: RowQuery { filters, ..RowQuery::default() }, ..request(0, 200) }
}

//! A table of a million rows, and our own services that read and save it.

use crate::postgres::{Postgres, Setup};
use crate::probe::scene;
use crate::product::{Engine, Product};
use app::model::cell::Cell;
use app::model::change::{CellEdit, Change, SaveOutcome, Saved};
use app::model::connection::{ConnectEvent, ConnectionDraft};
use app::model::filter::RowQuery;
use app::model::ids::{ChangeSetId, TableId};
use app::model::page::{PageRequest, Row};
use app::ports::{Op, Ports};
use futures::StreamExt;
use std::sync::Mutex;
use uuid::Uuid;

const ROWS: u32 = 1_000_000;

const SQL: &str = "
    create table hr.price (
        id bigint primary key, region text not null, name text not null, amount numeric(12, 2) not null,
        day date not null, at timestamptz not null, active boolean not null, note text);
    insert into hr.price
    select n, (array['EU', 'US', 'UK', 'APAC'])[n % 4 + 1], md5(n::text), n / 100.0,
           date '2020-01-01' + n % 2000, timestamptz '2026-01-01' + n * interval '1 second',
           n % 3 = 0, case when n % 5 = 0 then 'Note ' || n end
      from generate_series(1, $rows) n;
    create index on hr.price (region, name, id);
    analyze hr.price";

/// The table and whoever reads it.
pub struct Ground {
    /// The form of the connection.
    pub draft: ConnectionDraft,
    ports: Ports,
    op: Op,
    table: TableId,
    row: Mutex<Row>,
    _product: Product,
}

impl Ground {
    /// Makes the table and connects it.
    pub async fn new() -> Self {
        // Unlike in the tests, what is committed is on the disk, for both sides alike.
        let settings = ["fsync = on", "synchronous_commit = on", "shared_buffers = 512MB"];
        let settings = settings.map(str::to_owned).into();
        let server: &'static Postgres =
            Box::leak(Box::new(Postgres::start(&Setup { settings, ..Setup::default() })));
        let draft = scene::draft(server.port);
        scene::set_up(server, &draft).await;
        let role = scene::quoted(&draft.username);
        let grant = format!("grant select, insert, update, delete on hr.price to {role}");
        server.run("postgres", &SQL.replace("$rows", &ROWS.to_string())).await;
        server.run("postgres", &grant).await;
        let (product, op) = Product::start_quiet(Engine::Sqlite).await;
        let ports = product.site.ports();
        let table = connect(&ports, &op, &draft).await;
        let mut ground =
            Self { draft, ports, op, table, row: Mutex::new(nothing()), _product: product };
        let rows = ground.rows(&RowQuery::default(), 0).await;
        ground.row = Mutex::new(rows[0].clone());
        ground
    }

    /// Reads a page.
    pub async fn page(&self, query: &RowQuery, from: u64) {
        assert_eq!(self.rows(query, from).await.len(), 100);
    }

    async fn rows(&self, query: &RowQuery, from: u64) -> Vec<Row> {
        let request = PageRequest {
            table: self.table,
            query: query.clone(),
            zone: "UTC".to_owned(),
            from,
            count: 100,
            near: None,
        };
        let page = self.ports.rows.page(&self.op, request).await.unwrap();
        assert_eq!(page.from, from);
        page.rows
    }

    /// Asks for the middle until the way there is known.
    pub async fn warm(&self, query: &RowQuery) {
        let (table, zone) = (self.table, "UTC".to_owned());
        self.ports.rows.count(&self.op, table, query.clone(), zone).await.unwrap();
        for _ in 0..40 {
            self.page(query, 500_000).await;
        }
    }

    /// Saves another value in one cell of the first row.
    pub async fn save(&self) {
        let row = self.row.lock().unwrap().clone();
        let Cell::Text(old) = &row.cells[3] else { panic!("an amount is never NULL") };
        let new = if old == "7.00" { "8.00" } else { "7.00" };
        let edit = CellEdit {
            column: "amount".to_owned(),
            old: Some(old.clone()),
            new: Some(new.to_owned()),
        };
        let changes = vec![Change::Update { row: row.id.clone().unwrap(), cells: vec![edit] }];
        let saved = self
            .ports
            .rows
            .save(&self.op, self.table, ChangeSetId(Uuid::now_v7()), changes, "UTC".to_owned())
            .await;
        let SaveOutcome::Saved { mut results, .. } = saved.unwrap() else { panic!("a conflict") };
        let Some(Saved::Row(now)) = results.pop() else { panic!("the row is gone") };
        *self.row.lock().unwrap() = now;
    }
}

fn nothing() -> Row {
    Row { id: None, cells: Vec::new() }
}

async fn connect(ports: &Ports, op: &Op, draft: &ConnectionDraft) -> TableId {
    let mut events = ports.connections.connect(op, draft.clone()).await.unwrap();
    let mut connected = None;
    while let Some(event) = events.next().await {
        if let ConnectEvent::Succeeded(connection) = event {
            connected = Some(connection);
        }
    }
    let folder = ports.folders.create(op, None, "Prices".to_owned()).await.unwrap();
    let names = vec!["price".to_owned()];
    let tables = ports.tables.connect(op, folder.id, connected.unwrap().id, names).await.unwrap();
    tables[0].id
}

//! Pages of somebody who was there before, by a way that the store says is another one by now.

use super::ground::{Ground, make, request, texts};
use crate::postgres::Postgres;
use crate::probe::scene::quoted;
use crate::product::{Engine, Person, both};
use app::error::{AppError, ErrorCode};
use app::model::access::SiteRight;
use app::model::ids::TableId;
use app::ports::{Op, Rows};
use futures::future::join_all;
use serde_json::json;
use server::service::rows::RowService;
use server::store::Write;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AssertSqlSafe};
use std::sync::Arc;
use tokio::task::JoinHandle;
use tokio_postgres::Client;

both!(
    rows_are_not_waited_for_by_a_way_that_was_changed_since,
    rows_that_came_before_the_store_said_that_the_way_was_changed_are_thrown_away,
    whoever_may_not_read_any_more_gets_no_further_page,
);

/// A view with one line, which is read only while the gate of its schema is open.
const GATED: &str = "
    create function $s.gate() returns boolean language sql volatile as
      $$ select pg_advisory_xact_lock_shared(hashtext('$s'))::text is not null $$;
    create view $s.line as select '$l'::text as line where $s.gate()";

/// Somebody who has read a page of one schema, and another schema with the same view.
struct Pages {
    ground: Ground,
    table: TableId,
    person: Person,
    other: String,
}

/// What becomes of the way.
#[derive(Clone, Copy, Debug)]
enum Change {
    /// The connection leads into the other schema.
    Moved,
    /// The table is disconnected.
    Disconnected,
}

impl Pages {
    async fn begin(engine: Engine) -> Self {
        let ground = Ground::new(engine, &GATED.replace("$l", "before")).await;
        let other = format!("{} other", ground.draft.schema);
        let mut draft = ground.draft.clone();
        draft.schema.clone_from(&other);
        let open = format!("grant usage on schema $s to {}", quoted(&draft.username));
        let gated = GATED.replace("$l", "now");
        make(&draft, &format!("create schema $s; {open}; {gated}")).await;
        let table = ground.connect("line").await;
        let person = ground.product.person_with(&[SiteRight::Read]).await;
        let pages = Self { ground, table, person, other };
        assert_eq!(pages.read().await, Ok("before".to_owned()));
        pages
    }

    /// The line of the page, asked for as the person.
    async fn read(&self) -> Result<String, ErrorCode> {
        self.ask(self.ground.product.op(&self.person).await).await.unwrap()
    }

    /// Asks for the page, and gives its line once it is there.
    fn ask(&self, op: Op) -> JoinHandle<Result<String, ErrorCode>> {
        let rows = RowService(Arc::new(self.ground.product.site.clone()));
        let request = serde_json::from_value(request(self.table)).unwrap();
        tokio::spawn(async move {
            let page = rows.page(&op, request).await.map_err(|error: AppError| error.code)?;
            Ok(texts(&page.rows[0])[0].unwrap().to_owned())
        })
    }

    /// Closes the gate before the first schema, until what this gives is dropped.
    async fn close(&self) -> Client {
        let gate = Postgres::shared().admin("postgres").await;
        let key = quoted(&self.ground.draft.schema);
        gate.batch_execute(&format!("select pg_advisory_lock(hashtext('{key}'))")).await.unwrap();
        gate
    }

    /// Changes the way.
    async fn change(&self, write: &mut Write, change: Change) {
        let (table, connection) = (self.table, self.ground.connection.id);
        let sql = match change {
            Change::Moved => format!(
                "update connection set schema_name = '{}', revision = revision + 1
                  where id = '{connection}'",
                self.other
            ),
            Change::Disconnected => format!("delete from connected_table where id = '{table}'"),
        };
        sqlx::query(AssertSqlSafe(sql)).execute(&mut **write).await.unwrap();
    }

    /// Keeps the store from answering. SQLite would tell what was before, if a line were left.
    async fn hold(&self, engine: Engine) -> (Write, Vec<PoolConnection<Any>>) {
        let store = &self.ground.product.site.store;
        let mut write = store.write().await.unwrap();
        if engine == Engine::Postgres {
            sqlx::query("lock table connected_table").execute(&mut *write).await.unwrap();
            return (write, Vec::new());
        }
        let others = join_all((0..7).map(|_| store.read())).await;
        (write, others.into_iter().map(Result::unwrap).collect())
    }
}

/// What the next page is.
fn next(change: Change) -> Result<String, ErrorCode> {
    match change {
        Change::Moved => Ok("now".to_owned()),
        Change::Disconnected => Err(ErrorCode::NotFound),
    }
}

async fn rows_are_not_waited_for_by_a_way_that_was_changed_since(engine: Engine) {
    for change in [Change::Moved, Change::Disconnected] {
        let pages = Pages::begin(engine).await;
        let _closed = pages.close().await;
        let mut write = pages.ground.product.site.store.write().await.unwrap();
        pages.change(&mut write, change).await;
        write.commit().await.unwrap();
        assert_eq!(pages.read().await, next(change), "{change:?}");
    }
}

async fn rows_that_came_before_the_store_said_that_the_way_was_changed_are_thrown_away(
    engine: Engine,
) {
    for change in [Change::Moved, Change::Disconnected] {
        let pages = Pages::begin(engine).await;
        let closed = pages.close().await;
        let op = pages.ground.product.op(&pages.person).await;
        let (mut write, others) = pages.hold(engine).await;
        let asked = pages.ask(op);
        pages.ground.waiting("wait_event = 'advisory'", "1").await;
        drop(closed);
        pages.ground.waiting("state <> 'idle'", "0").await;
        assert!(!asked.is_finished(), "the rows are there, and the store has not answered");
        pages.change(&mut write, change).await;
        write.commit().await.unwrap();
        drop(others);
        assert_eq!(asked.await.unwrap(), next(change), "{change:?}");
    }
}

async fn whoever_may_not_read_any_more_gets_no_further_page(engine: Engine) {
    let pages = Pages::begin(engine).await;
    let id = pages.ground.product.op(&pages.person).await.me.id;
    let edit = json!({ "name": "Grace", "access": { "rights": ["manage_tables"] } });
    pages.ground.admin.done("user/edit", json!({ "id": id, "edit": edit })).await;
    assert_eq!(pages.read().await, Err(ErrorCode::Forbidden));
    pages.ground.admin.done("user/deactivate", json!({ "id": id })).await;
    let gone = pages.person.call("row/page", json!({ "request": request(pages.table) })).await;
    assert_eq!(gone.status, 401, "{}", gone.body);
}

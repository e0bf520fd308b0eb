//! The floor: the same rows by `tokio-postgres` alone, over the same TLS.

use crate::ground::Ground;
use crate::probe::scene;
use server::target::dial::dial;
use server::target::sign_in::{Session, sign_in};
use server::target::tls::{ask, secure};
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Row, Statement};

const COLUMNS: &str =
    "id::text, region, name, amount::text, day::text, at::text, active::text, note, xmin::text";

/// A session of its own.
pub struct Floor(Session);

impl Floor {
    /// Signs in as the product does.
    pub async fn new(ground: &Ground) -> Self {
        let checked = ground.draft.clone().check().unwrap();
        let address = checked.host.parse().unwrap();
        let mut line = dial(&[address], checked.port).await.unwrap();
        ask(&mut line).await.unwrap();
        let roots = scene::reach().roots;
        let line = secure(line, &checked.host, &checked.trust, &roots).await.unwrap();
        Self(sign_in(line, &checked).await.unwrap())
    }

    /// The SQL of a page.
    pub fn page(rest: &str) -> String {
        format!("select {COLUMNS} from hr.price {rest} limit 100")
    }

    /// Prepares a page once for all times.
    pub async fn prepare(&self, page: &str) -> Statement {
        self.0.client.prepare(page).await.unwrap()
    }

    /// Reads a page into texts by a statement without a name, as whoever leaves nothing behind in the
    /// session of a pooler has to.
    pub async fn run(&self, page: &str) {
        read(&self.0.client.query_typed(page, &[]).await.unwrap());
    }

    /// Reads a page into texts by a statement that the session keeps.
    pub async fn run_prepared(&self, page: &Statement) {
        read(&self.0.client.query(page, &[]).await.unwrap());
    }

    /// Changes one cell in a transaction of its own.
    pub async fn save(&self) {
        let update = "update hr.price set amount = amount + 1 where id = $1::text::bigint";
        self.0.client.batch_execute("begin").await.unwrap();
        let id: (&(dyn ToSql + Sync), Type) = (&"2", Type::TEXT);
        assert_eq!(self.0.client.execute_typed(update, &[id]).await.unwrap(), 1);
        self.0.client.batch_execute("commit").await.unwrap();
    }
}

fn read(rows: &[Row]) {
    let texts: Vec<Vec<Option<String>>> =
        rows.iter().map(|row| (0..row.len()).map(|at| row.get(at)).collect()).collect();
    assert_eq!(texts.len(), 100);
}

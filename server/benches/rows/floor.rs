//! The floor: the same rows by `tokio-postgres` alone, over the same TLS.

use crate::ground::Ground;
use crate::probe::scene;
use server::target::dial::dial;
use server::target::sign_in::{Session, sign_in};
use server::target::tls::{ask, secure};
use tokio_postgres::Statement;

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

    /// Prepares a page.
    pub async fn page(&self, rest: &str) -> Statement {
        let sql = format!("select {COLUMNS} from hr.price {rest} limit 100");
        self.0.client.prepare(&sql).await.unwrap()
    }

    /// Reads a page into texts.
    pub async fn run(&self, page: &Statement) {
        let rows = self.0.client.query(page, &[]).await.unwrap();
        let texts: Vec<Vec<Option<String>>> =
            rows.iter().map(|row| (0..row.len()).map(|at| row.get(at)).collect()).collect();
        assert_eq!(texts.len(), 100);
    }

    /// Prepares the change of one cell.
    pub async fn update(&self) -> Statement {
        let sql = "update hr.price set amount = amount + 1 where id = 2";
        self.0.client.prepare(sql).await.unwrap()
    }

    /// Changes one cell in a transaction of its own.
    pub async fn save(&self, update: &Statement) {
        self.0.client.batch_execute("begin").await.unwrap();
        assert_eq!(self.0.client.execute(update, &[]).await.unwrap(), 1);
        self.0.client.batch_execute("commit").await.unwrap();
    }
}

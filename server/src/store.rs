//! Our own database: SQLite by default, PostgreSQL to scale out; the same SQL for both.

pub mod audit_entry;
pub mod change_set;
pub mod connected_table;
pub mod connection;
pub mod dropped_table;
pub mod folder;
pub mod health;
pub mod saved_view;
pub mod session;
pub mod set_up_link;
pub mod sign_in_failure;
pub mod table_change;
pub mod table_viewer;
pub mod target_change;
pub mod user;
pub mod verify;
pub mod voided_save;
mod write;

pub use write::Write;

use crate::error::ServiceError;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyPool, SqlSafeStr, Transaction};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// How long a writer waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// A line to the store, inside a transaction or not.
pub type Line = sqlx::AnyConnection;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Engine {
    Sqlite,
    Postgres,
}

/// What a committed transaction survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Durability {
    PowerCut,
    Program,
}

/// The store.
#[derive(Clone, Debug)]
pub struct Store {
    pool: AnyPool,
    engine: Engine,
    /// Held by whoever writes in this instance. SQLite itself would let writers come in any order, and
    /// look every so often whether it is their turn.
    turn: Arc<Mutex<()>>,
}

impl Store {
    /// Opens the store at a URL and brings its tables up to date.
    ///
    /// # Errors
    /// When it cannot be reached or holds tables of a newer version.
    pub async fn open(url: &str) -> Result<Self, sqlx::Error> {
        sqlx::any::install_default_drivers();
        let engine = if url.starts_with("sqlite:") { Engine::Sqlite } else { Engine::Postgres };
        let options = AnyConnectOptions::from_str(url)?;
        let pool = AnyPoolOptions::new()
            .max_connections(if engine == Engine::Sqlite { 8 } else { 16 })
            // A file does not go away between two questions.
            .test_before_acquire(engine == Engine::Postgres)
            .after_connect(move |line, _| Box::pin(prepare(line, engine)))
            .connect_with(options)
            .await?;
        sqlx::migrate!("./migrations").run(&pool).await?;
        Ok(Self { pool, engine, turn: Arc::default() })
    }

    /// A line for reading.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn read(&self) -> Result<PoolConnection<Any>, ServiceError> {
        Ok(self.pool.acquire().await?)
    }

    /// A transaction for writing; one at a time, on either engine, so that what it checked first
    /// still holds when it writes. Once committed it survives a power cut.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn write(&self) -> Result<Write, ServiceError> {
        self.begin(Durability::PowerCut).await
    }

    /// A transaction for writing what can be found out again: once committed it survives the end
    /// of this program, and is not waited for until it is on the disk.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn write_recoverable(&self) -> Result<Write, ServiceError> {
        self.begin(Durability::Program).await
    }

    async fn begin(&self, durability: Durability) -> Result<Write, ServiceError> {
        // Whoever waits takes no line from those who only read.
        let turn = self.turn().await?;
        let line = self.pool.acquire().await?;
        if self.engine == Engine::Sqlite {
            let begin = match durability {
                Durability::PowerCut => "pragma synchronous = full; begin immediate",
                Durability::Program => "pragma synchronous = normal; begin immediate",
            };
            let transaction = Transaction::begin(line, Some(begin.into_sql_str())).await?;
            return Ok(Write::new(transaction, turn));
        }
        let mut transaction = Transaction::begin(line, None).await?;
        if durability == Durability::Program {
            sqlx::query("set local synchronous_commit = off").execute(&mut *transaction).await?;
        }
        sqlx::query(LOCK).execute(&mut *transaction).await?;
        Ok(Write::new(transaction, turn))
    }

    async fn turn(&self) -> Result<OwnedMutexGuard<()>, ServiceError> {
        let turn = tokio::time::timeout(PATIENCE, self.turn.clone().lock_owned()).await;
        Ok(turn.map_err(|_| sqlx::Error::PoolTimedOut)?)
    }

    /// Tells whether the store answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), ServiceError> {
        let mut line = self.read().await?;
        sqlx::query("select 1").execute(&mut *line).await?;
        Ok(())
    }

    /// Closes all lines, waiting for those in use.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Writes a consistent copy of the store to a file, which must be empty or not be there.
    ///
    /// # Errors
    /// On PostgreSQL, whose own tools do this better, and when the file cannot be written.
    pub async fn back_up(&self, path: &str) -> Result<(), sqlx::Error> {
        if self.engine == Engine::Postgres {
            return Err(sqlx::Error::Configuration(
                "the store is PostgreSQL: back it up with pg_dump".into(),
            ));
        }
        sqlx::query("vacuum into $1").bind(path.to_owned()).execute(&self.pool).await?;
        Ok(())
    }
}

/// Waits for the turn to write, as long as `PATIENCE`.
const LOCK: &str = "select set_config('lock_timeout', '10s', true), \
    pg_advisory_xact_lock(5432000001)::text";

async fn prepare(line: &mut Line, engine: Engine) -> Result<(), sqlx::Error> {
    let settings: &[&'static str] = match engine {
        Engine::Sqlite => &[
            "pragma busy_timeout = 10000",
            "pragma journal_mode = wal",
            "pragma foreign_keys = on",
        ],
        // An instance that is cut off while it writes keeps the others from it no longer.
        Engine::Postgres => &["set idle_in_transaction_session_timeout = '60s'"],
    };
    for setting in settings {
        sqlx::query(*setting).execute(&mut *line).await?;
    }
    Ok(())
}

/// Tells whether somebody else has written for longer than one waits for it.
pub fn is_busy(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(error) = error else { return false };
    // Of PostgreSQL's lock_timeout, and of SQLite's busy_timeout.
    let code = error.code().unwrap_or_default();
    // What is above the lowest byte tells more of the same.
    code == "55P03" || code.parse::<u32>().is_ok_and(|code| code & 0xff == 5)
}

/// Tells whether a unique index was violated; `columns` is SQLite's way to name it, which has no
/// other than its text.
pub fn violates(error: &sqlx::Error, index: &str, columns: &str) -> bool {
    let sqlx::Error::Database(error) = error else { return false };
    error.is_unique_violation()
        && (error.constraint() == Some(index)
            || error.message().contains(columns)
            || error.message().contains(index))
}

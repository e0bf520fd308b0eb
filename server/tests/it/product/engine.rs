//! The two engines of the store; what depends on the store is tested on both.

use crate::postgres::Postgres;
use uuid::Uuid;

/// One engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file in the data folder.
    Sqlite,
    /// A database of its own on the shared server, over TLS.
    Postgres,
}

impl Engine {
    /// The address of a new store; none for the one in the data folder.
    pub async fn store_url(self) -> Option<String> {
        if self == Self::Sqlite {
            return None;
        }
        let server = Postgres::shared();
        let name = format!("store_{}", Uuid::now_v7().simple());
        server.run("postgres", &format!("create role {name} login password 'store'")).await;
        server.run("postgres", &format!("create database {name} owner {name}")).await;
        Some(format!("postgres://{name}:store@127.0.0.1:{}/{name}?sslmode=require", server.port))
    }
}

/// Makes two tests of a function that takes an engine.
macro_rules! both {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            use crate::product::Engine;

            #[tokio::test]
            async fn on_sqlite() {
                super::$name(Engine::Sqlite).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                super::$name(Engine::Postgres).await;
            }
        }
    )+};
}

pub(crate) use both;

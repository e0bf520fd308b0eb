//! The store as such, on either engine.

use crate::product::{Engine, PASSWORD, Product, both};
use app::error::{AppError, ErrorCode};
use serde_json::json;
use server::store::Store;
use std::sync::Mutex;
use std::time::Duration;

both!(opening_again_keeps_what_is_there, writers_wait_for_each_other, no_index_stands_for_nothing,);

async fn opening_again_keeps_what_is_there(engine: Engine) {
    let data = tempfile::tempdir().unwrap();
    let args = crate::product::args(engine, &data).await;
    let url = args.store.url().unwrap();
    let (product, link) = Product::with(args, data).await;
    assert_eq!(link, None);
    let again = Store::open(&url).await.unwrap();
    let mut reader = again.read().await.unwrap();
    assert!(server::store::user::any(&mut reader).await.unwrap());
    drop(product);
}

/// Two folders of one name at the same time: one is created, the other is told why not.
async fn writers_wait_for_each_other(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let create = || admin.call("folder/create", json!({ "parent": null, "name": "Finance" }));
    let answers = futures::future::join_all((0..8).map(|_| create())).await;
    let created = answers.iter().filter(|answer| answer.status == 200).count();
    let refused = answers.iter().filter(|answer| answer.status == 422).count();
    assert_eq!((created, refused), (1, 7));
}

/// Each index costs each Save a page on the disk.
async fn no_index_stands_for_nothing(engine: Engine) {
    let product = Product::start_idle(engine).await;
    let all = match engine {
        Engine::Sqlite => "select name, sql from sqlite_master where type = 'index'",
        Engine::Postgres => "select indexname::text, indexdef from pg_indexes",
    };
    let mut line = product.site.store.read().await.unwrap();
    let all: Vec<(String, Option<String>)> =
        sqlx::query_as(all).fetch_all(&mut *line).await.unwrap();
    assert!(all.iter().all(|(name, _)| name != "audit_entry_subject"));
    let old = all.iter().find(|(name, _)| name == "row_change_old_row").unwrap();
    let old = old.1.as_ref().unwrap().to_lowercase();
    assert!(old.contains("old_key is not null"), "{old}");
}

/// Those who wait to write keep nobody from reading, and come one after the other.
#[tokio::test]
async fn writers_come_in_turn_and_hold_no_line_before() {
    let product = Product::start_idle(Engine::Sqlite).await;
    let store = &product.site.store;
    let held = store.write().await.unwrap();
    let come = Mutex::new(Vec::new());
    let writer = |number| {
        let come = &come;
        async move {
            let write = store.write().await.unwrap();
            come.lock().unwrap().push(number);
            write.rollback().await.unwrap();
        }
    };
    let reader = async {
        let line = tokio::time::timeout(Duration::from_secs(5), store.read()).await;
        held.rollback().await.unwrap();
        line.expect("a line is left").unwrap();
    };
    tokio::join!(futures::future::join_all((0..20).map(writer)), reader);
    assert_eq!(come.into_inner().unwrap(), (0..20).collect::<Vec<_>>());
}

/// An instance that is cut off while it writes does not keep the others from it for ever.
#[tokio::test]
async fn no_writer_is_waited_for_without_end() {
    let product = Product::start_idle(Engine::Postgres).await;
    let mut write = product.site.store.write().await.unwrap();
    let limits = "select current_setting('lock_timeout') || ' ' ||
        current_setting('idle_in_transaction_session_timeout')";
    let limits: String = sqlx::query_scalar(limits).fetch_one(&mut *write).await.unwrap();
    assert_eq!(limits, "10s 1min");
}

#[tokio::test]
async fn a_store_that_cannot_be_reached_is_unavailable_not_internal() {
    let error = server::error::ServiceError::from(sqlx::Error::PoolTimedOut);
    assert_eq!(AppError::from(error).code, ErrorCode::Unavailable);
}

#[tokio::test]
async fn the_embedded_store_holds_no_secret_in_the_clear() {
    let product = Product::start(Engine::Sqlite).await;
    let admin = product.admin().await;
    let token = admin.cookie.as_deref().unwrap().split_once('=').unwrap().1.to_owned();
    for entry in std::fs::read_dir(product.data.path().join("data")).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for secret in [PASSWORD, &token] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "a secret is in the data folder");
        }
    }
}

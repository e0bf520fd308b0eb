//! How much is read at once: beyond that it is refused, and the session goes on.

use super::scene::{Scene, id, request};
use app::error::{AppError, ErrorCode};
use server::target::diagnostics::TargetError;
use server::target::read;

/// The processes of the scene's sessions.
async fn processes(scene: &Scene) -> Option<String> {
    let name = scene.draft.username.replace('\'', "''");
    let all = "select string_agg(pid::text, ' ') from pg_stat_activity where usename =";
    scene.text(&format!("{all} '{name}'")).await
}

fn refused(error: TargetError) {
    assert!(matches!(error, TargetError::TooMuch), "{error:?}");
    let told = AppError::from(error);
    assert_eq!(told.code, ErrorCode::TooLarge);
    assert!(told.message.contains("more than 128 MiB"), "{told:?}");
}

/// Numbers are never cut off: 200 rows of six with 131,072 digits each are 150 MiB.
#[tokio::test]
async fn a_page_of_too_much_is_refused() {
    let scene = Scene::new(
        "create table heavy (
           id int primary key, a numeric, b numeric, c numeric, d numeric, e numeric, f numeric);
         insert into heavy select n, one, one, one, one, one, one
           from generate_series(1, 200) n, (select repeat('9', 131072)::numeric) big (one)",
    )
    .await;
    scene.rows("employee").await;
    let before = processes(&scene).await;
    refused(scene.page("heavy", &request(0, 200)).await.unwrap_err());
    assert_eq!(scene.page("heavy", &request(0, 100)).await.unwrap().rows.len(), 100);
    assert_eq!(processes(&scene).await, before, "the session is kept");
}

#[tokio::test]
async fn a_value_of_too_much_is_refused() {
    let scene = Scene::new(
        "create table long (id int primary key, text text);
         insert into long values (1, repeat('x', 129 << 20)), (2, repeat('y', 1 << 20))",
    )
    .await;
    let rows = scene.rows("long").await;
    let before = processes(&scene).await;
    let relation = scene.open("long").await;
    let value = async |row| {
        let mut lease = scene.lease().await;
        read::value(&mut lease, &relation, &id(row), "text", "UTC").await
    };
    refused(value(&rows[0]).await.unwrap_err());
    assert_eq!(value(&rows[1]).await.unwrap().map(|text| text.len()), Some(1 << 20));
    assert_eq!(processes(&scene).await, before, "the session is kept");
}

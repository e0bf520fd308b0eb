//! How much is read at once: beyond that it is refused, and the session goes on.

use super::scene::{Scene, request};
use app::error::{AppError, ErrorCode};
use server::target::diagnostics::TargetError;

/// The processes of the scene's sessions.
async fn processes(scene: &Scene) -> Option<String> {
    let name = scene.draft.username.replace('\'', "''");
    let all = "select string_agg(pid::text, ' ') from pg_stat_activity where usename =";
    scene.text(&format!("{all} '{name}'")).await
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
    let error = scene.page("heavy", &request(0, 200)).await.unwrap_err();
    assert!(matches!(error, TargetError::TooMuch), "{error:?}");
    let told = AppError::from(error);
    assert_eq!(told.code, ErrorCode::TooLarge);
    assert!(told.message.contains("more than 128 MiB"), "{told:?}");
    assert_eq!(scene.page("heavy", &request(0, 100)).await.unwrap().rows.len(), 100);
    assert_eq!(processes(&scene).await, before, "the session is kept");
}

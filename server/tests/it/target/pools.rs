//! Sessions: kept, shared, given up and closed.

use super::scene::{Scene, request};
use crate::postgres::{Bouncer, Postgres};
use app::model::probe::Cause;
use app::model::secret::Secret;
use server::target::catalog;
use server::target::diagnostics::TargetError;
use server::target::pools::{Claim, Share};
use server::target::read;

const BACKENDS: &str = "select count(*) from pg_stat_activity where usename = ";

async fn backends(scene: &Scene) -> String {
    let name = scene.draft.username.replace('\'', "''");
    scene.text(&format!("{BACKENDS}'{name}'")).await.unwrap()
}

#[tokio::test]
async fn a_session_is_used_again() {
    let scene = Scene::new("").await;
    for _ in 0..5 {
        catalog::list(&mut scene.lease().await).await.unwrap();
    }
    assert_eq!(backends(&scene).await, "1");
}

#[tokio::test]
async fn what_fails_leaves_a_clean_session() {
    let scene = Scene::new("create table a (id int primary key)").await;
    scene.rows("a").await;
    scene.run("drop table a").await;
    let gone = scene.page("a", &request(0, 5)).await.unwrap_err();
    assert!(matches!(gone, TargetError::TableGone), "{gone:?}");
    scene.rows("employee").await;
    assert_eq!(backends(&scene).await, "1");
}

#[tokio::test]
async fn a_request_that_is_given_up_is_stopped_in_the_database() {
    let scene = Scene::new("create view slow as select pg_sleep(30)::text as a").await;
    let request = request(0, 5);
    let reading = scene.page("slow", &request);
    assert!(tokio::time::timeout(std::time::Duration::from_secs(1), reading).await.is_err());
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while backends(&scene).await != "0" {
        assert!(std::time::Instant::now() < until, "the statement still runs");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    scene.rows("employee").await;
}

/// `PgBouncer` 1.18 falls over, with everybody's sessions, where a line that asks to stop a statement
/// ends before it has passed that on.
#[tokio::test]
async fn a_request_that_is_given_up_behind_a_pooler_leaves_the_pooler_to_others() {
    let mut scene = Scene::new("create view slow as select pg_sleep(30)::text as a").await;
    let bouncer = Bouncer::start(&scene.draft, Postgres::shared().port);
    scene.draft.port = bouncer.port.to_string();
    for _ in 0..5 {
        let request = request(0, 5);
        let reading = scene.page("slow", &request);
        assert!(
            tokio::time::timeout(std::time::Duration::from_millis(300), reading).await.is_err()
        );
        let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
        let active =
            "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and usename = ";
        let active = format!("{active}'{}'", scene.draft.username.replace('\'', "''"));
        while scene.text(&active).await.as_deref() != Some("0") {
            assert!(std::time::Instant::now() < until, "the statement still runs");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        scene.rows("employee").await;
    }
}

#[tokio::test]
async fn nothing_goes_on_in_a_session_that_is_at_something_else() {
    let scene = Scene::new("create view slow as select pg_sleep(30)::text as a").await;
    let (slow, quick) = (scene.open("slow").await, scene.open("employee").await);
    let mut lease = scene.lease().await;
    let (request, wait) = (request(0, 5), std::time::Duration::from_secs(1));
    let reading = read::page(&mut lease, &slow, &request);
    assert!(tokio::time::timeout(wait, reading).await.is_err());
    let given_up = read::page(&mut lease, &quick, &request).await.unwrap_err();
    assert!(matches!(given_up, TargetError::Lost(_)), "{given_up:?}");
}

#[tokio::test]
async fn a_changed_connection_gets_new_sessions() {
    let mut scene = Scene::new("").await;
    drop(scene.lease().await);
    scene.draft.password = Secret::new("not the password");
    // The same revision: nobody is asked for the connection.
    drop(scene.lease().await);
    let connection = || async { Ok(scene.connection()) };
    let refused = scene.pools.lease(scene.id, 2, Claim::SYSTEM, connection).await;
    match refused {
        Err(TargetError::Unreachable(failure)) => assert_eq!(failure.cause, Cause::PasswordWrong),
        Err(error) => panic!("{error:?}"),
        Ok(_) => panic!("the password is wrong"),
    }
}

#[tokio::test]
async fn a_forgotten_connection_has_no_session_left() {
    let scene = Scene::new("").await;
    drop(scene.lease().await);
    scene.pools.forget(scene.id);
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while backends(&scene).await != "0" {
        assert!(std::time::Instant::now() < until, "a session is left");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn at_most_eight_sessions_are_open_and_others_wait() {
    let scene = Scene::new("").await;
    let mut leases = Vec::new();
    for _ in 0..8 {
        leases.push(scene.lease().await);
    }
    assert_eq!(backends(&scene).await, "8");
    let began = std::time::Instant::now();
    let busy = scene.lease_for(Claim::SYSTEM).await;
    assert!(matches!(busy, Err(TargetError::Full(Share::Everybody))));
    assert!(began.elapsed() >= std::time::Duration::from_secs(4));
    leases.pop();
    drop(scene.lease().await);
}

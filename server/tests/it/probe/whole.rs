//! What holds for the probe as a whole: its order, its bounds, its end when nobody listens.

use super::scene::{draft, events, reach, scene, set_up, warnings};
use crate::postgres::Postgres;
use app::model::connection::ConnectionDraft;
use app::model::probe::{ProbeEvent, Stage, Verdict};
use futures::StreamExt;
use server::target::Limits;
use server::target::probe::probe;
use std::pin::pin;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

#[tokio::test]
async fn all_eleven_stages_pass_for_a_role_set_up_by_the_script() {
    let events = events(scene(Postgres::shared()).await, reach()).await;
    assert_eq!(events.len(), 22);
    let passed = events.iter().filter(
        |event| matches!(event, ProbeEvent::Ended(report) if report.verdict == Verdict::Passed),
    );
    assert_eq!(passed.count(), 11);
}

#[tokio::test]
async fn names_that_look_like_sql_are_names() {
    let server = Postgres::shared();
    let draft = ConnectionDraft {
        schema: "hr\"; drop schema public cascade; --".to_owned(),
        username: "o'hara\" superuser; --".to_owned(),
        ..draft(server.port)
    };
    set_up(server, &draft).await;
    assert_eq!(warnings(draft).await, []);
}

#[test]
fn the_whole_probe_is_bounded() {
    let limits = Limits::default();
    assert!(limits.whole <= Duration::from_secs(15));
    for limit in [
        limits.resolve,
        limits.tcp,
        limits.tls_offer,
        limits.handshake,
        limits.sign_in,
        limits.query,
    ] {
        assert!(limit <= Duration::from_secs(5) && limit > Duration::ZERO);
    }
}

#[tokio::test]
async fn dropping_the_stream_closes_the_socket_of_a_server_that_never_answers() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let mut stream = Box::pin(probe(draft(port).check().unwrap(), reach()));
    while let Some(event) = stream.next().await {
        if event == ProbeEvent::Began(Stage::TlsOffer) {
            break;
        }
    }
    let (mut line, _) = listener.accept().await.unwrap();
    drop(stream);
    // Whatever was sent, the end follows.
    let mut sent = Vec::new();
    let _ = line.read_to_end(&mut sent).await;
    assert!(sent.len() <= 8);
}

#[tokio::test]
async fn dropping_the_stream_ends_the_session() {
    let server = Postgres::shared();
    let draft = scene(server).await;
    let role = draft.username.clone();
    let admin = server.admin("postgres").await;
    let sessions = "select count(*) from pg_stat_activity where usename = $1";
    {
        let mut stream = pin!(probe(draft.check().unwrap(), reach()));
        while let Some(event) = stream.next().await {
            if matches!(&event, ProbeEvent::Ended(report) if report.stage == Stage::Schema) {
                break;
            }
        }
        let count: i64 = admin.query_one(sessions, &[&role]).await.unwrap().get(0);
        assert_eq!(count, 1);
    }
    // The server needs a moment to notice; asking it is the wait.
    for _ in 0..10_000 {
        let count: i64 = admin.query_one(sessions, &[&role]).await.unwrap().get(0);
        if count == 0 {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("the session is still there");
}

#[tokio::test]
async fn a_probe_that_passed_leaves_no_session_behind() {
    let server = Postgres::shared();
    let draft = scene(server).await;
    let role = draft.username.clone();
    assert_eq!(warnings(draft).await, []);
    let admin = server.admin("postgres").await;
    let sessions = "select count(*) from pg_stat_activity where usename = $1";
    for _ in 0..10_000 {
        let count: i64 = admin.query_one(sessions, &[&role]).await.unwrap().get(0);
        if count == 0 {
            return;
        }
    }
    panic!("the session is still there");
}

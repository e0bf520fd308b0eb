//! Ports that are closed, silent, out of reach or not PostgreSQL's.

use super::scene::{EGRESS, draft, events, failure, failure_through, reach};
use app::model::connection::field;
use app::model::probe::{Cause, Stage};
use server::target::{Limits, Reach};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// A time that is surely too short for whoever never answers.
const SHORT: Duration = Duration::from_millis(200);

fn within(limits: Limits) -> Reach {
    Reach { limits, ..reach() }
}

/// A listener on a free port.
pub async fn listen() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

#[tokio::test]
async fn a_host_without_an_address_is_not_found() {
    let mut draft = draft(5432);
    draft.host = "db.nowhere.invalid".to_owned();
    let (stage, failure) = failure(draft).await;
    assert_eq!((stage, failure.cause), (Stage::Resolve, Cause::HostNotFound));
    assert_eq!(failure.field, field::HOST);
    assert!(failure.message.contains("db.nowhere.invalid"));
    assert!(failure.remedy.contains("Check the host"));
}

#[tokio::test]
async fn a_closed_port_refuses() {
    let (listener, port) = listen().await;
    drop(listener);
    let (stage, failure) = failure(draft(port)).await;
    assert_eq!((stage, failure.cause), (Stage::Tcp, Cause::ConnectionRefused));
    assert_eq!(failure.field, field::PORT);
    assert!(failure.message.contains(&format!("127.0.0.1:{port}")));
    assert!(failure.remedy.contains("host and port are correct"));
    assert!(failure.remedy.contains(EGRESS));
}

#[tokio::test]
async fn an_address_that_drops_packets_times_out() {
    // A listener that accepts nobody, with its queue full: further packets fall on the floor.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse::<SocketAddr>().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut queued = Vec::new();
    // Long enough that a busy machine is not taken for a full queue.
    let patience = Duration::from_secs(1);
    while let Ok(line) = tokio::time::timeout(patience, TcpStream::connect(address)).await {
        queued.push(line.unwrap());
        assert!(queued.len() < 100, "the queue never fills");
    }
    let limits = Limits { tcp: SHORT, ..Limits::default() };
    let (stage, failure) = failure_through(draft(address.port()), within(limits)).await;
    assert_eq!((stage, failure.cause), (Stage::Tcp, Cause::TimedOut));
    assert_eq!(failure.field, field::HOST);
    assert!(failure.remedy.contains("firewall"));
    assert!(failure.remedy.contains(&format!("Allowlist the NextTables IP ({EGRESS})")));
}

#[tokio::test]
async fn an_address_without_a_route_is_unreachable() {
    let mut draft = draft(5432);
    // The broadcast address of the loopback network has no route for TCP, and sends no packet.
    draft.host = "127.255.255.255".to_owned();
    let (stage, failure) = failure(draft).await;
    assert_eq!((stage, failure.cause), (Stage::Tcp, Cause::Unreachable));
    assert_eq!(failure.field, field::HOST);
    assert!(failure.remedy.contains("host is correct"));
}

#[tokio::test]
async fn a_web_server_is_not_postgresql() {
    let (listener, port) = listen().await;
    let web = axum::Router::new().route("/", axum::routing::get(|| async { "hello" }));
    let serving = tokio::spawn(async move { axum::serve(listener, web).await });
    let (stage, failure) = failure(draft(port)).await;
    serving.abort();
    assert_eq!((stage, failure.cause), (Stage::TlsOffer, Cause::NotPostgresql));
    assert_eq!(failure.field, field::PORT);
    assert!(failure.remedy.contains("5432"));
}

/// A server that reads the request for TLS and answers in its own way.
async fn answering(answer: &'static [u8]) -> (u16, tokio::task::JoinHandle<()>) {
    let (listener, port) = listen().await;
    let serving = tokio::spawn(async move {
        let (mut line, _) = listener.accept().await.unwrap();
        line.read_exact(&mut [0; 8]).await.unwrap();
        line.write_all(answer).await.unwrap();
        line.shutdown().await.unwrap();
        // Until the other side has read it.
        let _ = line.read(&mut [0; 1024]).await;
    });
    (port, serving)
}

#[tokio::test]
async fn garbage_and_silence_are_not_postgresql() {
    for answer in [b"\x05garbage".as_slice(), b""] {
        let (port, serving) = answering(answer).await;
        let (stage, failure) = failure(draft(port)).await;
        serving.await.unwrap();
        assert_eq!((stage, failure.cause), (Stage::TlsOffer, Cause::NotPostgresql));
        assert_eq!(failure.field, field::PORT);
        assert!(failure.remedy.contains("usually port 5432"), "{}", failure.remedy);
    }
}

#[tokio::test]
async fn a_server_that_cannot_even_answer_is_quoted_without_control_characters() {
    let answers = [
        b"Ecould not fork new process\x1b[31m: out of memory\n\0".as_slice(),
        b"E\0\0\0\x40SFATAL\0C53000\0Mcould not fork new process\x1b[31m: out of memory\0\0",
    ];
    for answer in answers {
        let (port, serving) = answering(answer).await;
        let (stage, failure) = failure(draft(port)).await;
        serving.await.unwrap();
        assert_eq!((stage, failure.cause), (Stage::TlsOffer, Cause::ServerError));
        assert_eq!(failure.field, field::HOST);
        assert!(failure.remedy.contains("ask the server's administrator"), "{}", failure.remedy);
        let said = failure.detail.unwrap();
        assert_eq!(said, "could not fork new process [31m: out of memory");
    }
}

#[tokio::test]
async fn a_server_that_hangs_up_in_the_handshake_is_a_lost_connection() {
    let (port, serving) = answering(b"S").await;
    let (stage, failure) = failure(draft(port)).await;
    serving.await.unwrap();
    assert_eq!((stage, failure.cause), (Stage::Certificate, Cause::ConnectionLost));
    assert_eq!(failure.field, field::HOST);
    assert!(failure.remedy.contains("a firewall or proxy may cut it off"), "{}", failure.remedy);
    assert!(failure.remedy.contains(EGRESS));
}

#[tokio::test]
async fn words_in_the_clear_behind_the_offer_of_tls_are_not_believed() {
    // As an attacker would slip them in: “authentication is not needed, ready for query”.
    let (port, serving) = answering(b"SR\0\0\0\x08\0\0\0\0Z\0\0\0\x05I").await;
    let (stage, failure) = failure(draft(port)).await;
    serving.await.unwrap();
    assert_eq!((stage, failure.cause), (Stage::Certificate, Cause::TlsHandshakeFailed));
    assert_eq!(failure.field, field::HOST);
    assert!(failure.remedy.contains("TLS 1.2"), "{}", failure.remedy);
}

#[tokio::test]
async fn a_server_that_never_answers_times_out_after_the_connection() {
    let (listener, port) = listen().await;
    let limits = Limits { tls_offer: SHORT, ..Limits::default() };
    let (stage, failure) = failure_through(draft(port), within(limits)).await;
    drop(listener);
    assert_eq!((stage, failure.cause), (Stage::TlsOffer, Cause::TimedOut));
    assert_eq!(failure.field, field::HOST);
    assert!(failure.remedy.contains(EGRESS));
}

#[tokio::test]
async fn the_end_of_the_whole_time_ends_a_stage_that_has_time_left() {
    let (listener, port) = listen().await;
    let limits = Limits { whole: Duration::from_secs(1), ..Limits::default() };
    let events = events(draft(port), within(limits)).await;
    drop(listener);
    let last = serde_json::to_value(events.last()).unwrap();
    assert_eq!(last["ended"]["stage"], "tls_offer");
    assert_eq!(last["ended"]["verdict"]["failed"]["cause"], "timed_out");
}

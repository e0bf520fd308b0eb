//! Servers with a good certificate that are not, or not only, what they should be: a pooler with
//! errors of its own, and one whose words are meant to do harm.

use super::scene::{draft, failure};
use crate::postgres::Authority;
use app::model::connection::field;
use app::model::probe::{Cause, Failure, Stage};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Shakes hands as PostgreSQL does, reads the start-up message and answers it with bytes.
async fn answering(answer: Vec<u8>) -> (Stage, Failure) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let serving = tokio::spawn(async move {
        let (mut line, _) = listener.accept().await.unwrap();
        line.read_exact(&mut [0; 8]).await.unwrap();
        line.write_all(b"S").await.unwrap();
        let acceptor = Authority::get().for_loopback().acceptor();
        let mut line = acceptor.accept(line).await.unwrap();
        let length = line.read_u32().await.unwrap() as usize;
        line.read_exact(&mut vec![0; length - 4]).await.unwrap();
        line.write_all(&answer).await.unwrap();
        line.shutdown().await.unwrap();
    });
    let found = failure(draft(port)).await;
    serving.await.unwrap();
    found
}

/// An error response as the protocol writes it (manual 55.7).
fn error(code: &str, message: &str) -> Vec<u8> {
    let fields = format!("SFATAL\0C{code}\0M{message}\0\0");
    let length = u32::try_from(fields.len() + 4).unwrap();
    [b"E".as_slice(), &length.to_be_bytes(), fields.as_bytes()].concat()
}

#[tokio::test]
async fn a_pooler_that_refuses_in_its_own_way_is_quoted() {
    let (stage, failure) = answering(error("08P01", "SASL authentication failed")).await;
    assert_eq!((stage, failure.cause), (Stage::SignIn, Cause::ServerError));
    assert_eq!(failure.field, field::PASSWORD);
    assert!(failure.message.contains("pooler"));
    assert!(failure.remedy.contains("Check the instance name, the username"), "{}", failure.remedy);
    assert_eq!(failure.detail.as_deref(), Some("SASL authentication failed"));
}

#[tokio::test]
async fn hostile_words_are_cut_and_cleaned() {
    let words = format!("\u{1b}[2J\u{202e}{}<script>\n", "x".repeat(1000));
    let (stage, failure) = answering(error("XX000", &words)).await;
    assert_eq!((stage, failure.cause), (Stage::SignIn, Cause::ServerError));
    assert_eq!(failure.field, field::HOST);
    assert!(failure.remedy.contains("the server's log has more"), "{}", failure.remedy);
    let said = failure.detail.unwrap();
    assert!(said.chars().count() <= 500);
    assert!(said.starts_with("[2J x"), "{said}");
}

#[tokio::test]
async fn an_error_code_that_is_none_cannot_smuggle_words_into_ours() {
    let (_, failure) = answering(error("\u{1b}[31m<b>", "no")).await;
    assert!(!failure.message.chars().any(char::is_control), "{}", failure.message);
}

#[tokio::test]
async fn a_server_that_asks_for_kerberos_is_told_what_is_needed() {
    // AuthenticationGSS.
    let (stage, failure) = answering(b"R\0\0\0\x08\0\0\0\x07".to_vec()).await;
    assert_eq!((stage, failure.cause), (Stage::SignIn, Cause::ServerError));
    assert_eq!(failure.field, field::USERNAME);
    assert!(failure.remedy.contains("scram-sha-256"));
}

#[tokio::test]
async fn a_server_that_hangs_up_after_the_start_is_a_lost_connection() {
    let (stage, failure) = answering(Vec::new()).await;
    assert_eq!((stage, failure.cause), (Stage::SignIn, Cause::ConnectionLost));
    assert_eq!(failure.field, field::HOST);
    assert!(failure.remedy.contains("a firewall or proxy may cut it off"), "{}", failure.remedy);
}

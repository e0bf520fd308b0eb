//! Clients that send nothing: nobody waits for them.

use crate::product::{Engine, Product};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Sends the beginning of a request, then nothing; gives what came until the product hung up.
async fn stall(product: &Product, beginning: &str) -> String {
    let mut stream = TcpStream::connect(product.base.trim_start_matches("http://")).await.unwrap();
    stream.write_all(beginning.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn whoever_sends_no_head_is_let_go() {
    let product = Product::start_patient_for(Engine::Sqlite, Duration::from_millis(200)).await;
    for beginning in ["", "GET / HTTP/1.1\r\nHost: x\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n"] {
        stall(&product, beginning).await;
    }
}

#[tokio::test]
async fn whoever_sends_nothing_after_an_answer_is_let_go() {
    let product = Product::start_patient_for(Engine::Sqlite, Duration::from_secs(2)).await;
    let kept = stall(&product, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(kept.starts_with("HTTP/1.1 200"), "{kept}");
}

#[tokio::test]
async fn whoever_sends_no_body_is_told_and_let_go() {
    let product = Product::start_patient_for(Engine::Sqlite, Duration::from_secs(2)).await;
    let head = "POST /api/account/me HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
                Sec-Fetch-Site: same-origin\r\nContent-Length: 100\r\n\r\n{";
    let answer = stall(&product, head).await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(answer.contains("could not read the request"), "{answer}");
}

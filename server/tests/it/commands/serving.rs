//! `nexttables serve` from its first start to its end.

use super::program::{Running, data_dir, mode, program};
use crate::connections::connect;
use crate::postgres::{Authority, Postgres};
use crate::probe::scene;
use crate::product::{ADMIN, PASSWORD, enter};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const ADMINISTRATOR: [(&str, &str); 2] =
    [("NEXTTABLES_ADMIN_EMAIL", ADMIN), ("NEXTTABLES_ADMIN_PASSWORD", PASSWORD)];

#[tokio::test]
async fn the_first_start_prints_a_link_and_later_ones_do_not() {
    let data = tempfile::tempdir().unwrap();
    let first = Running::start(&mut program(&data));
    let link = first.link.clone().unwrap();
    let token = link.strip_prefix(&format!("{}/set-up?token=", first.base)).unwrap();
    let fields = [("token", token), ("name", "Ada"), ("email", ADMIN), ("password", PASSWORD)];
    let (admin, answer) = enter(&first.base, "/set-up", &fields).await;
    assert_eq!(answer.status, 303);
    assert_eq!(mode(&data_dir(&data)), 0o700);
    assert_eq!(mode(&data_dir(&data).join("master.key")), 0o600);
    assert!(first.stop("-TERM").0.success());

    // The session outlives the restart.
    let second = Running::start(program(&data).envs(ADMINISTRATOR));
    let mut again = second.stranger();
    again.cookie = admin.cookie;
    assert_eq!(again.get::<Value>("account/me").await["email"], ADMIN);
    let users: Vec<Value> = again.get("user/list").await;
    assert_eq!(users.len(), 1);
    assert!(second.stop("-INT").0.success());
}

/// Whatever is logged, and however much of it: no password and no token is among it.
#[tokio::test]
async fn secrets_are_never_logged() {
    let data = tempfile::tempdir().unwrap();
    let mut command = program(&data);
    let server = Running::start(command.envs(ADMINISTRATOR).env("NEXTTABLES_LOG", "trace"));
    let fields = [("email", ADMIN), ("password", PASSWORD)];
    let (admin, _) = enter(&server.base, "/sign-in", &fields).await;
    let token = admin.cookie.as_deref().unwrap().split_once('=').unwrap().1.to_owned();
    enter(&server.base, "/sign-in", &[("email", ADMIN), ("password", "a wrong guess")]).await;
    let draft = scene::scene(Postgres::shared()).await;
    let stored = connect(&admin, &draft).await;
    admin.events("connection/test", json!({ "id": stored.id })).await;
    let wrong = json!({ "id": stored.id, "password": "another wrong guess" });
    admin.events("connection/change_password", wrong).await;
    let draft_of_user = json!({ "email": "eve@example.com", "name": "Eve", "password": "the password of eve", "access": { "rights": [] } });
    admin.done("user/create", json!({ "draft": draft_of_user })).await;
    let (status, log) = server.stop("-TERM");
    assert!(status.success());
    assert!(log.contains("answered"), "nothing is logged");
    let key = std::fs::read_to_string(data_dir(&data).join("master.key")).unwrap();
    let password = draft.password.reveal();
    for secret in [
        PASSWORD,
        password,
        &token,
        key.trim(),
        "a wrong guess",
        "another wrong guess",
        "the password of eve",
    ] {
        assert!(!log.contains(secret), "“{secret}” is in the log");
    }
}

#[tokio::test]
async fn https_is_served_with_a_host_cookie() {
    let data = tempfile::tempdir().unwrap();
    let certificate = Authority::get().for_loopback();
    let (cert, key) = (data.path().join("cert.pem"), data.path().join("key.pem"));
    std::fs::write(&cert, &certificate.pem).unwrap();
    std::fs::write(&key, &certificate.key_pem).unwrap();
    let mut command = program(&data);
    command.envs(ADMINISTRATOR).env("NEXTTABLES_TLS_CERT", cert).env("NEXTTABLES_TLS_KEY", key);
    let server = Running::start(&mut command);
    let address = server.base.strip_prefix("https://").unwrap();
    let body = crate::product::form(&[("email", ADMIN), ("password", PASSWORD)]);
    let request = format!(
        "POST /sign-in HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\nsec-fetch-site: same-origin\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = over_tls(address, &request).await;
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    assert!(answer.contains("set-cookie: __Host-nexttables="), "{answer}");
    assert!(answer.contains("; Path=/; HttpOnly; SameSite=Lax; Secure"), "{answer}");
    assert!(answer.contains("strict-transport-security: "), "{answer}");
}

async fn over_tls(address: &str, request: &str) -> String {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(Authority::get().der.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let line = tokio::net::TcpStream::connect(address).await.unwrap();
    let name = rustls::pki_types::ServerName::try_from("localhost").unwrap();
    let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
    let mut line = connector.connect(name, line).await.unwrap();
    line.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    // A server that closes without goodbye has still said all there is.
    let _ = line.read_to_string(&mut answer).await;
    answer
}

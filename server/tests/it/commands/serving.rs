//! `nexttables serve` from its first start to its end.

use super::program::{Installation, Running, mode};
use crate::connections::connect;
use crate::postgres::{Authority, Postgres};
use crate::probe::scene;
use crate::product::{ADMIN, Engine, PASSWORD, both, enter};
use serde_json::{Value, json};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

both!(
    the_first_start_prints_a_link_and_later_ones_do_not,
    secrets_are_never_logged,
    https_is_served_with_a_host_cookie,
);

const ADMINISTRATOR: [(&str, &str); 2] =
    [("NEXTTABLES_ADMIN_EMAIL", ADMIN), ("NEXTTABLES_ADMIN_PASSWORD", PASSWORD)];

async fn the_first_start_prints_a_link_and_later_ones_do_not(engine: Engine) {
    let data = Installation::new(engine).await;
    let first = Running::start(&mut data.program());
    let link = first.link.clone().unwrap();
    let token = link.strip_prefix(&format!("{}/set-up?token=", first.base)).unwrap();
    let fields = [("token", token), ("name", "Ada"), ("email", ADMIN), ("password", PASSWORD)];
    let (admin, answer) = enter(&first.base, "/set-up", &fields).await;
    assert_eq!(answer.status, 303);
    assert_eq!(mode(&data.data_dir()), 0o700);
    for file in fs::read_dir(data.data_dir()).unwrap() {
        let path = file.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    assert!(first.stop("-TERM").0.success());

    // The session outlives the restart.
    let second = Running::start(data.program().envs(ADMINISTRATOR));
    let mut again = second.stranger();
    again.cookie = admin.cookie;
    assert_eq!(again.get::<Value>("account/me").await["email"], ADMIN);
    let users: Vec<Value> = again.get("user/list").await;
    assert_eq!(users.len(), 1);
    assert!(second.stop("-INT").0.success());
}

#[tokio::test]
async fn a_data_folder_that_lets_others_in_is_warned_about() {
    let data = Installation::embedded();
    fs::create_dir(data.data_dir()).unwrap();
    fs::set_permissions(data.data_dir(), Permissions::from_mode(0o711)).unwrap();
    let server = Running::start(data.program().envs(ADMINISTRATOR));
    let (_, log) = server.stop("-TERM");
    assert!(log.contains("WARN") && log.contains("chmod 700"), "{log}");
    fs::set_permissions(data.data_dir(), Permissions::from_mode(0o700)).unwrap();
    let server = Running::start(data.program().envs(ADMINISTRATOR));
    let (_, log) = server.stop("-TERM");
    assert!(!log.contains("chmod"), "{log}");
}

/// Whatever is logged, and however much of it: no password and no token is among it.
async fn secrets_are_never_logged(engine: Engine) {
    let data = Installation::new(engine).await;
    let mut command = data.program();
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
    let key = std::fs::read_to_string(data.data_dir().join("master.key")).unwrap();
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

async fn https_is_served_with_a_host_cookie(engine: Engine) {
    let data = Installation::new(engine).await;
    let certificate = Authority::get().for_loopback();
    let (cert, key) = (data.path().join("cert.pem"), data.path().join("key.pem"));
    std::fs::write(&cert, &certificate.pem).unwrap();
    std::fs::write(&key, &certificate.key_pem).unwrap();
    let mut command = data.program();
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

//! Roles that are not let in, and databases that do not open.

use super::scene::{EGRESS, draft, failure, quoted, scene};
use crate::postgres::{Postgres, REFUSED, Setup};
use app::model::connection::field;
use app::model::probe::{Cause, Failure, Stage};
use app::model::secret::Secret;

fn expect(found: &(Stage, Failure), stage: Stage, cause: Cause, field: &str) {
    assert_eq!((found.0, found.1.cause), (stage, cause), "{found:?}");
    assert_eq!(found.1.field, field);
    assert!(found.1.detail.as_ref().is_some_and(|said| !said.is_empty()));
}

#[tokio::test]
async fn a_wrong_password_is_told() {
    let mut draft = scene(Postgres::shared()).await;
    draft.password = Secret::new("not-the-password");
    let found = failure(draft.clone()).await;
    expect(&found, Stage::SignIn, Cause::PasswordWrong, field::PASSWORD);
    assert!(found.1.message.contains(&draft.username));
    assert!(found.1.remedy.contains("type the password again"));
}

#[tokio::test]
async fn a_role_that_does_not_exist_is_told_like_a_wrong_password() {
    let found = failure(draft(Postgres::shared().port)).await;
    expect(&found, Stage::SignIn, Cause::PasswordWrong, field::PASSWORD);
    assert!(found.1.message.contains("hr_role"));
    assert!(found.1.remedy.contains("Correct the username"), "{}", found.1.remedy);
}

#[tokio::test]
async fn a_role_that_pg_hba_refuses_is_told_what_to_allowlist() {
    let server = Postgres::shared();
    let draft = scene(server).await;
    let role = quoted(&draft.username);
    server.run("postgres", &format!("create role {REFUSED} role {role}")).await;
    let found = failure(draft.clone()).await;
    expect(&found, Stage::SignIn, Cause::RoleNotPermitted, field::USERNAME);
    assert!(found.1.message.contains(&draft.username));
    assert!(found.1.remedy.contains("pg_hba.conf"));
    assert!(found.1.remedy.contains(EGRESS));
    assert!(found.1.detail.unwrap().contains("pg_hba.conf rejects"));
}

#[tokio::test]
async fn an_address_that_pg_hba_does_not_know_is_told_what_to_allowlist() {
    let hba = "local all postgres trust\nhostssl all all 192.0.2.0/24 scram-sha-256\n".to_owned();
    let server = Postgres::start(&Setup { hba, ..Setup::default() });
    let found = failure(draft(server.port)).await;
    expect(&found, Stage::SignIn, Cause::RoleNotPermitted, field::USERNAME);
    assert!(found.1.remedy.contains(EGRESS));
}

#[tokio::test]
async fn a_role_without_login_is_told() {
    let server = Postgres::shared();
    let draft = scene(server).await;
    let role = quoted(&draft.username);
    server.run("postgres", &format!("alter role {role} nologin")).await;
    let found = failure(draft.clone()).await;
    expect(&found, Stage::SignIn, Cause::RoleCannotLogin, field::USERNAME);
    assert!(found.1.remedy.contains("right to log in"), "{}", found.1.remedy);
    let remedy = found.1.sql.unwrap();
    assert_eq!(remedy, format!("ALTER ROLE {role} LOGIN;"));
    // And it is one.
    server.run("postgres", &remedy).await;
    assert_eq!(super::scene::warnings(draft).await, []);
}

#[tokio::test]
async fn a_role_without_a_connection_left_is_told() {
    let server = Postgres::shared();
    let draft = scene(server).await;
    let role = quoted(&draft.username);
    server.run("postgres", &format!("alter role {role} connection limit 0")).await;
    let found = failure(draft.clone()).await;
    expect(&found, Stage::SignIn, Cause::TooManyConnections, field::USERNAME);
    assert!(found.1.remedy.contains("raise its limit"), "{}", found.1.remedy);
    server.run("postgres", &found.1.sql.unwrap()).await;
    assert_eq!(super::scene::warnings(draft).await, []);
}

#[tokio::test]
async fn a_server_without_a_connection_left_is_told() {
    let settings = ["max_connections = 1", "superuser_reserved_connections = 0"];
    let settings = settings.map(str::to_owned).to_vec();
    let server = Postgres::start(&Setup { settings, ..Setup::default() });
    let taken = server.admin("postgres").await;
    let found = failure(draft(server.port)).await;
    drop(taken);
    expect(&found, Stage::SignIn, Cause::TooManyConnections, field::HOST);
    assert!(found.1.remedy.contains("max_connections"));
}

#[tokio::test]
async fn a_server_that_is_starting_up_is_told() {
    // What it is to recover from never comes; the end of the server ends the waiting too.
    let settings = vec!["restore_command = 'exec sleep infinity'".to_owned()];
    let signal = Some("recovery.signal");
    let server = Postgres::start(&Setup { settings, signal, ..Setup::default() });
    let found = failure(draft(server.port)).await;
    expect(&found, Stage::SignIn, Cause::StartingUp, field::HOST);
    assert!(found.1.remedy.contains("Try again"));
}

#[tokio::test]
async fn a_database_that_does_not_exist_is_told_after_the_sign_in() {
    let mut draft = scene(Postgres::shared()).await;
    draft.instance = "payroll".to_owned();
    let found = failure(draft).await;
    expect(&found, Stage::Database, Cause::DatabaseNotFound, field::INSTANCE);
    assert!(found.1.message.contains("payroll"));
    assert!(found.1.remedy.contains("instance name"));
}

#[tokio::test]
async fn a_database_without_connect_is_told_with_the_grant() {
    let server = Postgres::shared();
    let mut draft = scene(server).await;
    draft.instance = "closed".to_owned();
    server.run("postgres", "create database closed").await;
    server.run("postgres", "revoke connect on database closed from public").await;
    let found = failure(draft.clone()).await;
    expect(&found, Stage::Database, Cause::DatabaseDenied, field::INSTANCE);
    assert!(found.1.remedy.contains("grant the role access"), "{}", found.1.remedy);
    let remedy = found.1.sql.unwrap();
    assert_eq!(
        remedy,
        format!("GRANT CONNECT ON DATABASE \"closed\" TO {};", quoted(&draft.username))
    );
    server.run("postgres", &remedy).await;
    assert_eq!(failure(draft).await.1.cause, Cause::SchemaNotFound);
}

#[tokio::test]
async fn a_database_without_a_connection_left_is_told() {
    let server = Postgres::shared();
    let mut draft = scene(server).await;
    draft.instance = "full".to_owned();
    server.run("postgres", "create database \"full\" connection limit 0").await;
    let found = failure(draft.clone()).await;
    expect(&found, Stage::Database, Cause::TooManyConnections, field::INSTANCE);
    assert!(found.1.remedy.contains("raise its limit"), "{}", found.1.remedy);
    server.run("postgres", &found.1.sql.unwrap()).await;
    assert_eq!(failure(draft).await.1.cause, Cause::SchemaNotFound);
}

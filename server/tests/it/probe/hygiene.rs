//! Roles that may more than they need, and ends that approach.

use super::scene::{draft, quoted, scene, set_up, warnings};
use crate::postgres::{Postgres, Setup};
use app::model::connection::ConnectionDraft;
use app::model::probe::{Warning, WarningCode};

/// The one warning after statements in which `$role` stands for the role; its SQL remedies it.
async fn only_warning(sql: &str) -> (ConnectionDraft, Warning) {
    let server = Postgres::shared();
    let draft = scene(server).await;
    server.run("postgres", &sql.replace("$role", &quoted(&draft.username))).await;
    let found = warnings(draft.clone()).await;
    assert_eq!(found.len(), 1, "{found:?}");
    server.run("postgres", found[0].sql.as_ref().unwrap()).await;
    assert_eq!(warnings(draft.clone()).await, []);
    (draft, found[0].clone())
}

#[tokio::test]
async fn every_right_beyond_the_tables_is_warned_about() {
    let rights = [
        ("superuser", WarningCode::Superuser),
        ("bypassrls", WarningCode::BypassesRowSecurity),
        ("createrole", WarningCode::CreatesRoles),
        ("createdb", WarningCode::CreatesDatabases),
        ("replication", WarningCode::Replicates),
    ];
    for (option, code) in rights {
        let (draft, warning) = only_warning(&format!("alter role $role {option}")).await;
        assert_eq!(warning.code, code);
        assert!(warning.message.contains(&draft.username));
    }
}

#[tokio::test]
async fn write_access_to_another_schema_is_warned_about() {
    let sql = "create schema \"fi\"\"nance\"; create table \"fi\"\"nance\".invoice ();
        grant usage on schema \"fi\"\"nance\" to $role;
        grant insert on \"fi\"\"nance\".invoice to $role";
    let (_, warning) = only_warning(sql).await;
    assert_eq!(warning.code, WarningCode::ReachesOtherSchemas);
    assert!(warning.message.contains("fi\"nance"));
}

#[tokio::test]
async fn the_right_to_create_in_another_schema_is_warned_about() {
    let sql = "create schema building; grant create on schema building to $role";
    assert_eq!(only_warning(sql).await.1.code, WarningCode::ReachesOtherSchemas);
}

#[tokio::test]
async fn an_owned_schema_is_warned_about() {
    let server = Postgres::shared();
    let draft = scene(server).await;
    let sql = format!("create schema owned authorization {}", quoted(&draft.username));
    server.run("postgres", &sql).await;
    let found = warnings(draft).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code, WarningCode::ReachesOtherSchemas);
    // Nothing that could be run here would remedy it.
    assert_eq!(found[0].sql, None);
    assert!(found[0].remedy.contains("as the owner"), "{}", found[0].remedy);
}

#[tokio::test]
async fn rights_of_everybody_in_another_schema_are_not_revoked_from_the_role() {
    let server = Postgres::start(&Setup::default());
    let draft = draft(server.port);
    set_up(&server, &draft).await;
    let sql = "create schema open; create table open.t (); grant usage on schema open to public;
        grant insert on open.t to public";
    server.run("postgres", sql).await;
    let found = warnings(draft).await;
    assert_eq!((found.len(), found[0].code), (1, WarningCode::ReachesOtherSchemas));
    assert_eq!(found[0].sql, None);
}

#[tokio::test]
async fn reading_another_schema_is_nothing_to_warn_about() {
    let server = Postgres::shared();
    let draft = scene(server).await;
    let other = ConnectionDraft {
        schema: "readable".to_owned(),
        username: "somebody".to_owned(),
        ..draft.clone()
    };
    set_up(server, &other).await;
    let role = quoted(&draft.username);
    let sql = format!(
        "grant usage on schema readable to {role}; grant select on readable.employee to {role}"
    );
    server.run("postgres", &sql).await;
    assert_eq!(warnings(draft).await, []);
}

#[tokio::test]
async fn a_password_that_expires_soon_is_warned_about() {
    let server = Postgres::shared();
    let draft = scene(server).await;
    let role = quoted(&draft.username);
    let sql = format!(
        "do $do$ begin execute format($sql$alter role {role} valid until %L$sql$,
            now() + interval '3 days'); end $do$"
    );
    server.run("postgres", &sql).await;
    let found = warnings(draft).await;
    assert_eq!((found.len(), found[0].code), (1, WarningCode::PasswordExpires));
    // How long a password lasts is the customer's policy, which no SQL of ours undoes.
    assert_eq!(found[0].sql, None);
    assert!(found[0].remedy.contains("Change password"), "{}", found[0].remedy);
}

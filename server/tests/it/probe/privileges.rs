//! Schemas and tables that the role may not use, and the grants that remedy it.

use super::scene::{draft, failure, quoted, scene, set_up, warnings};
use crate::postgres::{Postgres, Setup};
use app::model::connection::{ConnectionDraft, field};
use app::model::probe::{Cause, Failure, Stage, Warning, WarningCode};

/// A scene after statements in which `$schema` and `$role` stand for its names.
async fn after(sql: &str) -> ConnectionDraft {
    let draft = scene(Postgres::shared()).await;
    change(&draft, sql).await;
    draft
}

async fn change(draft: &ConnectionDraft, sql: &str) {
    let (schema, role) = (quoted(&draft.schema), quoted(&draft.username));
    let sql = sql.replace("$schema", &schema).replace("$role", &role);
    Postgres::shared().run("postgres", &sql).await;
}

/// Fails with SQL; once that is run, the probe passes.
async fn remedied(draft: ConnectionDraft) -> (Stage, Failure) {
    let found = failure(draft.clone()).await;
    let sql = found.1.sql.as_ref().expect("SQL is the remedy");
    Postgres::shared().run("postgres", sql).await;
    assert_eq!(warnings(draft).await, []);
    found
}

fn codes(warnings: &[Warning]) -> Vec<WarningCode> {
    warnings.iter().map(|warning| warning.code).collect()
}

#[tokio::test]
async fn a_schema_that_does_not_exist_is_told_with_those_that_do() {
    let draft = scene(Postgres::shared()).await;
    let typed = ConnectionDraft { schema: draft.schema.to_uppercase(), ..draft.clone() };
    let (stage, failure) = failure(typed).await;
    assert_eq!((stage, failure.cause), (Stage::Schema, Cause::SchemaNotFound));
    assert_eq!(failure.field, field::SCHEMA);
    assert!(failure.message.contains(&draft.schema.to_uppercase()));
    assert!(failure.remedy.contains(&format!("The role may use: {}", draft.schema)));
}

#[tokio::test]
async fn a_schema_without_usage_is_told_with_the_grant() {
    let draft = after("revoke all on schema $schema from $role").await;
    let (stage, failure) = remedied(draft.clone()).await;
    assert_eq!((stage, failure.cause), (Stage::Schema, Cause::SchemaDenied));
    assert_eq!(failure.field, field::SCHEMA);
    let grant = format!("GRANT USAGE, CREATE ON SCHEMA {}", quoted(&draft.schema));
    assert!(failure.sql.unwrap().starts_with(&grant));
}

#[tokio::test]
async fn tables_without_select_are_told_with_the_grant() {
    let draft = after("revoke all on all tables in schema $schema from $role").await;
    let (stage, failure) = remedied(draft).await;
    assert_eq!((stage, failure.cause), (Stage::Privileges, Cause::TableDenied));
    assert_eq!(failure.field, field::USERNAME);
    assert!(failure.message.contains("SELECT"));
    assert!(failure.sql.unwrap().starts_with("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES"));
}

#[tokio::test]
async fn tables_without_insert_are_told_and_read_only_accepts_them() {
    let draft = after("revoke insert on all tables in schema $schema from $role").await;
    let read_only = ConnectionDraft { read_only: true, ..draft.clone() };
    assert_eq!(warnings(read_only).await, []);
    let (stage, failure) = remedied(draft).await;
    assert_eq!((stage, failure.cause), (Stage::Privileges, Cause::TableDenied));
    assert_eq!(failure.field, field::READ_ONLY);
    assert!(failure.message.contains("(INSERT)"), "{}", failure.message);
    assert!(failure.remedy.contains("tick Read-only connection"));
}

#[tokio::test]
async fn a_read_only_connection_asks_for_no_more_than_select() {
    let mut draft = draft(Postgres::shared().port);
    draft.schema = "read only".to_owned();
    draft.username = "reader".to_owned();
    draft.read_only = true;
    set_up(Postgres::shared(), &draft).await;
    assert_eq!(warnings(draft.clone()).await, []);
    change(&draft, "revoke all on all tables in schema $schema from $role").await;
    let (_, failure) = remedied(draft).await;
    let expected = "GRANT SELECT ON ALL TABLES IN SCHEMA \"read only\" TO \"reader\";";
    assert_eq!(failure.sql.unwrap(), expected);
}

#[tokio::test]
async fn some_tables_that_are_denied_are_named_in_a_warning() {
    let sql = "create table $schema.salary (); create table $schema.bonus ();
        revoke all on $schema.salary from $role; revoke update, delete on $schema.bonus from $role";
    let found = warnings(after(sql).await).await;
    assert_eq!(codes(&found), [WarningCode::SomeTablesDenied; 2]);
    assert!(found[0].message.contains("read (SELECT) some of the tables: salary."));
    assert!(found[1].message.contains("some of the tables: bonus"), "{}", found[1].message);
    assert!(found[0].sql.as_ref().unwrap().contains("ON ALL TABLES"));
}

#[tokio::test]
async fn a_sequence_that_new_rows_need_is_named_in_a_warning() {
    let draft = after(
        "create table $schema.visit (id int generated always as identity);
        grant all on $schema.visit to $role;
        revoke all on all sequences in schema $schema from $role",
    )
    .await;
    let found = warnings(draft.clone()).await;
    assert_eq!(codes(&found), [WarningCode::SomeTablesDenied]);
    assert!(found[0].message.contains("number new rows: employee_id_seq."));
    change(&draft, found[0].sql.as_ref().unwrap()).await;
    assert_eq!(warnings(draft).await, []);
}

/// The script's default privileges cover the tables to come, with the sequences that number their
/// rows.
#[tokio::test]
async fn a_table_that_is_created_after_the_set_up_can_be_written() {
    let draft = after("create table $schema.visit (id serial primary key, at date)").await;
    assert_eq!(warnings(draft.clone()).await, []);
    change(&draft, "set role $role; insert into $schema.visit (at) values ('2027-01-01')").await;
}

#[tokio::test]
async fn a_role_that_cannot_create_tables_is_warned_about() {
    let draft = after("revoke create on schema $schema from $role").await;
    let found = warnings(draft.clone()).await;
    assert_eq!(codes(&found), [WarningCode::CannotCreateTables]);
    change(&draft, found[0].sql.as_ref().unwrap()).await;
    assert_eq!(warnings(draft).await, []);
}

#[tokio::test]
async fn rights_on_columns_count_and_an_empty_schema_is_fine() {
    let sql = "revoke all on all tables in schema $schema from $role;
        grant select (id), insert (id), update (id), delete on $schema.employee to $role";
    assert_eq!(warnings(after(sql).await).await, []);
    assert_eq!(warnings(after("drop table $schema.employee").await).await, []);
}

#[tokio::test]
async fn a_partition_and_a_materialised_view_need_no_write() {
    let sql = "create table $schema.year (y int) partition by list (y);
        create table $schema.year_1 partition of $schema.year for values in (1);
        create materialized view $schema.summary as select 1 as one;
        revoke all on $schema.year_1 from $role;
        revoke insert, update, delete on $schema.summary from $role";
    assert_eq!(warnings(after(sql).await).await, []);
}

#[tokio::test]
async fn a_replica_can_only_be_read() {
    // No password can be set here, so the owner needs none.
    let hba = "local all postgres trust\nhostssl all postgres 127.0.0.1/32 trust\n".to_owned();
    let signal = Some("standby.signal");
    let server = Postgres::start(&Setup { hba, signal, ..Setup::default() });
    let draft = ConnectionDraft {
        username: "postgres".to_owned(),
        schema: "public".to_owned(),
        ..draft(server.port)
    };
    let (stage, failure) = failure(draft).await;
    assert_eq!((stage, failure.cause), (Stage::Privileges, Cause::TableDenied));
    assert_eq!(failure.field, field::HOST);
    assert!(failure.remedy.contains("primary"));
}

//! Changing, disconnecting and dropping tables.

use super::ground::{Ground, texts};
use crate::postgres::Postgres;
use crate::probe::scene::quoted;
use crate::product::{Engine, both};
use app::model::audit::AuditAction;
use app::model::table::{ColumnDraft, ColumnType, TableDraft};
use serde_json::json;

both!(
    columns_and_comments_are_changed_in_the_target,
    names_and_numbers_of_columns_that_cannot_be_are_told,
    a_comment_is_told_as_it_was_when_it_was_changed,
    what_is_disconnected_stays_in_the_target,
);

async fn columns_and_comments_are_changed_in_the_target(engine: Engine) {
    let ground = Ground::new(engine, "").await;
    let id = ground.connect("employee").await;
    ground.own("employee").await;
    let column = ColumnDraft { name: "Büro".into(), ..ColumnDraft::new(ColumnType::Text) };
    ground.admin.done("table/add_column", json!({ "id": id, "draft": column })).await;
    let rename = json!({ "id": id, "column": "name", "name": "full \"name\"" });
    ground.admin.done("table/rename_column", rename).await;
    let comment = json!({ "id": id, "column": "Büro", "comment": "it's where?" });
    ground.admin.done("table/comment", comment).await;
    let comment = json!({ "id": id, "column": null, "comment": "Everyone" });
    ground.admin.done("table/comment", comment).await;
    let opened = ground.open(id).await;
    let names: Vec<_> = opened.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["id", "full \"name\"", "Büro"]);
    assert_eq!(opened.columns[2].comment.as_deref(), Some("it's where?"));
    assert_eq!(opened.comment.as_deref(), Some("Everyone"));
    let again = json!({ "id": id, "column": "id", "name": "Büro" });
    let answer = ground.admin.call("table/rename_column", again).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "name: taken"));
}

async fn names_and_numbers_of_columns_that_cannot_be_are_told(engine: Engine) {
    let wide: Vec<_> = (1..=1_600).map(|number| format!("c{number} int")).collect();
    let sql = format!("create table $s.wide ({})", wide.join(", "));
    let ground = Ground::new(engine, &sql).await;
    let id = ground.connect("employee").await;
    ground.own("employee").await;
    let column =
        |name: &str| ColumnDraft { name: name.into(), ..ColumnDraft::new(ColumnType::Text) };
    let told = async |call, arguments| {
        let answer = ground.admin.call(call, arguments).await;
        (answer.status, answer.problem())
    };
    let add = |id, name| json!({ "id": id, "draft": column(name) });
    let found = told("table/add_column", add(id, "xmin")).await;
    assert_eq!(found, (422, "name: reserved".to_owned()));
    let rename = json!({ "id": id, "column": "name", "name": "ctid" });
    assert_eq!(told("table/rename_column", rename).await, (422, "name: reserved".to_owned()));
    let columns: Vec<_> = (0..=1_600).map(|number| column(&format!("c{number}"))).collect();
    let draft = TableDraft { name: "wider".into(), columns, comment: String::new() };
    let create = ground.place(json!({ "draft": draft }));
    assert_eq!(told("table/create", create).await, (422, "columns: too_many".to_owned()));
    let id = ground.connect("wide").await;
    ground.own("wide").await;
    let found = told("table/add_column", add(id, "one_more")).await;
    assert_eq!(found, (422, ": too_many_columns".to_owned()));
}

async fn a_comment_is_told_as_it_was_when_it_was_changed(engine: Engine) {
    let ground = Ground::new(engine, "comment on table $s.employee is 'Old'").await;
    let id = ground.connect("employee").await;
    ground.own("employee").await;
    assert_eq!(ground.open(id).await.comment.as_deref(), Some("Old"));
    ground
        .run("comment on table $s.employee is 'Theirs'; comment on column $s.employee.name is 'Full'")
        .await;
    for (column, old) in [(None, Some("Theirs")), (Some("name"), Some("Full")), (Some("id"), None)]
    {
        let comment = json!({ "id": id, "column": column, "comment": "Mine" });
        ground.admin.done("table/comment", comment).await;
        assert_eq!(replaced(&ground).await.as_deref(), old, "{column:?}");
    }
}

/// The comment that was replaced, as the newest entry tells it.
async fn replaced(ground: &Ground) -> Option<String> {
    let entry = ground.log().await.remove(0);
    assert_eq!(entry.action, AuditAction::TableChanged);
    assert_eq!(entry.changes[0].new.as_deref(), Some("Mine"));
    entry.changes[0].old.clone()
}

/// Nothing is read from them, so that the foreign one need not lead anywhere.
const KINDS: &str = "
    create view $s.seen as select name from $s.employee;
    create materialized view $s.kept as select name from $s.employee;
    create foreign data wrapper $s;
    create server $s foreign data wrapper $s;
    create foreign table $s.far (name text) server $s";

#[tokio::test]
async fn a_comment_that_somebody_writes_meanwhile_is_told_as_the_old_one() {
    let ground = Ground::new(Engine::Sqlite, KINDS).await;
    for (name, kind) in [
        ("employee", "table"),
        ("seen", "view"),
        ("kept", "materialized view"),
        ("far", "foreign table"),
    ] {
        let id = ground.connect(name).await;
        ground.own(name).await;
        let own = format!("comment on {kind} $s.{name}");
        let of_column = format!("comment on column $s.{name}.name");
        for (theirs, column) in [(own, None), (of_column, Some("name"))] {
            ground.run(&format!("{theirs} is 'Old'")).await;
            let mut somebody = Postgres::shared().admin("postgres").await;
            let writing = somebody.transaction().await.unwrap();
            let theirs = theirs.replace("$s", &quoted(&ground.draft.schema));
            writing.batch_execute(&format!("{theirs} is 'Theirs'")).await.unwrap();
            let admin = ground.admin.clone();
            let mine = json!({ "id": id, "column": column, "comment": "Mine" });
            let mine = tokio::spawn(async move { admin.done("table/comment", mine).await });
            ground.waiting("wait_event_type = 'Lock'", "1").await;
            writing.commit().await.unwrap();
            mine.await.unwrap();
            assert_eq!(replaced(&ground).await.as_deref(), Some("Theirs"), "{theirs}");
        }
    }
}

#[tokio::test]
async fn a_table_that_is_opened_again_is_as_it_is_by_then() {
    let ground = Ground::new(Engine::Sqlite, "insert into $s.employee (name) values ('Ada')").await;
    let id = ground.connect("employee").await;
    let names = async || {
        let columns = ground.open(id).await.columns.into_iter();
        columns.map(|column| column.name).collect::<Vec<_>>()
    };
    assert_eq!(names().await, ["id", "name"]);
    let renamed = "alter table $s.employee rename name to full_name";
    ground.run(&format!("{renamed}; alter table $s.employee add town text default 'Turin'")).await;
    assert_eq!(names().await, ["id", "full_name", "town"]);
    let row = ground.page(id).await.rows.remove(0);
    assert_eq!(texts(&row), [Some("1"), Some("Ada"), Some("Turin")]);
}

#[tokio::test]
async fn only_tables_are_dropped() {
    let sql = "create view $s.names as select name from $s.employee;
        create materialized view $s.kept as select name from $s.employee";
    let ground = Ground::new(Engine::Sqlite, sql).await;
    for view in ["names", "kept"] {
        let id = ground.connect(view).await;
        ground.own(view).await;
        let right = json!({ "id": id, "confirmation": view });
        let answer = ground.admin.call("table/drop_table", right).await;
        assert_eq!(answer.status, 403, "{view}");
        let there = ground.read(&format!("select to_regclass('$s.{view}')::text")).await;
        assert!(there.is_some(), "{view}");
    }
}

async fn what_is_disconnected_stays_in_the_target(engine: Engine) {
    let ground = Ground::new(engine, "insert into $s.employee (name) values ('Ada')").await;
    let id = ground.connect("employee").await;
    ground.admin.done("table/disconnect", json!({ "id": id })).await;
    assert_eq!(ground.admin.call("table/open", json!({ "id": id })).await.status, 404);
    let rows = ground.read("select count(*)::text from $s.employee").await;
    assert_eq!(rows.as_deref(), Some("1"));
    let id = ground.connect("employee").await;
    let wrong = json!({ "id": id, "confirmation": "Employee" });
    let answer = ground.admin.call("table/drop_table", wrong).await;
    assert_eq!(answer.problem(), "confirmation: name_differs");
    ground.own("employee").await;
    let right = json!({ "id": id, "confirmation": "employee" });
    ground.admin.done("table/drop_table", right).await;
    assert_eq!(ground.admin.call("table/open", json!({ "id": id })).await.status, 404);
    assert_eq!(ground.read("select to_regclass('$s.employee')::text").await, None);
}

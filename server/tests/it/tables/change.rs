//! Changing, disconnecting and dropping tables.

use super::ground::Ground;
use crate::product::{Engine, both};
use app::model::table::{ColumnDraft, ColumnType};
use serde_json::json;

both!(columns_and_comments_are_changed_in_the_target, what_is_disconnected_stays_in_the_target);

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

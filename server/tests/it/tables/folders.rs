//! What holds a table cannot go: its folder, its connection, the mapping between them.

use super::ground::Ground;
use crate::product::{Engine, both};
use serde_json::json;

both!(what_a_table_needs_is_not_taken_away);

async fn what_a_table_needs_is_not_taken_away(engine: Engine) {
    let ground = Ground::new(engine, "").await;
    let id = ground.connect("employee").await;
    let answer = ground.admin.call("folder/delete", json!({ "id": ground.folder })).await;
    assert_eq!(answer.status, 409, "{}", answer.body);
    assert!(answer.body.contains("employee"), "{}", answer.body);
    let other = json!({ "parent": null, "name": "Other" });
    let other = ground.admin.done("folder/create", other).await["id"].clone();
    let mut draft = serde_json::to_value(&ground.draft).unwrap();
    draft["scope"] = json!({ "folders": [other] });
    let edit = json!({ "id": ground.connection.id, "revision": 1, "draft": draft });
    let answer = ground.admin.call("connection/edit", edit).await;
    assert!(answer.body.contains("tables_orphaned"), "{}", answer.body);
    assert!(answer.body.contains("employee"), "{}", answer.body);
    let delete = |tables: &[&str]| json!({ "id": ground.connection.id, "disconnect": tables });
    let answer = ground.admin.call("connection/delete", delete(&[])).await;
    assert_eq!(answer.status, 409, "{}", answer.body);
    assert!(answer.body.contains("employee"), "{}", answer.body);
    ground.admin.done("connection/delete", delete(&["employee"])).await;
    assert_eq!(ground.admin.call("table/open", json!({ "id": id })).await.status, 404);
    ground.admin.done("folder/delete", json!({ "id": ground.folder })).await;
}

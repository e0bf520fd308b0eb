//! Shared views and everybody's own layout.

use super::ground::Ground;
use crate::product::{Engine, both};
use app::model::access::SiteRight;
use app::model::view::{Layout, SavedView};
use serde_json::{Value, json};

both!(
    a_view_is_shared_and_a_layout_is_not,
    views_and_layouts_follow_a_column_that_is_renamed,
    views_stay_within_their_bounds,
);

fn draft(name: &str) -> Value {
    json!({
        "name": name,
        "query": {
            "sort": [{ "column": "name", "direction": "descending" }],
            "filters": [{ "column": "name", "operator": "contains", "operands": ["a"] }],
        },
        "layout": { "columns": [{ "column": "id", "hidden": true }], "frozen": 1 },
    })
}

async fn a_view_is_shared_and_a_layout_is_not(engine: Engine) {
    let ground = Ground::new(engine, "").await;
    let table = ground.connect("employee").await;
    let save = |id: Value, name: &str| json!({ "table": table, "id": id, "draft": draft(name) });
    let view = ground.admin.done("view/save", save(Value::Null, "By name")).await;
    let answer = ground.admin.call("view/save", save(Value::Null, "by NAME")).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "name: taken"));
    ground.admin.done("view/save", save(view["id"].clone(), "Names")).await;
    let reader = ground.product.person_with(&[SiteRight::Read]).await;
    let list = || async {
        let views = reader.done("view/list", json!({ "table": table })).await;
        serde_json::from_value::<Vec<SavedView>>(views).unwrap()
    };
    let views = list().await;
    assert_eq!((views.len(), views[0].name.as_str()), (1, "Names"));
    assert_eq!(views[0].query.sort[0].column, "name");
    assert_eq!(reader.call("view/save", save(Value::Null, "Mine")).await.status, 403);
    let wide = json!({ "columns": [{ "column": "name", "width": 60000 }], "frozen": 1 });
    reader.done("view/keep_layout", json!({ "table": table, "layout": wide })).await;
    let own = reader.done("view/layout", json!({ "table": table })).await;
    let own: Layout = serde_json::from_value(own).unwrap();
    assert_eq!((own.columns[0].width, own.frozen), (Some(1_200), 1));
    let others = ground.admin.done("view/layout", json!({ "table": table })).await;
    assert_eq!(serde_json::from_value::<Layout>(others).unwrap(), Layout::default());
    let delete = json!({ "table": table, "id": view["id"] });
    assert_eq!(reader.call("view/delete", delete.clone()).await.status, 403);
    ground.admin.done("view/delete", delete).await;
    assert!(list().await.is_empty());
}

async fn views_and_layouts_follow_a_column_that_is_renamed(engine: Engine) {
    let department = "create table $s.department (id int primary key, name text)";
    let ground = Ground::new(engine, department).await;
    let table = ground.connect("employee").await;
    let other = ground.connect("department").await;
    for table in [table, other] {
        let view = json!({ "table": table, "id": null, "draft": draft("By name") });
        ground.admin.done("view/save", view).await;
    }
    let reader = ground.product.person_with(&[SiteRight::Read]).await;
    let layout = json!({ "columns": [{ "column": "name", "hidden": true }], "frozen": 0 });
    reader.done("view/keep_layout", json!({ "table": table, "layout": layout })).await;
    ground.own("employee").await;
    let rename = json!({ "id": table, "column": "name", "name": "called" });
    ground.admin.done("table/rename_column", rename).await;
    let view = async |table| {
        let views = reader.done("view/list", json!({ "table": table })).await;
        serde_json::from_value::<Vec<SavedView>>(views).unwrap().remove(0)
    };
    let query = view(table).await.query;
    let names = [&query.sort[0].column, &query.filters[0].column];
    assert_eq!(names, ["called", "called"]);
    assert_eq!(view(table).await.layout.columns[0].column, "id");
    assert_eq!(view(other).await.query.sort[0].column, "name", "another table's");
    let own = reader.done("view/layout", json!({ "table": table })).await;
    let own: Layout = serde_json::from_value(own).unwrap();
    assert_eq!((own.columns[0].column.as_str(), own.columns[0].hidden), ("called", true));
}

async fn views_stay_within_their_bounds(engine: Engine) {
    let ground = Ground::new(engine, "").await;
    let table = ground.connect("employee").await;
    let view = |name: &str, operands: usize| {
        let operands = vec!["x".repeat(1_000); operands];
        let filter = json!({ "column": "name", "operator": "one_of", "operands": operands });
        let draft = json!({ "name": name, "query": { "filters": [filter] }, "layout": {} });
        json!({ "table": table, "id": null, "draft": draft })
    };
    let answer = ground.admin.call("view/save", view("Too large", 300)).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, ": too_large"), "{}", answer.body);
    for number in 0..5 {
        ground.admin.done("view/save", view(&format!("View {number}"), 200)).await;
    }
    let answer = ground.admin.call("view/save", view("One too many", 200)).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, ": too_large"));
    let mut again = view("View 0", 200);
    let views = ground.admin.done("view/list", json!({ "table": table })).await;
    again["id"] = views[0]["id"].clone();
    ground.admin.done("view/save", again).await;
    let columns = json!([{ "column": "x".repeat(300_000) }]);
    let wide = json!({ "table": table, "layout": { "columns": columns } });
    let answer = ground.admin.call("view/keep_layout", wide).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, ": too_large"));
}

//! The whole matrix: what each kind of person gets from each server function.

use crate::product::{Engine, Person, Product, both};
use app::model::access::SiteRight;
use app::model::connection::ConnectionDraft;
use app::model::table::{ColumnDraft, TableDraft};
use leptos::server_fn::axum::server_fn_paths;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write;

both!(each_right_opens_its_own_functions_and_no_others,);

/// Every server function with arguments that are well-formed and change nothing: where a right is
/// there, the answer is then that there is no such thing, or that what was typed does not hold.
pub fn functions() -> Vec<(&'static str, Value)> {
    let nobody = "01900000-0000-7000-8000-000000000000";
    let id = json!({ "id": nobody });
    let user = json!({ "email": "", "name": "", "password": "", "access": { "rights": [] } });
    let edit = json!({ "name": "Somebody", "access": { "rights": [] } });
    let filter = json!({ "actor": null, "action": null, "text": "", "from": null, "to": null });
    let draft = serde_json::to_value(ConnectionDraft::default()).unwrap();
    let table = serde_json::to_value(TableDraft::default()).unwrap();
    let column = serde_json::to_value(ColumnDraft::identity()).unwrap();
    let view = json!({ "name": "", "query": {}, "layout": {} });
    let page =
        json!({ "table": nobody, "query": {}, "zone": "UTC", "from": 0, "count": 1, "near": null });
    vec![
        ("account/change_password", json!({ "current": "wrong", "new": "" })),
        ("account/list_sessions", json!({})),
        ("account/me", json!({})),
        ("account/revoke_session", id.clone()),
        ("audit/list", json!({ "filter": filter, "before": null })),
        ("connection/change_password", json!({ "id": nobody, "password": "x" })),
        ("connection/connect", json!({ "draft": draft })),
        ("connection/copy", id.clone()),
        ("connection/delete", json!({ "id": nobody, "disconnect": [] })),
        ("connection/edit", json!({ "id": nobody, "revision": 1, "draft": draft })),
        ("connection/egress", json!({})),
        ("connection/list", json!({})),
        ("connection/test", id.clone()),
        ("connection/unsettled", id.clone()),
        ("folder/create", json!({ "parent": null, "name": "" })),
        ("folder/delete", id.clone()),
        ("folder/move_below", json!({ "id": nobody, "parent": null })),
        ("folder/rename", json!({ "id": nobody, "name": "X" })),
        ("folder/tree", json!({})),
        ("history/cell", json!({ "table": nobody, "change_set": nobody, "row": 0, "column": "x" })),
        ("history/list", json!({ "table": nobody, "filter": {}, "before": null })),
        (
            "history/restore",
            json!({ "table": nobody, "id": nobody, "change_set": nobody, "row": null }),
        ),
        ("row/choices", json!({ "table": nobody, "column": "x", "search": "" })),
        ("row/count", json!({ "table": nobody, "query": {}, "zone": "UTC" })),
        ("row/named", json!({ "table": nobody, "column": "x", "texts": [] })),
        ("row/outcome", json!({ "table": nobody, "id": nobody })),
        ("row/page", json!({ "request": page })),
        ("row/save", json!({ "table": nobody, "id": nobody, "changes": [], "zone": "UTC" })),
        (
            "row/value",
            json!({ "table": nobody, "row": { "key": [], "version": "1" }, "column": "x", "zone": "" }),
        ),
        ("table/add_column", json!({ "id": nobody, "draft": column })),
        ("table/available", json!({ "folder": nobody })),
        ("table/comment", json!({ "id": nobody, "column": null, "comment": "" })),
        ("table/connect", json!({ "folder": nobody, "connection": nobody, "names": [] })),
        ("table/create", json!({ "folder": nobody, "connection": nobody, "draft": table })),
        ("table/disconnect", id.clone()),
        ("table/drop_table", json!({ "id": nobody, "confirmation": "" })),
        ("table/list", json!({ "folder": nobody })),
        ("table/offers", json!({ "folder": nobody, "connection": nobody })),
        ("table/open", id.clone()),
        ("table/preview", json!({ "folder": nobody, "connection": nobody, "draft": table })),
        ("table/rename_column", json!({ "id": nobody, "column": "x", "name": "" })),
        ("table/watch", id.clone()),
        ("user/create", json!({ "draft": user })),
        ("user/deactivate", id.clone()),
        ("user/edit", json!({ "id": nobody, "edit": edit })),
        ("user/list", json!({})),
        ("user/reactivate", id.clone()),
        ("user/reset_password", json!({ "id": nobody, "password": "a good password" })),
        ("view/delete", json!({ "table": nobody, "id": nobody })),
        ("view/keep_layout", json!({ "table": nobody, "layout": {} })),
        ("view/layout", json!({ "table": nobody })),
        ("view/list", json!({ "table": nobody })),
        ("view/save", json!({ "table": nobody, "id": null, "draft": view })),
    ]
}

#[test]
fn every_server_function_is_in_the_matrix() {
    let registered: BTreeSet<_> =
        server_fn_paths().map(|(path, _)| path.trim_start_matches("/api/").to_owned()).collect();
    let listed: BTreeSet<_> = functions().into_iter().map(|(name, _)| name.to_owned()).collect();
    assert_eq!(registered, listed);
}

async fn row(person: &Person) -> Vec<u16> {
    let mut row = Vec::new();
    for (function, arguments) in functions() {
        row.push(person.call(function, arguments).await.status);
    }
    row
}

async fn each_right_opens_its_own_functions_and_no_others(engine: Engine) {
    let product = Product::start(engine).await;
    let mut people = vec![("nobody".to_owned(), product.stranger())];
    people.push(("no right".to_owned(), product.person_with(&[]).await));
    for right in SiteRight::ALL {
        people.push((right.code().to_owned(), product.person_with(&[right]).await));
    }
    people.push(("administrator".to_owned(), product.admin().await));
    let mut rows = Vec::new();
    for (_, person) in &people {
        rows.push(row(person).await);
    }
    let mut table = format!("{:28}", "");
    for (name, _) in &people {
        write!(table, "{name:>18}").unwrap();
    }
    for (line, (function, _)) in functions().iter().enumerate() {
        write!(table, "\n{function:28}").unwrap();
        for row in &rows {
            write!(table, "{:>18}", row[line]).unwrap();
        }
    }
    insta::assert_snapshot!("rights", table);
}

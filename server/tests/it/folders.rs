//! Folders: a tree that stays one.

use crate::product::{Engine, Person, Product, both};
use app::model::folder::MAX_DEPTH;
use serde_json::{Value, json};
use uuid::Uuid;

both!(
    folders_nest_and_everybody_sees_them,
    siblings_have_different_names_without_regard_to_case,
    a_folder_cannot_be_moved_below_itself,
    folders_nest_only_so_deep,
    only_an_empty_folder_can_be_deleted,
    a_parent_that_is_gone_is_not_found,
);

async fn create(person: &Person, parent: &Value, name: &str) -> Value {
    person.done("folder/create", json!({ "parent": parent, "name": name })).await["id"].clone()
}

async fn folders_nest_and_everybody_sees_them(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let finance = create(&admin, &Value::Null, " Finance ").await;
    let plan = create(&admin, &finance, "Plan").await;
    admin.done("folder/rename", json!({ "id": plan, "name": "Planning" })).await;
    admin.done("folder/move_below", json!({ "id": plan, "parent": null })).await;
    let tree: Vec<Value> = product.person_with(&[]).await.get("folder/tree").await;
    let names: Vec<_> = tree.iter().map(|folder| folder["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Finance", "Planning"]);
    assert!(tree.iter().all(|folder| folder["parent"].is_null()));
}

async fn siblings_have_different_names_without_regard_to_case(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let top = create(&admin, &Value::Null, "Übersicht").await;
    let answer = admin.call("folder/create", json!({ "parent": null, "name": "ÜBERSICHT" })).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "name: taken"));
    let below = create(&admin, &top, "Übersicht").await;
    let answer = admin.call("folder/move_below", json!({ "id": below, "parent": null })).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "name: taken"));
    admin.done("folder/rename", json!({ "id": top, "name": "übersicht" })).await;
}

async fn a_folder_cannot_be_moved_below_itself(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let top = create(&admin, &Value::Null, "Top").await;
    let middle = create(&admin, &top, "Middle").await;
    let low = create(&admin, &middle, "Low").await;
    for parent in [&top, &middle, &low] {
        let answer = admin.call("folder/move_below", json!({ "id": top, "parent": parent })).await;
        assert_eq!((answer.status, answer.problem().as_str()), (422, "parent: below_itself"));
    }
}

async fn folders_nest_only_so_deep(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let mut parent = Value::Null;
    for depth in 0..MAX_DEPTH {
        parent = create(&admin, &parent, &format!("Level {depth}")).await;
    }
    let answer = admin.call("folder/create", json!({ "parent": parent, "name": "More" })).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "parent: too_deep"));
    let other = create(&admin, &Value::Null, "Other").await;
    create(&admin, &other, "Child").await;
    let answer = admin.call("folder/move_below", json!({ "id": other, "parent": parent })).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "parent: too_deep"));
}

async fn only_an_empty_folder_can_be_deleted(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let top = create(&admin, &Value::Null, "Top").await;
    let low = create(&admin, &top, "Low").await;
    let answer = admin.call("folder/delete", json!({ "id": top })).await;
    assert_eq!((answer.status, answer.code().as_str()), (409, "conflict"));
    admin.done("folder/delete", json!({ "id": low })).await;
    admin.done("folder/delete", json!({ "id": top })).await;
    assert_eq!(admin.get::<Vec<Value>>("folder/tree").await, Vec::<Value>::new());
}

async fn a_parent_that_is_gone_is_not_found(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let gone = json!(Uuid::now_v7());
    let answer = admin.call("folder/create", json!({ "parent": gone, "name": "X" })).await;
    assert_eq!((answer.status, answer.code().as_str()), (404, "not_found"));
    let answer = admin.call("folder/rename", json!({ "id": gone, "name": "X" })).await;
    assert_eq!((answer.status, answer.code().as_str()), (404, "not_found"));
}

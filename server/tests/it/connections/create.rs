//! New connections.

use super::{cause, connect, draft, list, log};
use crate::product::{Engine, Product, both};
use app::model::connection::{ConnectEvent, Scope};
use app::model::probe::{Cause, ProbeEvent, Stage, Verdict};
use app::model::secret::Secret;
use serde_json::{Value, json};
use uuid::Uuid;

both!(
    a_database_is_connected_end_to_end,
    a_failed_test_stores_nothing_but_its_audit_entry,
    a_name_is_taken_before_any_test,
    of_two_at_once_one_gets_the_name,
    a_mapped_folder_must_be_there,
);

async fn a_database_is_connected_end_to_end(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let draft = draft("My PostgreSQL Connection").await;
    let answer = admin.call("connection/connect", json!({ "draft": draft })).await;
    assert_eq!(answer.status, 200);
    assert!(!answer.body.contains(draft.password.reveal()), "the password is in {}", answer.body);
    let events: Vec<ConnectEvent> =
        answer.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let passed = events.iter().filter(
        |event| matches!(event, ConnectEvent::Probe(ProbeEvent::Ended(r)) if r.verdict == Verdict::Passed),
    );
    assert_eq!((events.len(), passed.count()), (23, Stage::ALL.len()));
    let connection = super::succeeded(events);
    assert_eq!((connection.revision, &connection.scope), (1, &Scope::Site));
    assert_eq!(connection.health.as_ref().unwrap().failure, None);
    assert_eq!(list(&admin).await, [connection]);
    assert_eq!(log(&admin).await[0].0, "connection_created");
}

async fn a_failed_test_stores_nothing_but_its_audit_entry(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let mut draft = draft("Finance").await;
    draft.password = Secret::new("not the password");
    let events = admin.events("connection/connect", json!({ "draft": draft })).await;
    assert_eq!(cause(events), Cause::PasswordWrong);
    assert!(list(&admin).await.is_empty());
    let entry = ("connection_refused".to_owned(), "password_wrong".to_owned());
    assert_eq!(log(&admin).await[0], entry);
}

async fn a_name_is_taken_before_any_test(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let mut draft = draft("Größe").await;
    connect(&admin, &draft).await;
    draft.name = " GRÖSSE".replace("SS", "ß").to_uppercase().replace("SS", "ß");
    let answer = admin.call("connection/connect", json!({ "draft": draft })).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "name: taken"));
}

async fn of_two_at_once_one_gets_the_name(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let draft = draft("Finance").await;
    let attempt = || admin.call("connection/connect", json!({ "draft": draft }));
    let (one, other) = futures::join!(attempt(), attempt());
    let won = [&one, &other].iter().filter(|answer| answer.body.contains("succeeded")).count();
    let told = [&one, &other].iter().filter(|answer| answer.body.contains("\"taken\"")).count();
    assert_eq!((won, told), (1, 1), "{} {}", one.body, other.body);
    assert_eq!(list(&admin).await.len(), 1);
}

async fn a_mapped_folder_must_be_there(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let mut draft = draft("Finance").await;
    draft.scope = Scope::Folders([app::model::ids::FolderId(Uuid::now_v7())].into());
    let answer = admin.call("connection/connect", json!({ "draft": draft })).await;
    let found = (answer.status, answer.problem());
    assert_eq!(found, (422, "mapped_folders: folder_gone".to_owned()));

    let folder = json!({ "parent": null, "name": "Finance" });
    let folder: Value = admin.done("folder/create", folder).await;
    let id = serde_json::from_value(folder["id"].clone()).unwrap();
    draft.scope = Scope::Folders([id].into());
    assert_eq!(connect(&admin, &draft).await.scope, draft.scope);
    assert_eq!(list(&admin).await[0].scope, draft.scope);
    let answer = admin.call("folder/delete", json!({ "id": id })).await;
    assert_eq!(answer.status, 409);
    assert!(answer.json()["message"].as_str().unwrap().contains("Finance"), "{}", answer.body);
}

#[tokio::test]
async fn every_problem_of_the_form_is_reported_at_once() {
    let product = Product::start(Engine::Sqlite).await;
    let draft = app::model::connection::ConnectionDraft::default();
    let admin = product.admin().await;
    let answer = admin.call("connection/connect", json!({ "draft": draft })).await;
    assert_eq!((answer.status, answer.code().as_str()), (422, "invalid"));
    let problems = answer.json()["problems"].clone();
    let fields: Vec<_> = problems
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["at"]["field"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(fields, ["name", "type", "instance", "host", "schema", "username", "password"]);
}

#[tokio::test]
async fn the_panel_shows_the_configured_addresses() {
    let product = Product::start(Engine::Sqlite).await;
    let egress: Value = product.admin().await.get("connection/egress").await;
    assert_eq!(egress, json!({ "addresses": ["203.0.113.7"], "configured": true }));
}

//! Stored connections: edited, tested, given a new password, copied, deleted.

use super::{cause, connect, draft, entries, list, log, succeeded};
use crate::postgres::Postgres;
use crate::probe::scene::quoted;
use crate::product::{Engine, Person, Product, both};
use app::model::certificate::Fingerprint;
use app::model::connection::{Connection, ConnectionDraft, Trust};
use app::model::probe::Cause;
use app::model::secret::Secret;
use serde_json::{Value, json};

both!(
    a_new_name_needs_no_test,
    nobody_overwrites_the_change_of_a_colleague,
    a_stored_password_is_never_sent_to_a_changed_place,
    new_values_are_tested_before_they_are_stored,
    a_new_password_is_tested_before_it_is_stored,
    a_test_stores_what_it_found,
    a_copy_carries_no_password,
    a_deleted_connection_is_gone,
);

fn edit(connection: &Connection, draft: &ConnectionDraft) -> Value {
    json!({ "id": connection.id, "revision": connection.revision, "draft": draft })
}

async fn connected(product: &Product) -> (Person, Connection) {
    let admin = product.admin().await;
    let connection = connect(&admin, &draft("Finance").await).await;
    (admin, connection)
}

async fn set_password(connection: &Connection, password: &str) {
    let sql = format!("alter role {} password '{password}'", quoted(&connection.username));
    Postgres::shared().run("postgres", &sql).await;
}

async fn a_new_name_needs_no_test(engine: Engine) {
    let product = Product::start(engine).await;
    let (admin, stored) = connected(&product).await;
    let draft = ConnectionDraft { name: "Treasury".into(), ..ConnectionDraft::from(&stored) };
    let events = admin.events("connection/edit", edit(&stored, &draft)).await;
    assert_eq!(events.len(), 1);
    let changed = succeeded(events);
    assert_eq!((changed.name.as_str(), changed.revision), ("Treasury", 2));
    assert_eq!(list(&admin).await, [changed]);
}

async fn nobody_overwrites_the_change_of_a_colleague(engine: Engine) {
    let product = Product::start(engine).await;
    let (admin, stored) = connected(&product).await;
    let mine = ConnectionDraft { name: "Mine".into(), ..ConnectionDraft::from(&stored) };
    let theirs = ConnectionDraft { name: "Theirs".into(), ..ConnectionDraft::from(&stored) };
    succeeded(admin.events("connection/edit", edit(&stored, &theirs)).await);
    let answer = admin.call("connection/edit", edit(&stored, &mine)).await;
    assert_eq!((answer.status, answer.code().as_str()), (409, "conflict"));
    assert_eq!(list(&admin).await[0].name, "Theirs");
}

async fn a_stored_password_is_never_sent_to_a_changed_place(engine: Engine) {
    let product = Product::start(engine).await;
    let (admin, stored) = connected(&product).await;
    let same = ConnectionDraft::from(&stored);
    let pinned = Trust::Pinned { fingerprint: Fingerprint([7; 32]) };
    for moved in [
        ConnectionDraft { host: "localhost".into(), ..same.clone() },
        ConnectionDraft { port: "1".into(), ..same.clone() },
        ConnectionDraft { instance: "template1".into(), ..same.clone() },
        ConnectionDraft { username: "postgres".into(), ..same.clone() },
        ConnectionDraft { trust: pinned, ..same.clone() },
    ] {
        let answer = admin.call("connection/edit", edit(&stored, &moved)).await;
        let found = (answer.status, answer.problem());
        assert_eq!(found, (422, "password: password_again".to_owned()), "{moved:?}");
    }
    assert_eq!(list(&admin).await, [stored]);
}

async fn new_values_are_tested_before_they_are_stored(engine: Engine) {
    let product = Product::start(engine).await;
    let (admin, stored) = connected(&product).await;
    let missing = ConnectionDraft { schema: "nowhere".into(), ..ConnectionDraft::from(&stored) };
    let events = admin.events("connection/edit", edit(&stored, &missing)).await;
    assert_eq!(cause(events), Cause::SchemaNotFound);
    assert_eq!(list(&admin).await, std::slice::from_ref(&stored));
    let note = "new values, not stored: schema_not_found".to_owned();
    assert_eq!(log(&admin).await[0], ("connection_tested".to_owned(), note));
    let told = &entries(&admin).await[0]["changes"];
    let schema = json!([{ "field": "Schema", "old": stored.schema, "new": "nowhere" }]);
    assert_eq!(told, &schema);

    let other = draft("Other").await;
    let moved = ConnectionDraft { name: stored.name.clone(), ..other };
    let changed = succeeded(admin.events("connection/edit", edit(&stored, &moved)).await);
    assert_eq!((&changed.schema, &changed.username), (&moved.schema, &moved.username));
    let tested = admin.events("connection/test", json!({ "id": stored.id })).await;
    assert_eq!(succeeded(tested).health.unwrap().failure, None);
}

async fn a_new_password_is_tested_before_it_is_stored(engine: Engine) {
    let product = Product::start(engine).await;
    let (admin, stored) = connected(&product).await;
    let change = |password: &str| {
        let arguments = json!({ "id": stored.id, "password": password });
        async { admin.events("connection/change_password", arguments).await }
    };
    assert_eq!(cause(change("not the password").await), Cause::PasswordWrong);
    let tested = admin.events("connection/test", json!({ "id": stored.id })).await;
    succeeded(tested);
    set_password(&stored, "a rotated password").await;
    let tested = admin.events("connection/test", json!({ "id": stored.id })).await;
    assert_eq!(cause(tested), Cause::PasswordWrong);
    succeeded(change("a rotated password").await);
    let tested = admin.events("connection/test", json!({ "id": stored.id })).await;
    succeeded(tested);
    let empty = json!({ "id": stored.id, "password": "" });
    let answer = admin.call("connection/change_password", empty).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "password: required"));
}

async fn a_test_stores_what_it_found(engine: Engine) {
    let product = Product::start(engine).await;
    let (admin, stored) = connected(&product).await;
    let sql = format!("alter role {} nologin", quoted(&stored.username));
    Postgres::shared().run("postgres", &sql).await;
    let events = admin.events("connection/test", json!({ "id": stored.id })).await;
    assert_eq!(cause(events), Cause::RoleCannotLogin);
    let health = list(&admin).await[0].health.clone().unwrap();
    assert_eq!(health.failure.unwrap().0, Cause::RoleCannotLogin);
    let entry = ("connection_tested".to_owned(), "role_cannot_login".to_owned());
    assert_eq!(log(&admin).await[0], entry);
}

async fn a_copy_carries_no_password(engine: Engine) {
    let product = Product::start(engine).await;
    let (admin, stored) = connected(&product).await;
    let copy = admin.done("connection/copy", json!({ "id": stored.id })).await;
    let copy: ConnectionDraft = serde_json::from_value(copy).unwrap();
    assert_eq!((copy.name.as_str(), &copy.password), ("Finance (copy)", &Secret::default()));
    assert_eq!(copy.username, stored.username);
    let answer = admin.call("connection/connect", json!({ "draft": copy })).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "password: required"));
}

async fn a_deleted_connection_is_gone(engine: Engine) {
    let product = Product::start(engine).await;
    let (admin, stored) = connected(&product).await;
    admin.done("connection/delete", json!({ "id": stored.id })).await;
    assert!(list(&admin).await.is_empty());
    for function in ["connection/delete", "connection/test", "connection/copy"] {
        let answer = admin.call(function, json!({ "id": stored.id })).await;
        assert_eq!((answer.status, answer.code().as_str()), (404, "not_found"), "{function}");
    }
    // The name is free again.
    connect(&admin, &draft("Finance").await).await;
}

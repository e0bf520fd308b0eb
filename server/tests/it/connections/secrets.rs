//! Passwords of connections: sealed in the store, opened for their own connection only.

use super::{connect, draft};
use crate::product::{Engine, Product, both};
use serde_json::json;
use server::store::connection::{sealed_password, set_sealed_password};

both!(a_password_is_sealed_for_its_connection_alone);

async fn a_password_is_sealed_for_its_connection_alone(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let (one, other) = (draft("One").await, draft("Other").await);
    let (first, second) = (connect(&admin, &one).await, connect(&admin, &other).await);
    let mut write = product.site.store.write().await.unwrap();
    let sealed = sealed_password(&mut write, first.id).await.unwrap().unwrap();
    assert!(!sealed.contains(one.password.reveal()));
    // Whoever can write to the store still cannot aim one password at another place.
    set_sealed_password(&mut write, second.id, &sealed).await.unwrap();
    write.commit().await.unwrap();
    let answer = admin.call("connection/test", json!({ "id": second.id })).await;
    assert_eq!((answer.status, answer.code().as_str()), (500, "internal"));
    assert_eq!(answer.json()["request_id"], answer.header("x-request-id"));
    assert!(!answer.body.contains("key"), "the fault is told to the person: {}", answer.body);
    assert_eq!(admin.call("connection/test", json!({ "id": first.id })).await.status, 200);
}

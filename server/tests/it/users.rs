//! Users: who may make whom, and that somebody can always open every door.

use crate::product::{ADMIN, Engine, PASSWORD, Person, Product, both};
use app::model::access::SiteRight;
use serde_json::{Value, json};
use uuid::Uuid;

both!(
    a_user_is_created_changed_and_listed,
    a_taken_address_is_a_problem_at_the_field,
    every_problem_is_reported_at_once,
    the_last_active_administrator_stays,
    only_administrators_make_and_change_administrators,
    nobody_gives_away_a_right_that_they_lack,
    a_right_taken_away_counts_at_once,
    a_reset_password_ends_every_session,
    a_deactivated_user_can_come_back,
);

async fn id_of(person: &Person) -> Value {
    person.get::<Value>("account/me").await["id"].clone()
}

fn draft(email: &str, access: &Value) -> Value {
    json!({ "draft": { "email": email, "name": "Grace", "password": PASSWORD, "access": access } })
}

async fn a_user_is_created_changed_and_listed(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let rights = json!({ "rights": ["manage_databases"] });
    let user = admin.done("user/create", draft(" Grace@Example.com ", &rights)).await;
    assert_eq!((&user["email"], &user["access"]), (&json!("grace@example.com"), &rights));
    let edit = json!({ "name": "Grace H", "access": { "rights": ["manage_folders"] } });
    admin.done("user/edit", json!({ "id": user["id"], "edit": edit })).await;
    let users: Vec<Value> = admin.get("user/list").await;
    let names: Vec<_> = users.iter().map(|user| user["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["ada", "Grace H"]);
    assert_eq!(users[1]["access"], json!({ "rights": ["manage_folders"] }));
    assert_eq!(users[1]["last_sign_in_at"], Value::Null);
    assert!(!users[0]["last_sign_in_at"].is_null());
}

async fn a_taken_address_is_a_problem_at_the_field(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let answer = admin.call("user/create", draft("ADA@example.com", &json!("administrator"))).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "email: taken"));
}

async fn every_problem_is_reported_at_once(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let draft =
        json!({ "email": "ada", "name": " ", "password": "tooshort", "access": "administrator" });
    let answer = admin.call("user/create", json!({ "draft": draft })).await;
    assert_eq!((answer.status, answer.json()["problems"].as_array().unwrap().len()), (422, 3));
    assert!(!answer.body.contains("tooshort"), "the password is in {}", answer.body);
}

async fn the_last_active_administrator_stays(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let id = id_of(&admin).await;
    let demote = json!({ "id": id, "edit": { "name": "Ada", "access": { "rights": [] } } });
    for (function, arguments) in
        [("user/deactivate", json!({ "id": id })), ("user/edit", demote.clone())]
    {
        let answer = admin.call(function, arguments).await;
        assert_eq!((answer.status, answer.code().as_str()), (409, "conflict"), "{function}");
        assert!(answer.body.contains("last active administrator"), "{}", answer.body);
    }
    product.create_user(json!("administrator")).await;
    admin.done("user/edit", demote).await;
}

async fn only_administrators_make_and_change_administrators(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = id_of(&product.admin().await).await;
    let manager = product.person_with(&SiteRight::ALL).await;
    let edit = json!({ "name": "Eve", "access": { "rights": [] } });
    let calls = [
        ("user/create", draft("eve@example.com", &json!("administrator"))),
        ("user/edit", json!({ "id": admin, "edit": edit })),
        ("user/deactivate", json!({ "id": admin })),
        ("user/reactivate", json!({ "id": admin })),
        ("user/reset_password", json!({ "id": admin, "password": "taken over by me" })),
    ];
    for (function, arguments) in calls {
        let answer = manager.call(function, arguments).await;
        assert_eq!((answer.status, answer.code().as_str()), (403, "forbidden"), "{function}");
    }
    product.sign_in(ADMIN, PASSWORD).await;
}

async fn nobody_gives_away_a_right_that_they_lack(engine: Engine) {
    let product = Product::start(engine).await;
    let manager = product.person_with(&[SiteRight::ManageUsers]).await;
    let own = id_of(&manager).await;
    let access = json!({ "rights": ["manage_databases", "manage_users"] });
    let edit = json!({ "id": own, "edit": { "name": "Eve", "access": access } });
    assert_eq!(manager.call("user/edit", edit).await.status, 403);
    assert_eq!(manager.call("user/create", draft("eve@example.com", &access)).await.status, 403);
    let less = json!({ "rights": ["manage_users"] });
    manager.done("user/create", draft("eve@example.com", &less)).await;
}

async fn a_right_taken_away_counts_at_once(engine: Engine) {
    let product = Product::start(engine).await;
    let person = product.person_with(&[SiteRight::ManageDatabases]).await;
    assert_eq!(person.call("connection/list", json!({})).await.status, 200);
    let edit = json!({ "name": "Eve", "access": { "rights": [] } });
    let id = id_of(&person).await;
    product.admin().await.done("user/edit", json!({ "id": id, "edit": edit })).await;
    assert_eq!(person.call("connection/list", json!({})).await.status, 403);
}

async fn a_reset_password_ends_every_session(engine: Engine) {
    let product = Product::start(engine).await;
    let person = product.person_with(&[]).await;
    let me: Value = person.get("account/me").await;
    let reset = json!({ "id": me["id"], "password": "another good password" });
    product.admin().await.done("user/reset_password", reset).await;
    assert_eq!(person.get::<Value>("account/me").await, Value::Null);
    let email = me["email"].as_str().unwrap();
    assert_eq!(product.try_sign_in(email, PASSWORD).await.1.status, 401);
    product.sign_in(email, "another good password").await;
}

async fn a_deactivated_user_can_come_back(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let person = product.person_with(&[]).await;
    let me: Value = person.get("account/me").await;
    let user = admin.done("user/deactivate", json!({ "id": me["id"] })).await;
    assert_eq!(user["active"], false);
    admin.done("user/reactivate", json!({ "id": me["id"] })).await;
    // The old session stays ended.
    assert_eq!(person.get::<Value>("account/me").await, Value::Null);
    product.sign_in(me["email"].as_str().unwrap(), PASSWORD).await;
    let nobody = json!({ "id": Uuid::now_v7() });
    assert_eq!(admin.call("user/deactivate", nobody).await.status, 404);
}

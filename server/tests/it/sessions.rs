//! Sessions: how long they last, how they are ended.

use crate::product::{ADMIN, Engine, PASSWORD, Product, both};
use chrono::TimeDelta;
use serde_json::{Value, json};

both!(
    an_idle_session_ends,
    a_used_session_lives_on_but_not_for_ever,
    a_session_can_be_revoked_from_another,
    nobody_revokes_the_session_of_somebody_else,
    a_new_password_ends_the_other_sessions,
    guessing_the_present_password_is_slowed_down,
    guesses_of_the_present_password_that_come_at_once_are_counted_too,
    a_forged_cookie_is_nobody,
);

async fn an_idle_session_ends(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    product.clock.pass(TimeDelta::hours(12) - TimeDelta::seconds(1));
    assert_eq!(admin.call("account/list_sessions", json!({})).await.status, 200);
    product.clock.pass(TimeDelta::hours(12));
    let answer = admin.call("account/list_sessions", json!({})).await;
    assert_eq!((answer.status, answer.code().as_str()), (401, "unauthenticated"));
    assert_eq!(admin.open("/").await.header("location"), "/sign-in");
}

async fn a_used_session_lives_on_but_not_for_ever(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    for _ in 0..15 {
        assert_eq!(admin.get::<Value>("account/me").await["email"], ADMIN);
        product.clock.pass(TimeDelta::hours(11));
    }
    assert_eq!(admin.get::<Value>("account/me").await["email"], ADMIN);
    product.clock.pass(TimeDelta::hours(4));
    assert_eq!(admin.get::<Value>("account/me").await, Value::Null);
}

async fn a_session_can_be_revoked_from_another(engine: Engine) {
    let product = Product::start(engine).await;
    let (here, there) = (product.admin().await, product.admin().await);
    let sessions: Vec<Value> = here.get("account/list_sessions").await;
    assert_eq!(sessions.len(), 2);
    assert_eq!((&sessions[0]["current"], &sessions[1]["current"]), (&json!(true), &json!(false)));
    here.done("account/revoke_session", json!({ "id": sessions[1]["id"] })).await;
    assert_eq!(there.get::<Value>("account/me").await, Value::Null);
    assert_eq!(here.get::<Value>("account/me").await["email"], ADMIN);
}

async fn nobody_revokes_the_session_of_somebody_else(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let other = product.person_with(&[]).await;
    let sessions: Vec<Value> = admin.get("account/list_sessions").await;
    let answer = other.call("account/revoke_session", json!({ "id": sessions[0]["id"] })).await;
    assert_eq!((answer.status, answer.code().as_str()), (404, "not_found"));
    assert_eq!(admin.get::<Value>("account/me").await["email"], ADMIN);
}

async fn a_new_password_ends_the_other_sessions(engine: Engine) {
    let product = Product::start(engine).await;
    let (here, there) = (product.admin().await, product.admin().await);
    let wrong = json!({ "current": "not the password", "new": "another good password" });
    let answer = here.call("account/change_password", wrong).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "current_password: wrong"));
    let right = json!({ "current": PASSWORD, "new": "another good password" });
    here.done("account/change_password", right).await;
    assert_eq!(here.get::<Value>("account/me").await["email"], ADMIN);
    assert_eq!(there.get::<Value>("account/me").await, Value::Null);
    assert_eq!(product.try_sign_in(ADMIN, PASSWORD).await.1.status, 401);
    product.sign_in(ADMIN, "another good password").await;
}

async fn guessing_the_present_password_is_slowed_down(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let guess = json!({ "current": "a guess too many", "new": "another good password" });
    for _ in 0..10 {
        assert_eq!(admin.call("account/change_password", guess.clone()).await.status, 422);
    }
    let right = json!({ "current": PASSWORD, "new": "another good password" });
    assert_eq!(admin.call("account/change_password", right).await.status, 429);
}

async fn guesses_of_the_present_password_that_come_at_once_are_counted_too(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let guess = json!({ "current": "a guess too many", "new": "another good password" });
    let guesses = (0..16).map(|_| admin.call("account/change_password", guess.clone()));
    let answers = futures::future::join_all(guesses).await;
    let wrong = answers.iter().filter(|answer| answer.status == 422).count();
    let slowed = answers.iter().filter(|answer| answer.status == 429).count();
    assert_eq!((wrong, slowed), (10, 6));
}

async fn a_forged_cookie_is_nobody(engine: Engine) {
    let product = Product::start(engine).await;
    let mut forger = product.admin().await;
    let cookie = forger.cookie.take().unwrap();
    let last = if cookie.ends_with('A') { 'B' } else { 'A' };
    forger.cookie = Some(format!("{}{last}", &cookie[..cookie.len() - 1]));
    assert_eq!(forger.get::<Value>("account/me").await, Value::Null);
}

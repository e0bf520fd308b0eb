//! Signing in and out, first start, throttling.

use crate::product::{ADMIN, Engine, PASSWORD, Product, both, enter};
use app::model::audit::{AuditAction, AuditFilter, AuditPage};
use chrono::TimeDelta;
use serde_json::{Value, json};

both!(
    the_right_password_opens_and_signing_out_closes,
    a_wrong_password_and_an_unknown_address_look_the_same,
    guessing_is_slowed_down_for_an_account,
    guesses_that_come_at_once_are_counted_too,
    a_deactivated_user_cannot_sign_in,
    the_set_up_link_works_once,
    a_wrong_set_up_link_creates_nobody,
);

async fn the_right_password_opens_and_signing_out_closes(engine: Engine) {
    let product = Product::start(engine).await;
    let (admin, answer) = product.try_sign_in("  ADA@example.com ", PASSWORD).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/"));
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("nexttables="), "{cookie}");
    assert!(cookie.contains("; HttpOnly; SameSite=Lax"), "{cookie}");
    let me: Value = admin.get("account/me").await;
    assert_eq!(me["email"], ADMIN);
    assert_eq!(admin.open("/").await.status, 200);

    let answer = admin.submit("/sign-out", &[]).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/sign-in"));
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    // The token is worth nothing any more, even to whoever kept it.
    assert_eq!(admin.get::<Value>("account/me").await, Value::Null);
}

async fn a_wrong_password_and_an_unknown_address_look_the_same(engine: Engine) {
    let product = Product::start(engine).await;
    let (_, wrong) = product.try_sign_in(ADMIN, "not the password").await;
    let (_, unknown) = product.try_sign_in("nobody@example.com", "not the password").await;
    let (_, senseless) = product.try_sign_in("no address", "not the password").await;
    assert_eq!((wrong.status, unknown.status, senseless.status), (401, 401, 401));
    for answer in [&wrong, &unknown, &senseless] {
        assert_eq!(answer.header("set-cookie"), "");
        assert!(answer.header("content-type").starts_with("text/html"));
        assert!(!answer.body.contains("not the password"), "the password is in the page");
    }
}

async fn guessing_is_slowed_down_for_an_account(engine: Engine) {
    let product = Product::start(engine).await;
    for _ in 0..10 {
        assert_eq!(product.try_sign_in(ADMIN, "a guess too many").await.1.status, 401);
    }
    assert_eq!(product.try_sign_in(ADMIN, PASSWORD).await.1.status, 429);
    product.clock.pass(TimeDelta::minutes(16));
    let admin = product.sign_in(ADMIN, PASSWORD).await;
    // One entry says so, however many are refused after it.
    let filter = AuditFilter { action: Some(AuditAction::SignInThrottled), ..Default::default() };
    let page = admin.done("audit/list", json!({ "filter": filter, "before": null })).await;
    let page: AuditPage = serde_json::from_value(page).unwrap();
    let notes: Vec<_> = page.entries.into_iter().filter_map(|entry| entry.note).collect();
    assert_eq!(notes, [format!("Too many failures of account {ADMIN} within 15 minutes")]);
}

async fn guesses_that_come_at_once_are_counted_too(engine: Engine) {
    let product = Product::start(engine).await;
    let guesses = (0..16).map(|_| product.try_sign_in(ADMIN, "a guess too many"));
    let answers = futures::future::join_all(guesses).await;
    let wrong = answers.iter().filter(|(_, answer)| answer.status == 401).count();
    let slowed = answers.iter().filter(|(_, answer)| answer.status == 429).count();
    assert_eq!((wrong, slowed), (10, 6));
}

async fn a_deactivated_user_cannot_sign_in(engine: Engine) {
    let product = Product::start(engine).await;
    let email = product.create_user(json!({ "rights": [] })).await;
    let person = product.sign_in(&email, PASSWORD).await;
    let me: Value = person.get("account/me").await;
    product.admin().await.done("user/deactivate", json!({ "id": me["id"] })).await;
    assert_eq!(person.get::<Value>("account/me").await, Value::Null);
    assert_eq!(product.try_sign_in(&email, PASSWORD).await.1.status, 401);
}

async fn the_set_up_link_works_once(engine: Engine) {
    let (product, link) = Product::start_unset(engine).await;
    let stranger = product.stranger();
    for path in ["/", "/sign-in", "/administration/databases"] {
        let answer = stranger.open(path).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/set-up"), "{path}");
    }
    assert_eq!(stranger.open(&link).await.status, 200);
    let token = link.strip_prefix("/set-up?token=").unwrap();
    let fields = [("token", token), ("name", "Ada"), ("email", ADMIN), ("password", "too short")];
    let (_, answer) = enter(&product.base, "/set-up", &fields).await;
    assert_eq!(answer.status, 422);

    let fields = [("token", token), ("name", "Ada"), ("email", ADMIN), ("password", PASSWORD)];
    let (admin, answer) = enter(&product.base, "/set-up", &fields).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/"));
    let me: Value = admin.get("account/me").await;
    assert_eq!(me["access"], "administrator");

    let (_, answer) = enter(&product.base, "/set-up", &fields).await;
    assert_eq!(answer.status, 404);
    assert_eq!(stranger.open(&link).await.header("location"), "/sign-in");
    product.sign_in(ADMIN, PASSWORD).await;
}

async fn a_wrong_set_up_link_creates_nobody(engine: Engine) {
    let (product, _) = Product::start_unset(engine).await;
    let fields = [("token", "x"), ("name", "Eve"), ("email", ADMIN), ("password", PASSWORD)];
    let (_, answer) = enter(&product.base, "/set-up", &fields).await;
    assert_eq!((answer.status, answer.header("set-cookie")), (404, ""));
    assert_eq!(product.stranger().open("/").await.header("location"), "/set-up");
}

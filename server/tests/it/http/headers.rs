//! Headers of answers.

use crate::postgres::Postgres;
use crate::probe::scene::scene;
use crate::product::{Engine, Product, both};
use serde_json::json;

both!(
    every_answer_is_hardened,
    every_answer_carries_the_id_of_its_request,
    what_streams_is_not_kept_either,
    scripts_of_a_page_carry_its_nonce,
);

async fn every_answer_is_hardened(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    for path in ["/", "/sign-in", "/no/such/page", "/api/none", "/healthz", "/pkg/none.js"] {
        let answer = admin.open(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert!(!answer.header("permissions-policy").is_empty(), "{path}");
        let policy = answer.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "object-src 'none'",
            "style-src 'self';",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
    }
}

/// The log has the detail under the same id, whatever the answer.
async fn every_answer_carries_the_id_of_its_request(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let seen = async |path: &str, status: u16| {
        let answer = admin.open(path).await;
        assert_eq!((answer.status, answer.header("x-request-id").len()), (status, 36), "{path}");
        answer
    };
    for path in ["/", "/favicon.svg", "/healthz", "/readyz", "/metrics"] {
        seen(path, 200).await;
    }
    seen("/no/such/page", 404).await;
    product.site.store.close().await;
    seen("/readyz", 503).await;
    // Not even who asks can be looked up.
    let answer = seen("/account", 500).await;
    assert_eq!(answer.json()["request_id"], answer.header("x-request-id"));
}

async fn what_streams_is_not_kept_either(engine: Engine) {
    let product = Product::start(engine).await;
    let draft = scene(Postgres::shared()).await;
    let admin = product.admin().await;
    let answer = admin.call("connection/connect", json!({ "draft": draft })).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "private, no-cache"));
}

/// Each page's own inline scripts run by a nonce that no other page has.
async fn scripts_of_a_page_carry_its_nonce(engine: Engine) {
    let product = Product::start(engine).await;
    let mut seen = Vec::new();
    for _ in 0..2 {
        let page = product.stranger().open("/sign-in").await;
        let policy = page.header("content-security-policy");
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        let scripts = page.body.matches("<script").count();
        assert!(scripts > 0);
        assert_eq!(page.body.matches(&format!("nonce=\"{nonce}\"")).count(), scripts);
        seen.push(nonce);
    }
    assert_ne!(seen[0], seen[1]);
}

//! Headers of answers.

use crate::product::{Engine, Product};

#[tokio::test]
async fn every_answer_is_hardened() {
    let product = Product::start(Engine::Sqlite).await;
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

/// Each page's own inline scripts run by a nonce that no other page has.
#[tokio::test]
async fn scripts_of_a_page_carry_its_nonce() {
    let product = Product::start(Engine::Sqlite).await;
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

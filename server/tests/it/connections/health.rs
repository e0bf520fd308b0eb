//! The health column, kept fresh in the background.
//!
//! But for one, these tests do not run the server, so that nothing but they check.

use super::{connected, only};
use crate::postgres::Postgres;
use crate::probe::scene::quoted;
use crate::product::{Engine, Product, both};
use app::model::probe::Cause;
use axum_server::Handle;
use chrono::TimeDelta;
use server::clock::Clock;
use server::service::health::{EVERY, check_due};
use server::store::health::claim;

both!(
    every_connection_is_tested_again_when_a_minute_is_over,
    what_one_instance_has_claimed_no_other_tests,
    whatever_serves_also_tests,
);

async fn every_connection_is_tested_again_when_a_minute_is_over(engine: Engine) {
    let (product, op) = Product::start_quiet(engine).await;
    let stored = connected(&product, &op).await;
    let first = stored.health.as_ref().unwrap().checked_at;
    check_due(&product.site).await.unwrap();
    assert_eq!(only(&product, &op).await, stored);

    product.clock.pass(EVERY + TimeDelta::seconds(1));
    check_due(&product.site).await.unwrap();
    let again = only(&product, &op).await.health.unwrap();
    assert_eq!((again.checked_at - first, again.failure), (EVERY + TimeDelta::seconds(1), None));

    let sql = format!("alter role {} password 'another'", quoted(&stored.username));
    Postgres::shared().run("postgres", &sql).await;
    product.clock.pass(EVERY + TimeDelta::seconds(1));
    check_due(&product.site).await.unwrap();
    let failed = only(&product, &op).await.health.unwrap();
    assert_eq!(failed.failure.unwrap().0, Cause::PasswordWrong);
}

async fn whatever_serves_also_tests(engine: Engine) {
    let (prepared, product, op) = Product::start_later(engine).await;
    let first = connected(&product, &op).await.health.unwrap().checked_at;
    product.clock.pass(EVERY + TimeDelta::seconds(1));
    let serving = tokio::spawn(prepared.run(Handle::new()));
    while only(&product, &op).await.health.unwrap().checked_at == first {
        tokio::task::yield_now().await;
    }
    serving.abort();
}

async fn what_one_instance_has_claimed_no_other_tests(engine: Engine) {
    let (product, op) = Product::start_quiet(engine).await;
    let stored = connected(&product, &op).await;
    product.clock.pass(EVERY + TimeDelta::seconds(1));
    let now = product.clock.now();
    let mut claimed = Vec::new();
    for _ in 0..2 {
        let mut write = product.site.store.write().await.unwrap();
        claimed.extend(claim(&mut write, now - EVERY, now).await.unwrap());
        write.commit().await.unwrap();
    }
    assert_eq!(claimed, [stored.id]);
}

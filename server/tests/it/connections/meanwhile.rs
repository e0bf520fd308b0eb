//! What happens while a test runs: the person leaves, a colleague changes or deletes the
//! connection, a right is taken away. Each test has its entry all the same.

use super::gate::{Gate, reach};
use super::{connected, draft, only, reaching_localhost};
use crate::product::{Engine, Product, both};
use app::error::ErrorCode;
use app::model::access::SiteRight;
use app::model::audit::{AuditEntry, AuditFilter};
use app::model::connection::{ConnectEvent, Connection, ConnectionDraft};
use app::model::probe::{ProbeEvent, Verdict};
use app::model::secret::Secret;
use app::ports::{ConnectEvents, Op};
use chrono::TimeDelta;
use futures::StreamExt;
use serde_json::json;
use server::service::health::{EVERY, check_due};

both!(
    a_test_that_was_left_has_its_entry,
    a_failure_is_told_once_its_entry_is_there,
    a_test_of_values_that_were_changed_meanwhile_is_not_their_health,
    a_test_of_a_connection_that_was_deleted_meanwhile_says_so,
    a_background_check_of_a_connection_that_was_changed_meanwhile_is_dropped,
    a_right_taken_away_during_the_test_stores_nothing,
);

async fn log(product: &Product, op: &Op) -> Vec<AuditEntry> {
    let audit = product.site.ports().audit;
    audit.list(op, AuditFilter::default(), None).await.unwrap().entries
}

fn told(entry: &AuditEntry) -> (&str, &str) {
    (entry.action.code(), entry.note.as_deref().unwrap_or_default())
}

/// Stands before the gate, leaves, and waits until the place is free.
async fn leave(product: &Product, mut events: ConnectEvents) {
    reach(&mut events).await;
    drop(events);
    product.site.places.all_left().await;
}

async fn a_test_that_was_left_has_its_entry(engine: Engine) {
    let (product, op) = Product::start_quiet(engine).await;
    let stored = connected(&product, &op).await;
    let (_gate, site) = Gate::before(&product);
    let connections = site.ports().connections;
    let other = reaching_localhost(draft("Other").await);
    leave(&product, connections.connect(&op, other).await.unwrap()).await;
    assert_eq!(told(&log(&product, &op).await[0]), ("connection_refused", "cancelled"));

    let cancelled = async |events: ConnectEvents, note: &str| {
        let before = log(&product, &op).await.len();
        leave(&product, events).await;
        let log = log(&product, &op).await;
        assert_eq!((log.len(), told(&log[0])), (before + 1, ("connection_tested", note)));
    };
    let new = "new values, not stored: cancelled";
    cancelled(connections.test(&op, stored.id).await.unwrap(), "cancelled").await;
    let secret = Secret::new("a new password");
    cancelled(connections.change_password(&op, stored.id, secret).await.unwrap(), new).await;
    let edited = ConnectionDraft { read_only: true, ..ConnectionDraft::from(&stored) };
    let edit = connections.edit(&op, stored.id, stored.revision, edited).await;
    cancelled(edit.unwrap(), new).await;
    assert_eq!(only(&product, &op).await, stored);
}

async fn a_failure_is_told_once_its_entry_is_there(engine: Engine) {
    let (product, op) = Product::start_quiet(engine).await;
    let password = Secret::new("not the password");
    let draft = ConnectionDraft { password, ..draft("Finance").await };
    let mut events = product.site.ports().connections.connect(&op, draft).await.unwrap();
    loop {
        let event = events.next().await.unwrap();
        if let ConnectEvent::Probe(ProbeEvent::Ended(report)) = event
            && matches!(report.verdict, Verdict::Failed(_))
        {
            break;
        }
    }
    assert_eq!(told(&log(&product, &op).await[0]), ("connection_refused", "password_wrong"));
}

async fn rename(product: &Product, op: &Op, stored: &Connection) {
    let draft = ConnectionDraft { name: "Treasury".into(), ..ConnectionDraft::from(stored) };
    let connections = product.site.ports().connections;
    let events = connections.edit(op, stored.id, stored.revision, draft).await.unwrap();
    super::succeeded(events.collect().await);
}

fn refusal(events: &[ConnectEvent]) -> ErrorCode {
    match events.last() {
        Some(ConnectEvent::Refused(error)) => error.code,
        event => panic!("it ended with {event:?}"),
    }
}

async fn a_test_of_values_that_were_changed_meanwhile_is_not_their_health(engine: Engine) {
    let (product, op) = Product::start_quiet(engine).await;
    let stored = connected(&product, &op).await;
    let (gate, site) = Gate::before(&product);
    let mut events = site.ports().connections.test(&op, stored.id).await.unwrap();
    reach(&mut events).await;
    rename(&product, &op, &stored).await;
    product.clock.pass(TimeDelta::seconds(5));
    gate.open();
    assert_eq!(refusal(&events.collect::<Vec<_>>().await), ErrorCode::Conflict);
    assert_eq!(only(&product, &op).await.health, stored.health);
    let expected = ("connection_tested", "works, by values of before");
    assert_eq!(told(&log(&product, &op).await[0]), expected);
}

async fn a_test_of_a_connection_that_was_deleted_meanwhile_says_so(engine: Engine) {
    let (product, op) = Product::start_quiet(engine).await;
    let stored = connected(&product, &op).await;
    let (gate, site) = Gate::before(&product);
    let mut events = site.ports().connections.test(&op, stored.id).await.unwrap();
    reach(&mut events).await;
    product.site.ports().connections.delete(&op, stored.id, Vec::new()).await.unwrap();
    gate.open();
    assert_eq!(refusal(&events.collect::<Vec<_>>().await), ErrorCode::NotFound);
    let expected = ("connection_tested", "works, by values of before");
    assert_eq!(told(&log(&product, &op).await[0]), expected);
}

async fn a_background_check_of_a_connection_that_was_changed_meanwhile_is_dropped(engine: Engine) {
    let (product, op) = Product::start_quiet(engine).await;
    let stored = connected(&product, &op).await;
    product.clock.pass(EVERY + TimeDelta::seconds(1));
    let (gate, site) = Gate::before(&product);
    let checking = tokio::spawn(async move { check_due(&site).await });
    gate.reached().await;
    rename(&product, &op, &stored).await;
    gate.open();
    checking.await.unwrap().unwrap();
    assert_eq!(only(&product, &op).await.health, stored.health);
}

async fn a_right_taken_away_during_the_test_stores_nothing(engine: Engine) {
    let product = Product::start(engine).await;
    let person = product.person_with(&[SiteRight::ManageDatabases]).await;
    let op = product.op(&person).await;
    let (gate, site) = Gate::before(&product);
    let draft = reaching_localhost(draft("Finance").await);
    let mut events = site.ports().connections.connect(&op, draft).await.unwrap();
    reach(&mut events).await;
    let edit = json!({ "name": "Eve", "access": { "rights": [] } });
    let admin = product.admin().await;
    admin.done("user/edit", json!({ "id": op.me.id, "edit": edit })).await;
    gate.open();
    assert_eq!(refusal(&events.collect::<Vec<_>>().await), ErrorCode::Forbidden);
    assert!(super::list(&admin).await.is_empty());
    let (action, note) = super::log(&admin).await.into_iter().next().unwrap();
    assert_eq!(action, "connection_refused");
    assert!(note.starts_with("works, but: "), "{note}");
}

//! Connections from the form to the store and back, against real PostgreSQL over TLS.

mod bounds;
mod change;
mod create;
mod gate;
mod health;
mod meanwhile;
mod secrets;

use crate::postgres::Postgres;
use crate::probe::scene;
use crate::product::{Person, Product};
use app::model::connection::{ConnectEvent, Connection, ConnectionDraft};
use app::model::probe::{Cause, ProbeEvent, Verdict};
use app::ports::Op;
use futures::StreamExt;
use serde_json::{Value, json};

/// A form that a real schema and role stand behind.
async fn draft(name: &str) -> ConnectionDraft {
    let name = name.to_owned();
    ConnectionDraft { name, ..scene::scene(Postgres::shared()).await }
}

/// The form by host name, which is looked up.
fn reaching_localhost(draft: ConnectionDraft) -> ConnectionDraft {
    ConnectionDraft { host: "localhost".to_owned(), ..draft }
}

/// Connects by host name, past the server, which must succeed.
async fn connected(product: &Product, op: &Op) -> Connection {
    let draft = reaching_localhost(draft("Finance").await);
    let events = product.site.ports().connections.connect(op, draft).await.unwrap();
    succeeded(events.collect().await)
}

/// The one connection there is.
async fn only(product: &Product, op: &Op) -> Connection {
    product.site.ports().connections.list(op).await.unwrap().remove(0)
}

/// Connects, which must succeed.
pub async fn connect(person: &Person, draft: &ConnectionDraft) -> Connection {
    succeeded(person.events("connection/connect", json!({ "draft": draft })).await)
}

/// The connection that an attempt ended with.
fn succeeded(mut events: Vec<ConnectEvent>) -> Connection {
    match events.pop() {
        Some(ConnectEvent::Succeeded(connection)) => *connection,
        event => panic!("it ended with {event:?}"),
    }
}

/// Why an attempt failed, by the probe.
fn cause(mut events: Vec<ConnectEvent>) -> Cause {
    match events.pop() {
        Some(ConnectEvent::Probe(ProbeEvent::Ended(report))) => match report.verdict {
            Verdict::Failed(failure) => failure.cause,
            verdict => panic!("it ended with {verdict:?}"),
        },
        event => panic!("it ended with {event:?}"),
    }
}

async fn list(person: &Person) -> Vec<Connection> {
    person.get("connection/list").await
}

/// The actions and notes of the audit log, newest first.
async fn log(person: &Person) -> Vec<(String, String)> {
    let told = |entry: &Value| {
        let text = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        (text("action"), text("note"))
    };
    entries(person).await.iter().map(told).collect()
}

/// The entries of the audit log, newest first.
async fn entries(person: &Person) -> Vec<Value> {
    let filter = json!({ "actor": null, "action": null, "text": "", "from": null, "to": null });
    let page = person.done("audit/list", json!({ "filter": filter, "before": null })).await;
    page["entries"].as_array().unwrap().clone()
}

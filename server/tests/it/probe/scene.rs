//! What the tests of the probe start from: a schema with a table, a role set up as the product's
//! own script does it, and the form filled in for them.

use crate::postgres::{Authority, Postgres};
use app::model::connection::{ConnectionDraft, DatabaseKind, Trust};
use app::model::probe::{Failure, ProbeEvent, Stage, Verdict, Warning};
use app::model::secret::Secret;
use app::model::setup_sql::{PASSWORD_PLACEHOLDER, setup_sql};
use futures::StreamExt;
use rustls::RootCertStore;
use server::target::policy::EgressPolicy;
use server::target::probe::probe;
use server::target::resolve::SystemResolver;
use server::target::{Limits, Reach};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Our address, as an administrator would have configured it.
pub const EGRESS: &str = "203.0.113.7";

/// The form, filled in for a port of this machine.
pub fn draft(port: u16) -> ConnectionDraft {
    ConnectionDraft {
        name: "My PostgreSQL Connection".to_owned(),
        kind: Some(DatabaseKind::Postgresql),
        instance: "postgres".to_owned(),
        host: "127.0.0.1".to_owned(),
        port: port.to_string(),
        schema: "hr".to_owned(),
        username: "hr_role".to_owned(),
        password: Secret::new(PASSWORD_PLACEHOLDER),
        trust: Trust::Authority { pem: Authority::get().pem.clone() },
        ..ConnectionDraft::default()
    }
}

/// A schema of its own with the table `employee`, and a role set up by the product's script.
pub async fn scene(server: &Postgres) -> ConnectionDraft {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let draft = ConnectionDraft {
        schema: format!("hr {number}"),
        username: format!("HR \"role\" {number}"),
        ..draft(server.port)
    };
    set_up(server, &draft).await;
    draft
}

/// Creates schema, table and role for a form.
pub async fn set_up(server: &Postgres, draft: &ConnectionDraft) {
    let schema = quoted(&draft.schema);
    // Grants on the shared database must wait for each other.
    let sql = format!(
        "begin;
         select pg_advisory_xact_lock(1);
         create schema {schema};
         create table {schema}.employee (id serial primary key, name text);
         {}
         commit;",
        setup_sql(draft)
    );
    server.run("postgres", &sql).await;
}

/// Quotes a name.
pub fn quoted(name: &str) -> String {
    app::model::ident::Ident::new(name).unwrap().quoted()
}

/// How targets are reached in the tests: no authority of this system is trusted.
pub fn reach() -> Reach {
    Reach {
        policy: Arc::new(EgressPolicy::default()),
        resolver: Arc::new(SystemResolver),
        roots: Arc::new(RootCertStore::empty()),
        limits: Limits::default(),
        egress: Arc::new([EGRESS.to_owned()]),
    }
}

/// Runs the probe to its end and checks what holds for every run.
pub async fn events(draft: ConnectionDraft, reach: Reach) -> Vec<ProbeEvent> {
    let password = draft.password.clone();
    let connection = draft.check().expect("the form is filled in");
    let events: Vec<_> = probe(connection, reach).collect().await;
    let mut stages = Stage::ALL.into_iter();
    for pair in events.chunks(2) {
        let [ProbeEvent::Began(began), ProbeEvent::Ended(report)] = pair else {
            panic!("not a beginning and an end: {pair:?}");
        };
        assert_eq!((Some(*began), *began), (stages.next(), report.stage));
    }
    let sent = serde_json::to_string(&events).unwrap();
    assert!(!sent.contains(password.reveal()), "the password is in {sent}");
    events
}

/// The stage at which the probe fails, and the failure.
pub async fn failure(draft: ConnectionDraft) -> (Stage, Failure) {
    failure_through(draft, reach()).await
}

/// As `failure`, reached in another way.
pub async fn failure_through(draft: ConnectionDraft, reach: Reach) -> (Stage, Failure) {
    let mut events = events(draft, reach).await;
    match events.pop() {
        Some(ProbeEvent::Ended(report)) => match report.verdict {
            Verdict::Failed(failure) => (report.stage, *failure),
            verdict => panic!("{:?} ended with {verdict:?}", report.stage),
        },
        event => panic!("the probe ended with {event:?}"),
    }
}

/// The warnings of a probe that passes.
pub async fn warnings(draft: ConnectionDraft) -> Vec<Warning> {
    warnings_through(draft, reach()).await
}

/// As `warnings`, reached in another way.
pub async fn warnings_through(draft: ConnectionDraft, reach: Reach) -> Vec<Warning> {
    let events = events(draft, reach).await;
    assert_eq!(events.len(), 2 * Stage::ALL.len(), "{:?}", events.last());
    let verdicts = events.into_iter().filter_map(|event| match event {
        ProbeEvent::Ended(report) => Some(report.verdict),
        ProbeEvent::Began(_) => None,
    });
    let mut warnings = Vec::new();
    for verdict in verdicts {
        match verdict {
            Verdict::Passed => {}
            Verdict::Warned(found) => warnings.extend(found),
            Verdict::Failed(failure) => panic!("{failure:?}"),
        }
    }
    warnings
}

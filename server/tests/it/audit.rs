//! The audit log: each change has its entry, and whoever may look finds it.

use crate::connections::connect;
use crate::postgres::{Authority, Postgres, self_signed_authority};
use crate::probe::scene;
use crate::product::{ADMIN, Engine, PASSWORD, Person, Product, both, enter};
use app::model::audit::{AuditAction, AuditEntry, AuditFilter, AuditPage, FieldChange};
use app::model::connection::{Connection, ConnectionDraft, Scope, Trust};
use app::model::ids::EntryId;
use app::model::secret::Secret;
use app::model::setup_sql::PASSWORD_PLACEHOLDER;
use app::model::table::{ColumnDraft, TableDraft};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use server::target::tls::fingerprint;
use std::collections::BTreeSet;
use uuid::Uuid;

both!(
    every_action_has_its_entry,
    what_did_not_happen_has_no_entry,
    folders_and_certificates_of_a_connection_are_told_apart,
    entries_are_filtered,
    pages_follow_each_other_without_gap_or_repetition,
);

async fn page(person: &Person, filter: &AuditFilter, before: Option<EntryId>) -> AuditPage {
    let arguments = json!({ "filter": filter, "before": before });
    serde_json::from_value(person.done("audit/list", arguments).await).unwrap()
}

async fn all(person: &Person, filter: &AuditFilter) -> Vec<AuditEntry> {
    let mut entries = Vec::new();
    let mut before = None;
    loop {
        let page = page(person, filter, before).await;
        entries.extend(page.entries);
        before = page.next;
        if before.is_none() {
            return entries;
        }
    }
}

/// Does everything that people can do.
async fn do_everything(product: &Product, admin: &Person) -> Vec<String> {
    let other = product.admin().await;
    product.try_sign_in(ADMIN, "not the password").await;
    let sessions: Vec<Value> = admin.get("account/list_sessions").await;
    let id = sessions.iter().find(|s| s["current"] == false).unwrap()["id"].clone();
    admin.done("account/revoke_session", json!({ "id": id })).await;
    drop(other);
    product.admin().await.submit("/sign-out", &[]).await;
    let guess = json!({ "current": "not the password", "new": PASSWORD });
    assert_eq!(admin.call("account/change_password", guess).await.status, 422);
    let change = json!({ "current": PASSWORD, "new": PASSWORD });
    admin.done("account/change_password", change).await;
    people(admin).await;
    folders(admin).await;
    connections(admin).await
}

async fn people(admin: &Person) {
    let rights = json!({ "rights": ["manage_folders"] });
    let draft = json!({ "email": "eve@example.com", "name": "Eve", "password": PASSWORD, "access": rights });
    let user = admin.done("user/create", json!({ "draft": draft })).await["id"].clone();
    let edit = json!({ "name": "Eve", "access": { "rights": ["manage_users"] } });
    admin.done("user/edit", json!({ "id": user, "edit": edit })).await;
    admin.done("user/reset_password", json!({ "id": user, "password": "a reset password" })).await;
    admin.done("user/deactivate", json!({ "id": user })).await;
    admin.done("user/reactivate", json!({ "id": user })).await;
}

async fn folders(admin: &Person) {
    let create = |name: &str| admin.done("folder/create", json!({ "parent": null, "name": name }));
    let (one, other) = (create("One").await["id"].clone(), create("Other").await["id"].clone());
    admin.done("folder/rename", json!({ "id": one, "name": "First" })).await;
    admin.done("folder/move_below", json!({ "id": one, "parent": other })).await;
    admin.done("folder/delete", json!({ "id": one })).await;
}

async fn tables(admin: &Person, stored: &Connection) {
    let folder = json!({ "parent": null, "name": "Tables" });
    let folder = admin.done("folder/create", folder).await["id"].clone();
    let employee = json!({ "folder": folder, "connection": stored.id, "names": ["employee"] });
    let employee = admin.done("table/connect", employee).await[0]["id"].clone();
    let changes = json!([{ "insert": { "cells": [{ "column": "name", "value": "Eve" }] } }]);
    let save =
        json!({ "table": employee, "id": Uuid::now_v7(), "changes": changes, "zone": "UTC" });
    admin.done("row/save", save).await;
    let history = format!("/tables/{}/history.csv", employee.as_str().unwrap());
    assert_eq!(admin.open(&history).await.status, 200);
    assert_eq!(admin.open("/administration/audit-log.csv").await.status, 200);
    let view = json!({ "name": "All", "query": {}, "layout": {} });
    let view = json!({ "table": employee, "id": null, "draft": view });
    let view = admin.done("view/save", view).await["id"].clone();
    admin.done("view/delete", json!({ "table": employee, "id": view })).await;
    admin.done("table/disconnect", json!({ "id": employee })).await;
    let draft = TableDraft {
        name: "made".to_owned(),
        columns: vec![ColumnDraft::identity()],
        ..TableDraft::default()
    };
    let made = json!({ "folder": folder, "connection": stored.id, "draft": draft });
    let made = admin.done("table/create", made).await["id"].clone();
    admin.done("table/comment", json!({ "id": made, "column": null, "comment": "Made" })).await;
    admin.done("table/drop_table", json!({ "id": made, "confirmation": "made" })).await;
}

/// Gives the secrets that went through.
async fn connections(admin: &Person) -> Vec<String> {
    let draft = scene::scene(Postgres::shared()).await;
    let stored = connect(admin, &draft).await;
    tables(admin, &stored).await;
    let wrong = Secret::new("not the password of the role");
    let refused = ConnectionDraft { name: "Refused".into(), password: wrong, ..draft.clone() };
    admin.events("connection/connect", json!({ "draft": refused })).await;
    let edited = ConnectionDraft { read_only: true, ..ConnectionDraft::from(&stored) };
    let edit = json!({ "id": stored.id, "revision": stored.revision, "draft": edited });
    admin.events("connection/edit", edit).await;
    admin.events("connection/test", json!({ "id": stored.id })).await;
    let password = json!({ "id": stored.id, "password": draft.password });
    admin.events("connection/change_password", password).await;
    admin.done("connection/copy", json!({ "id": stored.id })).await;
    admin.done("connection/delete", json!({ "id": stored.id })).await;
    vec![draft.password.reveal().to_owned(), refused.password.reveal().to_owned()]
}

async fn every_action_has_its_entry(engine: Engine) {
    let (product, link) = Product::start_unset(engine).await;
    let token = link.strip_prefix("/set-up?token=").unwrap();
    let fields = [("token", token), ("name", "Ada"), ("email", ADMIN), ("password", PASSWORD)];
    let (admin, _) = enter(&product.base, "/set-up", &fields).await;
    let secrets = do_everything(&product, &admin).await;
    let entries = all(&admin, &AuditFilter::default()).await;
    let seen: BTreeSet<_> = entries.iter().map(|entry| entry.action.code()).collect();
    // The master key is rotated on the console, and rows or tables are not changed, or nobody knows,
    // where something is cut off: with tests of their own.
    let elsewhere = [
        AuditAction::KeyRotated,
        AuditAction::RowsAborted,
        AuditAction::RowsUnknown,
        AuditAction::SignInThrottled,
        AuditAction::TableChangeAborted,
        AuditAction::TableChangeUnknown,
    ];
    let expected: BTreeSet<_> = AuditAction::ALL
        .iter()
        .filter(|action| !elsewhere.contains(*action))
        .map(|action| action.code())
        .collect();
    assert_eq!(seen, expected);
    let text = serde_json::to_string(&entries).unwrap();
    for secret in secrets.iter().map(String::as_str).chain([PASSWORD, token]) {
        assert!(!text.contains(secret), "a secret is in the audit log");
    }
    let edited = entries.iter().find(|e| e.action == AuditAction::ConnectionChanged).unwrap();
    let change = |old: &str, new: &str| (Some(old.to_owned()), Some(new.to_owned()));
    let FieldChange { field, old, new } = edited.changes[0].clone();
    assert_eq!((field.as_str(), (old, new)), ("Read-only connection", change("no", "yes")));
    let from = entries.iter().filter(|entry| entry.action != AuditAction::SiteSetUp);
    assert!(from.clone().all(|entry| entry.address.as_deref() == Some("127.0.0.1")));
    assert!(from.clone().all(|entry| entry.request_id.is_some()));
}

async fn folders_and_certificates_of_a_connection_are_told_apart(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let create = |name: &str, parent: Value| {
        admin.done("folder/create", json!({ "parent": parent, "name": name }))
    };
    let outer = create("Finance", Value::Null).await["id"].clone();
    let inner = create("Payroll", outer).await["id"].clone();
    let other = create("Archive", Value::Null).await["id"].clone();
    let stored = connect(&admin, &scene::scene(Postgres::shared()).await).await;
    let ids = [inner, other].map(|id| serde_json::from_value(id).unwrap());
    let (old, new) = (Authority::get(), self_signed_authority());
    let edited = ConnectionDraft {
        scope: Scope::Folders(ids.into()),
        trust: Trust::Authority { pem: format!("{}{}", old.pem, new.pem) },
        password: Secret::new(PASSWORD_PLACEHOLDER),
        ..ConnectionDraft::from(&stored)
    };
    let edit = json!({ "id": stored.id, "revision": stored.revision, "draft": edited });
    admin.events("connection/edit", edit).await;
    let action = Some(AuditAction::ConnectionChanged);
    let filter = AuditFilter { action, ..AuditFilter::default() };
    let changes = all(&admin, &filter).await[0].changes.clone();
    let change = |field: &str, old: String, new: String| FieldChange {
        field: field.to_owned(),
        old: Some(old),
        new: Some(new),
    };
    let first = format!("own authority {}", fingerprint(&old.der));
    let both = format!("{first}, {}", new.fingerprint);
    let folders = "Archive, Finance / Payroll".to_owned();
    let expected = [
        change("Mapped folders", Scope::SITE_LABEL.to_owned(), folders),
        change("Server certificate", first, both),
    ];
    assert_eq!(changes, expected);
}

async fn what_did_not_happen_has_no_entry(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let folder = json!({ "parent": null, "name": "Finance" });
    admin.done("folder/create", folder.clone()).await;
    let before = all(&admin, &AuditFilter::default()).await.len();
    assert_eq!(admin.call("folder/create", folder.clone()).await.status, 422);
    let id = admin.get::<Value>("account/me").await["id"].clone();
    assert_eq!(admin.call("user/deactivate", json!({ "id": id })).await.status, 409);
    let person = product.stranger();
    assert_eq!(person.call("folder/create", folder).await.status, 401);
    assert_eq!(all(&admin, &AuditFilter::default()).await.len(), before);
}

async fn entries_are_filtered(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let id = serde_json::from_value(admin.get::<Value>("account/me").await["id"].clone()).unwrap();
    let create = |name: &str| admin.done("folder/create", json!({ "parent": null, "name": name }));
    create("100% Übersicht").await;
    product.clock.pass(TimeDelta::days(1));
    let admin = product.admin().await;
    admin.done("folder/create", json!({ "parent": null, "name": "1000 more" })).await;
    product.try_sign_in("eve@example.com", "x").await;
    let names = async |filter: AuditFilter| -> Vec<String> {
        let entries = all(&admin, &filter).await;
        entries.into_iter().map(|e| e.subject.map_or(e.action.code().into(), |s| s.name)).collect()
    };
    let none = AuditFilter::default();
    let created = AuditFilter { action: Some(AuditAction::FolderCreated), ..none.clone() };
    assert_eq!(names(created.clone()).await, ["1000 more", "100% Übersicht"]);
    let text = AuditFilter { text: " 100% ÜBER".into(), ..none.clone() };
    assert_eq!(names(text).await, ["100% Übersicht"]);
    let text = AuditFilter { text: "EVE@".into(), ..none.clone() };
    assert_eq!(names(text).await, ["sign_in_failed"]);
    let day = start(&product).date_naive();
    let first = AuditFilter { to: Some(day), ..created.clone() };
    assert_eq!(names(first).await, ["100% Übersicht"]);
    let second = AuditFilter { from: day.succ_opt(), to: day.succ_opt(), ..created.clone() };
    assert_eq!(names(second).await, ["1000 more"]);
    let own = AuditFilter { actor: Some(id), ..created };
    assert_eq!(names(own).await.len(), 2);
    let nobody = AuditFilter { actor: Some(app::model::ids::UserId(uuid::Uuid::now_v7())), ..none };
    assert!(names(nobody).await.is_empty());
}

fn start(product: &Product) -> DateTime<Utc> {
    use server::clock::Clock;
    product.clock.now() - TimeDelta::days(1)
}

async fn pages_follow_each_other_without_gap_or_repetition(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    for number in 0..101 {
        let folder = json!({ "parent": null, "name": format!("Folder {number}") });
        admin.done("folder/create", folder).await;
    }
    let filter = AuditFilter { action: Some(AuditAction::FolderCreated), ..AuditFilter::default() };
    let first = page(&admin, &filter, None).await;
    assert_eq!(first.entries.len(), 50);
    let names: Vec<_> =
        all(&admin, &filter).await.into_iter().map(|e| e.subject.unwrap().name).collect();
    let expected: Vec<_> = (0..101).rev().map(|number| format!("Folder {number}")).collect();
    assert_eq!(names, expected);
}

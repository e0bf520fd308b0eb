//! The matrix over tables that are really there: what each kind of person gets from each function,
//! and what stands against it where nothing may be written.

use crate::connections::connect;
use crate::probe::scene::quoted;
use crate::product::{Engine, Person};
use crate::tables::ground::{Ground, request, save_as, update};
use app::model::access::SiteRight::{self, Delete, Insert, ManageTables, Read, Update};
use app::model::ids::{ConnectionId, TableId};
use app::model::page::Page;
use app::model::table::{ColumnDraft, Table, TableDraft};
use serde_json::{Value, json};
use std::fmt::Write;
use std::sync::atomic::{AtomicU32, Ordering};
use uuid::Uuid;

const SQL: &str = "
    create table $s.country (code text primary key, name text);
    insert into $s.country values ('de', 'Germany');
    create table $s.city (id int primary key, name text, country text references $s.country);
    insert into $s.city values (1, 'Bonn', 'de');
    create table $s.closed (id int primary key, name text, country text references $s.country);
    insert into $s.closed values (1, 'Bonn', 'de');
    create view $s.shown as select id, name, country from $s.city;
    create table $s.scratch (id int primary key)";

/// A table, and what can be asked of it.
struct Subject {
    name: &'static str,
    table: TableId,
    connection: ConnectionId,
    /// A change set in its history; none where nothing could ever be saved.
    change_set: Value,
}

struct Matrix {
    ground: Ground,
    subjects: Vec<Subject>,
}

impl Matrix {
    async fn new() -> Self {
        let ground = Ground::new(Engine::Sqlite, SQL).await;
        let mut subjects = Vec::new();
        let own = ground.connection.id;
        for (name, table) in [("writable", "city"), ("no privilege", "closed"), ("view", "shown")] {
            let table = ground.connect(table).await;
            let change_set = if name == "view" { nobody() } else { changed(&ground, table).await };
            subjects.push(Subject { name, table, connection: own, change_set });
        }
        let role = quoted(&ground.draft.username);
        ground.run(&format!("revoke insert, update, delete on $s.closed from {role}")).await;
        subjects.push(read_only(&ground).await);
        Self { ground, subjects }
    }

    async fn people(&self) -> Vec<(&'static str, Person)> {
        let product = &self.ground.product;
        let mut people = vec![("nobody", product.stranger())];
        people.push(("no right", product.person_with(&[]).await));
        for right in SiteRight::ALL {
            people.push((right.code(), product.person_with(&[right]).await));
        }
        for (name, right) in [("+ insert", Insert), ("+ update", Update), ("+ delete", Delete)] {
            people.push((name, product.person_with(&[Read, right]).await));
        }
        people.push(("read + manage", product.person_with(&[Read, ManageTables]).await));
        people.push(("administrator", product.admin().await));
        people
    }

    /// Every function over a table with arguments that hold; where something must not really be
    /// done to a table, with one that does not.
    async fn calls(&self, subject: &Subject) -> Vec<(&'static str, &'static str, Value)> {
        static NEXT: AtomicU32 = AtomicU32::new(100);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let admin = &self.ground.admin;
        self.ground.run(&format!("insert into $s.city values ({number}, 'Köln', 'de')")).await;
        let table = subject.table;
        let page: Page = serde_json::from_value(
            admin.done("row/page", json!({ "request": request(table) })).await,
        )
        .unwrap();
        let id = |row: usize| {
            let id = page.rows.get(row).and_then(|row| row.id.clone());
            id.map_or(json!({ "key": ["1"], "version": "1" }), |id| json!(id))
        };
        let name = page.rows[0].cells[1].shown();
        let save = |change: Value| {
            let id = Uuid::now_v7();
            json!({ "table": table, "id": id, "changes": [change], "zone": "UTC" })
        };
        let cells = json!([{ "column": "id", "value": format!("{}", number + 100_000) }]);
        let edit = json!([{ "column": "name", "old": name, "new": format!("Name {number}") }]);
        let last = page.rows.len() - 1;
        let view = json!({ "name": format!("View {number}"), "query": {}, "layout": {} });
        let (column, draft) = (ColumnDraft::identity(), TableDraft::default());
        let of = |more: Value| {
            let mut place = json!({ "table": table });
            place.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            place
        };
        let place = |more: Value| {
            let mut place =
                json!({ "folder": self.ground.folder, "connection": subject.connection });
            place.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            place
        };
        vec![
            ("open", "table/open", json!({ "id": table })),
            ("watch", "table/watch", json!({ "id": table })),
            ("page", "row/page", json!({ "request": request(table) })),
            ("count", "row/count", of(json!({ "query": {}, "zone": "UTC" }))),
            ("value", "row/value", of(json!({ "row": id(0), "column": "name", "zone": "UTC" }))),
            ("choices", "row/choices", of(json!({ "column": "country", "search": "" }))),
            ("named", "row/named", of(json!({ "column": "country", "texts": ["x"] }))),
            ("insert", "row/save", save(json!({ "insert": { "cells": cells } }))),
            ("update", "row/save", save(json!({ "update": { "row": id(0), "cells": edit } }))),
            ("delete", "row/save", save(json!({ "delete": { "row": id(last) } }))),
            ("outcome", "row/outcome", of(json!({ "id": Uuid::now_v7() }))),
            ("history", "history/list", of(json!({ "filter": {}, "before": null }))),
            (
                "changed cell",
                "history/cell",
                of(json!({ "change_set": subject.change_set, "row": 0, "column": "name" })),
            ),
            (
                "restore",
                "history/restore",
                of(json!({ "id": Uuid::now_v7(), "change_set": subject.change_set, "row": null })),
            ),
            ("views", "view/list", of(json!({}))),
            ("save view", "view/save", of(json!({ "id": null, "draft": view }))),
            ("delete view", "view/delete", of(json!({ "id": nobody() }))),
            ("layout", "view/layout", of(json!({}))),
            ("keep layout", "view/keep_layout", of(json!({ "layout": {} }))),
            ("add column", "table/add_column", json!({ "id": table, "draft": column })),
            (
                "rename column",
                "table/rename_column",
                json!({ "id": table, "column": "name", "name": "" }),
            ),
            (
                "comment",
                "table/comment",
                json!({ "id": table, "column": null, "comment": "x".repeat(2_001) }),
            ),
            ("drop", "table/drop_table", json!({ "id": table, "confirmation": "" })),
            ("tables", "table/list", json!({ "folder": self.ground.folder })),
            ("connections", "table/available", json!({ "folder": self.ground.folder })),
            ("offers", "table/offers", place(json!({}))),
            ("connect", "table/connect", place(json!({ "names": [] }))),
            ("preview", "table/preview", place(json!({ "draft": draft }))),
            ("create", "table/create", place(json!({ "draft": draft }))),
        ]
    }
}

fn nobody() -> Value {
    json!("01900000-0000-7000-8000-000000000000")
}

/// Saves something, and gives the change set.
async fn changed(ground: &Ground, table: TableId) -> Value {
    let rows = ground.page(table).await.rows;
    let change = update(&rows[0], "name", Some("Bonn"), Some("Berlin"));
    let answer = save_as(&ground.admin, table, &[change]).await;
    answer.json()["saved"]["id"].clone()
}

/// A connection that was made read-only after something was saved through it.
async fn read_only(ground: &Ground) -> Subject {
    let mut draft = ground.draft.clone();
    "To read only".clone_into(&mut draft.name);
    let connection = connect(&ground.admin, &draft).await.id;
    let names = json!({ "folder": ground.folder, "connection": connection, "names": ["city"] });
    let tables = ground.admin.done("table/connect", names).await;
    let tables: Vec<Table> = serde_json::from_value(tables).unwrap();
    let table = tables[0].id;
    ground.run("update $s.city set name = 'Bonn'").await;
    let change_set = changed(ground, table).await;
    draft.read_only = true;
    let edit = json!({ "id": connection, "revision": 1, "draft": draft });
    ground.admin.events("connection/edit", edit).await;
    Subject { name: "read-only", table, connection, change_set }
}

/// The status alone: watching never ends by itself.
async fn status(person: &Person, function: &str, arguments: &Value) -> u16 {
    let request = person.calling(function).body(arguments.to_string());
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn rights_and_locks_hold_for_tables_that_are_there() {
    let matrix = Matrix::new().await;
    let people = matrix.people().await;
    let mut text = format!("{:28}", "");
    for (name, _) in &people {
        write!(text, "{name:>17}").unwrap();
    }
    for subject in &matrix.subjects {
        let mut lines: Vec<(String, Vec<u16>)> = Vec::new();
        for (_, person) in &people {
            for (at, (what, function, arguments)) in
                matrix.calls(subject).await.into_iter().enumerate()
            {
                if lines.len() <= at {
                    lines.push((format!("{}: {what}", subject.name), Vec::new()));
                }
                lines[at].1.push(status(person, function, &arguments).await);
            }
        }
        for (name, statuses) in lines {
            write!(text, "\n{name:28}").unwrap();
            for status in statuses {
                write!(text, "{status:>17}").unwrap();
            }
        }
    }
    insta::assert_snapshot!("table_rights", text);
}

/// Disconnecting is really done here, so it has a table of its own.
#[tokio::test]
async fn only_who_manages_tables_disconnects_one() {
    let ground = Ground::new(Engine::Sqlite, SQL).await;
    let table = ground.connect("scratch").await;
    let disconnect = json!({ "id": table });
    for right in SiteRight::ALL.into_iter().filter(|right| *right != ManageTables) {
        let person = ground.product.person_with(&[right]).await;
        let expected = if right == Read { 403 } else { 404 };
        assert_eq!(status(&person, "table/disconnect", &disconnect).await, expected, "{right:?}");
    }
    let person = ground.product.person_with(&[ManageTables]).await;
    assert_eq!(status(&person, "table/disconnect", &disconnect).await, 200);
}

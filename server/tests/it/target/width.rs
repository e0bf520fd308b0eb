//! Long cells and wide rows.

use super::scene::{Scene, request};
use crate::postgres::Postgres;
use app::model::cell::Cell;
use app::model::filter::RowQuery;
use app::model::page::PageRequest;
use server::target::diagnostics::TargetError;
use server::target::read;

#[tokio::test]
async fn long_texts_are_cut_off_and_fetched_whole() {
    let scene = Scene::new(
        "create table l (id text primary key, t text, j json);
         insert into l values (repeat('k', 1500), repeat('ä', 1000000), null),
           ('short', repeat('ä', 1000), '{}');",
    )
    .await;
    let rows = scene.rows("l").await;
    let start = "ä".repeat(1000);
    assert_eq!(rows[0].cells[1], Cell::Cut { start: start.clone(), characters: 1_000_000 });
    assert_eq!(rows[0].cells[0], Cell::Cut { start: "k".repeat(1000), characters: 1500 });
    assert_eq!(rows[1].cells[1], Cell::Text(start));
    let id = rows[0].id.clone().unwrap();
    assert_eq!(id.key, ["k".repeat(1500)]);
    let relation = scene.open("l").await;
    let mut lease = scene.lease().await;
    let whole = read::value(&mut lease, &relation, &id, "t", "UTC").await.unwrap();
    assert_eq!(whole, Some("ä".repeat(1_000_000)));
    scene.run("delete from l where id <> 'short'").await;
    let gone = read::value(&mut lease, &relation, &id, "t", "UTC").await;
    assert!(matches!(gone, Err(TargetError::RowGone)));
}

/// What is counted there are the database's bytes, which are not those that arrive here.
#[tokio::test]
async fn long_texts_are_cut_off_by_characters_in_any_encoding() {
    let create = "create database latin encoding 'LATIN1' locale 'C' template template0";
    Postgres::shared().run("postgres", create).await;
    let scene = Scene::new("").await.in_database(
        "latin",
        "create table l (id int primary key, t text);
         insert into l values (1, repeat('ü', 990) || ':30'), (2, repeat('ü', 1000)),
           (3, repeat('ü', 1000) || ':30'), (4, repeat('x', 1000) || ':2000'), (5, null);",
    );
    let rows = scene.await.rows("l").await;
    let cut = |start: &str, characters| Cell::Cut { start: start.repeat(1000), characters };
    assert_eq!(rows[0].cells[1], Cell::Text(format!("{}:30", "ü".repeat(990))));
    assert_eq!(rows[1].cells[1], Cell::Text("ü".repeat(1000)));
    assert_eq!(rows[2].cells[1], cut("ü", 1003));
    assert_eq!(rows[3].cells[1], cut("x", 1005));
    assert_eq!(rows[4].cells[1], Cell::Null);
}

#[tokio::test]
async fn a_wide_table_is_read_whole() {
    let columns: Vec<_> =
        (0..300).map(|number| format!("c{number} text default '{number}'")).collect();
    let scene = Scene::new(&format!(
        "create table wide ({}); insert into wide (c7) values (repeat('x', 2000));",
        columns.join(", ")
    ))
    .await;
    let rows = scene.rows("wide").await;
    // The more columns there are with long texts, the less is read of each.
    assert_eq!(rows[0].cells[7], Cell::Cut { start: "x".repeat(213), characters: 2000 });
    assert_eq!(rows[0].cells[299], Cell::Text("299".to_owned()));
    let request = PageRequest {
        query: RowQuery { search: "xx".to_owned(), ..RowQuery::default() },
        ..request(0, 5)
    };
    assert_eq!(scene.page("wide", &request).await.unwrap().rows, rows);
}

//! Saves that begin by the way that is remembered while the store is asked for the way of now.

use super::ground::{Ground, delete, insert, make};
use crate::postgres::Postgres;
use crate::probe::scene::scene;
use crate::product::{Engine, both};
use app::model::change::{CellEdit, Change, SaveOutcome};
use app::model::connection::{ConnectEvent, ConnectionDraft};
use app::model::ids::TableId;
use serde_json::json;

both!(
    a_save_by_a_closed_way_leaves_nothing,
    a_save_goes_the_way_of_now,
    a_save_is_of_the_table_as_it_is_now,
);

const SQL: &str = "create table $s.city (id int primary key, name text);
    insert into $s.city values (1, 'Ulm');
    grant select, update on $s.city to public;";

/// A ground, and a change of the row that somebody has just looked at.
async fn looked_at(engine: Engine) -> (Ground, TableId, Change) {
    let ground = Ground::new(engine, SQL).await;
    let table = ground.connect("city").await;
    let row = ground.page(table).await.rows.remove(0).id.unwrap();
    let (old, new) = (Some("Ulm".to_owned()), Some("Bonn".to_owned()));
    let cells = vec![CellEdit { column: "name".to_owned(), old, new }];
    (ground, table, Change::Update { row, cells })
}

async fn a_save_by_a_closed_way_leaves_nothing(engine: Engine) {
    let (ground, table, change) = looked_at(engine).await;
    ground.admin.done("table/disconnect", json!({ "id": table })).await;
    assert_eq!(ground.save(table, &[change]).await.status, 404);
    assert_eq!(ground.read("select name from $s.city for update").await.unwrap(), "Ulm");
}

async fn a_save_goes_the_way_of_now(engine: Engine) {
    let (ground, table, change) = looked_at(engine).await;
    let elsewhere = scene(Postgres::shared()).await;
    make(&elsewhere, &SQL.replace("Ulm", "Trier")).await;
    let draft = ConnectionDraft { name: ground.connection.name.clone(), ..elsewhere };
    let edit = json!({ "id": ground.connection.id, "revision": 1, "draft": draft });
    let events = ground.admin.events("connection/edit", edit).await;
    assert!(matches!(events.last(), Some(ConnectEvent::Succeeded(_))), "{events:?}");
    // It is another row, which nobody has looked at.
    let answer = ground.save(table, &[change]).await;
    let outcome = serde_json::from_value(answer.json()).unwrap();
    assert!(matches!(outcome, SaveOutcome::Conflicts(_)), "{outcome:?}");
    let row = ground.page(table).await.rows.remove(0).id.unwrap();
    let (old, new) = (Some("Trier".to_owned()), Some("Köln".to_owned()));
    let cells = vec![CellEdit { column: "name".to_owned(), old, new }];
    ground.saved(table, &[Change::Update { row, cells }]).await;
    assert_eq!(ground.read("select name from $s.city").await.unwrap(), "Ulm");
    assert_eq!(ground.page(table).await.rows[0].cells[1].value(), Some(Some("Köln")));
}

/// What is known of a table is not asked for again with each look.
async fn a_save_is_of_the_table_as_it_is_now(engine: Engine) {
    let (ground, table, change) = looked_at(engine).await;
    ground.run("alter table $s.city add note text default 'old'").await;
    ground.saved(table, &[change]).await;
    let row = ground.page(table).await.rows.remove(0);
    assert_eq!(row.cells[2].value(), Some(Some("old")), "it is known since");
    ground.run("alter table $s.city add size numeric default 1.5").await;
    ground.saved(table, &[delete(&row)]).await;
    let gone = ground.history(table).await.change_sets.remove(0).rows.remove(0);
    let kept: Vec<_> = gone.cells.iter().map(|cell| (&*cell.column, cell.old.shown())).collect();
    let all = [("id", "1"), ("name", "Bonn"), ("note", "old"), ("size", "1.5")];
    assert_eq!(kept, all.map(|(column, value)| (column, Some(value))));
    ground.page(table).await;
    ground.run("alter table $s.city alter size type int").await;
    let refused = ground.save(table, &[insert(&[("id", Some("2")), ("size", Some("2.5"))])]).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert_eq!(ground.read("select count(*)::text from $s.city").await.unwrap(), "0");
}

//! What is refused and what is offered behind `PgBouncer`.

use super::ground::{Ground, delete, insert, told, update};
use super::pooler::behind;
use app::model::change::Change;
use app::model::connection::{ConnectEvent, ConnectionDraft};
use app::model::ids::TableId;
use app::model::page::Row;
use app::model::table::{ColumnDraft, ColumnType, Lock, TableDraft};
use serde_json::{Value, json};
use uuid::Uuid;

const SQL: &str = "
    create table $s.country (code text primary key, name text);
    insert into $s.country values ('de', 'Germany'), ('nl', 'Netherlands'), ('xx', null);
    create table $s.city (id int primary key, country text references $s.country, twin text
      references $s.country);
    insert into $s.city values (1, 'de', 'xx'), (2, 'nl', 'de')";

#[tokio::test]
async fn foreign_keys_offer_choices_and_take_labels_for_values() {
    let (ground, _bouncer) = behind(SQL).await;
    let city = ground.connect("city").await;
    let labels = ground.page(city).await.labels;
    assert_eq!(json!(labels["country"]), json!({ "de": "Germany", "nl": "Netherlands" }));
    assert_eq!(json!(labels["twin"]), json!({ "de": "Germany" }));
    let choices = async |search: &str| {
        let asked = json!({ "table": city, "column": "country", "search": search });
        ground.admin.done("row/choices", asked).await
    };
    let choice = |value: &str, label: &str| json!({ "value": value, "label": label });
    let (de, nl) = (choice("de", "Germany"), choice("nl", "Netherlands"));
    assert_eq!(choices("").await, json!([de, nl, choice("xx", "xx")]));
    assert_eq!(choices("LAND").await, json!([nl]));
    // Each of these transactions may be on another session of the server.
    let texts = ["netherlands", "DE", "nowhere"];
    let asked = json!({ "table": city, "column": "country", "texts": texts });
    let named = (0..8).map(|_| ground.admin.done("row/named", asked.clone()));
    for named in futures::future::join_all(named).await {
        assert_eq!(named, json!({ "DE": [de], "netherlands": [nl] }));
    }
    let rows = ground.page(city).await.rows;
    let gone = ground.save(city, &[update(&rows[0], "country", Some("de"), Some("zz"))]).await;
    assert_eq!(told(&gone), ["country reference_missing"]);
}

/// Every function that would change something, with arguments that would do so.
fn changing(ground: &Ground, table: TableId, rows: &[Row]) -> Vec<(&'static str, Value)> {
    let save = |change: Change| {
        let id = Uuid::now_v7();
        ("row/save", json!({ "table": table, "id": id, "changes": [change], "zone": "UTC" }))
    };
    let column = ColumnDraft { name: "more".into(), ..ColumnDraft::new(ColumnType::Text) };
    let columns = vec![ColumnDraft::identity(), column.clone()];
    let draft = TableDraft { name: "new".into(), columns, comment: String::new() };
    vec![
        save(update(&rows[0], "country", Some("nl"), Some("de"))),
        save(insert(&[("id", Some("3"))])),
        save(delete(&rows[1])),
        ("table/add_column", json!({ "id": table, "draft": column })),
        ("table/rename_column", json!({ "id": table, "column": "twin", "name": "x" })),
        ("table/comment", json!({ "id": table, "column": null, "comment": "x" })),
        ("table/drop_table", json!({ "id": table, "confirmation": "city" })),
        ("table/create", ground.place(json!({ "draft": draft }))),
    ]
}

/// It was made read-only after something was saved through it, which could be brought back.
#[tokio::test]
async fn a_read_only_connection_refuses_every_change_and_reads_on() {
    let (ground, _bouncer) = behind(SQL).await;
    let city = ground.connect("city").await;
    ground.own("city").await;
    let rows = ground.page(city).await.rows;
    ground.saved(city, &[update(&rows[0], "country", Some("de"), Some("nl"))]).await;
    let saved = ground.history(city).await.change_sets[0].id;
    let draft = ConnectionDraft { read_only: true, ..ground.draft.clone() };
    let edit = json!({ "id": ground.connection.id, "revision": 1, "draft": draft });
    let events = ground.admin.events("connection/edit", edit).await;
    assert!(matches!(events.last(), Some(ConnectEvent::Succeeded(_))), "{events:?}");
    let opened = ground.open(city).await;
    assert_eq!(opened.access.all_locked(), Some(Lock::ReadOnlyConnection.sentence()));
    let page = ground.page(city).await;
    assert_eq!(page.labels["country"]["nl"], "Netherlands");
    let mut calls = changing(&ground, city, &page.rows);
    let restore = json!({ "table": city, "id": Uuid::now_v7(), "change_set": saved, "row": null });
    calls.push(("history/restore", restore));
    for (function, arguments) in calls {
        let answer = ground.admin.call(function, arguments).await;
        assert_eq!(answer.status, 403, "{function}: {}", answer.body);
        assert!(answer.body.contains("read-only"), "{function}: {}", answer.body);
    }
    let asked = json!({ "table": city, "column": "country", "search": "germ" });
    let choices = ground.admin.done("row/choices", asked).await;
    assert_eq!(choices, json!([{ "value": "de", "label": "Germany" }]));
    assert_eq!(ground.page(city).await, page, "nothing was changed");
    assert_eq!(ground.read("select to_regclass('$s.new')::text").await, None);
}

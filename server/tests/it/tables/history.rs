//! The history of tables, rows and cells, and bringing back what was.

use super::ground::{Ground, delete, insert, request, save_as, texts, update};
use super::late::on_store;
use crate::product::{Engine, both};
use app::model::access::SiteRight;
use app::model::audit::Actor;
use app::model::change::SaveOutcome;
use app::model::history::RowDeed;
use app::model::table::{ColumnDraft, ColumnType};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};
use server::clock::Clock;
use std::collections::BTreeMap;
use uuid::Uuid;

both!(
    the_history_of_a_row_follows_its_key,
    a_whole_change_set_is_brought_back_as_a_new_one,
    what_is_not_noted_as_saved_yet_is_brought_back_all_the_same,
    what_somebody_changed_since_is_not_overwritten_by_bringing_back,
    rows_without_a_key_are_brought_back_as_long_as_they_are_as_they_were_left,
    a_row_has_one_history_in_whatever_zone_its_key_is_shown,
    a_renamed_column_keeps_its_history_and_is_brought_back,
    a_filter_by_a_column_shows_it_alone_whatever_it_was_called,
    a_column_is_brought_back_whoever_has_its_name_by_now,
    a_filter_by_days_shows_these_and_the_last_one_whole,
    a_filter_by_a_person_shows_what_they_saved,
);

const SQL: &str = "
    create table $s.cost_centre (
        code text primary key, name text not null, at timestamptz,
        id bigint generated always as identity, twice text generated always as (name || name) stored);
    insert into $s.cost_centre (code, name, at)
    values ('1000', 'Sales', '2026-01-01 00:00:00+00'), ('2000', 'Works', null)";

async fn the_history_of_a_row_follows_its_key(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let id = ground.connect("cost_centre").await;
    let rows = ground.page(id).await.rows;
    ground.saved(id, &[update(&rows[0], "code", Some("1000"), Some("1100"))]).await;
    ground.saved(id, &[update(&rows[1], "name", Some("Works"), Some("Plant"))]).await;
    let row = ground.history_where(id, json!({ "row": ["1100"] })).await;
    assert_eq!(row.change_sets.len(), 1);
    assert_eq!(row.change_sets[0].rows[0].old_key, Some(vec!["1000".to_owned()]));
    let before = ground.history_where(id, json!({ "row": ["1000"] })).await;
    assert_eq!(before.change_sets.len(), 1);
    let cell = ground.history_where(id, json!({ "row": ["2000"], "column": "name" })).await;
    assert_eq!(cell.change_sets.len(), 1);
    let other = ground.history_where(id, json!({ "row": ["2000"], "column": "code" })).await;
    assert!(other.change_sets.is_empty());
}

async fn a_filter_by_a_person_shows_what_they_saved(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let id = ground.connect("cost_centre").await;
    let rows = ground.page(id).await.rows;
    let writer = ground.product.person_with(&[SiteRight::Read, SiteRight::Update]).await;
    ground.saved(id, &[update(&rows[0], "name", Some("Sales"), Some("Markets"))]).await;
    let plant = [update(&rows[1], "name", Some("Works"), Some("Plant"))];
    assert_eq!(save_as(&writer, id, &plant).await.status, 200);
    let all = ground.history(id).await.change_sets;
    assert_eq!(all.len(), 2);
    for set in &all {
        let Actor::Person { id: person, .. } = &set.actor else { panic!("{set:?}") };
        let theirs = ground.history_where(id, json!({ "actor": person })).await.change_sets;
        assert_eq!(theirs, std::slice::from_ref(set));
    }
    assert_ne!(all[0].actor, all[1].actor);
    let nobody = ground.history_where(id, json!({ "actor": Uuid::now_v7() })).await;
    assert!(nobody.change_sets.is_empty());
}

async fn a_whole_change_set_is_brought_back_as_a_new_one(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let id = ground.connect("cost_centre").await;
    let before = ground.page(id).await.rows;
    let changes = [
        update(&before[0], "name", Some("Sales"), Some("Markets")),
        delete(&before[1]),
        insert(&[("code", Some("3000")), ("name", Some("New"))]),
    ];
    ground.saved(id, &changes).await;
    let done = ground.history(id).await.change_sets[0].clone();
    let all = json!({ "table": id, "change_set": done.id, "row": null });
    let outcome = ground.restored(all).await;
    let outcome: SaveOutcome = serde_json::from_value(outcome).unwrap();
    assert!(matches!(outcome, SaveOutcome::Saved { id: Some(_), .. }), "{outcome:?}");
    let after = ground.page(id).await.rows;
    let values = |rows: &[app::model::page::Row]| -> Vec<Vec<Option<String>>> {
        rows.iter()
            .map(|row| texts(row).into_iter().map(|t| t.map(str::to_owned)).collect())
            .collect()
    };
    assert_eq!(values(&after), values(&before));
    let history = ground.history(id).await;
    assert_eq!(history.change_sets.len(), 2);
    let restored = history.change_sets[0].restores.unwrap();
    assert_eq!((restored.id, restored.at), (done.id, done.at));
    let deeds: Vec<_> = history.change_sets[0].rows.iter().map(|row| row.deed).collect();
    assert_eq!(deeds, [RowDeed::Deleted, RowDeed::Inserted, RowDeed::Updated]);
}

async fn what_is_not_noted_as_saved_yet_is_brought_back_all_the_same(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let id = ground.connect("cost_centre").await;
    let before = ground.page(id).await.rows;
    ground.saved(id, &[update(&before[0], "name", Some("Sales"), Some("Markets"))]).await;
    let done = ground.history(id).await.change_sets[0].id;
    on_store(&ground, "update change_set set state = 'prepared'").await;
    ground.restored(json!({ "table": id, "change_set": done, "row": null })).await;
    assert_eq!(texts(&ground.page(id).await.rows[0]), texts(&before[0]));
}

async fn what_somebody_changed_since_is_not_overwritten_by_bringing_back(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let id = ground.connect("cost_centre").await;
    let rows = ground.page(id).await.rows;
    ground.saved(id, &[update(&rows[0], "name", Some("Sales"), Some("Markets"))]).await;
    ground.saved(id, &[insert(&[("code", Some("3000")), ("name", Some("New"))])]).await;
    ground.run("update $s.cost_centre set name = 'Theirs'").await;
    let history = ground.history(id).await;
    for set in &history.change_sets {
        let one = json!({ "table": id, "change_set": set.id, "row": 0 });
        let outcome = ground.restored(one).await;
        let outcome: SaveOutcome = serde_json::from_value(outcome).unwrap();
        assert!(matches!(outcome, SaveOutcome::Conflicts(_)), "{outcome:?}");
    }
    let names = ground.read("select string_agg(name, ',') from $s.cost_centre").await;
    assert_eq!(names.as_deref(), Some("Theirs,Theirs,Theirs"));
}

async fn rows_without_a_key_are_brought_back_as_long_as_they_are_as_they_were_left(engine: Engine) {
    let sql = "create table $s.note (text text); insert into $s.note values ('a'), ('b'), ('c')";
    let ground = Ground::new(engine, sql).await;
    let id = ground.connect("note").await;
    let all = "select string_agg(text, ',' order by text) from $s.note";
    let rows = ground.page(id).await.rows;
    let changes = [
        update(&rows[0], "text", Some("a"), Some("A")),
        delete(&rows[1]),
        insert(&[("text", Some("d"))]),
    ];
    ground.saved(id, &changes).await;
    assert_eq!(ground.read(all).await.as_deref(), Some("A,c,d"));
    let first = ground.history(id).await.change_sets[0].id;
    let whole = json!({ "table": id, "change_set": first, "row": null });
    let outcome = ground.restored(whole.clone()).await;
    assert!(outcome["saved"]["id"].is_string(), "{outcome}");
    assert_eq!(ground.read(all).await.as_deref(), Some("a,b,c"));
    let again = ground.restored(whole).await;
    assert!(again["conflicts"].is_array(), "its rows are other ones by now: {again}");
    // Somebody else writes over the row, which gets another address.
    ground.run("update $s.note set text = 'theirs' where text = 'a'").await;
    let last = ground.history(id).await.change_sets[0].id;
    let whole = json!({ "table": id, "change_set": last, "row": null });
    let outcome = ground.restored(whole).await;
    assert!(outcome["conflicts"].is_array(), "{outcome}");
    assert_eq!(ground.read(all).await.as_deref(), Some("b,c,theirs"));
}

/// The texts of such a key depend on the zone; what identifies a row must not.
async fn a_row_has_one_history_in_whatever_zone_its_key_is_shown(engine: Engine) {
    let sql = "
        create table $s.slot (
            at timestamptz, span tstzrange, many timestamptz[], name text,
            primary key (at, span, many));
        insert into $s.slot values ('2026-10-25 00:30:00+00',
            '[2026-10-25 00:30:00+00, 2026-10-25 01:30:00+00)', '{-infinity,1900-01-01 00:00+00}',
            'Ada')";
    let ground = Ground::new(engine, sql).await;
    let id = ground.connect("slot").await;
    let key = ground.page(id).await.rows[0].id.clone().unwrap().key;
    let mut asked = request(id);
    for (zone, from, to) in [
        ("Europe/Berlin", "Ada", "Eve"),
        ("America/St_Johns", "Eve", "Bob"),
        ("Asia/Kathmandu", "Bob", "Ada"),
    ] {
        asked["zone"] = json!(zone);
        let page = ground.admin.done("row/page", json!({ "request": asked })).await;
        let page: app::model::page::Page = serde_json::from_value(page).unwrap();
        let row = &page.rows[0];
        assert_ne!(texts(row)[0], Some(key[0].as_str()), "it is shown in {zone}");
        assert_eq!(row.id.as_ref().unwrap().key, key, "{zone}");
        let change = update(row, "name", Some(from), Some(to));
        let save =
            || json!({ "table": id, "id": Uuid::now_v7(), "changes": [change], "zone": zone });
        let saved = ground.admin.done("row/save", save()).await;
        assert_eq!(saved["saved"]["results"][0]["row"]["id"]["key"], json!(key), "{saved}");
        let conflict = ground.admin.done("row/save", save()).await;
        assert_eq!(conflict["conflicts"][0]["theirs"]["id"]["key"], json!(key), "{conflict}");
    }
    let row = ground.history_where(id, json!({ "row": key })).await;
    assert_eq!(row.change_sets.len(), 3);
    let last = json!({ "table": id, "change_set": row.change_sets[0].id, "row": null });
    ground.restored(last).await;
    assert_eq!(ground.read("select name from $s.slot").await.as_deref(), Some("Bob"));
}

async fn a_renamed_column_keeps_its_history_and_is_brought_back(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let id = ground.connect("cost_centre").await;
    ground.own("cost_centre").await;
    let rows = ground.page(id).await.rows;
    ground.saved(id, &[update(&rows[1], "name", Some("Works"), Some("Plant"))]).await;
    let first = ground.history(id).await.change_sets[0].id;
    for (column, name) in [("name", "label"), ("label", "title")] {
        let rename = json!({ "id": id, "column": column, "name": name });
        ground.admin.done("table/rename_column", rename).await;
    }
    let rows = ground.page(id).await.rows;
    ground.saved(id, &[update(&rows[0], "title", Some("Sales"), Some("Markets"))]).await;
    let cells = ground.history_where(id, json!({ "column": "title" })).await;
    assert_eq!(cells.change_sets.len(), 2);
    let all = json!({ "table": id, "change_set": first, "row": null });
    ground.restored(all).await;
    let now = "select string_agg(title, ' ' order by code) from $s.cost_centre";
    assert_eq!(ground.read(now).await.as_deref(), Some("Markets Works"));
}

async fn a_filter_by_a_column_shows_it_alone_whatever_it_was_called(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let id = ground.connect("cost_centre").await;
    ground.own("cost_centre").await;
    let change = async |column, old, new| {
        let row = &ground.page(id).await.rows[1];
        ground.saved(id, &[update(row, column, old, new)]).await;
    };
    change("name", Some("Works"), Some("Plant")).await;
    let rename = json!({ "id": id, "column": "name", "name": "label" });
    ground.admin.done("table/rename_column", rename).await;
    change("label", Some("Plant"), Some("Mill")).await;
    let named = ColumnDraft { name: "name".into(), ..ColumnDraft::new(ColumnType::Text) };
    ground.admin.done("table/add_column", json!({ "id": id, "draft": named })).await;
    change("name", None, Some("Ada")).await;
    let values = async |filter| {
        let page = ground.history_where(id, filter).await;
        let rows = page.change_sets.iter().flat_map(|set| &set.rows);
        let cells = rows.map(|row| row.cells[0].new.shown().unwrap_or_default().to_owned());
        cells.collect::<Vec<_>>()
    };
    for row in [json!(null), json!(["2000"])] {
        let of = |column: &str| json!({ "row": row, "column": column });
        assert_eq!(values(of("name")).await, ["Ada"], "{row}");
        assert_eq!(values(of("label")).await, ["Mill", "Plant"], "{row}");
    }
    let by_now = async || {
        let page = ground.history(id).await;
        page.change_sets.into_iter().map(|set| set.renamed).collect::<Vec<_>>()
    };
    let renamed = [("name".to_owned(), "label".to_owned())].into();
    let expected = [BTreeMap::new(), BTreeMap::new(), renamed];
    assert_eq!(by_now().await, expected);
    ground.admin.done("table/disconnect", json!({ "id": id })).await;
    assert_eq!(by_now().await, expected);
    assert_eq!(values(json!({ "column": "label" })).await, ["Mill", "Plant"]);
}

async fn a_column_is_brought_back_whoever_has_its_name_by_now(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let id = ground.connect("cost_centre").await;
    ground.own("cost_centre").await;
    let rows = ground.page(id).await.rows;
    ground.saved(id, &[update(&rows[1], "name", Some("Works"), Some("Plant"))]).await;
    let first = ground.history(id).await.change_sets[0].id;
    let rename = json!({ "id": id, "column": "name", "name": "label" });
    ground.admin.done("table/rename_column", rename).await;
    // Another column has the name, and even the value.
    let named = ColumnDraft { name: "name".into(), ..ColumnDraft::new(ColumnType::Text) };
    ground.admin.done("table/add_column", json!({ "id": id, "draft": named })).await;
    ground.run("update $s.cost_centre set name = 'Plant'").await;
    let all = json!({ "table": id, "change_set": first, "row": null });
    let outcome = ground.restored(all.clone()).await;
    assert!(outcome["saved"]["id"].is_string(), "{outcome}");
    let now = "select concat(label, name) from $s.cost_centre where code = '2000'";
    assert_eq!(ground.read(now).await.as_deref(), Some("WorksPlant"));
    // In the database itself the column got its name back, and nothing else was changed.
    ground
        .run(
            "alter table $s.cost_centre drop column name;
             alter table $s.cost_centre rename column label to name;
             update $s.cost_centre set name = 'Plant' where code = '2000'",
        )
        .await;
    // Reading finds out that the table is another one.
    ground.admin.call("row/page", json!({ "request": request(id) })).await;
    let outcome = ground.restored(all).await;
    assert!(outcome["saved"]["id"].is_string(), "{outcome}");
    let now = "select name from $s.cost_centre where code = '2000'";
    assert_eq!(ground.read(now).await.as_deref(), Some("Works"));
}

/// How long it is until the end of a day, but for a microsecond.
fn rest_of_day(now: DateTime<Utc>) -> TimeDelta {
    let next = now.date_naive().succ_opt().unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc();
    next - now - TimeDelta::microseconds(1)
}

async fn a_filter_by_days_shows_these_and_the_last_one_whole(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let id = ground.connect("cost_centre").await;
    let clock = &ground.product.clock;
    clock.pass(TimeDelta::hours(8));
    // A session would end unused.
    ground.page(id).await;
    clock.pass(rest_of_day(clock.now()));
    let first: NaiveDate = clock.now().date_naive();
    let second = first.succ_opt().unwrap();
    for (before, after) in [("Sales", "Late"), ("Late", "Early")] {
        let rows = ground.page(id).await.rows;
        ground.saved(id, &[update(&rows[0], "name", Some(before), Some(after))]).await;
        clock.pass(TimeDelta::microseconds(1));
    }
    let shown = async |filter: Value| -> Vec<NaiveDate> {
        let sets = ground.history_where(id, filter).await.change_sets;
        sets.iter().map(|set| set.at.date_naive()).collect()
    };
    assert_eq!(shown(json!({})).await, [second, first]);
    assert_eq!(shown(json!({ "to": first })).await, [first]);
    assert_eq!(shown(json!({ "from": second })).await, [second]);
    assert_eq!(shown(json!({ "from": first, "to": second, "row": ["1000"] })).await.len(), 2);
    assert!(shown(json!({ "from": second, "to": first })).await.is_empty());
    let csv = ground.admin.open(&format!("/tables/{id}/history.csv?from={second}")).await.body;
    assert!(csv.contains("\"Early\"") && !csv.contains("\"Sales\""), "{csv}");
}

//! The history of tables, rows and cells, and bringing back what was.

use super::ground::{Ground, delete, insert, texts, update};
use crate::product::{Engine, both};
use app::model::change::SaveOutcome;
use app::model::history::RowDeed;
use serde_json::json;

both!(
    the_history_of_a_row_follows_its_key,
    a_whole_change_set_is_brought_back_as_a_new_one,
    what_somebody_changed_since_is_not_overwritten_by_bringing_back,
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
    let outcome = ground.admin.done("history/restore", all).await;
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
    assert_eq!(history.change_sets[0].restores, Some(done.id));
    let deeds: Vec<_> = history.change_sets[0].rows.iter().map(|row| row.deed).collect();
    assert_eq!(deeds, [RowDeed::Deleted, RowDeed::Inserted, RowDeed::Updated]);
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
        let outcome = ground.admin.done("history/restore", one).await;
        let outcome: SaveOutcome = serde_json::from_value(outcome).unwrap();
        assert!(matches!(outcome, SaveOutcome::Conflicts(_)), "{outcome:?}");
    }
    let names = ground.read("select string_agg(name, ',') from $s.cost_centre").await;
    assert_eq!(names.as_deref(), Some("Theirs,Theirs,Theirs"));
}

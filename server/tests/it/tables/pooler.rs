//! Everything works behind `PgBouncer` in transaction mode, where each transaction may be on another
//! session of the server.

use super::ground::{Ground, delete, insert, texts, update};
use crate::postgres::Bouncer;
use crate::product::Engine;
use app::model::change::SaveOutcome;
use app::model::table::TableDraft;
use serde_json::json;

#[tokio::test]
async fn everything_works_behind_a_pooler() {
    let mut bouncer = None;
    let sql = "insert into $s.employee (name) values ('Ada'), ('Grace')";
    let ground = Ground::with(Engine::Sqlite, sql, |mut draft| {
        let started = Bouncer::start(&draft);
        draft.port = started.port.to_string();
        bouncer = Some(started);
        draft
    })
    .await;
    let id = ground.connect("employee").await;
    let pages = futures::future::join_all((0..16).map(|_| ground.page(id))).await;
    assert!(pages.iter().all(|page| page.rows.len() == 2));
    let rows = &pages[0].rows;
    let changes = [
        update(&rows[0], "name", Some("Ada"), Some("Eve")),
        delete(&rows[1]),
        insert(&[("name", Some("Mary"))]),
    ];
    ground.saved(id, &changes).await;
    let conflict = ground.save(id, &[update(&rows[0], "name", Some("Ada"), Some("Bob"))]).await;
    let outcome: SaveOutcome = serde_json::from_value(conflict.json()).unwrap();
    assert!(matches!(outcome, SaveOutcome::Conflicts(_)), "{outcome:?}");
    let done = ground.history(id).await.change_sets[0].id;
    let all = json!({ "table": id, "change_set": done, "row": null });
    ground.admin.done("history/restore", all).await;
    let names: Vec<_> =
        ground.page(id).await.rows.iter().map(|row| texts(row)[1].map(str::to_owned)).collect();
    assert_eq!(names, [Some("Ada".to_owned()), Some("Grace".to_owned())]);
    let mut draft = TableDraft { name: "behind".to_owned(), ..TableDraft::default() };
    "text".clone_into(&mut draft.columns[1].name);
    ground.admin.done("table/create", ground.place(json!({ "draft": draft }))).await;
}

//! Saving rows: all or nothing, each cell from → to in the history, conflicts and problems told.

use super::ground::{Ground, delete, insert, save_as, texts, update};
use crate::product::{Engine, both};
use app::model::access::SiteRight;
use app::model::audit::AuditAction;
use app::model::change::{SaveOutcome, Saved};
use app::model::history::{ChangeState, RowDeed};
use serde_json::json;

both!(
    what_is_saved_is_in_the_target_and_in_the_history,
    one_wrong_cell_keeps_all_from_being_saved,
    a_colleagues_change_is_never_overwritten,
    changes_of_other_cells_are_no_conflict,
    an_unchanged_save_writes_nothing,
    every_entry_of_a_save_tells_how_many_rows_it_is_about,
);

const SQL: &str = "
    create table $s.price (
        region text, article text, amount numeric(10, 2) not null, note text,
        primary key (region, article),
        constraint amount_positive check (amount > 0));
    insert into $s.price values ('EU', 'A', 1.00, null), ('EU', 'B', 2.00, ''), ('US', 'A', 3, 'x')";

async fn what_is_saved_is_in_the_target_and_in_the_history(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let id = ground.connect("price").await;
    let rows = ground.page(id).await.rows;
    let changes = [
        update(&rows[0], "amount", Some("1.00"), Some("1.5")),
        insert(&[("region", Some("UK")), ("article", Some("A")), ("amount", Some("7"))]),
        delete(&rows[2]),
    ];
    let results = ground.saved(id, &changes).await;
    let Saved::Row(first) = &results[0] else { panic!("{results:?}") };
    assert_eq!(texts(first), [Some("EU"), Some("A"), Some("1.50"), None]);
    assert_eq!(results[2], Saved::Gone);
    let left = "select string_agg(concat_ws(' ', region, article, amount), ', ' order by region, article) from $s.price";
    let left = ground.read(left).await;
    assert_eq!(left.as_deref(), Some("EU A 1.50, EU B 2.00, UK A 7.00"));
    let history = ground.history(id).await;
    let [set] = &history.change_sets[..] else { panic!("{history:?}") };
    assert_eq!((set.state, set.row_count), (ChangeState::Committed, 3));
    let deeds: Vec<_> = set.rows.iter().map(|row| (row.deed, row.key.join("/"))).collect();
    assert_eq!(
        deeds,
        [
            (RowDeed::Updated, "EU/A".to_owned()),
            (RowDeed::Inserted, "UK/A".to_owned()),
            (RowDeed::Deleted, "US/A".to_owned()),
        ]
    );
    let cell = &set.rows[0].cells;
    assert_eq!(cell.len(), 1, "only what differs: {cell:?}");
    assert_eq!((cell[0].old.shown(), cell[0].new.shown()), (Some("1.00"), Some("1.50")));
}

async fn one_wrong_cell_keeps_all_from_being_saved(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let id = ground.connect("price").await;
    let rows = ground.page(id).await.rows;
    let changes = [
        update(&rows[0], "note", None, Some("fine")),
        update(&rows[1], "amount", Some("2.00"), Some("-1")),
        insert(&[("region", Some("EU")), ("article", Some("A")), ("amount", Some("7"))]),
        update(&rows[2], "amount", Some("3.00"), Some("three")),
    ];
    let answer = ground.save(id, &changes).await;
    assert_eq!((answer.status, answer.code().as_str()), (422, "invalid"), "{}", answer.body);
    let problems = answer.json()["problems"].clone();
    let places: Vec<_> = problems.as_array().unwrap().iter().map(place).collect();
    assert_eq!(
        places,
        ["1 amount check_failed", "2 region taken", "2 article taken", "3 amount invalid_value",]
    );
    assert_eq!(ground.page(id).await.rows, rows);
    assert!(ground.history(id).await.change_sets.is_empty());
}

fn place(problem: &serde_json::Value) -> String {
    let cell = &problem["at"]["cell"];
    let column = cell["column"].as_str().unwrap_or("-");
    format!("{} {column} {}", cell["change"], problem["code"].as_str().unwrap())
}

async fn a_colleagues_change_is_never_overwritten(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let id = ground.connect("price").await;
    let rows = ground.page(id).await.rows;
    ground.saved(id, &[update(&rows[0], "amount", Some("1.00"), Some("9"))]).await;
    ground.saved(id, &[delete(&rows[1])]).await;
    let changes = [
        update(&rows[0], "amount", Some("1.00"), Some("5")),
        update(&rows[1], "amount", Some("2.00"), Some("5")),
        update(&rows[2], "amount", Some("3.00"), Some("5")),
    ];
    let answer = ground.save(id, &changes).await;
    let outcome = serde_json::from_value(answer.json()).unwrap();
    let SaveOutcome::Conflicts(conflicts) = outcome else { panic!("{outcome:?}") };
    assert_eq!(conflicts.iter().map(|conflict| conflict.change).collect::<Vec<_>>(), [0, 1]);
    let theirs = conflicts[0].theirs.as_ref().unwrap();
    assert_eq!(texts(theirs)[2], Some("9.00"));
    assert_eq!(conflicts[1].theirs, None);
    let kept = ground.read("select amount::text from $s.price where region = 'US'").await;
    assert_eq!(kept.as_deref(), Some("3.00"), "nothing of it was saved");
    // Keeping mine: the same edit over the version that is there now.
    ground.saved(id, &[update(theirs, "amount", Some("9.00"), Some("5"))]).await;
}

async fn changes_of_other_cells_are_no_conflict(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let id = ground.connect("price").await;
    let rows = ground.page(id).await.rows;
    ground.saved(id, &[update(&rows[0], "amount", Some("1.00"), Some("9"))]).await;
    let results = ground.saved(id, &[update(&rows[0], "note", None, Some("mine"))]).await;
    let Saved::Row(row) = &results[0] else { panic!("{results:?}") };
    assert_eq!(texts(row), [Some("EU"), Some("A"), Some("9.00"), Some("mine")]);
}

async fn an_unchanged_save_writes_nothing(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let id = ground.connect("price").await;
    let rows = ground.page(id).await.rows;
    let answer = ground.save(id, &[update(&rows[0], "note", None, None)]).await;
    let outcome: SaveOutcome = serde_json::from_value(answer.json()).unwrap();
    let SaveOutcome::Saved { id: None, .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!(ground.page(id).await.rows, rows, "not even the version changed");
    assert!(ground.history(id).await.change_sets.is_empty());
}

async fn every_entry_of_a_save_tells_how_many_rows_it_is_about(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let id = ground.connect("price").await;
    let rows = ground.page(id).await.rows;
    let two = vec![update(&rows[0], "note", None, Some("x")), delete(&rows[1])];
    for (changes, note) in [(two, "2 rows"), (vec![delete(&rows[2])], "1 row")] {
        ground.saved(id, &changes).await;
        let log = ground.log().await;
        let told = log.iter().take(2).map(|entry| (entry.action, entry.note.as_deref()));
        let both = [AuditAction::RowsCommitted, AuditAction::RowsPrepared];
        assert_eq!(told.collect::<Vec<_>>(), both.map(|action| (action, Some(note))));
    }
}

/// Each kind of change needs its own right; the answer names it.
#[tokio::test]
async fn each_kind_of_change_needs_its_right() {
    let ground = Ground::new(Engine::Sqlite, SQL).await;
    let id = ground.connect("price").await;
    let rows = ground.page(id).await.rows;
    let new = [("region", Some("UK")), ("article", Some("A")), ("amount", Some("7"))];
    let changes = [
        (SiteRight::Insert, insert(&new)),
        (SiteRight::Update, update(&rows[0], "note", None, Some("x"))),
        (SiteRight::Delete, delete(&rows[1])),
    ];
    let reader = ground.product.person_with(&[SiteRight::Read]).await;
    for (right, change) in changes {
        let answer = save_as(&reader, id, std::slice::from_ref(&change)).await;
        assert_eq!(answer.status, 403, "{}", answer.body);
        assert!(answer.body.contains(right.label()), "{}", answer.body);
        let writer = ground.product.person_with(&[SiteRight::Read, right]).await;
        let answer = save_as(&writer, id, &[change]).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
}

/// A read-only connection refuses in every function, before anything reaches the target.
#[tokio::test]
async fn a_read_only_connection_takes_no_change() {
    let ground = Ground::with(Engine::Sqlite, SQL, |mut draft| {
        draft.read_only = true;
        draft
    })
    .await;
    let id = ground.connect("price").await;
    let rows = ground.page(id).await.rows;
    let answer = ground.save(id, &[update(&rows[0], "note", None, Some("x"))]).await;
    assert_eq!(answer.status, 403, "{}", answer.body);
    assert!(answer.body.contains("read-only"), "{}", answer.body);
    let draft = app::model::table::ColumnDraft::identity();
    for (function, arguments) in [
        ("table/add_column", json!({ "id": id, "draft": draft })),
        ("table/rename_column", json!({ "id": id, "column": "note", "name": "x" })),
        ("table/comment", json!({ "id": id, "column": null, "comment": "x" })),
        ("table/drop_table", json!({ "id": id, "confirmation": "price" })),
        (
            "table/create",
            ground.place(json!({ "draft": app::model::table::TableDraft::default() })),
        ),
    ] {
        let answer = ground.admin.call(function, arguments).await;
        assert_eq!(answer.status, 403, "{function}: {}", answer.body);
    }
}

/// Of many who edit the same cell over the same version at once, one is saved.
#[tokio::test]
async fn of_many_at_once_one_is_saved() {
    let ground = Ground::new(Engine::Sqlite, SQL).await;
    let id = ground.connect("price").await;
    let rows = ground.page(id).await.rows;
    let attempts = (0..6).map(|n| {
        let change = update(&rows[0], "note", None, Some(&format!("writer {n}")));
        let ground = &ground;
        async move { ground.save(id, &[change]).await.body }
    });
    let bodies = futures::future::join_all(attempts).await;
    let saved = bodies.iter().filter(|body| body.contains("\"saved\"")).count();
    let conflicts = bodies.iter().filter(|body| body.contains("\"conflicts\"")).count();
    assert_eq!((saved, conflicts), (1, 5), "{bodies:?}");
    assert_eq!(ground.history(id).await.change_sets.len(), 1);
}

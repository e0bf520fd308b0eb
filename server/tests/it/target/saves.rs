//! Saves: all or nothing, exactly one row each, told exactly.

use super::scene::{Scene, delete, id, insert, owned, texts, update};
use app::model::change::{Change, Saved};
use app::model::history::RowDeed;
use app::model::page::Row;
use server::target::write::Staged;

const STAFF: &str = "\
create table staff (id bigint generated always as identity primary key, name text not null,
                    salary numeric, note text default 'new', seen timestamptz);
insert into staff (name, salary, note, seen) values
  ('Ada', 10.50, null, '2024-07-01 10:00+00'), ('Ben', 9, '', null), ('Cem', null, 'x', null);";

#[tokio::test]
async fn one_save_inserts_updates_and_deletes() {
    let scene = Scene::new(STAFF).await;
    let rows = scene.rows("staff").await;
    let changes = [
        insert(&[("name", Some("Dee")), ("salary", Some("1e3"))]),
        update(&rows[0], &[("salary", Some("10.50"), Some("11.5")), ("note", None, Some(""))]),
        delete(&rows[2]),
        update(&rows[1], &[("name", Some("Ben"), Some("Ben"))]),
    ];
    let (results, deeds) = scene.save("staff", &changes).await;
    let expected = ["1", "Ada", "11.5", "", "2024-07-01 10:00:00+00"].map(|v| owned(Some(v)));
    let Saved::Row(ada) = &results[1] else { panic!("{results:?}") };
    assert_eq!(texts(ada), expected);
    let Saved::Row(dee) = &results[0] else { panic!("{results:?}") };
    assert_eq!(texts(dee)[1..4], ["Dee", "1000", "new"].map(|v| owned(Some(v))));
    assert_eq!(results[2], Saved::Gone);
    assert!(matches!(&results[3], Saved::Row(ben) if texts(ben)[1].as_deref() == Some("Ben")));
    // The page says the same.
    let page = scene.rows("staff").await;
    assert_eq!(page.len(), 3);
    assert_eq!((&page[0], &page[2]), (ada, dee));
    let told: Vec<_> =
        deeds.iter().map(|deed| (deed.deed, deed.key[0].as_str(), deed.cells.len())).collect();
    let expected =
        [(RowDeed::Inserted, "4", 5), (RowDeed::Updated, "1", 2), (RowDeed::Deleted, "3", 5)];
    assert_eq!(told, expected);
    let salary = &deeds[1].cells[0];
    assert_eq!((salary.old.as_deref(), salary.new.as_deref()), (Some("10.50"), Some("11.5")));
}

#[tokio::test]
async fn an_unchanged_save_issues_no_statement() {
    let scene = Scene::new(STAFF).await;
    let rows = scene.rows("staff").await;
    let before = last_statements(&scene).await;
    let same = update(&rows[0], &[("name", Some("Ada"), Some("Ada")), ("note", None, None)]);
    let staged = scene.stage("staff", &[same]).await.unwrap();
    assert!(matches!(staged, Staged::Nothing(results) if results.is_empty()));
    assert_eq!(last_statements(&scene).await, before);
    // What it would have been told by.
    scene.rows("staff").await;
    assert_ne!(last_statements(&scene).await, before);
}

/// When each session of the role began its last statement, once all are done.
async fn last_statements(scene: &Scene) -> Option<String> {
    let role = scene.draft.username.replace('\'', "''");
    let from = format!("from pg_stat_activity where usename = '{role}'");
    let busy = format!("select count(*)::text {from} and state <> 'idle'");
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while scene.text(&busy).await.as_deref() != Some("0") {
        assert!(std::time::Instant::now() < until, "a session is busy");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    scene.text(&format!("select string_agg(query_start::text, ',' order by pid) {from}")).await
}

#[tokio::test]
async fn a_value_written_otherwise_changes_nothing() {
    let scene = Scene::new(STAFF).await;
    let rows = scene.rows("staff").await;
    let same = update(&rows[0], &[("salary", Some("10.50"), Some("+0010.50"))]);
    let staged = scene.stage("staff", &[same]).await.unwrap();
    let Staged::Nothing(results) = staged else { panic!("something differs") };
    assert!(matches!(&results[0], Saved::Row(row) if *row == rows[0]));
    assert_eq!(scene.rows("staff").await, rows);
}

#[tokio::test]
async fn what_is_not_committed_never_was() {
    let scene = Scene::new(STAFF).await;
    let rows = scene.rows("staff").await;
    let change = [update(&rows[0], &[("name", Some("Ada"), Some("Eve"))]), delete(&rows[1])];
    scene.prepare("staff", &change).await.abort().await;
    assert_eq!(scene.rows("staff").await, rows);
    drop(scene.prepare("staff", &change).await);
    // The session is closed meanwhile; the rows are free as soon as it is.
    scene.save("staff", &change).await;
    assert_eq!(scene.rows("staff").await.len(), 2);
}

#[tokio::test]
async fn a_composite_key_is_used_whole() {
    let scene = Scene::new(
        "create table c (a int, b text, v text, primary key (a, b));
         insert into c values (1, 'x', 'one'), (1, 'y', 'two'), (2, 'x', 'three');",
    )
    .await;
    let rows = scene.rows("c").await;
    let change = update(&rows[1], &[("v", Some("two"), Some("2")), ("b", Some("y"), Some("z"))]);
    let (_, deeds) = scene.save("c", &[change]).await;
    assert_eq!(deeds[0].old_key.as_deref(), Some(["1", "y"].map(str::to_owned).as_slice()));
    assert_eq!(deeds[0].key, ["1", "z"]);
    let found = "select string_agg(a || b || v, ' ' order by a, b) from c";
    assert_eq!(scene.text(found).await.as_deref(), Some("1xone 1z2 2xthree"));
}

#[tokio::test]
async fn keys_of_odd_texts_find_their_rows() {
    let odd =
        ["'", "\"; drop table k; --", "\\", "%_", " ", "", "\u{202e}abc", "a\nb\tc", "😀", "null"];
    let scene = Scene::new("create table k (id text primary key, v text)").await;
    let changes: Vec<_> =
        odd.iter().map(|key| insert(&[("id", Some(*key)), ("v", Some("old"))])).collect();
    scene.save("k", &changes).await;
    let rows = scene.rows("k").await;
    assert_eq!(rows.len(), odd.len());
    for row in &rows {
        let (_, deeds) = scene.save("k", &[update(row, &[("v", Some("old"), Some("new"))])]).await;
        assert_eq!(deeds[0].key, id(row).key);
    }
    let left = scene.text("select count(*) from k where v = 'new'").await;
    assert_eq!(left, Some(odd.len().to_string()));
    let gone: Vec<Change> = scene.rows("k").await.iter().map(delete).collect();
    scene.save("k", &gone).await;
    assert_eq!(scene.text("select count(*) from k").await.as_deref(), Some("0"));
}

#[tokio::test]
async fn rows_without_a_key_go_by_their_address() {
    let scene = Scene::new(
        "create table w (a text, b int); insert into w values ('x', 1), ('x', 1), (null, null);",
    )
    .await;
    let rows = scene.rows("w").await;
    let changes = [
        update(&rows[1], &[("b", Some("1"), Some("2"))]),
        delete(&rows[2]),
        insert(&[]),
        insert(&[("a", Some("y"))]),
    ];
    let (results, deeds) = scene.save("w", &changes).await;
    assert_eq!(deeds.len(), 4);
    let Saved::Row(second) = &results[0] else { panic!("{results:?}") };
    assert_ne!(second.id, rows[1].id);
    // What came back can be changed again at once.
    scene.save("w", &[update(second, &[("b", Some("2"), Some("3"))])]).await;
    let found = "select string_agg(coalesce(a, '-') || coalesce(b, 0), ' ' order by a, b) from w";
    assert_eq!(scene.text(found).await.as_deref(), Some("x1 x3 y0 -0"));
    // The address of before belongs to nobody any more.
    let again = update(&rows[1], &[("b", Some("1"), Some("9"))]);
    assert_eq!(scene.conflicts("w", &[again]).await[0].theirs, None);
}

#[tokio::test]
async fn a_table_written_anew_gives_no_address_to_another_row() {
    let scene = Scene::new(
        "create table w (a text, n int); create index by_n on w (n desc);
         insert into w values ('x', 1), ('x', 2);",
    )
    .await;
    let rows = scene.rows("w").await;
    scene.run("cluster w using by_n").await;
    let moved = scene.rows("w").await;
    // The first row's place is the second one's now, in the same version and with the same value.
    let place = |row: &Row| (id(row).key[1].clone(), id(row).version);
    assert_eq!(place(&moved[0]), place(&rows[0]));
    assert_ne!(moved[0].cells, rows[0].cells);
    let edit = |row| update(row, &[("a", Some("x"), Some("y"))]);
    for change in [edit(&rows[0]), delete(&rows[0])] {
        assert_eq!(scene.conflicts("w", &[change]).await[0].theirs, None);
    }
    assert_eq!(scene.rows("w").await, moved);
    scene.save("w", &[edit(&moved[0])]).await;
}

#[tokio::test]
async fn many_rows_are_saved_at_once() {
    let scene = Scene::new(
        "create table m (id int primary key, a text, b text);
         insert into m select i, 'a', 'b' from generate_series(1, 400) i;",
    )
    .await;
    let mut rows = scene.rows("m").await;
    let request = super::scene::request(200, 200);
    rows.extend(scene.page("m", &request).await.unwrap().rows);
    let edit = |row| update(row, &[("a", Some("a"), Some("A")), ("b", Some("b"), None)]);
    let changes: Vec<_> = rows.iter().map(edit).collect();
    let (results, deeds) = scene.save("m", &changes).await;
    assert_eq!((results.len(), deeds.len()), (400, 400));
    let count = "select count(*) from m where a = 'A' and b is null";
    assert_eq!(scene.text(count).await.as_deref(), Some("400"));
}

//! Changes of one Save that depend on each other, in whatever order they are sent.

use super::scene::{Scene, delete, insert, update};
use app::model::change::{Change, Saved};
use app::model::page::{Row, RowId};
use server::target::diagnostics::TargetError;

/// A tree: 1 above 2 above 3, and 4 by itself.
fn tree(on_delete: &str) -> String {
    format!(
        "create table node (id int primary key, parent int references node {on_delete}, name text);
         insert into node values (1, null, 'a'), (2, 1, 'b'), (3, 2, 'c'), (4, null, 'd');"
    )
}

#[tokio::test]
async fn rows_that_refer_to_each_other_go_together() {
    for on_delete in ["", "on delete restrict", "on delete cascade", "on delete set null"] {
        let scene = Scene::new(&tree(on_delete)).await;
        let rows = scene.rows("node").await;
        let gone = [delete(&rows[1]), delete(&rows[0]), delete(&rows[2])];
        let (results, deeds) = scene.save("node", &gone).await;
        assert_eq!(results, [Saved::Gone, Saved::Gone, Saved::Gone], "{on_delete}");
        assert_eq!(deeds.len(), 3, "{on_delete}");
        assert_eq!(scene.rows("node").await.len(), 1, "{on_delete}");
    }
}

#[tokio::test]
async fn rows_that_refer_to_each_other_come_together() {
    let scene = Scene::new(&tree("")).await;
    let rows = scene.rows("node").await;
    // What hangs below 1 hangs below a new row, which hangs below another new one; 1 goes.
    let changes = [
        update(&rows[1], &[("parent", Some("1"), Some("5"))]),
        delete(&rows[0]),
        insert(&[("id", Some("5")), ("parent", Some("6"))]),
        insert(&[("id", Some("6"))]),
    ];
    scene.save("node", &changes).await;
    let found = "select string_agg(concat(id, '<', parent), ' ' order by id) from node";
    assert_eq!(scene.text(found).await.as_deref(), Some("2<5 3<2 4< 5<6 6<"));
}

#[tokio::test]
async fn a_row_that_the_same_save_touches_by_itself_is_saved_too() {
    let scene = Scene::new(&tree("on delete set null")).await;
    let rows = scene.rows("node").await;
    let changes = [delete(&rows[0]), update(&rows[1], &[("name", Some("b"), Some("B"))])];
    let (_, deeds) = scene.save("node", &changes).await;
    let child = deeds.iter().find(|deed| deed.key == ["2"]).unwrap();
    let cells: Vec<_> = child.cells.iter().map(|cell| cell.column.as_str()).collect();
    assert_eq!(cells, ["parent", "name"], "what the foreign key did to it is told as well");
    // The trigger has taken the mark from the other row before its own change comes.
    let scene = Scene::new(ONE_MARK).await;
    let rows = scene.rows("one").await;
    let changes = [
        update(&rows[0], &[("mark", Some("false"), Some("true"))]),
        update(&rows[1], &[("mark", Some("true"), Some("false"))]),
    ];
    let (_, deeds) = scene.save("one", &changes).await;
    assert_eq!(deeds.len(), 2);
    let found = "select string_agg(concat(id, mark), ' ' order by id) from one";
    assert_eq!(scene.text(found).await.as_deref(), Some("1t 2f"));
}

/// At most one row has the mark.
const ONE_MARK: &str = "\
create table one (id int primary key, mark bool not null);
insert into one values (1, false), (2, true);
create function only_one() returns trigger language plpgsql as $$
  begin execute format('update %I.one set mark = false where id <> $1 and mark', tg_table_schema)
    using new.id; return new; end $$;
create trigger only_one before update on one for each row when (new.mark) execute function only_one();";

#[tokio::test]
async fn rows_change_places_where_the_key_is_checked_at_the_end() {
    let scene = Scene::new(
        "create table seat (n int primary key deferrable, who text);
         insert into seat values (1, 'a'), (2, 'b'), (3, 'c');",
    )
    .await;
    let rows = scene.rows("seat").await;
    let moved = |at: usize, from, to| update(&rows[at], &[("n", Some(from), Some(to))]);
    scene.save("seat", &[moved(0, "1", "2"), moved(1, "2", "1")]).await;
    let found = "select string_agg(concat(n, who), ' ' order by n) from seat";
    assert_eq!(scene.text(found).await.as_deref(), Some("1b 2a 3c"));
    let rows = scene.rows("seat").await;
    let moved = |at: usize, from, to| update(&rows[at], &[("n", Some(from), Some(to))]);
    scene.save("seat", &[moved(0, "1", "2"), moved(1, "2", "3"), moved(2, "3", "4")]).await;
    assert_eq!(scene.text(found).await.as_deref(), Some("2b 3a 4c"));
}

#[tokio::test]
async fn a_row_that_stays_below_is_still_told() {
    let scene = Scene::new(&tree("")).await;
    let rows = scene.rows("node").await;
    let gone = [delete(&rows[0]), delete(&rows[2]), delete(&rows[3])];
    assert_eq!(scene.problems("node", &gone).await, ["0 row: still_referenced"]);
}

const PLACES: &str = "\
create table place (id int primary key, u int unique, d int unique deferrable);
insert into place values (1, 1, 1), (2, 2, 2), (3, null, null);";

#[tokio::test]
async fn a_value_is_given_up_before_it_is_taken() {
    let scene = Scene::new(PLACES).await;
    let rows = scene.rows("place").await;
    let changes = [
        insert(&[("id", Some("9")), ("u", Some("1"))]),
        update(&rows[0], &[("u", Some("1"), Some("2"))]),
        update(&rows[1], &[("u", Some("2"), Some("3")), ("id", Some("2"), Some("3"))]),
        update(&rows[2], &[("id", Some("3"), Some("4"))]),
    ];
    scene.save("place", &changes).await;
    let found = "select string_agg(concat(id, ':', u), ' ' order by id) from place";
    assert_eq!(scene.text(found).await.as_deref(), Some("1:2 3:3 4: 9:1"));
}

#[tokio::test]
async fn values_are_exchanged_where_the_constraint_can_wait_and_else_it_is_told() {
    let scene = Scene::new(PLACES).await;
    let rows = scene.rows("place").await;
    let swap = |column| {
        [
            update(&rows[0], &[(column, Some("1"), Some("2"))]),
            update(&rows[1], &[(column, Some("2"), Some("1"))]),
        ]
    };
    assert_eq!(scene.problems("place", &swap("u")).await, ["0 u: exchanged", "1 u: exchanged"]);
    scene.save("place", &swap("d")).await;
    let found = "select string_agg(concat(u, d), ' ' order by id) from place";
    assert_eq!(scene.text(found).await.as_deref(), Some("12 21 "));
    // A value that another row keeps is no exchange.
    let rows = scene.rows("place").await;
    let taken = update(&rows[0], &[("d", Some("2"), Some("1"))]);
    assert_eq!(scene.problems("place", &[taken]).await, ["0 d: taken"]);
}

#[tokio::test]
async fn what_cannot_be_a_key_is_no_row() {
    let scene = Scene::new(PLACES).await;
    let row = RowId { key: vec!["one".to_owned()], version: "1".to_owned() };
    for change in [
        update(&scene.rows("place").await[0], &[("u", Some("1"), Some("5"))]),
        Change::Delete { row: row.clone(), seen: Vec::new() },
    ] {
        let change = match change {
            Change::Update { cells, .. } => Change::Update { row: row.clone(), cells },
            change => change,
        };
        assert_eq!(scene.problems("place", &[change]).await, ["0 row: row_gone"]);
    }
}

/// Whoever waited for a lock in vain does not wait for it again.
#[tokio::test]
async fn a_lock_is_waited_for_once() {
    let scene = Scene::new(PLACES).await;
    let rows = scene.rows("place").await;
    let _holder = scene.prepare("place", &[update(&rows[0], &[("u", Some("1"), None)])]).await;
    let change = [update(&rows[0], &[("u", Some("1"), Some("7"))])];
    let mut saving = std::pin::pin!(scene.stage("place", &change));
    let role = scene.draft.username.replace('\'', "''");
    let waits = format!(
        "select string_agg(pid || ' ' || xact_start, ',') from pg_stat_activity
         where usename = '{role}' and wait_event_type = 'Lock'"
    );
    let mut seen = std::collections::BTreeSet::new();
    let outcome = loop {
        tokio::select! {
            outcome = &mut saving => break outcome,
            found = scene.text(&waits) => seen.extend(found),
        }
    };
    assert!(matches!(outcome, Err(TargetError::Locked)));
    assert_eq!(seen.len(), 1, "{seen:?}");
}

#[tokio::test]
async fn the_values_of_a_composite_key_are_given_up_together() {
    let scene = Scene::new(
        "create table line (doc int, no int, a int, b int, primary key (doc, no), unique (a, b));
         insert into line values (1, 1, 1, 1), (1, 2, 1, 2), (2, 2, 2, 2);",
    )
    .await;
    let rows = scene.rows("line").await;
    let changes = [
        update(&rows[0], &[("no", Some("1"), Some("2"))]),
        update(&rows[1], &[("no", Some("2"), Some("3"))]),
        insert(&[("doc", Some("1")), ("no", Some("1"))]),
    ];
    scene.save("line", &changes).await;
    let found = "select string_agg(concat(doc, '/', no), ' ' order by doc, no) from line";
    assert_eq!(scene.text(found).await.as_deref(), Some("1/1 1/2 1/3 2/2"));
    let rows = scene.rows("line").await;
    let exchange = |column| {
        [
            update(&rows[1], &[(column, Some("1"), Some("2"))]),
            update(&rows[2], &[(column, Some("2"), Some("1"))]),
        ]
    };
    let found = scene.problems("line", &exchange("b")).await;
    assert_eq!(found, ["0 b: exchanged", "1 b: exchanged"]);
}

const HANDED_ON: &str = "\
create table item (id int primary key, a int, b int, c int);
insert into item values (1, 1, 1, 7), (2, 1, 2, 7), (3, 2, 2, 7), (4, 3, 3, 7);";

#[tokio::test]
async fn the_values_of_a_unique_constraint_are_handed_on_together() {
    for unique in [
        "alter table item add unique (a, b)",
        "create unique index on item (b desc, a) include (c)",
        "create unique index on item (a, b) where c > 0",
    ] {
        let scene = Scene::new(&format!("{HANDED_ON} {unique};")).await;
        let rows = scene.rows("item").await;
        let changes = [
            insert(&[("id", Some("9")), ("a", Some("1")), ("b", Some("1")), ("c", Some("7"))]),
            update(&rows[0], &[("b", Some("1"), Some("2"))]),
            update(&rows[1], &[("a", Some("1"), Some("2"))]),
            update(&rows[2], &[("a", Some("2"), Some("3")), ("b", Some("2"), Some("3"))]),
            delete(&rows[3]),
        ];
        scene.save("item", &changes).await;
        let found = "select string_agg(concat(id, ':', a, b), ' ' order by id) from item";
        let found = scene.text(found).await;
        assert_eq!(found.as_deref(), Some("1:12 2:22 3:33 9:11"), "{unique}");
    }
}

#[tokio::test]
async fn a_circle_of_values_is_told_at_its_cells_unless_it_can_wait() {
    let swap = |rows: &[Row]| {
        [
            update(&rows[0], &[("b", Some("1"), Some("2")), ("c", Some("7"), Some("8"))]),
            update(&rows[1], &[("b", Some("2"), Some("1"))]),
            update(&rows[2], &[("c", Some("7"), Some("8"))]),
        ]
    };
    let told = ["0 b: exchanged", "1 b: exchanged"];
    for (unique, told) in [
        ("alter table item add unique (a, b)", &told[..]),
        ("create unique index on item (a, b) include (c)", &told),
        // An expression is only known to the database.
        ("create unique index on item (b, (a + 0))", &["0 b: taken", "1 b: taken"]),
    ] {
        let scene = Scene::new(&format!("{HANDED_ON} {unique};")).await;
        let rows = scene.rows("item").await;
        assert_eq!(scene.problems("item", &swap(&rows)).await, told, "{unique}");
    }
    let unique = "alter table item add unique (a, b) deferrable";
    let scene = Scene::new(&format!("{HANDED_ON} {unique};")).await;
    scene.save("item", &swap(&scene.rows("item").await)).await;
    let found = "select string_agg(concat(id, ':', a, b), ' ' order by id) from item";
    assert_eq!(scene.text(found).await.as_deref(), Some("1:12 2:11 3:22 4:33"));
}

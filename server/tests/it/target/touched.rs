//! Rows that a Save touches by itself: what triggers and foreign keys do to the other rows of it.

use super::scene::{Scene, delete, request, update};
use app::model::change::{CellInput, Change};
use app::model::page::{Row, RowId};

/// A list of three: whenever a row goes, those behind it close up.
fn list(column: &str, statement: &str) -> String {
    format!(
        "create table place (n int primary key, pos int, name text);
         insert into place values (1, 1, 'a'), (2, 2, 'b'), (3, 3, 'c');
         create function close_up() returns trigger language plpgsql as $$
           begin
             {statement}
             return old;
           end $$;
         create trigger close_up after delete on place for each row execute function close_up();"
    )
    .replace("$c", column)
}

const CLOSE_UP: &str = "execute format('update %I.place set $c = $c - 1 where $c > $1', \
    tg_table_schema) using old.$c;";

/// The same inside a transaction of its own, as far as versions are concerned.
fn close_up_guarded() -> String {
    format!("begin {CLOSE_UP} exception when division_by_zero then null; end;")
}

const LEFT: &str = "select string_agg(concat(n, '/', pos, name), ' ' order by n) from place";

fn rename(row: &Row, from: &str, to: &str) -> Change {
    update(row, &[("name", Some(from), Some(to))])
}

#[tokio::test]
async fn what_a_trigger_has_touched_is_written_all_the_same() {
    for close_up in [CLOSE_UP.to_owned(), close_up_guarded()] {
        let scene = Scene::new(&list("pos", &close_up)).await;
        let rows = scene.rows("place").await;
        scene
            .save("place", &[delete(&rows[0]), rename(&rows[1], "b", "B"), delete(&rows[2])])
            .await;
        assert_eq!(scene.text(LEFT).await.as_deref(), Some("2/1B"));
    }
}

/// A role that cannot lock rows only has their versions.
#[tokio::test]
async fn what_was_touched_and_could_not_be_locked_is_told_as_such() {
    for close_up in [CLOSE_UP.to_owned(), close_up_guarded()] {
        let scene = Scene::new(&list("pos", &close_up)).await;
        scene
            .run(&format!(
                "alter function close_up() security definer; revoke update on place from {}",
                scene.role()
            ))
            .await;
        let rows = scene.rows("place").await;
        let both = [delete(&rows[0]), delete(&rows[2])];
        assert_eq!(scene.problems("place", &both).await, ["1 row: touched"]);
        scene.run("update place set name = 'theirs' where n = 1").await;
        let conflicts = scene.conflicts("place", &[delete(&rows[0])]).await;
        assert_eq!(conflicts.len(), 1, "what others changed is a conflict");
        scene.save("place", &both[1..]).await;
    }
}

/// What keeps a row from being deleted may touch it in doing so; there is no other change to blame.
#[tokio::test]
async fn a_row_that_is_only_marked_as_deleted_is_told_as_not_written() {
    let sql = "create table soft (id int primary key, gone bool);
        insert into soft values (1, false);
        create function mark() returns trigger language plpgsql as $$
          begin
            execute format('update %I.soft set gone = true where id = $1', tg_table_schema)
              using old.id;
            return null;
          end $$;
        create trigger mark before delete on soft for each row execute function mark();";
    let scene = Scene::new(sql).await;
    let rows = scene.rows("soft").await;
    assert_eq!(scene.problems("soft", &[delete(&rows[0])]).await, ["0 row: not_written"]);
}

/// The row that has a key by now is not the one that had it.
#[tokio::test]
async fn a_row_that_was_given_the_key_of_another_is_not_written_for_it() {
    let scene = Scene::new(&list("n", CLOSE_UP)).await;
    let rows = scene.rows("place").await;
    for second in [rename(&rows[1], "b", "B"), delete(&rows[1])] {
        let both = [delete(&rows[0]), second];
        assert_eq!(scene.problems("place", &both).await, ["1 row: touched"]);
        assert_eq!(scene.rows("place").await, rows);
    }
}

#[tokio::test]
async fn a_tree_is_numbered_anew() {
    let scene = Scene::new(
        "create table node (id int primary key, parent int references node on update cascade);
         insert into node values (3, null), (1, null), (2, 3);",
    )
    .await;
    let rows = scene.rows("node").await;
    let number = |at: usize, from, to| update(&rows[at], &[("id", Some(from), Some(to))]);
    scene.save("node", &[number(0, "1", "2"), number(1, "2", "3"), number(2, "3", "4")]).await;
    let found = "select string_agg(concat(id, '<', parent), ' ' order by id) from node";
    assert_eq!(scene.text(found).await.as_deref(), Some("2< 3<4 4<"));
}

#[tokio::test]
async fn rows_that_refer_to_each_other_by_several_columns_go_together() {
    let scene = Scene::new(
        "create table part (a int, b int, of_a int, of_b int, primary key (a, b),
           foreign key (of_a, of_b) references part on delete set null);
         insert into part values (1, 1, null, null), (1, 2, 1, 1);",
    )
    .await;
    let rows = scene.rows("part").await;
    scene.save("part", &[delete(&rows[0]), delete(&rows[1])]).await;
    assert!(scene.rows("part").await.is_empty());
}

#[tokio::test]
async fn keys_are_exchanged_in_any_notation() {
    for (kind, values, to) in [
        ("numeric", ["1", "2"], ["2.0", "1.00"]),
        (
            "timestamptz",
            ["2026-01-01 00:00Z", "2026-01-02 00:00Z"],
            ["2026-01-02 01:00", "2026-01-01 01:00"],
        ),
    ] {
        let [first, second] = values;
        let scene = Scene::new(&format!(
            "create table seat (at {kind} primary key deferrable, who text);
             insert into seat values ('{first}', 'a'), ('{second}', 'b');"
        ))
        .await;
        let mut berlin = request(0, 9);
        berlin.zone = "Europe/Berlin".to_owned();
        let rows = scene.page("seat", &berlin).await.unwrap().rows;
        let seen = |row: &Row| row.cells[0].shown().map(str::to_owned);
        let moved =
            |at: usize| update(&rows[at], &[("at", seen(&rows[at]).as_deref(), Some(to[at]))]);
        let staged = scene.stage_in("seat", &[moved(0), moved(1)], "Europe/Berlin").await;
        let Ok(server::target::write::Staged::Ready(prepared)) = staged else { panic!("{kind}") };
        prepared.commit().await.unwrap();
        let found = scene.text("select string_agg(who, '' order by at) from seat").await;
        assert_eq!(found.as_deref(), Some("ba"), "{kind}");
    }
}

/// The database lets rows be deleted that it lets nobody update.
#[tokio::test]
async fn a_row_that_no_policy_lets_be_locked_is_deleted() {
    let scene = Scene::new(
        "create table log (id int primary key, line text); insert into log values (1, 'x'), (2, 'y');
         alter table log enable row level security;
         create policy r on log for select using (true);
         create policy d on log for delete using (true);
         create policy u on log for update using (line = 'y');",
    )
    .await;
    let rows = scene.rows("log").await;
    scene.run("update log set line = 'z' where id = 2").await;
    assert_eq!(scene.conflicts("log", &[delete(&rows[0]), delete(&rows[1])]).await.len(), 1);
    scene.save("log", &[delete(&rows[0])]).await;
    assert_eq!(scene.rows("log").await.len(), 1);
}

/// As undoing an insertion does: in any version, if only the cells are as they were.
#[tokio::test]
async fn a_deletion_that_is_kept_from_being_done_is_nobodys_conflict() {
    let never =
        "create function never() returns trigger language plpgsql as 'begin return null; end';
        create trigger never before delete on log for each row execute function never();";
    let policies = "alter table log enable row level security;
        create policy r on log for select using (true); create policy u on log for update using (true);";
    for what in [never, policies] {
        let log =
            "create table log (id int primary key, line text); insert into log values (1, 'x');";
        let scene = Scene::new(&format!("{log} {what}")).await;
        let row = RowId { key: vec!["1".to_owned()], version: RowId::ANY_VERSION.to_owned() };
        let cell = |column: &str, value: &str| CellInput {
            column: column.to_owned(),
            value: Some(value.to_owned()),
        };
        let seen = vec![cell("id", "1"), cell("line", "x")];
        let undo = Change::Delete { row, seen };
        assert_eq!(scene.problems("log", &[undo]).await, ["0 row: not_written"]);
    }
}

//! Tables as databases really have them: partitioned, inherited, ruled, guarded, triggered.

use super::scene::{Scene, delete, insert, owned, texts, update};
use app::model::change::Saved;
use app::model::table::{Key, TargetKind};
use server::target::diagnostics::TargetError;
use server::target::write::Staged;

#[tokio::test]
async fn a_trigger_that_changes_the_row_is_shown_and_recorded() {
    let scene = Scene::new(
        "create table t (id int primary key, a text, stamp int default 0);
         create table log (a text);
         create function f() returns trigger language plpgsql as $$ begin
           new.a := upper(new.a); new.stamp := new.stamp + 1; return new; end $$;
         create function g() returns trigger language plpgsql as $$ begin
           if new.stamp < 10 then update t set stamp = stamp + 10 where id = new.id; end if;
           return null; end $$;
         create trigger f before update on t for each row execute function f();
         create trigger g after update on t for each row execute function g();
         insert into t values (1, 'x', 0);",
    )
    .await;
    // Unqualified names in triggers are found by the role's own search path.
    let (schema, role) = (crate::probe::scene::quoted(&scene.draft.schema), scene.role());
    scene.run(&format!("alter role {role} set search_path = {schema}")).await;
    let rows = scene.rows("t").await;
    let change = update(&rows[0], &[("a", Some("x"), Some("y"))]);
    let (results, deeds) = scene.save("t", &[change]).await;
    let Saved::Row(row) = &results[0] else { panic!("{results:?}") };
    assert_eq!(texts(row), ["1", "Y", "12"].map(|text| owned(Some(text))));
    let cells: Vec<_> = deeds[0].cells.iter().map(|cell| cell.column.as_str()).collect();
    assert_eq!(cells, ["a", "stamp"]);
    assert_eq!(scene.rows("t").await[0], *row);
}

#[tokio::test]
async fn a_trigger_that_changes_the_key_is_followed() {
    let scene = Scene::new(
        "create table t (id text primary key, a text);
         create function f() returns trigger language plpgsql as $$ begin
           new.id := new.a || '!'; return new; end $$;
         create trigger f before insert or update on t for each row execute function f();",
    )
    .await;
    let (results, deeds) = scene.save("t", &[insert(&[("a", Some("x"))])]).await;
    assert_eq!(deeds[0].key, ["x!"]);
    let Saved::Row(row) = &results[0] else { panic!("{results:?}") };
    let (_, deeds) = scene.save("t", &[update(row, &[("a", Some("x"), Some("y"))])]).await;
    assert_eq!(
        (deeds[0].key[0].as_str(), deeds[0].old_key.as_ref().unwrap()[0].as_str()),
        ("y!", "x!")
    );
}

#[tokio::test]
async fn partitions_are_one_table_and_rows_move_between_them() {
    let scene = Scene::new(
        "create table p (k int, v text, primary key (k)) partition by range (k);
         create table p1 (v text, gone int, k int not null);
         alter table p1 drop column gone;
         alter table p attach partition p1 for values from (0) to (10);
         create table p2 partition of p for values from (10) to (20);
         insert into p values (1, 'a'), (11, 'b');
         create table a (k int, v text) partition by list (k);
         create table a1 partition of a for values in (1);
         create table a2 partition of a for values in (2);
         insert into a values (1, 'x'), (2, 'x');",
    )
    .await;
    let p = scene.open("p").await;
    assert_eq!((p.kind, &p.key), (TargetKind::Partitioned, &Key::Primary(vec!["k".to_owned()])));
    let rows = scene.rows("p").await;
    let (results, _) = scene
        .save(
            "p",
            &[update(&rows[0], &[("k", Some("1"), Some("12"))]), insert(&[("k", Some("2"))])],
        )
        .await;
    let Saved::Row(moved) = &results[0] else { panic!("{results:?}") };
    scene.save("p", &[update(moved, &[("v", Some("a"), Some("A"))])]).await;
    let found = "select string_agg(tableoid::regclass::text || k || coalesce(v, ''), ' ' order by k) from p";
    assert_eq!(scene.text(found).await.as_deref(), Some("p12 p211b p212A"));
    let nowhere = [insert(&[("k", Some("99")), ("v", Some("x"))])];
    assert_eq!(scene.problems("p", &nowhere).await, ["0 k: no_partition"]);
    assert_eq!(scene.problems("a", &nowhere).await, ["0 k: no_partition"]);
    let taken = insert(&[("k", Some("11"))]);
    assert_eq!(scene.problems("p", &[taken]).await, ["0 k: taken"]);
    // The same address in two partitions is two rows.
    let rows = scene.rows("a").await;
    let change = update(&rows[1], &[("v", Some("x"), Some("y"))]);
    scene.save("a", &[change, delete(&rows[0])]).await;
    let found = "select string_agg(k || v, ' ' order by k) from a";
    assert_eq!(scene.text(found).await.as_deref(), Some("2y"));
}

#[tokio::test]
async fn a_key_that_children_repeat_is_no_key() {
    let scene = Scene::new(
        "create table parent (id int primary key, v text); create table child () inherits (parent);
         insert into parent values (1, 'p'); insert into child values (1, 'c');",
    )
    .await;
    assert_eq!(scene.open("parent").await.key, Key::Address);
    let rows = scene.rows("parent").await;
    let child = rows.iter().find(|row| texts(row)[1].as_deref() == Some("c")).unwrap();
    scene.save("parent", &[update(child, &[("v", Some("c"), Some("C"))])]).await;
    let found = "select string_agg(v, ' ' order by v collate \"C\") from parent";
    assert_eq!(scene.text(found).await.as_deref(), Some("C p"));
}

#[tokio::test]
async fn rules_that_do_something_else_are_told() {
    let scene = Scene::new(
        "create table r (id int primary key, v text); insert into r values (1, 'x'), (2, 'y');
         create rule nothing as on update to r where old.id = 1 do instead nothing;
         create rule nowhere as on delete to r do instead nothing;",
    )
    .await;
    let rows = scene.rows("r").await;
    let change = |at: usize, old| update(&rows[at], &[("v", Some(old), Some("z"))]);
    assert_eq!(scene.problems("r", &[change(0, "x")]).await, ["0 row: not_written"]);
    assert_eq!(scene.problems("r", &[delete(&rows[1])]).await, ["0 row: not_written"]);
    scene.save("r", &[change(1, "y")]).await;
}

#[tokio::test]
async fn row_security_of_the_database_holds() {
    let scene = Scene::new(
        "create table s (id int primary key, owner text, v text);
         alter table s enable row level security;
         create policy r on s for select using (owner <> 'hidden');
         create policy w on s for update using (owner = 'me') with check (owner = 'me');
         create policy i on s for insert with check (owner = 'me');
         create policy d on s for delete using (owner = 'me');
         insert into s values (1, 'me', 'a'), (2, 'other', 'b'), (3, 'hidden', 'c');",
    )
    .await;
    let rows = scene.rows("s").await;
    assert_eq!(rows.len(), 2);
    scene.save("s", &[update(&rows[0], &[("v", Some("a"), Some("A"))])]).await;
    let rows = scene.rows("s").await;
    let other = update(&rows[1], &[("v", Some("b"), Some("B"))]);
    assert_eq!(scene.problems("s", &[other]).await, ["0 row: not_written"]);
    assert_eq!(scene.problems("s", &[delete(&rows[1])]).await, ["0 row: not_written"]);
    let away = update(&rows[0], &[("owner", Some("me"), Some("other"))]);
    assert_eq!(scene.problems("s", &[away]).await, ["0 row: denied"]);
    let theirs = insert(&[("id", Some("9")), ("owner", Some("other"))]);
    assert_eq!(scene.problems("s", &[theirs]).await, ["0 row: denied"]);
}

#[tokio::test]
async fn computed_columns_are_locked_and_follow() {
    let scene = Scene::new(
        "create table g (id int generated by default as identity primary key, n int,
           twice int generated always as (n * 2) stored); insert into g (n) values (1);",
    )
    .await;
    let rows = scene.rows("g").await;
    let locked = update(&rows[0], &[("twice", Some("2"), Some("3"))]);
    assert_eq!(scene.problems("g", &[locked]).await, ["0 twice: locked"]);
    let (results, deeds) = scene
        .save(
            "g",
            &[update(&rows[0], &[("n", Some("1"), Some("5"))]), insert(&[("id", Some("70"))])],
        )
        .await;
    assert!(matches!(&results[0], Saved::Row(row) if texts(row)[2].as_deref() == Some("10")));
    assert_eq!((deeds[0].cells.len(), deeds[1].key[0].as_str()), (2, "70"));
}

#[tokio::test]
async fn columns_that_change_under_an_open_grid_are_told() {
    let scene = Scene::new(
        "create table c (id int primary key, a text, b text); insert into c values (1, 'x', 'y');",
    )
    .await;
    let rows = scene.rows("c").await;
    scene.run("alter table c rename a to z").await;
    let error = scene.stage("c", &[update(&rows[0], &[("a", Some("x"), Some("X"))])]).await;
    assert!(matches!(error, Err(TargetError::ColumnsChanged)));
    // It is looked at anew.
    let gone = update(&rows[0], &[("a", Some("x"), Some("X"))]);
    assert_eq!(scene.problems("c", &[gone]).await, ["0 a: column_gone"]);
    scene.save("c", &[update(&rows[0], &[("z", Some("x"), Some("X"))])]).await;
    scene.run("alter table c drop column b").await;
    assert!(matches!(
        scene.page("c", &super::scene::request(0, 5)).await,
        Err(TargetError::ColumnsChanged)
    ));
    assert_eq!(scene.texts("c").await[0], ["1", "X"].map(|text| owned(Some(text))));
}

#[tokio::test]
async fn a_value_that_nobody_saw_is_not_overwritten_in_a_row_of_the_same_version() {
    let scene = Scene::new(
        "create table p (id int primary key, price int, at timestamptz);
         insert into p values (1, 100, '2026-01-01 12:00Z');",
    )
    .await;
    let rows = scene.rows("p").await;
    scene.run("alter table p rename price to net").await;
    scene.run("alter table p add price int default 119").await;
    let edit = update(&rows[0], &[("price", Some("100"), Some("120"))]);
    let conflicts = scene.conflicts("p", &[edit]).await;
    let theirs = conflicts[0].theirs.as_ref().unwrap();
    assert_eq!(theirs.id, rows[0].id, "the version is the same");
    assert!(texts(theirs).contains(&owned(Some("119"))));
    // A moment is compared as the person saw it.
    let told = [("2026-01-01 13:00:00+01", true), ("2026-01-01 14:00:00+01", false)];
    for (seen, is_so) in told {
        let edit = update(&rows[0], &[("at", Some(seen), Some("2026-02-01 00:00:00+01"))]);
        let staged = scene.stage_in("p", &[edit], "Europe/Berlin").await.unwrap();
        assert_eq!(matches!(staged, Staged::Ready(_)), is_so, "{seen}");
    }
}

#[tokio::test]
async fn hostile_names_are_only_names() {
    let name = "\"; drop table employee; --";
    let long = "ä".repeat(31) + "x";
    let quoted = crate::probe::scene::quoted;
    let scene = Scene::new(&format!(
        "create type {2} as enum ('<img onerror>', '\u{202e}');
         create table {0} ({0} text primary key, {1} {2}, \"=cmd()\" text, \"$1\" int, \"a.b\" int);
         insert into {0} values ('{0}', '<img onerror>', '=cmd()', 1, 2);",
        quoted(name),
        quoted(&long),
        quoted("'; drop type; --")
    ))
    .await;
    let rows = scene.rows(name).await;
    let change = update(
        &rows[0],
        &[
            (&long, Some("<img onerror>"), Some("\u{202e}")),
            ("=cmd()", Some("=cmd()"), Some("'; drop table employee; --")),
            ("$1", Some("1"), Some("7")),
        ],
    );
    scene.save(name, &[change]).await;
    let mut sorted =
        super::scene::sorted(0, 5, &[(&long, app::model::filter::Direction::Ascending)], None);
    sorted.query.search = "drop table".to_owned();
    assert_eq!(scene.page(name, &sorted).await.unwrap().rows.len(), 1);
    let megabyte = "é".repeat(1 << 19);
    let rows = scene.rows(name).await;
    let text = texts(&rows[0])[2].clone();
    scene.save(name, &[update(&rows[0], &[("=cmd()", text.as_deref(), Some(&megabyte))])]).await;
    assert_eq!(
        scene
            .text(&format!("select octet_length(\"=cmd()\") from {}", quoted(name)))
            .await
            .as_deref(),
        Some("1048576")
    );
    assert_eq!(scene.rows("employee").await.len(), 0);
}

#[tokio::test]
async fn other_functions_on_the_search_path_are_not_taken_for_postgresqls() {
    let scene = Scene::new(
        "create table t (id int primary key, v varchar(20)); insert into t values (1, 'x');
         create function lower(varchar) returns text language sql as $$ select 'hijacked' $$;
         create function strpos(text, varchar) returns int language sql as $$ select 1 / 0 $$;
         create function eq(int, int) returns bool language sql as $$ select true $$;",
    )
    .await;
    let (schema, role) = (crate::probe::scene::quoted(&scene.draft.schema), scene.role());
    scene.run(&format!("alter role {role} set search_path = {schema}, pg_catalog")).await;
    let mut request = super::scene::request(0, 5);
    request.query.search = "hijacked".to_owned();
    assert_eq!(scene.page("t", &request).await.unwrap().rows.len(), 0);
    request.query.search = "X".to_owned();
    assert_eq!(scene.page("t", &request).await.unwrap().rows.len(), 1);
}

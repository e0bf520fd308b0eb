//! What the database has against values, told at the cells.

use super::scene::{Scene, delete, insert, texts, update};
use app::error::ErrorCode;
use server::target::diagnostics::TargetError;

const TABLES: &str = "\
create domain positive as int check (value > 0);
create domain short as varchar(3);
create type mood as enum ('sad', 'ok');
create table dept (id int primary key, name text);
insert into dept values (1, 'IT');
create table p (
  id int primary key, a int not null, b varchar(4), c numeric(5,2), d date, u text unique,
  dept int references dept, positive positive, short short, mood mood, j jsonb, n int2,
  r int4range, bits bit(3), path jsonpath, class regclass,
  constraint order_of_a check (a < 100),
  constraint apart exclude using gist (r with &&),
  unique (a, b));
insert into p (id, a, b, u, dept, r) values (1, 1, 'x', 'one', 1, '[1,5)'), (2, 2, 'y', 'two', 1, '[7,9)');";

/// A column and its new value.
type Cell<'c> = (&'c str, Option<&'c str>);

#[tokio::test]
async fn every_problem_is_told_at_once_at_its_cell() {
    let scene = Scene::new(TABLES).await;
    let rows = scene.rows("p").await;
    let relation = scene.open("p").await;
    let seen = texts(&rows[0]);
    let old = |name: &str| {
        let place = relation.columns.iter().position(|column| column.name == name)?;
        seen[place].as_deref()
    };
    let row = |cells: &[Cell<'_>]| {
        let cells: Vec<_> = cells.iter().map(|(name, new)| (*name, old(name), *new)).collect();
        update(&rows[0], &cells)
    };
    let cases: [(&[Cell<'_>], &[&str]); 20] = [
        (&[("a", None)], &["0 a: required"]),
        (&[("b", Some("12345"))], &["0 b: too_long"]),
        (&[("c", Some("1000"))], &["0 c: out_of_range"]),
        (
            &[("c", Some("x")), ("d", Some("2024-02-30"))],
            &["0 c: invalid_value", "0 d: out_of_range"],
        ),
        // Good cells before and between bad ones stand in no bad one's way.
        (
            &[("j", Some("1")), ("d", Some("x")), ("n", Some("1")), ("mood", Some("y"))],
            &["0 d: invalid_value", "0 mood: invalid_value"],
        ),
        // What input functions call a wrong syntax or a missing table is a wrong value.
        (
            &[("path", Some("$[")), ("class", Some("no_such")), ("n", Some("1"))],
            &["0 path: invalid_value", "0 class: invalid_value"],
        ),
        (&[("u", Some("two"))], &["0 u: taken"]),
        (&[("a", Some("2")), ("b", Some("y"))], &["0 a: taken", "0 b: taken"]),
        (&[("dept", Some("7"))], &["0 dept: reference_missing"]),
        (&[("a", Some("100"))], &["0 a: check_failed"]),
        (&[("positive", Some("0"))], &["0 positive: check_failed"]),
        (&[("short", Some("abcd"))], &["0 short: too_long"]),
        (&[("mood", Some("happy"))], &["0 mood: invalid_value"]),
        (&[("j", Some("{"))], &["0 j: invalid_value"]),
        (&[("n", Some("40000"))], &["0 n: out_of_range"]),
        (&[("r", Some("[8,10)"))], &["0 r: excluded"]),
        (&[("bits", Some("1"))], &["0 bits: invalid_value"]),
        (&[("id", Some("2"))], &["0 id: taken"]),
        (&[("gone", Some("2"))], &["0 gone: column_gone"]),
        (&[("b", Some("a\0b"))], &["0 b: invalid_value"]),
    ];
    for (cells, expected) in cases {
        assert_eq!(scene.problems("p", &[row(cells)]).await, expected, "{cells:?}");
    }
    let both = [
        insert(&[("id", Some("3")), ("a", None), ("c", Some("1"))]),
        insert(&[("id", Some("1")), ("a", Some("9"))]),
        update(&rows[1], &[("dept", Some("1"), Some("5")), ("u", Some("two"), Some("one"))]),
        insert(&[("a", Some("5"))]),
    ];
    let found = scene.problems("p", &both[..3]).await;
    assert_eq!(found, ["0 a: required", "1 id: taken", "2 u: taken"]);
    assert_eq!(scene.problems("p", &both).await, ["3 id: required"]);
    // Nothing was written by any of it.
    assert_eq!(scene.rows("p").await, rows);
}

/// Different characters, which do not compress.
fn incompressible(characters: u32) -> String {
    (0..characters).filter_map(|at| char::from_u32(0x4e00 + at * 7 % 20_000)).collect()
}

#[tokio::test]
async fn a_value_too_long_for_an_index_is_told_at_its_cell() {
    let scene = Scene::new(
        "create table t (id int primary key, a text not null unique, b text, c text);
         create index on t (b);
         insert into t values (1, 'x', 'y', 'z');",
    )
    .await;
    let rows = scene.rows("t").await;
    let (long, longer) = (incompressible(3_000), incompressible(5_000));
    let (long, longer) = (Some(long.as_str()), Some(longer.as_str()));
    let change = update(&rows[0], &[("a", Some("x"), Some("w")), ("b", Some("y"), long)]);
    assert_eq!(scene.problems("t", &[change]).await, ["0 b: too_long"]);
    let change = update(&rows[0], &[("b", Some("y"), long), ("c", Some("z"), longer)]);
    assert_eq!(scene.problems("t", &[change]).await, ["0 b: too_long"]);
    let change = insert(&[("id", Some("2")), ("a", long)]);
    assert_eq!(scene.problems("t", &[change]).await, ["0 a: too_long"]);
    let both = [("id", Some("2")), ("a", long), ("c", longer)];
    assert_eq!(scene.problems("t", &[insert(&both)]).await, ["0 row: refused"]);
}

#[tokio::test]
async fn a_row_that_others_refer_to_stays() {
    let scene = Scene::new(TABLES).await;
    let dept = scene.rows("dept").await;
    assert_eq!(scene.problems("dept", &[delete(&dept[0])]).await, ["0 row: still_referenced"]);
    let change = update(&dept[0], &[("id", Some("1"), Some("2"))]);
    assert_eq!(scene.problems("dept", &[change]).await, ["0 id: still_referenced"]);
}

#[tokio::test]
async fn deferred_constraints_are_checked_before_the_commit() {
    let scene = Scene::new(
        "create table parent (id int primary key);
         create table child (id int primary key,
           parent int references parent deferrable initially deferred,
           place int unique deferrable initially deferred);
         insert into parent values (1); insert into child values (1, 1, 10), (2, 1, 20);",
    )
    .await;
    let rows = scene.rows("child").await;
    let wrong = update(&rows[0], &[("parent", Some("1"), Some("9"))]);
    let right = update(&rows[1], &[("place", Some("20"), Some("30"))]);
    let found = scene.problems("child", &[right, wrong]).await;
    assert_eq!(found, ["1 parent: reference_missing"]);
    // Two values change places, which only a deferred constraint allows.
    let swap = [
        update(&rows[0], &[("place", Some("10"), Some("20"))]),
        update(&rows[1], &[("place", Some("20"), Some("10"))]),
    ];
    scene.save("child", &swap).await;
}

/// As long as something else is wrong, the Save does not come to what is checked at its end.
#[tokio::test]
async fn what_is_checked_only_at_the_end_is_told_of_nobody_before() {
    let scene = Scene::new(
        "create table t (id int primary key, d int unique deferrable, n int2,
           of int references t deferrable initially deferred);
         insert into t values (1, 10), (2, 20), (3, 30);",
    )
    .await;
    let rows = scene.rows("t").await;
    let exchange = || {
        [
            update(&rows[0], &[("d", Some("10"), Some("20"))]),
            update(&rows[1], &[("d", Some("20"), Some("10"))]),
        ]
    };
    let and = |change| exchange().into_iter().chain([change]).collect::<Vec<_>>();
    let many = and(update(&rows[2], &[("n", None, Some("many"))]));
    assert_eq!(scene.problems("t", &many).await, ["2 n: invalid_value"]);
    let nowhere = and(update(&rows[2], &[("of", None, Some("9"))]));
    assert_eq!(scene.problems("t", &nowhere).await, ["2 of: reference_missing"]);
    // Only one of two new rows has a value that another row has.
    let taken = [
        insert(&[("id", Some("4")), ("d", Some("40"))]),
        insert(&[("id", Some("5")), ("d", Some("30"))]),
    ];
    assert_eq!(scene.problems("t", &taken).await, ["1 d: taken"]);
    scene.save("t", &exchange()).await;
}

#[tokio::test]
async fn what_a_trigger_says_is_told_at_the_row() {
    let scene = Scene::new(
        "create table t (id int primary key, a text);
         create function f() returns trigger language plpgsql as $$ begin
           if new.a = 'null' then return null; end if;
           if new.a = 'oops' then perform 1 from nowhere; end if;
           if new.a = 'no' then raise exception 'not on <b>Mondays</b>'; end if;
           return new;
         end $$;
         create trigger f before insert or update on t for each row execute function f();
         insert into t values (1, 'x');",
    )
    .await;
    let rows = scene.rows("t").await;
    let to = |value| update(&rows[0], &[("a", Some("x"), Some(value))]);
    assert_eq!(scene.problems("t", &[to("no")]).await, ["0 row: refused"]);
    assert_eq!(scene.problems("t", &[to("oops")]).await, ["0 row: refused"]);
    assert_eq!(scene.problems("t", &[to("null")]).await, ["0 row: not_written"]);
    let refused = scene.stage("t", &[insert(&[("id", Some("2")), ("a", Some("no"))])]).await;
    let Err(TargetError::Refused(error)) = refused else { panic!("not refused") };
    assert_eq!(error.problems[0].hint.as_deref(), Some("not on <b>Mondays</b>"));
}

#[tokio::test]
async fn what_the_role_may_not_do_is_told() {
    let scene =
        Scene::new("create table t (id int primary key, a text); insert into t values (1)").await;
    let rows = scene.rows("t").await;
    let role = scene.role();
    scene.open("t").await;
    scene.run(&format!("revoke update on t from {role}")).await;
    let change = [update(&rows[0], &[("a", None, Some("x"))])];
    // What is known of the table is out of date.
    let denied = scene.stage("t", &change).await;
    assert!(matches!(denied, Err(TargetError::Denied { .. })));
    // Now it is not.
    let error: app::error::AppError = match scene.stage("t", &change).await {
        Err(error) => error.into(),
        Ok(_) => panic!("not refused"),
    };
    assert_eq!(error.code, ErrorCode::Forbidden);
    assert!(error.message.contains("UPDATE"), "{error:?}");
}

#[tokio::test]
async fn a_read_only_connection_writes_nothing() {
    let mut scene = Scene::new("create table t (id int primary key)").await;
    scene.draft.read_only = true;
    let refused = scene.stage("t", &[insert(&[("id", Some("1"))])]).await;
    assert!(matches!(refused, Err(TargetError::ReadOnly(_))));
}

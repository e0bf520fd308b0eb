//! Finding out later what became of a Save: by its transaction, by its rows, or not at all.

use super::scene::{Scene, delete, insert, update};
use crate::postgres::{Postgres, Setup};
use crate::probe::scene::{draft, reach};
use app::model::change::Change;
use app::model::connection::ConnectionDraft;
use app::model::history::ChangeState;
use app::model::ids::ConnectionId;
use server::target::ddl;
use server::target::diagnostics::TargetError;
use server::target::pools::{Claim, Pools};
use server::target::transaction::outcome;
use server::target::write::settle::{Sight, Sights, by_rows, look};
use server::target::write::{Evidence, Prepared};
use uuid::Uuid;

const STAFF: &str = "\
create table staff (id int primary key, name text);
insert into staff values (1, 'Ada'), (2, 'Ben'), (3, 'Cem');
create table log (line text);
insert into log values ('x'), ('x');";

/// What is left of a Save that was cut off.
fn left(prepared: &Prepared) -> (String, Evidence) {
    (prepared.xid.clone(), prepared.evidence.clone())
}

/// What was left, as if the target had crashed since.
fn before_a_crash(evidence: &Evidence) -> Evidence {
    let mut evidence = evidence.clone();
    evidence.origin.as_mut().unwrap().life.processes.clear();
    evidence
}

/// Ends a Save in one way or the other.
async fn end(prepared: Prepared, state: ChangeState) {
    match state {
        ChangeState::Committed => prepared.commit().await.unwrap(),
        _ => prepared.abort().await,
    }
}

async fn told(scene: &Scene, xid: &str, evidence: &Evidence) -> Option<ChangeState> {
    outcome(&mut scene.lease().await, xid, evidence.origin.as_ref()).await.unwrap()
}

async fn seen(scene: &Scene, table: &str, evidence: &Evidence) -> ChangeState {
    let sights = look(&mut scene.lease().await, table, evidence).await.unwrap();
    by_rows(evidence, &sights)
}

/// The number of a transaction that somebody else committed.
async fn strangers_number(scene: &Scene) -> String {
    scene.text("select pg_current_xact_id()").await.unwrap()
}

#[tokio::test]
async fn in_one_life_of_the_server_the_transaction_tells_all() {
    let scene = Scene::new(STAFF).await;
    let rows = scene.rows("staff").await;
    let prepared =
        scene.prepare("staff", &[update(&rows[0], &[("name", Some("Ada"), None)])]).await;
    let (xid, evidence) = left(&prepared);
    assert_eq!(told(&scene, &xid, &evidence).await, Some(ChangeState::Prepared), "it runs");
    assert_eq!(told(&scene, &xid, &before_a_crash(&evidence)).await, Some(ChangeState::Prepared));
    prepared.abort().await;
    assert_eq!(told(&scene, &xid, &evidence).await, Some(ChangeState::Aborted));
    let prepared = scene.prepare("staff", &[delete(&rows[1])]).await;
    let (xid, evidence) = left(&prepared);
    prepared.commit().await.unwrap();
    assert_eq!(told(&scene, &xid, &evidence).await, Some(ChangeState::Committed));
    let future = (u64::MAX / 4).to_string();
    assert_eq!(told(&scene, &future, &evidence).await, Some(ChangeState::Aborted));
}

/// After a crash “committed” may be said of a stranger, and the rows decide.
#[tokio::test]
async fn in_another_life_the_rows_tell_of_each_kind_of_change() {
    let scene = Scene::new(STAFF).await;
    for table in ["staff", "log"] {
        let column = if table == "staff" { "name" } else { "line" };
        for state in [ChangeState::Committed, ChangeState::Aborted] {
            let commits = state == ChangeState::Committed;
            let rows = scene.rows(table).await;
            let new = if commits { "11" } else { "12" };
            let fresh: &[_] = if table == "staff" { &[("id", Some(new))] } else { &[] };
            let old = app::model::cell::Cell::shown(rows[0].cells.last().unwrap());
            let changes: [Change; 3] =
                [update(&rows[0], &[(column, old, Some(new))]), delete(&rows[1]), insert(fresh)];
            for change in changes {
                let prepared = scene.prepare(table, std::slice::from_ref(&change)).await;
                let evidence = before_a_crash(&prepared.evidence);
                end(prepared, state).await;
                let stranger = strangers_number(&scene).await;
                assert_eq!(told(&scene, &stranger, &evidence).await, None, "{change:?}");
                assert_eq!(seen(&scene, table, &evidence).await, state, "{change:?}");
            }
        }
    }
}

#[tokio::test]
async fn where_nobody_can_say_it_is_said() {
    let scene = Scene::new(STAFF).await;
    let rows = scene.rows("staff").await;
    let changes = [update(&rows[0], &[("name", Some("Ada"), Some("Eve"))]), delete(&rows[1])];
    let prepared = scene.prepare("staff", &changes).await;
    let (xid, evidence) = left(&prepared);
    prepared.commit().await.unwrap();
    let lost = before_a_crash(&evidence);
    // Somebody else's: the deletion still tells.
    scene.run("update staff set name = 'Theirs' where id = 1").await;
    assert_eq!(seen(&scene, "staff", &lost).await, ChangeState::Committed);
    scene.run("insert into staff values (2, 'Others')").await;
    assert_eq!(seen(&scene, "staff", &lost).await, ChangeState::Unknown);
    // Another server than then.
    let elsewhere = |mut evidence: Evidence| {
        "elsewhere".clone_into(&mut evidence.origin.as_mut().unwrap().place);
        evidence
    };
    assert_eq!(told(&scene, &xid, &elsewhere(lost.clone())).await, Some(ChangeState::Unknown));
    let moved = elsewhere(evidence);
    assert_eq!(told(&scene, &xid, &moved).await, Some(ChangeState::Committed), "the same server");
    // The key is of another type, of which no row's can be.
    let odd = |mut evidence: Evidence| {
        let rows =
            evidence.traces.iter_mut().flat_map(|trace| [&mut trace.before, &mut trace.after]);
        rows.flatten().for_each(|row| row.key = vec!["Ada".to_owned()]);
        evidence
    };
    assert_eq!(seen(&scene, "staff", &odd(lost.clone())).await, ChangeState::Unknown);
    // Another key, another table.
    scene.run("alter table staff drop constraint staff_pkey; alter table staff add primary key (name)").await;
    assert_eq!(seen(&scene, "staff", &lost).await, ChangeState::Unknown);
    scene.run("drop table staff").await;
    assert_eq!(seen(&scene, "staff", &lost).await, ChangeState::Unknown);
}

/// What a later Save found counts, not what it left.
#[tokio::test]
async fn a_later_save_bears_witness() {
    let scene = Scene::new(STAFF).await;
    let rows = scene.rows("staff").await;
    let key = vec!["1".to_owned()];
    for state in [ChangeState::Committed, ChangeState::Aborted] {
        let commits = state == ChangeState::Committed;
        let old = scene.text("select name from staff where id = 1").await;
        let row = &scene.rows("staff").await[0];
        let change =
            update(row, &[("name", old.as_deref(), Some(if commits { "a" } else { "b" }))]);
        let first = scene.prepare("staff", &[change]).await;
        let evidence = first.evidence.clone();
        end(first, state).await;
        let found = scene.rows("staff").await;
        let later = scene.prepare("staff", &[delete(&found[0])]).await;
        let sights = Sights::from([(key.clone(), later.evidence.sight(&key, true))]);
        later.abort().await;
        assert_eq!(by_rows(&evidence, &sights), state);
    }
    let gone = scene.prepare("staff", &[delete(&rows[1])]).await;
    let key = vec!["2".to_owned()];
    let sights = |sight| Sights::from([(key.clone(), sight)]);
    let state = |sight| by_rows(&gone.evidence, &sights(sight));
    assert_eq!(state(gone.evidence.sight(&key, false)), ChangeState::Committed, "it was inserted");
    assert_eq!(state(gone.evidence.sight(&key, true)), ChangeState::Aborted, "it was found");
    assert_eq!(state(Sight::Unclear), ChangeState::Unknown);
}

#[tokio::test]
async fn rows_without_a_key_tell_nothing_once_the_table_is_written_anew() {
    let scene = Scene::new("create table log (line text); create index by on log (line);").await;
    let made = scene.prepare("log", &[insert(&[("line", Some("x"))])]).await;
    let (_, evidence) = left(&made);
    made.commit().await.unwrap();
    assert_eq!(seen(&scene, "log", &evidence).await, ChangeState::Committed);
    scene.run("cluster log using by").await;
    assert_eq!(seen(&scene, "log", &evidence).await, ChangeState::Unknown);
    let lost = scene.prepare("log", &[insert(&[("line", Some("y"))])]).await;
    let (_, evidence) = left(&lost);
    lost.abort().await;
    assert_eq!(seen(&scene, "log", &evidence).await, ChangeState::Aborted);
}

/// What is in a row need not travel for that, however much it is.
#[tokio::test]
async fn a_row_that_is_too_large_to_be_read_tells_too() {
    let scene = Scene::new(
        "create table file (id int primary key, name text, at timestamptz, whole text);
         insert into file values (1, 'a', '2026-01-01 00:00Z', '');",
    )
    .await;
    let rows = scene.rows("file").await;
    let cells = [("name", Some("a"), Some("b")), ("at", Some("2026-01-01 00:00:00+00"), None)];
    let prepared = scene.prepare("file", &[update(&rows[0], &cells)]).await;
    let mut lost = before_a_crash(&prepared.evidence);
    prepared.commit().await.unwrap();
    let large = ("whole = repeat('x', 150 << 20)", ChangeState::Committed);
    for (change, told) in [large, ("name = 'c'", ChangeState::Unknown)] {
        scene.run(&format!("update file set {change}")).await;
        // The same number is given out again to whoever does it.
        let after = lost.traces[0].after.as_mut().unwrap();
        after.version = scene.text("select xmin from file").await.unwrap();
        assert_eq!(seen(&scene, "file", &lost).await, told, "{change}");
    }
}

/// A number that was given out is not known to a server that is behind, and rows are there as before.
#[tokio::test]
async fn a_replica_tells_nothing() {
    // No password can be set here, so the owner needs none.
    let hba = "local all postgres trust\nhostssl all postgres 127.0.0.1/32 trust\n".to_owned();
    let signal = Some("standby.signal");
    let server = Postgres::start(&Setup { hba, signal, ..Setup::default() });
    let (username, schema) = ("postgres".to_owned(), "public".to_owned());
    let draft = ConnectionDraft { username, schema, ..draft(server.port) };
    let connection = draft.check().unwrap();
    let (pools, id) = (Pools::new(reach()), ConnectionId(Uuid::now_v7()));
    let opened = || async { Ok::<_, TargetError>(connection) };
    let mut lease = pools.lease(id, 1, Claim::SYSTEM, opened).await.unwrap();
    let told = outcome(&mut lease, "99999999", None).await;
    assert!(matches!(told, Err(TargetError::Follows)), "{told:?}");
    let seen = look(&mut lease, "staff", &Evidence::default()).await;
    assert!(matches!(seen, Err(TargetError::Follows)), "{seen:?}");
    let changed = ddl::settle(&mut lease, "staff", "99999999", &ddl::Evidence::default()).await;
    assert!(matches!(changed, Err(TargetError::Follows)), "{changed:?}");
}

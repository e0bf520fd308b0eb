//! Nobody can take all of a connection's sessions.

use super::ground::{Ground, request, save_as, update};
use crate::postgres::Postgres;
use crate::probe::scene::quoted;
use crate::product::{Answer, Engine, Person};
use app::model::access::SiteRight;
use app::model::ids::{TableId, UserId};
use serde_json::{Value, json};
use tokio::task::JoinSet;

const SQL: &str = "
    insert into $s.employee (name) values ('Ada');
    create view $s.slow as select pg_sleep(25)::text as a";

struct Crowd {
    ground: Ground,
    slow: TableId,
    quick: TableId,
    hog: Person,
    other: Person,
}

impl Crowd {
    async fn new() -> Self {
        let ground = Ground::new(Engine::Sqlite, SQL).await;
        let (slow, quick) = (ground.connect("slow").await, ground.connect("employee").await);
        let hog = ground.product.person_with(&[SiteRight::Read]).await;
        let other = ground.product.person_with(&[SiteRight::Read]).await;
        Self { ground, slow, quick, hog, other }
    }

    /// Begins requests of one person, and waits until some of them run in the database.
    async fn begin(&self, function: &'static str, asked: Value, running: &str) -> JoinSet<Answer> {
        let mut calls = JoinSet::new();
        for _ in 0..6 {
            let (hog, asked) = (self.hog.clone(), asked.clone());
            calls.spawn(async move { hog.call(function, asked).await });
        }
        self.ground.waiting("wait_event = 'PgSleep'", running).await;
        calls
    }
}

fn page(table: TableId) -> Value {
    json!({ "request": request(table) })
}

fn count(table: TableId) -> Value {
    json!({ "table": table, "query": {}, "zone": "UTC" })
}

/// Those that found no place in time.
async fn refused(calls: &mut JoinSet<Answer>, most: usize) {
    for _ in 0..most {
        let answer = calls.join_next().await.unwrap().unwrap();
        assert_eq!((answer.status, answer.code().as_str()), (429, "too_many_attempts"));
        let said = answer.json();
        assert!(said["message"].as_str().unwrap().contains("of your own"), "{said}");
        assert!(said["hint"].as_str().unwrap().contains("Wait until"), "{said}");
    }
}

#[tokio::test]
async fn one_persons_slow_counts_stand_in_nobodys_way() {
    let crowd = Crowd::new().await;
    let mut counts = crowd.begin("row/count", count(crowd.slow), "2").await;
    for person in [&crowd.hog, &crowd.other] {
        person.done("row/page", page(crowd.quick)).await;
    }
    let total = crowd.other.done("row/count", count(crowd.quick)).await;
    assert_eq!(total, json!({ "exactly": 1 }));
    refused(&mut counts, 4).await;
}

#[tokio::test]
async fn one_persons_slow_pages_stand_in_nobody_elses_way() {
    let crowd = Crowd::new().await;
    let mut pages = crowd.begin("row/page", page(crowd.slow), "4").await;
    crowd.other.done("row/page", page(crowd.quick)).await;
    crowd.other.done("row/count", count(crowd.quick)).await;
    refused(&mut pages, 2).await;
}

/// Whoever may not save any more when a lock is free at last has saved nothing.
async fn missed(function: &str, what: impl FnOnce(UserId) -> Value) {
    let ground = Ground::new(Engine::Sqlite, SQL).await;
    let table = ground.connect("employee").await;
    let editor = ground.product.person_with(&[SiteRight::Read, SiteRight::Update]).await;
    let id = ground.product.op(&editor).await.me.id;
    let mut somebody = Postgres::shared().admin("postgres").await;
    let lock = somebody.transaction().await.unwrap();
    let held = "select from $s.employee for update";
    lock.batch_execute(&held.replace("$s", &quoted(&ground.draft.schema))).await.unwrap();
    let change = update(&ground.page(table).await.rows[0], "name", Some("Ada"), Some("Eve"));
    let save = tokio::spawn(async move { save_as(&editor, table, &[change]).await });
    ground.waiting("wait_event_type = 'Lock'", "1").await;
    ground.admin.done(function, what(id)).await;
    lock.rollback().await.unwrap();
    let answer = save.await.unwrap();
    assert_eq!((answer.status, answer.code().as_str()), (403, "forbidden"), "{}", answer.body);
    let name = ground.read("select name from $s.employee").await;
    assert_eq!(name.as_deref(), Some("Ada"));
    assert!(ground.history(table).await.change_sets.is_empty());
}

#[tokio::test]
async fn an_account_that_is_deactivated_while_a_save_waits_is_missed() {
    missed("user/deactivate", |id| json!({ "id": id })).await;
}

#[tokio::test]
async fn a_right_that_is_taken_away_while_a_save_waits_is_missed() {
    let edit = json!({ "name": "Eve", "access": { "rights": ["read"] } });
    missed("user/edit", |id| json!({ "id": id, "edit": edit })).await;
}

#[tokio::test]
async fn saves_that_wait_for_a_lock_stand_in_nobody_elses_way() {
    let crowd = Crowd::new().await;
    let (ground, table) = (&crowd.ground, crowd.quick);
    let mut somebody = Postgres::shared().admin("postgres").await;
    let lock = somebody.transaction().await.unwrap();
    let held = "select from $s.employee for update";
    lock.batch_execute(&held.replace("$s", &quoted(&ground.draft.schema))).await.unwrap();
    let hog = ground.product.person_with(&[SiteRight::Read, SiteRight::Update]).await;
    let rows = ground.page(table).await.rows;
    let mut saves = JoinSet::new();
    for _ in 0..6 {
        let (hog, change) = (hog.clone(), update(&rows[0], "name", Some("Ada"), Some("Eve")));
        saves.spawn(async move { save_as(&hog, table, &[change]).await });
    }
    ground.waiting("wait_event_type = 'Lock'", "4").await;
    crowd.other.done("row/page", page(table)).await;
    crowd.other.done("row/count", count(table)).await;
    lock.rollback().await.unwrap();
    let mut written = 0;
    while let Some(answer) = saves.join_next().await {
        written += usize::from(answer.unwrap().json()["saved"]["id"].is_string());
    }
    assert_eq!(written, 1, "whoever came first has saved, the others meet a conflict");
}

//! A Save is carried out at most once, and tells how it ended when its answer was lost.

use super::ground::{Ground, delete, insert, save_under};
use crate::product::{Engine, Person, both};
use app::error::ErrorCode;
use app::model::access::SiteRight;
use app::model::audit::Actor;
use app::model::change::{SaveFate, SaveOutcome};
use app::model::history::ChangeState;
use app::model::ids::{ChangeSetId, TableId};
use chrono::TimeDelta;
use serde_json::json;
use server::service::tables::reach;
use server::store::change_set::{self, ChangeSetHead};
use server::target::write::{Prepared, Staged, stage};
use uuid::Uuid;

both!(
    a_save_sent_again_is_not_done_again,
    what_was_asked_for_before_it_came_is_never_saved,
    an_id_is_one_persons_and_one_tables,
    a_row_is_restored_once,
    a_save_under_way_is_settled_when_it_is_asked_for,
    what_was_voided_is_forgotten_after_a_day,
);

/// Without a key or a constraint, so that nothing but the id keeps a row from coming twice.
pub const SQL: &str = "create table $s.log (line text); create table $s.other (line text)";

fn new_id() -> ChangeSetId {
    ChangeSetId(Uuid::now_v7())
}

async fn fate(person: &Person, table: TableId, id: ChangeSetId) -> SaveFate {
    let answer = person.done("row/outcome", json!({ "table": table, "id": id })).await;
    serde_json::from_value(answer).unwrap()
}

async fn save(person: &Person, table: TableId, id: ChangeSetId) -> SaveOutcome {
    let answer = save_under(person, id.0, table, &[insert(&[("line", Some("x"))])]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_value(answer.json()).unwrap()
}

/// Stages a new row and writes it down as prepared, as far as a product came that was killed then.
pub async fn prepare(ground: &Ground, table: TableId) -> (Box<Prepared>, ChangeSetId) {
    let site = &ground.product.site;
    let op = ground.product.op(&ground.admin).await;
    let reached = reach(site, &op, table, SiteRight::Read).await.unwrap();
    let change = [insert(&[("line", Some("x"))])];
    let staged = stage(reached.lease, &reached.relation, &change, "UTC").await.unwrap();
    let Staged::Ready(prepared) = staged else { panic!("nothing stands against it") };
    let head = ChangeSetHead {
        id: new_id(),
        table,
        table_name: reached.way.table.name,
        connection: reached.way.table.connection,
        actor: Actor::Person { id: op.me.id, email: op.me.email.to_string() },
        at: op.at,
        state: ChangeState::Prepared,
        xid: prepared.xid.clone(),
        evidence: serde_json::to_string(&prepared.evidence).unwrap(),
        restores: None,
    };
    let mut write = site.store.write().await.unwrap();
    change_set::insert(&mut write, &head, &prepared.deeds).await.unwrap();
    write.commit().await.unwrap();
    (prepared, head.id)
}

async fn lines(ground: &Ground) -> Option<String> {
    ground.read("select count(*)::text from $s.log").await
}

async fn a_save_sent_again_is_not_done_again(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let table = ground.connect("log").await;
    let id = new_id();
    let SaveOutcome::Saved { id: saved, .. } = save(&ground.admin, table, id).await else {
        panic!("not saved")
    };
    assert_eq!(saved, Some(id));
    let again = save(&ground.admin, table, id).await;
    assert_eq!(again, SaveOutcome::Known(SaveFate::Committed));
    assert_eq!(fate(&ground.admin, table, id).await, SaveFate::Committed);
    assert_eq!(lines(&ground).await.as_deref(), Some("1"));
    // At once: whoever comes second has staged the same, and undoes it.
    let id = new_id();
    let attempts = (0..6).map(|_| save(&ground.admin, table, id));
    let outcomes = futures::future::join_all(attempts).await;
    let saved = outcomes.iter().filter(|one| matches!(one, SaveOutcome::Saved { .. })).count();
    let known = outcomes.iter().filter(|one| matches!(one, SaveOutcome::Known(_))).count();
    assert_eq!((saved, known), (1, 5), "{outcomes:?}");
    assert_eq!(lines(&ground).await.as_deref(), Some("2"));
    assert_eq!(ground.history(table).await.change_sets.len(), 2);
}

async fn what_was_asked_for_before_it_came_is_never_saved(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let table = ground.connect("log").await;
    let id = new_id();
    assert_eq!(fate(&ground.admin, table, id).await, SaveFate::NotSaved);
    let late = save(&ground.admin, table, id).await;
    assert_eq!(late, SaveOutcome::Known(SaveFate::NotSaved));
    assert_eq!(fate(&ground.admin, table, id).await, SaveFate::NotSaved);
    assert_eq!(lines(&ground).await.as_deref(), Some("0"));
    assert!(ground.history(table).await.change_sets.is_empty());
    // Both at once: whatever is answered is what happened.
    for _ in 0..10 {
        let id = new_id();
        let (admin, before) = (&ground.admin, lines(&ground).await);
        let (told, outcome) = futures::join!(fate(admin, table, id), save(admin, table, id));
        let saved = matches!(outcome, SaveOutcome::Saved { .. });
        assert_eq!(saved, told != SaveFate::NotSaved, "{told:?} {outcome:?}");
        assert_eq!(saved, lines(&ground).await != before, "{told:?} {outcome:?}");
    }
}

async fn an_id_is_one_persons_and_one_tables(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let (table, other) = (ground.connect("log").await, ground.connect("other").await);
    let id = new_id();
    save(&ground.admin, table, id).await;
    let rights = [SiteRight::Read, SiteRight::Insert];
    let somebody = ground.product.person_with(&rights).await;
    for (person, table) in [(&somebody, table), (&ground.admin, other)] {
        let answer = save_under(person, id.0, table, &[insert(&[])]).await;
        assert_eq!((answer.status, answer.code().as_str()), (409, "conflict"), "{}", answer.body);
        let asked = json!({ "table": table, "id": id });
        assert_eq!(person.call("row/outcome", asked).await.status, 404);
    }
    assert_eq!(lines(&ground).await.as_deref(), Some("1"));
    assert_eq!(ground.read("select count(*)::text from $s.other").await.as_deref(), Some("0"));
}

async fn a_row_is_restored_once(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    ground.run("insert into $s.log values ('x')").await;
    let table = ground.connect("log").await;
    let row = ground.page(table).await.rows.remove(0);
    ground.saved(table, &[delete(&row)]).await;
    let deleted = ground.history(table).await.change_sets[0].id;
    let restore = |id| {
        let asked = json!({ "table": table, "id": id, "change_set": deleted, "row": null });
        async { ground.admin.done("history/restore", asked).await }
    };
    let id = new_id();
    let first = restore(id).await;
    assert_eq!(first["saved"]["id"], json!(id), "{first}");
    let again: SaveOutcome = serde_json::from_value(restore(id).await).unwrap();
    assert_eq!(again, SaveOutcome::Known(SaveFate::Committed));
    assert_eq!(fate(&ground.admin, table, id).await, SaveFate::Committed);
    assert_eq!(lines(&ground).await.as_deref(), Some("1"));
    // Given up before it came, it is not restored any more.
    let late = new_id();
    assert_eq!(fate(&ground.admin, table, late).await, SaveFate::NotSaved);
    let late: SaveOutcome = serde_json::from_value(restore(late).await).unwrap();
    assert_eq!(late, SaveOutcome::Known(SaveFate::NotSaved));
    assert_eq!(lines(&ground).await.as_deref(), Some("1"));
}

/// The change set is prepared, and nobody is there to hear how the target ends it.
async fn a_save_under_way_is_settled_when_it_is_asked_for(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let table = ground.connect("log").await;
    for (commits, state, told) in [
        (true, ChangeState::Committed, SaveFate::Committed),
        (false, ChangeState::Aborted, SaveFate::NotSaved),
    ] {
        let (prepared, id) = prepare(&ground, table).await;
        assert_eq!(fate(&ground.admin, table, id).await, SaveFate::Pending);
        let again = save(&ground.admin, table, id).await;
        assert_eq!(again, SaveOutcome::Known(SaveFate::Pending));
        if commits {
            prepared.commit().await.unwrap();
        } else {
            prepared.abort().await;
        }
        assert_eq!(fate(&ground.admin, table, id).await, told);
        let history = ground.history(table).await;
        assert_eq!((history.change_sets[0].id, history.change_sets[0].state), (id, state));
    }
    assert_eq!(lines(&ground).await.as_deref(), Some("1"));
}

async fn what_was_voided_is_forgotten_after_a_day(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let table = ground.connect("log").await;
    for _ in 0..3 {
        fate(&ground.admin, table, new_id()).await;
    }
    ground.product.clock.pass(TimeDelta::hours(25));
    let admin = ground.product.admin().await;
    fate(&admin, table, new_id()).await;
    let mut line = ground.product.site.store.read().await.unwrap();
    let left: i64 =
        sqlx::query_scalar("select count(*) from voided_save").fetch_one(&mut *line).await.unwrap();
    assert_eq!(left, 1);
}

/// A Save of something that is not an id is not well-formed.
#[tokio::test]
async fn an_id_is_a_uuid() {
    let ground = Ground::new(Engine::Sqlite, SQL).await;
    let table = ground.connect("log").await;
    let asked = json!({ "table": table, "id": "mine", "changes": [], "zone": "UTC" });
    let answer = ground.admin.call("row/save", asked).await;
    assert_eq!(answer.code(), serde_json::to_value(ErrorCode::BadRequest).unwrap());
}

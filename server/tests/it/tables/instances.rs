//! Two instances of the product on one store in PostgreSQL are one product.

use super::ground::{Ground, page_of, save_as, texts, update};
use super::once::{SQL, prepare};
use super::watch::{next, viewers};
use crate::product::{PASSWORD, Product};
use app::model::access::SiteRight;
use app::model::audit::AuditAction;
use app::model::change::SaveOutcome;
use app::model::history::ChangeState;
use app::model::watch::TableEvent;
use app::ports::Tables;
use serde_json::json;
use server::service::settle::settle_all;
use server::service::tables::TableService;
use std::sync::Arc;

/// A ground at one instance, and the other one.
async fn ground(sql: &str) -> (Ground, Product) {
    let [here, there] = Product::start_two().await;
    (Ground::of(here, sql, |draft| draft).await, there)
}

#[tokio::test]
async fn a_save_at_one_instance_shows_in_a_grid_that_is_open_at_the_other() {
    let (ground, there) = ground("insert into $s.employee (name) values ('Ada')").await;
    let table = ground.connect("employee").await;
    let rights = json!({ "rights": [SiteRight::Read, SiteRight::Update] });
    let email = ground.product.create_user(rights).await;
    let grace = there.sign_in(&email, PASSWORD).await;
    let (here_op, there_op) = (ground.product.op(&ground.admin).await, there.op(&grace).await);
    let watching = |product: &Product| TableService(Arc::new(product.site.clone()));
    let (here_tables, there_tables) = (watching(&ground.product), watching(&there));
    let mut distant = there_tables.watch(&there_op, table, None).await.unwrap();
    assert_eq!(viewers(next(&mut distant).await), 1);
    let mut near = here_tables.watch(&here_op, table, None).await.unwrap();
    assert_eq!(viewers(next(&mut near).await), 2, "who has it open elsewhere is shown");
    assert_eq!(viewers(next(&mut distant).await), 2);
    let rows = ground.page(table).await.rows;
    ground.saved(table, &[update(&rows[0], "name", Some("Ada"), Some("Eve"))]).await;
    for (name, events) in [("here", &mut near), ("there", &mut distant)] {
        match next(events).await {
            Some(TableEvent::Saved { by, keys, .. }) => {
                let told = (by.id, keys);
                assert_eq!(told, (here_op.me.id, Some(vec![vec!["1".to_owned()]])), "{name}");
            }
            event => panic!("{name}: {event:?}"),
        }
    }
    // What was seen before is a conflict there; what is seen now is saved.
    let stale = save_as(&grace, table, &[update(&rows[0], "name", Some("Ada"), Some("Bob"))]).await;
    let outcome = serde_json::from_value(stale.json()).unwrap();
    assert!(matches!(outcome, SaveOutcome::Conflicts(_)), "{outcome:?}");
    let rows = page_of(&grace, table).await.rows;
    assert_eq!(texts(&rows[0])[1], Some("Eve"));
    let answer =
        save_as(&grace, table, &[update(&rows[0], "name", Some("Eve"), Some("Bob"))]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    match next(&mut near).await {
        Some(TableEvent::Saved { by, .. }) => assert_eq!(by.id, there_op.me.id),
        event => panic!("{event:?}"),
    }
}

/// Nobody was there to hear how they ended, as after both instances were killed.
#[tokio::test]
async fn what_both_instances_settle_at_once_has_one_outcome() {
    let (ground, there) = ground(SQL).await;
    let table = ground.connect("log").await;
    let mut ends = Vec::new();
    for number in 0..6 {
        let (prepared, id) = prepare(&ground, table).await;
        if number % 2 == 0 {
            prepared.commit().await.unwrap();
            ends.push((id, ChangeState::Committed));
        } else {
            prepared.abort().await;
            ends.push((id, ChangeState::Aborted));
        }
    }
    let sites = [&ground.product.site, &there.site, &ground.product.site, &there.site];
    for settled in futures::future::join_all(sites.map(settle_all)).await {
        settled.unwrap();
    }
    let mut told: Vec<_> =
        ground.history(table).await.change_sets.iter().map(|set| (set.id, set.state)).collect();
    told.sort_by_key(|(id, _)| id.0);
    ends.sort_by_key(|(id, _)| id.0);
    assert_eq!(told, ends);
    let log = ground.log().await;
    let entries = |action| log.iter().filter(|entry| entry.action == action).count();
    let found = [AuditAction::RowsCommitted, AuditAction::RowsAborted].map(entries);
    assert_eq!(found, [3, 3], "one entry each");
    assert_eq!(ground.read("select count(*)::text from $s.log").await.as_deref(), Some("3"));
}

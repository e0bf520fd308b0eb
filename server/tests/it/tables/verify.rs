//! The proof of the audit log: whatever is changed, removed or slipped in is found.

use super::ground::{Ground, update};
use crate::product::{Engine, both};
use serde_json::json;
use server::store::verify::{Report, verify};
use sqlx::AssertSqlSafe;

both!(
    an_untouched_log_is_intact,
    what_a_power_cut_takes_away_is_not_taken_for_cut_off,
    whatever_is_forged_is_found,
);

async fn ground(engine: Engine) -> Ground {
    let ground = Ground::new(engine, "insert into $s.employee (name) values ('Ada')").await;
    let table = ground.connect("employee").await;
    let rows = ground.page(table).await.rows;
    ground.saved(table, &[update(&rows[0], "name", Some("Ada"), Some("Eve"))]).await;
    ground.own("employee").await;
    let comment = json!({ "id": table, "column": null, "comment": "Everyone" });
    ground.admin.done("table/comment", comment).await;
    ground
}

async fn check(ground: &Ground, since: Option<(i64, String)>) -> Report {
    let mut line = ground.product.site.store.read().await.unwrap();
    verify(&mut line, since).await.unwrap()
}

async fn an_untouched_log_is_intact(engine: Engine) {
    let ground = ground(engine).await;
    let report = check(&ground, None).await;
    assert_eq!(report.flaws, Vec::<String>::new());
    assert!(report.entries >= 6 && report.change_sets == 2, "{report:?}");
    let again = check(&ground, Some(report.end.clone())).await;
    assert_eq!(again, report);
}

/// How the last change ended was not on the disk yet, and is found out again.
async fn what_a_power_cut_takes_away_is_not_taken_for_cut_off(engine: Engine) {
    let ground = ground(engine).await;
    let Report { end, lasting, .. } = check(&ground, None).await;
    assert_eq!(lasting.0, end.0 - 1);
    let mut write = ground.product.site.store.write().await.unwrap();
    for lost in [
        "delete from audit_entry where position = (select max(position) from audit_entry)",
        "update table_change set state = 'prepared'",
    ] {
        sqlx::query(lost).execute(&mut *write).await.unwrap();
    }
    let found = verify(&mut write, Some(lasting.clone())).await.unwrap();
    assert_eq!((found.flaws, found.end), (Vec::new(), lasting));
    assert!(!verify(&mut write, Some(end)).await.unwrap().flaws.is_empty());
}

async fn whatever_is_forged_is_found(engine: Engine) {
    let ground = ground(engine).await;
    let end = check(&ground, None).await.end;
    let forgeries = [
        "update audit_entry set actor_email = 'eve@example.com' where position = 2",
        "update audit_entry set at = at + 1 where position = 3",
        "delete from audit_entry where position = 4",
        "update audit_entry set digest = null where digest is not null",
        "update change_set set state = 'aborted'",
        "update change_set set actor_email = 'eve@example.com'",
        "update change_set set evidence = '{\"traces\":[]}'",
        "update audit_entry set search_key = '' where position = 2",
        "update table_change set state = 'aborted'",
        "update table_change set statements = replace(statements, 'Everyone', 'Nobody')",
        "update table_change set evidence = '{}'",
        "delete from table_change",
        "insert into table_change select 'x', action, table_id, table_name, folder_id, \
         connection_id, actor_kind, actor_id, actor_email, at, state, statements, changes, xid, \
         evidence from table_change",
        "update row_change set cells = replace(cells, 'Eve', 'Bob')",
        "update row_change set row_key = '[\"2\"]'",
        "delete from row_change",
        "update row_change set table_id = 'x'",
        "insert into change_set select 'x', table_id, table_name, connection_id, actor_kind, \
         actor_id, actor_email, at, state, xid, evidence, restores from change_set",
    ];
    for forgery in forgeries {
        let mut write = ground.product.site.store.write().await.unwrap();
        sqlx::query(AssertSqlSafe(forgery)).execute(&mut *write).await.unwrap();
        let found = verify(&mut write, None).await.unwrap();
        assert!(!found.flaws.is_empty(), "not found: {forgery}");
        write.rollback().await.unwrap();
    }
    let mut write = ground.product.site.store.write().await.unwrap();
    let cut = "delete from audit_entry where position = (select max(position) from audit_entry)";
    sqlx::query(cut).execute(&mut *write).await.unwrap();
    let found = verify(&mut write, Some(end)).await.unwrap();
    assert!(!found.flaws.is_empty(), "what is cut off the end shows by an earlier end");
}

//! Connecting existing tables and views.

use super::ground::Ground;
use crate::product::{Engine, both};
use app::model::access::SiteRight;
use app::model::table::{Key, Lock, TargetKind, TargetTable};
use serde_json::json;

both!(
    tables_and_views_are_offered_with_what_the_role_may_do,
    several_are_connected_at_once_or_none,
    a_connection_is_only_there_in_its_mapped_folders,
);

const SQL: &str = "
    create table $s.cost_centre (code text primary key, name text not null);
    comment on table $s.cost_centre is 'Where costs arise';
    create table $s.closed (id int);
    create view $s.named as select name from $s.cost_centre";

async fn tables_and_views_are_offered_with_what_the_role_may_do(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    ground.run(&format!("revoke all on $s.closed from {}", role(&ground))).await;
    let offers = offers(&ground).await;
    let names: Vec<_> = offers.iter().map(|offer| offer.name.as_str()).collect();
    assert_eq!(names, ["closed", "cost_centre", "employee", "named"]);
    let [closed, cost_centre, _, view] = &offers[..] else { panic!("{offers:?}") };
    assert_eq!(closed.missing, ["SELECT", "INSERT", "UPDATE", "DELETE"]);
    assert!(closed.grant_sql.as_ref().unwrap().starts_with("GRANT"), "{closed:?}");
    assert_eq!(cost_centre.key, Key::Primary(vec!["code".to_owned()]));
    assert_eq!(cost_centre.comment.as_deref(), Some("Where costs arise"));
    assert!(cost_centre.missing.is_empty() && !cost_centre.connected);
    assert_eq!((view.kind, &view.key), (TargetKind::View, &Key::None));
}

async fn several_are_connected_at_once_or_none(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let place = |names: &[&str]| ground.place(json!({ "names": names }));
    let answer = ground.admin.call("table/connect", place(&["cost_centre", "gone"])).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, ": table_gone"));
    assert!(list(&ground).await.is_empty());
    ground.admin.done("table/connect", place(&["named", "cost_centre"])).await;
    assert_eq!(list(&ground).await, ["cost_centre", "named"]);
    let answer = ground.admin.call("table/connect", place(&["cost_centre"])).await;
    assert_eq!(answer.status, 409, "{}", answer.body);
    assert!(offers(&ground).await.iter().any(|offer| offer.connected));
    let view = ground.open(ground.connect_again("named").await).await;
    assert_eq!(view.access.all_locked(), Some(Lock::View.sentence()));
}

async fn a_connection_is_only_there_in_its_mapped_folders(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let other = json!({ "parent": null, "name": "Other" });
    let other = ground.admin.done("folder/create", other).await["id"].clone();
    let edit = |scope| {
        let mut draft = serde_json::to_value(&ground.draft).unwrap();
        draft["scope"] = scope;
        json!({ "id": ground.connection.id, "revision": 1, "draft": draft })
    };
    let table = ground.connect("cost_centre").await;
    ground.admin.events("connection/edit", edit(json!({ "folders": [ground.folder] }))).await;
    let here = ground.admin.done("table/available", json!({ "folder": ground.folder })).await;
    assert_eq!(here.as_array().unwrap().len(), 1);
    let there = ground.admin.done("table/available", json!({ "folder": other })).await;
    assert!(there.as_array().unwrap().is_empty());
    let place = json!({ "folder": other, "connection": ground.connection.id });
    assert_eq!(ground.admin.call("table/offers", place).await.status, 404);
    // So it is with the rows of a table that lies where its connection is not available any more.
    let request = json!({ "request": super::ground::request(table) });
    assert_eq!(ground.admin.call("row/page", request.clone()).await.status, 200);
    let away = format!("update connection_folder set folder_id = '{}'", other.as_str().unwrap());
    let mut write = ground.product.site.store.write().await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(away)).execute(&mut *write).await.unwrap();
    write.commit().await.unwrap();
    assert_eq!(ground.admin.call("row/page", request).await.status, 404);
}

/// Whoever may not see tables is not told that there are any.
#[tokio::test]
async fn without_read_a_table_does_not_exist() {
    let ground = Ground::new(Engine::Sqlite, SQL).await;
    let table = ground.connect("cost_centre").await;
    let stranger = ground.product.person_with(&[SiteRight::ManageUsers]).await;
    let listed = stranger.done("table/list", json!({ "folder": ground.folder })).await;
    assert_eq!(listed, json!([]));
    assert_eq!(stranger.call("table/open", json!({ "id": table })).await.status, 404);
    let request = json!({ "request": super::ground::request(table) });
    assert_eq!(stranger.call("row/page", request.clone()).await.status, 404);
    let reader = ground.product.person_with(&[SiteRight::Read]).await;
    assert_eq!(reader.call("row/page", request.clone()).await.status, 200);
    assert_eq!(reader.call("table/disconnect", json!({ "id": table })).await.status, 403);
    // Who was there lately is told no more than others.
    let id = ground.product.op(&reader).await.me.id;
    let edit = json!({ "name": "Eve", "access": { "rights": [] } });
    ground.admin.done("user/edit", json!({ "id": id, "edit": edit })).await;
    assert_eq!(reader.call("row/page", request).await.status, 404);
}

fn role(ground: &Ground) -> String {
    crate::probe::scene::quoted(&ground.draft.username)
}

async fn offers(ground: &Ground) -> Vec<TargetTable> {
    let offers = ground.admin.done("table/offers", ground.place(json!({}))).await;
    serde_json::from_value(offers).unwrap()
}

async fn list(ground: &Ground) -> Vec<String> {
    let tables = ground.admin.done("table/list", json!({ "folder": ground.folder })).await;
    let names = tables.as_array().unwrap().iter().map(|table| table["name"].as_str().unwrap());
    names.map(str::to_owned).collect()
}

impl Ground {
    /// The id of a table that is connected already.
    async fn connect_again(&self, name: &str) -> app::model::ids::TableId {
        let tables = self.admin.done("table/list", json!({ "folder": self.folder })).await;
        let tables: Vec<app::model::table::Table> = serde_json::from_value(tables).unwrap();
        tables.into_iter().find(|table| table.name == name).unwrap().id
    }
}

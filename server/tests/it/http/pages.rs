//! Pages as they come over the wire, and what operators watch.

use crate::product::{Engine, Product, both};
use crate::tables::ground::Ground;
use app::model::access::SiteRight;
use futures::{StreamExt, join, stream};

both!(
    strangers_are_led_to_sign_in_and_back,
    a_page_answers_with_the_status_of_what_it_shows,
    a_person_without_the_right_does_not_see_databases,
    operators_see_that_it_lives_is_ready_and_what_it_does,
    a_store_that_is_gone_is_not_ready,
);

async fn strangers_are_led_to_sign_in_and_back(engine: Engine) {
    let product = Product::start(engine).await;
    let stranger = product.stranger();
    for (path, location) in [
        ("/", "/sign-in"),
        ("/administration/users?x=1", "/sign-in?next=%2Fadministration%2Fusers%3Fx%3D1"),
        ("/no/such/page", "/sign-in?next=%2Fno%2Fsuch%2Fpage"),
    ] {
        let answer = stranger.open(path).await;
        assert_eq!((answer.status, answer.header("location")), (303, location));
    }
    assert_eq!(stranger.open("/sign-in").await.status, 200);
    assert_eq!(product.admin().await.open("/sign-in").await.header("location"), "/");
}

async fn a_page_answers_with_the_status_of_what_it_shows(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let folders = product.person_with(&[SiteRight::ManageFolders]).await;
    for (path, status) in [
        ("/", 200),
        ("/account", 200),
        ("/administration/databases", 200),
        ("/administration/users", 200),
        ("/administration/audit-log", 200),
        ("/no/such/page", 404),
        ("/folders/none", 404),
        ("/folders/01a21a31-793a-77a5-b86b-e6a6685424ba", 404),
    ] {
        assert_eq!(admin.open(path).await.status, status, "{path}");
    }
    for path in ["/administration/databases", "/administration/users", "/administration/audit-log"]
    {
        assert_eq!(folders.open(path).await.status, 403, "{path}");
    }
}

async fn a_person_without_the_right_does_not_see_databases(engine: Engine) {
    let product = Product::start(engine).await;
    let person = product.person_with(&[SiteRight::ViewAuditLog]).await;
    let page = person.open("/administration/audit-log").await;
    assert!(!page.body.contains("/administration/databases"), "{}", page.body);
    let page = product.admin().await.open("/administration/audit-log").await;
    assert!(page.body.contains("/administration/databases"), "{}", page.body);
}

async fn operators_see_that_it_lives_is_ready_and_what_it_does(engine: Engine) {
    let product = Product::start(engine).await;
    let stranger = product.stranger();
    assert_eq!(stranger.open("/healthz").await.body, "ok\n");
    assert_eq!(stranger.open("/readyz").await.body, "ready\n");
    stranger.open("/sign-in").await;
    let numbers = stranger.open("/metrics").await;
    assert!(numbers.body.contains("nexttables_http_requests_total"), "{}", numbers.body);
    let proxied = stranger.request("GET", "/metrics").header("x-forwarded-for", "203.0.113.9");
    assert_eq!(stranger.send(proxied).await.status, 404);
}

async fn a_store_that_is_gone_is_not_ready(engine: Engine) {
    let product = Product::start(engine).await;
    product.site.store.close().await;
    assert_eq!(product.stranger().open("/readyz").await.status, 503);
    assert_eq!(product.stranger().open("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_table_s_pages_answer_with_the_status_of_what_they_show() {
    let ground = Ground::new(Engine::Sqlite, "").await;
    let table = ground.connect("employee").await;
    let reader = ground.product.person_with(&[SiteRight::Read]).await;
    let other = ground.product.person_with(&[SiteRight::ManageUsers]).await;
    let gone = "01a21a31-793a-77a5-b86b-e6a6685424ba";
    for (page, of_reader) in [("", 200), ("/settings", 403), ("/history", 200)] {
        let path = format!("/tables/{table}{page}");
        assert_eq!(ground.admin.open(&path).await.status, 200, "{path}");
        assert_eq!(reader.open(&path).await.status, of_reader, "{path}");
        // Whoever may not read does not hear that there is something to read.
        assert_eq!(other.open(&path).await.status, 404, "{path}");
        for nowhere in [gone, "none"] {
            let path = format!("/tables/{nowhere}{page}");
            assert_eq!(ground.admin.open(&path).await.status, 404, "{path}");
        }
    }
}

/// What a page waits for may come at any moment of its making, and other products may begin in the
/// same process meanwhile; the page must come to its end.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_page_comes_to_its_end_however_many_are_opened() {
    let ground = Ground::new(Engine::Sqlite, "").await;
    let (folder, table) = (ground.folder, ground.connect("employee").await);
    let paths = [
        "/".to_owned(),
        "/account".to_owned(),
        "/administration".to_owned(),
        "/administration/databases".to_owned(),
        "/administration/users".to_owned(),
        "/administration/audit-log".to_owned(),
        format!("/folders/{folder}"),
        format!("/tables/{table}"),
        format!("/tables/{table}/settings"),
        format!("/tables/{table}/history"),
    ];
    let admin = &ground.admin;
    let opened = paths.iter().cycle().take(300).map(|path| async move {
        assert_eq!(admin.open(path).await.status, 200, "{path}");
    });
    let others = stream::iter(0..30).for_each(async |_| drop(Product::start(Engine::Sqlite).await));
    join!(stream::iter(opened).buffer_unordered(8).collect::<()>(), others);
}

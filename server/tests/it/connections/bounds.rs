//! One person, or one request, cannot take all there is.

use super::draft;
use crate::product::{Engine, Person, Product, both};
use app::model::access::SiteRight;
use app::model::connection::ConnectionDraft;
use app::model::ids::UserId;
use reqwest::Response;
use serde_json::json;
use tokio::net::TcpListener;
use uuid::Uuid;

both!(
    a_person_runs_two_attempts_and_a_cancelled_one_frees_its_place,
    the_site_runs_sixteen_attempts,
);

/// A form for a server that takes the line and never answers.
async fn silent() -> (TcpListener, ConnectionDraft) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let draft = ConnectionDraft { port, ..draft("Silent").await };
    (listener, draft)
}

/// Begins an attempt and waits for its first event.
async fn begin(person: &Person, draft: &ConnectionDraft) -> Response {
    let call = person.calling("connection/connect").body(json!({ "draft": draft }).to_string());
    let mut response = call.send().await.unwrap();
    if response.status() == 200 {
        response.chunk().await.unwrap().unwrap();
    }
    response
}

async fn a_person_runs_two_attempts_and_a_cancelled_one_frees_its_place(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let (_listener, draft) = silent().await;
    let first = begin(&admin, &draft).await;
    let _second = begin(&admin, &draft).await;
    let third = admin.call("connection/connect", json!({ "draft": draft })).await;
    assert_eq!((third.status, third.code().as_str()), (429, "too_many_attempts"));
    // Another person is not held up.
    let other = product.person_with(&[SiteRight::ManageDatabases]).await;
    assert_eq!(begin(&other, &draft).await.status(), 200);

    drop(first);
    let mut status = 429;
    for _ in 0..500 {
        status = begin(&admin, &draft).await.status().as_u16();
        if status == 200 {
            break;
        }
    }
    assert_eq!(status, 200);
}

async fn the_site_runs_sixteen_attempts(engine: Engine) {
    let product = Product::start(engine).await;
    let (_listener, draft) = silent().await;
    let people = (0..8).map(|_| UserId(Uuid::now_v7()));
    let mut places: Vec<_> = people
        .flat_map(|person| [person, person])
        .map(|person| product.site.places.take(person).unwrap())
        .collect();
    let admin = product.admin().await;
    assert_eq!(begin(&admin, &draft).await.status(), 429);
    places.pop();
    assert_eq!(begin(&admin, &draft).await.status(), 200);
}

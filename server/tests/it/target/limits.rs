//! How long the server itself lets last what we ask it for.

use super::scene::{Scene, request, texts, update};

const LIMITS: &str = "concat_ws(' ', current_setting('statement_timeout'), \
    current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout'))";

#[tokio::test]
async fn reading_and_writing_end_by_themselves() {
    let scene = Scene::new(&format!(
        "create table noted (id int primary key, name text, limits text);
         create function note() returns trigger language plpgsql as
           $$ begin new.limits := {LIMITS}; return new; end $$;
         insert into noted values (1, 'a', null);
         create trigger note before update on noted for each row execute function note();
         create view seen as select {LIMITS} as limits;"
    ))
    .await;
    let page = scene.page("seen", &request(0, 10)).await.unwrap();
    assert_eq!(texts(&page.rows[0]), [Some("15s 5s 1min".to_owned())]);
    let rows = scene.rows("noted").await;
    scene.save("noted", &[update(&rows[0], &[("name", Some("a"), Some("b"))])]).await;
    let noted = scene.text("select limits from noted").await;
    assert_eq!(noted.as_deref(), Some("30s 5s 1min"));
}

//! How often the target is asked, as its own log tells.

use super::scene::{Scene, request};
use crate::postgres::Postgres;

/// Twenty countries and currencies, and cities that refer to both, one of them twice.
const SQL: &str = "\
create table asked_country (code text primary key, name text);
create table asked_currency (code text primary key, title text);
insert into asked_country select 'c' || i, 'Country ' || i from generate_series(0, 19) i;
insert into asked_currency select 'm' || i, 'Currency ' || i from generate_series(0, 19) i;
create table city (
  id int primary key, country text references asked_country,
  twin text references asked_country, currency text references asked_currency);
insert into city select i, 'c' || i % 20, 'c' || i % 7, 'm' || i % 20 from generate_series(0, 199) i;
analyze city;";

/// Every question in the log, in which only the scene's role has its questions noted.
fn asked() -> Vec<String> {
    let log = Postgres::shared().log();
    let entries = log.split("LOG:  ").filter(|entry| entry.starts_with("execute "));
    entries.map(str::to_owned).collect()
}

#[tokio::test]
async fn the_labels_of_all_foreign_keys_of_a_page_are_asked_for_at_once() {
    let scene = Scene::new(SQL).await;
    scene.run(&format!("alter role {} set log_statement = 'all'", scene.role())).await;
    scene.open("city").await;
    let mut numbers = Vec::new();
    for count in [1, 200] {
        let before = asked().len();
        let page = scene.page("city", &request(0, count)).await.unwrap();
        let questions = asked().split_off(before);
        assert_eq!(page.rows.len(), usize::from(count));
        let shown = ["country", "twin", "currency"].map(|column| page.labels[column].len());
        assert_eq!(shown, if count == 1 { [1, 1, 1] } else { [20, 7, 20] });
        let of_labels = questions.iter().filter(|question| question.contains("\"asked_"));
        assert_eq!(of_labels.count(), 1, "{questions:#?}");
        numbers.push(questions.len());
    }
    assert_eq!(numbers[0], numbers[1], "however many rows there are");
}

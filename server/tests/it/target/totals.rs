//! How many rows there are: never more surely told than it is known.

use super::scene::{Scene, firsts, request};
use app::model::filter::RowQuery;
use app::model::page::{PageRequest, Total};
use server::target::read;
use std::time::{Duration, Instant};

/// Too large to be counted with each page.
const BIG: &str = "\
create table big (id int primary key, v text);
insert into big select i, i::text from generate_series(1, 30000) i; analyze big;";

const SMALL: &str = "\
create table small (id int primary key);
insert into small select i from generate_series(1, 300) i;";

async fn count(scene: &Scene, table: &str) -> Total {
    let relation = scene.open(table).await;
    let mut lease = scene.lease().await;
    read::count(&mut lease, &relation, &RowQuery::default(), "UTC").await.unwrap()
}

async fn total(scene: &Scene, table: &str, from: u64, rows: u16) -> Total {
    scene.page(table, &request(from, rows)).await.unwrap().total
}

#[tokio::test]
async fn the_end_of_the_table_is_told_when_it_is_seen() {
    let scene = Scene::new(BIG).await;
    assert_eq!(total(&scene, "big", 29_900, 100).await, Total::Exactly(30_000));
    assert_eq!(total(&scene, "big", 29_950, 100).await, Total::Exactly(30_000));
    let page = scene.page("big", &request(29_899, 100)).await.unwrap();
    assert_eq!((page.rows.len(), page.total), (100, Total::About(30_000)));
    assert_eq!(page.last.unwrap().row, 29_998);
}

#[tokio::test]
async fn beyond_the_end_the_rows_are_counted() {
    let scene = Scene::new(&format!("{BIG} {SMALL}")).await;
    for from in [30_000, 50_000, 1 << 53] {
        let page = scene.page("big", &request(from, 100)).await.unwrap();
        assert_eq!((page.rows.len(), page.total), (0, Total::Exactly(30_000)), "from {from}");
        assert_eq!(total(&scene, "small", from, 100).await, Total::Exactly(300), "from {from}");
    }
}

#[tokio::test]
async fn what_a_scan_found_is_not_told_for_sure_once_others_may_have_written() {
    let scene = Scene::new(BIG).await;
    // PostgreSQL goes on expecting as many rows as before.
    scene.run("delete from big where id > 29990").await;
    let far = scene.page("big", &request(20_000, 3)).await.unwrap();
    assert_eq!(firsts(&far.rows), ["20001", "20002", "20003"]);
    let until = Instant::now() + Duration::from_secs(10);
    loop {
        let page = scene.page("big", &request(25_050, 2)).await.unwrap();
        assert_eq!(firsts(&page.rows), ["25051", "25052"]);
        if page.total == Total::About(29_990) {
            break;
        }
        assert_eq!(page.total, Total::About(30_000));
        assert!(Instant::now() < until, "no anchors were found");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    scene.run("insert into big select i, i::text from generate_series(30001, 30500) i").await;
    assert_eq!(total(&scene, "big", 29_900, 100).await, Total::About(30_001));
    // The scan is forgotten: it was contradicted.
    assert_eq!(total(&scene, "big", 100, 100).await, Total::About(30_000));
    assert_eq!(count(&scene, "big").await, Total::Exactly(30_490));
}

#[tokio::test]
async fn a_place_whose_number_has_changed_is_not_gone_from() {
    let scene = Scene::new(SMALL).await;
    let near = scene.page("small", &request(150, 1)).await.unwrap().first;
    scene.run("insert into small select -i from generate_series(1, 10) i").await;
    let page = scene.page("small", &PageRequest { near, ..request(280, 100) }).await.unwrap();
    assert_eq!((page.rows.len(), page.total), (30, Total::Exactly(310)));
    assert_eq!(firsts(&page.rows)[0], "271");
}

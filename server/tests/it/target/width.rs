//! Long cells and wide rows.

use super::scene::{Scene, id, request, update};
use crate::postgres::Postgres;
use crate::probe::scene::quoted;
use app::model::cell::Cell;
use app::model::filter::RowQuery;
use app::model::page::PageRequest;
use server::target::diagnostics::TargetError;
use server::target::read;

#[tokio::test]
async fn long_texts_are_cut_off_and_fetched_whole() {
    let scene = Scene::new(
        "create table l (id text primary key, t text, j json);
         insert into l values (repeat('k', 1500), repeat('ä', 1000000), null),
           ('short', repeat('ä', 1000), '{}');",
    )
    .await;
    let rows = scene.rows("l").await;
    let start = "ä".repeat(1000);
    assert_eq!(rows[0].cells[1], Cell::Cut { start: start.clone(), characters: 1_000_000 });
    assert_eq!(rows[0].cells[0], Cell::Cut { start: "k".repeat(1000), characters: 1500 });
    assert_eq!(rows[1].cells[1], Cell::Text(start));
    let id = rows[0].id.clone().unwrap();
    assert_eq!(id.key, ["k".repeat(1500)]);
    let relation = scene.open("l").await;
    let mut lease = scene.lease().await;
    let whole = read::value(&mut lease, &relation, &id, "t", "UTC").await.unwrap();
    assert_eq!(whole, Some("ä".repeat(1_000_000)));
    scene.run("delete from l where id <> 'short'").await;
    let gone = read::value(&mut lease, &relation, &id, "t", "UTC").await;
    assert!(matches!(gone, Err(TargetError::RowGone)));
}

/// The catalog is believed for a while: what is long may have come since.
#[tokio::test]
async fn long_texts_are_cut_off_where_there_were_none_before() {
    let scene = Scene::new("create table l (id int primary key, t text, j json)").await;
    assert!(scene.rows("l").await.is_empty());
    scene
        .run(
            "insert into l values (1, repeat('ä', 1000), null), (2, repeat('ä', 1001), '{}'),
               (3, (select string_agg(md5(n::text), '') from generate_series(1, 1000) n), '[1]')",
        )
        .await;
    let rows = scene.rows("l").await;
    assert_eq!(rows[0].cells[1], Cell::Text("ä".repeat(1000)));
    assert_eq!(rows[1].cells[1], Cell::Cut { start: "ä".repeat(1000), characters: 1001 });
    assert!(
        matches!(&rows[2].cells[1], Cell::Cut { start, characters: 32_000 } if start.len() == 1000)
    );
    assert_eq!(rows[2].cells[2], Cell::Text("[1]".to_owned()));
}

/// What is counted there are the database's bytes, which are not those that arrive here.
#[tokio::test]
async fn long_texts_are_cut_off_by_characters_in_any_encoding() {
    let create = "create database latin encoding 'LATIN1' locale 'C' template template0";
    Postgres::shared().run("postgres", create).await;
    let scene = Scene::new("").await.in_database(
        "latin",
        "create table l (id int primary key, t text);
         insert into l values (1, repeat('ü', 990) || ':30'), (2, repeat('ü', 1000)),
           (3, repeat('ü', 1000) || ':30'), (4, repeat('x', 1000) || ':2000'), (5, null);",
    );
    let rows = scene.await.rows("l").await;
    let cut = |start: &str, characters| Cell::Cut { start: start.repeat(1000), characters };
    assert_eq!(rows[0].cells[1], Cell::Text(format!("{}:30", "ü".repeat(990))));
    assert_eq!(rows[1].cells[1], Cell::Text("ü".repeat(1000)));
    assert_eq!(rows[2].cells[1], cut("ü", 1003));
    assert_eq!(rows[3].cells[1], cut("x", 1005));
    assert_eq!(rows[4].cells[1], Cell::Null);
}

/// What is one character there may be two here (か with a half-voiced mark).
#[tokio::test]
async fn a_text_is_whole_where_the_database_counts_so() {
    let create = "create database jis encoding 'EUC_JIS_2004' locale 'C' template template0";
    Postgres::shared().run("postgres", create).await;
    let two = "\u{304b}\u{309a}";
    let sql = format!(
        "create table l (id int primary key, t text);
         insert into l values (1, repeat('{two}', 1000)), (2, repeat('{two}', 1001));"
    );
    let rows = Scene::new("").await.in_database("jis", &sql).await.rows("l").await;
    assert_eq!(rows[0].cells[1], Cell::Text(two.repeat(1000)));
    assert_eq!(rows[1].cells[1], Cell::Cut { start: two.repeat(500), characters: 1001 });
}

#[tokio::test]
async fn each_start_has_the_length_of_its_own_text() {
    let sql = "create table l (id int primary key, t text, u text);
        insert into l select n, repeat('x', 1000 + n),
          case when n % 3 = 0 then repeat('y', 2000 + n) when n % 3 = 1 then 'y' end
        from generate_series(1, 300) n;";
    let scene = Scene::new(sql).await;
    let near = scene.page("l", &request(250, 20)).await.unwrap().first;
    // From the beginning, back from a place, and back and forth from it.
    for (from, near) in [(100, None), (200, near.clone()), (240, near)] {
        let page = scene.page("l", &PageRequest { near, ..request(from, 20) }).await.unwrap();
        for (number, row) in (from + 1..).zip(&page.rows) {
            let cut = |start: &str, characters| Cell::Cut { start: start.repeat(1000), characters };
            let second = match number % 3 {
                0 => cut("y", 2000 + number),
                1 => Cell::Text("y".to_owned()),
                _ => Cell::Null,
            };
            assert_eq!(row.cells[1..], [cut("x", 1000 + number), second]);
        }
        assert_eq!(page.rows.len(), 20);
    }
}

/// In such a database a character is a byte, and texts may be any bytes: the page is read all the
/// same, and what is not UTF-8 is left as it is.
#[tokio::test]
async fn texts_of_no_encoding_are_shown_and_never_altered() {
    let create = "create database ascii encoding 'SQL_ASCII' locale 'C' template template0";
    Postgres::shared().run("postgres", create).await;
    let latin = "convert_from('\\x636166e9', 'SQL_ASCII')";
    let sql = format!(
        "create table label (id int primary key, name text);
         insert into label values (1, repeat('ü', 150) || 'x'), (2, {latin});
         create table l (id int primary key, t text, of int references label);
         insert into l values (1, 'x' || repeat('ü', 600), 1), (2, 'ü:1', 2),
           (3, {latin}, null), (4, null, null), (5, '', null);
         create table k (id text primary key);
         insert into k values ({latin}), ('ü');
         grant update on l to public;"
    );
    let scene = Scene::new("").await.in_database("ascii", &sql).await;
    let page = scene.page("l", &request(0, 10)).await.unwrap();
    let (labels, rows) = (&page.labels["of"], page.rows);
    let texts: Vec<_> = rows.iter().map(|row| row.cells[1].clone()).collect();
    let cut = |start: &str, characters| Cell::Cut { start: start.to_owned(), characters };
    let long = format!("x{}", "ü".repeat(600));
    let expected = [
        cut(long.get(..999).unwrap(), 1201),
        Cell::Text("ü:1".to_owned()),
        cut("caf\u{fffd}", 4),
        Cell::Null,
        Cell::Text(String::new()),
    ];
    assert_eq!(texts, expected);
    assert_eq!((labels["1"].as_str(), labels["2"].as_str()), (&*"ü".repeat(100), "caf\u{fffd}"));
    let keys = scene.rows("k").await;
    assert_eq!(keys.iter().map(|row| row.id.is_some()).collect::<Vec<_>>(), [false, true]);
    let relation = scene.open("l").await;
    let mut lease = scene.lease().await;
    let first = read::value(&mut lease, &relation, &id(&rows[0]), "t", "UTC").await.unwrap();
    assert_eq!(first, Some(long));
    let third = read::value(&mut lease, &relation, &id(&rows[2]), "t", "UTC").await;
    assert!(matches!(third, Err(TargetError::Refused(error)) if error.message.contains(" of t ")));
    let choices = read::choices(&mut lease, &relation, "of", "").await.unwrap();
    assert_eq!(choices.iter().map(|one| one.value.as_str()).collect::<Vec<_>>(), ["2", "1"]);
    let edit = |row, old, new| [update(row, &[("t", old, new)])];
    let over = edit(&rows[2], Some("caf\u{fffd}"), Some("café"));
    assert_eq!(scene.problems("l", &over).await, ["0 row: not_text"]);
    scene.save("l", &edit(&rows[1], Some("ü:1"), Some("ß"))).await;
    // What the error says to do about it helps.
    let turned = "convert_from(convert(convert_to(t, 'SQL_ASCII'), 'LATIN1', 'UTF8'), 'SQL_ASCII')";
    let schema = quoted(&scene.draft.schema);
    let turn = format!("update {schema}.l set t = {turned} where id = 3");
    Postgres::shared().run("ascii", &turn).await;
    let texts = scene.texts("l").await;
    let texts: Vec<_> = texts[1..3].iter().map(|row| row[1].as_deref()).collect();
    assert_eq!(texts, [Some("ß"), Some("café")]);
}

#[tokio::test]
async fn a_wide_table_is_read_whole() {
    let columns: Vec<_> =
        (0..300).map(|number| format!("c{number} text default '{number}'")).collect();
    let scene = Scene::new(&format!(
        "create table wide ({}); insert into wide (c7) values (repeat('x', 2000));",
        columns.join(", ")
    ))
    .await;
    let rows = scene.rows("wide").await;
    // The more columns there are with long texts, the less is read of each.
    assert_eq!(rows[0].cells[7], Cell::Cut { start: "x".repeat(213), characters: 2000 });
    assert_eq!(rows[0].cells[299], Cell::Text("299".to_owned()));
    let request = PageRequest {
        query: RowQuery { search: "xx".to_owned(), ..RowQuery::default() },
        ..request(0, 5)
    };
    assert_eq!(scene.page("wide", &request).await.unwrap().rows, rows);
}

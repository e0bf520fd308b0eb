//! Pages of rows: order, filters, search, places, labels and totals.

use super::scene::{Scene, filtered, firsts, request, sorted, texts};
use app::error::At;
use app::model::filter::Direction::{Ascending, Descending};
use app::model::filter::{Filter, Operator, RowQuery};
use app::model::page::{PageRequest, Place, Total};
use server::target::diagnostics::TargetError;
use server::target::read;

const NUMBERS: &str = "\
create table n (id int primary key, a int, b text not null, c numeric);
insert into n select i, nullif(i % 7, 0), chr(97 + i % 5), i / 3.0 from generate_series(1, 300) i;
analyze n;";

#[tokio::test]
async fn every_order_is_the_same_from_wherever_one_comes() {
    let scene = Scene::new(NUMBERS).await;
    let orders: [&[_]; 7] = [
        &[],
        &[("id", Descending)],
        &[("a", Ascending)],
        &[("a", Descending), ("b", Ascending)],
        &[("b", Ascending), ("a", Ascending)],
        &[("b", Descending), ("c", Descending)],
        &[("c", Ascending), ("id", Descending)],
    ];
    for sort in orders {
        let mut all = Vec::new();
        for from in [0, 100, 200] {
            all.extend(scene.page("n", &sorted(from, 100, sort, None)).await.unwrap().rows);
        }
        assert_eq!(all.len(), 300);
        let place = scene.page("n", &sorted(150, 1, sort, None)).await.unwrap().first;
        assert!(place.is_some());
        for from in [0_u64, 1, 60, 120, 149, 150, 151, 200, 290, 299, 300] {
            let request = sorted(from, 40, sort, place.clone());
            let page = scene.page("n", &request).await.unwrap();
            let start = usize::try_from(from).unwrap();
            let end = (start + 40).min(300);
            assert_eq!(page.rows, all[start..end], "{sort:?} from {from}");
            assert_eq!(page.total, Total::Exactly(300));
        }
    }
}

#[tokio::test]
async fn rows_that_went_before_a_known_place_do_not_leave_a_gap() {
    let scene = Scene::new(NUMBERS).await;
    let place = scene.page("n", &request(20, 1)).await.unwrap().first;
    scene.run("delete from n where id <= 15").await;
    let page = scene.page("n", &PageRequest { near: place, ..request(0, 10) }).await.unwrap();
    assert_eq!(firsts(&page.rows), ["16", "17", "18", "19", "20", "21", "22", "23", "24", "25"]);
    let far = scene.page("n", &request(15, 1)).await.unwrap();
    assert_eq!(firsts(&far.rows), ["31"]);
}

#[tokio::test]
async fn a_place_that_cannot_be_one_is_not_gone_from() {
    let scene = Scene::new(NUMBERS).await;
    for values in [vec!["x"], vec!["1\0"], vec![], vec!["1", "2"]] {
        let values = values.into_iter().map(|value| Some(value.to_owned())).collect();
        let near = Some(Place { row: 90, values });
        let page = scene.page("n", &PageRequest { near, ..request(100, 2) }).await.unwrap();
        assert_eq!(firsts(&page.rows), ["101", "102"]);
    }
}

#[tokio::test]
async fn more_values_than_can_be_sent_are_refused() {
    let scene = Scene::new(NUMBERS).await;
    let many = vec!["1"; 70_000];
    let error = scene.page("n", &filtered("id", Operator::OneOf, &many)).await.unwrap_err();
    assert!(
        matches!(&error, TargetError::Refused(refused) if refused.problems[0].code == "too_large"),
        "{error:?}"
    );
}

#[tokio::test]
async fn filters_compare_values_and_not_texts() {
    let scene = Scene::new(
        "create table f (id int primary key, n numeric, t text, d date, z timestamptz, e char(3));
         insert into f values
           (1, 10, 'Größe', '2024-02-01', '2024-02-01 00:30+00', 'ab'),
           (2, 9.50, '100%', '2023-12-31', '2023-06-01 12:00+00', 'abc'),
           (3, 'NaN', 'a_b', '0044-03-15 BC', null, null),
           (4, null, null, 'infinity', 'infinity', 'x'),
           (5, 100, 'axb', null, '2024-02-01 01:00+01', 'AB');",
    )
    .await;
    let cases: [(&str, Operator, &[&str], &[&str]); 18] = [
        ("n", Operator::Greater, &["9.5"], &["1", "3", "5"]),
        ("n", Operator::Equals, &["9.5"], &["2"]),
        ("n", Operator::Differs, &["9.5"], &["1", "3", "4", "5"]),
        ("n", Operator::Between, &["9.5", "10.00"], &["1", "2"]),
        ("n", Operator::OneOf, &["10.0", "NaN"], &["1", "3"]),
        ("n", Operator::OneOf, &[], &[]),
        ("n", Operator::IsNull, &[], &["4"]),
        ("n", Operator::IsNotNull, &[], &["1", "2", "3", "5"]),
        ("t", Operator::Contains, &["%"], &["2"]),
        ("t", Operator::Contains, &["_"], &["3"]),
        ("t", Operator::Contains, &["GRö"], &["1"]),
        ("t", Operator::ContainsNot, &["a"], &["1", "2", "4"]),
        ("t", Operator::StartsWith, &["A"], &["3", "5"]),
        ("d", Operator::Less, &["2024-01-01"], &["2", "3"]),
        ("d", Operator::AtLeast, &["2024-02-01"], &["1", "4"]),
        ("z", Operator::Equals, &["2024-02-01 00:30:00"], &["1"]),
        ("e", Operator::Equals, &["ab"], &["1"]),
        ("t", Operator::Equals, &["'; drop table f; --"], &[]),
    ];
    for (column, operator, operands, expected) in cases {
        let page = scene.page("f", &filtered(column, operator, operands)).await.unwrap();
        assert_eq!(firsts(&page.rows), expected, "{column} {operator:?} {operands:?}");
        let rows = u64::try_from(expected.len()).unwrap();
        assert_eq!(page.total, Total::Exactly(rows));
    }
}

#[tokio::test]
async fn a_moment_is_compared_in_the_persons_zone() {
    let scene = Scene::new(
        "create table z (id int primary key, at timestamptz);
         insert into z values (1, '2024-07-01 00:00+00'), (2, '2024-07-01 00:00+02');",
    )
    .await;
    let mut request = filtered("at", Operator::Equals, &["2024-07-01 00:00"]);
    request.zone = "Europe/Berlin".to_owned();
    let page = scene.page("z", &request).await.unwrap();
    assert_eq!(texts(&page.rows[0])[1].as_deref(), Some("2024-07-01 00:00:00+02"));
    assert_eq!(firsts(&page.rows), ["2"]);
    request.zone = "Europe/Nowhere".to_owned();
    let unknown = scene.page("z", &request).await.unwrap_err();
    assert!(matches!(&unknown, TargetError::UnknownZone(zone) if zone == "Europe/Nowhere"));
    assert_eq!(scene.page("z", &super::scene::request(0, 5)).await.unwrap().rows.len(), 2);
}

#[tokio::test]
async fn one_bad_value_among_many_is_found() {
    let scene = Scene::new(NUMBERS).await;
    let mut operands: Vec<_> = (0..1_000).map(|number| number.to_string()).collect();
    operands[613] = "nine hundred".to_owned();
    let mut request = filtered("a", Operator::OneOf, &[]);
    request.query.filters[0].operands = operands;
    let TargetError::Refused(error) = scene.page("n", &request).await.unwrap_err() else {
        panic!("not refused");
    };
    assert_eq!(error.problems.len(), 1);
    let hint = error.problems[0].hint.as_deref().unwrap_or_default();
    assert!(hint.contains("nine hundred"), "{hint}");
}

#[tokio::test]
async fn a_value_that_its_type_cannot_read_is_told_at_its_filter() {
    let scene = Scene::new(NUMBERS).await;
    let mut request = filtered("a", Operator::Equals, &["3"]);
    let bad = [("c", "twelve"), ("a", "99999999999999"), ("c", "1\0")];
    for (column, operand) in bad {
        request.query.filters.truncate(1);
        request.query.filters.push(Filter {
            column: column.to_owned(),
            operator: Operator::Less,
            operands: vec![operand.to_owned()],
        });
        let TargetError::Refused(error) = scene.page("n", &request).await.unwrap_err() else {
            panic!("not refused: {operand}");
        };
        assert_eq!(error.problems.len(), 1);
        assert_eq!(error.problems[0].at, At::Field("filters.1".to_owned()));
        assert_eq!(error.problems[0].code, "invalid_value");
    }
    let gone = scene.page("n", &filtered("gone", Operator::IsNull, &[])).await.unwrap_err();
    assert!(matches!(gone, TargetError::Refused(error) if error.problems[0].code == "column_gone"));
}

#[tokio::test]
async fn the_search_looks_into_every_cell() {
    let scene = Scene::new(
        "create table s (id int primary key, a text, b numeric, c jsonb, d bytea);
         insert into s values (1, 'Straße', 1.5, '{\"k\": \"Wert\"}', '\\xabcd'), (2, null, 15, null, null);",
    )
    .await;
    for (search, expected) in [
        ("straß", vec!["1"]),
        ("1.5", vec!["1"]),
        ("wert", vec!["1"]),
        ("2", vec!["2"]),
        ("abcd", vec![]),
        ("'", vec![]),
        ("", vec!["1", "2"]),
    ] {
        let query = RowQuery { search: search.to_owned(), ..RowQuery::default() };
        let page = scene.page("s", &PageRequest { query, ..request(0, 9) }).await.unwrap();
        assert_eq!(firsts(&page.rows), expected, "{search}");
    }
}

#[tokio::test]
async fn foreign_keys_carry_labels_and_offer_choices() {
    let scene = Scene::new(
        "create table country (code text primary key, name text);
         insert into country values ('de', 'Germany'), ('a\"b', '<img onerror=1>'), ('xx', null);
         create table city (id int primary key, c text references country, d text references country);
         insert into city values (1, 'de', 'a\"b'), (2, null, 'xx'), (3, 'de', 'de');",
    )
    .await;
    let page = scene.page("city", &request(0, 10)).await.unwrap();
    assert_eq!(page.labels["c"]["de"], "Germany");
    assert_eq!(page.labels["d"]["a\"b"], "<img onerror=1>");
    assert_eq!(page.labels["d"].len(), 2);
    let city = scene.open("city").await;
    let mut lease = scene.lease().await;
    for (search, expected) in [("", vec!["a\"b", "de", "xx"]), ("GERM", vec!["de"]), ("%", vec![])]
    {
        let mut found = read::choices(&mut lease, &city, "c", search).await.unwrap();
        found.sort_by(|one, other| one.value.cmp(&other.value));
        let values: Vec<_> = found.iter().map(|choice| choice.value.as_str()).collect();
        assert_eq!(values, expected, "{search}");
    }
}

#[tokio::test]
async fn a_choice_that_is_spelled_exactly_so_is_offered_first() {
    let scene = Scene::new(
        "create table country (id int primary key, name text);
         insert into country select i, 'A' || i from generate_series(1, 300) i where i <> 2;
         insert into country values (2, 'Zimbabwe'), (1000, 'Zimbabwe, formerly 2');
         create table city (id int primary key, c int references country);",
    )
    .await;
    let city = scene.open("city").await;
    let mut lease = scene.lease().await;
    for (search, expected) in [("2", "2"), ("A77", "77"), ("Zimbabwe", "2")] {
        let found = read::choices(&mut lease, &city, "c", search).await.unwrap();
        assert_eq!(found[0].value, expected, "{search}");
    }
}

#[tokio::test]
async fn what_texts_stand_for_is_found_at_once() {
    let scene = Scene::new(
        "create table country (code text primary key, name text, note text unique);
         insert into country values
             ('de', 'Germany'), ('DE', 'Deutschland'), ('fr', 'France'), ('x', 'de'), ('y', null),
             ('a\"b', '<img onerror=1>'), ('1', 'Same'), ('2', 'Same'), ('3', 'same'), ('4', 'SAME');
         create table city (id int primary key, c text references country,
             n text references country (note));",
    )
    .await;
    let city = scene.open("city").await;
    let mut lease = scene.lease().await;
    let texts = ["de", "france", "Same", "<img onerror=1>", "nowhere", "y", "%", "a\0b", "'"];
    let texts = texts.map(str::to_owned);
    let found = read::named(&mut lease, &city, "c", &texts).await.unwrap();
    let found: Vec<(&str, Vec<&str>)> = found
        .iter()
        .map(|(text, all)| (text.as_str(), all.iter().map(|one| one.value.as_str()).collect()))
        .collect();
    let expected = [
        ("<img onerror=1>", vec!["a\"b"]),
        ("Same", vec!["1", "2", "3"]),
        ("de", vec!["de", "x", "DE"]),
        ("france", vec!["fr"]),
        ("y", vec!["y"]),
    ];
    assert_eq!(found, expected);
    let nothing = read::named(&mut lease, &city, "n", &texts).await.unwrap();
    assert!(nothing.is_empty(), "a value that is NULL cannot be taken: {nothing:?}");
    let none = read::named(&mut lease, &city, "c", &[]).await.unwrap();
    assert!(none.is_empty());
}

#[tokio::test]
async fn a_view_is_read_in_a_firm_order() {
    let scene = Scene::new(
        "create view v as select i % 3 as a, i as b, null::json as j from generate_series(1, 10) i",
    )
    .await;
    let page = scene.page("v", &sorted(3, 4, &[("a", Descending)], None)).await.unwrap();
    let pairs: Vec<_> = page.rows.iter().map(|row| texts(row)[1].clone().unwrap()).collect();
    assert_eq!(pairs, ["10", "7", "4", "1"]);
    assert_eq!((page.first, page.rows[0].id.clone()), (None, None));
}

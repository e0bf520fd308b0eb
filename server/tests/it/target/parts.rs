//! Filters for what values are made of: elements, points of ranges, parts of JSON, keys.

use super::scene::{Scene, filtered, firsts, sorted};
use app::error::At;
use app::model::filter::Direction::Ascending;
use app::model::filter::Operator::{self, Includes};
use app::model::page::PageRequest;
use server::target::diagnostics::TargetError;

const SQL: &str = r#"
create domain tags as text[];
create table p (
    id int primary key, a int[], t tags, r int4range, d daterange, z tstzrange, j jsonb, k json,
    h hstore, plain text, points point[]);
insert into p values
    (1, '{1,2}', '{"a, b","{c}"}', '[1,5)', '[2026-01-01,2026-02-01)',
     '[2026-01-01 00:00+00,2026-01-01 01:00+00)', '{"a": [1, 2]}', '["x"]', '"a b" => null', 'x', '{"(1,2)"}'),
    (2, '{{2,3},{4,null}}', '{NULL,"NULL","\"\\"}', '[5,)', 'empty', null, '["a"]', '{"a": 1.0}',
     'c => "a b"', 'x', '{"(3,4)"}'),
    (3, null, null, null, null, null, null, null, null, null, null);"#;

async fn refused(scene: &Scene, request: &PageRequest) -> (At, String) {
    let page = scene.page("p", request).await;
    let Err(TargetError::Refused(error)) = page else { panic!("{request:?}: {page:?}") };
    let [problem] = error.problems.try_into().unwrap_or_else(|all| panic!("{all:?}"));
    (problem.at, problem.message)
}

#[tokio::test]
async fn values_are_found_by_what_they_are_made_of() {
    let scene = Scene::new(SQL).await;
    let cases: [(&str, &str, &[&str]); 18] = [
        ("a", "2", &["1", "2"]),
        ("a", "4", &["2"]),
        ("a", " 1", &["1"]),
        ("t", "a, b", &["1"]),
        ("t", "{c}", &["1"]),
        ("t", "NULL", &["2"]),
        ("t", r#""\"#, &["2"]),
        ("t", "", &[]),
        ("r", "4", &["1"]),
        ("r", "5", &["2"]),
        ("d", "2026-01-31", &["1"]),
        ("z", "2026-01-01 00:30", &["1"]),
        ("j", r#"{"a": [2]}"#, &["1"]),
        ("j", r#""a""#, &["2"]),
        ("k", r#"{"a": 1}"#, &["2"]),
        ("h", "a b", &["1"]),
        ("h", "c", &["2"]),
        ("h", "'; drop table p; --", &[]),
    ];
    for (column, part, expected) in cases {
        let page = scene.page("p", &filtered(column, Includes, &[part])).await.unwrap();
        assert_eq!(firsts(&page.rows), expected, "{column} includes {part}");
    }
}

#[tokio::test]
async fn several_ranges_include_the_points_of_each() {
    if Scene::version().await < 14 {
        return;
    }
    let scene = Scene::new(
        "create table p (id int primary key, m int4multirange);
         insert into p values (1, '{[1,3),[7,9)}'), (2, '{[3,5)}'), (3, '{}');",
    )
    .await;
    for (point, expected) in [("2", ["1"]), ("3", ["2"]), ("8", ["1"])] {
        let page = scene.page("p", &filtered("m", Includes, &[point])).await.unwrap();
        assert_eq!(firsts(&page.rows), expected, "{point}");
    }
}

#[tokio::test]
async fn a_text_that_is_no_part_is_told_at_its_filter() {
    let scene = Scene::new(SQL).await;
    let cases = [
        ("a", "two", "This is not a part of a value of the type integer[]"),
        ("d", "2026-02-31", "This is not a part of a value of the type daterange"),
        ("j", "{", "This is not a part of a value of the type jsonb"),
        ("plain", "x", "This condition does not suit the column"),
    ];
    for (column, part, message) in cases {
        let (at, said) = refused(&scene, &filtered(column, Includes, &[part])).await;
        assert_eq!((at, said.as_str()), (At::Field("filters.0".to_owned()), message));
    }
}

#[tokio::test]
async fn what_cannot_be_compared_is_told_where_it_was_asked_for() {
    let scene = Scene::new(SQL).await;
    for (operator, value) in [(Includes, "(1,2)"), (Operator::Equals, "{\"(1,2)\"}")] {
        let (at, message) = refused(&scene, &filtered("points", operator, &[value])).await;
        let place = At::Field("filters.0".to_owned());
        assert_eq!(
            (at, message.as_str()),
            (place, "PostgreSQL cannot compare values of this type")
        );
    }
    let order = [("plain", Ascending), ("points", Ascending)];
    let (at, message) = refused(&scene, &sorted(0, 10, &order, None)).await;
    let place = At::Field("sort.1".to_owned());
    assert_eq!((at, message.as_str()), (place, "PostgreSQL cannot sort values of this type"));
}

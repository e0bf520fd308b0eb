//! The operators that a column offers hold for it, of whatever type it is.

use super::scene::{Scene, firsts, request, sorted, texts, update};
use app::model::filter::{Direction, Filter, Operator, RowQuery};
use app::model::page::PageRequest;

/// Types, each with a smaller and a greater value, neither of whose texts is part of the other's.
const TYPES: [(&str, &str, &str); 46] = [
    ("text", "a", "b"),
    ("varchar", "a", "b"),
    ("varchar(9)", "a", "b"),
    ("char(3)", "ab", "cd"),
    ("bpchar", "a ", "b "),
    ("name", "a", "b"),
    ("citext", "a", "B"),
    ("\"char\"", "a", "b"),
    ("bool", "false", "true"),
    ("int2", "10", "20"),
    ("int4", "-10", "20"),
    ("int8", "10", "9007199254740993"),
    ("numeric", "9.50", "10.1"),
    ("numeric(8,2)", "9.50", "NaN"),
    ("float4", "0.5", "1e30"),
    ("float8", "0.5", "Infinity"),
    ("money", "9.00", "10.10"),
    ("date", "0044-03-15 BC", "2024-02-01"),
    ("time", "09:00", "10:00"),
    ("timetz", "09:00+02", "09:00+01"),
    ("timestamp", "2024-02-01 09:00", "infinity"),
    ("timestamptz", "2024-02-01 09:00+02", "2024-02-01 09:00+01"),
    ("interval", "36:00:00", "2 days"),
    ("uuid", "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"),
    ("inet", "10.0.0.1", "10.0.0.2/8"),
    ("cidr", "10.0.0.0/8", "11.0.0.0/8"),
    ("macaddr", "00:00:00:00:00:01", "00:00:00:00:00:02"),
    ("macaddr8", "00:00:00:00:00:00:00:01", "00:00:00:00:00:00:00:02"),
    ("json", "{\"a\": 1}", "{\"a\": 2}"),
    ("jsonb", "{\"a\": 1}", "{\"a\": 2}"),
    ("bytea", "\\x01", "\\x02"),
    ("bit(4)", "0001", "0010"),
    ("oid", "10", "20"),
    ("pg_lsn", "0/10", "0/20"),
    ("tsvector", "'a'", "'b'"),
    ("jsonpath", "$.\"a\"", "$.\"b\""),
    ("point", "(0,1)", "(0,2)"),
    ("int4[]", "{1}", "{2}"),
    ("text[]", "{a}", "{b}"),
    ("int4range", "[1,2)", "[2,3)"),
    ("hstore", "a=>1", "a=>2"),
    ("mood", "sad", "ok"),
    ("chosen", "sad", "ok"),
    ("price", "9.50", "10.10"),
    ("pair", "(1,a)", "(1,b)"),
    ("xml", "<a/>", "<b/>"),
];

/// Types that are made first; the labels of the enum are not in the order of their texts.
const MADE: &str = "\
create type mood as enum ('sad', 'ok');
create domain chosen as mood;
create domain price as numeric(20,2);
create type pair as (a int, b text);";

fn sql() -> String {
    let column = |(at, (kind, ..)): (usize, &(&str, &str, &str))| format!(", c{at} {kind}");
    let columns: String = TYPES.iter().enumerate().map(column).collect();
    let values = |value: fn(&(&str, &str, &str)) -> String| {
        TYPES.iter().map(value).collect::<String>().replace('\\', "\\\\")
    };
    let small = values(|(kind, small, _)| format!(", E'{}'::{kind}", small.replace('\'', "''")));
    let great = values(|(kind, _, great)| format!(", E'{}'::{kind}", great.replace('\'', "''")));
    format!(
        "{MADE} create table t (id int primary key{columns});
         insert into t values (1{small}), (2{great}); insert into t (id) values (3);"
    )
}

/// Values to compare with, made of the two texts, and the rows that are found. What is looked for in
/// values that are made of others is shown beside it (`parts`).
fn found(operator: Operator, small: &str, great: &str) -> (Vec<String>, &'static [&'static str]) {
    let (operands, rows): (&[&str], &[_]) = match operator {
        Operator::Contains | Operator::StartsWith | Operator::Equals | Operator::AtMost => {
            (&[small], &["1"])
        }
        Operator::ContainsNot | Operator::Differs => (&[small], &["2", "3"]),
        Operator::Less => (&[great], &["1"]),
        Operator::Greater => (&[small], &["2"]),
        Operator::AtLeast => (&[great], &["2"]),
        Operator::Between | Operator::OneOf => (&[small, great], &["1", "2"]),
        Operator::Includes => unreachable!("it speaks of parts of values"),
        Operator::IsNull => (&[], &["3"]),
        Operator::IsNotNull => (&[], &["1", "2"]),
    };
    (operands.iter().map(|operand| (*operand).to_owned()).collect(), rows)
}

#[tokio::test]
async fn every_operator_that_is_offered_finds_the_rows_it_speaks_of() {
    let scene = Scene::new(&sql()).await;
    let relation = scene.open("t").await;
    let rows = scene.rows("t").await;
    let (small, great) = (texts(&rows[0]), texts(&rows[1]));
    for (at, column) in relation.columns.iter().enumerate().skip(1) {
        let operators = Operator::suiting(&column.kind).into_iter();
        for operator in operators.filter(|operator| *operator != Operator::Includes) {
            let [small, great] = [&small, &great].map(|row| row[at].as_deref().unwrap());
            let (operands, expected) = found(operator, small, great);
            let asked = Filter { column: column.name.clone(), operator, operands };
            let query = RowQuery { filters: vec![asked.clone()], ..RowQuery::default() };
            let page = scene.page("t", &PageRequest { query, ..request(0, 5) }).await;
            let page =
                page.unwrap_or_else(|error| panic!("{}: {asked:?} {error:?}", column.type_name));
            assert_eq!(firsts(&page.rows), expected, "{}: {asked:?}", column.type_name);
        }
    }
}

#[tokio::test]
async fn a_domain_over_an_enum_identifies_rows_and_puts_them_in_order() {
    let scene = Scene::new(
        "create type mood as enum ('sad', 'ok', 'fine'); create domain chosen as mood;
         create table k (id chosen primary key, v text);
         insert into k values ('sad', 'a'), ('ok', 'b'), ('fine', 'c');
         create table l (id int primary key, c chosen);
         insert into l values (1, 'fine'), (2, 'ok'), (3, 'sad');",
    )
    .await;
    let place = scene.page("k", &request(1, 1)).await.unwrap().first;
    let page = scene.page("k", &PageRequest { near: place, ..request(2, 1) }).await.unwrap();
    assert_eq!(firsts(&page.rows), ["fine"]);
    scene.save("k", &[update(&page.rows[0], &[("v", Some("c"), Some("C"))])]).await;
    let sort = [("c", Direction::Ascending)];
    let page = scene.page("l", &sorted(0, 1, &sort, None)).await.unwrap();
    let page = scene.page("l", &sorted(1, 2, &sort, page.first)).await.unwrap();
    assert_eq!(firsts(&page.rows), ["2", "1"]);
}

//! Values of ranges: of every type that PostgreSQL has, and of types that somebody made.

use super::structures::{LABELS, THORNY, mood, quoted};
use super::values::{clock, date, with};
use chrono::DateTime;
use proptest::collection::vec;
use proptest::prelude::*;

/// Makes a type of ranges of texts, whose bounds may be anything.
pub const WORDS: &str = "create type words as range (subtype = text)";

/// Arbitrary ranges of one type.
type Ranges = BoxedStrategy<String>;

/// Makes a type of ranges of an enum.
pub fn moods() -> String {
    format!("{}; create type moods as range (subtype = mood)", mood())
}

/// PostgreSQL's own types of ranges.
pub fn own() -> [(&'static str, Ranges); 6] {
    let stamp = || (date(), clock()).prop_map(|(date, clock)| format!("{date} {clock}"));
    [
        // PostgreSQL moves the ends of whole numbers by one, and they must stay numbers.
        ("int4range", between((any::<i32>(), any::<i32>()).prop_map(whole))),
        ("int8range", between((any::<i64>(), any::<i64>()).prop_map(whole))),
        ("numrange", between(decimals())),
        ("daterange", between((date(), date()).prop_map(in_order))),
        ("tsrange", between((stamp(), stamp()).prop_map(in_order))),
        ("tstzrange", between(moments())),
    ]
}

/// Ranges of texts.
pub fn words() -> Ranges {
    between((THORNY, THORNY).prop_map(in_order))
}

/// Ranges of an enum, whose order is that of its labels.
pub fn of_labels() -> Ranges {
    let all = (0..LABELS.len(), 0..LABELS.len());
    between(all.prop_map(|(one, other)| {
        (LABELS[one.min(other)].to_owned(), LABELS[one.max(other)].to_owned())
    }))
}

/// Values of a type of ranges.
pub fn single(kind: &str, ranges: &Ranges) -> Vec<String> {
    with(&[edges(kind), &["empty", "(,)"]].concat(), ranges.clone())
}

/// Values of the type of multiranges that belongs to it.
pub fn several(kind: &str, ranges: &Ranges) -> Vec<String> {
    let edges: Vec<_> = edges(kind).iter().map(|edge| format!("{{{edge}}}")).collect();
    let edges: Vec<_> = edges.iter().map(String::as_str).chain(["{}", "{(,)}"]).collect();
    with(&edges, vec(ranges.clone(), 0..6).prop_map(|all| format!("{{{}}}", all.join(","))))
}

fn edges(kind: &str) -> &'static [&'static str] {
    match kind {
        "int4range" => &["[-2147483648,)", "[1,1]", "(,2147483647)"],
        "int8range" => &["[-9223372036854775808,)", "[1,1]"],
        "numrange" => &["(1.10,2.20]", "[NaN,NaN]", "[0,)"],
        "daterange" => &["[2024-01-01,infinity)", "[-infinity,infinity]"],
        "tsrange" => &["[-infinity,infinity]", "(infinity,)"],
        "tstzrange" => &[
            "[\"2024-10-27 00:30:00+00\",\"2024-10-27 01:30:00+00\")",
            "[-infinity,infinity]",
            "(infinity,)",
        ],
        "words" => &["[\"\",\"\"]", "(\"a,b\",\"a]b\")"],
        _ => &[],
    }
}

/// Ranges between two texts as they are ordered, each bound included or not, or missing.
fn between(bounds: impl Strategy<Value = (String, String)> + 'static) -> Ranges {
    let all = (bounds, 0_usize..3, 0_usize..3).prop_map(|((low, high), from, to)| {
        let (low, high) = (quoted(&low), quoted(&high));
        let low = [format!("[{low}"), format!("({low}"), "(".to_owned()][from].clone();
        let high = [format!("{high}]"), format!("{high})"), ")".to_owned()][to].clone();
        format!("{low},{high}")
    });
    all.boxed()
}

/// Two texts that are ordered as what they stand for.
fn in_order((one, other): (String, String)) -> (String, String) {
    if one <= other { (one, other) } else { (other, one) }
}

/// Two whole numbers, of which neither is the last one of its type.
fn whole<N: Copy + Ord + std::fmt::Display + std::ops::Div<Output = N> + From<u8>>(
    (one, other): (N, N),
) -> (String, String) {
    let half = |number: N| (number / N::from(2)).to_string();
    (half(one.min(other)), half(one.max(other)))
}

fn decimals() -> impl Strategy<Value = (String, String)> {
    let digits = "[0-9]{1,30}";
    let all = ("-?", 0_u32..1_000_000, digits, 1_u32..1_000_000, digits);
    all.prop_map(|(sign, from, low, more, high)| {
        (format!("{sign}{from}.{low}"), format!("{}.{high}", from + more))
    })
}

fn moments() -> impl Strategy<Value = (String, String)> {
    let written = |micros: i64| {
        let at = DateTime::from_timestamp_micros(micros).unwrap();
        at.format("%Y-%m-%d %H:%M:%S%.6f+00").to_string()
    };
    let from = -9_000_000_000_000_000_i64..9_000_000_000_000_000;
    let all = (from, 0_i64..90_000_000_000_000);
    all.prop_map(move |(from, length)| (written(from), written(from + length)))
}

//! Values of every kind: those at the edges, and arbitrary ones.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// How many arbitrary values of a kind.
const ARBITRARY: usize = 25;

/// The values as texts.
pub fn owned(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

/// These, and arbitrary ones.
pub fn with(edges: &[&str], arbitrary: impl Strategy<Value = String>) -> Vec<String> {
    let mut runner = TestRunner::default();
    let more = (0..ARBITRARY).map(|_| arbitrary.new_tree(&mut runner).unwrap().current());
    owned(edges).into_iter().chain(more).collect()
}

pub fn integers(kind: &str) -> Vec<String> {
    match kind {
        "int2" => with(&["-32768", "32767"], any::<i16>().prop_map(|n| n.to_string())),
        "int4" => with(&["-2147483648"], any::<i32>().prop_map(|n| n.to_string())),
        "oid" => with(&["4294967295"], any::<u32>().prop_map(|n| n.to_string())),
        _ => with(&["9007199254740993", "-9223372036854775808", "9223372036854775807"], integer()),
    }
}

pub fn integer() -> impl Strategy<Value = String> {
    any::<i64>().prop_map(|number| number.to_string())
}

pub fn numerics() -> Vec<String> {
    let edges = ["NaN", "Infinity", "-Infinity", "0", "0.000", "1e-300", "1e300", "-1.10"];
    with(&edges, "-?[0-9]{1,60}(\\.[0-9]{1,60})?")
}

/// Up to as many digits as PostgreSQL keeps before and after the point.
pub fn long_numerics() -> Vec<String> {
    let digits = |count: usize| "1234567890".repeat(count / 10);
    let most = format!("{}.{}", digits(131_070), digits(16_380));
    let small = format!("-0.{}1", "0".repeat(16_382));
    let all = "-?[1-9][0-9]{2000,4000}(\\.[0-9]{1000,3000})?";
    with(&[most.as_str(), &small], all).into_iter().take(6).collect()
}

pub fn decimals() -> Vec<String> {
    with(&["0", "-0.01", "92233720368547.07"], "-?[0-9]{1,13}\\.[0-9]{2}")
}

pub fn reals() -> Vec<String> {
    let edges = ["NaN", "Infinity", "-Infinity", "-0", "1e-45", "3.4028235e38", "0.1"];
    with(&edges, any::<f32>().prop_map(|n| format!("{n:e}")))
}

pub fn doubles() -> Vec<String> {
    let edges = ["NaN", "-Infinity", "-0", "5e-324", "1.7976931348623157e308", "0.1"];
    with(&edges, any::<f64>().prop_map(|n| format!("{n:e}")))
}

pub fn texts() -> Vec<String> {
    let edges = [
        "",
        " ",
        "a  ",
        "NULL",
        "null",
        "'; drop table t; --",
        "<img src=x onerror=alert(1)>",
        "=cmd()",
        "a\r\nb\tc",
        "\\x41\\n",
        "\u{202e}rtl\u{2066}",
        "\u{feff}",
        "e\u{301} é 😀",
    ];
    with(&edges, "(?s)[^\0]{0,60}")
}

pub fn bytes() -> Vec<String> {
    let bytes = vec(any::<u8>(), 0..60);
    with(
        &["\\x", "\\x00", "\\xff5c27"],
        bytes.prop_map(|bytes| {
            bytes.iter().fold("\\x".to_owned(), |text, byte| format!("{text}{byte:02x}"))
        }),
    )
}

pub fn uuids() -> Vec<String> {
    with(
        &["00000000-0000-0000-0000-000000000000"],
        any::<u128>().prop_map(|n| uuid::Uuid::from_u128(n).to_string()),
    )
}

pub fn date() -> impl Strategy<Value = String> {
    (1_i32..9999, 1_u32..=12, 1_u32..=28).prop_map(|(y, m, d)| format!("{y:04}-{m:02}-{d:02}"))
}

pub fn clock() -> impl Strategy<Value = String> {
    (0_u32..24, 0_u32..60, 0_u32..60, 0_u32..1_000_000)
        .prop_map(|(h, m, s, u)| format!("{h:02}:{m:02}:{s:02}.{u:06}"))
}

pub fn dates() -> Vec<String> {
    let edges = ["infinity", "-infinity", "0044-03-15 BC", "4713-01-01 BC", "5874897-12-31"];
    with(&edges, date())
}

pub fn times() -> Vec<String> {
    with(&["00:00:00", "24:00:00", "23:59:59.999999"], clock())
}

pub fn times_with_zone() -> Vec<String> {
    let edges = ["00:00:00+00", "24:00:00-15:59:59", "12:00+05:45", "12:00:00.1-00:00:01"];
    let offset = (-14_i32..=14, 0_u32..60).prop_map(|(h, m)| format!("{h:+03}:{m:02}"));
    with(&edges, (clock(), offset).prop_map(|(clock, offset)| format!("{clock}{offset}")))
}

pub fn timestamps() -> Vec<String> {
    let edges = ["infinity", "-infinity", "4713-01-01 00:00:00 BC", "294276-12-31 23:59:59.999999"];
    with(&edges, (date(), clock()).prop_map(|(date, clock)| format!("{date} {clock}")))
}

/// Among them those that a change of clocks makes ambiguous, and those of before standard time.
pub fn timestamps_with_zone() -> Vec<String> {
    let edges = [
        "infinity",
        "-infinity",
        "2024-10-27 00:30:00+00",
        "2024-10-27 01:30:00+00",
        "2024-03-31 01:00:00+00",
        "1880-01-01 00:00:00+00",
        "0044-03-15 12:00:00+00 BC",
        "294276-12-31 12:00:00+00",
    ];
    with(&edges, moment())
}

pub fn moment() -> impl Strategy<Value = String> {
    (date(), clock()).prop_map(|(date, clock)| format!("{date} {clock}+00"))
}

pub fn intervals() -> Vec<String> {
    let edges = [
        "7 days",
        "168:00:00",
        "1 mon -1 days",
        "-1 year -2 mons +3 days -04:05:06.000007",
        "-00:00:00.000001",
        "178000000 years",
        "0",
    ];
    let parts = (-999_i32..999, -9999_i32..9999, any::<i32>());
    with(
        &edges,
        parts.prop_map(|(months, days, micros)| {
            format!("{months} mons {days} days {micros} microseconds")
        }),
    )
}

pub fn jsons() -> Vec<String> {
    let edges = [
        "{ \"b\" : 1,  \"a\":[ ], \"b\":2 }",
        "1.10000000000000000000000000001",
        "\"\\u00e9 \\ud83d\\ude00 <script>\"",
        "null",
        "[1e400, -0, 0.10]",
        " \n{}\t",
    ];
    let number = "[1-9][0-9]{0,30}(\\.[0-9]{1,20})?";
    with(
        &edges,
        (number, "[a-z \"']{0,9}").prop_map(|(number, text)| {
            format!("{{\"n\": {number}, \"t\":{}}}", serde_json::Value::from(text))
        }),
    )
}

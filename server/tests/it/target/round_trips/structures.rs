//! Values of kinds that are made of others: arbitrary arrays, ranges, pairs, addresses.

use super::values::{owned, with};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;

/// Texts that are full of what structures are written with.
const THORNY: &str = "[a-c\"\\\\{}(),;='\\[\\] \t\nNULéñ😀]{0,8}";

/// A text in quotes, as arrays, ranges and pairs take it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn or_null(text: Option<String>) -> String {
    text.map_or_else(|| "NULL".to_owned(), |text| quoted(&text))
}

pub fn text_arrays() -> Vec<String> {
    let row = |elements: Vec<Option<String>>| {
        let elements: Vec<_> = elements.into_iter().map(or_null).collect();
        format!("{{{}}}", elements.join(","))
    };
    let flat = vec(option::of(THORNY), 0..5).prop_map(row);
    let square = vec(vec(option::of(THORNY), 2), 1..4).prop_map(move |rows| {
        let rows: Vec<_> = rows.into_iter().map(row).collect();
        format!("{{{}}}", rows.join(","))
    });
    let edges = ["{}", "{NULL,\"NULL\",\"null\",\"\"}", "[-1:0]={x,y}", "{{{a},{NULL}}}"];
    with(&edges, prop_oneof![flat, square])
}

pub fn number_arrays() -> Vec<String> {
    let element = prop_oneof![Just("NULL".to_owned()), "-?[0-9]{1,30}(\\.[0-9]{1,20})?"];
    let all = vec(element, 0..6).prop_map(|elements| format!("{{{}}}", elements.join(",")));
    with(&["{}", "{NaN,NULL,0.000}", "[5:6]={1,2}"], all)
}

/// A range of two texts as they are ordered, each bound included or not, or missing.
fn range(low: &str, high: &str, (from, to): (u8, u8)) -> String {
    let (from, low) = [("[", low), ("(", low), ("(", "")][usize::from(from)];
    let (to, high) = [("]", high), (")", high), (")", "")][usize::from(to)];
    format!("{from}{low},{high}{to}")
}

fn bounds() -> impl Strategy<Value = (u8, u8)> {
    (0_u8..3, 0_u8..3)
}

pub fn integer_ranges() -> Vec<String> {
    let all = (any::<i32>(), any::<i32>(), bounds()).prop_map(|(one, other, bounds)| {
        range(&one.min(other).to_string(), &one.max(other).to_string(), bounds)
    });
    with(&["empty", "(,)", "[1,1]", "[-9223372036854775808,)"], all)
}

/// Ranges of texts are what a customer makes; their bounds may be anything.
pub fn text_ranges() -> Vec<String> {
    let all = (THORNY, THORNY, bounds()).prop_map(|(one, other, bounds)| {
        let (low, high) = if one <= other { (one, other) } else { (other, one) };
        range(&quoted(&low), &quoted(&high), bounds)
    });
    with(&["empty", "[\"\",\"\"]", "(\"a,b\",\"a]b\")"], all)
}

pub fn moment_ranges() -> Vec<String> {
    let moment = |seconds: i64| {
        let at = chrono::DateTime::from_timestamp(seconds, 0).unwrap();
        format!("\"{}\"", at.format("%Y-%m-%d %H:%M:%S+00"))
    };
    let all = (-9_000_000_000_i64..9_000_000_000, 0_i64..90_000_000, bounds());
    let all = all.prop_map(move |(from, length, bounds)| {
        range(&moment(from), &moment(from + length), bounds)
    });
    let hour = "[\"2024-10-27 00:30:00+00\",\"2024-10-27 01:30:00+00\")";
    with(&[hour, "empty", "[-infinity,infinity]"], all)
}

pub fn multiranges() -> Vec<String> {
    let all = btree_set(-9_999_i32..9_999, 0..8).prop_map(|numbers| {
        let numbers: Vec<_> = numbers.into_iter().collect();
        let ranges: Vec<_> =
            numbers.chunks_exact(2).map(|pair| format!("[{},{})", pair[0], pair[1])).collect();
        format!("{{{}}}", ranges.join(","))
    });
    with(&["{}", "{[1,3),[5,9)}", "{(,)}", "{(,5),[9,)}"], all)
}

pub fn pairs() -> Vec<String> {
    let all = vec((THORNY, option::of(THORNY)), 0..4).prop_map(|pairs| {
        let pairs = pairs.into_iter();
        let pairs: Vec<_> =
            pairs.map(|(key, value)| format!("{}=>{}", quoted(&key), or_null(value))).collect();
        pairs.join(",")
    });
    with(&["", "a=>1, \"b c\"=>NULL", "\"\\\"\"=>\"NULL\"", "NULL=>x"], all)
}

pub fn addresses() -> Vec<String> {
    let four = (any::<u32>(), 0_u8..=32)
        .prop_map(|(bits, mask)| format!("{}/{mask}", std::net::Ipv4Addr::from_bits(bits)));
    let six = (any::<u128>(), 0_u8..=128)
        .prop_map(|(bits, mask)| format!("{}/{mask}", std::net::Ipv6Addr::from_bits(bits)));
    let edges = ["10.0.0.1", "10.0.0.1/32", "10.1.2.3/8", "::1", "fe80::1/64", "::ffff:1.2.3.4"];
    with(&edges, prop_oneof![four, six])
}

pub fn networks() -> Vec<String> {
    let four = (any::<u32>(), 0_u32..=32).prop_map(|(bits, mask)| {
        let kept = u32::MAX.checked_shl(32 - mask).unwrap_or(0);
        format!("{}/{mask}", std::net::Ipv4Addr::from_bits(bits & kept))
    });
    with(&["10.0.0.0/8", "::/0", "192.168.1.1/32"], four)
}

pub fn hardware(bytes: usize) -> Vec<String> {
    let all = vec(any::<u8>(), bytes).prop_map(|bytes| {
        let bytes: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        bytes.join(":")
    });
    with(&[], all)
}

/// Composite values of a number, a text and numbers.
pub fn rows() -> Vec<String> {
    let field = |text: Option<String>| text.map_or_else(String::new, |text| quoted(&text));
    let all = (option::of(any::<i32>()), option::of(THORNY), any::<bool>()).prop_map(
        move |(number, text, has)| {
            let number = number.map_or_else(String::new, |number| number.to_string());
            let numbers = if has { "\"{1.50,NULL}\"" } else { "" };
            format!("({number},{},{numbers})", field(text))
        },
    );
    with(&["(,,)", "(1,\"\",{})", "(-1,\"a\"\"b\\\\c\",\"{1,2}\")"], all)
}

/// The labels of an enum that somebody made for trouble.
pub const LABELS: [&str; 7] = ["plain", "two words", "it's", "\"quoted\"", "a,b{c}", "NULL", "ñ😀"];

pub fn labels() -> Vec<String> {
    owned(&LABELS)
}

//! Values of kinds that are made of others: arbitrary arrays, ranges, pairs, addresses.

use super::values::{owned, with};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Texts that are full of what structures are written with.
pub const THORNY: &str = "[a-c\"\\\\{}(),;='\\[\\] \t\nNULéñ😀]{0,8}";

/// A text in quotes, as arrays, ranges and pairs take it.
pub fn quoted(text: &str) -> String {
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

/// Arrays of one to three dimensions, each counted from anywhere.
pub fn deep_arrays(element: impl Strategy<Value = String>) -> Vec<String> {
    let sizes = vec((1_i32..4, -3_i32..4), 1..4);
    let all = (sizes, vec(element, 27)).prop_map(|(sizes, elements)| {
        let bounds = sizes.iter().map(|(size, from)| format!("[{from}:{}]", from + size - 1));
        let bounds: String = bounds.collect();
        format!("{bounds}={}", nested(&sizes, &mut elements.into_iter()))
    });
    with(&[], all)
}

fn nested(sizes: &[(i32, i32)], elements: &mut impl Iterator<Item = String>) -> String {
    let Some(((size, _), inner)) = sizes.split_first() else { return elements.next().unwrap() };
    let parts: Vec<_> = (0..*size).map(|_| nested(inner, elements)).collect();
    format!("{{{}}}", parts.join(","))
}

/// An element of an array of texts.
pub fn text_or_null() -> impl Strategy<Value = String> {
    option::of(THORNY).prop_map(or_null)
}

pub fn number_arrays() -> Vec<String> {
    let element = prop_oneof![Just("NULL".to_owned()), "-?[0-9]{1,30}(\\.[0-9]{1,20})?"];
    let all = vec(element, 0..6).prop_map(|elements| format!("{{{}}}", elements.join(",")));
    with(&["{}", "{NaN,NULL,0.000}", "[5:6]={1,2}"], all)
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

/// Makes it.
pub fn mood() -> String {
    let labels: Vec<_> = LABELS.iter().map(|label| label.replace('\'', "''")).collect();
    format!("create type mood as enum ('{}')", labels.join("', '"))
}

pub fn labels() -> Vec<String> {
    owned(&LABELS)
}

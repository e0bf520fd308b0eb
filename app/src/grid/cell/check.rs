//! What is wrong with a value at sight, before PostgreSQL is asked. Only what is certain is said.

use crate::model::cell::{CellKind, NumberKind};
use crate::model::table::Column;

/// Says what is wrong with a value in a column; none where only PostgreSQL can tell.
pub fn objection(column: &Column, value: Option<&str>) -> Option<String> {
    let Some(text) = value else {
        // Where a trigger may give a value, PostgreSQL alone can tell.
        return column.required.then(|| "A value is required: this column takes no NULL".into());
    };
    match &column.kind {
        CellKind::Text { length: Some(most) } => too_long(text, *most),
        CellKind::Char { length } => too_long(text.trim_end_matches(' '), *length),
        CellKind::Number(kind) => number(*kind, text),
        CellKind::Boolean if !matches!(text, "true" | "false") => {
            Some("Only true and false are possible".to_owned())
        }
        CellKind::Enum { labels } if !labels.iter().any(|label| label == text) => {
            Some(format!("Only these are possible: {}", labels.join(", ")))
        }
        CellKind::Uuid if !may_be_uuid(text) => {
            Some("Enter a UUID: 32 hexadecimal digits".to_owned())
        }
        _ => None,
    }
}

/// PostgreSQL also reads braces, capitals, and hyphens elsewhere.
fn may_be_uuid(text: &str) -> bool {
    let (digits, rest): (String, String) = text.chars().partition(char::is_ascii_hexdigit);
    digits.len() == 32 && rest.chars().all(|other| matches!(other, '-' | '{' | '}'))
}

fn too_long(text: &str, most: u32) -> Option<String> {
    let count = text.chars().count();
    let fits = u32::try_from(count).is_ok_and(|count| count <= most);
    (!fits).then(|| format!("At most {most} characters fit, this has {count}"))
}

fn number(kind: NumberKind, text: &str) -> Option<String> {
    let (low, high) = match kind {
        NumberKind::Smallint => (i64::from(i16::MIN), i64::from(i16::MAX)),
        NumberKind::Integer => (i64::from(i32::MIN), i64::from(i32::MAX)),
        NumberKind::Bigint => (i64::MIN, i64::MAX),
        NumberKind::Numeric { .. } | NumberKind::Real | NumberKind::Double => {
            return not_a_number(text);
        }
        NumberKind::Money => return None,
    };
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        // Later versions of PostgreSQL also read 0x1F, 0o17 and 1_000.
        let other_notation = digits.starts_with('0') || digits.contains('_');
        return (!other_notation).then(|| "Enter a whole number".to_owned());
    }
    let fits = text.parse::<i64>().is_ok_and(|number| (low..=high).contains(&number));
    (!fits).then(|| format!("Enter a whole number from {low} to {high}"))
}

fn not_a_number(text: &str) -> Option<String> {
    let comma = text.contains(',');
    let letters = text.chars().any(char::is_alphabetic);
    // NaN, Infinity, exponents and other notations are PostgreSQL's to read.
    (comma && !letters)
        .then(|| "Write the number with a point and without separators, as 1234.56".to_owned())
}

#[cfg(test)]
pub(in crate::grid) mod tests {
    use super::objection;
    use crate::model::cell::{CellKind, NumberKind};
    use crate::model::table::Column;

    pub fn column(kind: CellKind) -> Column {
        Column {
            name: "c".to_owned(),
            type_name: String::new(),
            kind,
            nullable: true,
            default: None,
            required: false,
            unique: false,
            locked: None,
            comment: None,
            reference: None,
        }
    }

    fn objected(kind: CellKind, text: &str) -> bool {
        objection(&column(kind), Some(text)).is_some()
    }

    #[test]
    fn what_is_certainly_wrong_is_said() {
        assert!(objected(CellKind::Number(NumberKind::Smallint), "40000"));
        assert!(objected(CellKind::Number(NumberKind::Bigint), "9223372036854775808"));
        assert!(objected(CellKind::Number(NumberKind::Integer), "twelve"));
        assert!(objected(CellKind::Text { length: Some(3) }, "four"));
        assert!(objected(CellKind::Boolean, "maybe"));
        assert!(objected(CellKind::Enum { labels: vec!["a".to_owned()] }, "b"));
        assert!(objected(CellKind::Uuid, "a0eebc99"));
        let number = NumberKind::Numeric { precision: None, scale: None };
        assert!(objected(CellKind::Number(number), "1.234,56"));
        let column = Column { nullable: false, required: true, ..column(CellKind::Date) };
        assert!(objection(&column, None).is_some());
        assert!(objection(&Column { required: false, ..column }, None).is_none());
    }

    #[test]
    fn what_only_postgresql_knows_is_left_to_it() {
        assert!(!objected(CellKind::Number(NumberKind::Bigint), "9223372036854775807"));
        assert!(!objected(CellKind::Number(NumberKind::Integer), "0x1F"));
        assert!(!objected(CellKind::Number(NumberKind::Double), "Infinity"));
        assert!(!objected(CellKind::Date, "tomorrow"));
        assert!(!objected(CellKind::Uuid, "{A0EEBC99-9C0B4EF8BB6D6BB9BD380A11}"));
        assert!(!objected(CellKind::Char { length: 2 }, "ab   "));
        assert!(!objected(CellKind::Text { length: Some(3) }, "äöü"));
    }
}

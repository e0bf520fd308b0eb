//! From what somebody typed or pasted to a value; PostgreSQL has the last word on it.

use crate::grid::edits::Value;
use crate::model::cell::CellKind;
use crate::model::table::Column;

/// Words for true and false in spreadsheets and databases, in English and German.
const TRUE: [&str; 8] = ["true", "t", "yes", "y", "on", "1", "wahr", "ja"];
const FALSE: [&str; 8] = ["false", "f", "no", "n", "off", "0", "falsch", "nein"];

/// What a cell becomes when an editor with this text is left. Where empty text is no value, an
/// emptied editor means NULL; a number or a date has no spaces around it.
pub fn typed(column: &Column, text: &str) -> Value {
    if column.kind.holds_empty_text() {
        return Some(text.to_owned());
    }
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return None;
    }
    Some(match &column.kind {
        CellKind::Boolean => truth(trimmed),
        CellKind::Enum { labels } => label(labels, text),
        // Kept as typed: spaces belong to it.
        CellKind::Json | CellKind::Array | CellKind::Range | CellKind::Composite => text.to_owned(),
        _ => trimmed.to_owned(),
    })
}

/// What a cell becomes when an empty or full cell of a spreadsheet is pasted.
pub fn pasted(column: &Column, text: &str) -> Value {
    if text.is_empty() { cleared(column) } else { typed(column, text) }
}

/// What a cleared cell holds: NULL where it may, else empty text where that is a value.
pub fn cleared(column: &Column) -> Value {
    let empty = !column.nullable && column.kind.holds_empty_text();
    empty.then(String::new)
}

fn truth(text: &str) -> String {
    let lower = text.to_lowercase();
    if TRUE.contains(&lower.as_str()) {
        "true".to_owned()
    } else if FALSE.contains(&lower.as_str()) {
        "false".to_owned()
    } else {
        text.to_owned()
    }
}

/// A label that differs in nothing but case and spaces around it is meant.
fn label(labels: &[String], text: &str) -> String {
    if labels.iter().any(|label| label == text) {
        return text.to_owned();
    }
    let wanted = text.trim().to_lowercase();
    let mut alike = labels.iter().filter(|label| label.trim().to_lowercase() == wanted);
    match (alike.next(), alike.next()) {
        (Some(label), None) => label.clone(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{cleared, pasted, typed};
    use crate::grid::cell::check::tests::column;
    use crate::model::cell::{CellKind, NumberKind};
    use crate::model::table::Column;

    #[test]
    fn an_emptied_editor_is_empty_text_only_where_that_is_a_value() {
        let text = column(CellKind::Text { length: None });
        assert_eq!(typed(&text, ""), Some(String::new()));
        assert_eq!(typed(&column(CellKind::Date), " "), None);
        assert_eq!(cleared(&text), None);
        assert_eq!(cleared(&Column { nullable: false, ..text }), Some(String::new()));
    }

    #[test]
    fn spreadsheets_truths_are_understood() {
        let column = column(CellKind::Boolean);
        let values = ["TRUE", "wahr", "0", "maybe", ""].map(|text| pasted(&column, text));
        assert_eq!(
            values.map(|value| value.unwrap_or_else(|| "NULL".to_owned())),
            ["true", "true", "false", "maybe", "NULL"]
        );
    }

    #[test]
    fn digits_are_never_touched() {
        let column = column(CellKind::Number(NumberKind::Numeric { precision: None, scale: None }));
        for digits in ["9007199254740993", "0.10", "-0", "1e400", "NaN", "12345678901234567890.5"] {
            assert_eq!(typed(&column, &format!(" {digits} ")).as_deref(), Some(digits));
        }
    }

    #[test]
    fn labels_are_found_whatever_their_case() {
        let labels = vec!["Open".to_owned(), "closed".to_owned(), "CLOSED".to_owned()];
        let column = column(CellKind::Enum { labels });
        assert_eq!(typed(&column, "open ").as_deref(), Some("Open"));
        assert_eq!(typed(&column, "CLOSED").as_deref(), Some("CLOSED"));
        assert_eq!(typed(&column, "Closed").as_deref(), Some("Closed"));
    }
}

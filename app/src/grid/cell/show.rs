//! A cell's text on one line: line breaks as ↵, tabs as ⇥, marks of direction as ⇢, ⇠, ⇄ and ⇎,
//! long ones cut.

use crate::model::cell::Cell;

/// How many characters a cell shows at most; wider than any column.
const MOST_CHARACTERS: usize = 300;

/// What a cell shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Face {
    /// NULL.
    Null,
    /// Text, on one line.
    Text(String),
}

/// What a value shows.
pub fn face(value: Option<&str>) -> Face {
    value.map_or(Face::Null, |text| Face::Text(line(text)))
}

impl Face {
    /// What a cell of the table shows.
    pub fn of(cell: &Cell) -> Self {
        let mut face = face(cell.shown());
        if let (Cell::Cut { .. }, Self::Text(text)) = (cell, &mut face)
            && !text.ends_with('…')
        {
            text.push('…');
        }
        face
    }
}

fn line(text: &str) -> String {
    let mut shown = String::new();
    let mut chars = text.chars().peekable();
    let mut count = 0;
    while let Some(char) = chars.next() {
        if count == MOST_CHARACTERS {
            shown.push('…');
            break;
        }
        count += 1;
        match char {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' => shown.push('↵'),
            '\t' => shown.push('⇥'),
            '\u{200e}' | '\u{202a}' | '\u{202d}' | '\u{2066}' => shown.push('⇢'),
            '\u{200f}' | '\u{061c}' | '\u{202b}' | '\u{202e}' | '\u{2067}' => shown.push('⇠'),
            '\u{2068}' => shown.push('⇄'),
            // The end of what one of them began.
            '\u{202c}' | '\u{2069}' => shown.push('⇎'),
            char if char.is_control() => shown.push('\u{fffd}'),
            char => shown.push(char),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{Face, MOST_CHARACTERS, face};
    use crate::model::cell::Cell;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cell_is_one_line_and_not_endless(text in any::<String>()) {
            let Face::Text(shown) = face(Some(&text)) else { panic!("text is text") };
            prop_assert!(!shown.contains(|char: char| char.is_control()));
            prop_assert!(shown.chars().count() <= MOST_CHARACTERS + 1);
        }
    }

    #[test]
    fn null_empty_breaks_and_cuts_are_told_apart() {
        assert_eq!(face(None), Face::Null);
        assert_eq!(face(Some("")), Face::Text(String::new()));
        assert_eq!(face(Some("a\r\nb\tc")), Face::Text("a↵b⇥c".to_owned()));
        let turned = face(Some("a\u{202e}gpj.\u{202c}exe"));
        assert_eq!(turned, Face::Text("a⇠gpj.⇎exe".to_owned()));
        let cut = Cell::Cut { start: "abc".to_owned(), characters: 5_000 };
        assert_eq!(Face::of(&cut), Face::Text("abc…".to_owned()));
    }
}

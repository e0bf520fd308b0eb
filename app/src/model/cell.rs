//! Cells: PostgreSQL's own text, NULL, or the start of a text too long for a page.
//!
//! Invariant: a cell's text is never parsed into a machine number or a date on its way; what is
//! shown, edited and saved is the text that PostgreSQL wrote and will read again.

mod kind;

pub use kind::{Alignment, CellKind, NumberKind};

use serde::{Deserialize, Serialize};

/// How many characters of a long text travel with a page of rows; fewer where a table has very many
/// such columns.
pub const CUT_AT: usize = 1_000;

/// One cell as a page of rows carries it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    /// NULL.
    #[default]
    Null,
    /// The whole text.
    Text(String),
    /// The start of a text that is too long to travel; the rest is fetched before it is edited.
    Cut {
        /// The first characters.
        start: String,
        /// How many characters there are in all.
        characters: u64,
    },
}

impl Cell {
    /// A cell from a whole value.
    pub fn whole(value: Option<String>) -> Self {
        value.map_or(Self::Null, Self::Text)
    }

    /// The whole value, NULL as none; nothing where the text is cut off.
    pub fn value(&self) -> Option<Option<&str>> {
        match self {
            Self::Null => Some(None),
            Self::Text(text) => Some(Some(text)),
            Self::Cut { .. } => None,
        }
    }

    /// What is there to show of it, NULL as none.
    pub fn shown(&self) -> Option<&str> {
        match self {
            Self::Null => None,
            Self::Text(text) | Self::Cut { start: text, .. } => Some(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cell;

    #[test]
    fn null_and_empty_text_are_told_apart_on_the_wire() {
        let cells = [Cell::Null, Cell::Text(String::new()), Cell::Text("null".to_owned())];
        let wire = serde_json::to_string(&cells).unwrap();
        assert_eq!(wire, r#"[null,"","null"]"#);
        assert_eq!(serde_json::from_str::<Vec<Cell>>(&wire).unwrap(), cells);
    }
}

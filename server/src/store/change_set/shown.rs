//! A row of a change set as a page shows it: with the starts of long values only.

use app::model::cell::{CUT_AT, Cell};
use app::model::history::{CellChange, RowChange, ShownChange};

/// What a page carries besides the values of a cell, in bytes, about.
const AROUND: usize = 40;

/// A row as a page shows it, and its size.
pub(super) struct Shown {
    pub(super) change: ShownChange,
    /// About how many bytes it takes.
    pub(super) bytes: usize,
}

impl Shown {
    /// Cuts long values; where a row has very many, those beyond the room are left out but for their
    /// length.
    pub(super) fn of(change: RowChange, room: usize) -> Self {
        let keys = change.key.iter().chain(change.old_key.iter().flatten());
        let mut bytes = AROUND + keys.map(String::len).sum::<usize>();
        let RowChange { position, deed, key, old_key, cells } = change;
        let cells = cells.into_iter().map(|cell| {
            let CellChange { column, old, new } = cell;
            let (old, new) = (cut(old, room > bytes), cut(new, room > bytes));
            let texts = [&old, &new].into_iter().filter_map(Cell::shown);
            bytes += AROUND + column.len() + texts.map(str::len).sum::<usize>();
            CellChange { column, old, new }
        });
        let cells = cells.collect();
        Self { change: ShownChange { position, deed, key, old_key, cells }, bytes }
    }
}

fn cut(value: Option<String>, has_room: bool) -> Cell {
    let Some(text) = value else { return Cell::Null };
    let most = if has_room { CUT_AT } else { 0 };
    match text.char_indices().nth(most) {
        None => Cell::Text(text),
        Some((end, _)) => {
            let characters = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
            Cell::Cut { start: text.get(..end).unwrap_or_default().to_owned(), characters }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::model::history::RowDeed;

    fn row(values: &[&str]) -> RowChange {
        let cells = values.iter().map(|value| CellChange {
            column: "v".to_owned(),
            old: None,
            new: Some((*value).to_owned()),
        });
        let key = vec!["1".to_owned()];
        let cells = cells.collect();
        RowChange { position: 0, deed: RowDeed::Inserted, key, old_key: None, cells }
    }

    #[test]
    fn long_values_are_cut_and_tell_their_length() {
        let (long, just) = ("ä".repeat(1_001), "ä".repeat(1_000));
        let shown = Shown::of(row(&[&long, &just, ""]), 1 << 20).change;
        let start = just.clone();
        assert_eq!(shown.cells[0].new, Cell::Cut { start, characters: 1_001 });
        assert_eq!(shown.cells[1].new, Cell::Text(just));
        assert_eq!(shown.cells[2].new, Cell::Text(String::new()));
        assert_eq!(shown.cells[0].old, Cell::Null);
    }

    #[test]
    fn a_row_of_very_many_long_values_stays_within_its_room() {
        let long = "x".repeat(900);
        let shown = Shown::of(row(&vec![long.as_str(); 1_600]), 100_000);
        assert!(shown.bytes < 100_000 + 1_600 * (AROUND + 1), "{}", shown.bytes);
        let last = shown.change.cells.last().map(|cell| cell.new.clone());
        assert_eq!(last, Some(Cell::Cut { start: String::new(), characters: 900 }));
    }
}

//! Blocks of cells as spreadsheets copy and paste them: tabs between cells, line breaks between
//! rows, quotes around cells that hold either.

mod html;

pub use html::{read_own, write_html};

use super::number::wide;
use super::selection::Area;

/// Rows of cells.
pub type Block<T> = Vec<Vec<T>>;

/// Our own flavour on the clipboard, which tells NULL from empty text.
pub const OWN_FLAVOUR: &str = "application/x-nexttables-cells+json";

/// Writes a block as spreadsheets read it; NULL becomes an empty cell.
pub fn write(block: &[Vec<Option<String>>]) -> String {
    let rows = block.iter().map(|row| {
        let cells: Vec<_> = row.iter().map(|cell| quoted(cell.as_deref())).collect();
        cells.join("\t")
    });
    rows.collect::<Vec<_>>().join("\r\n")
}

fn quoted(cell: Option<&str>) -> String {
    let cell = cell.unwrap_or_default();
    let must = cell.starts_with('"') || cell.contains(['\t', '\n', '\r']);
    if must { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

/// Reads what a spreadsheet, or any other program, has copied.
pub fn read(text: &str) -> Block<String> {
    let mut rows = vec![Vec::new()];
    let mut rest = text;
    loop {
        let (cell, after) = take_cell(rest);
        if let Some(row) = rows.last_mut() {
            row.push(cell);
        }
        if let Some(next) = after.strip_prefix('\t') {
            rest = next;
        } else if let Some(next) = strip_line_end(after) {
            // What ends with a line break has no further row.
            if next.is_empty() {
                break;
            }
            rows.push(Vec::new());
            rest = next;
        } else {
            break;
        }
    }
    rows
}

fn take_cell(text: &str) -> (String, &str) {
    if let Some(taken) = take_quoted(text) {
        return taken;
    }
    let end = text.find(['\t', '\n', '\r']).unwrap_or(text.len());
    let (cell, rest) = text.split_at(end);
    (cell.to_owned(), rest)
}

/// A quoted cell, provided that its last quote ends it: `"3" pipe` is not quoted.
fn take_quoted(text: &str) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('"')?;
    let mut cell = String::new();
    loop {
        let (before, after) = rest.split_once('"')?;
        cell.push_str(before);
        match after.strip_prefix('"') {
            Some(next) => {
                cell.push('"');
                rest = next;
            }
            None if after.is_empty() || after.starts_with(['\t', '\n', '\r']) => {
                return Some((cell, after));
            }
            None => return None,
        }
    }
}

fn strip_line_end(text: &str) -> Option<&str> {
    text.strip_prefix("\r\n")
        .or_else(|| text.strip_prefix('\n'))
        .or_else(|| text.strip_prefix('\r'))
}

/// The size of a block: rows, and columns of its widest row.
pub fn size<T>(block: &[Vec<T>]) -> (u64, usize) {
    (wide(block.len()), block.iter().map(Vec::len).max().unwrap_or(0))
}

/// The area that a block fills when it is pasted over a selected one: it is repeated where the
/// selection is a multiple of it.
pub fn spread<T>(block: &[Vec<T>], selected: Area) -> Option<Area> {
    let (height, width) = size(block);
    if height == 0 || width == 0 {
        return None;
    }
    let rows = if selected.height().is_multiple_of(height) { selected.height() } else { height };
    let columns = if selected.width().is_multiple_of(width) { selected.width() } else { width };
    Some(Area {
        top: selected.top,
        bottom: selected.top.saturating_add(rows - 1),
        left: selected.left,
        right: selected.left.saturating_add(columns - 1),
    })
}

#[cfg(test)]
mod tests {
    use super::{read, spread, write};
    use crate::grid::selection::{Area, Spot};
    use proptest::prelude::*;

    fn cell() -> impl Strategy<Value = String> {
        prop_oneof![
            prop::collection::vec(
                prop_oneof![
                    Just('"'),
                    Just('\t'),
                    Just('\n'),
                    Just('\r'),
                    Just('a'),
                    Just('ü'),
                    any::<char>()
                ],
                0..8
            )
            .prop_map(|chars| chars.into_iter().collect()),
            "[a-z0-9 \"]{0,6}",
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            width in 1_usize..5,
            cells in prop::collection::vec(prop::collection::vec(cell(), 5), 1..6),
        ) {
            let block: Vec<Vec<String>> =
                cells.into_iter().map(|row| row.into_iter().take(width).collect()).collect();
            // A block of one column that ends in empty cells ends like a line break does.
            prop_assume!(width > 1 || block.last().is_some_and(|row| !row[0].is_empty()) || block.len() == 1);
            let written: Vec<Vec<_>> =
                block.iter().map(|row| row.iter().cloned().map(Some).collect()).collect();
            prop_assert_eq!(read(&write(&written)), block);
        }

        #[test]
        fn nothing_that_is_pasted_breaks_it(text in any::<String>()) {
            let block = read(&text);
            prop_assert!(!block.is_empty() && block.iter().all(|row| !row.is_empty()));
        }
    }

    #[test]
    fn spreadsheets_own_habits_are_understood() {
        assert_eq!(read("a\tb\r\nc\td\r\n"), [["a", "b"], ["c", "d"]]);
        assert_eq!(read("\"two\nlines\"\t\"a \"\"b\"\"\"\n"), [["two\nlines", "a \"b\""]]);
        assert_eq!(read("5\" pipe\t\"3\" pipe"), [["5\" pipe", "\"3\" pipe"]]);
        assert_eq!(read("\t\n\t"), [["", ""], ["", ""]]);
        assert_eq!(read("one\rtwo"), [["one"], ["two"]]);
        assert_eq!(read("\"open"), [["\"open"]]);
    }

    #[test]
    fn one_cell_fills_a_selection_and_a_block_keeps_its_size() {
        let selected = Area::between(Spot { row: 2, column: 1 }, Spot { row: 5, column: 2 });
        assert_eq!(spread(&[vec![1]], selected), Some(selected));
        assert_eq!(spread(&[vec![1, 2], vec![3, 4]], selected), Some(selected));
        let three = vec![vec![1], vec![2], vec![3]];
        assert_eq!(spread(&three, selected), Some(Area { bottom: 4, ..selected }));
        assert_eq!(spread::<u8>(&[], selected), None);
    }
}

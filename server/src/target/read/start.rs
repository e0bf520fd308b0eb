//! The starts of long texts, of which pages have no more.

use crate::target::diagnostics::TargetError;
use crate::target::sql::{Fragment, sql};
use app::model::cell::{CUT_AT, Cell};
use app::model::page::Row;

/// A text of more characters than may be read comes as their number, a colon and its start; a shorter
/// one as a colon and itself. What a database takes for a character is its own matter, so nothing is
/// concluded from what arrives. The bytes are asked first: their number is known without reading the
/// text.
pub(super) fn start_and_length(text: &Fragment, cut: usize) -> Fragment {
    let cut = u64::try_from(cut).unwrap_or(u64::MAX);
    sql!(
        "case when pg_catalog.octet_length(",
        text,
        ") operator(pg_catalog.>) ",
        cut,
        " and pg_catalog.length(",
        text,
        ") operator(pg_catalog.>) ",
        cut,
        " then pg_catalog.concat(pg_catalog.length(",
        text,
        "), ':', pg_catalog.\"left\"(",
        text,
        ", ",
        cut,
        ")) else ':' operator(pg_catalog.||) ",
        text,
        " end"
    )
}

/// The first characters of a text.
pub(super) fn start(text: &Fragment, characters: usize) -> Fragment {
    let characters = u64::try_from(characters).unwrap_or(u64::MAX);
    sql!("pg_catalog.\"left\"(", text, ", ", characters, ")")
}

/// The same of a text that is likely to be short: its characters are not counted where its bytes are
/// few, but a long one is read whole.
pub(super) fn start_of_short(text: &Fragment, characters: usize) -> Fragment {
    let characters = u64::try_from(characters).unwrap_or(u64::MAX);
    sql!("(", text, ")::pg_catalog.varchar(", characters, ")")
}

/// Reads a text of which at most one character more has come than is shown. A database may count as
/// one what are two characters here, never the other way round: so a text that is short enough here
/// is whole, and of others it has to be asked.
pub(super) fn whole_or_begun(text: String, cut: usize) -> Cell {
    if text.len() <= cut || text.chars().count() <= cut {
        return Cell::Text(text);
    }
    let characters = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    Cell::Cut { start: text, characters }
}

/// A text of which so much has come, once its length is known.
pub(super) fn measured(mut text: String, characters: u64, cut: usize) -> Cell {
    if usize::try_from(characters).is_ok_and(|characters| characters <= cut) {
        return Cell::Text(text);
    }
    if let Some((end, _)) = text.char_indices().nth(cut) {
        text.truncate(end);
    }
    Cell::Cut { start: text, characters }
}

pub(super) fn without_length() -> TargetError {
    TargetError::Unreadable("a text without its length".to_owned())
}

/// Reads a text with its length before it, or with nothing where it is whole.
pub(super) fn started(text: &str) -> Result<Cell, TargetError> {
    let (length, start) = text.split_once(':').ok_or_else(without_length)?;
    let start = start.to_owned();
    if length.is_empty() {
        return Ok(Cell::Text(start));
    }
    let characters = length.parse().map_err(|_| without_length())?;
    Ok(Cell::Cut { start, characters })
}

/// A row as pages carry it: with the starts of long texts only.
pub(in crate::target) fn shortened(row: Row) -> Row {
    Row { cells: row.cells.into_iter().map(cut).collect(), ..row }
}

/// A cell as pages carry it.
pub(super) fn cut(cell: Cell) -> Cell {
    match cell {
        Cell::Text(text) => whole_or_start(text),
        cell => cell,
    }
}

/// Keys travel whole; in their cells they are cut off like other texts.
pub(super) fn whole_or_start(text: String) -> Cell {
    if text.len() <= CUT_AT || text.chars().count() <= CUT_AT {
        return Cell::Text(text);
    }
    let characters = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    Cell::Cut { start: text.chars().take(CUT_AT).collect(), characters }
}

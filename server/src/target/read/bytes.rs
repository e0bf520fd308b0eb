//! Texts of databases that say of no encoding that their texts are in it (`SQL_ASCII`): there a text
//! may be any bytes, and its start may end inside of a character. PostgreSQL refuses to send what is
//! not UTF-8, and the whole page with it, so the bytes are asked for, in hexadecimal digits.

use crate::target::diagnostics::TargetError;
use crate::target::sql::{Fragment, sql};
use app::model::cell::{CUT_AT, Cell};
use std::borrow::Cow;

/// A text as its bytes.
pub(super) fn bytes(text: &Fragment) -> Fragment {
    sql!("pg_catalog.encode(pg_catalog.convert_to(", text, ", 'SQL_ASCII'), 'hex')")
}

/// Reads a whole text; none where it is not UTF-8.
pub(super) fn text(digits: &str) -> Result<Option<String>, TargetError> {
    Ok(String::from_utf8(decoded(digits)?).ok())
}

/// Reads the start of a text, of at most so many bytes, as well as can be.
pub(super) fn start(digits: &str, most: u64) -> Result<String, TargetError> {
    let bytes = decoded(digits)?;
    let is_all = u64::try_from(bytes.len()).is_ok_and(|length| length < most);
    Ok(if is_all { marked(&bytes).into_owned() } else { begun(&bytes) })
}

/// Reads a cell. What is not UTF-8 has only a start, as if it were too long to travel: all of it can
/// neither be shown nor edited.
pub(super) fn cell(digits: &str) -> Result<Cell, TargetError> {
    Ok(whole(decoded(digits)?))
}

/// Reads a cell with the length before it where only its start has come.
pub(super) fn started(digits: &str) -> Result<Cell, TargetError> {
    let bytes = decoded(digits)?;
    let unreadable = || TargetError::Unreadable("a text without its length".to_owned());
    let colon = bytes.iter().position(|byte| *byte == b':').ok_or_else(unreadable)?;
    let (length, start) = (bytes.get(..colon), bytes.get(colon + 1..).unwrap_or_default());
    match length {
        None | Some([]) => Ok(whole(start.to_vec())),
        Some(length) => {
            let length = std::str::from_utf8(length).ok().and_then(|length| length.parse().ok());
            let characters = length.ok_or_else(unreadable)?;
            Ok(Cell::Cut { start: begun(start), characters })
        }
    }
}

fn decoded(digits: &str) -> Result<Vec<u8>, TargetError> {
    hex::decode(digits).map_err(|error| TargetError::Unreadable(error.to_string()))
}

fn whole(bytes: Vec<u8>) -> Cell {
    String::from_utf8(bytes).map_or_else(
        |error| {
            let bytes = error.into_bytes();
            let start = marked(&bytes).chars().take(CUT_AT).collect();
            Cell::Cut { start, characters: u64::try_from(bytes.len()).unwrap_or(u64::MAX) }
        },
        Cell::Text,
    )
}

/// Bytes as text, with marks for what is none.
fn marked(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// The same of a start, without the character that it breaks off in.
fn begun(bytes: &[u8]) -> String {
    let last = bytes.utf8_chunks().last().map_or(&[][..], |chunk| chunk.invalid());
    let breaks_off = std::str::from_utf8(last).is_err_and(|error| error.error_len().is_none());
    let end = if breaks_off { bytes.len() - last.len() } else { bytes.len() };
    marked(bytes.get(..end).unwrap_or_default()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(start: &str, characters: u64) -> Cell {
        Cell::Cut { start: start.to_owned(), characters }
    }

    #[test]
    fn texts_are_whole_or_only_a_start() {
        let read = |bytes: &[u8]| started(&hex::encode(bytes)).unwrap();
        assert_eq!(read(b":"), Cell::Text(String::new()));
        assert_eq!(read(":ü:1".as_bytes()), Cell::Text("ü:1".to_owned()));
        assert_eq!(read("7:aü".as_bytes()), cut("aü", 7));
        assert_eq!(read(b"7:a\xc3"), cut("a", 7));
        assert_eq!(read(b":a\xe4b"), cut("a\u{fffd}b", 3));
        assert_eq!(read(b":a\xe4"), cut("a\u{fffd}", 2));
        assert_eq!(read(b"9:\xe4b\xf0\x9f\x98"), cut("\u{fffd}b", 9));
        assert!(started("3a0").is_err() && started("30").is_err());
        assert_eq!(start("61e4", 3).unwrap(), "a\u{fffd}");
        assert_eq!(start("61e4", 2).unwrap(), "a");
        assert_eq!(text("c3bc").unwrap().as_deref(), Some("ü"));
        assert_eq!(text("c3").unwrap(), None);
        assert_eq!(cell(&hex::encode("x\u{20ac}")).unwrap(), Cell::Text("x\u{20ac}".to_owned()));
    }
}

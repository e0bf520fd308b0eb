//! What is read of a row, and how the answer becomes cells.

use super::bytes;
use super::identity::address;
use super::order::{Sorting, Source};
use crate::target::catalog::{Attribute, Relation};
use crate::target::diagnostics::TargetError;
use crate::target::sql::{Fragment, sealed, sql};
use app::model::cell::{CUT_AT, Cell};
use app::model::page::{Row, RowId};
use app::model::table::Key;
use tokio_postgres::Row as Answer;

/// Which texts of a row stand where in an answer.
pub(in crate::target) struct Shape<'r> {
    relation: &'r Relation,
    /// How many characters of long texts are read; none for all.
    cut: Option<usize>,
}

/// How many characters of long texts a row of a page carries in all.
const ROOM: usize = 64_000;

impl<'r> Shape<'r> {
    /// Rows with the starts of long texts only, as pages have them.
    pub(in crate::target) fn page(relation: &'r Relation) -> Self {
        let long = relation.attributes.iter().filter(|attribute| attribute.long).count();
        Self { relation, cut: Some(CUT_AT.min(ROOM / long.max(1))) }
    }

    /// Rows with whole texts, as the history has them.
    pub(in crate::target) fn whole(relation: &'r Relation) -> Self {
        Self { relation, cut: None }
    }

    /// The columns that the texts are made from, system columns included.
    pub(in crate::target) fn sources(&self) -> Fragment {
        let known = &self.relation.selected.sources;
        known.get_or_init(|| sealed(self.all_sources())).clone()
    }

    fn all_sources(&self) -> Fragment {
        let columns = self.relation.attributes.iter().map(Attribute::sql);
        let system: &[&'static str] = match self.relation.key {
            Key::None => &[],
            Key::Primary(_) | Key::Unique(_) => &["t.xmin"],
            Key::Address => &["t.xmin", "t.tableoid", "t.ctid"],
        };
        let all: Vec<_> = columns.chain(system.iter().map(|name| sql!(*name))).collect();
        // A table may have no column at all.
        if all.is_empty() { sql!("null") } else { Fragment::list(", ", all) }
    }

    /// The texts: first the cells, then the version and the address.
    pub(in crate::target) fn texts(&self) -> Fragment {
        let selected = &self.relation.selected;
        let known = if self.cut.is_some() { &selected.starts } else { &selected.texts };
        known.get_or_init(|| sealed(self.all_texts())).clone()
    }

    fn all_texts(&self) -> Fragment {
        let mut texts: Vec<_> = (0..self.relation.attributes.len())
            .zip(&self.relation.attributes)
            .map(|(place, attribute)| match self.cut_at(place) {
                None => attribute.text(),
                Some(cut) => start_and_length(&attribute.text(), cut),
            })
            .map(|text| if self.as_bytes() { bytes::bytes(&text) } else { text })
            .collect();
        if self.relation.key != Key::None {
            texts.push(sql!("t.xmin::pg_catalog.text"));
        }
        if self.relation.key == Key::Address {
            texts.push(address());
        }
        if texts.is_empty() { sql!("null::pg_catalog.text") } else { Fragment::list(", ", texts) }
    }

    /// How many characters of a column are read, where not all are.
    fn cut_at(&self, place: usize) -> Option<usize> {
        let long = self.relation.attributes.get(place).is_some_and(|attribute| attribute.long);
        self.cut.filter(|_| long && !self.relation.key_places.contains(&place))
    }

    /// Whether texts come as bytes: where those of a page may not be UTF-8.
    fn as_bytes(&self) -> bool {
        self.cut.is_some() && self.relation.any_bytes
    }

    /// Reads a row of the answer.
    pub(in crate::target) fn row(&self, answer: &Answer) -> Result<Row, TargetError> {
        let mut cells = Vec::with_capacity(self.relation.attributes.len());
        for place in 0..self.relation.attributes.len() {
            let text: Option<String> = answer.try_get(place)?;
            if self.as_bytes() {
                cells.push(self.cell_of_bytes(place, text.as_deref())?);
                continue;
            }
            cells.push(match (text, self.cut_at(place)) {
                (Some(text), Some(_)) => started(&text)?,
                (Some(text), None) if self.cut.is_some() => whole_or_start(text),
                (text, _) => Cell::whole(text),
            });
        }
        Ok(Row { id: self.id(answer)?, cells })
    }

    fn cell_of_bytes(&self, place: usize, digits: Option<&str>) -> Result<Cell, TargetError> {
        match (digits, self.cut_at(place)) {
            (None, _) => Ok(Cell::Null),
            (Some(digits), Some(_)) => bytes::started(digits),
            (Some(digits), None) => Ok(cut(bytes::cell(digits)?)),
        }
    }

    /// Reads what identifies the row; a key that is not UTF-8 cannot be told.
    pub(in crate::target) fn id(&self, answer: &Answer) -> Result<Option<RowId>, TargetError> {
        let width = self.relation.attributes.len();
        let key = match self.relation.key {
            Key::None => return Ok(None),
            Key::Address => {
                (1..=3).map(|at| answer.try_get(width + at)).collect::<Result<_, _>>()?
            }
            Key::Primary(_) | Key::Unique(_) => match self.key(answer)? {
                Some(key) => key,
                None => return Ok(None),
            },
        };
        Ok(Some(RowId { key, version: answer.try_get(width)? }))
    }

    fn key(&self, answer: &Answer) -> Result<Option<Vec<String>>, TargetError> {
        let parts = self.relation.key_places.iter().map(|place| {
            let part: String = answer.try_get(*place)?;
            if self.as_bytes() { bytes::text(&part) } else { Ok(Some(part)) }
        });
        parts.collect()
    }

    /// The values of a row's place in an order; none where one of them was cut off.
    pub(super) fn place(&self, row: &Row, sorting: &Sorting) -> Option<Vec<Option<String>>> {
        let part = |at| Some(row.id.as_ref()?.key.get(at).cloned());
        let values = sorting.sources().map(|source| match source {
            Source::Table => part(0),
            Source::Address => part(1),
            // A key is never cut off on its way, only in its cell.
            Source::Cell(place) => {
                match self.relation.key_places.iter().position(|k| *k == place) {
                    Some(at) => part(at),
                    None => row.cells.get(place)?.value().map(|value| value.map(str::to_owned)),
                }
            }
        });
        values.collect()
    }
}

/// A text of more characters than may be read comes as their number, a colon and its start; a shorter
/// one as a colon and itself. What a database takes for a character is its own matter, so nothing is
/// concluded from what arrives. The bytes are asked first: their number is known without reading the
/// text.
fn start_and_length(text: &Fragment, cut: usize) -> Fragment {
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

/// Reads a text with its length before it, or with nothing where it is whole.
fn started(text: &str) -> Result<Cell, TargetError> {
    let unreadable = || TargetError::Unreadable("a text without its length".to_owned());
    let (length, start) = text.split_once(':').ok_or_else(unreadable)?;
    let start = start.to_owned();
    if length.is_empty() {
        return Ok(Cell::Text(start));
    }
    let characters = length.parse().map_err(|_| unreadable())?;
    Ok(Cell::Cut { start, characters })
}

/// A row as pages carry it: with the starts of long texts only.
pub(in crate::target) fn shortened(row: Row) -> Row {
    Row { cells: row.cells.into_iter().map(cut).collect(), ..row }
}

fn cut(cell: Cell) -> Cell {
    match cell {
        Cell::Text(text) => whole_or_start(text),
        cell => cell,
    }
}

/// Keys travel whole; in their cells they are cut off like other texts.
fn whole_or_start(text: String) -> Cell {
    if text.len() <= CUT_AT || text.chars().count() <= CUT_AT {
        return Cell::Text(text);
    }
    let characters = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    Cell::Cut { start: text.chars().take(CUT_AT).collect(), characters }
}

//! What is read of a row, and how the answer becomes cells.

use super::order::{Sorting, Source};
use crate::target::catalog::{Attribute, Relation};
use crate::target::diagnostics::TargetError;
use crate::target::sql::{Fragment, sql};
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

    /// The texts: first the cells, then the version and the address, then what was cut off.
    pub(in crate::target) fn texts(&self) -> Fragment {
        let mut texts: Vec<_> = (0..self.relation.attributes.len())
            .zip(&self.relation.attributes)
            .map(|(place, attribute)| match self.cut_at(place) {
                None => attribute.text(),
                Some(cut) => sql!("pg_catalog.\"left\"(", attribute.text(), ", ", cut, ")"),
            })
            .collect();
        if self.relation.key != Key::None {
            texts.push(sql!("t.xmin::pg_catalog.text"));
        }
        if self.relation.key == Key::Address {
            texts.push(sql!("t.tableoid::pg_catalog.text"));
            texts.push(sql!("t.ctid::pg_catalog.text"));
        }
        texts.extend(self.lengths());
        if texts.is_empty() { sql!("null::pg_catalog.text") } else { Fragment::list(", ", texts) }
    }

    /// The lengths of the texts that were cut off, as `place:length,`; one column for all of them,
    /// since there are few. The bytes are asked first: their number is known without reading them.
    fn lengths(&self) -> Option<Fragment> {
        let cut = self.cuts().map(|(place, attribute, cut)| length(place, attribute, cut));
        let cut: Vec<_> = cut.collect();
        // PostgreSQL takes at most a hundred arguments.
        let joined = |parts: &[Fragment]| {
            sql!("pg_catalog.concat(", Fragment::list(", ", parts.iter().cloned()), ")")
        };
        let parts: Vec<_> = cut.chunks(90).map(joined).collect();
        (!parts.is_empty()).then(|| joined(&parts))
    }

    /// The columns of which only the starts are read, with their places and how much is read.
    fn cuts(&self) -> impl Iterator<Item = (usize, &Attribute, u64)> {
        let all = self.relation.attributes.iter().enumerate();
        all.filter_map(|(place, attribute)| Some((place, attribute, self.cut_at(place)?)))
    }

    fn cut_at(&self, place: usize) -> Option<u64> {
        let long = self.relation.attributes.get(place).is_some_and(|attribute| attribute.long);
        let cut = self.cut.filter(|_| long && !self.relation.key_places.contains(&place))?;
        u64::try_from(cut).ok()
    }

    /// Reads a row of the answer.
    pub(in crate::target) fn row(&self, answer: &Answer) -> Result<Row, TargetError> {
        let width = self.relation.attributes.len();
        let lengths = if self.cuts().next().is_some() {
            lengths(answer.try_get(answer.len().saturating_sub(1))?)
        } else {
            Vec::new()
        };
        let mut cells = Vec::with_capacity(width);
        for place in 0..width {
            let text: Option<String> = answer.try_get(place)?;
            let length = lengths.iter().find(|(cut, _)| *cut == place).map(|(_, length)| *length);
            cells.push(match (text, length) {
                (Some(start), Some(characters)) => Cell::Cut { start, characters },
                (Some(text), None) if self.cut.is_some() => whole_or_start(text),
                (text, _) => Cell::whole(text),
            });
        }
        Ok(Row { id: self.id(answer)?, cells })
    }

    /// Reads what identifies the row.
    pub(in crate::target) fn id(&self, answer: &Answer) -> Result<Option<RowId>, TargetError> {
        let width = self.relation.attributes.len();
        let key = match self.relation.key {
            Key::None => return Ok(None),
            Key::Address => vec![answer.try_get(width + 1)?, answer.try_get(width + 2)?],
            Key::Primary(_) | Key::Unique(_) => {
                let places = self.relation.key_places.iter();
                places.map(|place| answer.try_get(*place)).collect::<Result<_, _>>()?
            }
        };
        Ok(Some(RowId { key, version: answer.try_get(width)? }))
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

fn length(place: usize, attribute: &Attribute, cut: u64) -> Fragment {
    let (text, place) = (attribute.text(), u64::try_from(place).unwrap_or(u64::MAX));
    sql!(
        "case when pg_catalog.octet_length(",
        &text,
        ") operator(pg_catalog.>) ",
        cut,
        " and pg_catalog.length(",
        &text,
        ") operator(pg_catalog.>) ",
        cut,
        " then pg_catalog.concat(",
        place,
        ", ':', pg_catalog.length(",
        &text,
        "), ',') end"
    )
}

/// A row as pages carry it: with the starts of long texts only.
pub(in crate::target) fn shortened(row: Row) -> Row {
    let cells = row.cells.into_iter().map(|cell| match cell {
        Cell::Text(text) => whole_or_start(text),
        cell => cell,
    });
    Row { cells: cells.collect(), ..row }
}

/// Keys travel whole; in their cells they are cut off like other texts.
fn whole_or_start(text: String) -> Cell {
    if text.len() <= CUT_AT || text.chars().count() <= CUT_AT {
        return Cell::Text(text);
    }
    let characters = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    Cell::Cut { start: text.chars().take(CUT_AT).collect(), characters }
}

fn lengths(text: Option<&str>) -> Vec<(usize, u64)> {
    let pairs = text.unwrap_or_default().split(',').filter_map(|pair| pair.split_once(':'));
    pairs.filter_map(|(place, length)| Some((place.parse().ok()?, length.parse().ok()?))).collect()
}

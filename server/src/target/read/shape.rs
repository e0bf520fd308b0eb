//! What is read of a row, and how the answer becomes cells.

use super::bytes;
use super::identity::{address, by_key};
use super::order::{Sorting, Source};
use super::start::{
    cut, measured, start, start_and_length, start_of_short, started, whole_or_begun,
    whole_or_start, without_length,
};
use crate::target::catalog::Relation;
use crate::target::diagnostics::TargetError;
use crate::target::sql::{Fragment, sealed, sql};
use app::model::cell::{CUT_AT, Cell};
use app::model::page::{Row, RowId};
use app::model::table::Key;
use std::mem::take;
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
                Some(cut) if self.tells_lengths() => start_and_length(&attribute.text(), cut),
                Some(cut) if self.relation.apart => start(&attribute.text(), cut + 1),
                Some(cut) => start_of_short(&attribute.text(), cut + 1),
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

    /// Whether each start of a text comes with the length of all of it. Planning that takes
    /// PostgreSQL a good part of the time of a page, so elsewhere lengths are asked for where there
    /// are starts; rows without a key could not be found again.
    fn tells_lengths(&self) -> bool {
        self.relation.key == Key::None || self.as_bytes()
    }

    /// The columns of which only starts have come in a row, and whose lengths are not known yet.
    pub(super) fn of_unknown_length(&self, row: &Row) -> Vec<usize> {
        if self.tells_lengths() {
            return Vec::new();
        }
        let cells = (0..).zip(&row.cells);
        let started = cells.filter(|(_, cell)| matches!(cell, Cell::Cut { .. }));
        started.map(|(place, _)| place).filter(|place| self.cut_at(*place).is_some()).collect()
    }

    /// Asks for the lengths of these texts of a row; none where it has no key.
    pub(super) fn lengths(&self, row: &Row, places: &[usize]) -> Option<Fragment> {
        let found = by_key(self.relation, &row.id.as_ref()?.key)?;
        let attributes = places.iter().filter_map(|place| self.relation.attributes.get(*place));
        let lengths = attributes
            .map(|attribute| sql!("pg_catalog.length(", attribute.text(), ")::pg_catalog.text"));
        let lengths = Fragment::list(", ", lengths);
        Some(sql!("select ", lengths, " from ", self.relation.sql(), " t where ", found))
    }

    /// Completes a row by the lengths of these texts. Where a policy shows a row but once, what has
    /// come of them is all that is known.
    pub(super) fn complete(
        &self,
        row: &mut Row,
        places: &[usize],
        answer: Option<&Answer>,
    ) -> Result<(), TargetError> {
        for (at, place) in places.iter().enumerate() {
            let (Some(cell), Some(cut)) = (row.cells.get_mut(*place), self.cut_at(*place)) else {
                continue;
            };
            if let Cell::Cut { start, characters } = cell {
                let length: Option<&str> =
                    answer.map(|answer| answer.try_get(at)).transpose()?.flatten();
                let length = length.map_or(Ok(*characters), str::parse);
                *cell = measured(take(start), length.map_err(|_| without_length())?, cut);
            }
        }
        Ok(())
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
                (Some(text), Some(_)) if self.tells_lengths() => started(&text)?,
                (Some(text), Some(cut)) => whole_or_begun(text, cut),
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

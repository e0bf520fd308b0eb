//! Fetching rows: those in sight first, a few questions at a time.

use super::{Desk, Here};
use crate::error::{AppError, ErrorCode};
use crate::grid::edits::Value;
use crate::grid::number::wide;
use crate::grid::source::Ask;
use crate::grid::window::{BLOCK, Wanted};
use crate::model::cell::CUT_AT;
use crate::model::page::{Choice, MOST_NAMES, MOST_ROWS, Named, Page, Row, RowId, Total};
use crate::ui::number::grouped;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How many questions are under way at most.
const MOST_UNDER_WAY: u8 = 3;

impl Desk {
    /// Asks for the rows in sight that are not here; follows whatever changes which those are.
    pub fn fetch(self) {
        self.arrived.track();
        let in_sight = self.stored_in_sight();
        while self.under_way.get_value() < MOST_UNDER_WAY {
            let wanted = self.window.try_update_value(|window| window.next(in_sight.clone()));
            let Some(wanted) = wanted.flatten() else { break };
            self.send(wanted);
        }
    }

    /// The rows of the table in sight, by their numbers there.
    fn stored_in_sight(self) -> Range<u64> {
        let added = self.edits.with(|edits| wide(edits.drafts().added().len()));
        let Range { start, end } = self.sight.with(|sight| sight.scroller.in_sight());
        let (start, end) = (start.saturating_sub(added), end.saturating_sub(added));
        // Before anything is known, the first rows are.
        start..end.max(start + 1)
    }

    fn question(self, from: u64, count: u16) -> Ask {
        Ask {
            query: self.query.get_untracked(),
            zone: self.zone.get_untracked(),
            from,
            count,
            near: None,
        }
    }

    fn send(self, wanted: Wanted) {
        let Wanted { ticket, from, near } = wanted;
        let ask = Ask { near, ..self.question(from, BLOCK) };
        let answer = self.rows_as_opened(ask);
        self.under_way.update_value(|count| *count += 1);
        spawn_local(async move {
            let answer = answer.await;
            if self.under_way.try_update_value(|count| *count = count.saturating_sub(1)).is_none() {
                return;
            }
            match answer {
                Ok(page) => {
                    self.failure.set(None);
                    let in_sight = untrack(|| self.stored_in_sight());
                    self.change_window(|window| {
                        window.take(ticket, page);
                        window.trim(in_sight);
                    });
                }
                Err(error) => {
                    if !self.give_way(&error) {
                        self.failure.set(Some(error));
                    }
                    self.change_window(|window| window.fail(ticket));
                }
            }
        });
    }

    /// Asks for a page. Cells stand in the order of the columns, so those of other columns than were
    /// opened would be shown under wrong names: they are refused.
    fn rows_as_opened(self, ask: Ask) -> impl Future<Output = Result<Page, AppError>> {
        let answer = self.source.with_value(|source| (source.page)(ask));
        async move {
            let page = answer.await?;
            let table = self.table.try_get_value();
            let opened = table.iter().flat_map(|table| &table.columns).map(|column| &column.name);
            if opened.eq(&page.columns) { Ok(page) } else { Err(AppError::columns_changed()) }
        }
    }

    /// Asks again for what could not be fetched.
    pub fn retry(self) {
        self.failure.set(None);
        self.change_window(super::Window::retry);
    }

    /// Asks for everything anew, and shows what is here until then.
    pub fn refresh(self) {
        self.change_window(super::Window::refresh);
    }

    /// Counts the rows exactly.
    pub fn count(self) {
        let (query, zone) = (self.query.get_untracked(), self.zone.get_untracked());
        let answer = self.source.with_value(|source| (source.count)(query.clone(), zone));
        spawn_local(async move {
            // A count that does not come, or comes too late, leaves the estimate as it is.
            if let Ok(total @ Total::Exactly(_)) = answer.await
                && self.query.try_get_untracked().is_some_and(|now| now == query)
            {
                self.change_window(|window| window.count(total));
            }
        });
    }

    /// Gives rows of the table by their numbers, fetching those that are not here, or were here before
    /// everything was asked for anew.
    pub async fn rows_of(self, numbers: Range<u64>) -> Result<BTreeMap<u64, Row>, AppError> {
        let mut rows = BTreeMap::new();
        let mut next = numbers.start;
        while next < numbers.end {
            if let Some(row) = self.with_window(|window| window.present(next).cloned()) {
                rows.insert(next, row);
                next += 1;
                continue;
            }
            let count = u16::try_from(numbers.end - next).unwrap_or(MOST_ROWS).min(MOST_ROWS);
            let near = self.with_window(|window| window.nearest(next));
            let ask = Ask { near, ..self.question(next, count) };
            let page = self.rows_as_opened(ask).await?;
            if page.rows.is_empty() {
                break;
            }
            for row in page.rows {
                rows.insert(next, row);
                next += 1;
            }
        }
        Ok(rows)
    }

    /// Gives the whole value of a cell of a row that is here, as it would be saved.
    ///
    /// # Errors
    /// Where it cannot be fetched.
    pub async fn whole_of(self, here: &Here, index: usize) -> Result<Value, AppError> {
        let column = self.table().columns.get(index).cloned();
        match (column.and_then(|column| here.value(index, &column)), here) {
            (Some(value), _) => Ok(value),
            (None, Here::Stored(row, _)) => self.whole(row, index).await,
            (None, Here::New(_)) => Ok(None),
        }
    }

    /// Gives the whole value of a cell of the table.
    ///
    /// # Errors
    /// Where it cannot be fetched; what is here of a long text is never taken for all of it.
    pub async fn whole(self, row: &Row, index: usize) -> Result<Value, AppError> {
        let Some(cell) = row.cells.get(index) else { return Ok(None) };
        if let Some(value) = cell.value() {
            return Ok(value.map(str::to_owned));
        }
        let column = self.table().columns.get(index).map(|column| column.name.clone());
        match (row.id.clone(), column) {
            (Some(id), Some(column)) => self.value(id, column).await,
            (None, Some(column)) => Err(AppError::new(
                ErrorCode::Invalid,
                format!(
                    "“{column}” holds a text of more than {} characters here, and only its start \
                     can be had: the rows have no key by which to ask for the rest",
                    grouped(wide(CUT_AT)),
                ),
            )),
            (_, None) => Ok(None),
        }
    }

    pub(super) async fn value(self, row: RowId, column: String) -> Result<Value, AppError> {
        let zone = self.zone.get_untracked();
        self.source.with_value(|source| (source.value)(row, column, zone)).await
    }

    /// Finds what texts may stand for in a foreign key, some of them at a time.
    pub(super) async fn named(
        self,
        column: &str,
        texts: BTreeSet<String>,
    ) -> Result<Named, AppError> {
        // The grid may be left meanwhile.
        let ask = self.source.with_value(|source| source.named.clone());
        let texts: Vec<String> = texts.into_iter().collect();
        let mut found = Named::new();
        for some in texts.chunks(MOST_NAMES) {
            found.extend(ask(column.to_owned(), some.to_vec()).await?);
        }
        Ok(found)
    }

    /// Lists values that a foreign key may take.
    pub async fn choices(self, column: String, search: String) -> Result<Vec<Choice>, AppError> {
        self.source.with_value(|source| (source.choices)(column, search)).await
    }
}

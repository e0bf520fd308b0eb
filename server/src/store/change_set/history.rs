//! The history of a table, a row, a column, a person: pages of change sets.
//!
//! A page is bounded in change sets, in rows of each and in bytes: long values come with their start
//! and their length.

use super::question::{Period, Question, Which};
use super::rows::{ChangeRow, count, write};
use super::shown::Shown;
use super::{ChangeSetHead, HeadRow, Whose, get};
use crate::store::Line;
use app::model::history::{
    ChangeSet, HistoryFilter, HistoryPage, Restored, RowChange, SHOWN_ROWS, ShownChange,
};
use app::model::ids::ChangeSetId;
use futures::TryStreamExt;
use sqlx::{AssertSqlSafe, Error};
use std::collections::BTreeMap;

/// How many change sets a page has.
pub const PAGE: usize = 50;
/// How much a page holds, in bytes: beyond it no other change set follows.
const ROOM: usize = 1 << 20;
/// How much is shown of one change set, in bytes: beyond it no other row follows.
const ROOM_OF_SET: usize = 256 << 10;

/// Which change sets are asked for, and which of their rows.
#[derive(Clone, Debug, Default)]
pub struct Part {
    key: String,
    columns: Vec<Period>,
    filter: HistoryFilter,
}

impl Part {
    /// What a filter lets through; of a column in all periods of its names.
    ///
    /// # Errors
    /// When a key or a name cannot be written as JSON.
    pub fn new(filter: &HistoryFilter, columns: &[Period]) -> Result<Self, Error> {
        Ok(Self {
            key: filter.row.as_ref().map(write).transpose()?.unwrap_or_default(),
            columns: columns.iter().map(marked).collect::<Result<_, _>>()?,
            filter: filter.clone(),
        })
    }

    fn which(&self) -> Which<'_> {
        Which { key: &self.key, columns: &self.columns }
    }
}

/// Lists a page of change sets, newest first, before a given one.
pub async fn list(
    line: &mut Line,
    whose: Whose<'_>,
    part: &Part,
    before: Option<ChangeSetId>,
) -> Result<HistoryPage, Error> {
    let mut page = HistoryPage::default();
    let mut room = ROOM;
    for head in heads(line, whose, part, before, PAGE + 1).await? {
        if page.change_sets.len() >= PAGE || room == 0 {
            page.next = page.change_sets.last().map(|set| set.id);
            break;
        }
        let (rows, bytes) = shown(line, head.id, part).await?;
        room = room.saturating_sub(bytes);
        let row_count = count(line, head.id).await?;
        let restores = restored(line, &head).await?;
        page.change_sets.push(ChangeSet {
            id: head.id,
            table: head.table,
            at: head.at,
            actor: head.actor,
            state: head.state,
            restores,
            row_count,
            renamed: BTreeMap::new(),
            rows,
        });
    }
    Ok(page)
}

/// Lists change sets without their rows, newest first, before a given one.
pub async fn heads(
    line: &mut Line,
    whose: Whose<'_>,
    part: &Part,
    before: Option<ChangeSetId>,
    most: usize,
) -> Result<Vec<ChangeSetHead>, Error> {
    let Question { sql, values } = Question::heads(whose, part.which(), &part.filter, before, most);
    let mut query = sqlx::query_as::<_, HeadRow>(AssertSqlSafe(sql));
    for value in values {
        query = query.bind(value);
    }
    query.fetch_all(line).await?.into_iter().map(ChangeSetHead::try_from).collect()
}

/// How much may still be read at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// In rows.
    pub rows: u32,
    /// In bytes; the row that goes beyond it is the last.
    pub bytes: u64,
}

impl Room {
    /// Whether another row may be read.
    pub fn is_left(self) -> bool {
        self.rows > 0 && self.bytes > 0
    }

    fn take(&mut self, bytes: i64) {
        self.rows = self.rows.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(u64::try_from(bytes).unwrap_or_default());
    }
}

/// Gives a change set's rows whole, from a place on, as many as there is room for, which they take.
pub async fn rows_from(
    line: &mut Line,
    id: ChangeSetId,
    part: &Part,
    position: u32,
    room: &mut Room,
) -> Result<Vec<RowChange>, Error> {
    // Their sizes are asked for first: a driver reads rows ahead of those that are taken.
    let Question { sql, values } = Question::sizes(id, part.which(), position, room.rows);
    let mut query = sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql));
    for value in values {
        query = query.bind(value);
    }
    let mut most = 0;
    for bytes in query.fetch_all(&mut *line).await? {
        if !room.is_left() {
            break;
        }
        room.take(bytes);
        most += 1;
    }
    let Question { sql, values } = Question::rows(id, part.which(), position, most);
    let mut query = sqlx::query_as::<_, ChangeRow>(AssertSqlSafe(sql));
    for value in values {
        query = query.bind(value);
    }
    query.fetch_all(line).await?.into_iter().map(RowChange::try_from).collect()
}

async fn restored(line: &mut Line, head: &ChangeSetHead) -> Result<Option<Restored>, Error> {
    let Some(id) = head.restores else { return Ok(None) };
    Ok(get(line, id).await?.map(|head| Restored { id, at: head.at }))
}

/// The rows as a page shows them, and how many bytes they are; one at a time, since a row may be
/// large.
async fn shown(
    line: &mut Line,
    id: ChangeSetId,
    part: &Part,
) -> Result<(Vec<ShownChange>, usize), Error> {
    let Question { sql, values } = Question::rows(id, part.which(), 0, SHOWN_ROWS);
    let mut query = sqlx::query_as::<_, ChangeRow>(AssertSqlSafe(sql));
    for value in values {
        query = query.bind(value);
    }
    let mut found = query.fetch(line);
    let (mut rows, mut bytes) = (Vec::new(), 0);
    while bytes < ROOM_OF_SET
        && let Some(row) = found.try_next().await?
    {
        let shown = Shown::of(row.try_into()?, ROOM_OF_SET);
        bytes += shown.bytes;
        rows.push(shown.change);
    }
    Ok((rows, bytes))
}

/// With what stands in the JSON of cells where a column was changed, and nowhere else: in a cell's
/// values quotes are escaped. (`like` would ignore case on one of the two engines.)
fn marked(period: &Period) -> Result<Period, Error> {
    let column = format!("{{\"column\":{},", write(&period.column)?);
    Ok(Period { column, ..period.clone() })
}

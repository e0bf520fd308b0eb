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
    ChangeSet, HistoryFilter, HistoryPage, Restored, SHOWN_ROWS, ShownChange,
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

/// Lists a page of change sets, newest first, before a given one; of a column in all periods of its
/// names.
pub async fn list(
    line: &mut Line,
    whose: Whose<'_>,
    filter: &HistoryFilter,
    columns: &[Period],
    before: Option<ChangeSetId>,
) -> Result<HistoryPage, Error> {
    let key = filter.row.as_ref().map(write).transpose()?.unwrap_or_default();
    let columns = columns.iter().map(marked).collect::<Result<Vec<_>, _>>()?;
    let which = Which { key: &key, columns: &columns };
    let actor = filter.actor.map(|actor| actor.to_string());
    let heads = heads(line, &Question::heads(whose, which, actor, before, PAGE + 1)).await?;
    let mut page = HistoryPage::default();
    let mut room = ROOM;
    for head in heads {
        if page.change_sets.len() >= PAGE || room == 0 {
            page.next = page.change_sets.last().map(|set| set.id);
            break;
        }
        let (rows, bytes) = shown(line, head.id, which).await?;
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

async fn restored(line: &mut Line, head: &ChangeSetHead) -> Result<Option<Restored>, Error> {
    let Some(id) = head.restores else { return Ok(None) };
    Ok(get(line, id).await?.map(|head| Restored { id, at: head.at }))
}

/// The rows as a page shows them, and how many bytes they are; one at a time, since a row may be
/// large.
async fn shown(
    line: &mut Line,
    id: ChangeSetId,
    which: Which<'_>,
) -> Result<(Vec<ShownChange>, usize), Error> {
    let Question { sql, values } = Question::rows(id, which, SHOWN_ROWS);
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

/// One page of heads, and one more where there is one.
async fn heads(line: &mut Line, question: &Question) -> Result<Vec<ChangeSetHead>, Error> {
    let mut query = sqlx::query_as::<_, HeadRow>(AssertSqlSafe(question.sql.clone()));
    for value in &question.values {
        query = query.bind(value.clone());
    }
    query.fetch_all(line).await?.into_iter().map(ChangeSetHead::try_from).collect()
}

/// With what stands in the JSON of cells where a column was changed, and nowhere else: in a cell's
/// values quotes are escaped. (`like` would ignore case on one of the two engines.)
fn marked(period: &Period) -> Result<Period, Error> {
    let column = format!("{{\"column\":{},", write(&period.column)?);
    Ok(Period { column, ..period.clone() })
}

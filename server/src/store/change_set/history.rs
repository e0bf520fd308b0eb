//! The history of a table, a row, a column, a person: pages of change sets.

use super::rows::{count, matching, write};
use super::{COLUMNS, ChangeSetHead, HeadRow};
use crate::store::Line;
use app::model::history::{ChangeSet, HistoryFilter, HistoryPage, SHOWN_ROWS};
use app::model::ids::{ChangeSetId, TableId};
use sqlx::Error;

/// How many change sets a page has.
pub const PAGE: usize = 50;

/// Lists a page of change sets, newest first, before a given one.
pub async fn list(
    line: &mut Line,
    table: TableId,
    filter: &HistoryFilter,
    before: Option<ChangeSetId>,
) -> Result<HistoryPage, Error> {
    let key = filter.row.as_ref().map(write).transpose()?.unwrap_or_default();
    let column = filter.column.as_deref().map(mark).transpose()?.unwrap_or_default();
    let mut heads = heads(line, table, filter, (&key, &column), before).await?;
    let more = heads.len() > PAGE;
    heads.truncate(PAGE);
    let next = if more { heads.last().map(|head| head.id) } else { None };
    let mut change_sets = Vec::with_capacity(heads.len());
    for head in heads {
        let rows = matching(line, head.id, &key, &column, i64::from(SHOWN_ROWS)).await?;
        change_sets.push(ChangeSet {
            id: head.id,
            table: head.table,
            at: head.at,
            actor: head.actor,
            state: head.state,
            restores: head.restores,
            row_count: count(line, head.id).await?,
            rows,
        });
    }
    Ok(HistoryPage { change_sets, next })
}

/// One page of heads, and one more where there is one.
async fn heads(
    line: &mut Line,
    table: TableId,
    filter: &HistoryFilter,
    (key, column): (&str, &str),
    before: Option<ChangeSetId>,
) -> Result<Vec<ChangeSetHead>, Error> {
    let sql = format!(
        "select {COLUMNS}
           from change_set
          where table_id = $1
            and ($2 = '' or (at, id) < (select mark.at, mark.id from change_set mark where mark.id = $2))
            and ($3 = '' or actor_id = $3)
            and (($4 = '' and $5 = '')
                 or id in (select change_set_id
                             from row_change
                            where row_change.table_id = $1
                              and ($4 = '' or row_key = $4 or old_key = $4)
                              and ($5 = '' or replace(cells, $5, '') <> cells)))
          order by at desc, id desc
          limit $6"
    );
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX).saturating_add(1);
    let rows: Vec<HeadRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(table.to_string())
        .bind(before.map_or_else(String::new, |id| id.to_string()))
        .bind(filter.actor.map_or_else(String::new, |id| id.to_string()))
        .bind(key.to_owned())
        .bind(column.to_owned())
        .bind(limit)
        .fetch_all(line)
        .await?;
    rows.into_iter().map(ChangeSetHead::try_from).collect()
}

/// What stands in the JSON of cells where a column was changed, and nowhere else: in a cell's values
/// quotes are escaped. (`like` would ignore case on one of the two engines.)
fn mark(column: &str) -> Result<String, Error> {
    Ok(format!("{{\"column\":{},", write(column)?))
}

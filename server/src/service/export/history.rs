//! The history of a table as CSV; only some rows are in memory, or one that is large.

use super::csv::Reader;
use super::{moment, note, who, with_head};
use crate::audit::Deed;
use crate::authz::present;
use crate::error::ServiceError;
use crate::service::Site;
use crate::service::history::{Subject, part, renames, require_subject, since};
use crate::store::Line;
use crate::store::change_set::{self, ChangeSetHead, Part, Room};
use crate::store::table_change::Rename;
use app::model::audit::{AuditAction, Subject as Object, SubjectKind};
use app::model::history::{CellChange, HistoryFilter, RowChange};
use app::model::ids::{ChangeSetId, TableId};
use app::ports::Op;
use futures::Stream;
use futures::stream::try_unfold;
use std::collections::{BTreeMap, VecDeque};

/// How many change sets are looked for at once.
const PAGE: usize = 50;
/// How much is read at once.
const ROOM: Room = Room { rows: 200, bytes: 1 << 20 };

const CHANGE: [&str; 10] =
    ["at", "by", "state", "deed", "key", "column", "old", "new", "restores", "change_set"];

/// What was saved in a table, newest first, a line for each changed cell, with whole values.
///
/// # Errors
/// `NotFound` before `Forbidden`; later, in the stream, when the store fails or the right is taken
/// away.
pub async fn history(
    site: &Site,
    op: &Op,
    table: TableId,
    filter: HistoryFilter,
    reader: Reader,
) -> Result<impl Stream<Item = Result<String, ServiceError>> + use<>, ServiceError> {
    let subject = require_subject(&mut *site.store.read().await?, op, table).await?;
    let deed = Deed::new(AuditAction::HistoryExported, Some(object(table, &subject)));
    note(site, op, deed).await?;
    let (site, op) = (site.clone(), op.clone());
    let walk =
        Walk { site, op, table, filter, reader, page: Page::default(), after: None, more: true };
    Ok(with_head(reader, &CHANGE, try_unfold(walk, Walk::step)))
}

fn object(table: TableId, subject: &Subject) -> Object {
    let (_, name) = subject.target();
    Object { kind: SubjectKind::Table, id: table.to_string(), name: name.to_owned() }
}

/// How far an export of a history has come.
struct Walk {
    site: Site,
    op: Op,
    table: TableId,
    filter: HistoryFilter,
    reader: Reader,
    page: Page,
    /// After which change set the next page begins; at first none.
    after: Option<ChangeSetId>,
    /// Whether there may be a next page.
    more: bool,
}

/// The change sets that are being written, and what it takes to read their rows.
#[derive(Default)]
struct Page {
    sets: VecDeque<ChangeSetHead>,
    /// The place of the next row in the first of them.
    row: u32,
    part: Part,
    renames: Vec<Rename>,
}

impl Walk {
    /// Writes the next rows.
    async fn step(mut self) -> Result<Option<(String, Self)>, ServiceError> {
        let mut line = self.site.store.read().await?;
        let op = present(&mut line, &self.op, self.site.clock.now()).await?;
        let subject = require_subject(&mut line, &op, self.table).await?;
        if self.page.sets.is_empty() {
            if !self.more {
                return Ok(None);
            }
            self.turn(&mut line, &subject).await?;
        }
        let text = self.write(&mut line).await?;
        drop(line);
        Ok(Some((text, self)))
    }

    async fn turn(&mut self, line: &mut Line, subject: &Subject) -> Result<(), ServiceError> {
        let renames = renames(line, subject).await?;
        let part = part(&self.filter, &renames)?;
        let sets = change_set::heads(line, subject.whose(), &part, self.after, PAGE).await?;
        (self.after, self.more) = (sets.last().map(|set| set.id), sets.len() == PAGE);
        self.page = Page { sets: sets.into(), row: 0, part, renames };
        Ok(())
    }

    /// The next rows, of as many change sets of the page as they are.
    async fn write(&mut self, line: &mut Line) -> Result<String, ServiceError> {
        let (mut text, mut room) = (String::new(), ROOM);
        while let Some(set) = self.page.sets.front().filter(|_| room.is_left()) {
            let Page { row, part, renames, .. } = &self.page;
            let rows = change_set::rows_from(line, set.id, part, *row, &mut room).await?;
            let columns = rows.iter().flat_map(|row| &row.cells).map(|cell| &cell.column);
            let names = since(line, renames, set.id, columns).await?;
            for row in &rows {
                self.lines(set, row, &names, &mut text);
            }
            if let Some(last) = rows.last().filter(|_| !room.is_left()) {
                self.page.row = last.position + 1;
            } else {
                self.page.sets.pop_front();
                self.page.row = 0;
            }
        }
        Ok(text)
    }

    /// The cells of a row that the filter lets through.
    fn lines(
        &self,
        set: &ChangeSetHead,
        row: &RowChange,
        names: &BTreeMap<String, Vec<String>>,
        text: &mut String,
    ) {
        let (at, id) = (moment(set.at), set.id.to_string());
        let key = serde_json::to_string(&row.key).unwrap_or_default();
        let restores = set.restores.map(|id| id.to_string());
        let mut line = |column, old, new| {
            let fields = [
                Some(at.as_str()),
                who(&set.actor),
                Some(set.state.label()),
                Some(row.deed.label()),
                Some(key.as_str()),
                column,
                old,
                new,
                restores.as_deref(),
                Some(id.as_str()),
            ];
            self.reader.line(text, &fields);
        };
        if row.cells.is_empty() {
            line(None, None, None);
        }
        for CellChange { column, old, new } in &row.cells {
            let name = names.get(column).and_then(|names| names.last()).unwrap_or(column);
            if self.filter.column.as_ref().is_none_or(|wanted| wanted == name) {
                line(Some(name), old.as_deref(), new.as_deref());
            }
        }
    }
}

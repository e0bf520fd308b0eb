//! The audit log and the history of tables as CSV, as long as they are: read piece by piece while it
//! is sent, so that only some rows are in memory, and only as long as the person may read them.

mod csv;

pub use csv::Reader;

use super::Site;
use super::history::{Subject, list as list_history, renames, require_subject, since};
use super::tables::present;
use crate::audit::{Deed, record};
use crate::authz::require;
use crate::error::ServiceError;
use crate::store::{audit_entry, change_set};
use app::model::access::SiteRight;
use app::model::audit::{
    Actor, AuditAction, AuditEntry, AuditFilter, Subject as Object, SubjectKind,
};
use app::model::history::{CellChange, ChangeSet, HistoryFilter, RowChange};
use app::model::ids::{ChangeSetId, TableId};
use app::ports::Op;
use chrono::{DateTime, SecondsFormat, Utc};
use futures::Stream;
use futures::stream::try_unfold;
use std::collections::{BTreeMap, VecDeque};

/// How many rows of a change set are read at once.
const AT_ONCE: u32 = 200;

const ENTRY: [&str; 12] = [
    "at", "by", "action", "kind", "name", "field", "old", "new", "note", "address", "request", "id",
];
const CHANGE: [&str; 10] =
    ["at", "by", "state", "deed", "key", "column", "old", "new", "restores", "change_set"];

/// The entries of the audit log, newest first, a line for each changed field.
///
/// # Errors
/// `Forbidden`; later, in the stream, when the store fails or the right is taken away.
pub async fn audit_log(
    site: &Site,
    op: &Op,
    filter: AuditFilter,
    reader: Reader,
) -> Result<impl Stream<Item = Result<String, ServiceError>> + use<>, ServiceError> {
    require(op, SiteRight::ViewAuditLog)?;
    note(site, op, Deed::new(AuditAction::AuditLogExported, None)).await?;
    let start = (site.clone(), op.clone(), Some(None));
    let rest = try_unfold(start, move |(site, op, next)| {
        let filter = filter.clone();
        async move {
            let Some(before) = next else { return Ok(None) };
            let mut line = site.store.read().await?;
            require(&present(&mut line, &op).await?, SiteRight::ViewAuditLog)?;
            let page = audit_entry::list(&mut line, &filter, before).await?;
            drop(line);
            let mut text = String::new();
            page.entries.iter().for_each(|entry| entry_lines(reader, entry, &mut text));
            Ok(Some((text, (site, op, page.next.map(Some)))))
        }
    });
    Ok(with_head(reader, &ENTRY, rest))
}

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
    let walk = Walk {
        site,
        op,
        table,
        filter,
        reader,
        sets: VecDeque::new(),
        row: 0,
        after: None,
        more: true,
    };
    Ok(with_head(reader, &CHANGE, try_unfold(walk, Walk::step)))
}

/// How far an export of a history has come.
struct Walk {
    site: Site,
    op: Op,
    table: TableId,
    filter: HistoryFilter,
    reader: Reader,
    /// The change sets of the page that is being written.
    sets: VecDeque<ChangeSet>,
    /// The place of the next row in the first of them.
    row: u32,
    /// After which change set the next page begins; at first none.
    after: Option<ChangeSetId>,
    /// Whether there is a next page.
    more: bool,
}

impl Walk {
    /// Writes the next rows of a change set, or turns to the next page.
    async fn step(mut self) -> Result<Option<(String, Self)>, ServiceError> {
        let mut line = self.site.store.read().await?;
        let op = present(&mut line, &self.op).await?;
        let subject = require_subject(&mut line, &op, self.table).await?;
        let Some(set) = self.sets.front() else {
            drop(line);
            if !self.more {
                return Ok(None);
            }
            let page = list_history(&self.site, &op, self.table, &self.filter, self.after).await?;
            (self.sets, self.after, self.more) =
                (page.change_sets.into(), page.next, page.next.is_some());
            return Ok(Some((String::new(), self)));
        };
        let rows = change_set::rows_from(&mut line, set.id, self.row, AT_ONCE).await?;
        let renames = renames(&mut line, &subject).await?;
        let columns = rows.iter().flat_map(|row| &row.cells).map(|cell| &cell.column);
        let names = since(&mut line, &renames, set.id, columns).await?;
        drop(line);
        let mut text = String::new();
        for row in &rows {
            self.lines(set, row, &names, &mut text);
        }
        if let Some(last) = rows.last() {
            self.row = last.position + 1;
        } else {
            self.sets.pop_front();
            self.row = 0;
        }
        Ok(Some((text, self)))
    }

    /// The cells of a row that the filter lets through.
    fn lines(
        &self,
        set: &ChangeSet,
        row: &RowChange,
        names: &BTreeMap<String, Vec<String>>,
        text: &mut String,
    ) {
        let is_meant = |key: &Vec<String>| *key == row.key || Some(key) == row.old_key.as_ref();
        if !self.filter.row.as_ref().is_none_or(is_meant) {
            return;
        }
        let (at, id) = (moment(set.at), set.id.to_string());
        let key = serde_json::to_string(&row.key).unwrap_or_default();
        let restores = set.restores.map(|restored| restored.id.to_string());
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

fn with_head(
    reader: Reader,
    names: &[&str],
    rest: impl Stream<Item = Result<String, ServiceError>>,
) -> impl Stream<Item = Result<String, ServiceError>> {
    let mut text = reader.start().to_owned();
    let names: Vec<_> = names.iter().map(|name| Some(*name)).collect();
    reader.line(&mut text, &names);
    futures::StreamExt::chain(futures::stream::iter([Ok(text)]), rest)
}

async fn note(site: &Site, op: &Op, deed: Deed) -> Result<(), ServiceError> {
    let mut write = site.store.write().await?;
    record(&mut write, op, deed).await?;
    Ok(write.commit().await?)
}

fn object(table: TableId, subject: &Subject) -> Object {
    let (_, name) = subject.target();
    Object { kind: SubjectKind::Table, id: table.to_string(), name: name.to_owned() }
}

fn entry_lines(reader: Reader, entry: &AuditEntry, text: &mut String) {
    let (at, id) = (moment(entry.at), entry.id.to_string());
    let subject = entry.subject.as_ref();
    let mut line = |field, old, new| {
        let fields = [
            Some(at.as_str()),
            who(&entry.actor),
            Some(entry.action.label()),
            subject.map(|subject| subject.kind.label()),
            subject.map(|subject| subject.name.as_str()),
            field,
            old,
            new,
            entry.note.as_deref(),
            entry.address.as_deref(),
            entry.request_id.as_deref(),
            Some(id.as_str()),
        ];
        reader.line(text, &fields);
    };
    if entry.changes.is_empty() {
        line(None, None, None);
    }
    for change in &entry.changes {
        line(Some(&change.field), change.old.as_deref(), change.new.as_deref());
    }
}

/// The sign-in name; none where the product itself acted.
fn who(actor: &Actor) -> Option<&str> {
    match actor {
        Actor::Person { email, .. } | Actor::Stranger { email } => Some(email),
        Actor::System => None,
    }
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

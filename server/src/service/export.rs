//! The audit log and the history of tables as CSV, as long as they are: read page by page while it is
//! sent, so that only one page is in memory.

mod csv;

pub use csv::Reader;

use super::Site;
use super::history::{Subject, list as list_history, require_subject};
use crate::audit::{Deed, record};
use crate::authz::require;
use crate::error::ServiceError;
use crate::store::{audit_entry, change_set};
use app::model::access::SiteRight;
use app::model::audit::{
    Actor, AuditAction, AuditEntry, AuditFilter, Subject as Object, SubjectKind,
};
use app::model::history::{CellChange, ChangeSet, HistoryFilter, RowChange};
use app::model::ids::TableId;
use app::ports::Op;
use chrono::{DateTime, SecondsFormat, Utc};
use futures::Stream;
use futures::stream::try_unfold;

const ENTRY: [&str; 12] = [
    "at", "by", "action", "kind", "name", "field", "old", "new", "note", "address", "request", "id",
];
const CHANGE: [&str; 10] =
    ["at", "by", "state", "deed", "key", "column", "old", "new", "restores", "change_set"];

/// The entries of the audit log, newest first, a line for each changed field.
///
/// # Errors
/// `Forbidden`; later, in the stream, when the store fails.
pub async fn audit_log(
    site: &Site,
    op: &Op,
    filter: AuditFilter,
    reader: Reader,
) -> Result<impl Stream<Item = Result<String, ServiceError>> + use<>, ServiceError> {
    require(op, SiteRight::ViewAuditLog)?;
    note(site, op, Deed::new(AuditAction::AuditLogExported, None)).await?;
    let start = (site.clone(), Some(None));
    Ok(with_head(
        reader,
        &ENTRY,
        try_unfold(start, move |(site, next)| {
            let filter = filter.clone();
            async move {
                let Some(before) = next else { return Ok(None) };
                let mut line = site.store.read().await?;
                let page = audit_entry::list(&mut line, &filter, before).await?;
                drop(line);
                let mut text = String::new();
                page.entries.iter().for_each(|entry| entry_lines(reader, entry, &mut text));
                Ok(Some((text, (site, page.next.map(Some)))))
            }
        }),
    ))
}

/// What was saved in a table, newest first, a line for each changed cell, with whole values.
///
/// # Errors
/// `NotFound` before `Forbidden`; later, in the stream, when the store fails.
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
    let start = (site.clone(), op.clone(), Some(None));
    Ok(with_head(
        reader,
        &CHANGE,
        try_unfold(start, move |(site, op, next)| {
            let filter = filter.clone();
            async move {
                let Some(before) = next else { return Ok(None) };
                let page = list_history(&site, &op, table, &filter, before).await?;
                let mut text = String::new();
                for set in &page.change_sets {
                    let mut line = site.store.read().await?;
                    for row in change_set::rows(&mut line, set.id).await? {
                        row_lines(reader, set, &row, &filter, &mut text);
                    }
                }
                Ok(Some((text, (site, op, page.next.map(Some)))))
            }
        }),
    ))
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

/// The cells of a row that the filter lets through.
fn row_lines(
    reader: Reader,
    set: &ChangeSet,
    row: &RowChange,
    filter: &HistoryFilter,
    text: &mut String,
) {
    let is_meant = |key: &Vec<String>| *key == row.key || Some(key) == row.old_key.as_ref();
    if !filter.row.as_ref().is_none_or(is_meant) {
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
        reader.line(text, &fields);
    };
    if row.cells.is_empty() {
        line(None, None, None);
    }
    for CellChange { column, old, new } in &row.cells {
        let name = set.renamed.get(column).unwrap_or(column);
        if filter.column.as_ref().is_none_or(|wanted| wanted == name) {
            line(Some(name), old.as_deref(), new.as_deref());
        }
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

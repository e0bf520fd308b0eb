//! The audit log and the history of tables as CSV, as long as they are: read piece by piece while it
//! is sent, so that only some rows are in memory, and only as long as the person may read them.

mod csv;
mod history;

pub use csv::Reader;
pub use history::history;

use super::Site;
use crate::audit::{Deed, record};
use crate::authz::{present, require};
use crate::error::ServiceError;
use crate::store::audit_entry;
use app::model::access::SiteRight;
use app::model::audit::{Actor, AuditAction, AuditEntry, AuditFilter};
use app::ports::Op;
use chrono::{DateTime, SecondsFormat, Utc};
use futures::Stream;
use futures::stream::try_unfold;

const ENTRY: [&str; 12] = [
    "at", "by", "action", "kind", "name", "field", "old", "new", "note", "address", "request", "id",
];

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
            require(&present(&mut line, &op, site.clock.now()).await?, SiteRight::ViewAuditLog)?;
            let page = audit_entry::list(&mut line, &filter, before).await?;
            drop(line);
            let mut text = String::new();
            page.entries.iter().for_each(|entry| entry_lines(reader, entry, &mut text));
            Ok(Some((text, (site, op, page.next.map(Some)))))
        }
    });
    Ok(with_head(reader, &ENTRY, rest))
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
    site.settling.over().await;
    let mut write = site.store.write().await?;
    record(&mut write, op, deed).await?;
    Ok(write.commit().await?)
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

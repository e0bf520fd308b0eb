//! Table `audit_entry`: written once, never changed, each entry chained to the one before.

mod chain;

pub(super) use chain::digest;
pub use chain::{Link, START, links};

use super::Line;
use super::user::parse;
use crate::clock::{end_of, from_micros, start_of, to_micros};
use app::model::audit::{
    Actor, AuditAction, AuditEntry, AuditFilter, AuditPage, Subject, SubjectKind,
};
use app::model::ids::{ChangeSetId, EntryId};
use sqlx::{AssertSqlSafe, Error, FromRow};

/// How many entries a page has.
pub const PAGE: usize = 50;

#[derive(FromRow)]
struct EntryRow {
    id: String,
    at: i64,
    actor_kind: String,
    actor_id: Option<String>,
    actor_email: Option<String>,
    action: String,
    subject_kind: Option<String>,
    subject_id: Option<String>,
    subject_name: Option<String>,
    changes: String,
    note: Option<String>,
    address: Option<String>,
    request_id: Option<String>,
}

impl TryFrom<EntryRow> for AuditEntry {
    type Error = Error;

    fn try_from(row: EntryRow) -> Result<Self, Error> {
        let actor = read_actor(&row.actor_kind, row.actor_id, row.actor_email)?;
        let subject = row.subject_kind.as_deref().and_then(SubjectKind::from_code).map(|kind| {
            let (id, name) = (row.subject_id, row.subject_name);
            Subject { kind, id: id.unwrap_or_default(), name: name.unwrap_or_default() }
        });
        let action = AuditAction::from_code(&row.action);
        Ok(Self {
            id: parse(&row.id)?,
            at: from_micros(row.at),
            actor,
            action: action.ok_or_else(|| Error::Decode("an unknown action".into()))?,
            subject,
            changes: serde_json::from_str(&row.changes).map_err(|e| Error::Decode(e.into()))?,
            note: row.note,
            address: row.address,
            request_id: row.request_id,
        })
    }
}

/// What an entry about rows is about.
#[derive(Clone, Copy, Debug)]
pub struct Attachment<'a> {
    /// The change set.
    pub change_set: ChangeSetId,
    /// The digest of its rows; none where another entry carries it.
    pub digest: Option<&'a str>,
}

/// Inserts an entry at the end of the chain; the transaction must be one of `Store::write`, which
/// lets one writer in at a time.
pub async fn insert(
    line: &mut Line,
    entry: &AuditEntry,
    attachment: Option<Attachment<'_>>,
) -> Result<(), Error> {
    let (kind, id, email) = actor(&entry.actor);
    let subject = entry.subject.as_ref();
    let name = subject.map(|subject| subject.name.clone());
    let mut new = Link {
        position: 0,
        hash: String::new(),
        id: entry.id.to_string(),
        at: to_micros(entry.at),
        actor_kind: kind.to_owned(),
        actor_id: id,
        actor_email: email,
        action: entry.action.code().to_owned(),
        subject_kind: subject.map(|subject| subject.kind.code().to_owned()),
        subject_id: subject.map(|subject| subject.id.clone()),
        subject_name: name,
        changes: serde_json::to_string(&entry.changes)
            .map_err(|error| Error::Encode(error.into()))?,
        note: entry.note.clone(),
        address: entry.address.clone(),
        request_id: entry.request_id.clone(),
        change_set_id: attachment.map(|attachment| attachment.change_set.to_string()),
        digest: attachment.and_then(|attachment| attachment.digest).map(str::to_owned),
        search_key: String::new(),
    };
    new.search_key = new.searched();
    let (position, before) = end(line).await?;
    new.position = position + 1;
    new.hash = new.hash_after(&before);
    chain::insert(line, new).await
}

/// The end of the chain: the last entry's position and hash, or where the first one begins.
pub async fn end(line: &mut Line) -> Result<(i64, String), Error> {
    let last = sqlx::query_as(
        "select position, hash
           from audit_entry
          order by position desc
          limit 1",
    );
    Ok(last.fetch_optional(line).await?.unwrap_or_else(|| (0, START.to_owned())))
}

/// Where in the chain a change stands that was prepared; targets let those that concern each other
/// do so only one after the other.
pub async fn prepared_at(line: &mut Line, change: ChangeSetId) -> Result<Option<i64>, Error> {
    sqlx::query_scalar(
        "select position
           from audit_entry
          where change_set_id = $1
            and digest is not null",
    )
    .bind(change.to_string())
    .fetch_optional(line)
    .await
}

/// An actor as columns: kind, id, name.
pub(super) fn actor(actor: &Actor) -> (&'static str, Option<String>, Option<String>) {
    match actor {
        Actor::Person { id, email } => ("person", Some(id.to_string()), Some(email.clone())),
        Actor::Stranger { email } => ("stranger", None, Some(email.clone())),
        Actor::System => ("system", None, None),
    }
}

/// An actor from columns.
pub(super) fn read_actor(
    kind: &str,
    id: Option<String>,
    email: Option<String>,
) -> Result<Actor, Error> {
    let email = email.unwrap_or_default();
    Ok(match (kind, id) {
        ("person", Some(id)) => Actor::Person { id: parse(&id)?, email },
        ("stranger", _) => Actor::Stranger { email },
        _ => Actor::System,
    })
}

/// Lists a page of entries, newest first, before a given one.
pub async fn list(
    line: &mut Line,
    filter: &AuditFilter,
    before: Option<EntryId>,
) -> Result<AuditPage, Error> {
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX).saturating_add(1);
    let rows: Vec<EntryRow> = sqlx::query_as(AssertSqlSafe(question(filter)))
        .bind(before.map_or_else(String::new, |id| id.to_string()))
        .bind(filter.actor.map_or_else(String::new, |id| id.to_string()))
        .bind(filter.action.map_or("", AuditAction::code))
        .bind(pattern(&filter.text))
        .bind(filter.from.map_or(i64::MIN, start_of))
        .bind(filter.to.map_or(i64::MAX, end_of))
        .bind(limit)
        .fetch_all(line)
        .await?;
    page(rows)
}

/// The SQL that finds a page. An actor is said to be equal only where one is asked for: SQLite plans
/// before it knows which, and would not look at their index.
fn question(filter: &AuditFilter) -> String {
    let actor = if filter.actor.is_some() { "actor_id = $2" } else { "$2 = ''" };
    format!(
        "select id, at, actor_kind, actor_id, actor_email, action, subject_kind, subject_id,
                subject_name, changes, note, address, request_id
           from audit_entry
          where ($1 = '' or id < $1)
            and {actor}
            and ($3 = '' or action = $3)
            and ($4 = '' or search_key like $4 escape '!')
            and at >= $5
            and at < $6
          order by id desc
          limit $7"
    )
}

fn page(rows: Vec<EntryRow>) -> Result<AuditPage, Error> {
    let entries: Result<Vec<AuditEntry>, Error> =
        rows.into_iter().map(AuditEntry::try_from).collect();
    let mut entries = entries?;
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let next = if more { entries.last().map(|entry| entry.id) } else { None };
    Ok(AuditPage { entries, next })
}

/// Control characters are in no name; PostgreSQL takes no NUL even to look for one.
fn pattern(text: &str) -> String {
    let text: String = text.chars().filter(|char| !char.is_control()).collect();
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return text;
    }
    let literal = text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{literal}%")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use app::model::ids::UserId;
    use sqlx::Row;
    use uuid::Uuid;

    /// The steps by which SQLite finds a page.
    async fn plan(store: &Store, filter: &AuditFilter) -> Vec<String> {
        let sql = format!("explain query plan {}", question(filter));
        let mut line = store.read().await.unwrap();
        let steps = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut *line).await.unwrap();
        steps.iter().map(|step| step.get(3)).collect()
    }

    #[tokio::test]
    async fn what_somebody_did_is_found_by_its_index() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}?mode=rwc", folder.path().join("store").display());
        let store = Store::open(&url).await.unwrap();
        let actor = Some(UserId(Uuid::from_u128(1)));
        let found = plan(&store, &AuditFilter { actor, ..AuditFilter::default() }).await;
        assert!(found[0].contains("audit_entry_actor (actor_id=?)"), "{found:?}");
        let all = plan(&store, &AuditFilter::default()).await;
        assert!(!all[0].contains("audit_entry_actor"), "{all:?}");
        assert_eq!((found.len(), all.len()), (1, 1), "nothing is sorted");
    }
}

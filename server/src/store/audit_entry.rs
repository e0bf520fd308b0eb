//! Table `audit_entry`: written once, never changed.

use super::Line;
use super::user::parse;
use crate::clock::{from_micros, to_micros};
use app::model::audit::{
    Actor, AuditAction, AuditEntry, AuditFilter, AuditPage, Subject, SubjectKind,
};
use app::model::ids::EntryId;
use chrono::{Days, NaiveDate, NaiveTime};
use sqlx::{Error, FromRow};

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
        let email = row.actor_email.unwrap_or_default();
        let actor = match (row.actor_kind.as_str(), row.actor_id) {
            ("person", Some(id)) => Actor::Person { id: parse(&id)?, email },
            ("stranger", _) => Actor::Stranger { email },
            _ => Actor::System,
        };
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

/// Inserts an entry.
pub async fn insert(line: &mut Line, entry: &AuditEntry) -> Result<(), Error> {
    let (kind, id, email) = match &entry.actor {
        Actor::Person { id, email } => ("person", Some(id.to_string()), Some(email.clone())),
        Actor::Stranger { email } => ("stranger", None, Some(email.clone())),
        Actor::System => ("system", None, None),
    };
    let subject = entry.subject.as_ref();
    let name = subject.map(|subject| subject.name.clone());
    let search_key =
        format!("{} {}", email.as_deref().unwrap_or_default(), name.as_deref().unwrap_or_default());
    sqlx::query(
        "insert into audit_entry
             (id, at, actor_kind, actor_id, actor_email, action, subject_kind, subject_id,
              subject_name, changes, note, address, request_id, search_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(entry.id.to_string())
    .bind(to_micros(entry.at))
    .bind(kind)
    .bind(id)
    .bind(email)
    .bind(entry.action.code())
    .bind(subject.map(|subject| subject.kind.code()))
    .bind(subject.map(|subject| subject.id.clone()))
    .bind(name)
    .bind(serde_json::to_string(&entry.changes).map_err(|error| Error::Encode(error.into()))?)
    .bind(entry.note.clone())
    .bind(entry.address.clone())
    .bind(entry.request_id.clone())
    .bind(search_key.to_lowercase())
    .execute(line)
    .await?;
    Ok(())
}

/// Lists a page of entries, newest first, before a given one.
pub async fn list(
    line: &mut Line,
    filter: &AuditFilter,
    before: Option<EntryId>,
) -> Result<AuditPage, Error> {
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX).saturating_add(1);
    let rows: Vec<EntryRow> = sqlx::query_as(
        "select id, at, actor_kind, actor_id, actor_email, action, subject_kind, subject_id,
                subject_name, changes, note, address, request_id
           from audit_entry
          where ($1 = '' or id < $1)
            and ($2 = '' or actor_id = $2)
            and ($3 = '' or action = $3)
            and ($4 = '' or search_key like $4 escape '!')
            and at >= $5
            and at < $6
          order by id desc
          limit $7",
    )
    .bind(before.map_or_else(String::new, |id| id.to_string()))
    .bind(filter.actor.map_or_else(String::new, |id| id.to_string()))
    .bind(filter.action.map_or("", AuditAction::code))
    .bind(pattern(&filter.text))
    .bind(filter.from.map_or(i64::MIN, start_of))
    .bind(filter.to.and_then(|day| day.checked_add_days(Days::new(1))).map_or(i64::MAX, start_of))
    .bind(limit)
    .fetch_all(line)
    .await?;
    page(rows)
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

fn pattern(text: &str) -> String {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return text;
    }
    let literal = text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{literal}%")
}

fn start_of(day: NaiveDate) -> i64 {
    to_micros(day.and_time(NaiveTime::MIN).and_utc())
}

//! Writing the audit log: in the same transaction as what it records.

use crate::store::Line;
use crate::store::audit_entry::{self, Attachment};
use app::model::audit::{Actor, AuditAction, AuditEntry, FieldChange, Subject};
use app::model::ids::{ChangeSetId, EntryId};
use app::ports::Op;
use chrono::{DateTime, Utc};
use sqlx::Error;
use uuid::Uuid;

/// Who acts, from where, when.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Who.
    pub actor: Actor,
    /// From which network address.
    pub address: Option<String>,
    /// In which request.
    pub request_id: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

impl Origin {
    /// The product itself.
    pub fn system(at: DateTime<Utc>) -> Self {
        Self { actor: Actor::System, address: None, request_id: None, at }
    }
}

impl From<&Op> for Origin {
    fn from(op: &Op) -> Self {
        Self {
            actor: Actor::Person { id: op.me.id, email: op.me.email.to_string() },
            address: op.address.map(|address| address.to_string()),
            request_id: Some(op.request.to_string()),
            at: op.at,
        }
    }
}

/// What was done, besides by whom.
#[derive(Clone, Debug)]
pub struct Deed {
    /// What.
    pub action: AuditAction,
    /// To what.
    pub subject: Option<Subject>,
    /// From what to what.
    pub changes: Vec<FieldChange>,
    /// One more fact.
    pub note: Option<String>,
    /// The change set that it is about.
    pub change_set: Option<ChangeSetId>,
    /// The digest of that change set's rows.
    pub digest: Option<String>,
}

impl Deed {
    /// A deed without changes.
    pub fn new(action: AuditAction, subject: Option<Subject>) -> Self {
        Self { action, subject, changes: Vec::new(), note: None, change_set: None, digest: None }
    }

    /// Says which change set it is about.
    #[must_use]
    pub fn about(mut self, change_set: ChangeSetId) -> Self {
        self.change_set = Some(change_set);
        self
    }

    /// Binds the change set's rows into the chain.
    #[must_use]
    pub fn digest(mut self, digest: String) -> Self {
        self.digest = Some(digest);
        self
    }

    /// Adds what changed.
    #[must_use]
    pub fn changes(mut self, changes: Vec<FieldChange>) -> Self {
        self.changes = changes;
        self
    }

    /// Says how many rows it is about.
    #[must_use]
    pub fn rows(self, rows: u32) -> Self {
        self.note(format!("{rows} {}", if rows == 1 { "row" } else { "rows" }))
    }

    /// Adds one more fact.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// Writes an entry.
///
/// # Errors
/// When the store fails.
pub async fn record(line: &mut Line, origin: impl Into<Origin>, deed: Deed) -> Result<(), Error> {
    let origin = origin.into();
    let entry = AuditEntry {
        id: EntryId(Uuid::now_v7()),
        at: origin.at,
        actor: origin.actor,
        action: deed.action,
        subject: deed.subject,
        changes: deed.changes,
        note: deed.note,
        address: origin.address,
        request_id: origin.request_id,
    };
    let digest = deed.digest.as_deref();
    let attachment = deed.change_set.map(|change_set| Attachment { change_set, digest });
    audit_entry::insert(line, &entry, attachment).await
}

/// The fields that differ, as the log shows them.
pub fn differences(fields: Vec<(&str, Option<String>, Option<String>)>) -> Vec<FieldChange> {
    fields
        .into_iter()
        .filter(|(_, old, new)| old != new)
        .map(|(field, old, new)| FieldChange { field: field.to_owned(), old, new })
        .collect()
}

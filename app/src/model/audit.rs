//! The audit log as screens show it: who did what, when, from what to what.

mod action;

pub use action::{AuditAction, SubjectKind};

use super::ids::{EntryId, UserId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Who acted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// A signed-in person, by id and the name of that time.
    Person {
        /// Identifies the user.
        id: UserId,
        /// The sign-in name at that time.
        email: String,
    },
    /// Somebody not signed in; the text is the sign-in name that was tried.
    Stranger {
        /// As typed.
        email: String,
    },
    /// The product itself, for example a command on the server's console.
    System,
}

/// What it was done to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// The noun.
    pub kind: SubjectKind,
    /// The subject's id as text.
    pub id: String,
    /// Its name at that time.
    pub name: String,
}

/// One field's change; a secret's values are never here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field's name on screen.
    pub field: String,
    /// Before; none where there was nothing.
    pub old: Option<String>,
    /// After; none where there is nothing.
    pub new: Option<String>,
}

/// One record of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Identifies the entry.
    pub id: EntryId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: Actor,
    /// What.
    pub action: AuditAction,
    /// To what; none for the site as a whole.
    pub subject: Option<Subject>,
    /// From what to what.
    pub changes: Vec<FieldChange>,
    /// One more fact, for example the cause of a failed test.
    pub note: Option<String>,
    /// From which network address.
    pub address: Option<String>,
    /// The request's id, as in the server's log.
    pub request_id: Option<String>,
}

/// Which entries to show; an empty filter shows all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditFilter {
    /// Only of this person.
    pub actor: Option<UserId>,
    /// Only this action.
    pub action: Option<AuditAction>,
    /// Only where the subject's or the actor's name contains this, without regard to case.
    pub text: String,
    /// From this day on (UTC).
    pub from: Option<NaiveDate>,
    /// Up to this day, itself included (UTC).
    pub to: Option<NaiveDate>,
}

/// One page of entries, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// The entries.
    pub entries: Vec<AuditEntry>,
    /// Where the next page begins; none at the end.
    pub next: Option<EntryId>,
}

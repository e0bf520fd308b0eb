//! What binds a change set and its rows into the chain of the audit log.

use super::rows::write;
use super::{ChangeSetHead, actor};
use crate::clock::to_micros;
use crate::store::audit_entry;
use app::model::history::RowChange;
use sqlx::Error;

/// The digest of a change set and its rows; how it ended is not in it, because that is an entry of
/// its own.
///
/// # Errors
/// When a row cannot be written as JSON.
pub fn digest(head: &ChangeSetHead, changes: &[RowChange]) -> Result<String, Error> {
    let (kind, id, email) = actor(&head.actor);
    let mut columns = vec![
        Some(head.id.to_string()),
        Some(head.table.to_string()),
        Some(head.table_name.clone()),
        Some(head.connection.to_string()),
        Some(kind.to_owned()),
        id,
        email,
        Some(to_micros(head.at).to_string()),
        Some(head.xid.clone()),
        head.restores.map(|id| id.to_string()),
        Some(head.evidence.clone()),
    ];
    for change in changes {
        columns.push(Some(change.position.to_string()));
        columns.push(Some(change.deed.code().to_owned()));
        columns.push(Some(write(&change.key)?));
        columns.push(change.old_key.as_ref().map(write).transpose()?);
        columns.push(Some(write(&change.cells)?));
    }
    Ok(audit_entry::digest(columns.iter().map(Option::as_deref)))
}

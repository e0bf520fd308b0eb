//! Changing a table itself in its target: columns and comments.

use super::reach::{Reached, reach};
use super::record::subject;
use crate::audit::{Deed, record};
use crate::error::ServiceError;
use crate::service::Site;
use crate::target::ddl;
use app::error::{AppError, ErrorCode, Problem};
use app::model::access::SiteRight;
use app::model::audit::{AuditAction, FieldChange};
use app::model::ids::TableId;
use app::model::table::{ColumnDraft, Lock, Table, check_name, field};
use app::ports::Op;

/// The longest comment, in characters.
const MOST_COMMENT: usize = 2_000;

/// Adds a column.
pub async fn add_column(
    site: &Site,
    op: &Op,
    id: TableId,
    draft: ColumnDraft,
) -> Result<(), ServiceError> {
    let mut reached = writable(site, op, id).await?;
    let checked = draft.check("").map_err(AppError::invalid)?;
    ddl::add_column(&mut reached.lease, &reached.table.name, &checked).await?;
    let new = format!("{} {}", checked.name.as_str(), checked.kind.sql());
    note(site, op, &reached.table, "Column", None, Some(new)).await
}

/// Gives a column another name.
pub async fn rename_column(
    site: &Site,
    op: &Op,
    id: TableId,
    column: &str,
    name: &str,
) -> Result<(), ServiceError> {
    let mut reached = writable(site, op, id).await?;
    let name = check_name(field::COLUMN_NAME, "the column", name)
        .map_err(|problem| AppError::invalid(vec![problem]))?;
    ddl::rename_column(&mut reached.lease, &reached.table.name, column, &name).await?;
    let (old, new) = (Some(column.to_owned()), Some(name.as_str().to_owned()));
    note(site, op, &reached.table, "Column", old, new).await
}

/// Writes a comment.
pub async fn comment(
    site: &Site,
    op: &Op,
    id: TableId,
    column: Option<&str>,
    comment: &str,
) -> Result<(), ServiceError> {
    let mut reached = writable(site, op, id).await?;
    let comment = comment.trim();
    if comment.chars().count() > MOST_COMMENT || comment.contains('\0') {
        let message = format!("A comment has at most {MOST_COMMENT} characters, and no NUL");
        return Err(AppError::invalid(vec![Problem::field("comment", "too_long", message)]).into());
    }
    ddl::comment(&mut reached.lease, &reached.table.name, column, comment).await?;
    let found = |name: &str| reached.relation.columns.iter().find(|one| one.name == name);
    let (label, old) = match column {
        None => ("Comment".to_owned(), reached.relation.comment.clone()),
        Some(name) => {
            (format!("Comment of {name}"), found(name).and_then(|one| one.comment.clone()))
        }
    };
    let new = (!comment.is_empty()).then(|| comment.to_owned());
    note(site, op, &reached.table, &label, old, new).await
}

async fn writable(site: &Site, op: &Op, id: TableId) -> Result<Reached, ServiceError> {
    let reached = reach(site, op, id, SiteRight::ManageTables).await?;
    if reached.table.read_only {
        let error = AppError::new(ErrorCode::Forbidden, Lock::ReadOnlyConnection.sentence());
        return Err(error.into());
    }
    Ok(reached)
}

async fn note(
    site: &Site,
    op: &Op,
    table: &Table,
    label: &str,
    old: Option<String>,
    new: Option<String>,
) -> Result<(), ServiceError> {
    let mut write = site.store.write().await?;
    let change = FieldChange { field: label.to_owned(), old, new };
    let deed = Deed::new(AuditAction::TableChanged, Some(subject(table))).changes(vec![change]);
    record(&mut write, op, deed).await?;
    Ok(write.commit().await?)
}

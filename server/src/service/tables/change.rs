//! Changing a table itself in its target: columns and comments.

use super::apply::apply;
use super::reach::{Reached, reach_writable};
use crate::error::ServiceError;
use crate::service::Site;
use crate::store::table_change;
use crate::target::ddl;
use app::error::{AppError, Problem};
use app::model::audit::{AuditAction, FieldChange};
use app::model::ids::TableId;
use app::model::table::{ColumnDraft, check_column_name, field};
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
    let Reached { way, lease, .. } = reach_writable(site, op, id).await?;
    let checked = draft.check("").map_err(AppError::invalid)?;
    let prepared = ddl::add_column(lease, &way.table.name, &checked).await?;
    let new = format!("{} {}", checked.name.as_str(), checked.kind.sql());
    apply(site, op, &way, changed(table_change::COLUMN, None, Some(new)), prepared).await
}

/// Gives a column another name.
pub async fn rename_column(
    site: &Site,
    op: &Op,
    id: TableId,
    column: &str,
    name: &str,
) -> Result<(), ServiceError> {
    let Reached { way, lease, .. } = reach_writable(site, op, id).await?;
    let name = check_column_name(field::COLUMN_NAME, "the column", name)
        .map_err(|problem| AppError::invalid(vec![problem]))?;
    let prepared = ddl::rename_column(lease, &way.table.name, column, &name).await?;
    let (old, new) = (Some(column.to_owned()), Some(name.as_str().to_owned()));
    apply(site, op, &way, changed(table_change::COLUMN, old, new), prepared).await
}

/// Writes a comment.
pub async fn comment(
    site: &Site,
    op: &Op,
    id: TableId,
    column: Option<&str>,
    comment: &str,
) -> Result<(), ServiceError> {
    let Reached { way, lease, .. } = reach_writable(site, op, id).await?;
    let comment = comment.trim();
    if comment.chars().count() > MOST_COMMENT || comment.contains('\0') {
        let message = format!("A comment has at most {MOST_COMMENT} characters, and no NUL");
        return Err(
            AppError::invalid(vec![Problem::field(field::COMMENT, "too_long", message)]).into()
        );
    }
    let prepared = ddl::comment(lease, &way.table.name, column, comment).await?;
    let label =
        column.map_or_else(|| "Comment".to_owned(), |column| format!("Comment of {column}"));
    let old = prepared.old_comment.clone();
    let new = (!comment.is_empty()).then(|| comment.to_owned());
    apply(site, op, &way, changed(&label, old, new), prepared).await
}

/// The entry of a change, and what it shows.
fn changed(
    label: &str,
    old: Option<String>,
    new: Option<String>,
) -> (AuditAction, Vec<FieldChange>) {
    (AuditAction::TableChanged, vec![FieldChange { field: label.to_owned(), old, new }])
}

//! Reading the audit log.

use super::Op;
use crate::error::AppError;
use crate::model::audit::{AuditFilter, AuditPage};
use crate::model::ids::EntryId;
use async_trait::async_trait;

/// What may be asked of the audit log; nobody may write to it from outside.
#[async_trait]
pub trait AuditLog: Send + Sync {
    /// Lists entries, newest first, from before the given one on; 50 a page.
    async fn list(
        &self,
        op: &Op,
        filter: AuditFilter,
        before: Option<EntryId>,
    ) -> Result<AuditPage, AppError>;
}

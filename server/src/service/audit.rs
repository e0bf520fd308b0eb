//! Reading the audit log.

use super::Site;
use crate::authz::require;
use crate::error::ServiceError;
use crate::store::audit_entry;
use app::error::AppError;
use app::model::access::SiteRight;
use app::model::audit::{AuditFilter, AuditPage};
use app::model::ids::EntryId;
use app::ports::{AuditLog, Op};
use async_trait::async_trait;
use std::sync::Arc;

/// Fills the port.
pub struct AuditService(pub Arc<Site>);

#[async_trait]
impl AuditLog for AuditService {
    async fn list(
        &self,
        op: &Op,
        filter: AuditFilter,
        before: Option<EntryId>,
    ) -> Result<AuditPage, AppError> {
        require(op, SiteRight::ViewAuditLog)?;
        self.0.settling.over().await;
        let mut line = self.0.store.read().await?;
        let page = audit_entry::list(&mut line, &filter, before).await;
        Ok(page.map_err(ServiceError::from)?)
    }
}

//! The signed-in person's own affairs.

use super::Site;
use crate::audit::{Deed, record};
use crate::authn::{password, throttle};
use crate::error::ServiceError;
use crate::store::{Write, session, user};
use app::error::{AppError, Problem};
use app::model::account::SessionView;
use app::model::audit::{AuditAction, Subject, SubjectKind};
use app::model::ids::SessionId;
use app::model::secret::Secret;
use app::model::user::{check_password, field};
use app::ports::{Account, Op};
use async_trait::async_trait;
use std::iter;
use std::sync::Arc;

/// Fills the port.
pub struct AccountService(pub Arc<Site>);

#[async_trait]
impl Account for AccountService {
    async fn list_sessions(&self, op: &Op) -> Result<Vec<SessionView>, AppError> {
        Ok(list(&self.0, op).await?)
    }

    async fn revoke_session(&self, op: &Op, id: SessionId) -> Result<(), AppError> {
        Ok(revoke(&self.0, op, id).await?)
    }

    async fn change_password(&self, op: &Op, current: Secret, new: Secret) -> Result<(), AppError> {
        Ok(change_password(&self.0, op, current, new).await?)
    }
}

async fn list(site: &Site, op: &Op) -> Result<Vec<SessionView>, ServiceError> {
    let mut line = site.store.read().await?;
    let stored = session::list(&mut line, op.me.id).await?;
    let mut views: Vec<_> = stored
        .into_iter()
        .map(|session| SessionView {
            current: session.id == op.session,
            id: session.id,
            created_at: session.created_at,
            last_seen_at: session.last_seen_at,
            address: session.address,
            user_agent: session.user_agent,
        })
        .collect();
    views.sort_by_key(|view| !view.current);
    Ok(views)
}

async fn revoke(site: &Site, op: &Op, id: SessionId) -> Result<(), ServiceError> {
    let mut write = site.store.write().await?;
    if !session::delete(&mut write, op.me.id, id).await? {
        return Err(AppError::not_found("session").into());
    }
    let subject =
        Subject { kind: SubjectKind::Session, id: id.to_string(), name: op.me.email.to_string() };
    record(&mut write, op, Deed::new(AuditAction::SessionRevoked, Some(subject))).await?;
    Ok(write.commit().await?)
}

/// Whoever sits down at an open session must not guess on: it counts like a failed sign-in. Gives
/// the transaction in which what needs the password may be done.
async fn check_current(site: &Site, op: &Op, current: Secret) -> Result<Write, ServiceError> {
    let (email, address) = (op.me.email.as_str(), op.address.map(|address| address.to_string()));
    let stored = {
        let mut line = site.store.read().await?;
        throttle::admit(&mut line, email, address.as_deref(), op.at).await?;
        user::password_hash(&mut line, op.me.id).await?
    };
    let fits = password::verify(current, stored).await?;
    let mut write = site.store.write().await?;
    // Many can come at once.
    throttle::admit(&mut write, email, address.as_deref(), op.at).await?;
    if fits {
        return Ok(write);
    }
    let throttled = throttle::fail(&mut write, email, address.as_deref(), op.at).await?;
    let failed = Deed::new(AuditAction::PasswordChangeFailed, None);
    for deed in iter::once(failed).chain(throttled) {
        record(&mut write, op, deed).await?;
    }
    write.commit().await?;
    let problem =
        Problem::field(field::CURRENT_PASSWORD, "wrong", "This is not your present password");
    Err(AppError::invalid(vec![problem]).into())
}

async fn change_password(
    site: &Site,
    op: &Op,
    current: Secret,
    new: Secret,
) -> Result<(), ServiceError> {
    check_password(&new).map_err(|problem| AppError::invalid(vec![problem]))?;
    let hash = password::hash(new).await?;
    let mut write = check_current(site, op, current).await?;
    user::set_password_hash(&mut write, op.me.id, &hash).await?;
    session::delete_all(&mut write, op.me.id, Some(op.session)).await?;
    let subject = Subject {
        kind: SubjectKind::User,
        id: op.me.id.to_string(),
        name: op.me.email.to_string(),
    };
    record(&mut write, op, Deed::new(AuditAction::PasswordChanged, Some(subject))).await?;
    Ok(write.commit().await?)
}

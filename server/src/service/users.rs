//! Users: who may sign in and what they may do.

use super::Site;
use crate::audit::{Deed, differences, record};
use crate::authn::password;
use crate::authz::{require, require_administrator};
use crate::error::ServiceError;
use crate::store::{Line, session, user, violates};
use app::error::{AppError, ErrorCode, Problem};
use app::model::access::{SiteAccess, SiteRight};
use app::model::audit::{AuditAction, FieldChange, Subject, SubjectKind};
use app::model::ids::UserId;
use app::model::name::check_name;
use app::model::secret::Secret;
use app::model::user::{User, UserDraft, UserEdit, check_password, field};
use app::ports::{Op, Users};
use async_trait::async_trait;
use std::sync::Arc;
use uuid::Uuid;

/// Fills the port.
pub struct UserService(pub Arc<Site>);

#[async_trait]
impl Users for UserService {
    async fn list(&self, op: &Op) -> Result<Vec<User>, AppError> {
        require(op, SiteRight::ManageUsers)?;
        let mut line = self.0.store.read().await?;
        Ok(user::list(&mut line).await.map_err(ServiceError::from)?)
    }

    async fn create(&self, op: &Op, draft: UserDraft) -> Result<User, AppError> {
        require(op, SiteRight::ManageUsers)?;
        check_reach(op, &draft.access)?;
        Ok(create(&self.0, op, draft).await?)
    }

    async fn edit(&self, op: &Op, id: UserId, edit: UserEdit) -> Result<User, AppError> {
        require(op, SiteRight::ManageUsers)?;
        check_reach(op, &edit.access)?;
        let name = check_name(&edit.name).map_err(|problem| AppError::invalid(vec![problem]))?;
        let change = |user: &mut User| {
            user.name = name;
            user.access = edit.access;
        };
        Ok(update(&self.0, op, id, AuditAction::UserChanged, change).await?)
    }

    async fn deactivate(&self, op: &Op, id: UserId) -> Result<User, AppError> {
        require(op, SiteRight::ManageUsers)?;
        let change = |user: &mut User| user.active = false;
        Ok(update(&self.0, op, id, AuditAction::UserDeactivated, change).await?)
    }

    async fn reactivate(&self, op: &Op, id: UserId) -> Result<User, AppError> {
        require(op, SiteRight::ManageUsers)?;
        let change = |user: &mut User| user.active = true;
        Ok(update(&self.0, op, id, AuditAction::UserReactivated, change).await?)
    }

    async fn reset_password(&self, op: &Op, id: UserId, password: Secret) -> Result<(), AppError> {
        require(op, SiteRight::ManageUsers)?;
        Ok(reset_password(&self.0, op, id, password).await?)
    }
}

/// Nobody gives away rights that they do not hold.
fn check_reach(op: &Op, access: &SiteAccess) -> Result<(), AppError> {
    match access {
        SiteAccess::Administrator => require_administrator(op),
        SiteAccess::Rights(rights) => rights.iter().try_for_each(|right| require(op, *right)),
    }
}

/// Creates a user inside a transaction, for the first administrator and for everybody after.
///
/// # Errors
/// When the sign-in name is taken.
pub async fn insert(line: &mut Line, new: &User, hash: &str) -> Result<(), ServiceError> {
    user::insert(line, new, hash).await.map_err(|error| {
        if !violates(&error, "site_user_email", "site_user.email") {
            return error.into();
        }
        let problem =
            Problem::field(field::EMAIL, "taken", "There is a user with this address already");
        AppError::invalid(vec![problem]).into()
    })
}

async fn create(site: &Site, op: &Op, draft: UserDraft) -> Result<User, ServiceError> {
    let checked = draft.check().map_err(AppError::invalid)?;
    let hash = password::hash(checked.password).await?;
    let new = User {
        id: UserId(Uuid::now_v7()),
        email: checked.email,
        name: checked.name,
        active: true,
        access: checked.access,
        created_at: op.at,
        last_sign_in_at: None,
    };
    let mut write = site.store.write().await?;
    insert(&mut write, &new, &hash).await?;
    let deed = Deed::new(AuditAction::UserCreated, Some(subject(&new)));
    record(&mut write, op, deed.changes(changes(None, &new))).await?;
    write.commit().await?;
    Ok(new)
}

async fn update(
    site: &Site,
    op: &Op,
    id: UserId,
    action: AuditAction,
    change: impl FnOnce(&mut User),
) -> Result<User, ServiceError> {
    let mut write = site.store.write().await?;
    let old = reachable(&mut write, op, id).await?;
    let mut new = old.clone();
    change(&mut new);
    keep_an_administrator(&mut write, &old, &new).await?;
    user::update(&mut write, &new).await?;
    if !new.active {
        session::delete_all(&mut write, id, None).await?;
    }
    let deed = Deed::new(action, Some(subject(&new)));
    record(&mut write, op, deed.changes(changes(Some(&old), &new))).await?;
    write.commit().await?;
    Ok(new)
}

async fn reset_password(site: &Site, op: &Op, id: UserId, new: Secret) -> Result<(), ServiceError> {
    check_password(&new).map_err(|problem| AppError::invalid(vec![problem]))?;
    let hash = password::hash(new).await?;
    let mut write = site.store.write().await?;
    let user = reachable(&mut write, op, id).await?;
    user::set_password_hash(&mut write, id, &hash).await?;
    session::delete_all(&mut write, id, (id == op.me.id).then_some(op.session)).await?;
    record(&mut write, op, Deed::new(AuditAction::PasswordReset, Some(subject(&user)))).await?;
    Ok(write.commit().await?)
}

/// Finds a user whom the person may change: one with no right that the person lacks, or taking
/// over that account would be a way to the right.
async fn reachable(line: &mut Line, op: &Op, id: UserId) -> Result<User, ServiceError> {
    let found = user::get(line, id).await?.ok_or_else(|| AppError::not_found("user"))?;
    check_reach(op, &found.access)?;
    Ok(found)
}

/// Somebody must always be able to open every door.
async fn keep_an_administrator(
    line: &mut Line,
    old: &User,
    new: &User,
) -> Result<(), ServiceError> {
    let counts = |user: &User| user.active && user.access == SiteAccess::Administrator;
    if !counts(old) || counts(new) || user::other_administrators(line, old.id).await? > 0 {
        return Ok(());
    }
    let error = AppError::new(ErrorCode::Conflict, "This is the last active administrator");
    Err(error.with_hint("Make another user an administrator first").into())
}

/// A user as the audit log names it.
pub fn subject(user: &User) -> Subject {
    Subject { kind: SubjectKind::User, id: user.id.to_string(), name: user.email.to_string() }
}

fn changes(old: Option<&User>, new: &User) -> Vec<FieldChange> {
    let rights = |user: &User| match &user.access {
        SiteAccess::Administrator => "Administrator".to_owned(),
        SiteAccess::Rights(rights) if rights.is_empty() => "none".to_owned(),
        SiteAccess::Rights(rights) => {
            rights.iter().map(|right| right.label()).collect::<Vec<_>>().join(", ")
        }
    };
    let active = |user: &User| if user.active { "yes" } else { "no" }.to_owned();
    differences(vec![
        ("Name", old.map(|user| user.name.clone()), Some(new.name.clone())),
        ("Authorisations", old.map(rights), Some(rights(new))),
        ("Active", old.map(active), Some(active(new))),
    ])
}

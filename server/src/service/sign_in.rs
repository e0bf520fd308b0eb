//! Signing in and out, and the first administrator.

use super::{Site, users};
use crate::audit::{Deed, Origin, record};
use crate::authn::session::{self, Device};
use crate::authn::{password, throttle, token};
use crate::error::ServiceError;
use crate::store::{self, set_up_link, user};
use app::error::{AppError, ErrorCode};
use app::model::access::SiteAccess;
use app::model::audit::{Actor, AuditAction, Subject, SubjectKind};
use app::model::email::Email;
use app::model::ids::{RequestId, UserId};
use app::model::secret::Secret;
use app::model::user::{CheckedUser, User, UserDraft};
use app::ports::Op;
use std::iter;
use uuid::Uuid;

/// Who knocks, and from where.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The device.
    pub device: Device,
    /// The request.
    pub request: RequestId,
}

/// Signs somebody in and gives the session's token.
///
/// # Errors
/// `Unauthenticated` for a wrong name or password, without telling which; `TooManyAttempts`.
pub async fn sign_in(
    site: &Site,
    visit: &Visit,
    email: &str,
    secret: Secret,
) -> Result<String, ServiceError> {
    let now = site.clock.now();
    let address = visit.device.address.as_deref();
    // What was typed may be anything; the store takes neither NUL nor texts without end.
    let tried: String = email.trim().chars().filter(|c| !c.is_control()).take(254).collect();
    let found = {
        let mut line = site.store.read().await?;
        throttle::admit(&mut line, &tried, address, now).await?;
        find(&mut line, email).await?
    };
    let hash = found.map(|(_, hash)| hash);
    let fits = password::verify(secret, hash.clone()).await?;
    let mut write = site.store.write().await?;
    // Many can come at once, and the account can change while a password is being verified.
    throttle::admit(&mut write, &tried, address, now).await?;
    let found = find(&mut write, email)
        .await?
        .filter(|(user, now)| fits && user.active && hash.as_ref() == Some(now));
    let Some((user, _)) = found else {
        fail(site, &mut write, visit, tried).await?;
        write.commit().await?;
        return Err(refused());
    };
    throttle::succeed(&mut write, &tried).await?;
    let token = begin(site, &mut write, visit, &user).await?;
    write.commit().await?;
    Ok(token)
}

/// Counts and records a failure.
async fn fail(
    site: &Site,
    write: &mut store::Line,
    visit: &Visit,
    tried: String,
) -> Result<(), ServiceError> {
    let (address, now) = (visit.device.address.as_deref(), site.clock.now());
    let throttled = throttle::fail(write, &tried, address, now).await?;
    let origin = origin(site, visit, Actor::Stranger { email: tried });
    let failed = Deed::new(AuditAction::SignInFailed, None);
    for deed in iter::once(failed).chain(throttled) {
        record(write, origin.clone(), deed).await?;
    }
    Ok(())
}

fn refused() -> ServiceError {
    AppError::new(ErrorCode::Unauthenticated, "E-mail address or password is wrong")
        .with_hint("Check both, then try again; an administrator can reset your password")
        .into()
}

async fn find(line: &mut store::Line, email: &str) -> Result<Option<(User, String)>, ServiceError> {
    let Ok(email) = Email::parse(email) else { return Ok(None) };
    let Some(user) = user::get_by_email(line, &email).await? else { return Ok(None) };
    let hash = user::password_hash(line, user.id).await?;
    Ok(hash.map(|hash| (user, hash)))
}

async fn begin(
    site: &Site,
    write: &mut store::Line,
    visit: &Visit,
    user: &User,
) -> Result<String, ServiceError> {
    let now = site.clock.now();
    let token = session::begin(write, user.id, visit.device.clone(), now).await?;
    user::set_last_sign_in(write, user.id, now).await?;
    let actor = Actor::Person { id: user.id, email: user.email.to_string() };
    record(write, origin(site, visit, actor), Deed::new(AuditAction::SignedIn, None)).await?;
    Ok(token)
}

/// Ends the session of an op.
///
/// # Errors
/// When the store fails.
pub async fn sign_out(site: &Site, op: &Op) -> Result<(), ServiceError> {
    let mut write = site.store.write().await?;
    store::session::delete(&mut write, op.me.id, op.session).await?;
    record(&mut write, op, Deed::new(AuditAction::SignedOut, None)).await?;
    Ok(write.commit().await?)
}

/// Makes a one-time set-up link's token; none when there is a user already.
///
/// # Errors
/// When the store fails.
pub async fn make_set_up_token(site: &Site) -> Result<Option<String>, ServiceError> {
    let mut write = site.store.write().await?;
    if user::any(&mut write).await? {
        return Ok(None);
    }
    let token = token::generate();
    set_up_link::replace(&mut write, &token::hash(&token), site.clock.now()).await?;
    write.commit().await?;
    Ok(Some(token))
}

/// Tells whether nobody has set the site up yet.
///
/// # Errors
/// When the store fails.
pub async fn is_unset(site: &Site) -> Result<bool, ServiceError> {
    let mut line = site.store.read().await?;
    Ok(!user::any(&mut line).await?)
}

/// Creates the first administrator through the set-up link and signs them in.
///
/// # Errors
/// `NotFound` for a link that is not valid; `Invalid` with the problems of what was typed.
pub async fn set_up(
    site: &Site,
    visit: &Visit,
    link: &str,
    draft: UserDraft,
) -> Result<String, ServiceError> {
    let checked = draft.check().map_err(AppError::invalid);
    let mut write = site.store.write().await?;
    let valid = set_up_link::exists(&mut write, &token::hash(link)).await?;
    if !valid || user::any(&mut write).await? {
        let error = AppError::new(ErrorCode::NotFound, "This set-up link is not valid any more");
        return Err(error.with_hint("Restart NextTables to get a new one on its console").into());
    }
    let user = insert_first(site, &mut write, checked?, Some(visit)).await?;
    set_up_link::delete_all(&mut write).await?;
    let token = begin(site, &mut write, visit, &user).await?;
    write.commit().await?;
    Ok(token)
}

/// Creates an administrator from the console: at an unattended first start, or by command.
///
/// # Errors
/// `Invalid` with the problems of what was given.
pub async fn create_administrator(site: &Site, draft: UserDraft) -> Result<User, ServiceError> {
    let checked = draft.check().map_err(AppError::invalid)?;
    let mut write = site.store.write().await?;
    let user = insert_first(site, &mut write, checked, None).await?;
    write.commit().await?;
    Ok(user)
}

/// The visit is that of the set-up link; without one it happens on the console.
async fn insert_first(
    site: &Site,
    write: &mut store::Line,
    checked: CheckedUser,
    visit: Option<&Visit>,
) -> Result<User, ServiceError> {
    let first = !user::any(write).await?;
    let hash = password::hash(checked.password).await?;
    let user = User {
        id: UserId(Uuid::now_v7()),
        email: checked.email,
        name: checked.name,
        active: true,
        access: SiteAccess::Administrator,
        created_at: site.clock.now(),
        last_sign_in_at: None,
    };
    users::insert(write, &user, &hash).await?;
    let action = if first { AuditAction::SiteSetUp } else { AuditAction::UserCreated };
    let subject =
        Subject { kind: SubjectKind::User, id: user.id.to_string(), name: user.email.to_string() };
    let origin = match visit {
        Some(visit) => {
            let (id, email) = (user.id, user.email.to_string());
            origin(site, visit, Actor::Person { id, email })
        }
        None => Origin::system(site.clock.now()),
    };
    record(write, origin, Deed::new(action, Some(subject))).await?;
    Ok(user)
}

fn origin(site: &Site, visit: &Visit, actor: Actor) -> Origin {
    Origin {
        actor,
        address: visit.device.address.clone(),
        request_id: Some(visit.request.to_string()),
        at: site.clock.now(),
    }
}

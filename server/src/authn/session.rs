//! Sessions: begun at sign-in, resolved from the cookie on every request.

use super::token;
use crate::error::ServiceError;
use crate::store::session::Session;
use crate::store::{Store, session, user};
use app::model::account::Me;
use app::model::ids::{SessionId, UserId};
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

/// A session that is not used for so long ends.
pub const IDLE: TimeDelta = TimeDelta::hours(12);
/// A session ends after so long, used or not.
pub const ABSOLUTE: TimeDelta = TimeDelta::days(7);
/// How exactly “last used” is known; writing it on every request would be a write per read.
const TOUCH_EVERY: TimeDelta = TimeDelta::minutes(1);

/// Where a sign-in came from.
#[derive(Clone, Debug, Default)]
pub struct Device {
    /// The network address.
    pub address: Option<String>,
    /// The browser's description of itself.
    pub user_agent: Option<String>,
}

/// Makes a new session and gives its token, for the cookie.
///
/// # Errors
/// When the store fails.
pub async fn begin(
    line: &mut crate::store::Line,
    id: UserId,
    device: Device,
    now: DateTime<Utc>,
) -> Result<String, ServiceError> {
    let token = token::generate();
    let new = Session {
        id: SessionId(Uuid::now_v7()),
        user: id,
        created_at: now,
        last_seen_at: now,
        address: device.address,
        user_agent: device.user_agent.map(|agent| agent.chars().take(300).collect()),
    };
    session::delete_expired(line, now - IDLE, now - ABSOLUTE).await?;
    session::insert(line, &new, &token::hash(&token)).await?;
    Ok(token)
}

/// Tells whether a session has ended by its age.
pub fn is_over(session: &Session, now: DateTime<Utc>) -> bool {
    now - session.last_seen_at >= IDLE || now - session.created_at >= ABSOLUTE
}

/// Finds who a cookie's token stands for; none when it is unknown, expired, or the user may no
/// longer sign in. Rights are read afresh, so taking one away counts at once.
///
/// # Errors
/// When the store fails.
pub async fn resolve(
    store: &Store,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Option<(SessionId, Me)>, ServiceError> {
    let mut line = store.read().await?;
    let Some(found) = session::get_by_token(&mut line, &token::hash(token)).await? else {
        return Ok(None);
    };
    if is_over(&found, now) {
        return Ok(None);
    }
    let Some(user) = user::get(&mut line, found.user).await?.filter(|user| user.active) else {
        return Ok(None);
    };
    if now - found.last_seen_at >= TOUCH_EVERY {
        session::touch(&mut line, found.id, now).await?;
    }
    let me = Me { id: user.id, email: user.email, name: user.name, access: user.access };
    Ok(Some((found.id, me)))
}

//! Table `session`: where people are signed in.

use super::Line;
use super::user::{gathered, parse};
use crate::clock::{from_micros, to_micros};
use app::model::ids::{SessionId, UserId};
use app::model::user::User;
use chrono::{DateTime, Utc};
use sqlx::{Error, FromRow, Row};

/// One session as stored.
#[derive(Clone, Debug)]
pub struct Session {
    /// Identifies the session.
    pub id: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// When the person signed in.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to within a minute.
    pub last_seen_at: DateTime<Utc>,
    /// The network address at sign-in.
    pub address: Option<String>,
    /// The browser's description of itself at sign-in.
    pub user_agent: Option<String>,
}

#[derive(FromRow)]
struct SessionRow {
    id: String,
    user_id: String,
    created_at: i64,
    last_seen_at: i64,
    address: Option<String>,
    user_agent: Option<String>,
}

impl TryFrom<SessionRow> for Session {
    type Error = Error;

    fn try_from(row: SessionRow) -> Result<Self, Error> {
        Ok(Self {
            id: parse(&row.id)?,
            user: parse(&row.user_id)?,
            created_at: from_micros(row.created_at),
            last_seen_at: from_micros(row.last_seen_at),
            address: row.address,
            user_agent: row.user_agent,
        })
    }
}

/// Inserts a session under its token's hash.
pub async fn insert(line: &mut Line, session: &Session, token_hash: &str) -> Result<(), Error> {
    sqlx::query(
        "insert into session
             (id, token_hash, user_id, created_at, last_seen_at, address, user_agent)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(session.id.to_string())
    .bind(token_hash.to_owned())
    .bind(session.user.to_string())
    .bind(to_micros(session.created_at))
    .bind(to_micros(session.last_seen_at))
    .bind(session.address.clone())
    .bind(session.user_agent.clone())
    .execute(line)
    .await?;
    Ok(())
}

/// Finds a session by its token's hash.
pub async fn get_by_token(line: &mut Line, token_hash: &str) -> Result<Option<Session>, Error> {
    let row: Option<SessionRow> = sqlx::query_as(
        "select id, user_id, created_at, last_seen_at, address, user_agent
           from session
          where token_hash = $1",
    )
    .bind(token_hash.to_owned())
    .fetch_optional(line)
    .await?;
    row.map(Session::try_from).transpose()
}

/// Finds a user with one of their sessions, in one question: whoever asks for it holds up others.
pub async fn with_user(
    line: &mut Line,
    user: UserId,
    id: SessionId,
) -> Result<Option<(User, Option<Session>)>, Error> {
    let rows = sqlx::query(
        "select site_user.id, email, name, administrator, active, site_user.created_at,
                last_sign_in_at, site_right, session.created_at as session_created_at,
                last_seen_at, address, user_agent
           from site_user
           left join session
             on session.id = $2
            and session.user_id = site_user.id
           left join user_right
             on user_right.user_id = site_user.id
          where site_user.id = $1",
    )
    .bind(user.to_string())
    .bind(id.to_string())
    .fetch_all(line)
    .await?;
    let (Some(user), Some(row)) = (gathered(&rows)?.pop(), rows.first()) else { return Ok(None) };
    let created: Option<i64> = row.try_get("session_created_at")?;
    let seen: Option<i64> = row.try_get("last_seen_at")?;
    let session = created.zip(seen).map(|(created, seen)| {
        Ok::<_, Error>(Session {
            id,
            user: user.id,
            created_at: from_micros(created),
            last_seen_at: from_micros(seen),
            address: row.try_get("address")?,
            user_agent: row.try_get("user_agent")?,
        })
    });
    let session = session.transpose()?;
    Ok(Some((user, session)))
}

/// Lists a user's sessions, the latest used first.
pub async fn list(line: &mut Line, user: UserId) -> Result<Vec<Session>, Error> {
    let rows: Vec<SessionRow> = sqlx::query_as(
        "select id, user_id, created_at, last_seen_at, address, user_agent
           from session
          where user_id = $1
          order by last_seen_at desc",
    )
    .bind(user.to_string())
    .fetch_all(line)
    .await?;
    rows.into_iter().map(Session::try_from).collect()
}

/// Notes that a session was used.
pub async fn touch(line: &mut Line, id: SessionId, at: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query("update session set last_seen_at = $2 where id = $1")
        .bind(id.to_string())
        .bind(to_micros(at))
        .execute(line)
        .await?;
    Ok(())
}

/// Ends one session of a user; tells whether there was one.
pub async fn delete(line: &mut Line, user: UserId, id: SessionId) -> Result<bool, Error> {
    let done = sqlx::query("delete from session where id = $1 and user_id = $2")
        .bind(id.to_string())
        .bind(user.to_string())
        .execute(line)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Ends all sessions of a user, one left out if given.
pub async fn delete_all(
    line: &mut Line,
    user: UserId,
    keep: Option<SessionId>,
) -> Result<(), Error> {
    sqlx::query("delete from session where user_id = $1 and id <> $2")
        .bind(user.to_string())
        .bind(keep.map_or_else(String::new, |id| id.to_string()))
        .execute(line)
        .await?;
    Ok(())
}

/// Forgets sessions that nobody can use any more.
pub async fn delete_expired(
    line: &mut Line,
    seen_before: DateTime<Utc>,
    created_before: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query("delete from session where last_seen_at < $1 or created_at < $2")
        .bind(to_micros(seen_before))
        .bind(to_micros(created_before))
        .execute(line)
        .await?;
    Ok(())
}

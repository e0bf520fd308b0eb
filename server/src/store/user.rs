//! Table `site_user` and its `user_right`: who may sign in and do what on the site.

use super::Line;
use crate::clock::{from_micros, to_micros};
use app::model::access::{SiteAccess, SiteRight};
use app::model::email::Email;
use app::model::ids::UserId;
use app::model::user::User;
use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;
use sqlx::{Error, FromRow, Row};

#[derive(FromRow)]
struct UserRow {
    id: String,
    email: String,
    name: String,
    administrator: i64,
    active: i64,
    created_at: i64,
    last_sign_in_at: Option<i64>,
}

impl UserRow {
    fn user(self, rights: Vec<SiteRight>) -> Result<User, Error> {
        let access = if self.administrator == 1 {
            SiteAccess::Administrator
        } else {
            SiteAccess::Rights(rights.into_iter().collect())
        };
        Ok(User {
            id: parse(&self.id)?,
            email: Email::parse(&self.email).map_err(|error| Error::Decode(error.into()))?,
            name: self.name,
            active: self.active == 1,
            access,
            created_at: from_micros(self.created_at),
            last_sign_in_at: self.last_sign_in_at.map(from_micros),
        })
    }
}

/// Reads an id out of its text.
pub(super) fn parse<T: std::str::FromStr>(text: &str) -> Result<T, Error>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse().map_err(|error: T::Err| Error::Decode(Box::new(error)))
}

/// Users with their rights, a row for each right.
const USERS: &str = "select id, email, name, administrator, active, created_at, last_sign_in_at,
        site_right
   from site_user
   left join user_right
     on user_id = id";

/// Lists all users by name.
pub async fn list(line: &mut Line) -> Result<Vec<User>, Error> {
    let sql = sqlx::AssertSqlSafe(format!("{USERS} order by lower(name), email"));
    gathered(&sqlx::query(sql).fetch_all(line).await?)
}

/// Finds a user.
pub async fn get(line: &mut Line, id: UserId) -> Result<Option<User>, Error> {
    find(line, "id", &id.to_string()).await
}

/// Finds a user by sign-in name.
pub async fn get_by_email(line: &mut Line, email: &Email) -> Result<Option<User>, Error> {
    find(line, "email", email.as_str()).await
}

async fn find(line: &mut Line, key: &'static str, value: &str) -> Result<Option<User>, Error> {
    let sql = sqlx::AssertSqlSafe(format!("{USERS} where {key} = $1"));
    let rows = sqlx::query(sql).bind(value.to_owned()).fetch_all(line).await?;
    Ok(gathered(&rows)?.pop())
}

/// Puts users together from rows of which those of one user follow each other.
pub(super) fn gathered(rows: &[AnyRow]) -> Result<Vec<User>, Error> {
    let mut users: Vec<(UserRow, Vec<SiteRight>)> = Vec::new();
    for row in rows {
        let user = UserRow::from_row(row)?;
        if users.last().is_none_or(|(last, _)| last.id != user.id) {
            users.push((user, Vec::new()));
        }
        let code: Option<String> = row.try_get("site_right")?;
        if let Some((_, rights)) = users.last_mut() {
            rights.extend(code.as_deref().and_then(SiteRight::from_code));
        }
    }
    users.into_iter().map(|(user, rights)| user.user(rights)).collect()
}

/// Gives the password's hash.
pub async fn password_hash(line: &mut Line, id: UserId) -> Result<Option<String>, Error> {
    sqlx::query_scalar("select password_hash from site_user where id = $1")
        .bind(id.to_string())
        .fetch_optional(line)
        .await
}

/// Tells whether there is any user.
pub async fn any(line: &mut Line) -> Result<bool, Error> {
    let found: Option<String> =
        sqlx::query_scalar("select id from site_user limit 1").fetch_optional(line).await?;
    Ok(found.is_some())
}

/// Counts administrators who may sign in, one user left out.
pub async fn other_administrators(line: &mut Line, id: UserId) -> Result<i64, Error> {
    sqlx::query_scalar(
        "select count(*)
           from site_user
          where administrator = 1
            and active = 1
            and id <> $1",
    )
    .bind(id.to_string())
    .fetch_one(line)
    .await
}

/// Inserts a user with rights.
pub async fn insert(line: &mut Line, user: &User, password_hash: &str) -> Result<(), Error> {
    sqlx::query(
        "insert into site_user
             (id, email, name, password_hash, administrator, active, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(user.id.to_string())
    .bind(user.email.as_str().to_owned())
    .bind(user.name.clone())
    .bind(password_hash.to_owned())
    .bind(i64::from(user.access == SiteAccess::Administrator))
    .bind(i64::from(user.active))
    .bind(to_micros(user.created_at))
    .execute(&mut *line)
    .await?;
    insert_rights(line, user).await
}

/// Writes a user's name, rights and whether they may sign in.
pub async fn update(line: &mut Line, user: &User) -> Result<(), Error> {
    sqlx::query(
        "update site_user
            set name = $2, administrator = $3, active = $4
          where id = $1",
    )
    .bind(user.id.to_string())
    .bind(user.name.clone())
    .bind(i64::from(user.access == SiteAccess::Administrator))
    .bind(i64::from(user.active))
    .execute(&mut *line)
    .await?;
    sqlx::query("delete from user_right where user_id = $1")
        .bind(user.id.to_string())
        .execute(&mut *line)
        .await?;
    insert_rights(line, user).await
}

async fn insert_rights(line: &mut Line, user: &User) -> Result<(), Error> {
    let SiteAccess::Rights(rights) = &user.access else { return Ok(()) };
    for right in rights {
        sqlx::query("insert into user_right (user_id, site_right) values ($1, $2)")
            .bind(user.id.to_string())
            .bind(right.code())
            .execute(&mut *line)
            .await?;
    }
    Ok(())
}

/// Writes a password's hash.
pub async fn set_password_hash(line: &mut Line, id: UserId, hash: &str) -> Result<(), Error> {
    sqlx::query("update site_user set password_hash = $2 where id = $1")
        .bind(id.to_string())
        .bind(hash.to_owned())
        .execute(line)
        .await?;
    Ok(())
}

/// Notes a sign-in.
pub async fn set_last_sign_in(line: &mut Line, id: UserId, at: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query("update site_user set last_sign_in_at = $2 where id = $1")
        .bind(id.to_string())
        .bind(to_micros(at))
        .execute(line)
        .await?;
    Ok(())
}

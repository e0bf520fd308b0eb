//! Table `connection` and its `connection_folder`.

use super::Line;
use super::health::HealthRow;
use super::user::parse;
use crate::clock::to_micros;
use app::model::connection::{Connection, DatabaseKind, Scope};
use app::model::ids::{ConnectionId, FolderId};
use chrono::{DateTime, Utc};
use sqlx::{Error, FromRow, Row};
use std::collections::BTreeSet;

#[derive(FromRow)]
struct ConnectionRow {
    id: String,
    revision: i64,
    name: String,
    kind: String,
    site_wide: i64,
    instance: String,
    host: String,
    port: i64,
    schema_name: String,
    read_only: i64,
    username: String,
    trust: String,
    #[sqlx(flatten)]
    health: HealthRow,
}

impl ConnectionRow {
    fn connection(
        self,
        folders: BTreeSet<FolderId>,
        tables: Vec<String>,
    ) -> Result<Connection, Error> {
        let kind = DatabaseKind::from_code(&self.kind);
        Ok(Connection {
            id: parse(&self.id)?,
            revision: self.revision,
            name: self.name,
            kind: kind.ok_or_else(|| Error::Decode("an unknown kind of database".into()))?,
            scope: if self.site_wide == 1 { Scope::Site } else { Scope::Folders(folders) },
            instance: self.instance,
            host: self.host,
            port: u16::try_from(self.port).map_err(|error| Error::Decode(error.into()))?,
            schema: self.schema_name,
            read_only: self.read_only == 1,
            username: self.username,
            trust: serde_json::from_str(&self.trust)
                .map_err(|error| Error::Decode(error.into()))?,
            health: self.health.health()?,
            tables,
        })
    }
}

const SELECT: &str = "select id, revision, name, kind, site_wide, instance, host, port, \
    schema_name, read_only, username, trust, checked_at, latency_ms, failure_cause, \
    failure_message, warnings from connection";

/// Lists all connections by name.
pub async fn list(line: &mut Line) -> Result<Vec<Connection>, Error> {
    let sql = sqlx::AssertSqlSafe(format!("{SELECT} order by name_key"));
    let rows: Vec<ConnectionRow> = sqlx::query_as(sql).fetch_all(&mut *line).await?;
    let mut connections = Vec::with_capacity(rows.len());
    for row in rows {
        let folders = folders(line, &row.id).await?;
        let tables = tables(line, &row.id).await?;
        connections.push(row.connection(folders, tables)?);
    }
    Ok(connections)
}

/// Finds a connection.
pub async fn get(line: &mut Line, id: ConnectionId) -> Result<Option<Connection>, Error> {
    let sql = sqlx::AssertSqlSafe(format!("{SELECT} where id = $1"));
    let row: Option<ConnectionRow> =
        sqlx::query_as(sql).bind(id.to_string()).fetch_optional(&mut *line).await?;
    let Some(row) = row else { return Ok(None) };
    let folders = folders(line, &row.id).await?;
    let tables = tables(line, &row.id).await?;
    row.connection(folders, tables).map(Some)
}

async fn tables(line: &mut Line, id: &str) -> Result<Vec<String>, Error> {
    sqlx::query_scalar("select name from connected_table where connection_id = $1 order by name")
        .bind(id.to_owned())
        .fetch_all(line)
        .await
}

async fn folders(line: &mut Line, id: &str) -> Result<BTreeSet<FolderId>, Error> {
    let rows = sqlx::query("select folder_id from connection_folder where connection_id = $1")
        .bind(id.to_owned())
        .fetch_all(line)
        .await?;
    rows.iter().map(|row| parse(&row.try_get::<String, _>(0)?)).collect()
}

/// Finds a connection's id by its name, without regard to case.
pub async fn id_by_name(line: &mut Line, name: &str) -> Result<Option<ConnectionId>, Error> {
    let id: Option<String> = sqlx::query_scalar("select id from connection where name_key = $1")
        .bind(name.to_lowercase())
        .fetch_optional(line)
        .await?;
    id.as_deref().map(parse).transpose()
}

/// Gives the names of the connections mapped to a folder.
pub async fn names_in_folder(line: &mut Line, folder: FolderId) -> Result<Vec<String>, Error> {
    sqlx::query_scalar(
        "select connection.name
           from connection
           join connection_folder on connection_folder.connection_id = connection.id
          where connection_folder.folder_id = $1
          order by connection.name_key",
    )
    .bind(folder.to_string())
    .fetch_all(line)
    .await
}

/// Gives the sealed password.
pub async fn sealed_password(line: &mut Line, id: ConnectionId) -> Result<Option<String>, Error> {
    sqlx::query_scalar("select password_sealed from connection where id = $1")
        .bind(id.to_string())
        .fetch_optional(line)
        .await
}

/// Gives all sealed passwords.
pub async fn all_sealed(line: &mut Line) -> Result<Vec<String>, Error> {
    sqlx::query_scalar("select password_sealed from connection").fetch_all(line).await
}

/// Writes the sealed password.
pub async fn set_sealed_password(
    line: &mut Line,
    id: ConnectionId,
    sealed: &str,
) -> Result<(), Error> {
    sqlx::query("update connection set password_sealed = $2 where id = $1")
        .bind(id.to_string())
        .bind(sealed.to_owned())
        .execute(line)
        .await?;
    Ok(())
}

/// Inserts a connection; the background check may claim it from `at` on.
pub async fn insert(
    line: &mut Line,
    connection: &Connection,
    sealed: &str,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query(
        "insert into connection
             (id, revision, name, name_key, kind, site_wide, instance, host, port, schema_name,
              read_only, username, password_sealed, trust, created_at, check_claimed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)",
    )
    .bind(connection.id.to_string())
    .bind(connection.revision)
    .bind(connection.name.clone())
    .bind(connection.name.to_lowercase())
    .bind(connection.kind.code())
    .bind(i64::from(connection.scope == Scope::Site))
    .bind(connection.instance.clone())
    .bind(connection.host.clone())
    .bind(i64::from(connection.port))
    .bind(connection.schema.clone())
    .bind(i64::from(connection.read_only))
    .bind(connection.username.clone())
    .bind(sealed.to_owned())
    .bind(trust(connection)?)
    .bind(to_micros(at))
    .execute(&mut *line)
    .await?;
    insert_folders(line, connection).await
}

/// Writes a connection's values over the revision before; tells whether that was still there.
pub async fn update(line: &mut Line, connection: &Connection) -> Result<bool, Error> {
    let done = sqlx::query(
        "update connection
            set revision = $2, name = $3, name_key = $4, kind = $5, site_wide = $6,
                instance = $7, host = $8, port = $9, schema_name = $10, read_only = $11,
                username = $12, trust = $13
          where id = $1
            and revision = $2 - 1",
    )
    .bind(connection.id.to_string())
    .bind(connection.revision)
    .bind(connection.name.clone())
    .bind(connection.name.to_lowercase())
    .bind(connection.kind.code())
    .bind(i64::from(connection.scope == Scope::Site))
    .bind(connection.instance.clone())
    .bind(connection.host.clone())
    .bind(i64::from(connection.port))
    .bind(connection.schema.clone())
    .bind(i64::from(connection.read_only))
    .bind(connection.username.clone())
    .bind(trust(connection)?)
    .execute(&mut *line)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query("delete from connection_folder where connection_id = $1")
        .bind(connection.id.to_string())
        .execute(&mut *line)
        .await?;
    insert_folders(line, connection).await?;
    Ok(true)
}

fn trust(connection: &Connection) -> Result<String, Error> {
    serde_json::to_string(&connection.trust).map_err(|error| Error::Encode(error.into()))
}

async fn insert_folders(line: &mut Line, connection: &Connection) -> Result<(), Error> {
    let Scope::Folders(folders) = &connection.scope else { return Ok(()) };
    for folder in folders {
        sqlx::query("insert into connection_folder (connection_id, folder_id) values ($1, $2)")
            .bind(connection.id.to_string())
            .bind(folder.to_string())
            .execute(&mut *line)
            .await?;
    }
    Ok(())
}

/// Deletes a connection with its sealed password.
pub async fn delete(line: &mut Line, id: ConnectionId) -> Result<(), Error> {
    sqlx::query("delete from connection where id = $1").bind(id.to_string()).execute(line).await?;
    Ok(())
}

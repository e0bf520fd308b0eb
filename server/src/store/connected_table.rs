//! Table `connected_table`.

use super::Line;
use super::user::parse;
use app::model::ids::{ConnectionId, FolderId, TableId};
use app::model::table::Table;
use chrono::{DateTime, Utc};
use sqlx::{Error, FromRow};

#[derive(FromRow)]
struct TableRow {
    id: String,
    folder_id: String,
    connection_id: String,
    connection_name: String,
    read_only: i64,
    schema_name: String,
    name: String,
}

impl TryFrom<TableRow> for Table {
    type Error = Error;

    fn try_from(row: TableRow) -> Result<Self, Error> {
        Ok(Self {
            id: parse(&row.id)?,
            folder: parse(&row.folder_id)?,
            connection: parse(&row.connection_id)?,
            connection_name: row.connection_name,
            read_only: row.read_only == 1,
            schema: row.schema_name,
            name: row.name,
        })
    }
}

/// A table with what decides whether and by which sessions it is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The table.
    pub table: Table,
    /// The connection's revision.
    pub revision: i64,
    /// Whether the connection is available in the table's folder.
    pub available: bool,
}

#[derive(FromRow)]
struct WayRow {
    #[sqlx(flatten)]
    table: TableRow,
    revision: i64,
    available: i64,
}

const SELECT: &str = "select connected_table.id, folder_id, connection_id, \
    connection.name as connection_name, read_only, schema_name, connected_table.name \
    from connected_table \
    join connection on connection.id = connection_id";

/// Lists a folder's tables by name.
pub async fn in_folder(line: &mut Line, folder: FolderId) -> Result<Vec<Table>, Error> {
    list(line, "folder_id", &folder.to_string()).await
}

/// Lists the tables that use a connection, by name.
pub async fn of_connection(line: &mut Line, id: ConnectionId) -> Result<Vec<Table>, Error> {
    list(line, "connection_id", &id.to_string()).await
}

async fn list(line: &mut Line, key: &'static str, value: &str) -> Result<Vec<Table>, Error> {
    let sql = format!("{SELECT} where {key} = $1 order by connected_table.name, connection.name");
    let rows: Vec<TableRow> =
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(value.to_owned()).fetch_all(line).await?;
    rows.into_iter().map(Table::try_from).collect()
}

/// Finds a table.
pub async fn get(line: &mut Line, id: TableId) -> Result<Option<Table>, Error> {
    let sql = sqlx::AssertSqlSafe(format!("{SELECT} where connected_table.id = $1"));
    let row: Option<TableRow> =
        sqlx::query_as(sql).bind(id.to_string()).fetch_optional(line).await?;
    row.map(Table::try_from).transpose()
}

/// Finds the way to a table, in one question: every look at rows begins with it.
pub async fn way(line: &mut Line, id: TableId) -> Result<Option<Way>, Error> {
    let row: Option<WayRow> = sqlx::query_as(
        "select connected_table.id, connected_table.folder_id, connected_table.connection_id,
                connection.name as connection_name, read_only, schema_name, connected_table.name,
                revision,
                case
                  when site_wide = 1 or connection_folder.folder_id is not null then cast(1 as bigint)
                  else cast(0 as bigint)
                end as available
           from connected_table
           join connection
             on connection.id = connected_table.connection_id
           left join connection_folder
             on connection_folder.connection_id = connection.id
            and connection_folder.folder_id = connected_table.folder_id
          where connected_table.id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(line)
    .await?;
    let way = row.map(|row| {
        let (revision, available) = (row.revision, row.available == 1);
        Ok(Way { table: row.table.try_into()?, revision, available })
    });
    way.transpose()
}

/// Inserts a table.
pub async fn insert(line: &mut Line, table: &Table, at: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query(
        "insert into connected_table (id, folder_id, connection_id, name, created_at)
         values ($1, $2, $3, $4, $5)",
    )
    .bind(table.id.to_string())
    .bind(table.folder.to_string())
    .bind(table.connection.to_string())
    .bind(table.name.clone())
    .bind(crate::clock::to_micros(at))
    .execute(line)
    .await?;
    Ok(())
}

/// Deletes a table with its views and layouts; its history stays.
pub async fn delete(line: &mut Line, id: TableId) -> Result<(), Error> {
    sqlx::query("delete from connected_table where id = $1")
        .bind(id.to_string())
        .execute(line)
        .await?;
    Ok(())
}

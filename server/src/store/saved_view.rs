//! Tables `saved_view` and `own_layout`.

use super::Line;
use super::user::parse;
use app::model::ids::{TableId, UserId, ViewId};
use app::model::view::{Layout, SavedView};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::{Error, FromRow};

#[derive(FromRow)]
struct ViewRow {
    id: String,
    name: String,
    query: String,
    layout: String,
}

impl TryFrom<ViewRow> for SavedView {
    type Error = Error;

    fn try_from(row: ViewRow) -> Result<Self, Error> {
        Ok(Self {
            id: parse(&row.id)?,
            name: row.name,
            query: read(&row.query)?,
            layout: read(&row.layout)?,
        })
    }
}

fn read<T: DeserializeOwned>(json: &str) -> Result<T, Error> {
    serde_json::from_str(json).map_err(|error| Error::Decode(error.into()))
}

fn write<T: Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::Encode(error.into()))
}

/// Lists a table's shared views by name.
pub async fn list(line: &mut Line, table: TableId) -> Result<Vec<SavedView>, Error> {
    let rows: Vec<ViewRow> = sqlx::query_as(
        "select id, name, query, layout
           from saved_view
          where table_id = $1
          order by name_key",
    )
    .bind(table.to_string())
    .fetch_all(line)
    .await?;
    rows.into_iter().map(SavedView::try_from).collect()
}

/// Inserts a view.
pub async fn insert(line: &mut Line, table: TableId, view: &SavedView) -> Result<(), Error> {
    sqlx::query(
        "insert into saved_view (id, table_id, name, name_key, query, layout)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(view.id.to_string())
    .bind(table.to_string())
    .bind(view.name.clone())
    .bind(view.name.to_lowercase())
    .bind(write(&view.query)?)
    .bind(write(&view.layout)?)
    .execute(line)
    .await?;
    Ok(())
}

/// Writes a view's values.
pub async fn update(line: &mut Line, view: &SavedView) -> Result<(), Error> {
    sqlx::query(
        "update saved_view
            set name = $2, name_key = $3, query = $4, layout = $5
          where id = $1",
    )
    .bind(view.id.to_string())
    .bind(view.name.clone())
    .bind(view.name.to_lowercase())
    .bind(write(&view.query)?)
    .bind(write(&view.layout)?)
    .execute(line)
    .await?;
    Ok(())
}

/// How many bytes a view takes as it is stored.
pub fn bytes(view: &SavedView) -> Result<usize, Error> {
    Ok(write(&view.query)?.len() + write(&view.layout)?.len())
}

/// Counts a table's other views, and how many characters they take.
pub async fn others(line: &mut Line, table: TableId, but: ViewId) -> Result<(i64, i64), Error> {
    sqlx::query_as(
        "select count(*), cast(coalesce(sum(length(query) + length(layout)), 0) as bigint)
           from saved_view
          where table_id = $1
            and id <> $2",
    )
    .bind(table.to_string())
    .bind(but.to_string())
    .fetch_one(line)
    .await
}

/// Deletes a view.
pub async fn delete(line: &mut Line, id: ViewId) -> Result<(), Error> {
    sqlx::query("delete from saved_view where id = $1").bind(id.to_string()).execute(line).await?;
    Ok(())
}

/// Gives somebody's own layout of a table.
pub async fn own_layout(
    line: &mut Line,
    user: UserId,
    table: TableId,
) -> Result<Option<Layout>, Error> {
    let found: Option<String> =
        sqlx::query_scalar("select layout from own_layout where user_id = $1 and table_id = $2")
            .bind(user.to_string())
            .bind(table.to_string())
            .fetch_optional(line)
            .await?;
    found.map(|json| read(&json)).transpose()
}

/// Keeps somebody's own layout of a table.
pub async fn keep_layout(
    line: &mut Line,
    user: UserId,
    table: TableId,
    layout: &Layout,
) -> Result<(), Error> {
    sqlx::query(
        "insert into own_layout (user_id, table_id, layout)
         values ($1, $2, $3)
         on conflict (user_id, table_id) do update
            set layout = excluded.layout",
    )
    .bind(user.to_string())
    .bind(table.to_string())
    .bind(write(layout)?)
    .execute(line)
    .await?;
    Ok(())
}

/// Lets the views and everybody's own layouts of a table follow a column that was given another name.
pub async fn rename_column(
    line: &mut Line,
    table: TableId,
    old: &str,
    new: &str,
) -> Result<(), Error> {
    for mut view in list(line, table).await? {
        view.query.rename(old, new);
        view.layout.rename(old, new);
        update(line, &view).await?;
    }
    let own: Vec<(String, String)> =
        sqlx::query_as("select user_id, layout from own_layout where table_id = $1")
            .bind(table.to_string())
            .fetch_all(&mut *line)
            .await?;
    for (user, layout) in own {
        let mut layout: Layout = read(&layout)?;
        layout.rename(old, new);
        keep_layout(line, parse(&user)?, table, &layout).await?;
    }
    Ok(())
}

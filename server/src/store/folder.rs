//! Table `folder`.

use super::Line;
use super::user::parse;
use app::model::folder::{Folder, FolderTree};
use app::model::ids::FolderId;
use sqlx::{Error, FromRow};

#[derive(FromRow)]
struct FolderRow {
    id: String,
    parent_id: Option<String>,
    name: String,
}

impl TryFrom<FolderRow> for Folder {
    type Error = Error;

    fn try_from(row: FolderRow) -> Result<Self, Error> {
        Ok(Self {
            id: parse(&row.id)?,
            parent: row.parent_id.as_deref().map(parse).transpose()?,
            name: row.name,
        })
    }
}

/// Gives all folders.
pub async fn tree(line: &mut Line) -> Result<FolderTree, Error> {
    let rows: Vec<FolderRow> =
        sqlx::query_as("select id, parent_id, name from folder").fetch_all(line).await?;
    let folders: Result<_, _> = rows.into_iter().map(Folder::try_from).collect();
    folders.map(FolderTree::new)
}

/// Inserts a folder.
pub async fn insert(line: &mut Line, folder: &Folder) -> Result<(), Error> {
    sqlx::query("insert into folder (id, parent_id, name, name_key) values ($1, $2, $3, $4)")
        .bind(folder.id.to_string())
        .bind(folder.parent.map(|id| id.to_string()))
        .bind(folder.name.clone())
        .bind(folder.name.to_lowercase())
        .execute(line)
        .await?;
    Ok(())
}

/// Writes a folder's name and place.
pub async fn update(line: &mut Line, folder: &Folder) -> Result<(), Error> {
    sqlx::query("update folder set parent_id = $2, name = $3, name_key = $4 where id = $1")
        .bind(folder.id.to_string())
        .bind(folder.parent.map(|id| id.to_string()))
        .bind(folder.name.clone())
        .bind(folder.name.to_lowercase())
        .execute(line)
        .await?;
    Ok(())
}

/// Deletes a folder.
pub async fn delete(line: &mut Line, id: FolderId) -> Result<(), Error> {
    sqlx::query("delete from folder where id = $1").bind(id.to_string()).execute(line).await?;
    Ok(())
}

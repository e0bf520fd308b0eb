//! Folders: a tree that stays one.

use super::Site;
use crate::audit::{Deed, differences, record};
use crate::authz::require;
use crate::error::ServiceError;
use crate::store::{connected_table, connection, folder, violates};
use app::error::{AppError, ErrorCode, Problem};
use app::model::access::SiteRight;
use app::model::audit::{AuditAction, FieldChange, Subject, SubjectKind};
use app::model::folder::{Folder, FolderTree, MAX_DEPTH, field};
use app::model::ids::FolderId;
use app::model::name::check_name;
use app::ports::{Folders, Op};
use async_trait::async_trait;
use std::sync::Arc;
use uuid::Uuid;

/// Fills the port.
pub struct FolderService(pub Arc<Site>);

#[async_trait]
impl Folders for FolderService {
    async fn tree(&self, _op: &Op) -> Result<FolderTree, AppError> {
        let mut line = self.0.store.read().await?;
        Ok(folder::tree(&mut line).await.map_err(ServiceError::from)?)
    }

    async fn create(
        &self,
        op: &Op,
        parent: Option<FolderId>,
        name: String,
    ) -> Result<Folder, AppError> {
        require(op, SiteRight::ManageFolders)?;
        Ok(create(&self.0, op, parent, &name).await?)
    }

    async fn rename(&self, op: &Op, id: FolderId, name: String) -> Result<Folder, AppError> {
        require(op, SiteRight::ManageFolders)?;
        let name = check_name(&name).map_err(|problem| AppError::invalid(vec![problem]))?;
        let change = |folder: &mut Folder| folder.name = name;
        Ok(update(&self.0, op, id, AuditAction::FolderRenamed, change).await?)
    }

    async fn move_below(
        &self,
        op: &Op,
        id: FolderId,
        parent: Option<FolderId>,
    ) -> Result<Folder, AppError> {
        require(op, SiteRight::ManageFolders)?;
        let change = |folder: &mut Folder| folder.parent = parent;
        Ok(update(&self.0, op, id, AuditAction::FolderMoved, change).await?)
    }

    async fn delete(&self, op: &Op, id: FolderId) -> Result<(), AppError> {
        require(op, SiteRight::ManageFolders)?;
        Ok(delete(&self.0, op, id).await?)
    }
}

async fn create(
    site: &Site,
    op: &Op,
    parent: Option<FolderId>,
    name: &str,
) -> Result<Folder, ServiceError> {
    let name = check_name(name).map_err(|problem| AppError::invalid(vec![problem]))?;
    let new = Folder { id: FolderId(Uuid::now_v7()), parent, name };
    let mut write = site.store.write().await?;
    let tree = folder::tree(&mut write).await?;
    check_place(&tree, &new)?;
    folder::insert(&mut write, &new).await.map_err(taken)?;
    let deed = Deed::new(AuditAction::FolderCreated, Some(subject(&new)));
    record(&mut write, op, deed.changes(changes(&tree, None, Some(&new)))).await?;
    write.commit().await?;
    Ok(new)
}

async fn update(
    site: &Site,
    op: &Op,
    id: FolderId,
    action: AuditAction,
    change: impl FnOnce(&mut Folder),
) -> Result<Folder, ServiceError> {
    let mut write = site.store.write().await?;
    let tree = folder::tree(&mut write).await?;
    let old = tree.get(id).ok_or_else(|| AppError::not_found("folder"))?;
    let mut new = old.clone();
    change(&mut new);
    check_place(&tree, &new)?;
    folder::update(&mut write, &new).await.map_err(taken)?;
    let deed = Deed::new(action, Some(subject(&new)));
    record(&mut write, op, deed.changes(changes(&tree, Some(old), Some(&new)))).await?;
    write.commit().await?;
    Ok(new)
}

async fn delete(site: &Site, op: &Op, id: FolderId) -> Result<(), ServiceError> {
    let mut write = site.store.write().await?;
    let tree = folder::tree(&mut write).await?;
    let old = tree.get(id).ok_or_else(|| AppError::not_found("folder"))?;
    if tree.children(Some(id)).next().is_some() {
        let error = AppError::new(ErrorCode::Conflict, "This folder has folders in it");
        return Err(error.with_hint("Move or delete them first").into());
    }
    let mapped = connection::names_in_folder(&mut write, id).await?;
    if !mapped.is_empty() {
        let message =
            format!("Database connections are mapped to this folder: {}", mapped.join(", "));
        let error = AppError::new(ErrorCode::Conflict, message);
        return Err(error.with_hint("Map them to other folders first").into());
    }
    let tables = connected_table::in_folder(&mut write, id).await?;
    if !tables.is_empty() {
        let names: Vec<_> = tables.iter().map(|table| table.name.as_str()).collect();
        let message = format!("This folder has tables in it: {}", names.join(", "));
        let error = AppError::new(ErrorCode::Conflict, message);
        return Err(error.with_hint("Disconnect them first; their rows stay as they are").into());
    }
    folder::delete(&mut write, id).await?;
    let deed = Deed::new(AuditAction::FolderDeleted, Some(subject(old)));
    record(&mut write, op, deed.changes(changes(&tree, Some(old), None))).await?;
    Ok(write.commit().await?)
}

/// The parent is there, is not below the folder itself, and the whole is not too deep.
fn check_place(tree: &FolderTree, folder: &Folder) -> Result<(), AppError> {
    let Some(parent) = folder.parent else { return Ok(()) };
    if tree.get(parent).is_none() {
        return Err(AppError::not_found("folder"));
    }
    let below = tree.subtree(folder.id);
    if below.contains(&parent) {
        let problem =
            Problem::field(field::PARENT, "below_itself", "A folder cannot be moved below itself");
        return Err(AppError::invalid(vec![problem]));
    }
    let own = tree.path(folder.id).len();
    let height = below.iter().map(|id| tree.path(*id).len()).max().unwrap_or(own).max(own) - own;
    if tree.path(parent).len() + 1 + height > MAX_DEPTH {
        let message = format!("Folders nest at most {MAX_DEPTH} deep");
        return Err(AppError::invalid(vec![Problem::field(field::PARENT, "too_deep", message)]));
    }
    Ok(())
}

fn taken(error: sqlx::Error) -> ServiceError {
    if !violates(&error, "folder_sibling", "folder_sibling") {
        return error.into();
    }
    let problem = Problem::field(field::NAME, "taken", "There is a folder of this name already");
    AppError::invalid(vec![problem.hint("Choose another name")]).into()
}

fn subject(folder: &Folder) -> Subject {
    Subject { kind: SubjectKind::Folder, id: folder.id.to_string(), name: folder.name.clone() }
}

fn changes(tree: &FolderTree, old: Option<&Folder>, new: Option<&Folder>) -> Vec<FieldChange> {
    let name = |folder: Option<&Folder>| folder.map(|folder| folder.name.clone());
    let parent = |folder: Option<&Folder>| folder?.parent.map(|parent| tree.path_name(parent));
    differences(vec![("Name", name(old), name(new)), ("Parent folder", parent(old), parent(new))])
}

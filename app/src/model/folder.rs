//! Folders: a tree in which tables are filed and to which connections are mapped.

use super::ids::FolderId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Field names of the folder forms, as problems name them.
pub mod field {
    /// The folder's name.
    pub const NAME: &str = crate::model::name::FIELD;
    /// The folder above.
    pub const PARENT: &str = "parent";
}

/// How deep folders nest at the most, so that a path stays readable.
pub const MAX_DEPTH: usize = 10;

/// One folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folder {
    /// Identifies the folder.
    pub id: FolderId,
    /// The folder above; none at the top.
    pub parent: Option<FolderId>,
    /// The name, unique among its siblings without regard to case.
    pub name: String,
}

/// All folders, with the questions that a tree answers.
///
/// Invariant: whatever the list holds, even a parent that is missing or a ring, every walk ends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FolderTree(Vec<Folder>);

impl FolderTree {
    /// Takes the folders in any order.
    pub fn new(mut folders: Vec<Folder>) -> Self {
        folders.sort_by_cached_key(|folder| (folder.name.to_lowercase(), folder.id));
        Self(folders)
    }

    /// Every folder, by name.
    pub fn all(&self) -> &[Folder] {
        &self.0
    }

    /// Tells whether there is no folder.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Finds a folder.
    pub fn get(&self, id: FolderId) -> Option<&Folder> {
        self.0.iter().find(|folder| folder.id == id)
    }

    /// The folders directly below one, or at the top, by name.
    pub fn children(&self, parent: Option<FolderId>) -> impl Iterator<Item = &Folder> {
        self.0.iter().filter(move |folder| folder.parent == parent)
    }

    /// The folders from the top down to one, itself included.
    pub fn path(&self, id: FolderId) -> Vec<&Folder> {
        let mut path = Vec::new();
        let mut at = self.get(id);
        while let Some(folder) = at {
            if path.len() > self.0.len() {
                break;
            }
            path.push(folder);
            at = folder.parent.and_then(|parent| self.get(parent));
        }
        path.reverse();
        path
    }

    /// The path as one line: `Finance / Controlling`.
    pub fn path_name(&self, id: FolderId) -> String {
        let names: Vec<_> = self.path(id).iter().map(|folder| folder.name.as_str()).collect();
        names.join(" / ")
    }

    /// A folder and everything below it.
    pub fn subtree(&self, id: FolderId) -> BTreeSet<FolderId> {
        let mut found = BTreeSet::from([id]);
        let mut open = vec![id];
        while let Some(at) = open.pop() {
            open.extend(
                self.children(Some(at)).map(|child| child.id).filter(|id| found.insert(*id)),
            );
        }
        found
    }

    /// The tree flattened for a list: each folder with its depth, parents before children.
    pub fn flatten(&self) -> Vec<(usize, &Folder)> {
        let mut rows = Vec::with_capacity(self.0.len());
        let mut open: Vec<(usize, &Folder)> = self.children(None).map(|f| (0, f)).collect();
        open.reverse();
        while let Some((depth, folder)) = open.pop() {
            rows.push((depth, folder));
            let mut below: Vec<_> =
                self.children(Some(folder.id)).map(|child| (depth + 1, child)).collect();
            below.reverse();
            open.extend(below);
        }
        rows
    }
}

//! Authorisation: the rights on the site, and who holds them.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A named right on site level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteRight {
    /// Connect, edit, test and delete database connections.
    ManageDatabases,
    /// Create, rename, move and delete folders.
    ManageFolders,
    /// Create users, choose their rights, deactivate them and reset their passwords.
    ManageUsers,
    /// Read the audit log.
    ViewAuditLog,
    /// Connect, create, change and disconnect tables.
    ManageTables,
    /// See tables, their rows and their history.
    Read,
    /// Insert rows.
    Insert,
    /// Update rows.
    Update,
    /// Delete rows.
    Delete,
}

impl SiteRight {
    /// Every right, in the order in which screens list them.
    pub const ALL: [Self; 9] = [
        Self::ManageDatabases,
        Self::ManageFolders,
        Self::ManageUsers,
        Self::ViewAuditLog,
        Self::ManageTables,
        Self::Read,
        Self::Insert,
        Self::Update,
        Self::Delete,
    ];

    /// The rights over tables and their rows; they hold for every folder.
    pub const OF_TABLES: [Self; 5] =
        [Self::ManageTables, Self::Read, Self::Insert, Self::Update, Self::Delete];

    /// The right's name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::ManageDatabases => "Manage databases",
            Self::ManageFolders => "Manage folders",
            Self::ManageUsers => "Manage users",
            Self::ViewAuditLog => "View audit log",
            Self::ManageTables => "Manage tables",
            Self::Read => "Read",
            Self::Insert => "Insert",
            Self::Update => "Update",
            Self::Delete => "Delete",
        }
    }

    /// The right's name in the store and in the audit log.
    pub fn code(self) -> &'static str {
        match self {
            Self::ManageDatabases => "manage_databases",
            Self::ManageFolders => "manage_folders",
            Self::ManageUsers => "manage_users",
            Self::ViewAuditLog => "view_audit_log",
            Self::ManageTables => "manage_tables",
            Self::Read => "read",
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }

    /// Finds a right by its code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|right| right.code() == code)
    }
}

/// What somebody may do on site level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteAccess {
    /// Every right there is, and every one to come.
    Administrator,
    /// These rights and no others.
    Rights(BTreeSet<SiteRight>),
}

impl SiteAccess {
    /// No right at all.
    pub fn none() -> Self {
        Self::Rights(BTreeSet::new())
    }

    /// Tells whether a right is held.
    pub fn may(&self, right: SiteRight) -> bool {
        match self {
            Self::Administrator => true,
            Self::Rights(rights) => rights.contains(&right),
        }
    }

    /// Tells whether everything that another access allows is allowed by this one: only then may
    /// its holder give that access, or change somebody who has it.
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Administrator, _) => true,
            (Self::Rights(_), Self::Administrator) => false,
            (Self::Rights(mine), Self::Rights(theirs)) => theirs.is_subset(mine),
        }
    }

    /// Tells whether any part of Administration opens to the holder.
    pub fn may_administer(&self) -> bool {
        [SiteRight::ManageDatabases, SiteRight::ManageUsers, SiteRight::ViewAuditLog]
            .into_iter()
            .any(|right| self.may(right))
    }
}

#[cfg(test)]
mod tests {
    use super::{SiteAccess, SiteRight};

    #[test]
    fn nobody_reaches_above_their_own_rights() {
        let users = SiteAccess::Rights([SiteRight::ManageUsers].into());
        let both = SiteAccess::Rights([SiteRight::ManageUsers, SiteRight::ViewAuditLog].into());
        assert!(SiteAccess::Administrator.covers(&SiteAccess::Administrator));
        assert!(both.covers(&users) && both.covers(&SiteAccess::none()));
        assert!(!users.covers(&both));
        assert!(!both.covers(&SiteAccess::Administrator));
    }
}

//! What can be done and is recorded, and to which nouns.

use serde::{Deserialize, Serialize};

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $label:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every one, in the order in which screens list them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name in the store.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The name on screen.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// Finds one by its name in the store.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

coded! {
    /// What was done.
    AuditAction {
        /// The first administrator was created.
        SiteSetUp = "site_set_up", "Site set up";
        /// A person signed in.
        SignedIn = "signed_in", "Signed in";
        /// Somebody tried to sign in and could not.
        SignInFailed = "sign_in_failed", "Sign-in failed";
        /// So many sign-ins failed that more are refused for a while.
        SignInThrottled = "sign_in_throttled", "Sign-ins throttled";
        /// A person signed out.
        SignedOut = "signed_out", "Signed out";
        /// A session was ended from another one.
        SessionRevoked = "session_revoked", "Session revoked";
        /// A person changed their own password.
        PasswordChanged = "password_changed", "Password changed";
        /// A person did not know their present password when they wanted another one.
        PasswordChangeFailed = "password_change_failed", "Password change failed";
        /// A user was created.
        UserCreated = "user_created", "User created";
        /// A user's name or rights were changed.
        UserChanged = "user_changed", "User changed";
        /// A user may no longer sign in.
        UserDeactivated = "user_deactivated", "User deactivated";
        /// A user may sign in again.
        UserReactivated = "user_reactivated", "User reactivated";
        /// A user's password was reset by another.
        PasswordReset = "password_reset", "Password reset";
        /// A folder was created.
        FolderCreated = "folder_created", "Folder created";
        /// A folder was renamed.
        FolderRenamed = "folder_renamed", "Folder renamed";
        /// A folder was moved.
        FolderMoved = "folder_moved", "Folder moved";
        /// A folder was deleted.
        FolderDeleted = "folder_deleted", "Folder deleted";
        /// A database was connected.
        ConnectionCreated = "connection_created", "Database connected";
        /// A new database was not connected, because the test failed.
        ConnectionRefused = "connection_refused", "Database not connected";
        /// A connection was changed.
        ConnectionChanged = "connection_changed", "Connection changed";
        /// A connection's password was changed.
        ConnectionPasswordChanged = "connection_password_changed", "Connection password changed";
        /// A connection was tested; the note says with what result.
        ConnectionTested = "connection_tested", "Connection tested";
        /// A connection was copied into a new form.
        ConnectionCopied = "connection_copied", "Connection copied";
        /// A connection was deleted.
        ConnectionDeleted = "connection_deleted", "Connection deleted";
        /// A table was connected into a folder.
        TableConnected = "table_connected", "Table connected";
        /// A table was created in a target and connected.
        TableCreated = "table_created", "Table created";
        /// A table's columns or comments were changed in the target.
        TableChanged = "table_changed", "Table changed";
        /// A table is about to be created, changed or dropped in the target; the entry that settles
        /// it follows.
        TableChangePrepared = "table_change_prepared", "Change of table prepared";
        /// The target did not commit a change of a table.
        TableChangeAborted = "table_change_aborted", "Table not changed";
        /// The target cannot say any more whether it committed a change of a table.
        TableChangeUnknown = "table_change_unknown", "Change of table unknown";
        /// A table was disconnected; its rows stay in the target.
        TableDisconnected = "table_disconnected", "Table disconnected";
        /// A table was dropped in the target.
        TableDropped = "table_dropped", "Table dropped";
        /// A view of a table was saved.
        ViewSaved = "view_saved", "View saved";
        /// A view of a table was deleted.
        ViewDeleted = "view_deleted", "View deleted";
        /// Rows are about to be changed in the target; the entry that settles it follows.
        RowsPrepared = "rows_prepared", "Change of rows prepared";
        /// The target committed a change of rows.
        RowsCommitted = "rows_committed", "Rows changed";
        /// The target did not commit a change of rows.
        RowsAborted = "rows_aborted", "Rows not changed";
        /// The target cannot say any more whether it committed a change of rows.
        RowsUnknown = "rows_unknown", "Change of rows unknown";
        /// Entries of the audit log were downloaded.
        AuditLogExported = "audit_log_exported", "Audit log exported";
        /// The history of a table was downloaded.
        HistoryExported = "history_exported", "History exported";
        /// The stored passwords were sealed with a new master key.
        KeyRotated = "key_rotated", "Master key rotated";
    }
}

coded! {
    /// The noun that something was done to.
    SubjectKind {
        /// A user.
        User = "user", "User";
        /// A session.
        Session = "session", "Session";
        /// A folder.
        Folder = "folder", "Folder";
        /// A database connection.
        Connection = "connection", "Database connection";
        /// A connected table.
        Table = "table", "Table";
    }
}

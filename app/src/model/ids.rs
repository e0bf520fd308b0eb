//! Identifiers: one type per noun, so that a folder's id cannot stand where a connection's is meant.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id!(
    /// Identifies a user.
    UserId
);
id!(
    /// Identifies a folder.
    FolderId
);
id!(
    /// Identifies a database connection.
    ConnectionId
);
id!(
    /// Identifies a connected table.
    TableId
);
id!(
    /// Identifies a saved view of a table.
    ViewId
);
id!(
    /// Identifies a change set. Whoever saves makes it, anew for each Save, and sends it again only to
    /// repeat the same Save.
    ChangeSetId
);
id!(
    /// Identifies a session; it is not the secret that the cookie carries.
    SessionId
);
id!(
    /// Identifies an entry of the audit log; version 7, so that ids sort by time.
    EntryId
);
id!(
    /// Identifies one request, in answers and in the server's log.
    RequestId
);

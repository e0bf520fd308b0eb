//! Working together: who has a table open, and what others save there.

use super::ids::{ChangeSetId, UserId};
use serde::{Deserialize, Serialize};

/// Somebody who has the table open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// Identifies the user.
    pub id: UserId,
    /// The shown name.
    pub name: String,
}

/// What an open grid is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableEvent {
    /// Who has the table open now, the person themselves included, each once.
    Viewers(Vec<Viewer>),
    /// Somebody saved; the person themselves too, in whichever tab.
    Saved {
        /// The change set.
        id: ChangeSetId,
        /// Who.
        by: Viewer,
        /// The keys of the rows, where there are few enough to tell; else everything may differ.
        keys: Option<Vec<Vec<String>>>,
    },
}

//! The signed-in person: who they are, what they may do, where they are signed in.

use super::access::SiteAccess;
use super::email::Email;
use super::ids::{SessionId, UserId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The person who asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Me {
    /// Identifies the user.
    pub id: UserId,
    /// The sign-in name.
    pub email: Email,
    /// The shown name.
    pub name: String,
    /// What the person may do on site level, read from the store for this request.
    pub access: SiteAccess,
}

impl Me {
    /// Up to two letters for the avatar.
    pub fn initials(&self) -> String {
        let letters = self.name.split_whitespace().filter_map(|word| word.chars().next());
        letters.take(2).flat_map(char::to_uppercase).collect()
    }
}

/// One browser in which the person is signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionView {
    /// Identifies the session.
    pub id: SessionId,
    /// When the person signed in.
    pub created_at: DateTime<Utc>,
    /// When the session was last used.
    pub last_seen_at: DateTime<Utc>,
    /// The network address at sign-in.
    pub address: Option<String>,
    /// The browser's own description of itself at sign-in.
    pub user_agent: Option<String>,
    /// Whether this is the session that asks.
    pub current: bool,
}

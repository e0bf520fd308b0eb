//! The chain of entries: what each hash covers.
//!
//! Invariant: a hash is SHA-256 over the hash before it and every column of its own row, each with
//! its length before it, so that no two rows can give the same bytes. Texts are hashed as stored;
//! a later version of the product that writes more must add columns, not change these.

use super::super::Line;
use sha2::{Digest, Sha256};
use sqlx::{Error, FromRow};

/// What stands for the hash before the first entry.
pub const START: &str = "";

/// One entry as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Link {
    /// Counts from 1, without gaps.
    pub position: i64,
    /// In hexadecimal digits.
    pub hash: String,
    pub(super) id: String,
    pub(super) at: i64,
    pub(super) actor_kind: String,
    pub(super) actor_id: Option<String>,
    pub(super) actor_email: Option<String>,
    pub(super) action: String,
    pub(super) subject_kind: Option<String>,
    pub(super) subject_id: Option<String>,
    pub(super) subject_name: Option<String>,
    pub(super) changes: String,
    pub(super) note: Option<String>,
    pub(super) address: Option<String>,
    pub(super) request_id: Option<String>,
    /// The change set that the entry is about.
    pub change_set_id: Option<String>,
    /// The digest of that change set's rows.
    pub digest: Option<String>,
    /// What the search looks through; it is made from other columns, and not hashed itself.
    pub(super) search_key: String,
}

impl Link {
    /// What was done, by its name in the store.
    pub fn action(&self) -> &str {
        &self.action
    }

    /// What the search must look through: who acted, and what it was done to.
    pub(super) fn searched(&self) -> String {
        let part = |text: &Option<String>| text.as_deref().unwrap_or_default().to_lowercase();
        format!("{} {}", part(&self.actor_email), part(&self.subject_name))
    }

    /// Whether the search still finds it.
    pub fn can_be_found(&self) -> bool {
        self.search_key == self.searched()
    }

    /// The hash that this entry must have after another one's.
    pub fn hash_after(&self, before: &str) -> String {
        let (position, at) = (self.position.to_string(), self.at.to_string());
        let columns = [
            Some(before),
            Some(&position),
            Some(&self.id),
            Some(&at),
            Some(&self.actor_kind),
            self.actor_id.as_deref(),
            self.actor_email.as_deref(),
            Some(&self.action),
            self.subject_kind.as_deref(),
            self.subject_id.as_deref(),
            self.subject_name.as_deref(),
            Some(&self.changes),
            self.note.as_deref(),
            self.address.as_deref(),
            self.request_id.as_deref(),
            self.change_set_id.as_deref(),
            self.digest.as_deref(),
        ];
        digest(columns)
    }
}

/// SHA-256 over columns in hexadecimal digits; a missing one differs from an empty one.
pub(in crate::store) fn digest<'a>(columns: impl IntoIterator<Item = Option<&'a str>>) -> String {
    let mut hash = Sha256::new();
    for column in columns {
        match column {
            None => hash.update([0]),
            Some(text) => {
                hash.update([1]);
                hash.update((text.len() as u64).to_be_bytes());
                hash.update(text.as_bytes());
            }
        }
    }
    hex::encode(hash.finalize())
}

pub(super) async fn insert(line: &mut Line, new: Link) -> Result<(), Error> {
    sqlx::query(
        "insert into audit_entry
             (id, at, actor_kind, actor_id, actor_email, action, subject_kind, subject_id,
              subject_name, changes, note, address, request_id, search_key, position, hash,
              change_set_id, digest)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
    )
    .bind(new.id)
    .bind(new.at)
    .bind(new.actor_kind)
    .bind(new.actor_id)
    .bind(new.actor_email)
    .bind(new.action)
    .bind(new.subject_kind)
    .bind(new.subject_id)
    .bind(new.subject_name)
    .bind(new.changes)
    .bind(new.note)
    .bind(new.address)
    .bind(new.request_id)
    .bind(new.search_key)
    .bind(new.position)
    .bind(new.hash)
    .bind(new.change_set_id)
    .bind(new.digest)
    .execute(line)
    .await?;
    Ok(())
}

/// Gives entries in the chain's order, from after a position on.
pub async fn links(line: &mut Line, after: i64, most: i64) -> Result<Vec<Link>, Error> {
    sqlx::query_as(
        "select position, hash, id, at, actor_kind, actor_id, actor_email, action, subject_kind,
                subject_id, subject_name, changes, note, address, request_id, change_set_id, digest,
                search_key
           from audit_entry
          where position > $1
          order by position
          limit $2",
    )
    .bind(after)
    .bind(most)
    .fetch_all(line)
    .await
}

#[cfg(test)]
mod tests {
    use super::digest;

    #[test]
    fn columns_cannot_be_shifted_into_each_other() {
        let digests = [
            digest([Some("ab"), Some("c")]),
            digest([Some("a"), Some("bc")]),
            digest([Some("abc"), Some("")]),
            digest([Some("abc"), None]),
            digest([None, Some("abc")]),
        ];
        let distinct: std::collections::BTreeSet<_> = digests.iter().collect();
        assert_eq!(distinct.len(), digests.len());
    }
}

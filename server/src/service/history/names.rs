//! Columns that were given other names: the history keeps the names of its time.

use super::subject::Subject;
use crate::store::Line;
use crate::store::table_change::{self, Rename};
use chrono::{DateTime, Utc};
use sqlx::Error;

/// The columns of a table that were renamed, the oldest first.
pub(super) async fn renames(line: &mut Line, subject: &Subject) -> Result<Vec<Rename>, Error> {
    match subject {
        Subject::Connected(table, _) => {
            table_change::renames(line, table.connection, &table.name).await
        }
        Subject::Disconnected(..) => Ok(Vec::new()),
    }
}

/// What a column that had a name at some time is called by now.
pub(super) fn by_now(renames: &[Rename], at: DateTime<Utc>, name: String) -> String {
    let later = renames.iter().filter(|rename| rename.at >= at);
    later.fold(name, |name, rename| if rename.old == name { rename.new.clone() } else { name })
}

/// What a column was ever called, its name by now first.
pub(super) fn ever(renames: &[Rename], name: &str) -> Vec<String> {
    let mut names = vec![name.to_owned()];
    for rename in renames.iter().rev() {
        if names.last() == Some(&rename.new) {
            names.push(rename.old.clone());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    fn rename(seconds: i64, old: &str, new: &str) -> Rename {
        Rename { at: at(seconds), old: old.to_owned(), new: new.to_owned() }
    }

    #[test]
    fn names_are_followed_from_their_time_on() {
        let renames = [rename(10, "a", "b"), rename(20, "b", "c"), rename(30, "x", "a")];
        assert_eq!(by_now(&renames, at(5), "a".to_owned()), "c");
        assert_eq!(by_now(&renames, at(15), "b".to_owned()), "c");
        assert_eq!(by_now(&renames, at(25), "c".to_owned()), "c");
        // What is called so since is another column.
        assert_eq!(by_now(&renames, at(40), "a".to_owned()), "a");
        assert_eq!(ever(&renames, "c"), ["c", "b", "a"]);
        assert_eq!(ever(&renames, "a"), ["a", "x"]);
    }
}

//! Columns that were given other names: the history keeps the names of its time.

use super::subject::Subject;
use crate::store::Line;
use crate::store::table_change::{self, Rename};
use chrono::{DateTime, Utc};
use sqlx::Error;
use std::collections::{BTreeMap, BTreeSet};

/// The columns of a table that were renamed, the oldest first.
pub(super) async fn renames(line: &mut Line, subject: &Subject) -> Result<Vec<Rename>, Error> {
    match subject {
        Subject::Connected(table, _) => {
            table_change::renames(line, table.connection, &table.name).await
        }
        Subject::Disconnected(..) => Ok(Vec::new()),
    }
}

/// The names that columns were given since some time, the last one last, by the name that they had
/// then; without those that kept theirs.
pub(super) fn since<'n>(
    renames: &[Rename],
    at: DateTime<Utc>,
    columns: impl Iterator<Item = &'n String>,
) -> BTreeMap<String, Vec<String>> {
    let columns: BTreeSet<&String> = columns.collect();
    let named = columns.into_iter().map(|column| (column.clone(), given(renames, at, column)));
    named.filter(|(_, names)| !names.is_empty()).collect()
}

fn given(renames: &[Rename], at: DateTime<Utc>, column: &String) -> Vec<String> {
    let mut names = Vec::new();
    for rename in renames.iter().filter(|rename| rename.at >= at) {
        if names.last().unwrap_or(column) == &rename.old {
            names.push(rename.new.clone());
        }
    }
    names
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
        let given = |seconds, name: &str| given(&renames, at(seconds), &name.to_owned());
        assert_eq!(given(5, "a"), ["b", "c"]);
        assert_eq!(given(15, "b"), ["c"]);
        assert!(given(25, "c").is_empty());
        // What is called so since is another column.
        assert!(given(40, "a").is_empty());
        assert_eq!(ever(&renames, "c"), ["c", "b", "a"]);
        assert_eq!(ever(&renames, "a"), ["a", "x"]);
    }
}

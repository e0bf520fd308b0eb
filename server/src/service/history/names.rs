//! Columns that were given other names: the history keeps the names of its time. The same name may be
//! another column's later, so names hold from one position of the audit log's chain to another.

use super::subject::Subject;
use crate::store::change_set::Period;
use crate::store::table_change::{self, Rename};
use crate::store::{Line, audit_entry};
use app::model::history::ChangeSet;
use app::model::ids::ChangeSetId;
use sqlx::Error;
use std::collections::{BTreeMap, BTreeSet};
use std::mem;

/// The columns of a table that were renamed, the oldest first.
pub(in crate::service) async fn renames(
    line: &mut Line,
    subject: &Subject,
) -> Result<Vec<Rename>, Error> {
    let (connection, table) = subject.target();
    table_change::renames(line, connection, table).await
}

/// The names that columns were given since a change set, the last one last, by the name that they
/// had then; without those that kept theirs.
pub(in crate::service) async fn since<'n>(
    line: &mut Line,
    renames: &[Rename],
    id: ChangeSetId,
    columns: impl Iterator<Item = &'n String>,
) -> Result<BTreeMap<String, Vec<String>>, Error> {
    if renames.is_empty() {
        return Ok(BTreeMap::new());
    }
    let position = audit_entry::prepared_at(line, id).await?.unwrap_or_default();
    let columns: BTreeSet<&String> = columns.collect();
    let named =
        columns.into_iter().map(|column| (column.clone(), given(renames, position, column)));
    Ok(named.filter(|(_, names)| !names.is_empty()).collect())
}

fn given(renames: &[Rename], position: i64, column: &String) -> Vec<String> {
    let mut names = Vec::new();
    for rename in renames.iter().filter(|rename| rename.position > position) {
        if names.last().unwrap_or(column) == &rename.old {
            names.push(rename.new.clone());
        }
    }
    names
}

/// Tells what the columns of a change set are called by now.
pub(super) async fn tell(
    line: &mut Line,
    renames: &[Rename],
    set: &mut ChangeSet,
) -> Result<(), Error> {
    let columns = set.rows.iter().flat_map(|row| &row.cells).map(|cell| &cell.column);
    let since = since(line, renames, set.id, columns).await?;
    let now = since.into_iter().filter_map(|(then, mut names)| Some((then, names.pop()?)));
    set.renamed = now.filter(|(then, now)| then != now).collect();
    Ok(())
}

/// What the column that has a name by now was ever called, and when.
pub(super) fn ever(renames: &[Rename], name: &str) -> Vec<Period> {
    let mut periods = Vec::new();
    let mut period = Period { column: name.to_owned(), after: None, before: None };
    for Rename { position, old, new } in renames.iter().rev() {
        if *new == period.column {
            let before = Period { column: old.clone(), after: None, before: Some(*position) };
            let period = mem::replace(&mut period, before);
            periods.push(Period { after: Some(*position), ..period });
        } else if *old == period.column {
            // Until then, another column had the name.
            period.after = Some(*position);
            break;
        }
    }
    periods.push(period);
    periods
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rename(position: i64, old: &str, new: &str) -> Rename {
        Rename { position, old: old.to_owned(), new: new.to_owned() }
    }

    #[test]
    fn names_are_followed_from_their_time_on() {
        let renames = [rename(10, "a", "b"), rename(20, "b", "c"), rename(30, "x", "a")];
        let given = |position, name: &str| given(&renames, position, &name.to_owned());
        assert_eq!(given(5, "a"), ["b", "c"]);
        assert_eq!(given(15, "b"), ["c"]);
        assert!(given(25, "c").is_empty());
        // What is called so since is another column.
        assert!(given(40, "a").is_empty());
    }

    #[test]
    fn a_name_is_a_columns_for_a_time() {
        let ever = |renames: &[Rename], name: &str| -> Vec<(String, Option<i64>, Option<i64>)> {
            let periods = ever(renames, name).into_iter();
            periods.map(|period| (period.column, period.after, period.before)).collect()
        };
        let one = |name: &str, after, before| (name.to_owned(), after, before);
        let renames = [rename(10, "a", "b"), rename(20, "b", "c"), rename(30, "x", "a")];
        let found =
            [one("c", Some(20), None), one("b", Some(10), Some(20)), one("a", None, Some(10))];
        assert_eq!(ever(&renames, "c"), found);
        assert_eq!(ever(&renames, "a"), [one("a", Some(30), None), one("x", None, Some(30))]);
        // The name was given up, and another column has it.
        assert_eq!(ever(&renames, "b"), [one("b", Some(20), None)]);
        assert_eq!(ever(&renames, "other"), [one("other", None, None)]);
        let exchanged = [rename(1, "a", "t"), rename(2, "b", "a"), rename(3, "t", "b")];
        let found = [one("b", Some(3), None), one("t", Some(1), Some(3)), one("a", None, Some(1))];
        assert_eq!(ever(&exchanged, "b"), found);
        assert_eq!(ever(&exchanged, "a"), [one("a", Some(2), None), one("b", None, Some(2))]);
    }
}

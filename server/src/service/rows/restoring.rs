//! Changes that bring back what was, fitted to the table as it is by now.

use crate::target::catalog::Relation;
use app::model::change::Change;
use app::model::ids::ChangeSetId;
use app::model::page::RowId;
use app::model::table::{Key, Lock};
use std::collections::{BTreeMap, BTreeSet};

/// What a Save brings back.
#[derive(Clone, Debug)]
pub struct Restoring {
    /// The change set that it undoes.
    pub id: ChangeSetId,
    /// The names that columns were given since, the last one last, by the name that they had then.
    pub names_since: BTreeMap<String, Vec<String>>,
}

impl Restoring {
    /// Calls columns by their names by now, and leaves out what PostgreSQL computes: it comes back by
    /// itself. Rows that have a key may be in any version, since their cells decide.
    pub(super) fn fit(&self, relation: &Relation, changes: Vec<Change>) -> Vec<Change> {
        let names: BTreeSet<_> = relation.columns.iter().map(|one| one.name.as_str()).collect();
        let computed = relation.columns.iter().filter(|one| one.locked == Some(Lock::Generated));
        let computed: BTreeSet<_> = computed.map(|one| one.name.as_str()).collect();
        let fits = |column: &mut String| {
            // The last of them that is there: somebody may have given a column its former name back
            // in the database itself.
            let since = self.names_since.get(column).into_iter().flatten();
            if let Some(name) = since.rev().find(|name| names.contains(name.as_str())) {
                column.clone_from(name);
            }
            !computed.contains(column.as_str())
        };
        let keyed = relation.key != Key::Address;
        changes.into_iter().map(|change| fitted(change, fits, keyed)).collect()
    }
}

fn fitted(mut change: Change, fits: impl Fn(&mut String) -> bool, keyed: bool) -> Change {
    match &mut change {
        Change::Insert { cells } => cells.retain_mut(|cell| fits(&mut cell.column)),
        Change::Update { cells, .. } => cells.retain_mut(|cell| fits(&mut cell.column)),
        // Of what PostgreSQL computes, only how it was can be told.
        Change::Delete { seen, .. } => seen.iter_mut().for_each(|cell| {
            fits(&mut cell.column);
        }),
    }
    if let (true, Change::Update { row, .. } | Change::Delete { row, .. }) = (keyed, &mut change) {
        RowId::ANY_VERSION.clone_into(&mut row.version);
    }
    change
}

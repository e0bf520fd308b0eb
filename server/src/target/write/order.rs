//! In which order the changes of one Save are carried out.
//!
//! Deletions come first, then updates, then insertions, unless one needs another before it: a row
//! comes before those that refer to it and goes after them, and a value is given up before another
//! row takes it. Where they wait for each other in a circle, the usual order stands; only a
//! constraint that is deferrable lets that pass.

use super::before::Before;
use super::check::{Task, Work};
use crate::target::catalog::Relation;
use app::model::cell::Cell;
use std::collections::{BTreeSet, HashMap};

/// A column by its place, and a value in it.
type Value<'v> = (usize, &'v str);

/// Which tasks, by their place, do something to a value.
type Doers<'v> = HashMap<Value<'v>, Vec<usize>>;

/// The tasks that write, in their order.
pub(super) fn in_order<'t, 'c>(
    relation: &Relation,
    tasks: &'t [Task<'c>],
    before: &'t Before,
) -> Vec<&'t Task<'c>> {
    let mut writing: Vec<_> = tasks.iter().filter(|task| task.writes()).collect();
    writing.sort_by_key(|task| task.rank());
    let (unique, references) = (unique(relation), references(relation));
    if unique.is_empty() && references.is_empty() {
        return writing;
    }
    let (mut gives_up, mut takes) = (Doers::new(), Doers::new());
    for (at, task) in writing.iter().enumerate() {
        for (place, column) in relation.columns.iter().enumerate() {
            let (old, new) = turn(task, before, place, &column.name);
            if let Some(old) = old {
                gives_up.entry((place, old)).or_default().push(at);
            }
            if let Some(new) = new {
                takes.entry((place, new)).or_default().push(at);
            }
        }
    }
    let mut needs = Vec::new();
    for place in unique {
        needs.extend(pairs(&gives_up, place, &takes, place));
    }
    for (from, to) in references {
        needs.extend(pairs(&takes, to, &takes, from));
        needs.extend(pairs(&gives_up, from, &gives_up, to));
    }
    sorted(writing.len(), &needs).into_iter().filter_map(|at| writing.get(at).copied()).collect()
}

/// Whether another task gives up the value that a task takes in a column.
pub(super) fn is_given_up(
    tasks: &[Task<'_>],
    before: &Before,
    taker: &Task<'_>,
    (place, name): (usize, &str),
) -> bool {
    let (_, wanted) = turn(taker, before, place, name);
    let others = tasks.iter().filter(|other| other.change != taker.change);
    wanted.is_some() && others.into_iter().any(|other| turn(other, before, place, name).0 == wanted)
}

/// The value that a task gives up in a column, and the one that it takes.
fn turn<'t>(
    task: &'t Task<'_>,
    before: &'t Before,
    place: usize,
    name: &str,
) -> (Option<&'t str>, Option<&'t str>) {
    let old = before.get(&task.change).and_then(|row| row.cells.get(place));
    let old = old.and_then(Cell::value).flatten();
    let given = task.cells().into_iter().find(|(column, _)| *column == name);
    match (&task.work, given) {
        (Work::Delete(..), _) => (old, None),
        (Work::Insert(_), Some((_, new))) => (None, new),
        (Work::Update(..), Some((_, new))) if new != old => (old, new),
        _ => (None, None),
    }
}

/// The columns that hold each value once.
fn unique(relation: &Relation) -> Vec<usize> {
    let key = match relation.key.columns() {
        [one] => Some(one.as_str()),
        _ => None,
    };
    let columns = relation.columns.iter().enumerate();
    let unique = columns.filter(|(_, column)| column.unique || Some(column.name.as_str()) == key);
    unique.map(|(place, _)| place).collect()
}

/// The columns that refer to another column of the same table, and that one.
fn references(relation: &Relation) -> Vec<(usize, usize)> {
    let lookups = relation.attributes.iter().enumerate();
    let lookups =
        lookups.filter_map(|(place, attribute)| Some((place, attribute.lookup.as_ref()?)));
    let own = lookups
        .filter(|(_, found)| found.schema == relation.schema && found.table == relation.name);
    own.filter_map(|(place, found)| Some((place, relation.place(found.column.as_str())?))).collect()
}

/// Who must come before whom: those that do one thing to a value before those that do the other.
fn pairs<'d>(
    first: &'d Doers<'_>,
    first_place: usize,
    second: &'d Doers<'_>,
    second_place: usize,
) -> impl Iterator<Item = (usize, usize)> + 'd {
    let values = first.iter().filter(move |((place, _), _)| *place == first_place);
    values.flat_map(move |((_, value), earlier)| {
        let later = second.get(&(second_place, value)).map_or(&[][..], Vec::as_slice);
        let both = earlier.iter().flat_map(move |a| later.iter().map(move |b| (*a, *b)));
        both.filter(|(a, b)| a != b)
    })
}

/// The numbers up to a count, each after those that it needs before it, else in their order.
fn sorted(count: usize, needs: &[(usize, usize)]) -> Vec<usize> {
    let mut waits_for = vec![0_usize; count];
    let mut frees: HashMap<usize, Vec<usize>> = HashMap::new();
    for (earlier, later) in needs {
        if let Some(number) = waits_for.get_mut(*later) {
            *number += 1;
        }
        frees.entry(*earlier).or_default().push(*later);
    }
    let mut left: BTreeSet<usize> = (0..count).collect();
    let is_ready = |at: &usize, waits: &[usize]| waits.get(*at) == Some(&0);
    let mut ready: BTreeSet<usize> =
        left.iter().copied().filter(|at| is_ready(at, &waits_for)).collect();
    let mut order = Vec::with_capacity(count);
    while let Some(at) = ready.pop_first().or_else(|| left.first().copied()) {
        left.remove(&at);
        order.push(at);
        for freed in frees.remove(&at).unwrap_or_default() {
            if let Some(number) = waits_for.get_mut(freed) {
                *number -= 1;
            }
            if is_ready(&freed, &waits_for) && left.contains(&freed) {
                ready.insert(freed);
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::sorted;

    #[test]
    fn what_is_needed_comes_first_and_circles_end() {
        assert_eq!(sorted(3, &[]), [0, 1, 2]);
        assert_eq!(sorted(4, &[(3, 0), (2, 3)]), [1, 2, 3, 0]);
        assert_eq!(sorted(3, &[(0, 1), (1, 0)]), [2, 0, 1]);
        assert_eq!(sorted(2, &[(1, 0), (1, 0)]), [1, 0]);
        assert_eq!(sorted(0, &[]), [0; 0]);
    }
}

//! In which order the changes of one Save are carried out.
//!
//! Deletions come first, then updates, then insertions, unless one needs another before it: a row
//! comes before those that refer to it and goes after them, and a value is given up before another
//! row takes it. Where they wait for each other in a circle, the usual order stands; only a
//! constraint that is deferrable lets that pass.

use super::before::Before;
use super::check::{Task, Work};
use crate::target::catalog::Relation;
use std::collections::{BTreeSet, HashMap};

/// Columns by their places, and the values in them.
type Values<'v> = (&'v [usize], Vec<&'v str>);

/// Which tasks, by their place, do something to values.
type Doers<'v> = HashMap<Values<'v>, Vec<usize>>;

/// The tasks that write, in their order.
pub(super) fn in_order<'t, 'c>(
    relation: &Relation,
    tasks: &'t [Task<'c>],
    before: &'t Before,
) -> Vec<&'t Task<'c>> {
    let mut writing: Vec<_> = tasks.iter().filter(|task| task.writes()).collect();
    // Those of one kind in the order of their keys, or two who save the same might wait for each other.
    writing.sort_by_key(|task| (task.rank(), task.row().map(|row| &row.key)));
    let order = sorted(writing.len(), &needs(relation, &writing, before));
    order.into_iter().filter_map(|at| writing.get(at).copied()).collect()
}

/// Which tasks must come before which others, by their places.
fn needs(relation: &Relation, writing: &[&Task<'_>], before: &Before) -> Vec<(usize, usize)> {
    // The key too where it is checked only at the end: the rows are found by it.
    let key = Some(&relation.key_places).filter(|key| !key.is_empty());
    let unique: BTreeSet<&Vec<usize>> = relation.unique.iter().chain(key).collect();
    let references = references(relation);
    let referring = references.iter().flat_map(|(from, to)| [from, to]);
    let watched: BTreeSet<&[usize]> =
        unique.iter().copied().chain(referring).map(Vec::as_slice).collect();
    let (gives_up, takes) = doers(relation, writing, before, &watched);
    let mut needs = Vec::new();
    for places in unique {
        needs.extend(pairs(&gives_up, places, &takes, places));
    }
    for (from, to) in &references {
        needs.extend(pairs(&takes, to, &takes, from));
        needs.extend(pairs(&gives_up, from, &gives_up, to));
    }
    needs
}

/// Which tasks give up values in the watched columns, and which take them.
fn doers<'v>(
    relation: &'v Relation,
    writing: &'v [&Task<'_>],
    before: &'v Before,
    watched: &BTreeSet<&'v [usize]>,
) -> (Doers<'v>, Doers<'v>) {
    let (mut gives_up, mut takes) = (Doers::new(), Doers::new());
    for (at, task) in writing.iter().enumerate() {
        for places in watched {
            let (old, new) = turn(relation, task, before, places);
            if let Some(old) = old {
                gives_up.entry((places, old)).or_default().push(at);
            }
            if let Some(new) = new {
                takes.entry((places, new)).or_default().push(at);
            }
        }
    }
    (gives_up, takes)
}

/// Whether another task gives up the values that a task takes in columns.
pub(super) fn is_given_up(
    relation: &Relation,
    tasks: &[Task<'_>],
    before: &Before,
    taker: &Task<'_>,
    places: &[usize],
) -> bool {
    let (_, wanted) = turn(relation, taker, before, places);
    let mut others = tasks.iter().filter(|other| other.change != taker.change);
    wanted.is_some() && others.any(|other| turn(relation, other, before, places).0 == wanted)
}

/// The values that a task gives up in columns, and those that it takes; none where one is NULL.
fn turn<'t>(
    relation: &'t Relation,
    task: &'t Task<'_>,
    before: &'t Before,
    places: &[usize],
) -> (Option<Vec<&'t str>>, Option<Vec<&'t str>>) {
    let row = before.get(&task.change).map(|seen| &seen.row);
    let old = |place: &usize| row.and_then(|row| row.cells.get(*place)?.value().flatten());
    let cells = task.cells();
    let given = |place: &usize| {
        let name = &relation.columns.get(*place)?.name;
        cells.iter().find(|(column, _)| column == name).map(|(_, value)| *value)
    };
    let new = |place: &usize| given(place).unwrap_or_else(|| old(place));
    let (before, after): (Option<Vec<_>>, Option<Vec<_>>) =
        (places.iter().map(old).collect(), places.iter().map(new).collect());
    match &task.work {
        Work::Delete(..) => (before, None),
        Work::Insert(_) => (None, after),
        Work::Update(..) if before != after => (before, after),
        Work::Update(..) | Work::Look(_) => (None, None),
    }
}

/// The columns that refer to another column of the same table, and that one.
fn references(relation: &Relation) -> Vec<(Vec<usize>, Vec<usize>)> {
    let lookups = relation.attributes.iter().enumerate();
    let lookups =
        lookups.filter_map(|(place, attribute)| Some((place, attribute.lookup.as_ref()?)));
    let own = lookups
        .filter(|(_, found)| found.schema == relation.schema && found.table == relation.name);
    let to = |column: &str| Some(vec![relation.place(column)?]);
    own.filter_map(|(place, found)| Some((vec![place], to(found.column.as_str())?))).collect()
}

/// Who must come before whom: those that do one thing to a value before those that do the other.
fn pairs<'d>(
    first: &'d Doers<'_>,
    first_places: &'d [usize],
    second: &'d Doers<'_>,
    second_places: &'d [usize],
) -> impl Iterator<Item = (usize, usize)> + 'd {
    let values = first.iter().filter(move |((places, _), _)| *places == first_places);
    values.flat_map(move |((_, values), earlier)| {
        let later = second.get(&(second_places, values.clone())).map_or(&[][..], Vec::as_slice);
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

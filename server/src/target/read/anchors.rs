//! Anchors: the places of every so-many-th row, so that the middle of a large table is near.
//!
//! They are found by one scan in the background, in a session of its own, when somebody first goes
//! far into a table; meanwhile rows are passed over by OFFSET.

use super::order::Sorting;
use crate::target::catalog::{Attribute, Relation};
use crate::target::diagnostics::TargetError;
use crate::target::pools::{Lease, Mode, Zone};
use crate::target::sql::{Fragment, sql};
use app::model::filter::RowQuery;
use app::model::page::Place;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// So far from every known place a scan pays, in rows.
pub(super) const FAR: u64 = 2_000;
/// The most anchors of a table.
const MOST: u64 = 4_096;
/// The fewest rows between two anchors.
const LEAST: u64 = 200;
/// How long the values of an anchor may be together, in bytes: longer ones would fill the memory.
const LONGEST: u64 = 1_000;
/// How much the anchors of a table may be together, in bytes.
const ROOM: usize = 4 << 20;

/// Of which rows in which order the anchors are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::target) struct AnchorKey {
    /// The number of the target.
    pub(in crate::target) target: u64,
    /// The table's name.
    pub(in crate::target) table: String,
    /// The digest of query and zone: a query may be long.
    digest: [u8; 32],
}

/// The anchors; none while the scan runs or when it failed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::target) struct Anchors {
    places: Vec<Place>,
    /// How many rows there are.
    pub(super) total: Option<u64>,
}

impl AnchorKey {
    pub(super) fn new(lease: &Lease, relation: &Relation, query: &RowQuery, zone: &Zone) -> Self {
        let mut hash = Sha256::new();
        // A query always can be written.
        hash.update(serde_json::to_vec(query).unwrap_or_default());
        hash.update(zone.name().as_bytes());
        let table = relation.name.as_str().to_owned();
        Self { target: lease.target().number, table, digest: hash.finalize().into() }
    }

    /// How much room it takes, in bytes.
    pub(in crate::target) fn bytes(&self) -> usize {
        size_of::<Self>() + self.table.len()
    }

    #[cfg(test)]
    pub(in crate::target) fn named(target: u64, table: &str) -> Self {
        Self { target, table: table.to_owned(), digest: [0; 32] }
    }
}

impl Anchors {
    #[cfg(test)]
    pub(in crate::target) fn at(places: Vec<Place>) -> Self {
        Self { places, total: None }
    }

    /// How much room they take, in bytes.
    pub(in crate::target) fn bytes(&self) -> usize {
        self.places.iter().map(room).sum()
    }

    /// Leaves out every second one.
    fn thin(&mut self) {
        let mut even = false;
        self.places.retain(|_| {
            even = !even;
            even
        });
    }

    /// The last anchor before a row.
    pub(super) fn before(&self, row: u64) -> Option<&Place> {
        let after = self.places.partition_point(|place| place.row <= row);
        self.places.get(after.checked_sub(1)?)
    }
}

fn room(place: &Place) -> usize {
    let values = place.values.iter();
    let values = values.map(|value| size_of_val(value) + value.as_ref().map_or(0, String::len));
    size_of_val(place) + values.sum::<usize>()
}

/// Forgets anchors whose total is known to be wrong by now.
pub(super) fn disprove(lease: &Lease, key: &AnchorKey, wrong: impl Fn(u64) -> bool) {
    let shelf = &lease.target().shelf;
    if shelf.get(key).and_then(|anchors| anchors.total).is_some_and(wrong) {
        shelf.forget(|one| one == key);
    }
}

/// Begins the scan, unless it runs already or too many do.
pub(super) fn scan(
    lease: &Lease,
    relation: &Relation,
    key: AnchorKey,
    (sorting, condition): (&Sorting, Option<&Fragment>),
    zone: &Zone,
) {
    let (target, claim, zone) = (lease.target().clone(), lease.claim().long(), zone.clone());
    let Some(places) = target.places(claim) else { return };
    let stride = relation.estimate.map_or(LEAST, |rows| (rows / MOST).max(LEAST));
    let question = question(relation, sorting, condition, stride);
    // As long as this stands there, nobody begins another.
    target.shelf.put(key.clone(), Arc::default());
    tokio::spawn(async move {
        let found =
            async { find(&mut target.lease_for(claim, places).await?, &question, &zone).await };
        match found.await {
            Ok(anchors) if target.shelf.get(&key).is_some() => {
                target.shelf.put(key, Arc::new(anchors));
            }
            // Somebody saved meanwhile, or the scan failed; it is not tried again at once.
            Ok(_) => {}
            Err(error) => tracing::info!(%error, "the anchors of a table were not found"),
        }
    });
}

async fn find(lease: &mut Lease, question: &Fragment, zone: &Zone) -> Result<Anchors, TargetError> {
    let begun = lease.begin(Mode::Scan, zone);
    let answers = begun.query(question).roll_back().send().await?;
    read(answers.iter().flat_map(|answer| answer.iter()))
}

/// Every so-many-th row with its place, and the last one.
fn question(
    relation: &Relation,
    sorting: &Sorting,
    condition: Option<&Fragment>,
    stride: u64,
) -> Fragment {
    let texts: Vec<_> = sorting.texts().cloned().collect();
    let lengths = texts
        .iter()
        .map(|text| sql!("coalesce(pg_catalog.octet_length(", text, ")::pg_catalog.int8, 0)"));
    let length = Fragment::list(" operator(pg_catalog.+) ", lengths);
    let texts = Fragment::list(", ", texts);
    let system =
        if relation.key.columns().is_empty() { sql!(", t.tableoid, t.ctid") } else { sql!() };
    let columns = relation.attributes.iter().map(Attribute::sql);
    let columns = Fragment::list(", ", columns);
    let place = condition.map_or_else(Fragment::default, |condition| sql!(" where ", condition));
    sql!(
        "select (t.\"nexttables: number\" operator(pg_catalog.-) 1)::pg_catalog.text, \
         (t.\"nexttables: next\" is null)::pg_catalog.text, ",
        texts,
        " from (select ",
        columns,
        system,
        ", pg_catalog.row_number() over w as \"nexttables: number\", \
         pg_catalog.lead(1) over w as \"nexttables: next\" from ",
        relation.sql(),
        " t",
        place,
        " window w as (order by ",
        sorting.sql(),
        ")) t where ((t.\"nexttables: number\" operator(pg_catalog.-) 1) operator(pg_catalog.%) ",
        stride,
        " operator(pg_catalog.=) 0 and (",
        length,
        ") operator(pg_catalog.<=) ",
        LONGEST,
        ") or t.\"nexttables: next\" is null order by t.\"nexttables: number\""
    )
}

fn read<'r>(rows: impl Iterator<Item = &'r tokio_postgres::Row>) -> Result<Anchors, TargetError> {
    let mut anchors = Anchors { places: Vec::new(), total: Some(0) };
    for row in rows {
        let number: &str = row.try_get(0)?;
        let number = super::total::counted(number);
        if row.try_get::<_, &str>(1)? == "true" {
            anchors.total = Some(number + 1);
        }
        let values = (2..row.len()).map(|at| row.try_get(at)).collect::<Result<_, _>>()?;
        anchors.places.push(Place { row: number, values });
    }
    // More than were reckoned with, where the estimate was far too low, or long ones.
    while anchors.bytes() > ROOM
        || u64::try_from(anchors.places.len()).is_ok_and(|places| places > 2 * MOST)
    {
        anchors.thin();
    }
    Ok(anchors)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_anchor_before_a_row_is_found() {
        let place = |row| Place { row, values: Vec::new() };
        let anchors = Anchors { places: vec![place(0), place(200), place(400)], total: None };
        assert_eq!(anchors.before(399).map(|place| place.row), Some(200));
        assert_eq!(anchors.before(400).map(|place| place.row), Some(400));
        assert_eq!(Anchors::default().before(5), None);
    }
}

//! Which stretches of an ordered table make a page, and the SQL of one stretch.

use super::order::{Bound, Sorting};
use crate::target::catalog::Relation;
use crate::target::sql::{Fragment, sql};
use app::model::page::Place;

/// So far from a known place the way from there is preferred to any other, in rows.
const NEAR: u64 = 20_000;

/// A stretch of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// Where it begins to count; none for the beginning of the table.
    from: Option<Place>,
    /// Whether it goes towards the beginning.
    pub(super) backwards: bool,
    /// Whether the place itself may belong to it.
    at: bool,
    /// How many rows are passed over first.
    skip: u64,
    /// How many rows follow.
    pub(super) take: u64,
}

impl Span {
    /// From the beginning of the table.
    pub(super) fn from_start(from: u64, count: u64) -> Vec<Self> {
        vec![Self { from: None, backwards: false, at: true, skip: from, take: count }]
    }

    /// The rows from a number on, found from a place that is known.
    pub(super) fn from_place(from: u64, count: u64, place: &Place) -> Vec<Self> {
        let span = |backwards, skip, take| Self {
            from: Some(place.clone()),
            backwards,
            at: !backwards,
            skip,
            take,
        };
        let before = place.row.saturating_sub(from);
        if before == 0 {
            return vec![span(false, from - place.row, count)];
        }
        let back = before.min(count);
        let mut spans = vec![span(true, before - back, back)];
        if back < count {
            spans.push(span(false, 0, count - back));
        }
        spans
    }

    /// The shortest way to the rows from a number on.
    pub(super) fn shortest(
        from: u64,
        count: u64,
        near: Option<&Place>,
        anchor: Option<&Place>,
    ) -> Vec<Self> {
        let far = |place: &&Place| place.row.abs_diff(from);
        let near = near.filter(|place| far(place) < from);
        let chosen = match (near, anchor) {
            (Some(near), Some(anchor)) if far(&near) > NEAR && far(&anchor) < far(&near) => anchor,
            (Some(place), _) | (None, Some(place)) => place,
            (None, None) => return Self::from_start(from, count),
        };
        Self::from_place(from, count, chosen)
    }

    /// Whether the way to it begins at a place, whose number may be another one by now.
    pub(super) fn is_from_place(&self) -> bool {
        self.from.is_some()
    }

    /// These texts of the stretch as SQL; none where its place is not one of this order.
    pub(super) fn sql(
        &self,
        relation: &Relation,
        texts: &Fragment,
        sorting: &Sorting,
        condition: Option<&Fragment>,
    ) -> Option<Fragment> {
        let reversed = self.backwards.then(|| sorting.reversed());
        let sorting = reversed.as_ref().unwrap_or(sorting);
        let parts = match &self.from {
            None => vec![None],
            Some(place) => {
                let at = if self.at { Bound::At } else { Bound::After };
                sorting.from(&place.values, at)?.into_iter().map(Some).collect()
            }
        };
        let select = |what: &Fragment, limit: Fragment, part: Option<Fragment>| {
            let conditions = condition.cloned().into_iter().chain(part);
            let conditions: Vec<_> = conditions.map(|c| sql!("(", c, ")")).collect();
            let none = conditions.is_empty();
            let place = if none { sql!() } else { sql!(" where ") };
            let place = place.with(Fragment::list(" and ", conditions));
            let order = order_by(sorting);
            sql!("select ", what, " from ", relation.sql(), " t", place, order, limit)
        };
        let limit = sql!(" limit ", self.take, " offset ", self.skip);
        let sources = relation.sources();
        if let [only] = parts.as_slice() {
            if self.skip == 0 && condition.is_none() && sorting.is_of_key {
                // The index of the key gives just these rows, so nothing is made in vain.
                return Some(select(texts, limit, only.clone()));
            }
            // The texts are made outside, so that they are made for these rows only.
            let rows = select(&sources, limit, only.clone());
            return Some(sql!("select ", texts, " from (", rows, ") t"));
        }
        let most = sql!(" limit ", self.skip + self.take);
        let parts =
            parts.into_iter().map(|one| sql!("(", select(&sources, most.clone(), one), ")"));
        let parts = Fragment::list(" union all ", parts);
        Some(sql!("select ", texts, " from (", parts, ") t", order_by(sorting), limit))
    }
}

fn order_by(sorting: &Sorting) -> Fragment {
    let order = sorting.sql();
    if order.is_empty() { order } else { sql!(" order by ", order) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a span gives of a table whose rows are their own numbers.
    fn rows(span: &Span, table: u64) -> Vec<u64> {
        let (skip, take) =
            (usize::try_from(span.skip).unwrap(), usize::try_from(span.take).unwrap());
        let place = span.from.as_ref().map_or(0, |place| place.row);
        let mut found: Vec<_> = if span.backwards {
            (0..place.min(table)).rev().skip(skip).take(take).collect()
        } else {
            (place..table).skip(skip).take(take).collect()
        };
        if span.backwards {
            found.reverse();
        }
        found
    }

    proptest! {
        #[test]
        fn every_way_leads_to_the_same_rows(
            from in 0_u64..300, count in 1_u64..50, near in 0_u64..300, anchor in 0_u64..300,
        ) {
            let place = |row| Place { row, values: Vec::new() };
            let spans = Span::shortest(from, count, Some(&place(near)), Some(&place(anchor)));
            let found: Vec<_> = spans.iter().flat_map(|span| rows(span, 300)).collect();
            let wanted: Vec<_> = (from..300.min(from + count)).collect();
            prop_assert_eq!(found, wanted);
        }
    }
}

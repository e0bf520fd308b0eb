//! How many rows there are: counted where that is cheap, else as PostgreSQL estimates.

use super::anchors::Anchors;
use crate::target::catalog::Relation;
use crate::target::diagnostics::TargetError;
use crate::target::pools::Answer;
use crate::target::sql::{Fragment, sql};
use app::model::page::Total;

/// How the total of a page will be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// It is known already.
    Known(Total),
    /// By counting.
    Count,
    /// By the planner's estimate.
    Plan,
}

impl Means {
    /// The cheapest means that says enough; `planned` is what the planner said lately.
    pub(super) fn of(
        relation: &Relation,
        condition: Option<&Fragment>,
        anchors: Option<&Anchors>,
        planned: Option<u64>,
    ) -> Self {
        let estimate = relation.estimate.filter(|_| condition.is_none());
        match (anchors.and_then(|anchors| anchors.total), planned.or(estimate)) {
            (Some(total), _) => Self::Known(Total::Exactly(total)),
            _ if relation.small => Self::Count,
            (None, Some(rows)) => Self::Known(Total::About(rows)),
            (None, None) => Self::Plan,
        }
    }

    /// The question, if one is needed.
    pub(super) fn sql(self, relation: &Relation, condition: Option<&Fragment>) -> Option<Fragment> {
        match self {
            Self::Known(_) => None,
            Self::Count => Some(count(relation, condition)),
            Self::Plan => Some(plan(relation, condition)),
        }
    }

    /// Reads the answer.
    pub(super) fn read(self, answer: Option<&Answer>) -> Result<Total, TargetError> {
        let row = answer.and_then(|rows| rows.first());
        Ok(match (self, row) {
            (Self::Known(total), _) => total,
            (Self::Count, Some(row)) => Total::Exactly(counted(row.try_get(0)?)),
            (Self::Plan, Some(row)) => Total::About(planned(row.try_get(0)?)),
            (_, None) => Total::About(0),
        })
    }
}

/// Counts the rows.
pub(super) fn count(relation: &Relation, condition: Option<&Fragment>) -> Fragment {
    sql!("select pg_catalog.count(*)::pg_catalog.text", from(relation, condition))
}

/// Asks the planner; nothing is read.
pub(super) fn plan(relation: &Relation, condition: Option<&Fragment>) -> Fragment {
    sql!("explain select", from(relation, condition))
}

fn from(relation: &Relation, condition: Option<&Fragment>) -> Fragment {
    let from = sql!(" from ", relation.sql(), " t");
    match condition {
        Some(condition) => sql!(from, " where ", condition),
        None => from,
    }
}

pub(super) fn counted(text: &str) -> u64 {
    text.parse().unwrap_or_default()
}

/// The first line of a plan ends like `(cost=0.00..1.05 rows=5 width=0)`.
pub(super) fn planned(line: &str) -> u64 {
    let rows = line.rsplit_once(" rows=").map(|(_, rest)| rest);
    let digits = rows.and_then(|rest| rest.split(' ').next());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or_default()
}

/// A total that agrees with the rows that were seen.
pub(super) fn agreeing(total: Total, from: u64, found: u64, asked: u64) -> Total {
    let end = from + found;
    match total {
        // The end of the table is in sight.
        _ if found < asked && (found > 0 || from == 0) => Total::Exactly(end),
        Total::Exactly(rows) => Total::Exactly(rows.max(end)),
        Total::About(rows) => Total::About(rows.max(end)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_planners_estimate_is_read() {
        let line = "Seq Scan on \"a rows=7 b\" t  (cost=0.00..1.05 rows=5 width=0)";
        assert_eq!(planned(line), 5);
        assert_eq!(planned("nothing"), 0);
    }

    #[test]
    fn a_total_never_contradicts_what_is_seen() {
        assert_eq!(agreeing(Total::About(7), 0, 3, 100), Total::Exactly(3));
        assert_eq!(agreeing(Total::About(7), 100, 100, 100), Total::About(200));
        assert_eq!(agreeing(Total::About(7), 100, 0, 100), Total::About(100));
        assert_eq!(agreeing(Total::Exactly(500), 100, 100, 100), Total::Exactly(500));
    }
}

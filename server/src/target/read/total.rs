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
        let scanned = anchors.and_then(|anchors| anchors.total);
        match scanned.or(planned).or(estimate) {
            _ if relation.small => Self::Count,
            // A scan is a while ago: others may have written since.
            Some(rows) => Self::Known(Total::About(rows)),
            None => Self::Plan,
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

/// Counts the rows as far as a number of them.
pub(super) fn count_to(relation: &Relation, condition: Option<&Fragment>, most: u64) -> Fragment {
    let rows = sql!("select", from(relation, condition), " limit ", most);
    sql!("select pg_catalog.count(*)::pg_catalog.text from (", rows, ") t")
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

/// What a page saw of the end of the table: one row more than asked for is looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    /// The first row's number.
    pub(super) from: u64,
    /// How many rows were found.
    pub(super) found: u64,
    /// How many were asked for.
    pub(super) asked: u64,
}

impl Seen {
    /// How many rows there are, where the end is in sight.
    fn end(self) -> Option<u64> {
        let in_sight = self.found <= self.asked && !self.is_beyond();
        in_sight.then_some(self.from + self.found)
    }

    /// Whether there was no row so far behind, so that the end lies somewhere before.
    pub(super) fn is_beyond(self) -> bool {
        self.found == 0 && self.from > 0
    }

    /// Whether there cannot be so many rows.
    pub(super) fn contradicts(self, rows: u64) -> bool {
        match self.end() {
            Some(end) => rows != end,
            None if self.is_beyond() => rows > self.from,
            None => rows < self.from + self.found,
        }
    }

    /// The total that agrees with what was seen.
    pub(super) fn agreeing(self, total: Total) -> Total {
        let (rows, seen) = (total.rows(), self.from + self.found);
        match (self.end(), total) {
            (Some(end), _) => Total::Exactly(end),
            (None, Total::Exactly(_)) if !self.contradicts(rows) => total,
            (None, _) if self.is_beyond() => Total::About(rows.min(seen)),
            (None, _) => Total::About(rows.max(seen)),
        }
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
        let agreeing = |total, from, found| Seen { from, found, asked: 100 }.agreeing(total);
        let (about, exactly) = (Total::About, Total::Exactly);
        assert_eq!(agreeing(about(7), 0, 3), exactly(3));
        assert_eq!(agreeing(about(7), 100, 100), exactly(200));
        assert_eq!(agreeing(about(7), 100, 101), about(201));
        assert_eq!(agreeing(about(7), 100, 0), about(7));
        assert_eq!(agreeing(about(7), 5, 0), about(5));
        assert_eq!(agreeing(exactly(500), 100, 101), exactly(500));
        assert_eq!(agreeing(exactly(150), 100, 101), about(201));
        assert_eq!(agreeing(exactly(50), 100, 0), exactly(50));
        assert_eq!(agreeing(exactly(500), 100, 0), about(100));
    }
}

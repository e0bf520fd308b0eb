//! A page of rows.

use super::anchors::{AnchorKey, FAR, disprove, scan};
use super::canonical::canonical;
use super::filter::condition;
use super::labels::{self, Labels};
use super::order::Sorting;
use super::shape::Shape;
use super::span::Span;
use super::total::{Means, Seen, count_to};
use crate::target::catalog::Relation;
use crate::target::diagnostics::TargetError;
use crate::target::pools::{Answer, Lease, Mode, Zone};
use crate::target::sql::Fragment;
use app::model::page::{MOST_ROWS, Page, PageRequest, Place, Row, Total};

/// What a page is made from.
struct Plan<'r> {
    relation: &'r Relation,
    shape: Shape<'r>,
    sorting: Sorting,
    condition: Option<Fragment>,
    zone: Zone,
    key: AnchorKey,
    means: Means,
    from: u64,
    count: u64,
}

/// Reads a page.
pub(super) async fn page(
    lease: &mut Lease,
    relation: &Relation,
    request: &PageRequest,
) -> Result<Page, TargetError> {
    let zone = Zone::new(&request.zone)?;
    let sorting = Sorting::new(relation, &request.query.sort)?;
    let condition = condition(relation, &request.query)?;
    let key = AnchorKey::new(lease, relation, &request.query, &zone);
    let anchors = lease.target().shelf.get(&key);
    let planned = lease.target().plans.get(&key);
    let means = Means::of(relation, condition.as_ref(), anchors.as_deref(), planned);
    let near = request.near.as_ref().filter(|_| sorting.is_total);
    let anchor = anchors.as_ref().and_then(|anchors| anchors.before(request.from));
    let (from, count) = (request.from, u64::from(request.count.min(MOST_ROWS)));
    // One row more shows whether the table ends here.
    let spans = Span::shortest(from, count + 1, near, anchor);
    if anchors.is_none() && sorting.is_total && is_far(from, near) {
        scan(lease, relation, key.clone(), (&sorting, condition.as_ref()), &zone);
    }
    let shape = Shape::page(relation);
    let plan = Plan { relation, shape, sorting, condition, zone, key, means, from, count };
    match plan.read(lease, &spans).await {
        Ok(Some(page)) => return Ok(page),
        // A data exception: a value of the place, unless it is one of a filter, which is met again.
        Err(TargetError::Server { code, .. }) if code.starts_with("22") => {}
        Ok(None) => {}
        Err(error) => return Err(error),
    }
    // Rows before the known place are gone or new, or the place was of another order.
    let page = plan.read(lease, &Span::from_start(from, count + 1)).await?;
    page.ok_or_else(|| TargetError::Unreadable("no way to the rows".to_owned()))
}

fn is_far(from: u64, near: Option<&Place>) -> bool {
    from > FAR && near.is_none_or(|place| place.row.abs_diff(from) > FAR)
}

impl Plan<'_> {
    /// Reads the spans; none where they do not lead to the rows that were asked for.
    async fn read(&self, lease: &mut Lease, spans: &[Span]) -> Result<Option<Page>, TargetError> {
        let (texts, condition) = (self.shape.texts(), self.condition.as_ref());
        let parts = spans.iter();
        let parts = parts.map(|span| span.sql(self.relation, &texts, &self.sorting, condition));
        let Some(parts) = parts.collect::<Option<Vec<_>>>() else { return Ok(None) };
        let total = self.means.sql(self.relation, self.condition.as_ref());
        // The transaction is left open: it is ended when the rows are on their way.
        let begun = lease.begin(Mode::Read, &self.zone).queries(&parts).queries(&total);
        let answers = begun.send().await?;
        let rows = self.rows(spans, &answers)?;
        let Some(mut rows) = whole(spans, rows) else { return Ok(None) };
        let seen = Seen { from: self.from, found: length(&rows), asked: self.count };
        let total = self.total(lease, answers.get(spans.len()), seen).await?;
        let counted_otherwise = matches!(total, Total::Exactly(rows) if seen.contradicts(rows));
        if counted_otherwise && spans.iter().any(Span::is_from_place) {
            return Ok(None);
        }
        rows.truncate(usize::try_from(self.count).unwrap_or(usize::MAX));
        self.lengths(lease, &mut rows).await?;
        if self.relation.zoned_key() && self.zone != Zone::utc() {
            canonical(lease, self.relation, &self.zone, &mut rows).await?;
        }
        let labels = self.labels(lease, &rows).await?;
        Ok(Some(self.page(rows, seen.agreeing(total), labels)))
    }

    /// Asks how long the texts are of which only starts have come.
    async fn lengths(&self, lease: &mut Lease, rows: &mut [Row]) -> Result<(), TargetError> {
        let started = rows.iter_mut().map(|row| (self.shape.of_unknown_length(row), row));
        let started = started.filter(|(places, _)| !places.is_empty());
        let asked = started
            .filter_map(|(places, row)| Some((self.shape.lengths(row, &places)?, places, row)));
        let asked: Vec<_> = asked.collect();
        if asked.is_empty() {
            return Ok(());
        }
        let questions = asked.iter().map(|(question, ..)| question);
        let answers = lease.go_on().queries(questions).send().await?;
        for ((_, places, row), answer) in asked.into_iter().zip(&answers) {
            self.shape.complete(row, &places, answer.first())?;
        }
        Ok(())
    }

    /// The total, as far as it is known; where the table ends before the page, it is counted, which
    /// takes no longer than the way to its end did.
    async fn total(
        &self,
        lease: &mut Lease,
        answer: Option<&Answer>,
        seen: Seen,
    ) -> Result<Total, TargetError> {
        let mut total = self.means.read(answer)?;
        if let (Means::Plan, Total::About(rows)) = (self.means, total) {
            lease.target().plans.put(self.key.clone(), rows);
        }
        if seen.is_beyond() && matches!(total, Total::About(_)) {
            total = self.counted(lease).await?.unwrap_or(total);
        }
        disprove(lease, &self.key, |rows| match seen.agreeing(total) {
            Total::Exactly(exactly) => rows != exactly,
            Total::About(_) => seen.contradicts(rows),
        });
        Ok(total)
    }

    /// How many rows there are, one more than the page leaves out at most; none where counting them
    /// takes too long.
    async fn counted(&self, lease: &mut Lease) -> Result<Option<Total>, TargetError> {
        let question = count_to(self.relation, self.condition.as_ref(), self.from + 1);
        match lease.go_on().query(&question).send().await.map_err(TargetError::from) {
            Ok(answers) => Means::Count.read(answers.first()).map(Some),
            Err(TargetError::TooSlow) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The rows of each span, in the order of the table.
    fn rows(&self, spans: &[Span], answers: &[Answer]) -> Result<Vec<Vec<Row>>, TargetError> {
        let read = spans.iter().zip(answers).map(|(span, answer)| {
            let rows = answer.iter().map(|row| self.shape.row(row));
            let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
            if span.backwards {
                rows.reverse();
            }
            Ok(rows)
        });
        read.collect()
    }

    /// Labels are a kindness: where they cannot be read, the values stand for themselves.
    async fn labels(&self, lease: &mut Lease, rows: &[Row]) -> Result<Labels, TargetError> {
        let Some(question) = labels::question(self.relation, rows) else {
            return Ok(Labels::new());
        };
        match lease.go_on().query(&question).send().await {
            Ok(answers) => answers
                .first()
                .map_or_else(|| Ok(Labels::new()), |a| labels::read(self.relation, a)),
            Err(failed) if failed.said.as_ref().is_ok_and(|said| !said.fatal) => Ok(Labels::new()),
            Err(failed) => Err(failed.into()),
        }
    }

    fn page(&self, rows: Vec<Row>, total: Total, labels: Labels) -> Page {
        let place = |row: Option<&Row>, number| {
            let values = self.shape.place(row?, &self.sorting)?;
            self.sorting.is_total.then_some(Place { row: number, values })
        };
        Page {
            from: self.from,
            columns: self.relation.columns.iter().map(|column| column.name.clone()).collect(),
            first: place(rows.first(), self.from),
            last: place(rows.last(), (self.from + length(&rows)).saturating_sub(1)),
            total,
            rows,
            labels,
        }
    }
}

fn length(rows: &[Row]) -> u64 {
    u64::try_from(rows.len()).unwrap_or(u64::MAX)
}

/// The rows together; none where a way back found fewer than there must be.
fn whole(spans: &[Span], rows: Vec<Vec<Row>>) -> Option<Vec<Row>> {
    let short =
        spans.iter().zip(&rows).any(|(span, rows)| span.backwards && length(rows) < span.take);
    (!short).then(|| rows.into_iter().flatten().collect())
}

//! Finding out what the database has against changes: each is tried again in a transaction that is
//! never committed, so that all problems are told at once, at their cells.
//!
//! As in the Save itself, what is deferrable is checked at the end: on the way to it rows may clash
//! that do not in the end.

mod deferred;

use super::before::Before;
use super::check::{Task, Work};
use super::order::{in_order, is_given_up};
use super::problems::{self, Constraint};
use super::statements::write;
use crate::target::catalog::Relation;
use crate::target::diagnostics::{Said, TargetError};
use crate::target::pools::{Lease, Mode, Zone};
use crate::target::sql::{Fragment, sql};
use crate::target::transaction::roll_back;
use app::error::{AppError, At, Problem};
use std::slice;
use std::time::Duration;
use tokio::time::Instant;

/// The most problems that are told at once.
const MOST: usize = 100;
/// What is longer may be too long for an index, in bytes.
const LONG: usize = 2_000;
/// How long they are looked for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Finds out what the database has against changes, of which one failed.
pub(super) async fn blame(
    lease: &mut Lease,
    relation: &Relation,
    tasks: &[Task<'_>],
    before: &Before,
    zone: &Zone,
    at: Option<usize>,
    said: Said,
) -> TargetError {
    roll_back(lease).await;
    if !may_be_about_rows(&said) {
        return said.into();
    }
    let mut trial = Trial { lease, relation, before };
    let found = Box::pin(trial.all(tasks, zone)).await;
    roll_back(trial.lease).await;
    match found {
        Ok(problems) if !problems.is_empty() => AppError::invalid(problems).into(),
        Ok(_) if !problems::is_about_rows(&said) => said.into(),
        // It does not happen again: the first words must do.
        Ok(_) => AppError::invalid(vec![problems::of_row(at, &said)]).into(),
        Err(error) => error,
    }
}

/// Changes on trial.
struct Trial<'t> {
    lease: &'t mut Lease,
    relation: &'t Relation,
    before: &'t Before,
}

impl Trial<'_> {
    /// Tries every change, each on top of those that went well.
    async fn all(&mut self, tasks: &[Task<'_>], zone: &Zone) -> Result<Vec<Problem>, TargetError> {
        let begun =
            self.lease.begin(Mode::Write, zone).query(&sql!("set constraints all deferred"));
        begun.query(&sql!("savepoint beginning")).send().await?;
        let until = Instant::now() + PATIENCE;
        let mut problems = Vec::new();
        for task in in_order(self.relation, tasks, self.before) {
            if problems.len() >= MOST || Instant::now() > until {
                return Ok(problems);
            }
            let Some(statement) = self.statement(task) else { continue };
            if let Some(said) = self.refused(&statement).await? {
                problems.extend(self.explain(tasks, task, &said).await?);
            }
        }
        if problems.is_empty() {
            problems = self.deferred(tasks, until).await?;
        }
        problems.truncate(MOST);
        problems.sort_by_key(|problem| match problem.at {
            At::Cell { change, .. } => change,
            At::Form | At::Field(_) => usize::MAX,
        });
        Ok(problems)
    }

    /// Only reads a task's values as those of their types.
    fn reading(&self, task: &Task<'_>) -> Option<Fragment> {
        let values = task
            .cells()
            .into_iter()
            .map(|(name, value)| Some(self.relation.attribute(name)?.base.value(value)));
        Some(sql!("select ", Fragment::list(", ", values.collect::<Option<Vec<_>>>()?)))
    }

    fn statement(&self, task: &Task<'_>) -> Option<Fragment> {
        write(self.relation, task, self.before.get(&task.change))
    }

    /// Tries a statement; what the server says against it, if anything.
    async fn refused(&mut self, statement: &Fragment) -> Result<Option<Said>, TargetError> {
        let (set, release) = (sql!("savepoint trial"), sql!("release savepoint trial"));
        let tried = self.lease.go_on().query(&set).query(statement).query(&release).send().await;
        let Err(failed) = tried else { return Ok(None) };
        let said = failed.said?;
        if !may_be_about_rows(&said) {
            return Err(said.into());
        }
        self.take_back().await?;
        Ok(Some(said))
    }

    /// The same, with nothing left of it where it went well: the next one finds the row as it was.
    async fn refused_alone(&mut self, statement: &Fragment) -> Result<Option<Said>, TargetError> {
        let set = sql!("savepoint trial");
        let tried = self.lease.go_on().query(&set).query(statement).send().await;
        let said = tried.err().map(|failed| failed.said).transpose()?;
        if let Some(said) = said.as_ref().filter(|said| !may_be_about_rows(said)) {
            return Err(said.clone().into());
        }
        self.take_back().await?;
        Ok(said)
    }

    async fn take_back(&mut self) -> Result<(), TargetError> {
        let (back, release) =
            (sql!("rollback to savepoint trial"), sql!("release savepoint trial"));
        self.lease.go_on().query(&back).query(&release).send().await?;
        Ok(())
    }

    /// Finds the cells that are to blame.
    async fn explain(
        &mut self,
        tasks: &[Task<'_>],
        task: &Task<'_>,
        said: &Said,
    ) -> Result<Vec<Problem>, TargetError> {
        if said.code == "23502" {
            return Ok(problems::of_null(self.relation, task, said));
        }
        if said.class() == "23" {
            let constraint = self.constraint(said).await?;
            if let Some(constraint) = constraint {
                let places = constraint.places_of_unique(self.relation);
                let (relation, before) = (self.relation, self.before);
                if places.is_some_and(|at| is_given_up(relation, tasks, before, task, &at)) {
                    return Ok(problems::of_exchange(task, &constraint, said));
                }
                return Ok(problems::of_constraint(self.relation, task, said, &constraint));
            }
        }
        let guilty = self.guilty(task, said).await?;
        if guilty.is_empty() && !problems::is_about_rows(said) {
            return Err(said.clone().into());
        }
        if guilty.is_empty() {
            return Ok(vec![problems::of_row(Some(task.change), said)]);
        }
        Ok(guilty)
    }

    /// Tries each cell alone, where the error does not name one.
    async fn guilty(&mut self, task: &Task<'_>, said: &Said) -> Result<Vec<Problem>, TargetError> {
        let mut guilty = Vec::new();
        let of_reading = !problems::is_about_rows(said);
        if !of_reading && !matches!(said.class(), "22" | "23" | "54") {
            return Ok(guilty);
        }
        if let (Some(column), "54000") = (only_long(task), said.code.as_str()) {
            return Ok(vec![problems::of_value(self.relation, task, column, said)]);
        }
        for alone in alone(task) {
            let statement = if of_reading { self.reading(&alone) } else { self.statement(&alone) };
            let Some(statement) = statement else { continue };
            let Some(found) = self.refused_alone(&statement).await? else { continue };
            let column = alone.cells().first().map(|(column, _)| (*column).to_owned());
            if let Some(column) = column.filter(|_| found.class() == said.class()) {
                // A row of one cell alone may break other constraints: those name a table.
                if found.table.is_none() || found.constraint == said.constraint {
                    guilty.push(problems::of_value(self.relation, task, &column, &found));
                }
            }
        }
        Ok(guilty)
    }

    async fn constraint(&mut self, said: &Said) -> Result<Option<Constraint>, TargetError> {
        let Some(question) = problems::constraint(said) else { return Ok(None) };
        let answers = self.lease.go_on().query(&question).send().await?;
        let row = answers.first().and_then(|rows| rows.first());
        row.map(problems::read_constraint).transpose()
    }
}

/// Whether a value may be to blame. Some input functions say of a wrong value what otherwise is said
/// of a wrong statement, or of a fault of the server.
fn may_be_about_rows(said: &Said) -> bool {
    problems::is_about_rows(said) || (!said.fatal && matches!(said.class(), "42" | "XX"))
}

/// The only cell that may be too long for an index, whose entries hold about a third of a page.
fn only_long<'t>(task: &'t Task<'_>) -> Option<&'t str> {
    let long = |value: Option<&str>| value.is_some_and(|text| text.len() > LONG);
    let mut cells = task.cells().into_iter().filter(|(_, value)| long(*value));
    cells.next().filter(|_| cells.next().is_none()).map(|(column, _)| column)
}

/// The same task with each of its cells alone.
fn alone<'c>(task: &Task<'c>) -> Vec<Task<'c>> {
    let works: Vec<_> = match &task.work {
        Work::Insert(cells) => {
            let cells: &'c [_] = cells;
            cells.iter().map(|cell| Work::Insert(slice::from_ref(cell))).collect()
        }
        Work::Update(row, cells) => {
            cells.iter().map(|cell| Work::Update(row, vec![cell])).collect()
        }
        Work::Delete(..) | Work::Look(_) => Vec::new(),
    };
    works.into_iter().map(|work| Task { work, ..task.clone() }).collect()
}
